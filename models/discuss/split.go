package discuss

import (
	"context"
	"slices"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/space"
)

// NewSplit says which posts of a thread are to be a thread of their own, and why.
type NewSplit struct {
	Posts   []int  `form:"posts"`    // their numbers
	ToSpace int64  `form:"to_space"` // the board of the new thread
	Title   string `form:"title"`
	Reason  string `form:"reason"`
	Key     string `form:"key"`
}

// Split makes a thread of its own of some posts, as by, of the committee, has decided. The author
// of the first is who started it. The posts keep their ids, and their places lead to them.
func (s *Store) Split(ctx context.Context, by member.Member, threadID int64, in NewSplit) (t Thread, err error) {
	defer models.Wrap(&err, "split thread %d", threadID)
	if t, err = s.Thread(ctx, by, threadID); err != nil {
		return t, err
	}
	heading, wrong := NewHeading(in.Title, "", "")
	if err := models.Check(t.CanSplit(by, s.db.Now()), t.canLeave(in.Posts), wrong); err != nil {
		return t, err
	}
	id, err := s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		t, err := Find(ctx, tx, by, tx.Now, "", threadID)
		if err != nil {
			return 0, err
		}
		if err := t.CanSplit(by, tx.Now); err != nil {
			return 0, err
		}
		return t.split(ctx, tx, by, heading, in)
	})
	if err != nil {
		return t, err
	}
	return s.Thread(ctx, by, id)
}

// CanSplit tells why by may not make posts of the thread a thread of their own; nil if they may.
func (t Thread) CanSplit(by member.Member, now time.Time) error {
	switch err := canModerate(t.Space, by, now); {
	case err != nil:
		return err
	case !t.Published:
		return models.NotFound("no such thread")
	case t.Hidden:
		return models.Forbidden("This thread is hidden. Show it again before you take posts out of it.")
	}
	return nil
}

// canLeave tells why posts cannot leave the thread together; nil if they can.
func (t Thread) canLeave(numbers []int) error {
	switch {
	case len(numbers) == 0:
		return models.Invalid("posts", "Choose at least one post.")
	case len(numbers) > mostTaken:
		return models.Invalid("posts", "Choose a hundred posts at most.")
	case t.Kind == Discussion && slices.Contains(numbers, 1):
		return models.Invalid("posts", "The post that opens the thread stays. To take everything elsewhere, join the thread to another.")
	}
	return nil
}

// CanSplitTo tells why posts of the thread cannot make a thread in a space; nil if they can. What
// was written for members stays with members.
func (t Thread) CanSplitTo(to space.Space) error {
	switch {
	case to.Holds != string(Discussion) || to.Readers == space.Private:
		return models.Invalid("to_space", "Choose one of the boards in the list.")
	case t.Space.Readers == space.Members && to.Readers == space.Public:
		return models.Invalid("to_space", "What was written for members cannot be moved to where anyone reads it.")
	}
	return nil
}

func (t Thread) split(ctx context.Context, tx *db.Tx, by member.Member, h Heading, in NewSplit) (int64, error) {
	to, err := db.One(ctx, tx, (*space.Space).Fields, `SELECT `+space.Cols+` FROM spaces s WHERE s.id = $1`, in.ToSpace)
	if models.KindOf(err) == models.KindNotFound {
		err = models.Invalid("to_space", "Choose the board for the new thread.")
	}
	if err := models.Check(err, t.CanSplitTo(to)); err != nil {
		return 0, err
	}
	list, err := t.goers(ctx, tx, in.Posts)
	if err != nil {
		return 0, err
	}
	if list[0].gone {
		return 0, models.Invalid("posts", "The first of these posts has no words to open a thread with: it is hidden or withdrawn. Choose another to begin with.")
	}
	made, err := startWith(ctx, tx, list[0].id, to, h)
	if err != nil {
		return 0, err
	}
	if _, err := t.take(ctx, tx, made, in.Posts); err != nil {
		return 0, err
	}
	action, err := moderation.Record(ctx, tx, by, moderation.Decision{
		Verb: moderation.Split, Reason: in.Reason, FromThreadID: t.ID,
		Target: moderation.Target{Kind: moderation.OnPost, ThreadID: made.ID, PostID: list[0].id, SpaceID: t.Space.ID, SubjectID: list[0].author},
	})
	if err != nil {
		return 0, err
	}
	return made.ID, tellTaken(ctx, tx, by, action, made, list, list[0].author)
}

// startWith makes a thread that has no posts yet, as if the author of a post had begun it with
// that post.
func startWith(ctx context.Context, tx *db.Tx, postID int64, in space.Space, h Heading) (Thread, error) {
	t := Thread{Kind: Discussion, Space: in}
	first, err := db.One(ctx, tx, func(l *last) []any { return []any{&l.at, &l.by} }, `
		SELECT p.made_at, p.author_id FROM posts p WHERE p.id = $1`, postID)
	if err != nil {
		return t, err
	}
	t.ID, err = insertThread(ctx, tx, first.by, Opening{Space: in.ID, Kind: Discussion, Heading: h, Published: true, At: first.at})
	if err != nil {
		return t, err
	}
	_, err = db.Exec(ctx, tx, `
		UPDATE threads
		SET published_at = $2, polled = (SELECT p.polled FROM posts p WHERE p.id = $3)
		WHERE id = $1`, t.ID, tx.Now, postID)
	return t, err
}
