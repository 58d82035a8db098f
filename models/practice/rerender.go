package practice

import (
	"context"
	"fmt"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/markdown"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// stale is a practice whose page was made by an older renderer.
type stale struct {
	id, version int64
	body        string
}

func (p *stale) fields() []any { return []any{&p.id, &p.version, &p.body} }

// Rerender makes the pages of practices anew that an older renderer made, and tells how many.
// It may run beside a server, and goes on where it was stopped.
func (s *Store) Rerender(ctx context.Context) (count int, err error) {
	defer models.Wrap(&err, "render the practices anew")
	for {
		p, err := db.One(ctx, s.db, (*stale).fields, `
			SELECT d.thread_id, d.version, d.body FROM practices d WHERE d.renderer < $1 ORDER BY d.thread_id LIMIT 1`, markdown.Version)
		if models.KindOf(err) == models.KindNotFound {
			return count, nil
		}
		if err == nil {
			err = s.rerender(ctx, p)
		}
		if err != nil {
			return count, fmt.Errorf("practice %d: %w", p.id, err)
		}
		count++
	}
}

// rerender stores the new page, but not over that of an edit made meanwhile: it is new already.
func (s *Store) rerender(ctx context.Context, p stale) error {
	known, err := member.Handles(ctx, s.db, prose.Mentions(p.body))
	if err != nil {
		return err
	}
	page, err := prose.RenderDocument(ctx, p.body, known.Has)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			UPDATE practices SET html = $3, renderer = $4 WHERE thread_id = $1 AND version = $2`, p.id, p.version, page.HTML, page.Version)
		return err
	})
}
