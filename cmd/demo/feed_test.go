package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestFollowing makes a private address for a feed reader, reads by it what members alone may, and
// revokes it, with scripts and without.
func TestFollowing(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := openDemo(t)
			grace := arrive(t, site, "Grace", scripts)
			for _, path := range []string{"/", "/boards", "/boards/interoperability", "/practices", "/projects", "/committee/log", "/help/members"} {
				grace.open(path)
				grace.passes()
			}
			grace.signIn("Grace Obi")
			grace.open("/boards/welcome")
			grace.passes()
			grace.follow("Private feeds")
			grace.sees("You have none.")
			grace.passes()
			grace.press("Make an address")
			grace.sees("Enter a name.")
			grace.passes()
			grace.fill("name", "The reader on my phone")
			grace.press("Make an address")
			grace.sees("Copy what you need now", "The reader on my phone", "never used")
			grace.passes()

			address := evaluate[string](grace, `[...document.querySelectorAll("code")].map(c => c.textContent).find(a => a.endsWith("/boards/welcome.atom"))`)
			if status, feed := fetched(t, address); status != http.StatusOK || !strings.Contains(feed, "<title>Welcome - Commonroom</title>") {
				t.Errorf("the feed: %d %.300s", status, feed)
			}
			grace.open("/settings/feeds")
			grace.sees("last used today")
			grace.doesNotSee("Copy what you need now")
			grace.passes()
			grace.press("Revoke “The reader on my phone”")
			grace.sees("That address opens nothing any more.", "You have none.")
			if status, _ := fetched(t, address); status != http.StatusNotFound {
				t.Errorf("after it was revoked: %d", status)
			}
		})
	}
}

// fetched is what a program gets that has nothing but an address.
func fetched(t *testing.T, address string) (status int, text string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(raw)
}
