package prose

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Change is a stretch of a difference between two texts: words that both have, that only the
// earlier has, or that only the later has.
type Change struct {
	Kind ChangeKind
	Text string
}

// ChangeKind says which of two texts has the words.
type ChangeKind string

// The kinds of change.
const (
	Same    ChangeKind = "same"
	Removed ChangeKind = "removed"
	Added   ChangeKind = "added"
)

// diffTime is how long words are compared before the rest is called changed as a whole: two
// texts of 20,000 characters with nothing in common must not hold up the server, and a page of a
// history compares ten.
const diffTime = 50 * time.Millisecond

// Diff tells how the earlier text became the later one, word by word. What is Same and Removed
// makes the earlier text, what is Same and Added the later.
func Diff(earlier, later string) []Change {
	book := wordbook{code: map[string]rune{}}
	differ := diffmatchpatch.New()
	differ.DiffTimeout = diffTime
	var list changes
	for _, d := range differ.DiffMainRunes(book.encode(earlier), book.encode(later), false) {
		list.add(d.Type, book.decode(d.Text))
	}
	return list.done()
}

// Pair is one named part of a document at two times.
type Pair struct{ Name, Earlier, Later string }

// Part is what one named part of a document differs in.
type Part struct {
	Name    string
	Changes []Change
}

// Earlier is what the part said before.
func (p Part) Earlier() string {
	var text strings.Builder
	for _, c := range p.Changes {
		if c.Kind != Added {
			text.WriteString(c.Text)
		}
	}
	return text.String()
}

// Compare tells how a document's parts changed; those that did not are left out.
func Compare(pairs ...Pair) (parts []Part) {
	for _, p := range pairs {
		if p.Earlier != p.Later {
			parts = append(parts, Part{Name: p.Name, Changes: Diff(p.Earlier, p.Later)})
		}
	}
	return parts
}

// wordbook writes each word, and each space between words, as one character, since that is
// what can be compared.
type wordbook struct {
	code  map[string]rune
	words []string
}

func (b *wordbook) encode(text string) (coded []rune) {
	for _, word := range words(text) {
		r, known := b.code[word]
		if !known {
			r = character(len(b.words))
			b.code[word] = r
			b.words = append(b.words, word)
		}
		coded = append(coded, r)
	}
	return coded
}

func (b *wordbook) decode(coded string) string {
	var text strings.Builder
	for _, r := range coded {
		text.WriteString(b.words[number(r)])
	}
	return text.String()
}

// surrogates are numbers that are no characters.
const firstSurrogate, surrogates = 0xd800, 0x800

func character(n int) rune {
	if n >= firstSurrogate {
		n += surrogates
	}
	return rune(n)
}

func number(r rune) int {
	if r >= firstSurrogate {
		r -= surrogates
	}
	return int(r)
}

// words cuts a text where a word, a stretch of blanks or a mark begins. A line's end stands
// alone, so that paragraphs stay apart.
func words(text string) (list []string) {
	start, before := 0, 'x'
	for i, r := range text {
		if i > start && (class(r) != class(before) || class(r) == 'm' || class(r) == 'n') {
			list = append(list, text[start:i])
			start = i
		}
		before = r
	}
	if start < len(text) {
		list = append(list, text[start:])
	}
	return list
}

// class is what sort of character r is: of a word, a blank, a line's end, or a mark.
func class(r rune) rune {
	switch {
	case r == '\n':
		return 'n'
	case unicode.IsSpace(r):
		return 'b'
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == utf8.RuneError:
		return 'w'
	}
	return 'm'
}

// changes gathers changes so that they read well: a blank between two changed words is taken
// to be changed with them.
type changes struct {
	list           []Change
	removed, added strings.Builder
	between        string // blanks that both have, after a change
}

func (c *changes) add(kind diffmatchpatch.Operation, text string) {
	changed := c.removed.Len() > 0 || c.added.Len() > 0
	if kind == diffmatchpatch.DiffEqual && changed && strings.Trim(text, " \t") == "" {
		c.between += text
		return
	}
	if kind == diffmatchpatch.DiffEqual {
		c.flush()
		c.put(Same, text)
		return
	}
	c.removed.WriteString(c.between)
	c.added.WriteString(c.between)
	c.between = ""
	if kind == diffmatchpatch.DiffDelete {
		c.removed.WriteString(text)
	} else {
		c.added.WriteString(text)
	}
}

func (c *changes) flush() {
	c.put(Removed, c.removed.String())
	c.put(Added, c.added.String())
	c.put(Same, c.between)
	c.removed.Reset()
	c.added.Reset()
	c.between = ""
}

func (c *changes) put(kind ChangeKind, text string) {
	switch last := len(c.list) - 1; {
	case text == "":
	case last >= 0 && c.list[last].Kind == kind:
		c.list[last].Text += text
	default:
		c.list = append(c.list, Change{Kind: kind, Text: text})
	}
}

func (c *changes) done() []Change {
	c.flush()
	return c.list
}
