package prose_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"commonroom/models/prose"
)

// marked writes a difference with [-words gone-] and {+words that came+}.
func marked(changes []prose.Change) string {
	var text strings.Builder
	for _, c := range changes {
		switch c.Kind {
		case prose.Removed:
			text.WriteString("[-" + c.Text + "-]")
		case prose.Added:
			text.WriteString("{+" + c.Text + "+}")
		default:
			text.WriteString(c.Text)
		}
	}
	return text.String()
}

func TestDiffGoesWordByWord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ says, earlier, later, want string }{
		{"nothing changed", "one two", "one two", "one two"},
		{"both are empty", "", "", ""},
		{"all is new", "", "one", "{+one+}"},
		{"all is gone", "one", "", "[-one-]"},
		{"a word is whole", "answered calls", "answering calls", "[-answered-]{+answering+} calls"},
		{"two words that follow each other change together", "a big red door", "a small blue door", "a [-big red-]{+small blue+} door"},
		{"a mark stands alone", "Done. Next", "Done: next", "Done[-. Next-]{+: next+}"},
		{"paragraphs stay apart", "one\n\ntwo", "one\n\nthree\n\ntwo", "one\n\n{+three\n\n+}two"},
		{"letters with accents are letters", "the café door", "the cafe door", "the [-café-]{+cafe+} door"},
	} {
		if got := marked(prose.Diff(c.earlier, c.later)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.says, got, c.want)
		}
	}
}

func TestDiffOfMoreWordsThanPlainCharactersCanNumber(t *testing.T) {
	t.Parallel()
	var earlier, later strings.Builder
	for i := range 60_000 { // past the numbers that are no characters
		fmt.Fprintf(&earlier, "w%d ", i)
		fmt.Fprintf(&later, "v%d ", i)
	}
	checkDiff(t, earlier.String(), later.String())
}

// checkDiff fails unless the difference makes both texts again.
func checkDiff(t *testing.T, earlier, later string) {
	t.Helper()
	var before, after strings.Builder
	for _, c := range prose.Diff(earlier, later) {
		if c.Kind != prose.Added {
			before.WriteString(c.Text)
		}
		if c.Kind != prose.Removed {
			after.WriteString(c.Text)
		}
	}
	if before.String() != earlier || after.String() != later {
		t.Errorf("the difference of %.40q and %.40q makes %.40q and %.40q", earlier, later, before.String(), after.String())
	}
}

func FuzzDiffMakesBothTextsAgain(f *testing.F) {
	f.Add("one two three", "one 2 three")
	f.Add("a\n\nb  c", "a\nb c\t")
	f.Add("", "é\u0301 ½")
	f.Fuzz(func(t *testing.T, earlier, later string) {
		if utf8.ValidString(earlier) && utf8.ValidString(later) {
			checkDiff(t, earlier, later)
		}
	})
}
