package project

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/space"
)

// perPage is how many projects a page of a list has.
const perPage = 20

// Filter narrows the list of projects.
type Filter struct {
	Status Status // empty for all
	Tag    string // the slug of a subject; empty for all
}

// NewFilter reads a filter from an address. A state that is none is a page that is not there.
func NewFilter(status, tag string) (f Filter, err error) {
	if status != "" {
		if f.Status, err = newStatus(status); err != nil {
			return f, models.NotFound("no such state of projects")
		}
	}
	f.Tag = tag
	return f, nil
}

// List gives published projects, the newest first.
func (s *Store) List(ctx context.Context, by member.Member, f Filter, cursor string) (page models.Page[Entry], err error) {
	defer models.Wrap(&err, "list projects")
	after, err := models.ParseCursor(cursor)
	if err != nil {
		return page, err
	}
	rows, err := db.All(ctx, s.db, (*Entry).fields, `
		SELECT `+entryCols+`
		FROM `+from+`
		WHERE t.kind = 'project' AND t.published = TRUE AND `+space.Sees+`
		AND (t.published_at, t.id) < ($4, $5)
		AND ($7 = '' OR d.status = $7)
		AND ($8 = '' OR EXISTS (
			SELECT 1 FROM thread_tags x JOIN tags y ON y.id = x.tag_id WHERE x.thread_id = t.id AND y.slug = $8))
		ORDER BY t.published_at DESC, t.id DESC
		LIMIT $6`, space.As(by, s.db.Now(), after.At, after.ID, perPage+1, string(f.Status), f.Tag)...)
	if err != nil {
		return page, err
	}
	page = models.WalkOf(after, rows, perPage, place)
	page.Newer, err = discuss.Newer(ctx, s.db, by, s.db.Now(), after, `t.kind = 'project' AND t.published = TRUE
		AND ($4 = '' OR t.id IN (SELECT d.thread_id FROM projects d WHERE d.status = $4))
		AND ($5 = '' OR EXISTS (
			SELECT 1 FROM thread_tags x JOIN tags y ON y.id = x.tag_id WHERE x.thread_id = t.id AND y.slug = $5))
		AND (t.published_at, t.id) > ($6, $7)`, string(f.Status), f.Tag)
	return page, err
}

func place(e Entry) models.Key { return models.Key{At: e.Out, ID: e.ID} }

// maxDrafts is how many drafts of one member are listed: more than anybody keeps in mind.
const maxDrafts = 100

// Drafts lists the drafts that by is an author of, the newest first.
func (s *Store) Drafts(ctx context.Context, by member.Member) (list []Entry, err error) {
	defer models.Wrap(&err, "list drafts of projects")
	if !by.IsMember() {
		return nil, nil
	}
	return db.All(ctx, s.db, (*Entry).fields, `
		SELECT `+entryCols+`
		FROM `+from+` JOIN thread_authors a ON a.thread_id = t.id AND a.member_id = $1
		WHERE t.published = FALSE AND `+space.Sees+`
		ORDER BY t.made_at DESC, t.id DESC
		LIMIT $4`, space.As(by, s.db.Now(), maxDrafts)...)
}

// Addresses lists the projects numbered from first to last that a visitor may see.
func (s *Store) Addresses(ctx context.Context, first, last int64) (list []discuss.Address, err error) {
	defer models.Wrap(&err, "list the addresses of projects from %d to %d", first, last)
	return discuss.AddressesOf(ctx, s.db, discuss.Project, `projects x ON x.thread_id = t.id`, s.db.Now(), first, last)
}
