package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold takes away what people type or leave out at will: capitals, diacritics, ligatures, and the
// shapes that printers give to letters and apostrophes.
func Fold(word string) string {
	if plain(word) {
		return strings.ToLower(word)
	}
	var b strings.Builder
	b.Grow(len(word))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(word, "\ufffd")) {
		fold(&b, unicode.ToLower(r))
	}
	return norm.NFC.String(b.String())
}

// plain tells whether a word is ASCII throughout.
func plain(word string) bool {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// latin is the letters that are no letter with a sign to it, and yet are often typed as others.
var latin = map[rune]string{
	'æ': "ae", 'œ': "oe", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ı': "i",
	'ł': "l", 'ŋ': "n", 'þ': "th", 'ŧ': "t", 'ς': "σ", '\u00ad': "", '\u200c': "", '\u200d': "",
}

func fold(b *strings.Builder, r rune) {
	switch {
	case r < utf8.RuneSelf:
		b.WriteByte(byte(r))
	case apostrophe(r):
		b.WriteByte('\'')
	case unicode.In(r, unicode.Mn, unicode.Me):
	default:
		if as, ok := latin[r]; ok {
			b.WriteString(as)
			return
		}
		b.WriteRune(r)
	}
}

// bare takes a folded word's apostrophes away with the endings they join: patient's is patient,
// we'll is we. Of other signs it leaves those that make a difference, as in a&e, 2.1 and c++.
func bare(folded string) string {
	if letters(folded) {
		return folded
	}
	if at := strings.LastIndexByte(folded, '\''); at > 0 {
		switch folded[at+1:] {
		case "s", "ll", "ve", "re", "d", "m":
			folded = folded[:at]
		}
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("&.+#", r) && r != utf8.RuneError {
			return r
		}
		return -1
	}, folded)
}

// letters tells whether a folded word is made of the letters a to z only.
func letters(folded string) bool {
	for i := range len(folded) {
		if sorts[folded[i]] != small {
			return false
		}
	}
	return true
}
