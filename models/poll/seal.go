package poll

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
)

// Store keeps polls.
type Store struct{ db *db.DB }

// New gives the polls kept in d.
func New(d *db.DB) *Store { return &Store{db: d} }

// atATime is how many polls one write seals, so that catching up after a long stop does not keep
// others from writing.
const atATime = 20

// Seal deletes who chose what in every secret poll that has closed. The totals stay. The server
// calls it every little while; what is sealed already is left as it is.
func (s *Store) Seal(ctx context.Context) (err error) {
	defer models.Wrap(&err, "seal secret polls")
	for {
		due, err := db.Values[int64](ctx, s.db, `
			SELECT q.post_id FROM polls q
			WHERE q.secret AND NOT q.sealed AND q.closes_at <= $1
			ORDER BY q.closes_at
			LIMIT $2`, s.db.Now(), atATime)
		if err != nil || len(due) == 0 {
			return err
		}
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return seal(ctx, tx, due) }); err != nil {
			return err
		}
	}
}

func seal(ctx context.Context, tx *db.Tx, due []int64) error {
	for _, id := range due {
		n, err := db.Exec(ctx, tx, `
			UPDATE polls SET sealed = TRUE WHERE post_id = $1 AND secret AND NOT sealed AND closes_at <= $2`, id, tx.Now)
		if err != nil {
			return err
		}
		if n == 0 {
			continue // another node was quicker, or a clock was set back
		}
		if _, err := db.Exec(ctx, tx, `DELETE FROM poll_votes WHERE post_id = $1`, id); err != nil {
			return err
		}
		if err := activity.Record(ctx, tx, activity.Entry{Verb: activity.PollSealed, PostID: id}); err != nil {
			return err
		}
	}
	return nil
}
