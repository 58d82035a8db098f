package words_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"commonroom/models/words"
)

// typed is texts that fuzzing starts from.
var typed = []string{
	"", "The IT service desk", "A&E's 10,000.5 v2.1 C++ c# don’t O'Brien", "<p>caf&eacute; <b>x</p", "<h2>a</h2><h", "ﷺ oe\u0301dema o'edema İ ẞ ʼ a\u200db",
	"i\u00adnquiry in'quiry \xff\xc3 \u037a \u0345x", strings.Repeat("a\u0301", 90), "&#x41;&amp&lt;;&#0;&", "AE A'E OE IS WHO IN",
	"\x05\xff\xf0\xf3Ў",
}

func FuzzTokensStandInOrderOnWholeCharacters(f *testing.F) {
	for _, text := range typed {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, token := range words.All(text) {
			if token.Start < end || token.End <= token.Start || token.End > len(text) {
				t.Fatalf("%v stands out of order", token)
			}
			end = token.End
			if !utf8.RuneStart(text[token.Start]) || end < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[end]) {
				t.Fatalf("%v cuts a character", token)
			}
			word := text[token.Start:token.End]
			if token.Stem == "" || strings.ContainsAny(token.Stem, " '\"\x00\n") || !utf8.ValidString(token.Stem) {
				t.Fatalf("%q has the stem %q", word, token.Stem)
			}
			if words.Stem(word) != token.Stem {
				t.Fatalf("%q alone has the stem %q, in a text %q", word, words.Stem(word), token.Stem)
			}
		}
	})
}

func FuzzMarksAreTheTokensThatAreWanted(f *testing.F) {
	for _, text := range typed {
		f.Add(text, 1)
	}
	f.Fuzz(func(t *testing.T, text string, nth int) {
		wanted, first := map[string]bool{}, [256]bool{}
		var want, got []words.Span
		all := words.All(text)
		for i, token := range all {
			if nth > 0 && i%nth == 0 {
				wanted[token.Stem], first[token.Stem[0]] = true, true
			}
		}
		for _, token := range all {
			if wanted[token.Stem] {
				want = append(want, words.Span{Start: token.Start, End: token.End})
			}
		}
		got = words.Mark(text, func(s string) bool { return wanted[s] }, func(b byte) bool { return first[b] })
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func FuzzOneWordIsSaneOnItsOwn(f *testing.F) {
	for _, text := range typed {
		f.Add(text, "ward", 2)
	}
	f.Fuzz(func(t *testing.T, a, b string, most int) {
		if once := words.Fold(a); words.Fold(once) != once {
			t.Fatalf("%q folds to %q and then to %q", a, once, words.Fold(once))
		}
		if there, back := words.Distance(a, b, most%9), words.Distance(b, a, most%9); there != back {
			t.Fatalf("%d there and %d back", there, back)
		}
		words.Stem(a)
		words.Skeleton(a)
	})
}

func FuzzHTMLBecomesTextThatStaysText(f *testing.F) {
	for _, text := range typed {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, html string) {
		text := words.Plain(html)
		if utf8.ValidString(html) && !utf8.ValidString(text) {
			t.Fatal("the text is not valid")
		}
		if strings.HasPrefix(text, " ") || len(text) > 2*len(html) {
			t.Fatalf("%q gave %q", html, text)
		}
		if slices.Contains(words.Headings(html), "") {
			t.Fatal("an empty heading")
		}
	})
}
