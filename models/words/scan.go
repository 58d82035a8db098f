package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sort is what sort of character one is to a word, as a bit.
type sort byte

const (
	blank sort = 0 // stands between words
	small sort = 1 << iota
	capital
	digit
	wide // a letter or digit beyond ASCII
	mark // belongs to the letter before it
)

// letter is every sort that is, or may be, a letter.
const letter = small | capital | wide

// sorts and lowered are what each byte is, and what it is in lower case.
var sorts, lowered = ascii()

func ascii() (sorts [256]sort, lowered [256]byte) {
	for i := range 256 {
		b := byte(i)
		lowered[b] = b
		switch {
		case 'a' <= b && b <= 'z':
			sorts[b] = small
		case 'A' <= b && b <= 'Z':
			sorts[b], lowered[b] = capital, b+'a'-'A'
		case '0' <= b && b <= '9':
			sorts[b] = digit
		}
	}
	return sorts, lowered
}

// scanner walks over the words of a text.
type scanner struct {
	text       string
	start, end int     // of the word met last
	seen       sort    // the sorts of its characters
	runes      int     // and how many they are
	before     [2]Span // the words before it, the nearest first
}

// next goes on to the next word.
func (s *scanner) next() bool {
	s.before[1], s.before[0] = s.before[0], Span{s.start, s.end}
	at := s.end
	for at < len(s.text) {
		size, kind := look(s.text, at)
		if kind != blank && kind != mark {
			s.start = at
			s.word()
			return true
		}
		at += size
	}
	s.end = at
	return false
}

// word finds the end of the word that starts where the scanner stands.
func (s *scanner) word() {
	s.seen, s.runes = 0, 0
	at := s.start
	for at < len(s.text) {
		size, kind := look(s.text, at)
		if kind == blank {
			if size = inner(s.text, s.start, at); size == 0 {
				break
			}
		}
		if kind != mark {
			s.runes++
		}
		s.seen |= kind
		at += size
	}
	s.end = at
}

// look tells what a character is, and how many bytes it has.
func look(text string, at int) (int, sort) {
	if b := text[at]; b < utf8.RuneSelf {
		return 1, sorts[b]
	}
	r, size := utf8.DecodeRuneInString(text[at:])
	switch {
	case apostrophe(r):
		return size, blank
	case unicode.IsLetter(r), unicode.IsDigit(r), raised(r):
		return size, wide
	case unicode.IsMark(r), r == '\u00ad', r == '\u200c', r == '\u200d':
		return size, mark // a soft hyphen and joiners are not seen, and split nothing
	}
	return size, blank
}

// raised tells whether a character is a digit above or below the line, as in CO₂.
func raised(r rune) bool {
	return r == '²' || r == '³' || r == '¹' || '\u2070' <= r && r <= '\u2089' && unicode.IsNumber(r)
}

func apostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '‛', 'ʼ', '＇':
		return true
	}
	return false
}

// inner gives the size of a sign at a place that holds the word on both its sides together, and 0
// for one that ends it.
func inner(text string, start, at int) int {
	switch b := text[at]; {
	case b == '\'':
		return held(1, is(text, at+1, letter))
	case b == '&':
		return held(1, short(text, start, at))
	case b == '.':
		return held(1, is(text, at-1, digit) && is(text, at+1, digit))
	case b == ',':
		return held(1, is(text, at-1, digit) && thousand(text, at+1))
	case b == '+' && at == start+1:
		return held(2, is(text, start, letter) && strings.HasPrefix(text[at:], "++") && !is(text, at+2, letter|digit))
	case b == '#' && at == start+1:
		return held(1, is(text, start, letter) && !is(text, at+1, letter|digit))
	case b >= utf8.RuneSelf:
		r, size := utf8.DecodeRuneInString(text[at:])
		return held(size, apostrophe(r) && is(text, at+size, letter))
	}
	return 0
}

func held(size int, holds bool) int {
	if holds {
		return size
	}
	return 0
}

// is tells whether the character that starts at a place is of one of the sorts.
func is(text string, at int, kinds sort) bool {
	if at < 0 || at >= len(text) {
		return false
	}
	_, kind := look(text, at)
	return kind&kinds != 0
}

// short tells whether the sign at a place joins two short runs of letters, as in A&E, rather than
// two words that lack blanks.
func short(text string, start, at int) bool {
	const most = 3
	left, right := at, at+1
	for left > start && sorts[text[left-1]]&(small|capital) != 0 {
		left--
	}
	for right < len(text) && sorts[text[right]]&(small|capital) != 0 {
		right++
	}
	l, r := at-left, right-at-1
	return 0 < l && l <= most && 0 < r && r <= most && (left == start || text[left-1] == '&') && !is(text, right, wide|digit)
}

// thousand tells whether just three digits stand at a place.
func thousand(text string, at int) bool {
	for i := range 3 {
		if !is(text, at+i, digit) {
			return false
		}
	}
	return !is(text, at+3, letter|digit)
}

// capitals tells whether the word is in capitals throughout.
func (s *scanner) capitals() bool { return s.seen == capital && s.end-s.start >= 2 }

// shouted tells whether the words around the one met last are in capitals too, so that its own
// make no abbreviation of it. Other abbreviations around it do not count as shouting.
func (s *scanner) shouted() bool {
	after := scanner{text: s.text, end: s.end}
	shouts := false
	near := s.before[:]
	for range 2 {
		if after.next() {
			near = append(near[:len(near):len(near)], Span{after.start, after.end})
		}
	}
	for _, n := range near {
		w := s.text[n.Start:n.End]
		if strings.ContainsFunc(w, unicode.IsLower) {
			return false
		}
		shouts = shouts || len(w) > 4 || w != "" && lookup(w).stop != kept
	}
	return shouts
}
