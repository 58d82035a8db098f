package ribbon

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
)

// FreshFor is how long something waits to be read: a thread that came out longer ago is new to
// nobody, and one that was only looked at, and not followed, does not call its reader back for ever.
const FreshFor = 30 * 24 * time.Hour

// NotMuted keeps the threads t that $1 has not muted, and that have no tag which they have muted.
// Whoever follows a thread itself hears of it whatever tags it has.
const NotMuted = `NOT EXISTS (SELECT 1 FROM ribbons y WHERE y.thread_id = t.id AND y.member_id = $1 AND y.follow = 'muted')
	AND NOT (
		EXISTS (SELECT 1 FROM thread_tags y JOIN member_tags z ON z.tag_id = y.tag_id
			WHERE y.thread_id = t.id AND z.member_id = $1 AND z.follow = 'muted')
		AND NOT EXISTS (SELECT 1 FROM ribbons y
			WHERE y.thread_id = t.id AND y.member_id = $1 AND y.follow IN ('following', 'watching')))`

// Conditions on threads t for a reader $1, where $4 is the moment FreshFor ago. IsUnread: they follow
// the thread or read in it lately, and there are posts to be read beyond their mark. IsNew: it came out lately,
// they have never opened it, nor marked all that is new as seen since.
const (
	IsUnread = `t.published AND t.id IN (
		SELECT k.thread_id
		FROM ribbons k
		JOIN threads x ON x.id = k.thread_id
		WHERE k.member_id = $1 AND x.post_count > k.read_to
			AND EXISTS (SELECT 1 FROM posts n
				WHERE n.thread_id = x.id AND n.number > k.read_to AND NOT n.hidden AND NOT n.withdrawn)
			AND (k.follow IN ('following', 'watching') OR (k.follow = '' AND k.moved_at > $4))) AND ` + NotMuted

	// What came out after $4 was posted in after it, which is found by an index.
	IsNew = `t.published = TRUE AND t.last_post_at > $4 AND NOT t.hidden AND t.author_id <> $1
		AND t.published_at > coalesce((SELECT g.new_from FROM readings g WHERE g.member_id = $1 AND g.new_from > $4), $4)
		AND NOT EXISTS (SELECT 1 FROM ribbons k WHERE k.member_id = $1 AND k.thread_id = t.id)
		AND ` + NotMuted
)

// never is when somebody marked all that is new as seen who has not.
var never = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// AllRead is what somebody marks as read: what was there when the page was drawn on which they did.
type AllRead struct {
	At  int64  `form:"at"` // that moment, in milliseconds since 1970
	Key string `form:"key"`
}

// upTo is the moment up to which everything counts as read: never one to come.
func (in AllRead) upTo(now time.Time) time.Time {
	at := time.UnixMilli(in.At).UTC()
	if at.After(now) {
		return now
	}
	return at
}

// ReadAll marks all that is unread as read, but for threads posted in after the page was drawn. It
// gives the number of the marking, by which it can be undone.
func (s *Store) ReadAll(ctx context.Context, by member.Member, in AllRead) (clearing int64, err error) {
	defer models.Wrap(&err, "mark everything read for %d", by.ID)
	return s.clear(ctx, by, in.Key, func(tx *db.Tx) (int64, error) {
		clearing, err := clearingOf(ctx, tx, by, never)
		if err != nil {
			return 0, err
		}
		_, err = db.Exec(ctx, tx, `
			UPDATE ribbons SET
				was_to = read_to, clearing = $2,
				read_to = (SELECT t.post_count FROM threads t WHERE t.id = ribbons.thread_id)
			WHERE member_id = $1 AND follow <> 'muted' AND EXISTS (SELECT 1 FROM threads t
				WHERE t.id = ribbons.thread_id AND t.post_count > ribbons.read_to AND t.last_post_at <= $3)`,
			by.ID, clearing, in.upTo(tx.Now))
		return clearing, err
	})
}

// SeenAll marks all threads that are new as seen, but for those that came out after the page was
// drawn. It gives the number of the marking, by which it can be undone.
func (s *Store) SeenAll(ctx context.Context, by member.Member, in AllRead) (clearing int64, err error) {
	defer models.Wrap(&err, "mark all new threads seen for %d", by.ID)
	return s.clear(ctx, by, in.Key, func(tx *db.Tx) (int64, error) { return clearingOf(ctx, tx, by, in.upTo(tx.Now)) })
}

// clear marks everything once a form.
func (s *Store) clear(ctx context.Context, by member.Member, key string, act func(tx *db.Tx) (int64, error)) (int64, error) {
	if err := canChoose(by, None); err != nil {
		return 0, err
	}
	return s.db.Once(ctx, by.ID, key, func(tx *db.Tx) (int64, error) {
		clearing, err := act(tx)
		if err != nil {
			return 0, err
		}
		return clearing, activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.AllRead})
	})
}

// clearingOf begins the next marking of by, from which on threads are new since a moment: never, to
// leave that as it was.
func clearingOf(ctx context.Context, tx *db.Tx, by member.Member, newFrom time.Time) (int64, error) {
	return db.Value[int64](ctx, tx, `
		INSERT INTO readings (member_id, new_from, was_new_from, clearing) VALUES ($1, $2, $3, 1)
		ON CONFLICT (member_id) DO UPDATE SET
			was_new_from = readings.new_from,
			new_from = CASE WHEN excluded.new_from > readings.new_from THEN excluded.new_from ELSE readings.new_from END,
			clearing = readings.clearing + 1
		RETURNING clearing`, by.ID, newFrom, never)
}

// Undo takes back a marking of everything as read. What by has read since stays read.
func (s *Store) Undo(ctx context.Context, by member.Member, clearing int64) (err error) {
	defer models.Wrap(&err, "undo marking %d of %d", clearing, by.ID)
	if err := canChoose(by, None); err != nil || clearing < 1 {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		unread, err := db.Exec(ctx, tx, `
			UPDATE ribbons SET read_to = was_to, clearing = 0 WHERE member_id = $1 AND clearing = $2`, by.ID, clearing)
		if err != nil {
			return err
		}
		unseen, err := db.Exec(ctx, tx, `
			UPDATE readings SET new_from = was_new_from
			WHERE member_id = $1 AND clearing = $2 AND new_from <> was_new_from`, by.ID, clearing)
		if err != nil || unread+unseen == 0 {
			return err
		}
		return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.AllReadUndone})
	})
}
