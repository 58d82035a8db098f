// Package nhsnumber finds NHS numbers in what people write, so that no patient is ever named
// here by number. About one in eleven strings of ten digits passes the arithmetic, so where a
// number stands and how it is written decides as much as its check digit does.
//
// A Match says where and why, never what: the number must not reach an error or a log.
package nhsnumber

import "strings"

// Reason says what gave a number away.
type Reason string

// The reasons, from the surest to the least sure.
const (
	Labelled Reason = "the words before it call it an NHS number"
	Grouped  Reason = "it is written three, three and four digits as NHS numbers are"
	Plain    Reason = "its ten digits check out as an NHS number"
)

// Match is the place of an NHS number in a text: its line, counted from 1, and the byte it
// begins at. It never holds the number itself.
type Match struct {
	Line   int
	Offset int
	Reason Reason
}

// length is how many digits an NHS number has: nine and a check digit.
const length = 10

// Valid tells whether digits are ten ASCII digits whose last one is the right check digit.
// Ten times the same digit passes the arithmetic, but is nobody's number.
func Valid(digits string) bool {
	if len(digits) != length || strings.Count(digits, digits[:1]) == length {
		return false
	}
	sum := 0
	for i := range length {
		d := digits[i]
		if d < '0' || d > '9' {
			return false
		}
		if i < length-1 {
			sum += int(d-'0') * (length - i)
		}
	}
	// A remainder of 1 would want the check digit 10: such numbers are not issued.
	check := (11 - sum%11) % 11
	return check == int(digits[length-1]-'0')
}

// Find gives the first NHS number in text. It reads Markdown as a reader would see it: marks,
// invisible characters and character references do not hide a number. Its time grows with
// the length of text and no faster.
func Find(text string) (Match, bool) {
	s := read(text)
	for i := 0; i < len(s.runes); {
		if !isDigit(s.runes[i]) {
			i++
			continue
		}
		groups := s.groups(i)
		for k := range groups {
			if reason, ok := s.judge(groups[k:], groups[:k]); ok {
				at := s.offsets[groups[k].from]
				return Match{Line: 1 + strings.Count(text[:at], "\n"), Offset: at, Reason: reason}, true
			}
		}
		i = groups[len(groups)-1].to
	}
	return Match{}, false
}

// judge tells whether an NHS number begins with the first of groups, and what says so. Before
// are the groups of digits that lead up to it.
func (s *seen) judge(groups, before []group) (Reason, bool) {
	if s.labelled(groups[0].from) {
		for n, digits := 1, 0; n <= len(groups) && digits <= length; n++ {
			digits += groups[n-1].size()
			if digits == length && Valid(s.digits(groups[:n])) {
				return Labelled, true
			}
		}
	}
	n, reason := shape(groups)
	if n == 0 || !s.stands(groups, before, n) {
		return "", false
	}
	digits := s.digits(groups[:n])
	if !Valid(digits) || !issued(digits) || s.isOtherwise(groups[0].from, reason) {
		return "", false
	}
	return reason, true
}

// shape tells how many of groups make up ten digits in one of the two ways in which an
// unlabelled NHS number is written: in one piece, or as three, three and four.
func shape(groups []group) (int, Reason) {
	if groups[0].size() == length {
		return 1, Plain
	}
	if len(groups) < 3 || groups[0].size() != 3 || groups[1].size() != 3 || groups[2].size() != 4 {
		return 0, ""
	}
	// One line break may fall inside a number; two make a column of figures.
	if groups[1].breaks && groups[2].breaks {
		return 0, ""
	}
	return 3, Grouped
}

// issued tells whether a number lies where the NHS in England, Wales and Northern Ireland
// gives numbers out (320–499, 600–799) or keeps them for tests and training (900–999). That
// leaves out what else has ten digits: ISBNs and timestamps begin with 0 and 1, landlines
// without their 0 with 1 and 2, freephone numbers with 8. Under a label any number counts.
func issued(digits string) bool {
	head := digits[:3]
	return head >= "320" && head <= "499" || head >= "600" && head <= "799" || head >= "900"
}
