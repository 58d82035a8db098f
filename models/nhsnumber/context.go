package nhsnumber

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// window is how many characters before a number are read for what it may be: a short clause.
const window = 60

// before gives the words that lead up to i.
func (s *seen) before(i int) string {
	return string(s.runes[max(0, i-window):i])
}

var (
	// label is "NHS number", with up to a clause between it and the digits.
	label = regexp.MustCompile(`\bnhs[\s:-]*(?:(?:number|id)s?\b|(?:num|no|nr)s?\b\.?|#)([^0-9;!?]*)$`)
	// bareLabel is "NHS" directly before the digits.
	bareLabel = regexp.MustCompile(`\bnhs(?:number|no)?[\s:#=.-]*$`)
)

// labelled tells whether the words before i call what follows an NHS number.
func (s *seen) labelled(i int) bool {
	words := s.before(i)
	if !strings.Contains(words, "nhs") {
		return false
	}
	if bareLabel.MatchString(words) {
		return true
	}
	found := label.FindStringSubmatch(words)
	return found != nil && !strings.Contains(found[1], ". ") && !strings.Contains(found[1], "\n\n")
}

// stands tells whether the n first groups are a number of their own, not a piece of a longer
// number, of a name, of an amount or of an address.
func (s *seen) stands(groups, before []group, n int) bool {
	from, to := groups[0].from, groups[n-1].to
	if s.inURL[from] || s.afterSign(from) {
		return false
	}
	if to < len(s.runes) && unicode.IsLetter(s.runes[to]) {
		return false
	}
	if n < len(groups) && s.tight(to, groups[n].from) {
		return false
	}
	if len(before) == 0 {
		return true
	}
	last := before[len(before)-1]
	return !s.tight(last.to, from) && !s.dialled(last)
}

// tight tells whether only one hyphen or dot joins two groups, as in a longer number.
func (s *seen) tight(from, to int) bool {
	return to-from == 1 && (s.runes[from] == '-' || s.runes[from] == '.')
}

// dialled tells whether g is a country's code or the 0 in front of a phone number.
func (s *seen) dialled(g group) bool {
	code := string(s.runes[g.from:g.to])
	return g.from > 0 && s.runes[g.from-1] == '+' || code == "0" || code == "44" || code == "0044"
}

// afterSign tells whether what stands directly before i says that the digits are something
// else: letters (as in INC9990000000 or a hexadecimal number), a currency, the # of a ticket,
// or the code of a phone number in brackets.
func (s *seen) afterSign(i int) bool {
	words := s.before(i)
	if words == "" {
		return false
	}
	last := s.runes[i-1]
	if unicode.IsLetter(last) {
		return !gluedWord.MatchString(words)
	}
	return last == '#' || last == '+' || unicode.Is(unicode.Sc, last) || bracketedCode.MatchString(words)
}

var (
	gluedWord     = regexp.MustCompile(`\b(?:no|number|patient|pt)$`)
	bracketedCode = regexp.MustCompile(`(?:\(\s*0\s*\)|\+\d{1,3}\s*\)|\(\s*(?:44|0044)\s*\))\s*$`)
)

// What a number may be called that is no patient's. A word counts only directly before the
// number, or with small words between: "call me on 7…", but not "call about patient 7…".
var (
	phoneWords = strings.Fields("tel telephone phone phoned mobile mob cell call ring dial fax text sms whatsapp bleep pager page switchboard helpline")
	otherWords = strings.Fields("isbn isbn-10 isbn10 order po ticket invoice incident inc job request change tracking serial part asset barcode sku timestamp epoch unix time build version commit licence license issue")
	smallWords = strings.Fields("no nos number numbers num nr id ref reference is was on at or me us him her them my our your the a = : work home code")
)

// isOtherwise tells whether the words before i call the number something else. Nothing but a
// phone number is written as three, three and four digits too.
func (s *seen) isOtherwise(i int, reason Reason) bool {
	words := strings.FieldsFunc(s.before(i), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(":.,#=()[]", r)
	})
	for _, word := range slices.Backward(words) {
		if slices.Contains(phoneWords, word) {
			return true
		}
		if slices.Contains(otherWords, word) {
			return reason == Plain
		}
		if !slices.Contains(smallWords, word) {
			return false
		}
	}
	return false
}
