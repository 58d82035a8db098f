package practice

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/upload"
)

// maxNote is the length of a remark on an edit: one line of the history.
const maxNote = 200

// NewPractice is what a practice begins with.
type NewPractice struct {
	Board   string `form:"board"` // the slug of the space it stands in
	Title   string `form:"title"`
	Summary string `form:"summary"`
	Tags    string `form:"tags"`                  // names with commas between
	Body    string `form:"body" prose:"document"` // Markdown
	Key     string `form:"key"`
	draft.Ref
}

// EditPractice is a practice as somebody wants it to read. Version is the one they began from.
type EditPractice struct {
	Title   string `form:"title"`
	Summary string `form:"summary"`
	Tags    string `form:"tags"`
	Body    string `form:"body" prose:"document"`
	Note    string `form:"note"` // what changed and why, for the history
	Version int64  `form:"version"`
	Key     string `form:"key"`
	draft.Ref
}

// Edit is what the form of a new practice has in common with that of an edit.
func (in NewPractice) Edit() EditPractice {
	return EditPractice{Title: in.Title, Summary: in.Summary, Tags: in.Tags, Body: in.Body, Key: in.Key, Ref: in.Ref}
}

// version is one version of a practice's words, checked and rendered.
type version struct {
	heading discuss.Heading
	body    prose.Prose
	note    string
}

func (s *Store) validate(ctx context.Context, in EditPractice) (v version, err error) {
	var errHeading, errBody, errNote error
	v.heading, errHeading = discuss.NewHeading(in.Title, in.Summary, in.Tags)
	v.body, errBody = s.document(ctx, in.Body)
	v.note, errNote = prose.Optional("note", "a note", in.Note, maxNote)
	return v, models.Check(errHeading, errBody, errNote)
}

// document takes the text of a practice. Members mentioned in it become links.
func (s *Store) document(ctx context.Context, body string) (prose.Prose, error) {
	known, err := member.Handles(ctx, s.db, prose.Mentions(body))
	if err != nil {
		return prose.Prose{}, err
	}
	return prose.Document(ctx, "body", body, known.Has)
}

// Write makes a draft, which is the writer's alone until they publish it.
func (s *Store) Write(ctx context.Context, by member.Member, in NewPractice) (p Practice, err error) {
	defer models.Wrap(&err, "write a practice")
	board, wrongBoard := discuss.Startable(ctx, s.db, by, in.Board, discuss.Practice)
	v, wrongWords := s.validate(ctx, in.Edit())
	if err := models.Check(wrongBoard, wrongWords); err != nil {
		return p, err
	}
	id, err := draft.Send(ctx, s.db, by, in.Ref, in.Key, func(tx *db.Tx) (int64, error) {
		if err := discuss.MayStart(ctx, tx, by, s.limits); err != nil {
			return 0, err
		}
		if err := discuss.MayQuote(ctx, tx, by, board, "body", v.body.Source); err != nil {
			return 0, err
		}
		return write(ctx, tx, by, board.ID, v)
	})
	if err != nil {
		return p, err
	}
	return s.Practice(ctx, by, id)
}

func write(ctx context.Context, tx *db.Tx, by member.Member, spaceID int64, v version) (int64, error) {
	id, err := discuss.Open(ctx, tx, by, discuss.Opening{Space: spaceID, Kind: discuss.Practice, Heading: v.heading})
	if err != nil {
		return 0, err
	}
	if err := insert(ctx, tx, id, v, tx.Now); err != nil {
		return 0, err
	}
	if err := keep(ctx, tx, by, id, 1, v, tx.Now); err != nil {
		return 0, err
	}
	if err := upload.Hang(ctx, tx, by, upload.OnDocument(id, 1, true), v.body.Files); err != nil {
		return 0, err
	}
	return id, activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.DraftSaved, SpaceID: spaceID, ThreadID: id})
}

// Edit saves a new version. If another was saved since the writer began, nothing is changed
// and the error is a Conflict: Against tells what the two differ in.
func (s *Store) Edit(ctx context.Context, by member.Member, id int64, in EditPractice) (p Practice, err error) {
	defer models.Wrap(&err, "edit practice %d", id)
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
	return s.Practice(ctx, by, id)
}

func edit(ctx context.Context, tx *db.Tx, by member.Member, was Practice, from int64, v version) error {
	if was.Version != from {
		return models.Conflict("Somebody saved this practice while you were writing. Nothing of yours is lost. Look at what differs, then save yours on top if that is right.")
	}
	if was.says(v) {
		return nil
	}
	if err := discuss.MayQuote(ctx, tx, by, was.Space, "body", v.body.Source); err != nil {
		return err
	}
	if err := discuss.Retitle(ctx, tx, was.ID, v.heading); err != nil {
		return err
	}
	if err := update(ctx, tx, was.ID, v); err != nil {
		return err
	}
	if err := keep(ctx, tx, by, was.ID, was.Version+1, v, tx.Now); err != nil {
		return err
	}
	if err := upload.Hang(ctx, tx, by, upload.OnDocument(was.ID, was.Version+1, true), v.body.Files); err != nil {
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

// says tells whether the practice reads like v already.
func (p Practice) says(v version) bool {
	return p.Title == v.heading.Title && p.Summary == v.heading.Summary && p.Body == v.body.Source &&
		sameTags(p.Tags, v.heading.Tags)
}

// Publish shows a draft to all who may read its space. That happens once: publishing what is
// published already changes nothing.
func (s *Store) Publish(ctx context.Context, by member.Member, id int64) (p Practice, err error) {
	defer models.Wrap(&err, "publish practice %d", id)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		was, err := editable(ctx, tx, by, id)
		if err != nil || was.Published {
			return err
		}
		if err := discuss.Publish(ctx, tx, by, was.Thread); err != nil {
			return err
		}
		return out(ctx, tx, id, tx.Now)
	})
	if err != nil {
		return p, err
	}
	return s.Practice(ctx, by, id)
}

func insert(ctx context.Context, tx *db.Tx, id int64, v version, at time.Time) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO practices (thread_id, body, html, renderer, edited_at) VALUES ($1, $2, $3, $4, $5)`,
		id, v.body.Source, v.body.HTML, v.body.Version, at)
	return err
}

func update(ctx context.Context, tx *db.Tx, id int64, v version) error {
	_, err := db.Exec(ctx, tx, `
		UPDATE practices SET body = $2, html = $3, renderer = $4, version = version + 1, edited_at = $5
		WHERE thread_id = $1`, id, v.body.Source, v.body.HTML, v.body.Version, tx.Now)
	return err
}

// out marks the latest version as the one published at a moment.
func out(ctx context.Context, tx *db.Tx, id int64, at time.Time) error {
	_, err := db.Exec(ctx, tx, `
		UPDATE practices SET published_version = version, published_day = $2 WHERE thread_id = $1`, id, models.DayOf(at))
	return err
}

// keep adds a version to the history.
func keep(ctx context.Context, tx *db.Tx, by member.Member, id, number int64, v version, at time.Time) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO practice_revisions (thread_id, version, title, summary, tags, body, note, by_id, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		id, number, v.heading.Title, v.heading.Summary, discuss.TagNames(v.heading.Tags), v.body.Source, v.note, by.ID, at)
	return err
}
