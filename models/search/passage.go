package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"commonroom/models/words"
)

// Passage is a piece of text with the words marked that were looked for.
type Passage []Piece

// Piece is a stretch of text, marked or not.
type Piece struct {
	Text   string
	Marked bool
}

// Text is the passage without marks.
func (p Passage) Text() string {
	var b strings.Builder
	for _, piece := range p {
		b.WriteString(piece.Text)
	}
	return b.String()
}

// passageLength is how long a passage is, in bytes: two or three lines on a wide page.
const passageLength = 240

// marker knows the words to be marked.
type marker struct {
	stems   []string
	clauses [][]string // the stems of each clause
	wanted  int        // how many clauses there are
	first   [256]bool  // bytes that a stem begins with
}

func (a asked) marker() (m marker) {
	m.stems, m.wanted = a.stems(), len(a.clauses)
	for _, c := range a.clauses {
		var stems []string
		for _, t := range c.terms {
			stems = append(stems, t.stems...)
		}
		m.clauses = append(m.clauses, stems)
	}
	for _, stem := range m.stems {
		if stem != "" {
			m.first[stem[0]] = true
		}
	}
	return m
}

func (m marker) has(stem string) bool { return slices.Contains(m.stems, stem) }

func (m marker) spans(text string) []words.Span {
	if len(m.stems) == 0 {
		return nil
	}
	return words.Mark(text, m.has, func(b byte) bool { return m.first[b] })
}

// whole is the whole text with its words marked.
func (m marker) whole(text string) Passage { return cut(text, 0, len(text), m.spans(text)) }

// share is how much of a title was asked for.
func (m marker) share(title string) float64 {
	marked := len(m.spans(title))
	if marked == 0 {
		return 0
	}
	return float64(marked) / float64(max(marked, len(words.All(title))))
}

// covered is how many of the wanted words stand in the spans, as a share of what can be asked for.
func (m marker) covered(text string, spans []words.Span) float64 {
	if m.wanted == 0 {
		return 0
	}
	there := map[int]bool{}
	for _, s := range spans {
		for clause, stems := range m.clauses {
			if slices.Contains(stems, words.Stem(text[s.Start:s.End])) {
				there[clause] = true
			}
		}
	}
	return float64(len(there)) / float64(m.wanted)
}

// passage is the stretch of the text with the most of the words, and its beginning if it has none.
func (m marker) passage(text string, spans []words.Span) Passage {
	if len(text) <= passageLength || len(spans) == 0 {
		return around(text, 0, spans)
	}
	best, most := 0, 0
	for i, s := range spans {
		different := map[string]bool{}
		for _, next := range spans[i:] {
			if next.End-s.Start > passageLength {
				break
			}
			different[words.Stem(text[next.Start:next.End])] = true
		}
		if len(different) > most {
			best, most = i, len(different)
		}
	}
	return around(text, spans[best].Start, spans)
}

// around cuts the passage in which the byte at stands near the beginning, at blanks.
func around(text string, at int, spans []words.Span) Passage {
	if len(text) <= passageLength {
		return cut(text, 0, len(text), spans)
	}
	from := max(0, at-passageLength/4)
	if from > 0 {
		if i := strings.IndexByte(text[from:at], ' '); i >= 0 {
			from += i + 1
		} else {
			from = at
		}
	}
	to := min(len(text), from+passageLength)
	if to < len(text) {
		if i := strings.LastIndexByte(text[from:to], ' '); i > passageLength/2 {
			to = from + i
		}
		for !utf8.RuneStart(text[to]) {
			to--
		}
	}
	p := cut(text, from, to, spans)
	if from > 0 {
		p = append(Passage{{Text: "… "}}, p...)
	}
	if to < len(text) {
		p = append(p, Piece{Text: " …"})
	}
	return p
}

// cut writes text[from:to] as pieces.
func cut(text string, from, to int, spans []words.Span) (p Passage) {
	for _, s := range spans {
		if s.Start < from || s.End > to {
			continue
		}
		if s.Start > from {
			p = append(p, Piece{Text: text[from:s.Start]})
		}
		p = append(p, Piece{Text: text[s.Start:s.End], Marked: true})
		from = s.End
	}
	if from < to {
		p = append(p, Piece{Text: text[from:to]})
	}
	return p
}
