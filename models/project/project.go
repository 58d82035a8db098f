// Package project is improvement at work: what is wrong, what somebody means to change, where
// it stands, and what peers say about it. A project that failed is as welcome as one that did
// not.
package project

import (
	"context"
	"slices"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// Status says where a project stands.
type Status string

// The states of a project.
const (
	Planned  Status = "planned"
	Running  Status = "running"
	Finished Status = "finished"
	Stopped  Status = "stopped" // before its aim was reached
)

// Statuses are all of them, in the order of a project's life.
var Statuses = []Status{Planned, Running, Finished, Stopped}

// Word is what pages say.
func (s Status) Word() string {
	switch s {
	case Planned:
		return "Planned"
	case Running:
		return "Under way"
	case Finished:
		return "Finished"
	case Stopped:
		return "Stopped"
	}
	return ""
}

// newStatus takes one of the states.
func newStatus(text string) (Status, error) {
	if s := Status(text); slices.Contains(Statuses, s) {
		return s, nil
	}
	return "", models.Invalid("status", "Choose where the project stands.")
}

// Entry is a project as lists show it.
type Entry struct {
	discuss.Thread
	Status       Status
	Organisation string
}

const entryCols = `d.status, d.organisation, ` + discuss.Cols

func (e *Entry) fields() []any {
	return append([]any{&e.Status, &e.Organisation}, e.Thread.Fields()...)
}

// Project is one project with its text. It shares the id of its thread, where its title,
// summary, tags and comments are.
type Project struct {
	Entry
	Team        string // the names of those who do it, as text
	Problem     string // Markdown, as it was written
	ProblemHTML string // rendered and cleaned when it was written
	Aim         string
	AimHTML     string
	Version     int64     // of the text; an edit says which one it began from
	EditedAt    time.Time // when the latest version was saved
	Mine        bool      // the reader is among its authors
}

const cols = `d.team, d.problem, d.problem_html, d.aim, d.aim_html, d.version, d.edited_at,
	` + space.Authored + `, ` + entryCols

// from are the tables the columns are read from.
const from = discuss.From + ` JOIN projects d ON d.thread_id = t.id`

func (p *Project) fields() []any {
	return append([]any{&p.Team, &p.Problem, &p.ProblemHTML, &p.Aim, &p.AimHTML, &p.Version, &p.EditedAt, &p.Mine}, p.Entry.fields()...)
}

// CanEdit tells why the person the project was read for may not edit or publish it; nil if
// they may. Only its authors may, whatever office others hold, and nobody what the committee has
// hidden: what it decided about stays to be read by whoever looks at the decision again.
func (p Project) CanEdit() error {
	switch {
	case !p.Mine:
		return models.Forbidden("Only the authors of a project can change it. Say in a comment what you would do differently.")
	case p.Hidden:
		return discuss.ErrHidden
	}
	return nil
}

// Edited tells whether the text was saved again after it was published.
func (p Project) Edited() bool { return p.Published && p.EditedAt.After(p.Out) }

// Store keeps projects.
type Store struct {
	db     *db.DB
	limits models.Limits
}

// New gives the projects kept in d, with the limits that starting one keeps to.
func New(d *db.DB, limits models.Limits) *Store { return &Store{db: d, limits: limits} }

// Project finds a project for someone who may see it. A draft is its authors' alone: anybody
// else is told there is none.
func (s *Store) Project(ctx context.Context, by member.Member, id int64) (p Project, err error) {
	defer models.Wrap(&err, "find project %d", id)
	return find(ctx, s.db, by, s.db.Now(), id)
}

func find(ctx context.Context, q db.Queryer, by member.Member, now time.Time, id int64) (Project, error) {
	p, err := db.One(ctx, q, (*Project).fields, `
		SELECT `+cols+`
		FROM `+from+`
		WHERE t.id = $4 AND `+space.Sees, space.As(by, now, id)...)
	if models.KindOf(err) != models.KindNotFound {
		return p, err
	}
	if _, err := discuss.Find(ctx, q, by, now, discuss.Project, id); err != nil {
		return p, err
	}
	return p, models.NotFound("no such project")
}

// editable finds a project that by means to change.
func editable(ctx context.Context, tx *db.Tx, by member.Member, id int64) (Project, error) {
	p, err := find(ctx, tx, by, tx.Now, id)
	if err != nil {
		return p, err
	}
	return p, p.CanEdit()
}

// Against tells what saving in would change of the project as it is now.
func (p Project) Against(in EditProject) []prose.Part {
	return prose.Compare(
		prose.Pair{Name: "Title", Earlier: p.Title, Later: in.Title},
		prose.Pair{Name: "Summary", Earlier: p.Summary, Later: in.Summary},
		prose.Pair{Name: "Aim", Earlier: p.Aim, Later: in.Aim},
		prose.Pair{Name: "Problem", Earlier: p.Problem, Later: in.Problem},
		prose.Pair{Name: "Organisation", Earlier: p.Organisation, Later: in.Organisation},
		prose.Pair{Name: "Team", Earlier: p.Team, Later: in.Team},
		prose.Pair{Name: "Where it stands", Earlier: p.Status.Word(), Later: Status(in.Status).Word()},
		prose.Pair{Name: "Tags", Earlier: discuss.TagNames(p.Tags), Later: discuss.TidyTags(in.Tags)})
}
