package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"commonroom/models/db"
)

var privateRoot = regexp.MustCompile(`/feeds/private/[A-Z2-7]{52}`)

// follows has the person of a role make a feed address by its form, and gives the root of what it
// opens, as the page shows it.
func (w *town) follows(t *testing.T, role string) (root string) {
	t.Helper()
	res, page := w.ask(t, http.MethodPost, "/settings/feeds", url.Values{"name": {"On my phone"}, "key": {newKey()}}.Encode(), w.as(role)...)
	wrong(t, "making an address", res.StatusCode, http.StatusSeeOther, page)
	if strings.Contains(res.Header.Get("Location"), "private") {
		t.Errorf("the token is in an address: %s", res.Header.Get("Location"))
	}
	made := res.Cookies()[0]
	if !made.HttpOnly || made.MaxAge != 60 {
		t.Errorf("got the cookie %v", made)
	}
	fields := w.as(role)
	fields[3] += "; " + made.Name + "=" + made.Value
	shown, page := w.ask(t, http.MethodGet, "/settings/feeds", "", fields...)
	if gone := shown.Cookies()[0]; gone.Name != made.Name || gone.MaxAge >= 0 && gone.Expires.Year() > 1970 || shown.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("what was shown once is kept: %v", shown.Header)
	}
	root = privateRoot.FindString(page)
	if root == "" {
		t.Fatalf("the page shows no address: %s", page)
	}
	has(t, page, "http://"+w.addr+root+"/threads.atom", root+"/boards/welcome.atom", "Revoke “On my phone”", "never used")
	return root
}

// A feed reader has no cookie: the address alone says whose feed it is, and what is in it is what
// they may read.
func TestAPrivateFeedIsReadByItsAddressAlone(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.opens(t, "other", "welcome", "For members", "Words for members.")
	w.opens(t, "insider", "rotas", "For the group", "Words for the group.")
	root := w.follows(t, "insider")
	f := w.feedAt(t, root+"/threads.atom")
	if got := titles(f); got != "For the group; For members" {
		t.Errorf("got %s", got)
	}
	if f.Links[0].Href != "http://"+w.addr+root+"/threads.atom" || strings.Contains(f.ID, root) || !strings.HasSuffix(f.ID, "/threads.atom") {
		t.Errorf("the feed is %s, known as %s", f.Links[0].Href, f.ID)
	}
	for _, path := range []string{"/boards/rotas.atom", "/boards/welcome.atom", "/members/other.atom", "/tags/" + f.Entries[0].Categories[0].Term + ".atom"} {
		if len(w.feedAt(t, root+path).Entries) == 0 {
			t.Errorf("%s is empty", path)
		}
	}
	res, _ := w.ask(t, http.MethodGet, root+"/boards/rotas.atom", "")
	for name, want := range map[string]string{"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "Set-Cookie": ""} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	again, _ := w.ask(t, http.MethodGet, root+"/boards/rotas.atom", "", "If-None-Match", res.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again: got %d", again.StatusCode)
	}
	_, page := w.get(t, "insider", "/settings/feeds")
	hasNot(t, page, "/feeds/private/", "never used")
	has(t, page, "last used")
	_, page = w.get(t, "other", "/settings/feeds")
	hasNot(t, page, "On my phone")
}

// Who said something in a private group stays in the group: a feed reader's copy goes elsewhere.
func TestAFeedNamesNobodyOfAPrivateGroup(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.opens(t, "facilitator", "rotas", "For the group", "Words for the group.")
	root := w.follows(t, "insider")
	for _, path := range []string{"/threads.atom", "/boards/rotas.atom"} {
		e := w.feedAt(t, root+path).Entries[0]
		if len(e.Authors) != 1 || e.Authors[0].Name != "Somebody in Rotas" {
			t.Errorf("%s: got %v", path, e.Authors[0])
		}
	}
	if f := w.feedAt(t, root+"/members/facilitator.atom"); len(f.Entries) != 0 {
		t.Errorf("what a member posts: got %s", titles(f))
	}
}

// An address is as good as its member at the moment of the request: with the place, the seat in a
// group or the address itself, what it opened is gone, and looks as if it had never been.
func TestAFeedAddressDiesWithItsMember(t *testing.T) {
	t.Parallel()
	const group, threads = "/boards/rotas.atom", "/threads.atom"
	for name, tc := range map[string]struct {
		change string
		lives  []string // what it opens still
		dies   []string
	}{
		"suspended":                {`UPDATE members SET state = 'suspended' WHERE id = $1`, nil, []string{group, threads}},
		"has left the community":   {`UPDATE members SET state = 'former' WHERE id = $1`, nil, []string{group, threads}},
		"declined":                 {`UPDATE members SET state = 'declined' WHERE id = $1`, nil, []string{group, threads}},
		"an applicant again":       {`UPDATE members SET state = 'applicant' WHERE id = $1`, nil, []string{group, threads}},
		"the address is gone":      {`DELETE FROM feed_addresses WHERE member_id = $1`, nil, []string{group, threads}},
		"has left the group":       {`UPDATE space_members SET here = FALSE WHERE member_id = $1`, []string{threads}, []string{group}},
		"signed out everywhere":    {`DELETE FROM sessions WHERE member_id = $1`, []string{group, threads}, nil},
		"another has been revoked": {`DELETE FROM feed_addresses WHERE member_id <> $1`, []string{group, threads}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, nil)
			w.opens(t, "facilitator", "rotas", "For the group", "Words for the group.")
			root := w.follows(t, "insider")
			tags := map[string]string{}
			for _, path := range append(tc.lives, tc.dies...) {
				res, page := w.ask(t, http.MethodGet, root+path, "")
				wrong(t, path+" before", res.StatusCode, http.StatusOK, page)
				tags[path] = res.Header.Get("ETag")
			}
			w.write(t, tc.change, w.people["insider"].ID)
			for _, path := range tc.dies {
				res, page := w.ask(t, http.MethodGet, root+path, "", "If-None-Match", tags[path])
				wrong(t, path+" after", res.StatusCode, http.StatusNotFound, page)
			}
			for _, path := range tc.lives {
				res, page := w.ask(t, http.MethodGet, root+path, "")
				wrong(t, path+" after", res.StatusCode, http.StatusOK, page)
			}
		})
	}
}

// Nobody can tell an address that once was from one that never was, or from a page that is not
// there.
func TestADeadAddressIsAPageThatIsNotThere(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	root := w.follows(t, "insider")
	hash, err := db.Value[string](t.Context(), w.db, `SELECT token_hash FROM feed_addresses`)
	if err != nil {
		t.Fatal(err)
	}
	status, to, page := w.post(t, "insider", fmt.Sprintf("/settings/feeds/%d/revoke", w.address(t)), url.Values{"key": {}})
	if wrong(t, "revoking", status, http.StatusSeeOther, page); to != "/settings/feeds" {
		t.Errorf("got %s", to)
	}
	_, session, _ := strings.Cut(w.cookies["insider"], "=")
	answers := map[string]bool{}
	for _, path := range []string{
		"/feeds/private/nobody/none.atom", // no route has such a path
		root + "/threads.atom", root + "/boards/rotas.atom", root + "/members/other.atom",
		"/feeds/private/" + session + "/threads.atom", "/feeds/private/" + hash + "/threads.atom",
		"/feeds/private/" + strings.Repeat("A", 52) + "/threads.atom", "/feeds/private/%00/threads.atom", "/feeds/private/é/threads.atom",
	} {
		answers[ask(w.bare(t, path), "").bytes] = true
	}
	if len(answers) != 1 {
		t.Errorf("got %d different answers: %v", len(answers), answers)
	}
	for answer := range answers {
		if !strings.HasPrefix(answer, "404") || strings.Contains(answer, "private") {
			t.Errorf("got %s", answer)
		}
	}
}

// bare is a request without a cookie.
func (w *town) bare(t *testing.T, path string) *http.Request {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, "http://"+w.addr+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// address is the number of the only feed address.
func (w *town) address(t *testing.T) int64 {
	t.Helper()
	id, err := db.Value[int64](t.Context(), w.db, `SELECT id FROM feed_addresses`)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// The token in an address is the one secret that stands in a path: the log knows the route alone.
func TestNoFeedAddressIsLogged(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	root := w.follows(t, "insider")
	w.feedAt(t, root+"/threads.atom")
	w.write(t, `DELETE FROM feed_addresses`)
	w.ask(t, http.MethodGet, root+"/threads.atom", "")
	w.ask(t, http.MethodGet, root+"/nothing.atom", "")
	w.ask(t, http.MethodPost, root+"/threads.atom", "x=y")
	w.ask(t, http.MethodGet, root+"/threads.atom?a=%ff", "")
	log := w.log.String()
	if token := strings.TrimPrefix(root, "/feeds/private/"); strings.Contains(log, token) || strings.Contains(log, token[:26]) {
		t.Errorf("the log has the token: %s", log)
	}
	if !strings.Contains(log, "route=/feeds/private/:token/threads.atom status=200") {
		t.Errorf("the log has not the route: %s", log)
	}
}

// Whoever finds a browser open must not walk away with an address that reads on for ever.
func TestMakingAnAddressWantsAFreshSignIn(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.later(11 * time.Minute)
	_, page := w.get(t, "member", "/settings/feeds")
	has(t, page, "Confirm that it is me")
	hasNot(t, page, `name="name"`)
	status, _, page := w.post(t, "member", "/settings/feeds", url.Values{"name": {"On my phone"}})
	wrong(t, "making one", status, http.StatusUnauthorized, page)
	if n := w.rows(t, "feed_addresses"); n != 0 {
		t.Errorf("%d addresses were made", n)
	}
}

func TestAnAddressWantsAName(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for name, want := range map[string]string{"": "Enter a name.", strings.Repeat("n", 61): "at most 60 characters"} {
		status, _, page := w.post(t, "member", "/settings/feeds", url.Values{"name": {name}})
		wrong(t, "the name "+name, status, http.StatusUnprocessableEntity, page)
		has(t, page, want, `value="`+name+`"`)
	}
	key := newKey()
	for range 2 {
		status, _, page := w.post(t, "member", "/settings/feeds", url.Values{"name": {"<b>My</b> reader"}, "key": {key}})
		wrong(t, "the same form", status, http.StatusSeeOther, page)
	}
	if n := w.rows(t, "feed_addresses"); n != 1 {
		t.Errorf("the same form twice: %d addresses", n)
	}
	_, page := w.get(t, "member", "/settings/feeds")
	has(t, page, "&lt;b&gt;My&lt;/b&gt; reader")
}
