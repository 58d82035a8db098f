package discuss

import (
	"context"
	"fmt"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/space"
	"commonroom/models/upload"
)

// Bounds of what waits to come out.
const (
	// mostScheduled is how many threads of one member wait at once: a term's worth of reminders, and
	// no way to fill a board from one evening's work.
	mostScheduled = 10

	// furthest is how many days ahead a thread is kept back at most: by then a board has changed.
	furthest = 366
)

// Later says when a thread is to come out. Without a day it comes out at once.
type Later struct {
	LaterDay  string `form:"later_day"`  // London's, such as 2026-12-24
	LaterTime string `form:"later_time"` // London's, such as 08:30; nine in the morning when empty
}

// take reads the moment, which must be to come; the zero time says at once.
func (in Later) take(now time.Time) (time.Time, error) {
	day, clock := strings.TrimSpace(in.LaterDay), strings.TrimSpace(in.LaterTime)
	if day == "" {
		return time.Time{}, nil
	}
	if clock == "" {
		clock = "09:00"
	}
	if _, err := models.ParseDay(day); err != nil {
		return time.Time{}, models.Invalid("later_day", "Enter the day on which it comes out, such as "+string(models.DayOf(now.AddDate(0, 0, 7)))+".")
	}
	due, err := time.ParseInLocation(time.DateOnly+" 15:04", day+" "+clock, models.London)
	switch {
	case err != nil:
		return due, models.Invalid("later_time", "Enter the time at which it comes out, such as 08:30.")
	case !due.After(now):
		return due, models.Invalid("later_day", "Choose a time that is still to come, or leave the day empty to publish it at once.")
	case due.After(now.AddDate(0, 0, furthest)):
		return due, models.Invalid("later_day", "Choose a day within a year.")
	}
	return due, nil
}

// NewTime is what an author fills in to have a thread of theirs come out at another time.
type NewTime struct {
	Later
	Key string `form:"key"`
}

// Coming is a thread of the reader's own that is not out yet. Due is nil while it was put aside.
type Coming struct {
	Thread
	Due *time.Time
}

func (w *Coming) fields() []any { return append(w.Thread.Fields(), &w.Due) }

// mostListed is how many stand on the page of those that wait: all that have a time, and what was
// put aside lately.
const mostListed = 50

// Scheduled lists the discussions of by's that are not out yet, those due first before the others.
func (s *Store) Scheduled(ctx context.Context, by member.Member) (list []Coming, err error) {
	defer models.Wrap(&err, "list what member %d has scheduled", by.ID)
	return db.All(ctx, s.db, (*Coming).fields, `
		SELECT `+Cols+`, w.due_at
		FROM `+From+`
		LEFT JOIN scheduled_threads w ON w.thread_id = t.id
		WHERE t.author_id = $1 AND NOT t.published AND t.kind = 'discussion' AND `+space.Sees+`
		ORDER BY CASE WHEN w.due_at IS NULL THEN 1 ELSE 0 END, w.due_at, t.id DESC
		LIMIT $4`, space.As(by, s.db.Now(), mostListed)...)
}

// Schedule has a thread of by's that is not out yet come out at a time.
func (s *Store) Schedule(ctx context.Context, by member.Member, threadID int64, in NewTime) (t Thread, err error) {
	defer models.Wrap(&err, "schedule thread %d", threadID)
	due, wrong := in.take(s.db.Now())
	if wrong == nil && due.IsZero() {
		wrong = models.Invalid("later_day", "Enter the day on which it comes out.")
	}
	return s.whileWaiting(ctx, by, threadID, in.Key, func(tx *db.Tx, t Thread) error {
		if wrong != nil {
			return wrong
		}
		if err := schedule(ctx, tx, by, t.ID, due); err != nil {
			return err
		}
		return record(ctx, tx, by, activity.ThreadScheduled, t)
	})
}

// PutAside takes the time off a thread of by's: it stays by's own draft until they give it another,
// or publish it.
func (s *Store) PutAside(ctx context.Context, by member.Member, threadID int64, key string) (t Thread, err error) {
	defer models.Wrap(&err, "put thread %d aside", threadID)
	return s.whileWaiting(ctx, by, threadID, key, func(tx *db.Tx, t Thread) error {
		n, err := db.Exec(ctx, tx, `DELETE FROM scheduled_threads WHERE thread_id = $1`, t.ID)
		if err != nil || n == 0 {
			return err
		}
		return record(ctx, tx, by, activity.ThreadPutAside, t)
	})
}

// PublishNow lets a thread of by's out before its time.
func (s *Store) PublishNow(ctx context.Context, by member.Member, threadID int64, key string) (t Thread, err error) {
	defer models.Wrap(&err, "publish thread %d", threadID)
	return s.whileWaiting(ctx, by, threadID, key, func(tx *db.Tx, t Thread) error {
		if err := s.mayLetOut(ctx, tx, by); err != nil {
			return err
		}
		return letOut(ctx, tx, by, t)
	})
}

// whileWaiting acts on a thread of by's that is not out yet, and reads it again.
func (s *Store) whileWaiting(ctx context.Context, by member.Member, threadID int64, key string, act func(*db.Tx, Thread) error) (t Thread, err error) {
	if t, err = s.Thread(ctx, by, threadID); err != nil {
		return t, err
	}
	_, err = s.db.Once(ctx, by.ID, key, func(tx *db.Tx) (int64, error) {
		t, err := Find(ctx, tx, by, tx.Now, "", threadID)
		if err != nil {
			return 0, err
		}
		if err := t.CanSchedule(by); err != nil {
			return 0, err
		}
		return t.ID, act(tx, t)
	})
	if err != nil {
		return t, err
	}
	return s.Thread(ctx, by, threadID)
}

// CanSchedule tells why by may not say when the thread comes out; nil if they may.
func (t Thread) CanSchedule(by member.Member) error {
	switch err := t.Space.CanWrite(by); {
	case err != nil:
		return err
	case t.Author.ID != by.ID || t.Kind != Discussion:
		return models.Forbidden("Only the member who wrote a thread can say when it comes out.")
	case t.Published:
		return models.Conflict("This thread is out already.")
	}
	return nil
}

// schedule keeps the time at which a thread of by's comes out, in place of the one it had.
func schedule(ctx context.Context, tx *db.Tx, by member.Member, threadID int64, due time.Time) error {
	waiting, err := db.Value[int](ctx, tx, `
		SELECT count(*)
		FROM threads t JOIN scheduled_threads w ON w.thread_id = t.id
		WHERE t.author_id = $1 AND NOT t.published AND t.id <> $2`, by.ID, threadID)
	if err != nil {
		return err
	}
	if waiting >= mostScheduled {
		return models.Invalid("later_day", fmt.Sprintf("You have %d threads that wait to come out, the most one member may. Publish one of them, or put it aside.", waiting))
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO scheduled_threads (thread_id, due_at) VALUES ($1, $2)
		ON CONFLICT (thread_id) DO UPDATE SET due_at = excluded.due_at`, threadID, due)
	return err
}

// letOut shows a discussion to all who may read its space, as if it had been started now: what its
// author changed in it before is nobody's history.
func letOut(ctx context.Context, tx *db.Tx, by member.Member, t Thread) error {
	for _, step := range []string{
		`UPDATE threads SET published = TRUE, published_at = $2, last_post_at = $2, retitled = FALSE WHERE id = $1`,
		`UPDATE posts SET made_at = $2, edited_at = $2, edited = FALSE WHERE thread_id = $1`,
	} {
		if _, err := db.Exec(ctx, tx, step, t.ID, tx.Now); err != nil {
			return err
		}
	}
	for _, step := range []string{
		`DELETE FROM scheduled_threads WHERE thread_id = $1`,
		`DELETE FROM thread_revisions WHERE thread_id = $1`,
		`DELETE FROM post_revisions WHERE post_id IN (SELECT p.id FROM posts p WHERE p.thread_id = $1)`,
	} {
		if _, err := db.Exec(ctx, tx, step, t.ID); err != nil {
			return err
		}
	}
	if err := DateTags(ctx, tx, t.ID); err != nil {
		return err
	}
	if err := index.Put(ctx, tx, index.Whole(t.ID)); err != nil {
		return err
	}
	postID, err := db.Value[int64](ctx, tx, `SELECT p.id FROM posts p WHERE p.thread_id = $1 AND p.number = 1`, t.ID)
	if err != nil {
		return err
	}
	if err := upload.ForgetEarlier(ctx, tx, postID); err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: activity.ThreadStarted, SpaceID: t.Space.ID, ThreadID: t.ID, PostID: postID,
	})
}

func record(ctx context.Context, tx *db.Tx, by member.Member, verb activity.Verb, t Thread) error {
	return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: verb, SpaceID: t.Space.ID, ThreadID: t.ID})
}

// due is a thread whose time has come.
type due struct{ threadID, authorID int64 }

// atATime is how many threads are looked up at once, each to be let out in a write of its own.
const atATime = 20

// LetOutDue publishes the threads whose time has come: each once, whoever else does so meanwhile.
// One whose author may not post there any more stays a draft. The server calls it every little
// while.
func (s *Store) LetOutDue(ctx context.Context) (err error) {
	defer models.Wrap(&err, "publish what is due")
	for {
		list, err := db.All(ctx, s.db, func(d *due) []any { return []any{&d.threadID, &d.authorID} }, `
			SELECT w.thread_id, t.author_id
			FROM scheduled_threads w JOIN threads t ON t.id = w.thread_id
			WHERE w.due_at <= $1
			ORDER BY w.due_at, w.thread_id
			LIMIT $2`, s.db.Now(), atATime)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, d := range list {
			if err := s.db.Write(ctx, func(tx *db.Tx) error { return letOutIfDue(ctx, tx, d) }); err != nil {
				return err
			}
		}
	}
}

func letOutIfDue(ctx context.Context, tx *db.Tx, d due) error {
	n, err := db.Exec(ctx, tx, `DELETE FROM scheduled_threads WHERE thread_id = $1 AND due_at <= $2`, d.threadID, tx.Now)
	if err != nil || n == 0 {
		return err // somebody was quicker
	}
	author, err := member.Of(ctx, tx, d.authorID)
	if err != nil {
		return err
	}
	t, err := Find(ctx, tx, author, tx.Now, Discussion, d.threadID)
	if err == nil {
		err = t.canComeOut(ctx, tx, author)
	}
	switch models.KindOf(err) {
	case "":
		return letOut(ctx, tx, author, t)
	case models.KindInternal, models.KindBusy, models.KindReadOnly:
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{Verb: activity.ThreadHeldBack, ThreadID: d.threadID, MemberID: d.authorID})
}

// canComeOut tells why a thread stays a draft though its time has come; nil if it comes out.
func (t Thread) canComeOut(ctx context.Context, tx *db.Tx, author member.Member) error {
	if err := t.CanSchedule(author); err != nil {
		return err
	}
	there, err := db.Value[bool](ctx, tx, `
		SELECT EXISTS (SELECT 1 FROM posts p WHERE p.thread_id = $1 AND p.number = 1 AND NOT p.withdrawn)`, t.ID)
	if err == nil && !there {
		err = models.Forbidden("Its author has withdrawn what it says.")
	}
	return err
}
