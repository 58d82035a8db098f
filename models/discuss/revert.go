package discuss

import (
	"context"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/prose"
)

// Revert takes a post back to what its author wrote before, as by, of the committee, has decided.
// The committee never writes in anybody's name: words can only go this way, never come.
func (s *Store) Revert(ctx context.Context, by member.Member, postID, version int64, in moderation.NewDecision) (p Placed, err error) {
	defer models.Wrap(&err, "take post %d back to version %d", postID, version)
	if err := moderation.CanModerate(by, s.db.Now()); err != nil {
		return p, err
	}
	then, err := s.Wording(ctx, by, postID, version)
	if err != nil {
		return p, err
	}
	said, err := s.listen(ctx, then.Body)
	if err != nil {
		return p, err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		p, err := FindPost(ctx, tx, by, tx.Now, postID)
		if err != nil {
			return 0, err
		}
		if err := p.CanRevert(then, by, tx.Now); err != nil {
			return 0, err
		}
		if p.Post.Version != in.Version {
			return 0, models.Conflict("The author has changed this post since you opened it. Nothing was done: read it again first.")
		}
		if _, err := moderation.Record(ctx, tx, by, in.On(moderation.Revert, p.target())); err != nil {
			return 0, err
		}
		return postID, p.say(ctx, tx, by, said, true)
	})
	if err != nil {
		return p, err
	}
	return s.Post(ctx, by, postID)
}

// CanRevert tells why by, of the committee, may not take the post back to what it said then; nil
// if they may.
func (p Placed) CanRevert(then Wording, by member.Member, now time.Time) error {
	if err := canModerate(p.Thread.Space, by, now); err != nil {
		return err
	}
	switch {
	case p.Post.Hidden, p.Post.Withdrawn, p.Thread.Hidden:
		return models.NotFound("no such history")
	case p.Post.Author.ID == by.ID:
		return moderation.ErrOwnWords
	case !onlyRemoves(prose.Diff(p.Post.Body, then.Body)):
		return models.Forbidden("Going back to this would bring words back that the author has taken out. The committee can only take words away. Hide the post instead.")
	}
	return nil
}

// onlyRemoves tells whether a change takes words away and adds none.
func onlyRemoves(changes []prose.Change) bool {
	removes := false
	for _, c := range changes {
		if c.Kind == prose.Added && strings.TrimSpace(c.Text) != "" {
			return false
		}
		removes = removes || c.Kind == prose.Removed
	}
	return removes
}
