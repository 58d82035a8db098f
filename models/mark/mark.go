// Package mark is what a member leaves at a post without writing in the thread: what they say of it
// with one press (thanks, insight, same here, trying this), and what they keep of it for
// themselves. What others said so is read with the post, by models/discuss; here is what the
// reader did, which pages lay over it.
package mark

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
)

// Store keeps the marks.
type Store struct{ db *db.DB }

// New gives the marks kept in d.
func New(d *db.DB) *Store { return &Store{db: d} }

// Own is what one member has left at a post.
type Own struct {
	Said map[discuss.Reaction]bool
	Kept bool // bookmarked
}

// Mine is what a member has left at some posts, by the id of the post. Reading the nil Mine is
// reading nothing.
type Mine map[int64]Own

// Mine tells what by has left at posts that by has been shown. It is one query for a whole page, and
// none for a visitor.
func (s *Store) Mine(ctx context.Context, by member.Member, posts []discuss.Post) (mine Mine, err error) {
	defer models.Wrap(&err, "read the marks of %d", by.ID)
	if !by.IsMember() || len(posts) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(posts))
	for i, p := range posts {
		ids[i] = p.ID
	}
	type row struct {
		post int64
		said discuss.Reaction
	}
	rows, err := db.All(ctx, s.db, func(r *row) []any { return []any{&r.post, &r.said} }, `
		WITH page (id) AS `+db.EachID(s.db, 2)+`
		SELECT r.post_id, r.kind FROM reactions r WHERE r.member_id = $1 AND r.post_id IN (SELECT id FROM page)
		UNION ALL
		SELECT b.post_id, '' FROM bookmarks b WHERE b.member_id = $1 AND b.post_id IN (SELECT id FROM page)`, by.ID, db.IDs(ids))
	mine = make(Mine, len(rows))
	for _, r := range rows {
		mine[r.post] = mine[r.post].with(r.said)
	}
	return mine, err
}

// with is what somebody has left with one mark more: a reaction, or without one the bookmark.
func (o Own) with(said discuss.Reaction) Own {
	if said == "" {
		o.Kept = true
		return o
	}
	if o.Said == nil {
		o.Said = map[discuss.Reaction]bool{}
	}
	o.Said[said] = true
	return o
}
