package feed

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Board gives the newest posts in a space that by has been shown. They stand in the threads that
// were posted in last, and near the end of each: only there is looked for them, so that it costs
// the same however much a board has heard.
func (s *Store) Board(ctx context.Context, by member.Member, in space.Space) (list []Entry, err error) {
	defer models.Wrap(&err, "read the feed of board %d", in.ID)
	return s.posts(ctx, by, `p.number > t.post_count - $4 AND t.id IN (
		SELECT * FROM (SELECT x.id FROM threads x
			WHERE x.space_id = $5 AND x.pinned = FALSE AND x.published AND NOT x.hidden
			ORDER BY x.last_post_at DESC, x.id DESC
			LIMIT $4) lately
		UNION ALL
		SELECT * FROM (SELECT x.id FROM threads x
			WHERE x.space_id = $5 AND x.pinned = TRUE AND x.published AND NOT x.hidden
			ORDER BY x.last_post_at DESC, x.id DESC
			LIMIT $4) pinned)`, in.ID)
}

// PostsOf gives the newest posts of a member where by may read them, but for private spaces: what
// names its author by what it is must say nothing of those.
func (s *Store) PostsOf(ctx context.Context, by member.Member, memberID int64) (list []Entry, err error) {
	defer models.Wrap(&err, "read the feed of member %d", memberID)
	return s.posts(ctx, by, `p.author_id = $5 AND s.readers <> 'private'`, memberID)
}

// posts reads the newest posts that also meet where, whose own argument is $5 and which may use
// $4, how many there are to be.
func (s *Store) posts(ctx context.Context, by member.Member, where string, arg any) ([]Entry, error) {
	rows, err := db.All(ctx, s.db, (*said).fields, `
		SELECT `+discuss.Cols+`, p.id, p.number, p.html, p.made_at, p.edited_at, a.name
		FROM `+discuss.From+`
		JOIN posts p ON p.thread_id = t.id
		JOIN members a ON a.id = p.author_id
		WHERE `+where+` AND t.published AND NOT t.hidden AND NOT p.withdrawn AND NOT p.hidden AND `+space.SeesPost+`
		ORDER BY p.made_at DESC, p.id DESC
		LIMIT $4`, space.As(by, s.db.Now(), most, arg)...)
	list := make([]Entry, len(rows))
	for i, row := range rows {
		list[i] = row.entry()
	}
	return list, err
}

// said is a row of posts.
type said struct {
	Entry
	author string
}

func (r *said) fields() []any {
	return append(r.Thread.Fields(), &r.PostID, &r.Number, &r.HTML, &r.Published, &r.Updated, &r.author)
}

func (r said) entry() Entry {
	e := r.Entry
	e.Authors = []string{r.author}
	return e.discreet()
}
