package discuss

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/draft"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/upload"
)

// editWindow is how long a post stays silently editable: long enough to fix a slip, short
// enough that nobody is quoted against words that have changed.
const editWindow = 5 * time.Minute

// EditPost is what somebody changes a post of theirs to. Version is the one they started from.
type EditPost struct {
	Body    string `form:"body" prose:"post"`
	Version int64  `form:"version"`
	Key     string `form:"key"`
	draft.Ref
}

// Edit changes the words of a post of by's. What it said before stands in its history, unless
// it was posted a few minutes ago. If it has changed since by opened it, the answer is a
// conflict and nothing is changed.
func (s *Store) Edit(ctx context.Context, by member.Member, postID int64, in EditPost) (p Placed, err error) {
	defer models.Wrap(&err, "edit post %d", postID)
	p, err = s.Post(ctx, by, postID)
	if err != nil {
		return p, err
	}
	if err := p.CanEdit(by); err != nil {
		return p, err
	}
	said, err := s.listen(ctx, in.Body)
	if err != nil {
		return p, err
	}
	_, err = draft.Send(ctx, s.db, by, in.Ref, in.Key, func(tx *db.Tx) (int64, error) {
		p, err := FindPost(ctx, tx, by, tx.Now, postID)
		if err != nil {
			return 0, err
		}
		return postID, edit(ctx, tx, by, p, in.Version, said)
	})
	if err != nil {
		return p, err
	}
	return s.Post(ctx, by, postID)
}

// ErrHidden is said to whoever means to change what the committee has hidden.
var ErrHidden = models.Forbidden("The committee has hidden this, so its words stay as they are.")

// CanEdit tells why by may not change the words of the post; nil if they may.
func (p Placed) CanEdit(by member.Member) error {
	switch err := p.canTouch(by); {
	case err != nil:
		return err
	case p.Post.Withdrawn:
		return models.Forbidden("You have withdrawn this post. Put it back before you change it.")
	case p.Post.Hidden || p.Thread.Hidden:
		return ErrHidden
	case p.Thread.Locked:
		return models.Forbidden("The committee has closed this thread, so its words stay as they are.")
	}
	return nil
}

// canTouch tells why the post is not by's to change or withdraw; nil if it is.
func (p Placed) canTouch(by member.Member) error {
	switch err := p.Thread.Space.CanWrite(by); {
	case err != nil:
		return err
	case p.Post.Author.ID != by.ID:
		return models.Forbidden("Only the member who wrote a post can change it.")
	}
	return nil
}

// Silent tells whether a change made now leaves no trace in the post's history. A post dated
// after now, by a clock that was wrong, is as old as one dated before.
func (p Post) Silent(now time.Time) bool { return now.Sub(p.Made).Abs() <= editWindow }

func edit(ctx context.Context, tx *db.Tx, by member.Member, p Placed, version int64, said words) error {
	switch err := p.CanEdit(by); {
	case err != nil:
		return err
	case p.Post.Version != version:
		return models.Conflict("This post has changed since you opened it. Nothing was saved: see below what is different.")
	case p.Post.Body == said.Source:
		return nil
	}
	if err := MayQuote(ctx, tx, by, p.Thread.Space, "body", said.Source); err != nil {
		return err
	}
	if err := p.say(ctx, tx, by, said, p.Post.Edited || !p.Post.Silent(tx.Now)); err != nil {
		return err
	}
	return p.record(ctx, tx, by, activity.PostEdited)
}

// say puts other words into the post. What it said before goes into its history if the change is
// one that readers are told of.
func (p Placed) say(ctx context.Context, tx *db.Tx, by member.Member, said words, told bool) error {
	if told {
		if err := keepRevision(ctx, tx, p.Post); err != nil {
			return err
		}
	}
	_, err := db.Exec(ctx, tx, `
		UPDATE posts
		SET body = $2, html = $3, renderer = $4, edited = $5, edited_at = $6, version = version + 1
		WHERE id = $1`, p.Post.ID, said.Source, said.HTML, said.Version, told, tx.Now)
	if err != nil {
		return err
	}
	if err := upload.Hang(ctx, tx, by, upload.OnPost(p.Post.ID, told), said.Files); err != nil {
		return err
	}
	if err := setMentions(ctx, tx, p.Post.ID, said); err != nil {
		return err
	}
	return index.Put(ctx, tx, index.Post(p.Post.ID))
}

// keepRevision puts what the post says now into its history.
func keepRevision(ctx context.Context, tx *db.Tx, p Post) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO post_revisions (post_id, version, body, html, by_id, made_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, p.ID, p.Version, p.Body, p.HTML, p.Author.ID, p.EditedAt)
	return err
}

func (p Placed) record(ctx context.Context, tx *db.Tx, by member.Member, verb activity.Verb) error {
	return activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: verb, SpaceID: p.Thread.Space.ID, ThreadID: p.Thread.ID, PostID: p.Post.ID,
	})
}
