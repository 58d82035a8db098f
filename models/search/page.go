package search

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/space"
)

// perPage is how many hits a page has; readAtOnce is how many candidates are read at a time to
// order them by the second sum and to bring those of one thread together.
const (
	perPage    = 10
	readAtOnce = 16
)

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
	for start := at.start(list); start < len(list); start += readAtOnce {
		block, err := s.block(ctx, by, p, list[start:min(start+readAtOnce, len(list))], seen)
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

// markAt writes a mark as the query's From holds it: it is carried in a link.
func markAt(c candidate, skip int) string {
	return strconv.FormatFloat(c.score, 'f', -1, 64) + "_" + strconv.FormatInt(int64(c.Place), 36) + "_" + strconv.Itoa(skip)
}

// parseMark reads what markAt wrote; of anything else, the beginning.
func parseMark(text string) (m mark) {
	parts := strings.Split(text, "_")
	if len(parts) != 3 {
		return m
	}
	score, errScore := strconv.ParseFloat(parts[0], 64)
	at, errAt := strconv.ParseInt(parts[1], 36, 64)
	skip, errSkip := strconv.Atoi(parts[2])
	if errScore != nil || errAt != nil || errSkip != nil || skip < 0 || skip > readAtOnce {
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

// block reads some candidates, leaves out those of threads that were seen, brings together those
// of one thread, and orders what is left by the second sum.
func (s *Store) block(ctx context.Context, by member.Member, p plan, list []candidate, seen map[int64]bool) ([]Hit, error) {
	hits, err := s.hits(ctx, by, p, list)
	if err != nil {
		return nil, err
	}
	var block []Hit
	at := map[int64]int{} // where in the block a thread's best hit is
	for _, h := range hits {
		i, there := at[h.ThreadID]
		switch {
		case h.ThreadID == 0 || p.Thread != 0:
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

// Facet is a filter that would leave Count of the things.
type Facet struct {
	Kind  Kind
	Space space.Space // of a facet that is a place; its Kind is empty
	Count int
}

// facets counts the candidates by kind and by space. Where several spaces share a slot, none is
// told.
func (s *Store) facets(ctx context.Context, list []candidate) (facets []Facet, err error) {
	byKind, bySlot := map[Kind]int{}, [index.Slots]int{}
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
		slot := index.SlotOf(in.ID)
		if n := bySlot[slot]; n > 0 && rooms.slots[slot] == 1 {
			places = append(places, Facet{Space: in, Count: n})
		}
	}
	slices.SortFunc(places, func(a, b Facet) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Space.Name, b.Space.Name))
	})
	return append(facets, places...), nil
}
