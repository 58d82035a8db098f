package search

import (
	"math/bits"
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
	clause map[string]uint8 // by stem, the clause that asks for it
	first  [256]bool        // bytes that a stem begins with
	wanted int              // how many clauses there are
	typed  [][]string       // of each clause that other names fit too, the stems as they were typed
	names  [][]string       // other names of several words
	alone  map[string]bool  // stems that mean what was typed by themselves; nil where all do
}

func (a asked) marker() marker {
	m := marker{clause: map[string]uint8{}, wanted: len(a.clauses)}
	for i, c := range a.clauses {
		for _, t := range c.terms {
			for _, stem := range t.stems {
				if _, there := m.clause[stem]; !there && stem != "" {
					m.clause[stem] = uint8(i)
					m.first[stem[0]] = true
				}
			}
		}
		if slices.ContainsFunc(c.terms, func(t term) bool { return t.named }) {
			m.typed = append(m.typed, c.terms[0].stems)
		}
	}
	if len(m.typed) > 0 {
		m.learnNames(a.clauses)
	}
	return m
}

// learnNames takes note of the other names that have several words: one of them alone means
// nothing. In an electronic patient record, a patient is not what somebody means who types EPR.
func (m *marker) learnNames(clauses []clause) {
	m.alone = map[string]bool{}
	for _, c := range clauses {
		for _, t := range c.terms {
			if t.named && len(t.stems) > 1 {
				m.names = append(m.names, t.stems)
				continue
			}
			for _, stem := range t.stems {
				m.alone[stem] = true
			}
		}
	}
}

// meant leaves out words that only mean something as part of a name, where the rest of it is
// missing.
func (m marker) meant(spots []spot) []spot {
	if m.alone == nil {
		return spots
	}
	keep := make([]bool, len(spots))
	for i, s := range spots {
		keep[i] = keep[i] || m.alone[s.stem]
		for _, name := range m.names {
			if stands(name, spots[i:]) {
				for j := range name {
					keep[i+j] = true
				}
			}
		}
	}
	left := spots[:0]
	for i, s := range spots {
		if keep[i] {
			left = append(left, s)
		}
	}
	return left
}

// stands tells whether the spots begin with a whole name.
func stands(name []string, spots []spot) bool {
	if len(spots) < len(name) {
		return false
	}
	for i, stem := range name {
		if spots[i].stem != stem || i > 0 && spots[i].Start-spots[i-1].End > adjacent {
			return false
		}
	}
	return true
}

// called is how much a text with such spots calls things what they were called by who asked, where
// there are other names for them.
func (m marker) called(spots []spot) (share float64) {
	if len(m.typed) == 0 {
		return 1
	}
	for _, stems := range m.typed {
		there := 0
		for _, stem := range stems {
			if slices.ContainsFunc(spots, func(s spot) bool { return s.stem == stem }) {
				there++
			}
		}
		share += float64(there) / float64(len(stems))
	}
	return share / float64(len(m.typed))
}

// spot is where a word that was asked for stands in a text, and which clause asked for it.
type spot struct {
	words.Span
	clause uint8
	stem   string
}

func (m marker) spots(text string) []spot {
	if len(m.clause) == 0 {
		return nil
	}
	var spots []spot
	spans := words.Mark(text, func(stem string) bool {
		clause, there := m.clause[stem]
		if there {
			spots = append(spots, spot{clause: clause, stem: stem})
		}
		return there
	}, func(b byte) bool { return m.first[b] })
	for i, span := range spans {
		spots[i].Span = span
	}
	return m.meant(spots)
}

// covered is how many of the clauses have a word in a text, as a share of all.
func (m marker) covered(spots []spot) float64 {
	if m.wanted == 0 {
		return 0
	}
	return float64(different(spots)) / float64(m.wanted)
}

// different is how many clauses some spots answer.
func different(spots []spot) int {
	var there uint32 // there are maxClauses at most
	for _, s := range spots {
		there |= 1 << s.clause
	}
	return bits.OnesCount32(there)
}

// adjacent is how many bytes may stand between two words that follow each other: a blank, or an
// "of the".
const adjacent = 8

// inRow tells whether words of all clauses stand one after the other, as they were typed.
func (m marker) inRow(spots []spot) bool {
	run := 0
	for i, s := range spots {
		switch {
		case int(s.clause) == run && (run == 0 || s.Start-spots[i-1].End <= adjacent):
			run++
		case s.clause == 0:
			run = 1
		default:
			run = 0
		}
		if run == m.wanted {
			return m.wanted > 1
		}
	}
	return false
}

// passage is the stretch of the text with the most of the words, and its beginning if it has none.
func (m marker) passage(text string, spots []spot) Passage {
	if len(text) <= passageLength || len(spots) == 0 {
		return around(text, 0, spots)
	}
	best, most, to := 0, 0, 0
	for i, s := range spots {
		for to < len(spots) && spots[to].End-s.Start <= passageLength {
			to++
		}
		if n := different(spots[i:max(to, i+1)]); n > most {
			best, most = i, n
		}
		if most == m.wanted {
			break
		}
	}
	return around(text, spots[best].Start, spots)
}

// around cuts the passage in which the byte at stands near the beginning, at blanks.
func around(text string, at int, spots []spot) Passage {
	if len(text) <= passageLength {
		return cut(text, 0, len(text), spots)
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
	p := cut(text, from, to, spots)
	if from > 0 {
		p = append(Passage{{Text: "… "}}, p...)
	}
	if to < len(text) {
		p = append(p, Piece{Text: " …"})
	}
	return p
}

// cut writes text[from:to] as pieces.
func cut(text string, from, to int, spots []spot) (p Passage) {
	for _, s := range spots {
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
