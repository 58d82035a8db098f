package practice

import (
	"fmt"
	"strings"
	"testing"
)

func FuzzParseNeverFails(f *testing.F) {
	for _, text := range []string{
		"---\ntitle: One\nauthor: ann@example.org\ndate: 2019-02-14\ntags: [a, b]\n---\nText.\n",
		"---\r\ntitle: &a One\nauthor: *a\n...\n", "\ufeff---\ntags:\n  - a\n---\n", "---\n---\n", "---\n: :\n---", "---\na: [\n---\n", "",
		"---\ndate: 2019-02-14T12:00:00Z\nboard: x\nsummary: |\n  a\n  b\n---\nText",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, faults := parse(text)
		for _, fault := range faults {
			if fault.Line < 0 || fault.Line > strings.Count(string(text), "\n")+2 || fault.Message == "" {
				t.Errorf("fault %+v", fault)
			}
		}
		if len(faults) == 0 && (strings.TrimSpace(file.Title) == "" || file.email == "" || file.at.IsZero()) {
			t.Errorf("taken: %+v", file)
		}
	})
}

// TestFrontMatterDoesNotGrow: nine to the power of twelve words in a few hundred characters.
func TestFrontMatterDoesNotGrow(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("---\ntitle: x\nauthor: ann@example.org\ndate: 2019-02-01\na: &a [x, x, x, x, x, x, x, x, x]\n")
	for c := 'b'; c < 'm'; c++ {
		fmt.Fprintf(&b, "%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 9), ", "))
	}
	b.WriteString("tags: *l\n---\nWords.\n")
	_, faults := parse([]byte(b.String()))
	if len(faults) != 1 || faults[0].Line != 5 || !strings.Contains(faults[0].Message, "anchors") {
		t.Errorf("got %v", faults)
	}
}
