package nhsnumber

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// seen is a text as its reader sees it: in lower case, one kind of digit, space and dash,
// without Markdown's marks and without what cannot be seen.
type seen struct {
	runes   []rune
	offsets []int  // where each rune came from, in bytes
	inURL   []bool // whether a rune belongs to an address
}

// marks are what Markdown may put around or between digits without its being seen.
const marks = "*_~`\\"

// longestReference bounds the search for the end of a character reference: the longest name
// in HTML has 31 letters.
const longestReference = 33

func read(text string) *seen {
	s := &seen{
		runes:   make([]rune, 0, len(text)),
		offsets: make([]int, 0, len(text)),
	}
	for at := 0; at < len(text); {
		piece, size := next(text[at:])
		for _, r := range piece {
			if r = plain(r); r != 0 {
				s.runes = append(s.runes, r)
				s.offsets = append(s.offsets, at)
			}
		}
		at += size
	}
	s.markURLs()
	return s
}

// next gives the first character of text as a browser would show it, and how many bytes of
// text it took.
func next(text string) (string, int) {
	if text[0] == '&' {
		head := text[:min(len(text), longestReference)]
		if end := strings.IndexByte(head, ';'); end > 0 {
			if shown := html.UnescapeString(head[:end+1]); shown != head[:end+1] {
				return norm.NFKC.String(shown), end + 1
			}
		}
	}
	if text[0] < utf8.RuneSelf {
		return text[:1], 1
	}
	_, size := utf8.DecodeRuneInString(text)
	return norm.NFKC.String(text[:size]), size
}

// plain gives the one form in which the rules know r, or 0 where it cannot be seen.
func plain(r rune) rune {
	switch {
	case r == '\n':
		return r
	case strings.ContainsRune(marks, r), r == '\r':
		return 0
	case r < utf8.RuneSelf && r > ' ':
		return unicode.ToLower(r)
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Nd, r):
		return digit(r)
	case unicode.Is(unicode.Pd, r), r == '\u2212': // the minus sign is no dash to Unicode
		return '-'
	case r == '\u00b7', r == '\u2022': // a middle dot, a bullet
		return '.'
	case unicode.In(r, unicode.Cf, unicode.Cc, unicode.Mn, unicode.Me):
		return 0
	}
	return unicode.ToLower(r)
}

// digit turns a decimal digit of any script into the ASCII one: Unicode keeps each set of
// ten together, zero first.
func digit(r rune) rune {
	for _, set := range unicode.Nd.R16 {
		if uint16(set.Lo) <= uint16(r) && r <= rune(set.Hi) {
			return '0' + (r-rune(set.Lo))%10
		}
	}
	for _, set := range unicode.Nd.R32 {
		if rune(set.Lo) <= r && r <= rune(set.Hi) {
			return '0' + (r-rune(set.Lo))%10
		}
	}
	return r
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// markURLs notes which runes belong to an address, whose digits are no one's number.
func (s *seen) markURLs() {
	s.inURL = make([]bool, len(s.runes))
	inside := false
	for i, r := range s.runes {
		switch {
		case r == ' ' || r == '\n' || strings.ContainsRune(`)<>]"|`, r):
			inside = false
		case s.has(i, "://"), s.has(i, "www."), r == '(' && i > 0 && s.runes[i-1] == ']':
			inside = true
		}
		s.inURL[i] = inside
	}
}

// has tells whether the ASCII word stands at i.
func (s *seen) has(i int, word string) bool {
	if len(s.runes)-i < len(word) {
		return false
	}
	for k := range len(word) {
		if s.runes[i+k] != rune(word[k]) {
			return false
		}
	}
	return true
}

// group is one run of digits: from up to, but without, to.
type group struct {
	from, to int
	breaks   bool // a line break stands between it and the group before
}

func (g group) size() int { return g.to - g.from }

// widestGap is how much may stand between two groups of one number: " - " is the widest that
// people write.
const widestGap = 3

// groups gives the runs of digits that begin at i and follow each other with nothing but
// spaces, hyphens and dots between them.
func (s *seen) groups(i int) []group {
	var all []group
	breaks := false
	for i < len(s.runes) && isDigit(s.runes[i]) {
		g := group{from: i, breaks: breaks}
		for i < len(s.runes) && isDigit(s.runes[i]) {
			i++
		}
		g.to = i
		all = append(all, g)
		i, breaks = s.gap(i)
	}
	return all
}

// gap gives where the next group may begin after i, and whether a line ends before it.
func (s *seen) gap(i int) (int, bool) {
	breaks := false
	for n := 0; n < widestGap && i < len(s.runes); n++ {
		r := s.runes[i]
		if r != ' ' && r != '-' && r != '.' && r != '\n' || r == '\n' && breaks {
			break
		}
		breaks = breaks || r == '\n'
		i++
	}
	return i, breaks
}

func (s *seen) digits(groups []group) string {
	var b strings.Builder
	for _, g := range groups {
		b.WriteString(string(s.runes[g.from:g.to]))
	}
	return b.String()
}
