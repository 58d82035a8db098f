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

// mostNear bounds how many words are compared with one that was typed.
const mostNear = 2000

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
	begins := string([]rune(typed)[:2])
	list, err := db.All(ctx, s.db, (*known).fields, `
		SELECT w.word, w.stem, w.docs FROM search_words w
		WHERE w.docs > 0 AND w.word <> $1 AND (w.skeleton = $2 OR w.word >= $3 AND w.word < $4)
		ORDER BY w.docs DESC, w.word
		LIMIT $5`, typed, words.Skeleton(typed), begins, begins+"\U0010FFFF", mostNear)
	if err != nil {
		return best, err
	}
	most := 2
	if utf8.RuneCountInString(typed) < 6 {
		most = 1
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
	return s.any(ctx, db.AllOf(c.marked(""), p.filters, p.access))
}

func (s *Store) fits(ctx context.Context, p plan, stem string) (bool, error) {
	return s.any(ctx, db.AllOf(db.Word(stem), p.filters, p.access))
}

// any tells whether a text fits.
func (s *Store) any(ctx context.Context, m db.Match) (bool, error) {
	first, last := index.Span(index.Replies, index.Pages)
	ids, err := db.Matching(ctx, s.db, db.Want{Match: m, First: first, Last: last, Most: 1})
	return err == nil && len(ids[0]) > 0, err
}
