package search

import (
	"context"
	"slices"

	"commonroom/models/db"
	"commonroom/models/index"
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

// want is a list to ask for, and what being in it is worth. whole says that together with others
// of its sort it holds all that fits.
type want struct {
	db.Want
	weight float64
	whole  bool
}

// room is how many places of the list are kept: fewer than are asked for, so that of most lists
// enough is left when what somebody may not read is left out.
func (w want) room() int { return w.Most * 3 / 4 }

// part is a want of some of what fits m and the filters, whole one of all of it.
func (p plan) part(m db.Match, in span, most int, weight float64) want {
	return want{Want: db.Want{Match: p.with(m), First: in.first, Last: in.last, Most: most}, weight: weight}
}

func (p plan) whole(m db.Match, in span, most int) want {
	w := p.part(m, in, most, fitsAnywhere)
	w.whole = true
	return w
}

// span is a range of places in the index.
type span struct{ first, last int64 }

// places are those of the plan's sorts that lie from one sort to another; there may be none.
func (p plan) places(from, to index.Sort) span {
	first, last := index.Span(max(from, p.from), min(to, p.to))
	return span{first, last}
}

// wants are the lists to begin with.
func (p plan) wants() []want {
	everything, heads := p.places(index.Replies, index.Pages), p.places(index.Discussions, index.Pages)
	titles := p.part(p.all(index.InTitle), heads, mostTitles, fitsTitle)
	titles.whole = p.In != ""
	switch {
	case p.In != "":
		return []want{titles}
	case p.Any:
		return append([]want{titles}, p.someWords(everything)...)
	case len(p.clauses) == 0:
		return []want{titles, p.whole(p.all(""), everything, mostHeads)}
	}
	about := p.part(p.all(index.IsAbout), everything, mostAbouts, fitsAbout)
	if len(p.clauses) == 1 {
		return []want{titles, p.whole(p.all(""), everything, mostHeads), about}
	}
	replies := p.whole(p.replies(), p.places(index.Replies, index.Replies), mostReplies)
	return []want{titles, p.whole(p.all(""), heads, mostHeads), replies, about}
}

// further are the lists to be asked for where more fits than a list has room for: for a single
// word the replies after the end of that list, for several what has them in a row.
func (p plan) further(end int64) []want {
	switch {
	case p.Any || p.In != "" || len(p.clauses) == 0:
		return nil
	case len(p.clauses) > 1: // among replies, a row of common words would be looked for through nearly all there are
		return []want{p.part(p.row(), p.places(index.Discussions, index.Pages), mostInARow, fitsInARow)}
	case p.from > index.Replies:
		return nil
	}
	replies := p.places(index.Replies, index.Replies)
	replies.last = min(replies.last, end-1)
	return []want{p.whole(p.all(""), replies, mostReplies)}
}

// mostDropped is the number of clauses up to which each is left out in turn.
const mostDropped = 6

// someWords are the lists of what has some of the words: all but one, one of them in the title, one
// of them anywhere.
func (p plan) someWords(in span) (list []want) {
	anywhere, titles := make([]db.Match, len(p.clauses)), make([]db.Match, len(p.clauses))
	for i, c := range p.clauses {
		anywhere[i], titles[i] = c.marked(""), c.marked(index.InTitle)
	}
	if n := len(p.clauses); 2 < n && n <= mostDropped {
		for i := range p.clauses {
			others := slices.Delete(slices.Clone(anywhere), i, i+1)
			list = append(list, p.part(db.AllOf(others...), in, mostInARow, fitsAbout))
		}
	}
	return append(list,
		p.part(db.AnyOf(titles...), in, mostTitles, fitsAbout),
		p.whole(db.AnyOf(anywhere...), in, mostHeads))
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

// take asks the index for some lists, and leaves out of them what by may not read. A list that
// ended at its bound with less left than there is room for is gone on with, in what they may read
// alone: where it ends, and how much is in it, must not tell of what they may not.
func (s *Store) take(ctx context.Context, f *found, p plan, wants []want) error {
	lists, err := s.ask(ctx, p, wants, p.slots.mixed)
	if err != nil {
		return err
	}
	var rest []want
	var of []int // the list that each of rest goes on with
	for i, w := range wants {
		full := len(lists[i]) == w.Most
		if full {
			w.Last = lists[i][w.Most-1] - 1
		}
		lists[i] = p.told(lists[i])
		if w.Most = w.room() - len(lists[i]); full && w.Most > 0 {
			rest, of = append(rest, w), append(of, i)
		}
	}
	if len(rest) > 0 {
		more, err := s.ask(ctx, p, rest, true)
		if err != nil {
			return err
		}
		for i, list := range of {
			lists[list] = append(lists[list], more[i]...)
		}
	}
	for i, w := range wants {
		f.add(w, lists[i])
	}
	return nil
}

// told are the places that by may read, of those that the index gave.
func (p plan) told(list []int64) []int64 {
	if p.slots.mixed {
		return list // it was asked for these alone
	}
	return slices.DeleteFunc(list, func(id int64) bool { return !p.slots.tell(index.Place(id)) })
}

// add takes in a list as far as there is room for it.
func (f *found) add(w want, ids []int64) {
	ids = ids[:min(len(ids), w.room())]
	f.ids, f.weight = append(f.ids, ids), append(f.weight, w.weight)
	if w.whole && len(ids) == w.room() {
		f.more, f.end = true, ids[len(ids)-1]
	}
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
