package discuss

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
)

// Withdraw takes the words of a post of by's away from all readers. Its place and number stay,
// and by keeps the words and can put them back. Withdrawn already, it stays so.
func (s *Store) Withdraw(ctx context.Context, by member.Member, postID int64) (p Placed, err error) {
	defer models.Wrap(&err, "withdraw post %d", postID)
	return s.setWithdrawn(ctx, by, postID, true, activity.PostWithdrawn)
}

// PutBack shows the words of a withdrawn post of by's again, for as long as they are kept.
func (s *Store) PutBack(ctx context.Context, by member.Member, postID int64) (p Placed, err error) {
	defer models.Wrap(&err, "put post %d back", postID)
	return s.setWithdrawn(ctx, by, postID, false, activity.PostPutBack)
}

func (s *Store) setWithdrawn(ctx context.Context, by member.Member, postID int64, withdrawn bool, verb activity.Verb) (p Placed, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if p, err = FindPost(ctx, tx, by, tx.Now, postID); err != nil {
			return err
		}
		if err := p.CanWithdraw(by); err != nil || p.Post.Withdrawn == withdrawn {
			return err
		}
		_, err := db.Exec(ctx, tx, `
			UPDATE posts SET withdrawn = $2, version = version + 1 WHERE id = $1`, postID, withdrawn)
		if err != nil {
			return err
		}
		if err := settle(ctx, tx, p.Thread.ID); err != nil {
			return err
		}
		if err := index.Put(ctx, tx, index.Post(postID)); err != nil {
			return err
		}
		return p.record(ctx, tx, by, verb)
	})
	if err != nil {
		return p, err
	}
	return s.Post(ctx, by, postID)
}

// CanWithdraw tells why by may not withdraw the post, or put it back; nil if they may. Taking
// one's words back is possible even where nothing can be added.
func (p Placed) CanWithdraw(by member.Member) error { return p.canTouch(by) }
