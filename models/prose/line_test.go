package prose

import (
	"strings"
	"testing"

	"commonroom/models"
)

func TestALineIsCleanedOrRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want, problem string }{
		{"space is cut and made single", "  A \t good\u00a0 title ", "A good title", ""},
		{"accents are written one way", "Cafe\u0301", "Caf\u00e9", ""},
		{"an empty line is asked for", " \t", "", "Enter a title."},
		{"a line that nobody can see is asked for", "\u200b\u2060 \ufeff", "", "Enter a title."},
		{"too long a line is told how long", strings.Repeat("é", 21), "", "Use at most 20 characters for a title. There are 21 now."},
		{"twenty characters are taken, however many bytes", strings.Repeat("é", 20), strings.Repeat("é", 20), ""},
		{"a direction override is refused", "abc\u202edef", "", "Take out the invisible characters, or type a title again."},
		{"a null is refused", "abc\x00def", "", "Take out the invisible characters, or type a title again."},
		{"broken bytes are refused", "abc\xff", "", "Some characters could not be read. Type a title again."},
		{"an NHS number is stopped", "999 000 0018", "", "This looks like a patient's NHS number. Nothing was saved. Take it out, or write about the person without it."},
	} {
		got, err := Line("title", "a title", c.in, 20)
		problem := ""
		if err != nil {
			problem = models.ProblemsOf(err).For("title")
		}
		if err == nil && got != c.want || problem != c.problem {
			t.Errorf("%s: got %q, %q; want %q, %q", c.name, got, problem, c.want, c.problem)
		}
	}
}

func TestSlugs(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Ten top support calls!":      "ten-top-support-calls",
		"Çafé — “naïve”, 50 %":        "cafe-naive-50",
		"日本語":                         "untitled",
		"":                            "untitled",
		strings.Repeat("long ", 40):   strings.TrimSuffix(strings.Repeat("long-", 16), "-"),
		"../../etc/passwd?x=<script>": "etc-passwd-x-script",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldedTextsMatch(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{{"ÉCOLE", "école"}, {"Straße", "STRASSE"}, {"ﬁne  art", "Fine art"}, {"Ａnn", "ann"}} {
		if Fold(pair[0]) != Fold(pair[1]) {
			t.Errorf("%q and %q fold to %q and %q", pair[0], pair[1], Fold(pair[0]), Fold(pair[1]))
		}
	}
}

func FuzzLine(f *testing.F) {
	for _, seed := range []string{"", "A good title", "Cafe\u0301", "a\u202eb", "999 000 0018", "\xff", "ﬁ Straße 日本語", "../../etc"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		line, err := Optional("title", "a title", text, 150)
		if err != nil {
			if models.ProblemsOf(err).For("title") == "" {
				t.Errorf("%q: %v says nothing to the person", text, err)
			}
			return
		}
		if again, err := Optional("title", "a title", line, 150); err != nil || again != line {
			t.Errorf("%q became %q, and then %q, %v", text, line, again, err)
		}
		slug := Slug(line)
		if slug == "" || len(slug) > maxSlug || strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("%q has the slug %q", line, slug)
		}
	})
}
