package search

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/words"
)

// near finds a spelling near what was typed with which something is found, from the words that
// people here have written; empty if there is none. What it offers, the asker finds: no word is
// shown that stands only where they may not read.
func (s *Store) near(ctx context.Context, p plan) (string, error) {
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
	found, err := s.look(ctx, other)
	if err != nil || found.empty() {
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

// shortestMended is the number of letters from which a word is mended: of a shorter one, any
// other is near.
const shortestMended = 4

// beginsAlike is how many first letters a word shares with one that is taken for a slip of it,
// unless it sounds alike.
const beginsAlike = 3

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

// nearest finds the word nearest to one that stands nowhere the asker may read; the zero value if
// it does stand there, or nothing is near. The candidates begin alike, or have the same skeleton.
func (s *Store) nearest(ctx context.Context, p plan, c clause) (best known, err error) {
	typed := words.Fold(c.typed)
	if !index.Memorable(typed) || len(typed) < shortestMended {
		return best, nil
	}
	if written, err := s.exists(ctx, p, c.marked("")); err != nil || written {
		return best, err
	}
	letters := utf8.RuneCountInString(typed)
	begins, most := string([]rune(typed)[:beginsAlike]), furthest(letters)
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
		if d := words.Distance(typed, w.word, most); d < at || d == at && d <= most && w.docs > best.docs {
			if there, err := s.exists(ctx, p, db.Word(w.stem)); err != nil {
				return best, err
			} else if there {
				best, at = w, d
			}
		}
	}
	return best, nil
}

// firstTold is how many places are told apart by their slots to see whether the asker may read
// one of them, before the index is asked for those alone.
const firstTold = 20

// exists tells whether there is a text that fits, that the asker may read and the filters leave.
func (s *Store) exists(ctx context.Context, p plan, m db.Match) (bool, error) {
	first, last := index.Span(index.Replies, index.Pages)
	one := []want{{Want: db.Want{Match: db.AllOf(m, p.filters), First: first, Last: last, Most: firstTold}}}
	lists, err := s.ask(ctx, p, one, p.slots.mixed)
	if err != nil {
		return false, err
	}
	full := len(lists[0]) == firstTold
	if there := len(p.told(lists[0])) > 0; there || !full {
		return there, nil
	}
	lists, err = s.ask(ctx, p, one, true)
	return err == nil && len(lists[0]) > 0, err
}
