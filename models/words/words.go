// Package words is what search makes of text: it finds the words, brings the forms and spellings
// of one word together, and leaves out those that say nothing. The index of either database, the
// queries and the marks in a passage all go by it, so that what is found is what is marked.
package words

import "unicode/utf8"

// Token is a word of a text: the stem that stands for all its forms, and where it stands.
type Token struct {
	Stem       string
	Start, End int // bytes of the text
}

// Span is a stretch of a text, in bytes.
type Span struct{ Start, End int }

// longest is how many characters a word has at most. The longest that anybody looks for has
// fewer; what has more is a picture or a key pasted as text, and stays out of the index.
const longest = 40

// Tokens gives each word of a text in order, without the stopwords, until told to stop.
func Tokens(text string, each func(Token) bool) {
	s := scanner{text: text}
	for s.next() {
		if stem, ok := s.stem(); ok && !each(Token{Stem: stem, Start: s.start, End: s.end}) {
			return
		}
	}
}

// All gives every word of a text in order, without the stopwords.
func All(text string) []Token {
	var all []Token
	Tokens(text, func(t Token) bool {
		all = append(all, t)
		return true
	})
	return all
}

// Mark finds the words of a text whose stem is wanted. It is told by which bytes wanted stems
// begin, and so can pass by most words without a look at them.
func Mark(text string, has func(stem string) bool, first func(b byte) bool) []Span {
	var spans []Span
	s := scanner{text: text}
	for s.next() {
		if b := begins(text[s.start:s.end]); b < utf8.RuneSelf && !first(b) {
			continue
		}
		if stem, ok := s.stem(); ok && has(stem) {
			spans = append(spans, Span{Start: s.start, End: s.end})
		}
	}
	return spans
}

// begins gives the byte that the stem of a word begins with, or no ASCII byte when that takes a
// closer look.
func begins(word string) byte {
	b := lowered[word[0]]
	if len(word) < 3 || b != 'a' && b != 'o' && b != 'i' {
		return b
	}
	// Spelling may take the first letter away: oedema, inquiry.
	switch next := lowered[word[1]]; {
	case sorts[next] != small, sorts[lowered[word[2]]] != small, b != 'i' && next == 'e', next == 'n' && lowered[word[2]] == 'q':
		return utf8.RuneSelf
	}
	return b
}

// stem gives the stem of the word that was met last, unless the index has no use for it.
func (s *scanner) stem() (string, bool) {
	if s.runes > longest {
		return "", false
	}
	k := lookup(s.text[s.start:s.end])
	if k.stem == "" || k.stop == stop {
		return "", false
	}
	return k.stem, k.stop == kept || s.capitals() && !s.shouted()
}

// Stem gives what stands for all forms and spellings of one word, as it was typed.
func Stem(word string) string { return lookup(word).stem }
