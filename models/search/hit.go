package search

import (
	"cmp"
	"commonroom/models/index"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
	"commonroom/models/words"
)

// Hit is one thing that was found, as a page of results shows it.
type Hit struct {
	Kind     Kind
	Of       Kind // of a reply: what the thread belongs to
	ID       int64
	ThreadID int64 // 0 of what is in no thread
	Title    Passage
	Passage  Passage // where the words stand
	Author   member.Member
	Space    space.Space
	Number   int // of a reply in its thread
	Replies  int
	Locked   bool
	At       time.Time
	Others   int // further posts of the thread that fit

	slug   string  // or the path of a page
	share  float64 // of the title that was asked for
	says   float64 // how much the text says the words
	called float64 // how much it calls things what they were called, from 0 to 1
	row    bool    // it has the words one after the other, as they were typed
	score  float64
	title  string
	html   string
	text   string // the beginning of it, without tags
	named  []spot // where the words stand in the title
	spots  []spot // and in the text
}

// Path leads to the thing itself: of a reply, to the very post.
func (h Hit) Path() string {
	id := strconv.FormatInt(h.ID, 10)
	switch h.Kind {
	case Reply:
		return "/posts/" + id
	case Practice:
		return "/practices/" + id + "/" + h.slug
	case Project:
		return "/projects/" + id + "/" + h.slug
	case Person:
		return "/members/" + h.Author.Handle
	case Page:
		return h.slug
	}
	return "/threads/" + id + "/" + h.slug
}

// hits reads candidates as by may see them, the best first.
func (s *Store) hits(ctx context.Context, by member.Member, p plan, list []candidate) (hits []Hit, err error) {
	first := make(map[index.Place]float64, len(list))
	bySort := map[Kind][]int64{}
	for _, c := range list {
		first[c.Place] = c.score
		sort := kindOf(c.Place)
		if sort == Practice || sort == Project {
			sort = Discussion
		}
		bySort[sort] = append(bySort[sort], c.Number())
	}
	for _, read := range []struct {
		kind Kind
		rows func(context.Context, member.Member, []int64) ([]Hit, error)
	}{{Discussion, s.threadHits}, {Reply, s.replyHits}, {Person, s.memberHits}, {Page, s.pageHits}} {
		if len(bySort[read.kind]) == 0 {
			continue
		}
		more, err := read.rows(ctx, by, bySort[read.kind])
		if err != nil {
			return nil, err
		}
		hits = append(hits, more...)
	}
	scores := map[hitKey]float64{}
	for at, score := range first {
		scores[hitKey{at.Sort() == index.Replies, kindOf(at) == Person, kindOf(at) == Page, at.Number()}] = score
	}
	m := p.marker()
	for i := range hits {
		h := &hits[i]
		h.weigh(m)
		h.score = scores[hitKey{h.Kind == Reply, h.Kind == Person, h.Kind == Page, h.ID}]
		if p.Sort != "new" {
			h.score = h.second(h.score, s.db.Now())
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
	})
	return hits, nil
}

// hitKey finds the candidate that a hit was read for.
type hitKey struct {
	reply, person, page bool
	id                  int64
}

// glance is how much of a text, in bytes, is looked at to tell how much it says the words: what it is
// about is said by then.
const glance = 1500

// leaf is how much of it is leafed through for a passage to show, where the words do not stand in the beginning.
const leaf = 8000

// weigh looks at the title and the beginning of the text.
func (h *Hit) weigh(m marker) {
	h.named = m.spots(h.title)
	if len(h.named) > 0 {
		h.share = float64(len(h.named)) / float64(max(len(h.named), len(words.All(h.title))))
	}
	h.text = words.Plain(beginning(h.html, glance))
	h.spots = m.spots(h.text)
	h.says = saying(len(h.spots), len(h.text)) * m.covered(h.spots)
	h.row = m.inRow(h.named) || m.inRow(h.spots)
	h.called = m.called(slices.Concat(h.named, h.spots))
}

// beginning is the first part of some HTML, up to the end of a tag.
func beginning(html string, most int) string {
	if len(html) <= most {
		return html
	}
	return html[:strings.LastIndexByte(html[:most], '>')+1]
}

// show fills in what a page shows of the title and the text: a later part of it, where the words do not stand in
// the beginning.
func (h *Hit) show(m marker) {
	h.Title = cut(h.title, 0, len(h.title), h.named)
	if len(h.spots) == 0 && len(h.html) > glance {
		h.text = words.Plain(beginning(h.html, leaf))
		h.spots = m.spots(h.text)
	}
	h.Passage = m.passage(h.text, h.spots)
	h.title, h.html, h.text, h.spots, h.named = "", "", "", nil, nil
}

const hitCols = `t.id, t.kind, t.title, t.slug, t.post_count, t.locked, m.id, m.handle, m.name, m.job_title, m.organisation, m.state, ` + space.Cols

func (h *Hit) fields() []any {
	return append([]any{&h.ThreadID, &h.Kind, &h.title, &h.slug, &h.Replies, &h.Locked,
		&h.Author.ID, &h.Author.Handle, &h.Author.Name, &h.Author.JobTitle, &h.Author.Organisation, &h.Author.State}, h.Space.Fields()...)
}

func (s *Store) threadHits(ctx context.Context, by member.Member, ids []int64) ([]Hit, error) {
	list, err := db.All(ctx, s.db, func(h *Hit) []any { return append(h.fields(), &h.At, &h.html) }, `
		SELECT `+hitCols+`, t.published_at, t.summary || ' ' || `+index.TextOf+`
		FROM threads t
		JOIN spaces s ON s.id = t.space_id
		JOIN members m ON m.id = t.author_id
		WHERE t.id IN `+in(4, ids)+` AND t.published AND NOT t.hidden AND `+space.Sees, space.As(by, s.db.Now(), ids4(ids)...)...)
	for i := range list {
		h := &list[i]
		h.ID = h.ThreadID
		if h.Kind == Discussion {
			h.Replies = max(h.Replies-1, 0)
		}
	}
	return list, err
}

func (s *Store) replyHits(ctx context.Context, by member.Member, ids []int64) ([]Hit, error) {
	list, err := db.All(ctx, s.db, func(h *Hit) []any { return append(h.fields(), &h.ID, &h.Number, &h.At, &h.html) }, `
		SELECT `+hitCols+`, p.id, p.number, p.made_at, p.html
		FROM posts p
		JOIN threads t ON t.id = p.thread_id
		JOIN spaces s ON s.id = t.space_id
		JOIN members m ON m.id = p.author_id
		WHERE p.id IN `+in(4, ids)+` AND t.published AND NOT t.hidden AND NOT p.hidden AND NOT p.withdrawn AND `+space.SeesPost,
		space.As(by, s.db.Now(), ids4(ids)...)...)
	for i := range list {
		list[i].Of, list[i].Kind = list[i].Kind, Reply
		list[i].Replies = 0
	}
	return list, err
}

func (s *Store) memberHits(ctx context.Context, by member.Member, ids []int64) ([]Hit, error) {
	if !by.IsMember() {
		return nil, nil
	}
	type row struct {
		Hit
		about string
	}
	list, err := db.All(ctx, s.db, func(r *row) []any {
		return []any{&r.ID, &r.Author.Handle, &r.Author.Name, &r.Author.JobTitle, &r.Author.Organisation, &r.Author.Region, &r.At, &r.html}
	}, `
		SELECT m.id, m.handle, m.name, m.job_title, m.organisation, m.region, m.admitted_at, m.about_html
		FROM members m
		WHERE m.id IN `+in(1, ids)+` AND m.state = 'member'`, padded(ids)...)
	hits := make([]Hit, len(list))
	for i, r := range list {
		hits[i] = r.Hit
		h := &hits[i]
		h.Kind, h.title, h.Author.ID = Person, h.Author.Name, h.ID
		line := []string{h.Author.JobTitle, h.Author.Organisation, h.Author.Region}
		h.html = strings.Join(slices.DeleteFunc(line, func(s string) bool { return s == "" }), ", ") + ". " + h.html
	}
	return hits, err
}

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

// padded are the ids, and for each placeholder left over an id that nothing has.
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

func ids4(ids []int64) []any { return padded(ids) }

// threadsOf are the threads that candidates stand in, for those that were on earlier pages.
func (s *Store) threadsOf(ctx context.Context, list []candidate) (map[int64]bool, error) {
	seen := map[int64]bool{}
	var replies []int64
	for _, c := range list {
		switch {
		case c.Sort() == index.Replies:
			replies = append(replies, c.Number())
		case c.Slot() != 0:
			seen[c.Number()] = true
		}
	}
	if len(replies) == 0 {
		return seen, nil
	}
	ids, err := db.All(ctx, s.db, func(id *int64) []any { return []any{id} }, `
		SELECT DISTINCT p.thread_id FROM posts p WHERE p.id IN `+in(1, replies), padded(replies)...)
	for _, id := range ids {
		seen[id] = true
	}
	return seen, err
}

// byDate orders candidates by when they were made, the newest first. The second sum is not asked.
func (s *Store) byDate(ctx context.Context, list []candidate) ([]candidate, error) {
	made := map[index.Place]time.Time{}
	for _, of := range []struct {
		query string
		takes func(index.Place) bool
	}{
		{`SELECT t.id, t.published_at FROM threads t WHERE t.id IN `, func(p index.Place) bool { return p.Sort() != index.Replies && p.Slot() != 0 }},
		{`SELECT p.id, p.made_at FROM posts p WHERE p.id IN `, func(p index.Place) bool { return p.Sort() == index.Replies }},
	} {
		at := map[int64]index.Place{}
		var ids []int64
		for _, c := range list {
			if of.takes(c.Place) {
				at[c.Number()] = c.Place
				ids = append(ids, c.Number())
			}
		}
		if len(ids) == 0 {
			continue
		}
		type row struct {
			id   int64
			made time.Time
		}
		rows, err := db.All(ctx, s.db, func(r *row) []any { return []any{&r.id, &r.made} }, of.query+in(1, ids), padded(ids)...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			made[at[r.id]] = r.made
		}
	}
	for i, c := range list {
		list[i].score = float64(made[c.Place].Unix())
	}
	slices.SortFunc(list, candidate.compare)
	return list, nil
}
