package discuss

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/space"
)

// Decide does to a thread what by, of the committee, has decided, and has moderation record
// it. Documents are acted on through their thread.
func (s *Store) Decide(ctx context.Context, by member.Member, verb moderation.Verb, threadID int64, in moderation.NewDecision) (t Thread, err error) {
	defer models.Wrap(&err, "%s thread %d", verb, threadID)
	if _, err := s.Thread(ctx, by, threadID); err != nil {
		return t, err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		t, err := Find(ctx, tx, by, tx.Now, "", threadID)
		if err != nil {
			return 0, err
		}
		if err := t.CanDecide(verb, by, tx.Now); err != nil {
			return 0, err
		}
		if _, err := moderation.Record(ctx, tx, by, in.On(verb, t.target())); err != nil {
			return 0, err
		}
		return t.ID, t.apply(ctx, tx, verb, in)
	})
	if err != nil {
		return t, err
	}
	return s.Thread(ctx, by, threadID)
}

func (t Thread) target() moderation.Target {
	return moderation.Target{Kind: moderation.OnThread, ThreadID: t.ID, SpaceID: t.Space.ID, SubjectID: t.Author.ID}
}

// CanDecide tells why by may not do verb to the thread; nil if they may. That the author has
// co-authors on the committee is for moderation to know.
func (t Thread) CanDecide(verb moderation.Verb, by member.Member, now time.Time) error {
	if err := canModerate(t.Space, by, now); err != nil {
		return err
	}
	done, known := map[moderation.Verb]bool{
		moderation.Hide: t.Hidden, moderation.Restore: !t.Hidden,
		moderation.Lock: t.Locked, moderation.Unlock: !t.Locked,
		moderation.Pin: t.Pinned, moderation.Unpin: !t.Pinned,
		moderation.Slow: t.SlowMinutes > 0, moderation.Unslow: t.SlowMinutes == 0,
		moderation.Move: false,
	}[verb]
	switch {
	case !known || !t.Published:
		return models.NotFound("no such thread")
	case done:
		return models.Conflict("Somebody has done this already.")
	case t.Author.ID == by.ID && verb.Judges():
		return moderation.ErrOwnWords
	}
	return nil
}

// canModerate tells why by may not moderate in a space they read; nil if they may.
func canModerate(in space.Space, by member.Member, now time.Time) error {
	switch err := moderation.CanModerate(by, now); {
	case err != nil:
		return err
	case in.Readers == space.Private:
		return models.Forbidden("The committee does not act in private rooms.")
	}
	return nil
}

// apply changes the thread as has been decided.
func (t Thread) apply(ctx context.Context, tx *db.Tx, verb moderation.Verb, in moderation.NewDecision) error {
	switch verb {
	case moderation.Move:
		return t.move(ctx, tx, in.ToSpace)
	case moderation.Pin:
		return t.pin(ctx, tx, in)
	case moderation.Slow:
		return t.slow(ctx, tx, in)
	}
	change := map[moderation.Verb]string{
		moderation.Hide: `hidden = TRUE`, moderation.Restore: `hidden = FALSE`,
		moderation.Lock: `locked = TRUE`, moderation.Unlock: `locked = FALSE`,
		moderation.Unpin: `pinned = FALSE`, moderation.Unslow: `slow_minutes = 0`,
	}[verb]
	_, err := db.Exec(ctx, tx, `UPDATE threads SET `+change+` WHERE id = $1`, t.ID)
	if err != nil || verb != moderation.Hide && verb != moderation.Restore {
		return err
	}
	return index.Put(ctx, tx, index.Whole(t.ID))
}

// move takes the thread to another space. A pin goes with it, up to its last day: it says that the
// thread matters, and nobody has said that it does no more.
func (t Thread) move(ctx context.Context, tx *db.Tx, spaceID int64) error {
	to, err := db.One(ctx, tx, (*space.Space).Fields, `SELECT `+space.Cols+` FROM spaces s WHERE s.id = $1`, spaceID)
	if err != nil {
		return err
	}
	if err := t.CanMoveTo(to); err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `UPDATE threads SET space_id = $2 WHERE id = $1`, t.ID, to.ID)
	if err != nil {
		return err
	}
	return index.Put(ctx, tx, index.Whole(t.ID))
}

// CanMoveTo tells why the thread cannot stand in a space; nil if it can. What was written for
// members stays with members: nobody agreed to more readers than the form named.
func (t Thread) CanMoveTo(to space.Space) error {
	switch {
	case to.ID == t.Space.ID || to.Holds != string(t.Kind) || to.Readers == space.Private:
		return models.Invalid("to_space", "Choose one of the boards in the list.")
	case t.Space.Readers == space.Members && to.Readers == space.Public:
		return models.Invalid("to_space", "What was written for members cannot be moved to where anyone reads it.")
	}
	return nil
}

// DecidePost does to a post what by, of the committee, has decided: hide or restore it.
func (s *Store) DecidePost(ctx context.Context, by member.Member, verb moderation.Verb, postID int64, in moderation.NewDecision) (p Placed, err error) {
	defer models.Wrap(&err, "%s post %d", verb, postID)
	if _, err := s.Post(ctx, by, postID); err != nil {
		return p, err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		p, err := FindPost(ctx, tx, by, tx.Now, postID)
		if err != nil {
			return 0, err
		}
		if err := p.CanDecide(verb, by, tx.Now); err != nil {
			return 0, err
		}
		if _, err := moderation.Record(ctx, tx, by, in.On(verb, p.target())); err != nil {
			return 0, err
		}
		return postID, p.apply(ctx, tx, verb)
	})
	if err != nil {
		return p, err
	}
	return s.Post(ctx, by, postID)
}

func (p Placed) target() moderation.Target {
	return moderation.Target{
		Kind: moderation.OnPost, ThreadID: p.Thread.ID, PostID: p.Post.ID, SpaceID: p.Thread.Space.ID, SubjectID: p.Post.Author.ID,
	}
}

// CanDecide tells why by may not do verb to the post; nil if they may.
func (p Placed) CanDecide(verb moderation.Verb, by member.Member, now time.Time) error {
	if err := canModerate(p.Thread.Space, by, now); err != nil {
		return err
	}
	switch {
	case verb != moderation.Hide && verb != moderation.Restore:
		return models.NotFound("no such post")
	case p.Post.Hidden == (verb == moderation.Hide):
		return models.Conflict("Somebody has done this already.")
	case p.Post.Author.ID == by.ID:
		return moderation.ErrOwnWords
	}
	return nil
}

func (p Placed) apply(ctx context.Context, tx *db.Tx, verb moderation.Verb) error {
	_, err := db.Exec(ctx, tx, `UPDATE posts SET hidden = $2 WHERE id = $1`, p.Post.ID, verb == moderation.Hide)
	if err != nil {
		return err
	}
	if err := settle(ctx, tx, p.Thread.ID); err != nil {
		return err
	}
	return index.Put(ctx, tx, index.Post(p.Post.ID))
}

// settle finds again how many replies a thread has, and who posted last in it and when, once a post
// was taken out of sight or put back: lists must neither count what nobody reads nor name its author.
// The index goes by that count, so it is put after.
func settle(ctx context.Context, tx *db.Tx, threadID int64) error {
	_, err := db.Exec(ctx, tx, `
		UPDATE threads SET gone_count =
			(SELECT count(*) FROM posts p
				WHERE p.thread_id = threads.id AND (p.hidden OR p.withdrawn) AND (p.number > 1 OR threads.kind <> 'discussion'))
			+ (SELECT count(*) FROM post_places x
				WHERE x.thread_id = threads.id AND (x.number > 1 OR threads.kind <> 'discussion'))
		WHERE id = $1`, threadID)
	if err != nil {
		return err
	}
	return settleLast(ctx, tx, threadID)
}

func settleLast(ctx context.Context, tx *db.Tx, threadID int64) error {
	last, err := db.One(ctx, tx, func(l *last) []any { return []any{&l.at, &l.by} }, `
		SELECT p.made_at, p.author_id
		FROM posts p
		WHERE p.thread_id = $1 AND NOT p.hidden AND NOT p.withdrawn
		ORDER BY p.made_at DESC, p.number DESC -- what came from another thread may be older
		LIMIT 1`, threadID)
	if models.KindOf(err) == models.KindNotFound {
		_, err = db.Exec(ctx, tx, `UPDATE threads SET last_post_at = published_at, last_post_by = author_id WHERE id = $1`, threadID)
		return err
	}
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `UPDATE threads SET last_post_at = $2, last_post_by = $3 WHERE id = $1`, threadID, last.at, last.by)
	return err
}

type last struct {
	at time.Time
	by int64
}
