package discuss

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// EditHeading is what stands above a discussion as its author wants it. Version is the one they
// began from.
type EditHeading struct {
	Title   string `form:"title"`
	Summary string `form:"summary"`
	Tags    string `form:"tags"` // names with commas between
	Version int64  `form:"version"`
	Key     string `form:"key"`
}

// Heading is what stands above the thread now.
func (t Thread) Heading() Heading { return Heading{Title: t.Title, Summary: t.Summary, Tags: t.Tags} }

// CanRetitle tells why by may not change what stands above a discussion; nil if they may. A
// document's heading is changed with its text.
func (t Thread) CanRetitle(by member.Member) error {
	switch err := t.Space.CanWrite(by); {
	case err != nil:
		return err
	case t.Kind != Discussion:
		return models.Forbidden("The title of a document is changed with its text.")
	case t.Author.ID != by.ID:
		return models.Forbidden("Only the member who started a thread can change its title, summary and tags.")
	case t.Hidden:
		return ErrHidden
	case t.Locked:
		return models.Forbidden("The committee has closed this thread, so its title stays as it is.")
	}
	return nil
}

// Retitle gives a discussion of by's another title, summary or tags. What stood there before is in
// its history, unless the thread was started a few minutes ago. If the heading has changed since
// by opened it, the answer is a conflict and nothing is changed.
func (s *Store) Retitle(ctx context.Context, by member.Member, threadID int64, in EditHeading) (t Thread, err error) {
	defer models.Wrap(&err, "change the heading of thread %d", threadID)
	if t, err = s.Thread(ctx, by, threadID); err != nil {
		return t, err
	}
	heading, wrong := NewHeading(in.Title, in.Summary, in.Tags)
	if err := models.Check(t.CanRetitle(by), wrong); err != nil {
		return t, err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		t, err := Find(ctx, tx, by, tx.Now, "", threadID)
		if err != nil {
			return 0, err
		}
		return threadID, t.retitle(ctx, tx, by, in.Version, heading)
	})
	if err != nil {
		return t, err
	}
	return s.Thread(ctx, by, threadID)
}

func (t Thread) retitle(ctx context.Context, tx *db.Tx, by member.Member, version int64, h Heading) error {
	switch err := t.CanRetitle(by); {
	case err != nil:
		return err
	case t.Version != version:
		return models.Conflict("This title has changed since you opened it. Nothing was saved: see below what is different.")
	case t.Heading().same(h):
		return nil
	}
	if t.Retitled || tx.Now.Sub(t.Made).Abs() > editWindow {
		if err := t.keepHeading(ctx, tx, by); err != nil {
			return err
		}
	}
	if err := Retitle(ctx, tx, t.ID, h); err != nil {
		return err
	}
	if err := index.Put(ctx, tx, index.Whole(t.ID)); err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.HeadingChanged, SpaceID: t.Space.ID, ThreadID: t.ID})
}

// keepHeading puts what stands above the thread now into its history.
func (t Thread) keepHeading(ctx context.Context, tx *db.Tx, by member.Member) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO thread_revisions (thread_id, version, title, summary, tags, by_id, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, t.ID, t.Version, t.Title, t.Summary, TagNames(t.Tags), by.ID, tx.Now)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `UPDATE threads SET retitled = TRUE WHERE id = $1`, t.ID)
	return err
}

// same tells whether two headings say the same.
func (h Heading) same(other Heading) bool {
	return h.Title == other.Title && h.Summary == other.Summary && TagNames(h.Tags) == TagNames(other.Tags)
}

// Against tells what saving in would change of the heading as it is now.
func (t Thread) Against(in EditHeading) []prose.Part {
	return since(was{Title: t.Title, Summary: t.Summary, Tags: TagNames(t.Tags)}, was{Title: in.Title, Summary: in.Summary, Tags: TidyTags(in.Tags)})
}

// was is what stood above a discussion until it was changed.
type was struct {
	Version              int64
	Title, Summary, Tags string
	Changed              time.Time
}

func (w *was) fields() []any { return []any{&w.Version, &w.Title, &w.Summary, &w.Tags, &w.Changed} }

func since(earlier, later was) []prose.Part {
	return prose.Compare(
		prose.Pair{Name: "Title", Earlier: earlier.Title, Later: later.Title},
		prose.Pair{Name: "Summary", Earlier: earlier.Summary, Later: later.Summary},
		prose.Pair{Name: "Tags", Earlier: earlier.Tags, Later: later.Tags})
}

// Retitling is one step in the history of a heading.
type Retitling struct {
	Version int64 // of what stood there before
	At      time.Time
	Parts   []prose.Part
}

// maxRetitlings is how many changes a history lists, the latest first: more is a quarrel.
const maxRetitlings = 50

// Retitlings tells whoever may read a discussion how its heading has changed; of one that is
// hidden, nobody.
func (s *Store) Retitlings(ctx context.Context, by member.Member, threadID int64) (t Thread, list []Retitling, err error) {
	defer models.Wrap(&err, "read how the heading of thread %d changed", threadID)
	if t, err = s.Thread(ctx, by, threadID); err != nil {
		return t, nil, err
	}
	if t.Hidden || t.Kind != Discussion {
		return Thread{}, nil, models.NotFound("no such history")
	}
	rows, err := db.All(ctx, s.db, (*was).fields, earlierHeadings+`
		ORDER BY v.version DESC
		LIMIT $5`, space.As(by, s.db.Now(), threadID, maxRetitlings)...)
	later := was{Title: t.Title, Summary: t.Summary, Tags: TagNames(t.Tags)}
	for _, earlier := range rows {
		list = append(list, Retitling{Version: earlier.Version, At: earlier.Changed, Parts: since(earlier, later)})
		later = earlier
	}
	return t, list, err
}

const earlierHeadings = `
	SELECT v.version, v.title, v.summary, v.tags, v.changed_at
	FROM thread_revisions v
	JOIN threads t ON t.id = v.thread_id
	JOIN spaces s ON s.id = t.space_id
	WHERE v.thread_id = $4 AND NOT t.hidden AND ` + space.Sees

// EarlierHeading reads what stood above a discussion in one of its versions, for its form.
func (s *Store) EarlierHeading(ctx context.Context, by member.Member, threadID, version int64) (in EditHeading, err error) {
	defer models.Wrap(&err, "read version %d of the heading of thread %d", version, threadID)
	w, err := db.One(ctx, s.db, (*was).fields, earlierHeadings+` AND v.version = $5`, space.As(by, s.db.Now(), threadID, version)...)
	return EditHeading{Title: w.Title, Summary: w.Summary, Tags: w.Tags}, err
}
