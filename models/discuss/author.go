package discuss

import (
	"context"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/space"
)

// maxAuthors keeps "those who made it" to a number that people can answer for.
const maxAuthors = 20

// NewAuthor names the member who is to edit a document too.
type NewAuthor struct {
	Handle string `form:"handle"`
	Key    string `form:"key"`
}

// Authors lists those who may edit and publish the document that owns a thread by has been
// shown: its maker first, then the others by name.
func (s *Store) Authors(ctx context.Context, t Thread) (list []member.Member, err error) {
	defer models.Wrap(&err, "list the authors of thread %d", t.ID)
	return authors(ctx, s.db, t)
}

func authors(ctx context.Context, q db.Queryer, t Thread) ([]member.Member, error) {
	return db.All(ctx, q, (*member.Member).Fields, `
		SELECT `+member.Cols+`
		FROM thread_authors w JOIN members m ON m.id = w.member_id
		WHERE w.thread_id = $1
		ORDER BY CASE WHEN m.id = $2 THEN 0 ELSE 1 END, m.name_key, m.id
		LIMIT $3`, t.ID, t.Author.ID, maxAuthors)
}

// AddAuthor lets another member edit and publish a document of by's. One who may already stays
// as they are.
func (s *Store) AddAuthor(ctx context.Context, by member.Member, threadID int64, in NewAuthor) (err error) {
	defer models.Wrap(&err, "add an author to thread %d", threadID)
	if _, err := authored(ctx, s.db, by, s.db.Now(), threadID); err != nil {
		return err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		t, err := authored(ctx, tx, by, tx.Now, threadID)
		if err != nil {
			return 0, err
		}
		m, err := newAuthor(ctx, tx, t, in.Handle)
		if err != nil {
			return 0, err
		}
		if there, err := IsAuthor(ctx, tx, m.ID, t.ID); err != nil || there {
			return m.ID, err
		}
		if err := addAuthor(ctx, tx, t.ID, m.ID); err != nil {
			return 0, err
		}
		return m.ID, recordAuthor(ctx, tx, by, activity.AuthorAdded, t, m.ID)
	})
	return err
}

// RemoveAuthor takes a document away from one of its authors, who may be by. Its maker stays.
func (s *Store) RemoveAuthor(ctx context.Context, by member.Member, threadID int64, in NewAuthor) (err error) {
	defer models.Wrap(&err, "remove an author of thread %d", threadID)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, err := authored(ctx, tx, by, tx.Now, threadID)
		if err != nil {
			return err
		}
		if plainHandle(in.Handle) == t.Author.Handle {
			return models.Invalid("handle", "Whoever made it stays its author.")
		}
		id, err := db.Value[int64](ctx, tx, `
			DELETE FROM thread_authors
			WHERE thread_id = $1 AND member_id = (SELECT m.id FROM members m WHERE m.handle = $2)
			RETURNING member_id`, t.ID, plainHandle(in.Handle))
		if models.KindOf(err) == models.KindNotFound {
			return models.Invalid("handle", "This member is not among the authors.")
		}
		if err != nil {
			return err
		}
		return recordAuthor(ctx, tx, by, activity.AuthorRemoved, t, id)
	})
}

// CanName tells why by may not say who else edits the document of a thread; nil if they may.
// Authored is what IsAuthor answered.
func (t Thread) CanName(by member.Member, authored bool) error {
	switch err := t.Space.CanWrite(by); {
	case err != nil:
		return err
	case t.Kind == Discussion:
		return models.Forbidden("Only practices and projects have several authors.")
	case !authored:
		return models.Forbidden("Only its authors can say who else edits this.")
	case t.Hidden:
		return ErrHidden
	}
	return nil
}

// authored finds a document whose authors by may name.
func authored(ctx context.Context, q db.Queryer, by member.Member, now time.Time, threadID int64) (Thread, error) {
	t, err := Find(ctx, q, by, now, "", threadID)
	if err != nil {
		return t, err
	}
	among, err := IsAuthor(ctx, q, by.ID, t.ID)
	if err != nil {
		return t, err
	}
	return t, t.CanName(by, among)
}

// newAuthor finds the member with a handle, who must be able to read where the document stands.
func newAuthor(ctx context.Context, tx *db.Tx, t Thread, handle string) (m member.Member, err error) {
	m, err = db.One(ctx, tx, (*member.Member).Fields, `
		SELECT `+member.Cols+` FROM members m WHERE m.handle = $1 AND m.state = 'member'`, plainHandle(handle))
	if models.KindOf(err) == models.KindNotFound {
		return m, models.Invalid("handle", "There is no member with this handle. Look for it on their page: it looks like @ann-ward.")
	}
	if err != nil {
		return m, err
	}
	reads, err := db.Value[bool](ctx, tx, `
		SELECT EXISTS (SELECT 1 FROM spaces s WHERE s.id = $3 AND `+space.Reads+`)`, space.Reader(m, t.Space.ID)...)
	if err == nil && !reads {
		err = models.Invalid("handle", "This member cannot read "+t.Space.Name+", so they cannot edit what stands there.")
	}
	if err != nil {
		return m, err
	}
	n, err := db.Value[int](ctx, tx, `SELECT count(*) FROM thread_authors WHERE thread_id = $1`, t.ID)
	if err == nil && n >= maxAuthors {
		err = models.Invalid("handle", "There are twenty authors already. Take one off the list first.")
	}
	return m, err
}

// plainHandle reads a handle as people write it: with or without the @, in any case.
func plainHandle(text string) string {
	return strings.ToLower(strings.TrimPrefix(strings.TrimSpace(text), "@"))
}

func recordAuthor(ctx context.Context, tx *db.Tx, by member.Member, verb activity.Verb, t Thread, memberID int64) error {
	if err := index.Put(ctx, tx, index.Thread(t.ID)); err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: verb, SpaceID: t.Space.ID, ThreadID: t.ID, MemberID: memberID,
	})
}
