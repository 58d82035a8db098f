package mark

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
)

// React has by say r of a post. Said already, it stays so: however often it is sent, it counts once.
func (s *Store) React(ctx context.Context, by member.Member, postID int64, r discuss.Reaction) (p discuss.Placed, err error) {
	defer models.Wrap(&err, "react to post %d", postID)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if p, err = discuss.FindPost(ctx, tx, by, tx.Now, postID); err != nil {
			return err
		}
		if err := models.Check(CanReact(by, p), r.Check()); err != nil {
			return err
		}
		n, err := db.Exec(ctx, tx, `
			INSERT INTO reactions (post_id, member_id, kind, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			postID, by.ID, r, tx.Now)
		if err != nil || n == 0 {
			return err
		}
		return settle(ctx, tx, by, p, r, 1)
	})
	return p, err
}

// TakeBack has by no longer say r of a post. Not said, it stays so.
func (s *Store) TakeBack(ctx context.Context, by member.Member, postID int64, r discuss.Reaction) (p discuss.Placed, err error) {
	defer models.Wrap(&err, "take a reaction to post %d back", postID)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if p, err = discuss.FindPost(ctx, tx, by, tx.Now, postID); err != nil {
			return err
		}
		if err := models.Check(p.Thread.Space.CanWrite(by), r.Check()); err != nil {
			return err
		}
		n, err := db.Exec(ctx, tx, `DELETE FROM reactions WHERE post_id = $1 AND member_id = $2 AND kind = $3`, postID, by.ID, r)
		if err != nil || n == 0 {
			return err
		}
		return settle(ctx, tx, by, p, r, -1)
	})
	return p, err
}

// settle counts a reaction that came or went, and records it. Nobody is told: reactions are there
// for whoever comes by.
func settle(ctx context.Context, tx *db.Tx, by member.Member, p discuss.Placed, r discuss.Reaction, change int) error {
	if err := r.Count(ctx, tx, p.Post.ID, change); err != nil {
		return err
	}
	verb := activity.Reacted
	if change < 0 {
		verb = activity.ReactionTakenBack
	}
	return activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: verb, SpaceID: p.Thread.Space.ID, ThreadID: p.Thread.ID, PostID: p.Post.ID, Detail: string(r),
	})
}

// CanReact tells why by may not react to the post; nil if they may. A closed thread takes no more
// words, and can still be thanked for.
func CanReact(by member.Member, p discuss.Placed) error {
	switch err := p.Thread.Space.CanWrite(by); {
	case err != nil:
		return err
	case p.Post.Hidden || p.Thread.Hidden:
		return models.Forbidden("The committee has hidden this, so nobody can react to it.")
	case p.Post.Withdrawn:
		return models.Forbidden("This post was withdrawn, so nobody can react to it.")
	case p.Post.Author.ID == by.ID:
		return models.Forbidden("This is a post of your own. Reactions are for others to give.")
	}
	return nil
}
