package discuss

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/ribbon"
	"commonroom/models/space"
)

const perUnread = 25

// MostWaiting is how far Waiting counts: a page says "100+" then.
const MostWaiting = 100

// Unread lists the threads in which there are posts that by, who follows them or read in them
// lately, has not read: the latest post first.
func (s *Store) Unread(ctx context.Context, by member.Member, cursor string) (page models.Page[Thread], err error) {
	defer models.Wrap(&err, "list what %d has not read", by.ID)
	return s.waiting(ctx, by, ribbon.IsUnread, "t.last_post_at", cursor, perUnread, byLastPost)
}

// UnreadFirst is the beginning of Unread: n threads.
func (s *Store) UnreadFirst(ctx context.Context, by member.Member, n int) (list []Thread, err error) {
	defer models.Wrap(&err, "list first what %d has not read", by.ID)
	page, err := s.waiting(ctx, by, ribbon.IsUnread, "t.last_post_at", "", n, byLastPost)
	return page.Items, err
}

// Fresh lists the threads, practices and projects that came out lately and that by has never
// opened: the latest first.
func (s *Store) Fresh(ctx context.Context, by member.Member, cursor string) (page models.Page[Thread], err error) {
	defer models.Wrap(&err, "list what is new to %d", by.ID)
	return s.waiting(ctx, by, ribbon.IsNew, "t.published_at", cursor, perUnread, byOut)
}

// waiting lists what a condition of ribbon picks, by a column of times.
func (s *Store) waiting(ctx context.Context, by member.Member, which, column, cursor string, size int, key func(Thread) models.Key) (page models.Page[Thread], err error) {
	from, err := models.ParseCursor(cursor)
	if err != nil {
		return page, err
	}
	since := s.db.Now().Add(-ribbon.FreshFor)
	rows, err := s.threads(ctx, by, which+` AND (`+column+`, t.id) < ($5, $6)
		ORDER BY `+column+` DESC, t.id DESC
		LIMIT $7`, since, from.At, from.ID, size+1)
	if err != nil {
		return page, err
	}
	page = models.WalkOf(from, rows, size, key)
	page.Newer, err = s.newer(ctx, by, from, which+` AND (`+column+`, t.id) > ($5, $6)`, since)
	return page, err
}

// Waiting is how many threads wait to be read: with new posts, and never opened. Neither counts
// further than MostWaiting.
type Waiting struct{ Unread, New int }

// Waiting counts what waits for by.
func (s *Store) Waiting(ctx context.Context, by member.Member) (n Waiting, err error) {
	defer models.Wrap(&err, "count what waits for %d", by.ID)
	count := func(which string) string {
		return `(SELECT count(*) FROM (
			SELECT 1 AS one FROM threads t JOIN spaces s ON s.id = t.space_id WHERE ` + space.Sees + ` AND ` + which + ` LIMIT $5) u)`
	}
	return db.One(ctx, s.db, func(n *Waiting) []any { return []any{&n.Unread, &n.New} },
		`SELECT `+count(ribbon.IsUnread)+`, `+count(ribbon.IsNew),
		space.As(by, s.db.Now(), s.db.Now().Add(-ribbon.FreshFor), MostWaiting)...)
}
