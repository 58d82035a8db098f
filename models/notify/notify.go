// Package notify tells members what concerns them. It follows the activity record and derives
// a notice from each row that calls for one: quiet by default, that is replies to me, mentions
// of me and acts concerning me, and nothing else.
package notify

import (
	"context"
	"crypto/cipher"
	"log/slog"
	"time"

	"commonroom/models"
	"commonroom/models/db"
)

// Store keeps notices, and knows who is there to hear of things as they happen.
type Store struct {
	db   *db.DB
	hub  hub
	seal cipher.AEAD // of how far browsers were told
}

// New gives the notices kept in d.
func New(d *db.DB) *Store {
	return &Store{db: d, hub: hub{listeners: map[*Listener]bool{}}, seal: ownSeal()}
}

// lookAgain is how often activity that another process wrote is looked for.
const lookAgain = 2 * time.Second

// Follow derives notices until ctx ends: as soon as something is committed here, and every two
// seconds in case another process wrote.
func (s *Store) Follow(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		committed := s.db.Committed()
		if err := s.Deliver(ctx); err != nil && ctx.Err() == nil {
			log.Error("notices are late", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-committed:
		case <-time.After(lookAgain):
		}
	}
}

// batch is how many rows of activity one write deals with, so that catching up after a long
// stop does not keep others from writing.
const batch = 200

// Deliver derives the notices of all activity not yet dealt with. How far it came is kept in
// the same transaction, so that each notice is made exactly once, whatever fails when.
func (s *Store) Deliver(ctx context.Context) (err error) {
	defer models.Wrap(&err, "derive notices")
	for {
		behind, err := s.behind(ctx)
		if err != nil || !behind {
			return err
		}
		if err := s.db.Write(ctx, deliver(ctx)); err != nil {
			return err
		}
	}
}

// behind tells whether there is activity not yet dealt with. It only reads, so that a follower
// with nothing to do writes nothing, and wakes nobody.
func (s *Store) behind(ctx context.Context) (bool, error) {
	return db.Value[bool](ctx, s.db, `
		SELECT EXISTS (SELECT 1 FROM activity a
			WHERE a.id > coalesce((SELECT f.activity_id FROM followers f WHERE f.name = 'notices'), 0))`)
}

func deliver(ctx context.Context) func(tx *db.Tx) error {
	return func(tx *db.Tx) error {
		from, to, err := span(ctx, tx)
		if err != nil {
			return err
		}
		for _, derive := range []string{replies, comments, mentions, answers, watched, concerning} {
			if _, err := db.Exec(ctx, tx, derive, from, to); err != nil {
				return err
			}
		}
		_, err = db.Exec(ctx, tx, `
			INSERT INTO followers (name, activity_id) VALUES ('notices', $1)
			ON CONFLICT (name) DO UPDATE SET activity_id = excluded.activity_id`, to)
		return err
	}
}

// span is the next stretch of activity: after from, up to and with to.
func span(ctx context.Context, tx *db.Tx) (from, to int64, err error) {
	from, err = db.Value[int64](ctx, tx, `
		SELECT coalesce((SELECT f.activity_id FROM followers f WHERE f.name = 'notices'), 0)`)
	if err != nil {
		return 0, 0, err
	}
	to, err = db.Value[int64](ctx, tx, `
		SELECT coalesce(max(n.id), $1) FROM (SELECT a.id FROM activity a WHERE a.id > $1 ORDER BY a.id LIMIT $2) n`, from, batch)
	return from, to, err
}

// Each of these derives one kind of notice from a stretch of activity. They run in this order,
// and one act makes at most one notice for one member: an answer to me that also mentions me
// is told as an answer. Nobody is told of what they did themselves, nor of anything said in a
// thread that they have muted.
var (
	// An answer to one of my posts.
	replies = `
		INSERT INTO notices (member_id, activity_id, kind, thread_id, post_id, made_at)
		SELECT q.author_id, a.id, 'reply', a.thread_id, a.post_id, a.at
		FROM activity a
		JOIN posts p ON p.id = a.post_id
		JOIN posts q ON q.thread_id = p.thread_id AND q.number = p.reply_to
		WHERE a.id > $1 AND a.id <= $2 AND a.verb = 'replied' AND q.author_id <> a.by_id
			AND ` + unmuted("q.author_id", "a") + `
		ON CONFLICT DO NOTHING`

	// A post in a thread I started, or on a document of mine. While one of a thread waits to be
	// read, the next ones wait behind it: a lively thread is one notice, not thirty.
	comments = `
		INSERT INTO notices (member_id, activity_id, kind, thread_id, post_id, made_at)
		SELECT f.member_id, a.id, 'reply', a.thread_id, a.post_id, a.at
		FROM (SELECT w.member_id, w.thread_id, min(e.id) AS id
			FROM activity e
			JOIN thread_authors w ON w.thread_id = e.thread_id
			WHERE e.id > $1 AND e.id <= $2 AND e.verb = 'replied' AND w.member_id <> e.by_id
				AND ` + unmuted("w.member_id", "e") + `
				AND NOT EXISTS (SELECT 1 FROM notices o WHERE o.member_id = w.member_id AND o.activity_id = e.id)
			GROUP BY w.member_id, w.thread_id) f
		JOIN activity a ON a.id = f.id
		WHERE NOT EXISTS (SELECT 1 FROM notices o
			WHERE o.member_id = f.member_id AND o.thread_id = f.thread_id AND o.kind = 'reply' AND NOT o.read)
		ON CONFLICT DO NOTHING`

	// My handle in somebody's post, once a post however often it is edited.
	mentions = `
		INSERT INTO notices (member_id, activity_id, kind, thread_id, post_id, made_at)
		SELECT f.member_id, a.id, 'mention', a.thread_id, a.post_id, a.at
		FROM (SELECT n.member_id, n.post_id, min(e.id) AS id
			FROM activity e
			JOIN post_mentions n ON n.post_id = e.post_id
			WHERE e.id > $1 AND e.id <= $2 AND e.verb IN ('thread-started', 'replied', 'post-edited')
			GROUP BY n.member_id, n.post_id) f
		JOIN activity a ON a.id = f.id
		WHERE f.member_id <> a.by_id
			AND ` + unmuted("f.member_id", "a") + `
			AND NOT EXISTS (SELECT 1 FROM notices o WHERE o.member_id = f.member_id AND o.post_id = f.post_id)
		ON CONFLICT DO NOTHING`

	// A post of mine that was marked as the answer, once however often it is marked.
	answers = `
		INSERT INTO notices (member_id, activity_id, kind, thread_id, post_id, made_at)
		SELECT a.member_id, a.id, a.verb, a.thread_id, a.post_id, a.at
		FROM (SELECT e.member_id, e.post_id, min(e.id) AS id
			FROM activity e
			WHERE e.id > $1 AND e.id <= $2 AND e.verb = 'answer-marked' AND e.member_id <> e.by_id
			GROUP BY e.member_id, e.post_id) f
		JOIN activity a ON a.id = f.id
		WHERE NOT EXISTS (SELECT 1 FROM notices o
			WHERE o.member_id = f.member_id AND o.post_id = f.post_id AND o.kind = 'answer-marked')
		ON CONFLICT DO NOTHING`

	// A post in a thread that I watch: each of them.
	watched = `
		INSERT INTO notices (member_id, activity_id, kind, thread_id, post_id, made_at)
		SELECT k.member_id, a.id, 'watched', a.thread_id, a.post_id, a.at
		FROM activity a
		JOIN ribbons k ON k.thread_id = a.thread_id AND k.follow = 'watching'
		WHERE a.id > $1 AND a.id <= $2 AND a.verb = 'replied' AND k.member_id <> a.by_id
		ON CONFLICT DO NOTHING`

	// An act that concerns me: my place, my office, my words, my report.
	concerning = `
		INSERT INTO notices (member_id, activity_id, kind, thread_id, post_id, made_at)
		SELECT a.member_id, a.id, a.verb, a.thread_id, a.post_id, a.at
		FROM activity a
		WHERE a.id > $1 AND a.id <= $2 AND a.member_id IS NOT NULL AND a.member_id <> coalesce(a.by_id, 0)
			AND a.verb IN ('admitted', 'declined', 'term-granted', 'term-ended', 'author-added', 'author-removed', 'posts-moved', 'acted', 'report-closed', 'reminded')
		ON CONFLICT DO NOTHING`
)

// unmuted holds of a member, and of an act named by its alias, unless they have muted its thread.
func unmuted(member, act string) string {
	return `NOT EXISTS (SELECT 1 FROM ribbons z
		WHERE z.member_id = ` + member + ` AND z.thread_id = ` + act + `.thread_id AND z.follow = 'muted')`
}
