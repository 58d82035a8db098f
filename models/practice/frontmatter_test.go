package practice

import (
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
