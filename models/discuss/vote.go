package discuss

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/poll"
)

// Polls finds the polls that hang on posts which by has been shown, by post. A poll shares the fate
// of its post: with the words of one that is hidden or withdrawn it is gone.
func (s *Store) Polls(ctx context.Context, by member.Member, posts ...Post) (map[int64]poll.Seen, error) {
	var ids []int64
	for _, p := range posts {
		if p.Polled {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return poll.See(ctx, s.db, by, s.db.Now(), ids...)
}

// Vote casts by's vote in the poll of a post, in place of the one they cast before, or takes that
// one back. Until the poll closes one may do so as often as one likes.
func (s *Store) Vote(ctx context.Context, by member.Member, postID int64, in poll.NewVote) (p Placed, err error) {
	defer models.Wrap(&err, "vote in the poll of post %d", postID)
	p, err = s.Post(ctx, by, postID)
	if err != nil {
		return p, err
	}
	if err := p.Thread.CanReply(by); err != nil {
		return p, err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		p, err := FindPost(ctx, tx, by, tx.Now, postID)
		if err != nil {
			return 0, err
		}
		return postID, p.vote(ctx, tx, by, in)
	})
	return p, err
}

// CanVote tells why by may not vote in the poll of the post; nil if they may.
func (p Placed) CanVote(by member.Member, on poll.Poll, now time.Time) error {
	switch err := p.Thread.CanReply(by); {
	case err != nil:
		return err
	case p.Post.Hidden || p.Post.Withdrawn:
		return models.Forbidden("The post with this poll is not shown any more, so no votes are taken.")
	}
	return on.CanVote(now)
}

func (p Placed) vote(ctx context.Context, tx *db.Tx, by member.Member, in poll.NewVote) error {
	on, err := poll.Of(ctx, tx, p.Post.ID)
	if err != nil {
		return err
	}
	if err := p.CanVote(by, on, tx.Now); err != nil {
		return err
	}
	vote, err := on.Take(in)
	if err != nil {
		return err
	}
	changed, err := poll.Cast(ctx, tx, by, on, vote)
	if err != nil || !changed {
		return err
	}
	return p.record(ctx, tx, by, activity.Voted)
}
