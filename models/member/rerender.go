package member

import (
	"context"
	"fmt"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/markdown"
	"commonroom/models/prose"
)

// stale is what a member says of themselves, made into a page by an older renderer.
type stale struct {
	id, version int64
	about       string
}

func (p *stale) fields() []any { return []any{&p.id, &p.version, &p.about} }

// Rerender makes anew what members say of themselves where an older renderer made it, and
// tells how many. It may run beside a server, and goes on where it was stopped.
func (s *Store) Rerender(ctx context.Context) (count int, err error) {
	defer models.Wrap(&err, "render the profiles anew")
	for {
		p, err := db.One(ctx, s.db, (*stale).fields, `
			SELECT m.id, m.version, m.about FROM members m
			WHERE m.about <> '' AND m.about_renderer < $1
			ORDER BY m.id LIMIT 1`, markdown.Version)
		if models.KindOf(err) == models.KindNotFound {
			return count, nil
		}
		if err == nil {
			err = s.rerender(ctx, p)
		}
		if err != nil {
			return count, fmt.Errorf("member %d: %w", p.id, err)
		}
		count++
	}
}

// rerender stores the new page, unless the profile was saved meanwhile: then it is new already.
func (s *Store) rerender(ctx context.Context, p stale) error {
	known, err := Handles(ctx, s.db, prose.Mentions(p.about))
	if err != nil {
		return err
	}
	said, err := prose.Render(ctx, p.about, known.Has)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			UPDATE members SET about_html = $3, about_renderer = $4 WHERE id = $1 AND version = $2`,
			p.id, p.version, said.HTML, said.Version)
		return err
	})
}
