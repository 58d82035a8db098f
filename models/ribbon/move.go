package ribbon

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Read moves the ribbon of by to a post that they have been shown: on, and never back. What by may
// not see leaves no mark, and neither does a visitor. Marks are so many, and so much by's own, that
// no activity is recorded of them.
func (s *Store) Read(ctx context.Context, by member.Member, threadID int64, number int) (err error) {
	defer models.Wrap(&err, "move the ribbon of %d in thread %d", by.ID, threadID)
	if !by.IsMember() || number < 0 {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			INSERT INTO ribbons (member_id, thread_id, read_to, moved_at)
			SELECT $1, t.id, CASE WHEN t.post_count < $4 THEN t.post_count ELSE $4 END, $5
			FROM threads t
			JOIN spaces s ON s.id = t.space_id
			WHERE t.id = $6 AND `+space.Sees+`
			ON CONFLICT (member_id, thread_id) DO UPDATE SET
				read_to = excluded.read_to, moved_at = excluded.moved_at, clearing = 0
			WHERE excluded.read_to > ribbons.read_to`, space.As(by, tx.Now, number, tx.Now, threadID)...)
		return err
	})
}

// Choose has by follow a thread in another way: watch, follow or mute it, or none of these.
// Choosing what is chosen already changes nothing.
func (s *Store) Choose(ctx context.Context, by member.Member, threadID int64, how Follow) (err error) {
	defer models.Wrap(&err, "follow thread %d", threadID)
	if err := canChoose(by, how); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		in, err := db.Value[int64](ctx, tx, `
			SELECT s.id FROM threads t JOIN spaces s ON s.id = t.space_id WHERE t.id = $4 AND `+space.Sees,
			space.As(by, tx.Now, threadID)...)
		if models.KindOf(err) == models.KindNotFound {
			return models.NotFound("no such thread")
		}
		if err != nil {
			return err
		}
		changed, err := choose(ctx, tx, by, threadID, how)
		if err != nil || !changed {
			return err
		}
		return activity.Record(ctx, tx, activity.Entry{
			By: by.ID, Verb: activity.Followed, SpaceID: in, ThreadID: threadID, Detail: string(how),
		})
	})
}

func canChoose(by member.Member, how Follow) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case !by.IsMember():
		return models.Forbidden("Only members can follow threads.")
	case how != None && how != Following && how != Watching && how != Muted:
		return models.Invalid("follow", "Choose one of the ways to follow a thread.")
	}
	return nil
}

// choose keeps the choice, and tells whether it was another one before.
func choose(ctx context.Context, tx *db.Tx, by member.Member, threadID int64, how Follow) (bool, error) {
	n, err := db.Exec(ctx, tx, `
		INSERT INTO ribbons (member_id, thread_id, follow, moved_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (member_id, thread_id) DO UPDATE SET follow = excluded.follow
		WHERE ribbons.follow <> excluded.follow`, by.ID, threadID, how, tx.Now)
	return n > 0, err
}
