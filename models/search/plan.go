package search

import (
	"commonroom/models/index"
	"context"
	"fmt"
	"strconv"

	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// plan is a query ready to be looked up: what texts have to fit, in which range of places.
type plan struct {
	asked
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
		p.not = db.AnyOf(p.not, t.plain())
	}
	if err := s.complete(ctx, &p); err != nil {
		return p, err
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
	p.access, p.slots = readable(by, own), rooms.readable(by, own)
	p.filters, err = s.filters(ctx, by, p)
	return err
}

func (s *Store) filters(ctx context.Context, by member.Member, p *plan) (m db.Match, err error) {
	m = p.when(s.db.Now())
	if p.Kind != "" {
		m = db.AllOf(m, p.setKind())
	}
	if p.Thread != 0 {
		m = db.AllOf(m, db.Word(index.Filter(index.ByThread, p.Thread)))
	}
	if p.Tag != "" {
		m = db.AllOf(m, db.Word(index.Filter(index.ByTag, prose.Slug(p.Tag))))
	}
	if p.Cohort != "" {
		of, err := s.ofCohort(ctx, by, p)
		if err != nil {
			return m, err
		}
		m = db.AllOf(m, of)
	}
	if p.Board != "" {
		m = db.AllOf(m, s.inBoard(ctx, p.Board))
	}
	if p.Author != "" {
		m = db.AllOf(m, s.byAuthor(ctx, by, p.Author))
	}
	return m, nil
}

// readable fits what by may read: what is for everybody, for members what is for them, and what
// stands in a private space of theirs.
func readable(by member.Member, own []int64) db.Match {
	list := []db.Match{db.Word(index.Access("public", 0))}
	if by.IsMember() {
		list = append(list, db.Word(index.Access("members", 0)))
	}
	for _, id := range own {
		list = append(list, db.Word(index.Access("private", id)))
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

// inBoard fits what stands in the space with the slug. That by may read it is asked by readable:
// of one that they may not, as of one that is not there, nothing fits.
func (s *Store) inBoard(ctx context.Context, slug string) db.Match {
	rooms, err := s.rooms(ctx)
	if err == nil {
		for _, in := range rooms.list {
			if in.Slug == slug {
				return db.Word(index.Filter(index.ByBoard, in.ID))
			}
		}
	}
	return db.Word(index.Nothing)
}

// byAuthor fits what a member wrote. Handles are for members to know.
func (s *Store) byAuthor(ctx context.Context, by member.Member, handle string) db.Match {
	if !by.IsMember() {
		return db.Word(index.Nothing)
	}
	known, err := member.Handles(ctx, s.db, []string{handle})
	if err != nil || !known.Has(handle) {
		return db.Word(index.Nothing)
	}
	return db.Word(index.Filter(index.ByAuthor, known[handle]))
}

// mostOfCohort is more people than any one intake has.
const mostOfCohort = 400

// ofCohort fits what members of one intake wrote, and themselves. Who was in which is for members to know.
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
	ids, err := db.All(ctx, s.db, func(id *int64) []any { return []any{id} }, `
		SELECT m.id FROM members m WHERE m.cohort_number = $1 AND m.state = 'member' ORDER BY m.id LIMIT $2`, number, mostOfCohort)
	of := []db.Match{db.Word(index.Filter(index.ByCohort, number))}
	for _, id := range ids {
		of = append(of, db.Word(index.Filter(index.ByAuthor, id)))
	}
	return db.AnyOf(of...), err
}

// mostCompleted is how many words a half-typed one is taken for: the most used.
const mostCompleted = 8

// complete takes a last word that nobody has written for the beginning of one.
func (s *Store) complete(ctx context.Context, p *plan) error {
	if len(p.last) < index.ShortestWord {
		return nil
	}
	found, err := s.beginning(ctx, p.last, mostCompleted)
	if err != nil || len(found) == 0 || found[0].word == p.last {
		return err
	}
	last := &p.clauses[len(p.clauses)-1]
	for _, w := range found {
		last.terms = append(last.terms, term{stems: []string{w.stem}})
	}
	return nil
}

// known is a word that people here use.
type known struct {
	word, stem string
	docs       int
}

func (k *known) fields() []any { return []any{&k.word, &k.stem, &k.docs} }

// beginning lists the words that begin with what was typed: itself first, then the most used.
func (s *Store) beginning(ctx context.Context, typed string, most int) ([]known, error) {
	return db.All(ctx, s.db, (*known).fields, `
		SELECT w.word, w.stem, w.docs
		FROM search_words w
		WHERE w.word >= $1 AND w.word < $2 AND w.docs > 0
		ORDER BY CASE WHEN w.word = $1 THEN 0 ELSE 1 END, w.docs DESC, w.word
		LIMIT $3`, typed, typed+"\U0010FFFF", most)
}

// plain fits the words of the term wherever they stand.
func (t term) plain() db.Match { return t.marked("") }

// marked fits the words of the term where they are marked: in a title, as what a text is about.
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
	any := make([]db.Match, len(c.terms))
	for i, t := range c.terms {
		any[i] = t.marked(mark)
	}
	return db.AnyOf(any...)
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
	if len(p.clauses) < 2 {
		return p.all("")
	}
	all := make([]db.Match, 0, len(p.clauses)+1)
	any := make([]db.Match, len(p.clauses))
	for i, c := range p.clauses {
		any[i] = c.marked("")
		all = append(all, db.AnyOf(any[i], c.marked(index.InContext)))
	}
	return db.AllOf(append(all, db.AnyOf(any...))...)
}

// row fits the words of all clauses one after the other, as they were typed.
func (p plan) row() db.Match {
	if len(p.clauses) < 2 {
		return db.Match{}
	}
	var stems []string
	for _, c := range p.clauses {
		if c.exact || len(c.terms[0].stems) > 1 {
			return db.Match{}
		}
		stems = append(stems, c.terms[0].stems...)
	}
	return db.InARow(stems...)
}

// with has what fits pass the filters too.
func (p plan) with(m db.Match) db.Match {
	if len(p.clauses) == 0 {
		return db.AllOf(p.filters, p.access).Without(p.not)
	}
	if m.Empty() {
		return m
	}
	return db.AllOf(m, p.filters).Without(p.not)
}
