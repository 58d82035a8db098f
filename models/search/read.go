package search

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/space"
)

// source is where a hit is read from: a table, named by the kind that is read from it, and the id
// there. A document is read with its thread.
type source struct {
	table Kind
	id    int64
}

func sourceOf(kind Kind, id int64) source {
	switch kind {
	case Reply, Person, Page:
		return source{kind, id}
	}
	return source{Discussion, id}
}

// hits reads candidates as by may see them, the best first.
func (s *Store) hits(ctx context.Context, by member.Member, p plan, list []candidate) (hits []Hit, err error) {
	first := make(map[source]float64, len(list))
	ids := map[Kind][]int64{}
	for _, c := range list {
		from := sourceOf(kindOf(c.Place), c.Number())
		first[from] = c.score
		ids[from.table] = append(ids[from.table], from.id)
	}
	for _, read := range []struct {
		table Kind
		rows  func(context.Context, member.Member, []int64) ([]Hit, error)
	}{{Discussion, s.threadHits}, {Reply, s.replyHits}, {Person, s.memberHits}, {Page, s.pageHits}} {
		if len(ids[read.table]) == 0 {
			continue
		}
		more, err := read.rows(ctx, by, ids[read.table])
		if err != nil {
			return nil, err
		}
		hits = append(hits, more...)
	}
	m := p.marker()
	for i := range hits {
		h := &hits[i]
		h.weigh(m)
		h.score = first[sourceOf(h.Kind, h.ID)]
		if p.Sort != "new" {
			h.score = h.second(h.score, s.db.Now())
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
	})
	return hits, nil
}

const hitCols = `t.id, t.kind, t.title, t.slug, t.post_count - t.gone_count, t.asks, t.locked, m.id, m.handle, m.name, m.job_title, m.organisation, m.state, ` + space.Cols

func (h *Hit) fields() []any {
	return append([]any{&h.ThreadID, &h.Kind, &h.title, &h.slug, &h.Replies, &h.Asks, &h.Locked,
		&h.Author.ID, &h.Author.Handle, &h.Author.Name, &h.Author.JobTitle, &h.Author.Organisation, &h.Author.State}, h.Space.Fields()...)
}

// answers tells whether thread t has an answer that stands.
const answers = `EXISTS (SELECT 1 FROM posts n
	WHERE n.id = t.answer_id AND n.thread_id = t.id AND NOT n.hidden AND NOT n.withdrawn)`

// threadHits reads threads with what opens them, as by may see them.
func (s *Store) threadHits(ctx context.Context, by member.Member, ids []int64) ([]Hit, error) {
	list, err := db.All(ctx, s.db, func(h *Hit) []any { return append(h.fields(), &h.At, &h.html, &h.Answered, &h.Reacted) }, `
		SELECT `+hitCols+`, t.published_at, t.outcome || ' ' || t.summary || ' ' || `+index.TextOf+`, `+answers+`,
			coalesce((SELECT f.thanks + f.insights + f.same_here + f.trying FROM posts f
				WHERE f.thread_id = t.id AND f.number = 1 AND t.kind = 'discussion'), 0)
		FROM threads t
		JOIN spaces s ON s.id = t.space_id
		JOIN members m ON m.id = t.author_id
		WHERE t.id IN `+in(4, ids)+` AND t.published AND NOT t.hidden AND `+space.Sees,
		space.As(by, s.db.Now(), padded(ids)...)...)
	for i := range list {
		h := &list[i]
		h.ID = h.ThreadID
		if h.Kind == Discussion {
			h.Replies = max(h.Replies-1, 0)
		}
	}
	return list, err
}

// replyHits reads posts, as by may see them. A hit's Kind is Reply, and its Of what the thread
// belongs to.
func (s *Store) replyHits(ctx context.Context, by member.Member, ids []int64) ([]Hit, error) {
	list, err := db.All(ctx, s.db, func(h *Hit) []any {
		return append(h.fields(), &h.ID, &h.Number, &h.At, &h.html, &h.Answered, &h.Reacted)
	}, `
		SELECT `+hitCols+`, p.id, p.number, p.made_at, p.html, coalesce(t.answer_id = p.id, FALSE),
			p.thanks + p.insights + p.same_here + p.trying
		FROM posts p
		JOIN threads t ON t.id = p.thread_id
		JOIN spaces s ON s.id = t.space_id
		JOIN members m ON m.id = p.author_id
		WHERE p.id IN `+in(4, ids)+` AND t.published AND NOT t.hidden AND NOT p.hidden AND NOT p.withdrawn AND `+space.SeesPost,
		space.As(by, s.db.Now(), padded(ids)...)...)
	for i := range list {
		list[i].Of, list[i].Kind = list[i].Kind, Reply
		list[i].Replies = 0
	}
	return list, err
}

// memberHits reads members, for members to see.
func (s *Store) memberHits(ctx context.Context, by member.Member, ids []int64) ([]Hit, error) {
	if !by.IsMember() {
		return nil, nil
	}
	list, err := db.All(ctx, s.db, func(h *Hit) []any {
		return []any{&h.ID, &h.Author.Handle, &h.Author.Name, &h.Author.JobTitle, &h.Author.Organisation, &h.Author.Region, &h.At, &h.html}
	}, `
		SELECT m.id, m.handle, m.name, m.job_title, m.organisation, m.region, m.admitted_at, m.about_html
		FROM members m
		WHERE m.id IN `+in(1, ids)+` AND m.state = 'member'`, padded(ids)...)
	for i := range list {
		h := &list[i]
		h.Kind, h.title, h.Author.ID = Person, h.Author.Name, h.ID
		h.html = listed(h.Author.JobTitle, h.Author.Organisation, h.Author.Region) + ". " + h.html
	}
	return list, err
}

// listed joins what is not empty with commas.
func listed(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// pageHits reads pages of the site, which anybody may see.
func (s *Store) pageHits(ctx context.Context, _ member.Member, ids []int64) ([]Hit, error) {
	list, err := db.All(ctx, s.db, func(h *Hit) []any { return []any{&h.ID, &h.slug, &h.title, &h.html} }, `
		SELECT g.id, g.path, g.title, g.html FROM search_pages g WHERE g.id IN `+in(1, ids), padded(ids)...)
	for i := range list {
		list[i].Kind = Page
	}
	return list, err
}

// in writes placeholders for ids from $n on: always as many for about as many ids, so that the
// database prepares few different queries.
func in(n int, ids []int64) string {
	list := make([]string, size(ids))
	for i := range list {
		list[i] = "$" + strconv.Itoa(n+i)
	}
	return "(" + strings.Join(list, ", ") + ")"
}

// size is the number of placeholders for ids: 8, 16, 32…
func size(ids []int64) int {
	n := 8
	for n < len(ids) {
		n *= 2
	}
	return n
}

// padded are the arguments for those placeholders: the ids, and for each left over one that
// nothing has.
func padded(ids []int64) []any {
	list := make([]any, size(ids))
	for i := range list {
		list[i] = int64(-1)
		if i < len(ids) {
			list[i] = ids[i]
		}
	}
	return list
}
