package search

import (
	"context"

	"commonroom/models"
	"commonroom/models/member"
)

// Results are a page of what was found.
type Results struct {
	Query  Query // as it was understood: operators have become filters
	Hits   []Hit
	Facets []Facet  // how many of what was looked at are of which kind, and where
	Total  int      // how many things fit
	More   bool     // at least as many: the count ended there
	Next   string   // where the following page begins; empty on the last
	Also   []string // other names of what was typed, which were looked for too
	Notes  []string // what could not be understood, a sentence each
	Vague  bool     // there was nothing to look for: the notes say why
	Wider  bool     // nothing had all the words: these have some
	Near   string   // what may have been meant, where little was found
}

// fewHits is the number of hits below which something else may have been meant.
const fewHits = 3

// Find finds what by may read and the query fits, the best first. Without words and filters it
// finds nothing. Nothing that can be typed is an error.
func (s *Store) Find(ctx context.Context, by member.Member, q Query) (r Results, err error) {
	defer models.Wrap(&err, "search")
	p, err := s.plan(ctx, by, understand(q))
	if err != nil {
		return r, err
	}
	r = Results{Query: p.Query, Also: p.also, Notes: p.notes}
	if len(p.clauses) == 0 && p.unfiltered() {
		r.Vague, r.Notes = true, append(r.Notes, p.wordless())
		return r, nil
	}
	found, err := s.lookOrComplete(ctx, &p)
	if err != nil {
		return r, err
	}
	if found.empty() && len(p.clauses) > 1 && !p.Any {
		p.Any, r.Wider = true, true
		if found, err = s.look(ctx, p); err != nil {
			return r, err
		}
		if r.Near, err = s.near(ctx, p); err != nil {
			return r, err
		}
	}
	if err := s.page(ctx, by, p, found, &r); err != nil {
		return r, err
	}
	if len(r.Hits) < fewHits && r.Near == "" && q.From == "" {
		r.Near, err = s.near(ctx, p)
	}
	return r, err
}

// lookOrComplete looks for what was typed, and where that finds nothing for what its last word may
// become.
func (s *Store) lookOrComplete(ctx context.Context, p *plan) (found, error) {
	found, err := s.look(ctx, *p)
	if err != nil || !found.empty() && !p.Any {
		return found, err
	}
	if more, err := s.complete(ctx, p); err != nil || !more {
		return found, err
	}
	return s.look(ctx, *p)
}

// unfiltered tells whether the query has no filter that finds something by itself: to look in
// titles only, or within a thread, is said of words.
func (p plan) unfiltered() bool {
	q := p.Query
	q.In, q.Thread = "", 0
	return !q.Filtered()
}

// wordless says why nothing could be looked for.
func (p plan) wordless() string {
	switch {
	case len(p.asked.not) > 0:
		return "A search with a minus says what to leave out. Add a word for what you look for."
	case p.Text != "":
		return "Small words such as “the” are not looked for, nor are signs. Add a word that says what it is about."
	}
	return "Type a word to look for."
}
