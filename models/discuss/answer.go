package discuss

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/space"
)

// answered is the number of the post that answers thread t, and 0 without one that stands.
const answered = `coalesce((SELECT n.number FROM posts n
	WHERE n.id = t.answer_id AND n.thread_id = t.id AND NOT n.hidden AND NOT n.withdrawn), 0)`

// MarkAnswer marks a post as the answer of the question it stands under, in place of the one
// marked before. Marked already, it stays so.
func (s *Store) MarkAnswer(ctx context.Context, by member.Member, postID int64) (p Placed, err error) {
	defer models.Wrap(&err, "mark post %d as the answer", postID)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if p, err = FindPost(ctx, tx, by, tx.Now, postID); err != nil {
			return err
		}
		if err := p.CanMarkAnswer(by, tx.Now); err != nil || p.Thread.Answer == p.Post.Number {
			return err
		}
		before, err := db.Value[int64](ctx, tx, `SELECT coalesce(t.answer_id, 0) FROM threads t WHERE t.id = $1`, p.Thread.ID)
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, tx, `
			UPDATE threads SET answer_id = $2, state_version = state_version + 1,
				state = CASE state WHEN 'decided' THEN state ELSE 'answered' END
			WHERE id = $1`, p.Thread.ID, postID)
		if err != nil {
			return err
		}
		return p.settle(ctx, tx, by, activity.AnswerMarked, before)
	})
	if err != nil {
		return p, err
	}
	return s.Post(ctx, by, postID)
}

// UnmarkAnswer says that a post is not the answer after all. Not marked, it stays so.
func (s *Store) UnmarkAnswer(ctx context.Context, by member.Member, postID int64) (p Placed, err error) {
	defer models.Wrap(&err, "unmark post %d as the answer", postID)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if p, err = FindPost(ctx, tx, by, tx.Now, postID); err != nil {
			return err
		}
		if err := p.Thread.CanSettle(by, tx.Now); err != nil {
			return err
		}
		n, err := db.Exec(ctx, tx, `
			UPDATE threads SET answer_id = NULL, state_version = state_version + 1,
				state = CASE WHEN state = 'answered' AND outcome = '' THEN 'open' ELSE state END
			WHERE id = $1 AND answer_id = $2`, p.Thread.ID, postID)
		if err != nil || n == 0 {
			return err
		}
		return p.settle(ctx, tx, by, activity.AnswerUnmarked, 0)
	})
	if err != nil {
		return p, err
	}
	return s.Post(ctx, by, postID)
}

// settle has search learn what became of the question and its answers, and records the act. The
// person it concerns is whose answer it is.
func (p Placed) settle(ctx context.Context, tx *db.Tx, by member.Member, verb activity.Verb, before int64) error {
	refs := []index.Ref{index.Thread(p.Thread.ID), index.Post(p.Post.ID)}
	if before != 0 {
		refs = append(refs, index.Post(before))
	}
	for _, ref := range refs {
		if err := index.Put(ctx, tx, ref); err != nil {
			return err
		}
	}
	return activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: verb, SpaceID: p.Thread.Space.ID, ThreadID: p.Thread.ID, PostID: p.Post.ID, MemberID: p.Post.Author.ID,
	})
}

// CanMarkAnswer tells why by may not mark the post as the answer; nil if they may. Whoever asked
// knows best what helped; where they have gone, the committee does it for those who come later.
func (p Placed) CanMarkAnswer(by member.Member, now time.Time) error {
	switch err := p.Thread.CanSettle(by, now); {
	case err != nil:
		return err
	case !p.Thread.Asks:
		return models.Forbidden("This discussion is no question, so it has no answer to mark.")
	case p.Post.Number == 1:
		return models.Forbidden("This post asks the question. Mark one that answers it.")
	case p.Post.Hidden || p.Post.Withdrawn:
		return models.Forbidden("This post is not there for others to read, so it answers nobody.")
	}
	return nil
}

// CanSettle tells why by may not say where the discussion stands; nil if they may: its author, and
// the committee.
func (t Thread) CanSettle(by member.Member, now time.Time) error {
	if err := t.Space.CanWrite(by); err != nil {
		return err
	}
	committee := by.Holds(member.Moderate, now) && t.Space.Readers != space.Private
	switch {
	case t.Author.ID != by.ID && !committee:
		return models.Forbidden("Only whoever started this and the committee can do this.")
	case t.Kind != Discussion:
		return models.Forbidden("Only a discussion has a state. A practice or a project says it in its own words.")
	case t.Hidden:
		return ErrHidden
	case t.Locked && moderation.CanModerate(by, now) != nil:
		return models.Forbidden("The committee has closed this thread, so it stays as it is.")
	}
	return nil
}

// MarkedAnswer is the post that answers the thread by has been shown.
func (s *Store) MarkedAnswer(ctx context.Context, by member.Member, t Thread) (p Post, err error) {
	defer models.Wrap(&err, "find the answer in thread %d", t.ID)
	return db.One(ctx, s.db, (*Post).fields, `
		SELECT `+postCols+`
		FROM `+PlacedFrom+`
		WHERE t.id = $4 AND p.number = $5 AND `+space.SeesPost, space.As(by, s.db.Now(), t.ID, t.Answer)...)
}
