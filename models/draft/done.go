package draft

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// Send runs act once, as db.Once does, for a form that may be kept in a draft. The same write throws
// the draft away.
func Send(ctx context.Context, d *db.DB, by member.Member, r Ref, key string, act func(tx *db.Tx) (int64, error)) (int64, error) {
	return d.Once(ctx, by.ID, key, func(tx *db.Tx) (int64, error) {
		id, err := act(tx)
		if err != nil {
			return 0, err
		}
		return id, sent(ctx, tx, by, r, key)
	})
}

// sent throws away what by has saved from a form, or read in it. Words that were saved elsewhere
// since are not what was sent, so they stay.
func sent(ctx context.Context, tx *db.Tx, by member.Member, r Ref, key string) error {
	_, err := db.Exec(ctx, tx, `
		DELETE FROM drafts WHERE member_id = $1 AND (key = $2 OR (id = $3 AND seq = $4))`, by.ID, key, r.Draft, r.DraftSeq)
	return err
}

// Remove throws a draft of by's away.
func (s *Store) Remove(ctx context.Context, by member.Member, id int64) (err error) {
	defer models.Wrap(&err, "throw draft %d away", id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `DELETE FROM drafts WHERE id = $1 AND member_id = $2`, id, by.ID)
		if err == nil && n == 0 {
			return models.NotFound("no such draft")
		}
		return err
	})
}

// keptFor is how long a draft stays that nobody goes on with: half a year, after which its writer
// hardly remembers what it was to be.
const keptFor = 180 * 24 * time.Hour

// Sweep throws away drafts that nobody has gone on with for half a year. The server calls it once
// a day.
func (s *Store) Sweep(ctx context.Context) (err error) {
	defer models.Wrap(&err, "sweep drafts")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `DELETE FROM drafts WHERE saved_at < $1`, tx.Now.Add(-keptFor))
		return err
	})
}
