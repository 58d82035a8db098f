package practice

import (
	"context"
	"fmt"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/space"
)

// perPage is how many practices a page of a list has.
const perPage = 20

// listed are the practices that lists show: published ones that the reader may see.
const listed = `t.kind = 'practice' AND t.published = TRUE AND ` + space.Sees

// Filter narrows the list of practices.
type Filter struct {
	Tag string // the slug of a subject; empty for all
}

// List gives published practices, the newest first.
func (s *Store) List(ctx context.Context, by member.Member, f Filter, cursor string) (page models.Page[discuss.Thread], err error) {
	defer models.Wrap(&err, "list practices")
	where := `$7 = ''`
	if f.Tag != "" {
		where = `t.id IN (SELECT x.thread_id FROM thread_tags x JOIN tags y ON y.id = x.tag_id WHERE y.slug = $7)`
	}
	if page, err = s.page(ctx, by, cursor, where, f.Tag); err != nil {
		return page, err
	}
	page.Newer, err = s.newer(ctx, by, f, cursor)
	return page, err
}

// newer counts the practices that came out since a walk through the list began.
func (s *Store) newer(ctx context.Context, by member.Member, f Filter, cursor string) (int, error) {
	from, err := models.ParseCursor(cursor)
	if err != nil {
		return 0, err
	}
	return discuss.Newer(ctx, s.db, by, s.db.Now(), from, `t.kind = 'practice' AND t.published = TRUE
		AND ($4 = '' OR t.id IN (SELECT x.thread_id FROM thread_tags x JOIN tags y ON y.id = x.tag_id WHERE y.slug = $4))
		AND (t.published_at, t.id) > ($5, $6)`, f.Tag)
}

// InMonth gives the practices published in one month of London's calendar, the newest first.
func (s *Store) InMonth(ctx context.Context, by member.Member, m Month, cursor string) (page models.Page[discuss.Thread], err error) {
	defer models.Wrap(&err, "list practices of %s", m.prefix())
	return s.page(ctx, by, cursor, `t.id IN (
		SELECT d.thread_id FROM practices d WHERE d.published_day >= $7 AND d.published_day < $8)`, m.prefix(), m.next().prefix())
}

// page walks the practices that also meet where, whose own arguments count from $7.
func (s *Store) page(ctx context.Context, by member.Member, cursor, where string, more ...any) (page models.Page[discuss.Thread], err error) {
	from, err := models.ParseCursor(cursor)
	if err != nil {
		return page, err
	}
	rows, err := db.All(ctx, s.db, (*discuss.Thread).Fields, `
		SELECT `+discuss.Cols+`
		FROM `+discuss.From+`
		WHERE `+listed+` AND (t.published_at, t.id) < ($4, $5) AND `+where+`
		ORDER BY t.published_at DESC, t.id DESC
		LIMIT $6`, space.As(by, s.db.Now(), append([]any{from.At, from.ID, perPage + 1}, more...)...)...)
	return models.WalkOf(from, rows, perPage, place), err
}

func place(t discuss.Thread) models.Key { return models.Key{At: t.Out, ID: t.ID} }

// maxDrafts is how many drafts of one member are listed: more than anybody keeps in mind.
const maxDrafts = 100

// Drafts lists the drafts that by is an author of, the newest first.
func (s *Store) Drafts(ctx context.Context, by member.Member) (list []discuss.Thread, err error) {
	defer models.Wrap(&err, "list drafts")
	if !by.IsMember() {
		return nil, nil
	}
	return db.All(ctx, s.db, (*discuss.Thread).Fields, `
		SELECT `+discuss.Cols+`
		FROM `+discuss.From+` JOIN thread_authors a ON a.thread_id = t.id AND a.member_id = $1
		WHERE t.kind = 'practice' AND t.published = FALSE AND `+space.Sees+`
		ORDER BY t.made_at DESC, t.id DESC
		LIMIT $4`, space.As(by, s.db.Now(), maxDrafts)...)
}

// Bounds of the subjects offered: the most used of the newest practices, so that the list
// costs the same however large the library grows.
const (
	maxTags   = 40
	tagWindow = 1000
)

// Tags lists the subjects of the newest published practices that by may see, the most used
// first.
func (s *Store) Tags(ctx context.Context, by member.Member) (list []discuss.Tag, err error) {
	defer models.Wrap(&err, "list the tags of practices")
	return db.All(ctx, s.db, func(g *discuss.Tag) []any { return []any{&g.Slug, &g.Name} }, `
		SELECT g.slug, g.name
		FROM (
			SELECT t.id
			FROM threads t JOIN spaces s ON s.id = t.space_id
			WHERE `+listed+`
			ORDER BY t.published_at DESC, t.id DESC
			LIMIT $4) n
		JOIN thread_tags x ON x.thread_id = n.id
		JOIN tags g ON g.id = x.tag_id
		GROUP BY g.id, g.slug, g.name
		ORDER BY count(*) DESC, g.slug
		LIMIT $5`, space.As(by, s.db.Now(), tagWindow, maxTags)...)
}

// Month is one month of the archive.
type Month struct {
	Year, Month int
	Practices   int
}

// ParseMonth reads a month as addresses write it: 2019 and 02.
func ParseMonth(year, month string) (Month, error) {
	first, err := models.ParseDay(year + "-" + month + "-01")
	if err != nil {
		return Month{}, models.NotFound("no such month")
	}
	t := first.Start()
	return Month{Year: t.Year(), Month: int(t.Month())}, nil
}

// Path is the address of the month's page.
func (m Month) Path() string { return fmt.Sprintf("/practices/archive/%04d/%02d", m.Year, m.Month) }

// prefix is what the days of the month begin with.
func (m Month) prefix() string { return fmt.Sprintf("%04d-%02d", m.Year, m.Month) }

func (m Month) next() Month {
	if m.Month == 12 {
		return Month{Year: m.Year + 1, Month: 1}
	}
	return Month{Year: m.Year, Month: m.Month + 1}
}

// Day is the first day of the month.
func (m Month) Day() models.Day { return models.Day(m.prefix() + "-01") }

// Year is one year of the archive with its months, the latest first.
type Year struct {
	Year      int
	Months    []Month
	Practices int
}

// Months lists the months in which practices that by may see were published, by year, the
// latest first.
func (s *Store) Months(ctx context.Context, by member.Member) (years []Year, err error) {
	defer models.Wrap(&err, "list the months of the archive")
	months, err := db.All(ctx, s.db, func(m *Month) []any { return []any{(*prefixed)(m), &m.Practices} }, `
		SELECT substr(d.published_day, 1, 7), count(*)
		FROM practices d JOIN threads t ON t.id = d.thread_id JOIN spaces s ON s.id = t.space_id
		WHERE `+listed+`
		GROUP BY substr(d.published_day, 1, 7)
		ORDER BY substr(d.published_day, 1, 7) DESC`, space.As(by, s.db.Now())...)
	for _, m := range months {
		if len(years) == 0 || years[len(years)-1].Year != m.Year {
			years = append(years, Year{Year: m.Year})
		}
		y := &years[len(years)-1]
		y.Months = append(y.Months, m)
		y.Practices += m.Practices
	}
	return years, err
}

// prefixed reads a month as days begin with it.
type prefixed Month

// Scan is what database/sql calls.
func (m *prefixed) Scan(value any) error {
	_, err := fmt.Sscanf(fmt.Sprint(value), "%4d-%2d", &m.Year, &m.Month)
	return err
}

// Addresses lists the practices numbered from first to last that a visitor may see.
func (s *Store) Addresses(ctx context.Context, first, last int64) (list []discuss.Address, err error) {
	defer models.Wrap(&err, "list the addresses of practices from %d to %d", first, last)
	return discuss.AddressesOf(ctx, s.db, discuss.Practice, `practices x ON x.thread_id = t.id`, s.db.Now(), first, last)
}
