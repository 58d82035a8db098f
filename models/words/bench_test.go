package words_test

import (
	"fmt"
	"strings"
	"testing"

	"commonroom/models/words"
)

// ordinary is some text as members write it, with words that come once.
func ordinary() string {
	var b strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&b, "Our trust organised the electronic discharge summaries of ward %d so that paediatric nurses don't retype them. Did IT help trust%dable? ", i, i)
	}
	return b.String()
}

func BenchmarkTokens(b *testing.B) {
	text := ordinary()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		words.Tokens(text, func(words.Token) bool { return true })
	}
}

func BenchmarkMark(b *testing.B) {
	text := ordinary()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		words.Mark(text, func(s string) bool { return s == "ward" }, func(c byte) bool { return c == 'w' })
	}
}

func BenchmarkPlain(b *testing.B) {
	html := "<p>" + strings.ReplaceAll(ordinary(), "paediatric", "<strong>A&amp;E</strong></p><p>") + "</p>"
	b.SetBytes(int64(len(html)))
	for b.Loop() {
		words.Plain(html)
	}
}

func BenchmarkStemOfANewWord(b *testing.B) {
	for i := 0; b.Loop(); i++ {
		words.Stem("organised" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + string(rune('a'+i/17576%26)))
	}
}
