package handlers

import (
	"net/http"
	"strings"
	"testing"
)

func TestTheHomePageFitsWhoReadsIt(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for role, want := range map[string]string{
		"visitor":   "How to join",
		"applicant": "The committee has still to confirm your place",
		"suspended": "A common room for digital health leaders",
		"member":    "What will your next small change be?",
		"committee": "For the committee",
	} {
		status, page := w.get(t, role, "/")
		wrong(t, role, status, http.StatusOK, page)
		if !strings.Contains(page, want) {
			t.Errorf("the home page of a %s does not say %q", role, want)
		}
	}
	if _, page := w.get(t, "member", "/"); strings.Contains(page, "For the committee") {
		t.Error("a member is offered the committee's doors")
	}
}
