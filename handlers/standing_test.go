package handlers

import (
	"net/http"
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
