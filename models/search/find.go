package search

import (
	"commonroom/models/index"
	"context"
	"slices"
	"strconv"
	"strings"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// How many places of each list are looked at. A list is taken from the highest place down, so what
// was written to be found, and what is new, is in it even when it ends; and a title or a heading
// that has the words has lists of its own, which an old answer does not drop out of.
const (
	mostTitles  = 150
	mostAbouts  = 200
	mostHeads   = 200
	mostReplies = 200
	mostInARow  = 100
)

// perPage is how many hits a page has; read is how many candidates are read at a time to order
// them by the second sum and to bring those of one thread together.
const (
	perPage = 10
	read    = 16
)

// Results are a page of what was found.
type Results struct {
	Query  Query // as it was understood: operators have become filters
	Hits   []Hit
	Facets []Facet // how many of what was looked at are of which kind, and where
	Total  int     // how many things fit
	More   bool    // at least as many: the count ended there
	Next   string  // where the following page begins; empty on the last
	Also   []string
	Notes  []string
	Wider  bool   // nothing had all the words: these have some
	Near   string // what may have been meant, where little was found
}

// Facet is a filter that would leave Count of the things.
type Facet struct {
	Kind  Kind
	Space space.Space // of a facet that is a place; its Kind is empty
	Count int
}

// Find finds what by may read and the query fits, the best first. Without words and filters it finds nothing.
func (s *Store) Find(ctx context.Context, by member.Member, q Query) (r Results, err error) {
	defer models.Wrap(&err, "search")
	p, err := s.plan(ctx, by, understand(q))
	if err != nil {
		return r, err
	}
	r = Results{Query: p.Query, Also: p.also, Notes: p.notes}
	if len(p.clauses) == 0 && p.unfiltered() {
		return r, nil
	}
	found, err := s.look(ctx, p)
	if err != nil {
		return r, err
	}
	if len(found.candidates()) == 0 && len(p.clauses) > 1 && !p.Any {
		p.Any, r.Wider = true, true
		if found, err = s.look(ctx, p); err != nil {
			return r, err
		}
		if r.Near, err = s.near(ctx, by, p); err != nil {
			return r, err
		}
	}
	if err := s.page(ctx, by, p, found, &r); err != nil {
		return r, err
	}
	if len(r.Hits) < fewHits && r.Near == "" && q.From == "" {
		r.Near, err = s.near(ctx, by, p)
	}
	return r, err
}

// fewHits is the number of hits below which something else may have been meant.
const fewHits = 3

// unfiltered tells whether the query has no filter that leaves things out.
func (p plan) unfiltered() bool {
	q := p.Query
	return q.Kind == "" && q.Board == "" && q.Author == "" && q.Tag == "" && q.Cohort == "" && q.After == "" && q.Before == ""
}

// found are the places that fit.
type found struct {
	lists
	more bool  // a list ended at its bound
	end  int64 // the place at which it ended
}

// look asks the index for the places that fit, each way of fitting in a bounded list of its own.
func (s *Store) look(ctx context.Context, p plan) (f found, err error) {
	if err := s.take(ctx, &f, p, p.wants()); err != nil || !f.more {
		return f, err
	}
	return f, s.take(ctx, &f, p, p.further(f.end))
}

// enough is how much of a list somebody must be able to read for it to do: two pages of hits.
const enough = 2 * perPage

// take asks the index for some lists, and leaves out of them what by may not read. A list that ended
// with little that they may read is asked for again, of what they may read alone.
func (s *Store) take(ctx context.Context, f *found, p plan, wants []want) error {
	lists, err := s.ask(ctx, p, wants, p.slots.mixed)
	if err != nil {
		return err
	}
	var again []want
	for i, w := range wants {
		full := len(lists[i]) == w.Most
		if w.whole && full {
			f.end = lists[i][w.Most-1]
		}
		lists[i] = slices.DeleteFunc(lists[i], func(id int64) bool { return !p.slots.mixed && !p.slots.tell(index.Place(id)) })
		if full && len(lists[i]) < min(enough, w.Most/10) {
			again, lists[i] = append(again, w), nil
		}
		f.add(w, lists[i], full)
	}
	if len(again) == 0 {
		return nil
	}
	if lists, err = s.ask(ctx, p, again, true); err != nil {
		return err
	}
	for i, w := range again {
		f.add(w, lists[i], len(lists[i]) == w.Most)
	}
	return nil
}

func (f *found) add(w want, ids []int64, full bool) {
	f.ids, f.weight = append(f.ids, ids), append(f.weight, w.weight)
	f.more = f.more || w.whole && full
}

// ask asks the index for lists, of what may be read alone or of everything.
func (s *Store) ask(ctx context.Context, p plan, wants []want, readable bool) ([][]int64, error) {
	asked := make([]db.Want, len(wants))
	for i, w := range wants {
		asked[i] = w.Want
		if readable && !w.Match.Empty() {
			asked[i].Match = db.AllOf(w.Match, p.access)
		}
	}
	return db.Matching(ctx, s.db, asked...)
}

// want is a list to ask for, and what being in it is worth. whole says that together with others
// of its sort it holds all that fits.
type want struct {
	db.Want
	weight float64
	whole  bool
}

func (p plan) wants() []want {
	first, last := index.Span(p.from, p.to)
	heads, _ := index.Span(index.Discussions, index.Pages)
	_, replies := index.Span(index.Replies, index.Replies)
	heads = max(heads, first)
	list := []want{
		{db.Want{Match: p.with(p.all(index.InTitle)), First: heads, Last: last, Most: mostTitles}, fitsTitle, p.In != ""},
	}
	if p.In != "" {
		return list
	}
	if p.Any {
		return append(list, p.any(first, last)...)
	}
	if len(p.clauses) < 2 {
		list = append(list, want{db.Want{Match: p.with(p.all("")), First: first, Last: last, Most: mostHeads}, fitsAnywhere, true})
	} else {
		list = append(list,
			want{db.Want{Match: p.with(p.all("")), First: heads, Last: last, Most: mostHeads}, fitsAnywhere, true},
			want{db.Want{Match: p.with(p.replies()), First: first, Last: min(last, replies), Most: mostReplies}, fitsAnywhere, true})
	}
	if len(p.clauses) > 0 {
		list = append(list, want{db.Want{Match: p.with(p.all(index.IsAbout)), First: first, Last: last, Most: mostAbouts}, fitsAbout, false})
	}
	return list
}

// further are the lists to be asked for where more fits than a list has room for: for a single word the
// replies after the end of that list, for several what has them in a row.
func (p plan) further(end int64) []want {
	if p.Any || p.In != "" || len(p.clauses) == 0 {
		return nil
	}
	if len(p.clauses) > 1 { // among replies, a row of common words would be looked for through nearly all there are
		first, last := index.Span(max(p.from, index.Discussions), p.to)
		return []want{{db.Want{Match: p.with(p.row()), First: first, Last: last, Most: mostInARow}, fitsInARow, false}}
	}
	first, last := index.Span(index.Replies, index.Replies)
	if p.from > index.Replies {
		return nil
	}
	return []want{{db.Want{Match: p.with(p.all("")), First: first, Last: min(last, end-1), Most: mostReplies}, fitsAnywhere, true}}
}

// mostDropped is the number of clauses up to which each is left out in turn.
const mostDropped = 6

// any are the lists of what has some of the words: all but one, one of them in the title, one
// of them anywhere.
func (p plan) any(first, last int64) (list []want) {
	anywhere, titles := make([]db.Match, len(p.clauses)), make([]db.Match, len(p.clauses))
	for i, c := range p.clauses {
		anywhere[i], titles[i] = c.marked(""), c.marked(index.InTitle)
	}
	if n := len(p.clauses); 2 < n && n <= mostDropped {
		for i := range p.clauses {
			m := p.with(db.AllOf(slices.Delete(slices.Clone(anywhere), i, i+1)...))
			list = append(list, want{db.Want{Match: m, First: first, Last: last, Most: mostInARow}, fitsAbout, false})
		}
	}
	return append(list,
		want{db.Want{Match: p.with(db.AnyOf(titles...)), First: first, Last: last, Most: mostTitles}, fitsAbout, false},
		want{db.Want{Match: p.with(db.AnyOf(anywhere...)), First: first, Last: last, Most: mostHeads}, fitsAnywhere, true})
}

// page reads the hits of one page.
func (s *Store) page(ctx context.Context, by member.Member, p plan, f found, r *Results) error {
	list := f.candidates()
	r.Total, r.More = len(list), f.more
	var err error
	if r.Facets, err = s.facets(ctx, list); err != nil {
		return err
	}
	if p.Sort == "new" {
		if list, err = s.byDate(ctx, list); err != nil {
			return err
		}
	}
	at := parseMark(p.From)
	seen, err := s.threadsOf(ctx, list[:at.start(list)])
	if err != nil {
		return err
	}
	m := p.marker()
	for start := at.start(list); start < len(list); start += read {
		block, err := s.block(ctx, by, p, list[start:min(start+read, len(list))], seen)
		if err != nil {
			return err
		}
		for i, h := range block {
			switch {
			case at.skip > 0:
				at.skip--
			case len(r.Hits) == perPage:
				r.Next = markAt(list[start], i)
				return nil
			default:
				h.show(m)
				r.Hits = append(r.Hits, h)
			}
		}
	}
	return nil
}

// mark is where a page begins: with which candidate the block does, and how many hits of the block
// were on pages before.
type mark struct {
	candidate
	skip int
}

func markAt(c candidate, skip int) string {
	return strconv.FormatFloat(c.score, 'f', -1, 64) + "_" + strconv.FormatInt(int64(c.Place), 36) + "_" + strconv.Itoa(skip)
}

func parseMark(text string) (m mark) {
	parts := strings.Split(text, "_")
	if len(parts) != 3 {
		return m
	}
	score, err1 := strconv.ParseFloat(parts[0], 64)
	at, err2 := strconv.ParseInt(parts[1], 36, 64)
	skip, err3 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil || err3 != nil || skip < 0 || skip > read {
		return m
	}
	return mark{candidate{index.Place(at), score}, skip}
}

// start is where in the list the block begins. A candidate that is gone has left its place.
func (m mark) start(list []candidate) int {
	if m.Place == 0 {
		return 0
	}
	if at := slices.IndexFunc(list, func(c candidate) bool { return c.Place == m.Place }); at >= 0 {
		return at
	}
	at, _ := slices.BinarySearchFunc(list, m.candidate, candidate.compare)
	return at
}

// block reads some candidates, leaves out those of threads that were seen, brings together those of one
// thread, and orders what is left by the second sum.
func (s *Store) block(ctx context.Context, by member.Member, p plan, list []candidate, seen map[int64]bool) ([]Hit, error) {
	hits, err := s.hits(ctx, by, p, list)
	if err != nil {
		return nil, err
	}
	var block []Hit
	at := map[int64]int{}
	for _, h := range hits {
		i, there := at[h.ThreadID]
		switch {
		case h.ThreadID == 0:
			block = append(block, h)
		case p.Thread != 0:
			block = append(block, h)
		case seen[h.ThreadID]:
		case there:
			block[i].Others++
		default:
			at[h.ThreadID] = len(block)
			block = append(block, h)
		}
	}
	for id := range at {
		seen[id] = true
	}
	return block, nil
}

// facets counts the candidates by kind and by space.
func (s *Store) facets(ctx context.Context, list []candidate) (facets []Facet, err error) {
	byKind, bySlot := map[Kind]int{}, [256]int{}
	for _, c := range list {
		byKind[kindOf(c.Place)]++
		bySlot[c.Slot()]++
	}
	for _, k := range kinds {
		if n := byKind[k.kind]; n > 0 {
			facets = append(facets, Facet{Kind: k.kind, Count: n})
		}
	}
	rooms, err := s.rooms(ctx)
	if err != nil {
		return nil, err
	}
	var places []Facet
	for _, in := range rooms.list {
		if n := bySlot[index.SlotOf(in.ID)]; n > 0 && rooms.slots[index.SlotOf(in.ID)] == 1 {
			places = append(places, Facet{Space: in, Count: n})
		}
	}
	slices.SortFunc(places, func(a, b Facet) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Space.Name, b.Space.Name)
	})
	return append(facets, places...), nil
}
