package mark

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
)

// batch is how many reminders one write deals with, so that others write in between.
const batch = 200

// Remind reminds everybody of the posts whose day has come in London, each once: the reminder is a
// row of activity, from which the notice is made, written with the day being crossed out. The server
// calls it every little while.
func (s *Store) Remind(ctx context.Context) (err error) {
	defer models.Wrap(&err, "remind members of posts")
	for {
		due, err := db.Value[bool](ctx, s.db, `
			SELECT EXISTS (SELECT 1 FROM bookmarks b WHERE b.remind_day <> '' AND b.remind_day <= $1)`, models.DayOf(s.db.Now()))
		if err != nil || !due {
			return err
		}
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return remind(ctx, tx) }); err != nil {
			return err
		}
	}
}

// reminder is one bookmark whose day has come.
type reminder struct{ id, member, post, thread, space int64 }

func (r *reminder) fields() []any { return []any{&r.id, &r.member, &r.post, &r.thread, &r.space} }

func remind(ctx context.Context, tx *db.Tx) error {
	due, err := db.All(ctx, tx, (*reminder).fields, `
		SELECT b.id, b.member_id, b.post_id, t.id, t.space_id
		FROM bookmarks b
		JOIN posts p ON p.id = b.post_id
		JOIN threads t ON t.id = p.thread_id
		WHERE b.remind_day <> '' AND b.remind_day <= $1
		ORDER BY b.remind_day, b.id
		LIMIT $2`, models.DayOf(tx.Now), batch)
	if err != nil {
		return err
	}
	for _, r := range due { // two statements each, in the background
		if _, err := db.Exec(ctx, tx, `UPDATE bookmarks SET remind_day = '', version = version + 1 WHERE id = $1`, r.id); err != nil {
			return err
		}
		err := activity.Record(ctx, tx, activity.Entry{
			Verb: activity.Reminded, SpaceID: r.space, ThreadID: r.thread, PostID: r.post, MemberID: r.member,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
