package discuss

import (
	"context"
	"slices"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/ribbon"
)

// Voice is a perspective as a thread has heard it.
type Voice struct {
	member.Perspective
	Heard bool // somebody who speaks from there has written here
	Asked bool // whoever opened the thread would like to hear it
}

func (v *Voice) fields() []any { return []any{&v.Slug, &v.Name, &v.Heard, &v.Asked} }

// mostSpeakers is how many of those who wrote in a thread are looked at: with so many, every
// perspective has long been heard.
const mostSpeakers = 500

// Heard tells of each perspective whether it has spoken in a thread that by has been shown: in a
// post that stands there to be read, or as one of those who made the document. It goes by what
// members say of themselves on their profiles, so only those are told who may read these, and
// nobody is told who it was or how many.
func (s *Store) Heard(ctx context.Context, by member.Member, t Thread) (list []Voice, err error) {
	defer models.Wrap(&err, "list the perspectives heard in thread %d", t.ID)
	if !by.IsMember() {
		return nil, nil
	}
	return db.All(ctx, s.db, (*Voice).fields, `
		WITH RECURSIVE speakers (member_id, n) AS ( -- one after the other, by index: not post by post
			SELECT (SELECT p.author_id FROM posts p
				WHERE p.thread_id = $1 AND NOT p.hidden AND NOT p.withdrawn
				ORDER BY p.author_id
				LIMIT 1), 1
			UNION ALL
			SELECT (SELECT p.author_id FROM posts p
				WHERE p.thread_id = $1 AND NOT p.hidden AND NOT p.withdrawn AND p.author_id > k.member_id
				ORDER BY p.author_id
				LIMIT 1), k.n + 1
			FROM speakers k
			WHERE k.member_id IS NOT NULL AND k.n < $2)
		SELECT v.slug, v.name, h.perspective IS NOT NULL, x.perspective IS NOT NULL
		FROM perspectives v
		LEFT JOIN (
			SELECT DISTINCT c.perspective
			FROM (SELECT k.member_id FROM speakers k
				UNION
				SELECT w.member_id FROM thread_authors w WHERE w.thread_id = $1 AND $3) k
			JOIN members m ON m.id = k.member_id AND m.state = 'member'
			JOIN member_perspectives c ON c.member_id = k.member_id) h ON h.perspective = v.slug
		LEFT JOIN thread_perspectives x ON x.perspective = v.slug AND x.thread_id = $1
		ORDER BY v.position`, t.ID, mostSpeakers, t.Kind != Discussion)
}

// maxAsked is how many perspectives one thread may ask for: who asks everybody asks nobody.
const maxAsked = 3

// NewAsk is which perspectives a thread asks for. Version is that of the thread it started from.
type NewAsk struct {
	Perspectives []string `form:"perspectives"`
	Version      int64    `form:"version"`
	Key          string   `form:"key"`
}

// Ask says for which perspectives a thread of by's asks; for none takes back what it asked.
func (s *Store) Ask(ctx context.Context, by member.Member, threadID int64, in NewAsk) (t Thread, err error) {
	defer models.Wrap(&err, "ask for perspectives in thread %d", threadID)
	if t, err = s.Asking(ctx, by, threadID); err != nil {
		return t, err
	}
	asked, err := newAsked("perspectives", in.Perspectives)
	if err != nil {
		return t, err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		t, err := asking(ctx, tx, by, tx.Now, threadID)
		if err != nil {
			return 0, err
		}
		return t.ID, t.ask(ctx, tx, by, in.Version, asked)
	})
	return t, err
}

// Asking finds a thread whose perspectives by may choose.
func (s *Store) Asking(ctx context.Context, by member.Member, threadID int64) (t Thread, err error) {
	defer models.Wrap(&err, "find thread %d to ask in", threadID)
	return asking(ctx, s.db, by, s.db.Now(), threadID)
}

func asking(ctx context.Context, q db.Queryer, by member.Member, now time.Time, threadID int64) (t Thread, err error) {
	if t, err = Find(ctx, q, by, now, "", threadID); err != nil {
		return t, err
	}
	authored, err := IsAuthor(ctx, q, by.ID, t.ID)
	if err != nil {
		return t, err
	}
	return t, t.CanAsk(by, authored)
}

// CanAsk tells why by may not say for which perspectives the thread asks; nil if they may.
// Authored is what IsAuthor answered.
func (t Thread) CanAsk(by member.Member, authored bool) error {
	switch err := t.Space.CanWrite(by); {
	case err != nil:
		return err
	case !authored:
		return models.Forbidden("Only those who started this can say whom it asks.")
	case t.Hidden:
		return ErrHidden
	case t.Locked:
		return models.Forbidden("The committee has closed this thread, so nobody can be asked to write in it.")
	case t.Stands() == StateDecided:
		return models.Forbidden("This is decided, so nobody need be asked any more. Say first that it is open again.")
	}
	return nil
}

// newAsked puts a choice of perspectives in order; whether each exists is asked of the database.
func newAsked(field string, chosen []string) ([]string, error) {
	asked := slices.Compact(slices.Sorted(slices.Values(chosen)))
	if len(asked) > maxAsked {
		return nil, models.Invalid(field, "Choose three at most. Who asks everybody is answered by nobody.")
	}
	return asked, nil
}

func (t Thread) ask(ctx context.Context, tx *db.Tx, by member.Member, version int64, asked []string) error {
	if t.Version != version {
		return models.Conflict("This thread has changed since you opened this page. Nothing was saved: look over what it asks for now.")
	}
	if _, err := db.Exec(ctx, tx, `UPDATE threads SET version = version + 1 WHERE id = $1`, t.ID); err != nil {
		return err
	}
	if _, err := db.Exec(ctx, tx, `DELETE FROM thread_perspectives WHERE thread_id = $1`, t.ID); err != nil {
		return err
	}
	if err := addAsked(ctx, tx, "perspectives", t.ID, asked); err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.PerspectivesAsked, SpaceID: t.Space.ID, ThreadID: t.ID})
}

func addAsked(ctx context.Context, tx *db.Tx, field string, threadID int64, asked []string) error {
	for _, slug := range asked { // three at most
		n, err := db.Exec(ctx, tx, `
			INSERT INTO thread_perspectives (thread_id, perspective) SELECT $1, v.slug FROM perspectives v WHERE v.slug = $2`, threadID, slug)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.Invalid(field, "Choose from the list.")
		}
	}
	return nil
}

// How far back threads are looked through for those that ask for a perspective.
const (
	askedFor    = 60 * 24 * time.Hour // longer than a holiday; after that somebody has answered, or nobody will
	askedWindow = 200                 // threads, so that it costs the same however many ask
)

// AskedOf lists the n newest threads, neither decided nor closed, that ask for a perspective of by's, and where by has not
// written yet.
func (s *Store) AskedOf(ctx context.Context, by member.Member, n int) (list []Thread, err error) {
	defer models.Wrap(&err, "list the threads that ask member %d", by.ID)
	return s.threads(ctx, by, `
		t.published = TRUE AND NOT t.hidden AND NOT t.locked AND t.state <> 'decided' AND t.published_at > $4
			AND t.id IN (
				SELECT x.thread_id
				FROM member_perspectives c JOIN thread_perspectives x ON x.perspective = c.perspective
				WHERE c.member_id = $1
				ORDER BY x.thread_id DESC
				LIMIT $5)
			AND `+ribbon.NoPart+` AND `+ribbon.NotMuted+`
		ORDER BY t.published_at DESC, t.id DESC
		LIMIT $6`, s.db.Now().Add(-askedFor), askedWindow, n)
}
