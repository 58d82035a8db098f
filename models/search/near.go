package search

import (
	"cmp"
	"commonroom/models/index"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/words"
)

// near finds a spelling near what was typed with which something is found, from the words that
// people here have written; empty if there is none. What it offers, by finds: no word is shown that
// stands only where they may not read.
func (s *Store) near(ctx context.Context, by member.Member, p plan) (string, error) {
	text, changed := p.Text, false
	other := p
	other.clauses = slices.Clone(p.clauses)
	for i, c := range p.clauses {
		if len(c.terms) == 0 || len(c.terms[0].stems) != 1 || strings.Contains(c.typed, " ") {
			continue
		}
		w, err := s.nearest(ctx, p, c)
		if err != nil {
			return "", err
		}
		if w.word == "" {
			continue
		}
		text = replaceWord(text, c.typed, likeTyped(c.typed, w.word))
		other.clauses[i] = clause{terms: []term{{stems: []string{w.stem}}}, typed: w.word}
		changed = true
	}
	if !changed {
		return "", nil
	}
	other.Any = p.Any
	found, err := s.look(ctx, other)
	if err != nil || len(found.candidates()) == 0 {
		return "", err
	}
	return text, nil
}

// replaceWord puts the right word where the wrong one was typed.
func replaceWord(text, wrong, right string) string {
	fields := strings.Fields(text)
	for i, f := range fields {
		if strings.Trim(f, `"`) == wrong {
			fields[i] = strings.Replace(f, wrong, right, 1)
		}
	}
	return strings.Join(fields, " ")
}

// likeTyped begins a word with a capital where the one that was typed does.
func likeTyped(typed, word string) string {
	first, _ := utf8.DecodeRuneInString(typed)
	if r, size := utf8.DecodeRuneInString(word); unicode.IsUpper(first) {
		return string(unicode.ToUpper(r)) + word[size:]
	}
	return word
}

// mostNear bounds how many words are compared with one that was typed: the most used of those that
// begin alike or sound alike, and are about as long.
const mostNear = 300

// furthest is how many letters may be wrong: one in a short word, where two would make any other.
func furthest(letters int) int {
	if letters < 6 {
		return 1
	}
	return 2
}

// nearest finds the word nearest to one that nobody whom by may read has written; the zero value if it is
// written, or nothing is near. The candidates begin alike, or have the same skeleton.
func (s *Store) nearest(ctx context.Context, p plan, c clause) (best known, err error) {
	typed := words.Fold(c.typed)
	if !index.Memorable(typed) || len(typed) < 4 {
		return best, nil
	}
	if written, err := s.written(ctx, p, c); err != nil || written {
		return best, err
	}
	letters := utf8.RuneCountInString(typed)
	begins, most := string([]rune(typed)[:3]), furthest(letters)
	list, err := db.All(ctx, s.db, (*known).fields, `
		SELECT w.word, w.stem, w.docs FROM search_words w
		WHERE w.docs > 0 AND w.word <> $1 AND (w.skeleton = $2 OR w.word >= $3 AND w.word < $4)
			AND length(w.word) BETWEEN $5 AND $6
		ORDER BY w.docs DESC, w.word
		LIMIT $7`, typed, words.Skeleton(typed), begins, begins+"\U0010FFFF", letters-most, letters+most, mostNear)
	if err != nil {
		return best, err
	}
	at := most + 1
	for _, w := range list {
		if d := words.Distance(typed, w.word, most); d < at || d == at && d <= most && cmp.Compare(w.docs, best.docs) > 0 {
			if there, err := s.fits(ctx, p, w.stem); err != nil {
				return best, err
			} else if there {
				best, at = w, d
			}
		}
	}
	return best, nil
}

// written tells whether somebody has written the word where by may read it.
func (s *Store) written(ctx context.Context, p plan, c clause) (bool, error) {
	return s.any(ctx, p, c.marked(""))
}

func (s *Store) fits(ctx context.Context, p plan, stem string) (bool, error) {
	return s.any(ctx, p, db.Word(stem))
}

// any tells whether a text that by may read fits.
func (s *Store) any(ctx context.Context, p plan, m db.Match) (bool, error) {
	first, last := index.Span(index.Replies, index.Pages)
	var f found
	err := s.take(ctx, &f, p, []want{{Want: db.Want{Match: db.AllOf(m, p.filters), First: first, Last: last, Most: enough}}})
	return err == nil && len(f.ids[0]) > 0, err
}
