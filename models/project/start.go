package project

import (
	"context"
	"slices"
	"strings"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
	"commonroom/models/upload"
)

// Bounds of what stands beside a project: a line each.
const (
	maxOrganisation = 120
	maxTeam         = 300
)

// NewProject is what a project begins with.
type NewProject struct {
	Board        string `form:"board"` // the slug of the space it stands in
	Title        string `form:"title"`
	Summary      string `form:"summary"`
	Tags         string `form:"tags"`                 // names with commas between
	Aim          string `form:"aim" prose:"post"`     // Markdown: what are we trying to accomplish
	Problem      string `form:"problem" prose:"post"` // Markdown: what is wrong, for whom
	Organisation string `form:"organisation"`
	Team         string `form:"team"`
	Status       string `form:"status"`
	Key          string `form:"key"`
	draft.Ref
}

// EditProject is a project as somebody wants it to read. Version is the one they began from.
type EditProject struct {
	Title        string `form:"title"`
	Summary      string `form:"summary"`
	Tags         string `form:"tags"`
	Aim          string `form:"aim" prose:"post"`
	Problem      string `form:"problem" prose:"post"`
	Organisation string `form:"organisation"`
	Team         string `form:"team"`
	Status       string `form:"status"`
	Version      int64  `form:"version"`
	Key          string `form:"key"`
	draft.Ref
}

// Edit is what the form of a new project has in common with that of an edit. A project that is
// only a line so far is planned.
func (in NewProject) Edit() EditProject {
	if in.Status == "" {
		in.Status = string(Planned)
	}
	return EditProject{Title: in.Title, Summary: in.Summary, Tags: in.Tags, Aim: in.Aim, Problem: in.Problem,
		Organisation: in.Organisation, Team: in.Team, Status: in.Status, Key: in.Key, Ref: in.Ref}
}

// version is one version of a project's words, checked and rendered.
type version struct {
	heading            discuss.Heading
	aim, problem       prose.Prose
	organisation, team string
	status             Status
}

func (s *Store) validate(ctx context.Context, in EditProject) (v version, err error) {
	known, err := member.Handles(ctx, s.db, append(prose.Mentions(in.Aim), prose.Mentions(in.Problem)...))
	if err != nil {
		return v, err
	}
	var errs [6]error
	v.heading, errs[0] = discuss.NewHeading(in.Title, in.Summary, in.Tags)
	v.aim, errs[1] = prose.OptionalText(ctx, "aim", in.Aim, known.Has)
	v.problem, errs[2] = prose.OptionalText(ctx, "problem", in.Problem, known.Has)
	v.organisation, errs[3] = prose.Optional("organisation", "an organisation", in.Organisation, maxOrganisation)
	v.team, errs[4] = prose.Optional("team", "the team", in.Team, maxTeam)
	v.status, errs[5] = newStatus(in.Status)
	return v, models.Check(errs[:]...)
}

// mayQuote tells why what is quoted may not stand in a space; nil if it may.
func (v version) mayQuote(ctx context.Context, tx *db.Tx, by member.Member, in space.Space) error {
	return models.Check(discuss.MayQuote(ctx, tx, by, in, "aim", v.aim.Source), discuss.MayQuote(ctx, tx, by, in, "problem", v.problem.Source))
}

// complete tells what a project lacks that others are to read. A draft may lack all of it: one
// line is enough to begin.
func complete(aim, problem string) error {
	var noAim, noProblem error
	if strings.TrimSpace(aim) == "" {
		noAim = models.Invalid("aim", "Write what you aim at.")
	}
	if strings.TrimSpace(problem) == "" {
		noProblem = models.Invalid("problem", "Write what the problem is.")
	}
	return models.Check(noAim, noProblem)
}

// Start makes a draft, which is its maker's alone until they publish it.
func (s *Store) Start(ctx context.Context, by member.Member, in NewProject) (p Project, err error) {
	defer models.Wrap(&err, "start a project")
	board, wrongBoard := discuss.Startable(ctx, s.db, by, in.Board, discuss.Project)
	v, wrongWords := s.validate(ctx, in.Edit())
	if err := models.Check(wrongBoard, wrongWords); err != nil {
		return p, err
	}
	id, err := draft.Send(ctx, s.db, by, in.Ref, in.Key, func(tx *db.Tx) (int64, error) {
		if err := discuss.MayStart(ctx, tx, by, s.limits); err != nil {
			return 0, err
		}
		if err := v.mayQuote(ctx, tx, by, board); err != nil {
			return 0, err
		}
		return start(ctx, tx, by, board.ID, v)
	})
	if err != nil {
		return p, err
	}
	return s.Project(ctx, by, id)
}

func start(ctx context.Context, tx *db.Tx, by member.Member, spaceID int64, v version) (int64, error) {
	id, err := discuss.Open(ctx, tx, by, discuss.Opening{Space: spaceID, Kind: discuss.Project, Heading: v.heading})
	if err != nil {
		return 0, err
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO projects (thread_id, organisation, team, status, problem, problem_html, aim, aim_html, renderer, edited_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id, v.organisation, v.team, v.status,
		v.problem.Source, v.problem.HTML, v.aim.Source, v.aim.HTML, v.aim.Version, tx.Now)
	if err != nil {
		return 0, err
	}
	if err := upload.Hang(ctx, tx, by, upload.OnDocument(id, 1, false), v.files()); err != nil {
		return 0, err
	}
	return id, activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.DraftSaved, SpaceID: spaceID, ThreadID: id})
}

// files are the files that either text names.
func (v version) files() []int64 {
	list := slices.Concat(v.aim.Files, v.problem.Files)
	slices.Sort(list)
	return slices.Compact(list)
}

// Edit saves a new version. If another was saved since the writer began, nothing is changed
// and the error is a Conflict: Against tells what the two differ in.
func (s *Store) Edit(ctx context.Context, by member.Member, id int64, in EditProject) (p Project, err error) {
	defer models.Wrap(&err, "edit project %d", id)
	v, err := s.validate(ctx, in)
	if err != nil {
		return p, err
	}
	_, err = draft.Send(ctx, s.db, by, in.Ref, in.Key, func(tx *db.Tx) (int64, error) {
		was, err := editable(ctx, tx, by, id)
		if err != nil {
			return 0, err
		}
		return id, edit(ctx, tx, by, was, in.Version, v)
	})
	if err != nil {
		return p, err
	}
	return s.Project(ctx, by, id)
}

func edit(ctx context.Context, tx *db.Tx, by member.Member, was Project, from int64, v version) error {
	if was.Published {
		if err := complete(v.aim.Source, v.problem.Source); err != nil {
			return err
		}
	}
	if was.Version != from {
		return models.Conflict("Somebody saved this project while you were writing. Nothing of yours is lost. Look at what differs, then save yours on top if that is right.")
	}
	if err := v.mayQuote(ctx, tx, by, was.Space); err != nil {
		return err
	}
	if err := discuss.Retitle(ctx, tx, was.ID, v.heading); err != nil {
		return err
	}
	_, err := db.Exec(ctx, tx, `
		UPDATE projects SET organisation = $2, team = $3, status = $4, problem = $5, problem_html = $6,
			aim = $7, aim_html = $8, renderer = $9, version = version + 1, edited_at = $10
		WHERE thread_id = $1`, was.ID, v.organisation, v.team, v.status, v.problem.Source, v.problem.HTML,
		v.aim.Source, v.aim.HTML, v.aim.Version, tx.Now)
	if err != nil {
		return err
	}
	if err := upload.Hang(ctx, tx, by, upload.OnDocument(was.ID, was.Version+1, false), v.files()); err != nil {
		return err
	}
	verb := activity.DraftSaved
	if was.Published {
		verb = activity.DocumentSaved
	}
	if err := index.Put(ctx, tx, index.Whole(was.ID)); err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: verb, SpaceID: was.Space.ID, ThreadID: was.ID})
}

// Publish shows a draft that says what it aims at and what the problem is to all who may read its
// space. That happens once: publishing what is published already changes nothing.
func (s *Store) Publish(ctx context.Context, by member.Member, id int64) (p Project, err error) {
	defer models.Wrap(&err, "publish project %d", id)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		was, err := editable(ctx, tx, by, id)
		if err != nil || was.Published {
			return err
		}
		if err := complete(was.Aim, was.Problem); err != nil {
			return err
		}
		return discuss.Publish(ctx, tx, by, was.Thread)
	})
	if err != nil {
		return p, err
	}
	return s.Project(ctx, by, id)
}
