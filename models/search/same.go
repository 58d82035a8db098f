package search

import (
	"context"
	"slices"
	"strings"

	"commonroom/models/db"
	"commonroom/models/words"
)

// same are expressions that mean the same, by the stem each begins with.
type same map[string][]expression

// expression is one way to say a thing, with all the ways there are.
type expression struct {
	stems []string
	all   []string // as the committee wrote them, this one among them
}

// sames reads the expressions that mean the same.
func (s *Store) sames(ctx context.Context) (same, error) {
	return s.same.get(func() (same, error) {
		lines, err := db.Values[string](ctx, s.db, `
			SELECT x.words FROM search_same x ORDER BY x.id`)
		return newSame(lines), err
	})
}

func newSame(lines []string) same {
	table := same{}
	for _, line := range lines {
		all := expressionsIn(line)
		for _, text := range all {
			if e := (expression{stems: stemsOf(text), all: all}); len(e.stems) > 0 {
				table[e.stems[0]] = append(table[e.stems[0]], e)
			}
		}
	}
	return table
}

// expressionsIn reads a line of expressions with commas between.
func expressionsIn(line string) (all []string) {
	for text := range strings.SplitSeq(line, ",") {
		if text = strings.TrimSpace(text); text != "" {
			all = append(all, text)
		}
	}
	return all
}

func stemsOf(text string) (stems []string) {
	for _, token := range words.All(text) {
		stems = append(stems, token.Stem)
	}
	return stems
}

// broaden lets other names of what was typed fit as well: of EPR an electronic patient record. The
// longest name that was typed counts; what stands in quotes is left as it is.
func (s *Store) broaden(ctx context.Context, p *plan) error {
	table, err := s.sames(ctx)
	if err != nil {
		return err
	}
	var clauses []clause
	for i := 0; i < len(p.clauses); {
		n, found := table.longest(p.clauses[i:])
		if n == 0 {
			clauses = append(clauses, p.clauses[i])
			i++
			continue
		}
		clauses = append(clauses, p.widened(p.clauses[i:i+n], found))
		i += n
	}
	p.clauses = clauses
	return nil
}

// longest finds the expressions that the most of the first clauses make, and of how many.
func (table same) longest(clauses []clause) (n int, found []expression) {
	stems, ends := inARow(clauses)
	if len(stems) == 0 {
		return 0, nil
	}
	for _, e := range table[stems[0]] {
		of := slices.Index(ends, len(e.stems)) + 1
		if of == 0 || of < n || !begin(stems, e.stems) {
			continue
		}
		if of > n {
			n, found = of, nil
		}
		found = append(found, e)
	}
	return n, found
}

// inARow are the stems of the first clauses that were typed without quotes, and how many there are
// at the end of each clause: a clause may be several, such as wi-fi.
func inARow(clauses []clause) (stems []string, ends []int) {
	for _, c := range clauses {
		if c.exact {
			break
		}
		stems = append(stems, c.terms[0].stems...)
		ends = append(ends, len(stems))
		if len(c.terms) > 1 {
			break
		}
	}
	return stems, ends
}

func begin(stems, with []string) bool {
	for i, stem := range with {
		if stems[i] != stem {
			return false
		}
	}
	return true
}

// widened is one clause for several that make a name: they or any other name of the same.
func (p *plan) widened(clauses []clause, found []expression) clause {
	c := clauses[0]
	stems, _ := inARow(clauses)
	if len(clauses) > 1 {
		c = clause{terms: []term{{stems: stems}}}
		for i, part := range clauses {
			if i > 0 {
				c.typed += " "
			}
			c.typed += part.typed
		}
	}
	own := strings.Join(stems, " ")
	for _, e := range found {
		for _, text := range e.all {
			stems := stemsOf(text)
			if len(stems) > 0 && strings.Join(stems, " ") != own && len(c.terms) < maxClauses {
				c.terms = append(c.terms, term{stems: stems, inRow: len(stems) > 1, named: true})
				p.also = append(p.also, text)
			}
		}
	}
	return c
}
