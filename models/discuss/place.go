package discuss

import (
	"cmp"
	"context"
	"slices"

	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// place is where a post stood, and where it stands.
type place struct {
	number int
	seen   bool // by the reader, where it is now
	to     Thread
	there  int
}

func (p *place) fields() []any {
	return []any{&p.number, &p.seen, &p.to.ID, &p.to.Kind, &p.to.Slug, &p.to.Title, &p.there}
}

// withPlaces puts the places that posts have left among those that are there. It is asked only
// where numbers are missing.
func (s *Store) withPlaces(ctx context.Context, by member.Member, in Thread, first, last int, list []Post) ([]Post, error) {
	places, err := db.All(ctx, s.db, (*place).fields, `
		SELECT x.number, `+space.SeesPost+`, t.id, t.kind, t.slug, t.title, p.number
		FROM post_places x
		JOIN posts p ON p.id = x.post_id
		JOIN threads t ON t.id = p.thread_id
		JOIN spaces s ON s.id = t.space_id
		WHERE x.thread_id = $4 AND x.number BETWEEN $5 AND $6
		ORDER BY x.number`, space.As(by, s.db.Now(), in.ID, first, last)...)
	for _, p := range places {
		left := Post{ThreadID: in.ID, Number: p.number, Moved: &Moved{}}
		if p.seen {
			*left.Moved = Moved{Title: p.to.Title, Path: p.to.PostPath(p.there)}
			if p.to.ID == in.ID {
				left.Moved.Here = p.there
			}
		}
		list = append(list, left)
	}
	slices.SortFunc(list, func(a, b Post) int { return cmp.Compare(a.Number, b.Number) })
	return list, err
}
