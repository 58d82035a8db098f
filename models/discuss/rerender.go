package discuss

import (
	"context"
	"fmt"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/markdown"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// perRerender is how many posts are rendered between two writes, so that nobody waits long.
const perRerender = 100

// stale is a post whose page was made by an older renderer.
type stale struct {
	id, version int64
	body, html  string
}

func (p *stale) fields() []any { return []any{&p.id, &p.version, &p.body} }

// Rerender makes the pages of posts anew that an older renderer made, and tells how many. It
// may run beside a server, and goes on where it was stopped.
func (s *Store) Rerender(ctx context.Context) (count int, err error) {
	defer models.Wrap(&err, "render the posts anew")
	for after := int64(0); ; {
		list, err := db.All(ctx, s.db, (*stale).fields, `
			SELECT p.id, p.version, p.body
			FROM posts p
			WHERE p.renderer < $1 AND p.id > $2
			ORDER BY p.id
			LIMIT $3`, markdown.Version, after, perRerender)
		if err != nil || len(list) == 0 {
			return count, err
		}
		for i := range list {
			if err := s.render(ctx, &list[i]); err != nil {
				return count, fmt.Errorf("post %d: %w", list[i].id, err)
			}
		}
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return replace(ctx, tx, list) }); err != nil {
			return count, err
		}
		count += len(list)
		after = list[len(list)-1].id
	}
}

// render makes the page anew. Only a text that names somebody costs a query.
func (s *Store) render(ctx context.Context, p *stale) error {
	known, err := member.Handles(ctx, s.db, prose.Mentions(p.body))
	if err != nil {
		return err
	}
	said, err := prose.Render(ctx, p.body, known.Has)
	p.html = said.HTML
	return err
}

// replace stores the new pages, but for posts that were edited meanwhile: those are new already.
func replace(ctx context.Context, tx *db.Tx, list []stale) error {
	for _, p := range list { // perRerender at most
		_, err := db.Exec(ctx, tx, `
			UPDATE posts SET html = $3, renderer = $4 WHERE id = $1 AND version = $2`, p.id, p.version, p.html, markdown.Version)
		if err != nil {
			return err
		}
	}
	return nil
}
