package index

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
)

// SitePage is a page of the site itself that anybody may read: help, the code of conduct.
type SitePage struct {
	Path  string
	Title string
	HTML  string // of its main part
}

// PutPages has the pages of the site found as they are now, and those that are gone no more. The
// server calls it when it starts; a page that is as it was costs nothing.
func PutPages(ctx context.Context, d *db.DB, pages []SitePage) (err error) {
	defer models.Wrap(&err, "put the pages of the site into the index")
	return d.Write(ctx, func(tx *db.Tx) error {
		known, err := db.All(ctx, tx, (*pageRow).fields, `SELECT g.id, g.path, g.title, g.html FROM search_pages g`)
		if err != nil {
			return err
		}
		was := map[string]pageRow{}
		for _, k := range known {
			was[k.Path] = k
		}
		for _, now := range pages {
			if err := putPage(ctx, tx, was[now.Path], now); err != nil {
				return err
			}
			delete(was, now.Path)
		}
		for _, gone := range was {
			if err := dropPage(ctx, tx, gone.id); err != nil {
				return err
			}
		}
		return nil
	})
}

type pageRow struct {
	SitePage
	id int64
}

func (r *pageRow) fields() []any { return []any{&r.id, &r.Path, &r.Title, &r.HTML} }

func (r pageRow) text() text {
	return text{Place: At(Pages, r.id, 0), standing: true, title: r.Title, html: r.HTML, readers: "public"}
}

func putPage(ctx context.Context, tx *db.Tx, was pageRow, now SitePage) error {
	if was.SitePage == now {
		return nil
	}
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO search_pages (path, title, html) VALUES ($1, $2, $3)
		ON CONFLICT (path) DO UPDATE SET title = excluded.title, html = excluded.html
		RETURNING id`, now.Path, now.Title, now.HTML)
	if err != nil {
		return err
	}
	return replace(ctx, tx, rows{Pages, Pages, id, id}, []text{pageRow{now, id}.text()})
}

func dropPage(ctx context.Context, tx *db.Tx, id int64) error {
	if _, err := db.Exec(ctx, tx, `DELETE FROM search_pages WHERE id = $1`, id); err != nil {
		return err
	}
	return replace(ctx, tx, rows{Pages, Pages, id, id}, nil)
}

// pageText reads pages of the site as the index keeps them.
func pageText(ctx context.Context, q db.Queryer, which string, args ...any) ([]text, error) {
	rows, err := db.All(ctx, q, (*pageRow).fields, `SELECT g.id, g.path, g.title, g.html FROM search_pages g WHERE `+which, args...)
	texts := make([]text, len(rows))
	for i, r := range rows {
		texts[i] = r.text()
	}
	return texts, err
}
