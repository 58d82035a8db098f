package handlers

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// standingPages are those that everybody reads alike.
var standingPages = []string{"/about", "/terms", "/privacy", "/accessibility", "/conduct", "/help", "/help/members",
	"/help/committee", "/help/server", "/committee", "/committee/members", "/committee/log", "/report", "/report/thanks"}

func TestStandingPagesAreForEverybody(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, path := range standingPages {
		for _, role := range []string{"visitor", "applicant", "suspended", "member", "committee"} {
			status, page := w.get(t, role, path)
			wrong(t, role+" at "+path, status, http.StatusOK, page)
			if n := strings.Count(page, "<h1"); n != 1 {
				t.Errorf("%s has %d first headings for %s", path, n, role)
			}
		}
	}
}

func TestAVisitorGetsNoCookieFromWhatEverybodyReads(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, path := range standingPages {
		if res, _ := w.ask(t, http.MethodGet, path, ""); len(res.Cookies()) > 0 {
			t.Errorf("%s sets %v", path, res.Cookies())
		}
	}
}

// ownLink is a link to a page of this site.
var ownLink = regexp.MustCompile(`href="(/[^"#]*)(#[^"]*)?"`)

func TestEveryLinkOfAStandingPageLeadsSomewhere(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	pages := map[string]string{}
	fetch := func(path string) string {
		if _, known := pages[path]; !known {
			status, page := w.get(t, "committee", path)
			if status == http.StatusNotFound || status >= 500 {
				t.Errorf("%s answers %d", path, status)
			}
			pages[path] = page
		}
		return pages[path]
	}
	for _, path := range standingPages {
		for _, link := range ownLink.FindAllStringSubmatch(fetch(path), -1) {
			there := fetch(link[1])
			if anchor := strings.TrimPrefix(link[2], "#"); anchor != "" && !strings.Contains(there, `id="`+anchor+`"`) {
				t.Errorf("%s leads to %s, which has no such place", path, link[0])
			}
		}
	}
}
