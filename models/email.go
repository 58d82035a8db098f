package models

import "strings"

// longestEmail is the longest an e-mail address can be.
const longestEmail = 254

// IsEmail tells whether text is an e-mail address as people have them: ASCII, one @, a dot in
// the domain. Quoted and other letters are legal and refused: nobody on a roll has them, and they
// hide a second @ or look like another address.
func IsEmail(text string) bool {
	local, domain, ok := strings.Cut(text, "@")
	odd := func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),:;<>@[\]`, r) }
	return ok && local != "" && strings.Contains(strings.Trim(domain, "."), ".") && len(text) <= longestEmail &&
		!strings.ContainsFunc(local+domain, odd)
}

// EmailKey is what two spellings of one address share. Only ASCII letters are folded: the case
// rules of other alphabets make one address of two, such as a "k" of the Kelvin sign.
func EmailKey(email string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, strings.TrimSpace(email))
}
