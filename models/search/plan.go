package search

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// plan is a query ready to be looked up: what texts have to fit, in which range of places.
type plan struct {
	asked
	own      []int64  // the private spaces that the asker may read
	access   db.Match // who may read it
	slots    slots    // the same, told by a place alone
	filters  db.Match // every filter
	not      db.Match
	from, to index.Sort // the sorts to look at
	also     []string   // what else is looked for: other names of the same
	notes    []string   // what could not be understood
}

// plan makes a plan of what was asked: it finds who may read what, what the filters mean, and what
// else the words can be.
func (s *Store) plan(ctx context.Context, by member.Member, a asked) (p plan, err error) {
	p = plan{asked: a, from: index.Replies, to: index.Pages}
	if err := s.filter(ctx, by, &p); err != nil {
		return p, err
	}
	for _, t := range a.not {
		p.not = db.AnyOf(p.not, t.marked(""))
	}
	return p, s.broaden(ctx, &p)
}

// filter fills in who may read what, and what the form and the operators ask for.
func (s *Store) filter(ctx context.Context, by member.Member, p *plan) error {
	own, err := s.private(ctx, by)
	if err != nil {
		return err
	}
	rooms, err := s.rooms(ctx)
	if err != nil {
		return err
	}
	p.own, p.access, p.slots = own, readable(by, own), rooms.readable(by, own)
	p.filters, err = s.filters(ctx, by, p)
	return err
}

// filters are what the form and the operators ask for: all of it has to fit.
func (s *Store) filters(ctx context.Context, by member.Member, p *plan) (db.Match, error) {
	m := p.when(s.db.Now())
	if p.Kind != "" {
		m = db.AllOf(m, p.setKind())
	}
	if p.Thread != 0 {
		m = db.AllOf(m, db.Word(index.Filter(index.ByThread, p.Thread)))
	}
	if p.Tag != "" {
		m = db.AllOf(m, db.Word(index.Filter(index.ByTag, prose.Slug(p.Tag))))
	}
	for _, f := range []struct {
		asked string
		fits  func(context.Context, member.Member, *plan) (db.Match, error)
	}{{p.Cohort, s.ofCohort}, {p.Board, s.inBoard}, {p.Author, s.byAuthor}, {p.Is, s.inState}, {p.Has, s.having}} {
		if f.asked == "" {
			continue
		}
		of, err := f.fits(ctx, by, p)
		if err != nil {
			return m, err
		}
		m = db.AllOf(m, of)
	}
	return m, nil
}

// readable fits what by may read: what is for everybody, for members what is for them, and what
// stands in a private space of theirs.
func readable(by member.Member, own []int64) db.Match {
	list := []db.Match{db.Word(index.Access(string(space.Public), 0))}
	if by.IsMember() {
		list = append(list, db.Word(index.Access(string(space.Members), 0)))
	}
	for _, id := range own {
		list = append(list, db.Word(index.Access(string(space.Private), id)))
	}
	return db.AnyOf(list...)
}

// setKind has the plan look at the places of one kind only.
func (p *plan) setKind() db.Match {
	for _, k := range kinds {
		if k.kind == Kind(p.Kind) {
			p.from, p.to = k.from, k.to
			return db.Match{}
		}
	}
	return db.Word(index.Nothing)
}

// inBoard fits what stands in the space with the slug. One that by may not read is looked into no
// more than one that is not there: not even how long it takes tells them apart.
func (s *Store) inBoard(ctx context.Context, by member.Member, p *plan) (db.Match, error) {
	rooms, err := s.rooms(ctx)
	for _, in := range rooms.list {
		if in.Slug == p.Board && opens(in, by, p.own) {
			return db.Word(index.Filter(index.ByBoard, in.ID)), err
		}
	}
	return db.Word(index.Nothing), err
}

// mostNamed is how many members are taken to be meant by one name.
const mostNamed = 20

// byAuthor fits what a member wrote: the one with the handle or, as most people know no handles,
// those whose name it is or begins with these words. Both are for members to know.
func (s *Store) byAuthor(ctx context.Context, by member.Member, p *plan) (m db.Match, err error) {
	if !by.IsMember() {
		return db.Word(index.Nothing), nil
	}
	handle := strings.ToLower(p.Author)
	known, err := member.Handles(ctx, s.db, []string{handle})
	if err != nil {
		return m, err
	}
	if known.Has(handle) {
		return db.Word(index.Filter(index.ByAuthor, known[handle])), nil
	}
	ids, err := member.Named(ctx, s.db, p.Author, mostNamed)
	if err != nil || len(ids) == 0 {
		p.notes = append(p.notes, fmt.Sprintf("No member has the name or the handle “%s”.", p.Author))
		return db.Word(index.Nothing), err
	}
	var of []db.Match
	for _, id := range ids {
		of = append(of, db.Word(index.Filter(index.ByAuthor, id)))
	}
	return db.AnyOf(of...), nil
}

// mostOfCohort is more people than any one intake has.
const mostOfCohort = 400

// ofCohort fits what members of one intake wrote, and themselves. Who was in which is for members
// to know.
func (s *Store) ofCohort(ctx context.Context, by member.Member, p *plan) (m db.Match, err error) {
	number, err := strconv.Atoi(p.Cohort)
	if err != nil {
		p.notes = append(p.notes, fmt.Sprintf("“%s” is no cohort, so it was left out. Write its number, such as 3.", p.Cohort))
		p.Cohort = ""
		return m, nil
	}
	if !by.IsMember() {
		return db.Word(index.Nothing), nil
	}
	ids, err := db.Values[int64](ctx, s.db, `
		SELECT m.id FROM members m WHERE m.cohort_number = $1 AND m.state = 'member' ORDER BY m.id LIMIT $2`, number, mostOfCohort)
	of := []db.Match{db.Word(index.Filter(index.ByCohort, number))}
	for _, id := range ids {
		of = append(of, db.Word(index.Filter(index.ByAuthor, id)))
	}
	return db.AnyOf(of...), err
}

// mostCompleted is how many words a half-typed one is taken for: the most used.
const mostCompleted = 8

// complete takes a last word that stands nowhere the asker may read for the beginning of one. It
// tells whether there is any.
func (s *Store) complete(ctx context.Context, p *plan) (more bool, err error) {
	if len(p.last) < index.ShortestWord {
		return false, nil
	}
	last := p.clauses[len(p.clauses)-1]
	if strings.Contains(last.typed, " ") { // it ends a name, or is one of several that will do
		return false, nil
	}
	if there, err := s.exists(ctx, *p, last.marked("")); err != nil || there {
		return false, err
	}
	found, err := s.beginning(ctx, p.last, mostCompleted)
	p.become(found)
	return len(found) > 0, err
}

// become lets the last word be any of some as well.
func (p *plan) become(words []known) {
	last := &p.clauses[len(p.clauses)-1]
	for _, w := range words {
		last.terms = append(last.terms, term{stems: []string{w.stem}})
	}
}

// known is a word that people here use.
type known struct {
	word, stem string
	docs       int
}

func (k *known) fields() []any { return []any{&k.word, &k.stem, &k.docs} }

// beginning lists the words that begin with what was typed, the most used first, and not itself:
// whether somebody has written it is not for everybody to learn.
func (s *Store) beginning(ctx context.Context, typed string, most int) ([]known, error) {
	return db.All(ctx, s.db, (*known).fields, `
		SELECT w.word, w.stem, w.docs
		FROM search_words w
		WHERE w.word > $1 AND w.word < $2 AND w.docs > 0
		ORDER BY w.docs DESC, w.word
		LIMIT $3`, typed, typed+"\U0010FFFF", most)
}

// marked fits the words of the term where they are marked: in a title, as what a text is about.
// With no mark it fits them wherever they stand.
func (t term) marked(mark string) db.Match {
	list := make([]string, len(t.stems))
	for i, stem := range t.stems {
		list[i] = mark + stem
	}
	if t.inRow && (mark == "" || mark == index.InTitle) {
		return db.InARow(list...)
	}
	all := make([]db.Match, len(list))
	for i, word := range list {
		all[i] = db.Word(word)
	}
	return db.AllOf(all...)
}

// marked fits what any of the clause's terms fits.
func (c clause) marked(mark string) db.Match {
	ways := make([]db.Match, len(c.terms))
	for i, t := range c.terms {
		ways[i] = t.marked(mark)
	}
	return db.AnyOf(ways...)
}

// all fits what every clause fits, where its words are marked.
func (p plan) all(mark string) db.Match {
	all := make([]db.Match, len(p.clauses))
	for i, c := range p.clauses {
		all[i] = c.marked(mark)
	}
	return db.AllOf(all...)
}

// replies fits replies that have at least one of the clauses in their own words, and the others in
// theirs or in the title they stand under.
func (p plan) replies() db.Match {
	all := make([]db.Match, 0, len(p.clauses)+1)
	own := make([]db.Match, len(p.clauses))
	for i, c := range p.clauses {
		own[i] = c.marked("")
		all = append(all, db.AnyOf(own[i], c.marked(index.InContext)))
	}
	return db.AllOf(append(all, db.AnyOf(own...))...)
}

// row fits the words of several clauses one after the other, as they were typed.
func (p plan) row() db.Match {
	var stems []string
	for _, c := range p.clauses {
		if c.exact || len(c.terms[0].stems) > 1 {
			return db.Match{}
		}
		stems = append(stems, c.terms[0].stems...)
	}
	return db.InARow(stems...)
}

// with fits what m fits and passes the filters too. Where nothing but filters was asked for, what
// by may read is asked of the index: nearly all that a filter fits may be for others.
func (p plan) with(m db.Match) db.Match {
	if len(p.clauses) == 0 {
		return db.AllOf(p.filters, p.access).Without(p.not)
	}
	if m.Empty() {
		return m
	}
	return db.AllOf(m, p.filters).Without(p.not)
}
