package discuss

import (
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/space"
)

// NewMerge says which thread a discussion is to join, and why.
type NewMerge struct {
	Into   string `form:"into"` // its address, or its number
	Reason string `form:"reason"`
	Key    string `form:"key"`
}

var addressOfThread = regexp.MustCompile(`^/?(?:threads|practices|projects)/([1-9][0-9]{0,17})(?:/|$)`)

// into is the number of the thread that the form names; 0 if it names none.
func (in NewMerge) into() int64 {
	text := strings.TrimSpace(in.Into)
	if u, err := url.Parse(text); err == nil {
		if found := addressOfThread.FindStringSubmatch(u.Path); found != nil {
			text = found[1]
		}
	}
	id, _ := strconv.ParseInt(text, 10, 64)
	return max(id, 0)
}

// errInto is said where there is no thread to join, or none that by may know of.
var errInto = models.Invalid("into", "We do not find that thread. Copy the address of its page into this field.")

// Merge has a discussion join another thread, as by, of the committee, has decided: its posts follow
// those that are there, and its address leads to them from now on.
func (s *Store) Merge(ctx context.Context, by member.Member, threadID int64, in NewMerge) (p Placed, err error) {
	defer models.Wrap(&err, "join thread %d to another", threadID)
	t, err := s.Thread(ctx, by, threadID)
	if err != nil {
		return p, err
	}
	if err := t.CanMerge(by, s.db.Now()); err != nil {
		return p, err
	}
	first, err := s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		t, err := Find(ctx, tx, by, tx.Now, "", threadID)
		if err != nil {
			return 0, err
		}
		if err := t.CanMerge(by, tx.Now); err != nil {
			return 0, err
		}
		to, err := Find(ctx, tx, by, tx.Now, "", in.into())
		if models.KindOf(err) == models.KindNotFound {
			err = errInto
		}
		if err := models.Check(err, t.canJoin(to)); err != nil {
			return 0, err
		}
		return t.merge(ctx, tx, by, to, in.Reason)
	})
	if err != nil {
		return p, err
	}
	return s.Post(ctx, by, first)
}

// CanMerge tells why by may not have the thread join another; nil if they may. A document stands
// for itself.
func (t Thread) CanMerge(by member.Member, now time.Time) error {
	switch err := t.CanSplit(by, now); {
	case err != nil:
		return err
	case t.Kind != Discussion:
		return models.Forbidden("A " + string(t.Kind) + " cannot join another thread. You can take single comments out of it.")
	}
	return nil
}

// canJoin tells why the thread cannot join another; nil if it can.
func (t Thread) canJoin(to Thread) error {
	switch {
	case to.ID == 0:
		return nil // there is none: that has been said
	case to.ID == t.ID:
		return models.Invalid("into", "This is the thread itself. Choose another for it to join.")
	case to.Space.Readers == space.Private || !to.Published || to.Hidden:
		return errInto
	case t.Space.Readers == space.Members && to.Space.Readers == space.Public:
		return models.Invalid("into", "What was written for members cannot be moved to where anyone reads it.")
	}
	return nil
}

func (t Thread) merge(ctx context.Context, tx *db.Tx, by member.Member, to Thread, reason string) (int64, error) {
	// A poll whose question is the title takes it along.
	_, err := db.Exec(ctx, tx, `
		UPDATE polls SET question = $2
		WHERE question = '' AND post_id = (SELECT p.id FROM posts p WHERE p.thread_id = $1 AND p.number = 1)`, t.ID, t.Title)
	if err != nil {
		return 0, err
	}
	list, err := t.take(ctx, tx, to, nil)
	if err != nil {
		return 0, err
	}
	for _, sql := range []string{
		`UPDATE threads SET published = FALSE, pinned = FALSE WHERE id = $1 AND $2 > 0`,
		`DELETE FROM thread_authors WHERE thread_id = $1 AND $2 > 0`,
		`UPDATE thread_merges SET into_id = $2 WHERE into_id = $1`,
	} {
		if _, err := db.Exec(ctx, tx, sql, t.ID, to.ID); err != nil {
			return 0, err
		}
	}
	if err := index.Put(ctx, tx, index.Thread(t.ID)); err != nil { // it stands on the site no more
		return 0, err
	}
	_, err = db.Exec(ctx, tx, `INSERT INTO thread_merges (thread_id, into_id, made_at) VALUES ($1, $2, $3)`, t.ID, to.ID, tx.Now)
	if err != nil {
		return 0, err
	}
	action, err := moderation.Record(ctx, tx, by, moderation.Decision{
		Verb: moderation.Merge, Reason: reason, FromThreadID: t.ID,
		Target: moderation.Target{Kind: moderation.OnThread, ThreadID: to.ID, SpaceID: t.Space.ID, SubjectID: t.Author.ID},
	})
	if err != nil {
		return 0, err
	}
	return list[0].id, tellTaken(ctx, tx, by, action, to, list, t.Author.ID)
}

// Joined finds where a thread that has joined another goes on, for somebody who may see that: at
// the first of its posts.
func (s *Store) Joined(ctx context.Context, by member.Member, threadID int64) (p Placed, err error) {
	defer models.Wrap(&err, "find what thread %d has joined", threadID)
	first, err := db.Value[int64](ctx, s.db, `
		SELECT x.post_id
		FROM thread_merges m
		JOIN post_places x ON x.thread_id = m.thread_id
		JOIN posts p ON p.id = x.post_id AND p.thread_id = m.into_id
		WHERE m.thread_id = $1 AND NOT p.hidden
		ORDER BY x.number
		LIMIT 1`, threadID)
	if err != nil {
		return p, err
	}
	return s.Post(ctx, by, first)
}
