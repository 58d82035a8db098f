package project

import (
	"context"
	"fmt"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/markdown"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// stale is a project whose page was made by an older renderer.
type stale struct {
	id, version  int64
	aim, problem string
}

func (p *stale) fields() []any { return []any{&p.id, &p.version, &p.aim, &p.problem} }

// Rerender makes the pages of projects anew that an older renderer made, and tells how many.
// It may run beside a server, and goes on where it was stopped.
func (s *Store) Rerender(ctx context.Context) (count int, err error) {
	defer models.Wrap(&err, "render the projects anew")
	for {
		p, err := db.One(ctx, s.db, (*stale).fields, `
			SELECT d.thread_id, d.version, d.aim, d.problem FROM projects d WHERE d.renderer < $1 ORDER BY d.thread_id LIMIT 1`, markdown.Version)
		if models.KindOf(err) == models.KindNotFound {
			return count, nil
		}
		if err == nil {
			err = s.rerender(ctx, p)
		}
		if err != nil {
			return count, fmt.Errorf("project %d: %w", p.id, err)
		}
		count++
	}
}

// rerender stores the new page, but not over that of an edit made meanwhile: it is new already.
func (s *Store) rerender(ctx context.Context, p stale) error {
	known, err := member.Handles(ctx, s.db, append(prose.Mentions(p.aim), prose.Mentions(p.problem)...))
	if err != nil {
		return err
	}
	aim, err := prose.Render(ctx, p.aim, known.Has)
	if err != nil {
		return err
	}
	problem, err := prose.Render(ctx, p.problem, known.Has)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			UPDATE projects SET aim_html = $3, problem_html = $4, renderer = $5 WHERE thread_id = $1 AND version = $2`,
			p.id, p.version, aim.HTML, problem.HTML, aim.Version)
		return err
	})
}
