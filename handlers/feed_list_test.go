package handlers

import (
	"strings"
	"testing"
)

// A feed has at most forty entries, the newest, however much there is.
func TestAFeedIsBounded(t *testing.T) {
	t.Parallel()
	c := crowd(t, 60)
	for _, path := range []string{"/feeds/threads.atom", "/feeds/practices.atom", "/feeds/projects.atom", "/feeds/boards/interoperability.atom", "/feeds/tags/tag-1.atom"} {
		if n := len(c.feedAt(t, path).Entries); n != 40 {
			t.Errorf("%s has %d entries", path, n)
		}
	}
}

// Pages say in their heads, and at the foot of their lists, what can be followed; all of it is
// there.
func TestPagesLeadToTheirFeeds(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	th := w.opens(t, "member", "interoperability", "Top calls", "First.")
	tag := th.Tags[0].Slug
	for path, want := range map[string][]string{
		"/":                                   {"threads", "practices", "projects"},
		"/boards":                             {"threads"},
		"/boards/interoperability":            {"boards/interoperability"},
		"/boards/interoperability?tag=" + tag: {"boards/interoperability", "tags/" + tag},
		"/practices":                          {"practices"},
		"/practices?tag=" + tag:               {"practices"},
		"/projects":                           {"projects"},
		"/committee/log":                      {"log"},
		"/boards/welcome":                     nil,
	} {
		_, page := w.get(t, "member", path)
		head, body, _ := strings.Cut(page, "<body>")
		if n := strings.Count(head, "application/atom+xml"); n != len(want) {
			t.Errorf("%s leads to %d feeds, want %d", path, n, len(want))
		}
		for _, name := range want {
			feed := `href="/feeds/` + name + `.atom"`
			if !strings.Contains(head, feed) || !strings.Contains(body, feed) {
				t.Errorf("%s does not lead to %s", path, feed)
			}
			w.feedAt(t, "/feeds/"+name+".atom")
		}
	}
}
