package discuss

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Address is where something public stands, for a list of everything that is.
type Address struct {
	thread Thread    // its number, kind and name, when it came out and was last posted in
	edited time.Time // when its text was saved last
}

func (a *Address) fields() []any {
	return []any{&a.thread.ID, &a.thread.Kind, &a.thread.Slug, &a.thread.Out, &a.thread.LastPost, &a.edited}
}

// Path is the address, below the site's own.
func (a Address) Path() string { return a.thread.Path() }

// Changed is when something was last added to the page or its text was changed.
func (a Address) Changed() time.Time {
	latest := a.thread.Out
	for _, t := range []time.Time{a.thread.LastPost, a.edited} {
		if t.After(latest) {
			latest = t
		}
	}
	return latest
}

// Addresses lists the discussions numbered from first to last that a visitor may see.
func (s *Store) Addresses(ctx context.Context, first, last int64) (list []Address, err error) {
	defer models.Wrap(&err, "list the addresses of discussions from %d to %d", first, last)
	return AddressesOf(ctx, s.db, Discussion, `posts x ON x.thread_id = t.id AND x.number = 1`, s.db.Now(), first, last)
}

// AddressesOf lists the public threads of a kind numbered from first to last. What holds their
// text is joined as x: its edited_at says when it was saved last.
func AddressesOf(ctx context.Context, q db.Queryer, kind Kind, text string, now time.Time, first, last int64) ([]Address, error) {
	return db.All(ctx, q, (*Address).fields, addressesOf(text), space.As(member.Member{}, now, first, last, kind)...)
}

// addressesOf writes the query. The kind is compared as no index has it: all of a kind are more
// than the numbers asked for, so it is by these that they are found.
func addressesOf(text string) string {
	return `
		SELECT t.id, t.kind, t.slug, t.published_at, t.last_post_at, x.edited_at
		FROM threads t
		JOIN spaces s ON s.id = t.space_id
		JOIN ` + text + `
		WHERE t.id BETWEEN $4 AND $5 AND (t.kind || '') = $6 AND ` + space.Sees + `
		ORDER BY t.id`
}

// Numbers are the lowest and the highest number of a thread, whoever may see it; 0 while there is
// none.
func (s *Store) Numbers(ctx context.Context) (first, last int64, err error) {
	defer models.Wrap(&err, "find the first thread and the last")
	type ends struct{ first, last int64 }
	e, err := db.One(ctx, s.db, func(e *ends) []any { return []any{&e.first, &e.last} }, `
		SELECT coalesce((SELECT t.id FROM threads t ORDER BY t.id LIMIT 1), 0),
			coalesce((SELECT t.id FROM threads t ORDER BY t.id DESC LIMIT 1), 0)`)
	return e.first, e.last, err
}
