// Package ribbon is a member's mark in a thread: read up to post N, and whether they watch,
// follow or mute it. It is nobody's business but theirs, so it is read apart from what is the
// same for all who may see a page, by one query for the whole page, and laid over.
package ribbon

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// Follow is what a member wants to hear of a thread.
type Follow string

// The ways to follow. Who has chosen none sees where to read on, and for a while what is new.
const (
	None      Follow = ""
	Following Follow = "following" // what is new stands among what is unread
	Watching  Follow = "watching"  // and each new post is a notice
	Muted     Follow = "muted"     // nothing at all
)

// Ribbon is a member's mark in one thread. The zero Ribbon is that of a thread never opened.
type Ribbon struct {
	ThreadID int64
	ReadTo   int // the number of the last post they read
	Next     int // the number of the first post beyond it that can be read; 0 for none
	New      int // how many such there are; of a thread never opened none, since all of it is new
	Follow   Follow
	Asked    bool // the thread asks for a perspective of theirs, and they have not written in it
}

// marked is a ribbon with the thread it is in, which may never have been opened.
type marked struct {
	Ribbon
	in int64
}

func (m *marked) fields() []any {
	return []any{&m.in, &m.ThreadID, &m.ReadTo, &m.Next, &m.Ribbon.New, &m.Follow, &m.Asked}
}

// Store keeps ribbons.
type Store struct{ db *db.DB }

// New gives the ribbons kept in d.
func New(d *db.DB) *Store { return &Store{db: d} }

// Of reads the ribbons of by in the threads of a page, by the thread's id. Nobody else's are read,
// so whether by may see the threads was asked when they were listed.
func (s *Store) Of(ctx context.Context, by member.Member, threadIDs ...int64) (marks map[int64]Ribbon, err error) {
	defer models.Wrap(&err, "read the ribbons of %d", by.ID)
	if by.IsVisitor() || len(threadIDs) == 0 {
		return nil, nil
	}
	list, err := db.All(ctx, s.db, (*marked).fields, `
		SELECT t.id, coalesce(k.thread_id, 0), coalesce(k.read_to, 0), `+next+`, `+fresh+`, coalesce(k.follow, ''), `+asks+`
		FROM threads t
		LEFT JOIN ribbons k ON k.thread_id = t.id AND k.member_id = $1
		WHERE t.id IN `+db.EachID(s.db, 2), by.ID, db.IDs(threadIDs))
	marks = make(map[int64]Ribbon, len(list))
	for _, m := range list {
		marks[m.in] = m.Ribbon
	}
	return marks, err
}

// next and fresh are where somebody with the mark k reads on in the thread t, and how many posts are new
// to them there. What was hidden or withdrawn, or has left for another thread, is new to nobody. Few
// posts are gone, so it is these that are counted and not the others.
const (
	next = `CASE WHEN t.post_count > k.read_to THEN
		coalesce((SELECT p.number FROM posts p
			WHERE p.thread_id = t.id AND p.number > k.read_to AND NOT p.hidden AND NOT p.withdrawn
			ORDER BY p.number
			LIMIT 1), 0)
	ELSE 0 END`
	fresh = `CASE WHEN t.post_count > k.read_to THEN t.post_count - k.read_to
		- (SELECT count(*) FROM posts p WHERE p.thread_id = t.id AND p.number > k.read_to AND (p.hidden OR p.withdrawn))
		- (SELECT count(*) FROM post_places x WHERE x.thread_id = t.id AND x.number > k.read_to)
	ELSE 0 END`
)

// asks tells whether the thread t asks for a perspective of $1's, who has not written in it.
const asks = `(EXISTS (
		SELECT 1 FROM thread_perspectives x JOIN member_perspectives c ON c.perspective = x.perspective
		WHERE x.thread_id = t.id AND c.member_id = $1)
	AND ` + NoPart + `)`

// NoPart keeps the threads t that $1 neither made nor has written in.
const NoPart = `NOT EXISTS (SELECT 1 FROM thread_authors w WHERE w.thread_id = t.id AND w.member_id = $1)
	AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.thread_id = t.id AND p.author_id = $1 AND NOT p.hidden AND NOT p.withdrawn)`

// Posted moves the ribbon of a member who has just posted, in the write that posts. They follow
// the thread from then on, unless they have chosen how before. What others posted meanwhile, and
// they have not read, stays unread, but for what nobody can read any more.
func Posted(ctx context.Context, tx *db.Tx, by member.Member, threadID int64, number int) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO ribbons (member_id, thread_id, read_to, follow, moved_at)
		VALUES ($1, $2, $3, 'following', $4)
		ON CONFLICT (member_id, thread_id) DO UPDATE SET
			read_to = CASE WHEN EXISTS (SELECT 1 FROM posts p
				WHERE p.thread_id = ribbons.thread_id AND p.number > ribbons.read_to AND p.number < excluded.read_to
					AND NOT p.hidden AND NOT p.withdrawn) THEN ribbons.read_to ELSE excluded.read_to END,
			follow = CASE ribbons.follow WHEN '' THEN 'following' ELSE ribbons.follow END,
			moved_at = excluded.moved_at`, by.ID, threadID, number, tx.Now)
	return err
}

// Published has the authors of a document follow its comments from when it comes out.
func Published(ctx context.Context, tx *db.Tx, threadID int64) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO ribbons (member_id, thread_id, follow, moved_at)
		SELECT w.member_id, w.thread_id, 'following', $2
		FROM thread_authors w
		WHERE w.thread_id = $1
		ON CONFLICT (member_id, thread_id) DO UPDATE SET
			follow = CASE ribbons.follow WHEN '' THEN 'following' ELSE ribbons.follow END`, threadID, tx.Now)
	return err
}
