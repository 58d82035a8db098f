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
	"commonroom/models/discuss"
)

// starts has the person of a role start a thread by its form.
func (w *town) starts(t *testing.T, role, board, title string) (path string) {
	t.Helper()
	status, path, page := w.post(t, role, "/threads", url.Values{
		"board": {board}, "title": {title}, "summary": {""}, "tags": {"FHIR"}, "body": {"The first words of " + title + "."},
	})
	wrong(t, "start "+title, status, http.StatusSeeOther, page)
	return path
}

// replies has the person of a role answer in a thread, and gives the way to the post.
func (w *town) replies(t *testing.T, role, thread, words string) (path string) {
	t.Helper()
	status, path, page := w.post(t, role, "/threads/"+number41(thread)+"/replies", url.Values{"body": {words}})
	wrong(t, "reply to "+thread, status, http.StatusSeeOther, page)
	return path
}

// number41 is the number in an address such as /threads/41/rotas.
func number41(path string) string { return strings.Split(path, "/")[2] }

// lastPost is the id of the post made last.
func (w *town) lastPost(t *testing.T) string {
	t.Helper()
	id, err := db.Value[int64](t.Context(), w.db, `SELECT max(id) FROM posts`)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(id)
}

func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}

func hasNot(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("the page has %q", text)
		}
	}
}

func TestAThreadIsStartedReadAndAnswered(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	status, page := w.get(t, "member", "/threads/new?board=interoperability")
	wrong(t, "the form", status, http.StatusOK, page)
	has(t, page, "Anyone on the internet can read this.", `name="board" value="interoperability"`)

	path := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	where := w.replies(t, "other", path, "We do, **really**.")
	if want := path + "#post-2"; where != want {
		t.Errorf("a reply leads to %s, want %s", where, want)
	}
	_, page = w.get(t, "visitor", path)
	has(t, page, "<h1>Who uses FHIR?</h1>", `id="post-1"`, `id="post-2"`, "We do, <strong>really</strong>.", "Sign in to reply", "/report?post=")
	hasNot(t, page, "<textarea", "/edit", "/hide", "/members/other")
	_, page = w.get(t, "member", path)
	has(t, page, "<textarea", "/edit", "/members/other")
	_, page = w.get(t, "visitor", "/boards/interoperability")
	has(t, page, path, "1 reply", "/boards/interoperability?tag=fhir")
	_, page = w.get(t, "visitor", "/boards/interoperability?tag=fhir")
	has(t, page, path)
	_, page = w.get(t, "visitor", "/boards/interoperability?tag=other")
	hasNot(t, page, path)
	_, page = w.get(t, "visitor", "/boards")
	has(t, page, path, "/boards/interoperability")
	hasNot(t, page, "/boards/welcome", "Rotas")
	_, page = w.get(t, "member", "/boards")
	has(t, page, "/boards/welcome", "/practices", "Start a thread")
}

func TestAPostIsQuotedAndItsRepliesAreRead(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	first := w.lastPost(t)
	_, page := w.get(t, "other", path)
	has(t, page, path+"?quote=1#reply", path+"?to=1#reply")
	_, page = w.get(t, "other", path+"?quote=1")
	has(t, page, "Reply to post 1", `name="reply_to" value="1"`, "&gt; **The member** in [post 1](/posts/"+first+"):\n&gt;\n&gt; The first words of Who uses FHIR?.\n\n</textarea>")
	_, page = w.get(t, "visitor", path+"?quote=1")
	hasNot(t, page, "<textarea")
	status, page := w.get(t, "other", "/posts/"+first+"/quote")
	wrong(t, "the quotation for a script", status, http.StatusOK, page)
	if want := "> **The member** in [post 1](/posts/" + first + "):\n>\n> The first words of Who uses FHIR?."; page != want {
		t.Errorf("got %q, want %q", page, want)
	}
	for i, words := range []string{page + "\n\nWe do.", "So do we.", "We do not."} {
		status, _, again := w.post(t, "other", "/threads/"+number41(path)+"/replies", url.Values{"body": {words}, "reply_to": {"1"}})
		wrong(t, "an answer", status, http.StatusSeeOther, again)
		_, page := w.get(t, "visitor", path)
		has(t, page, []string{`href="` + path + `#post-2"`, `href="/posts/` + first + `/replies"`, "3 replies"}[i])
	}
	status, page = w.get(t, "visitor", "/posts/"+first+"/replies")
	wrong(t, "the replies", status, http.StatusOK, page)
	has(t, page, "<h1>Replies to post 1</h1>", `id="post-1"`, `id="post-4"`, "So do we.", "<strong>The member</strong> in")
	status, page = w.get(t, "visitor", "/posts/"+w.lastPost(t)+"/replies")
	wrong(t, "no replies", status, http.StatusOK, page)
	has(t, page, "There are none.")
}

func TestWrongAddressesLeadToTheRightOne(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Move")
	if !strings.HasSuffix(path, "/about-move") {
		t.Errorf("a title that is a page of its own has the address %s", path)
	}
	number := "/threads/" + number41(path)
	for asked, want := range map[string]string{
		number: path, number + "/other": path, number + "/other?page=1": path + "?page=1", "/boards/practices": "/practices",
	} {
		res, page := w.ask(t, "GET", asked, "")
		wrong(t, asked, res.StatusCode, http.StatusMovedPermanently, page)
		if got := res.Header.Get("Location"); got != want {
			t.Errorf("%s leads to %s, want %s", asked, got, want)
		}
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s may be kept: %q", asked, got)
		}
	}
	res, page := w.ask(t, "GET", "/posts/"+w.lastPost(t), "")
	wrong(t, "the permalink", res.StatusCode, http.StatusSeeOther, page)
	if got := res.Header.Get("Location"); got != path+"#post-1" {
		t.Errorf("the permalink leads to %s", got)
	}
	for _, lost := range []string{path + "?page=0", path + "?page=2", path + "?page=x", "/threads/0", "/threads/x/y", "/posts/999", "/boards/nowhere", "/boards/interoperability?from=x"} {
		status, page := w.get(t, "member", lost)
		wrong(t, lost, status, http.StatusNotFound, page)
		if strings.Contains(page, "signing in may help") {
			t.Errorf("%s tells a member to sign in", lost)
		}
	}
	_, page = w.get(t, "visitor", "/threads/0")
	has(t, page, "signing in may help")
}

func TestADocumentsNumberLeadsToItsOwnPage(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	var id int64
	err := w.db.Write(t.Context(), func(tx *db.Tx) (err error) {
		id, err = discuss.Open(t.Context(), tx, w.people["member"], discuss.Opening{
			Space: w.board(t, "practices"), Kind: discuss.Practice, Heading: discuss.Heading{Title: "Ten top calls"}, Published: true,
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	res, page := w.ask(t, "GET", fmt.Sprintf("/threads/%d?page=1", id), "")
	wrong(t, "its number", res.StatusCode, http.StatusMovedPermanently, page)
	if got, want := res.Header.Get("Location"), fmt.Sprintf("/practices/%d/ten-top-calls?page=1", id); got != want {
		t.Errorf("leads to %s, want %s", got, want)
	}
	where := w.replies(t, "other", fmt.Sprintf("/practices/%d", id), "We tried it.")
	if want := fmt.Sprintf("/practices/%d/ten-top-calls#post-1", id); where != want {
		t.Errorf("a comment leads to %s, want %s", where, want)
	}
	status, _, page := w.post(t, "other", fmt.Sprintf("/threads/%d/replies", id), url.Values{"body": {""}})
	wrong(t, "an empty comment", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Add a comment", "Post comment")
}

func TestFormsKeepTheWords(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	status, _, page := w.post(t, "member", "/threads", url.Values{"board": {"welcome"}, "title": {""}, "body": {"Words to keep"}})
	wrong(t, "a thread without a title", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Words to keep", "Enter a title.", "<title>Error: ")
	// Whoever corrects a thread can still put it somewhere else.
	has(t, page, `value="welcome" checked`, `value="interoperability"`)

	path := w.starts(t, "member", "welcome", "Hello")
	reply := "/threads/" + number41(path) + "/replies"
	status, _, page = w.post(t, "other", reply, url.Values{"body": {"NHS number 999 000 0018 said"}, "reply_to": {"1"}})
	wrong(t, "a patient's number", status, http.StatusUnprocessableEntity, page)
	has(t, page, "said", "NHS number", "Reply to post 1")

	status, _, page = w.post(t, "visitor", reply, url.Values{"body": {"Words to keep"}})
	wrong(t, "signed out meanwhile", status, http.StatusUnauthorized, page)
	has(t, page, "Words to keep")

	w.decides(t, path+"/lock", 3)
	status, _, page = w.post(t, "other", reply, url.Values{"body": {"Words to keep"}})
	wrong(t, "locked meanwhile", status, http.StatusForbidden, page)
	has(t, page, "Words to keep", "closed this thread")

	w.decides(t, path+"/hide", 3)
	status, _, page = w.post(t, "other", reply, url.Values{"body": {"Words to keep"}})
	wrong(t, "hidden meanwhile", status, http.StatusNotFound, page)
	has(t, page, "Words to keep")

	status, _, page = w.post(t, "other", reply, url.Values{"body": {"Words to keep"}, "admin": {"1"}})
	wrong(t, "an unknown field", status, http.StatusUnprocessableEntity, page)
}

// decides has the committee act; the last part of the path is the verb, and what stands between
// it and the number is left out.
func (w *town) decides(t *testing.T, path string, rule int) {
	t.Helper()
	parts := strings.Split(path, "/")
	short := strings.Join([]string{"", parts[1], parts[2], parts[len(parts)-1]}, "/")
	status, _, page := w.post(t, "committee", short, url.Values{"rule": {fmt.Sprint(rule)}, "reason": {"It is about another subject."}})
	wrong(t, short, status, http.StatusSeeOther, page)
}

func TestLimitsKeepTheWords(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	slow := noWaiting
	slow.BetweenPosts = time.Minute
	w.Discuss = discuss.New(w.db, slow)
	path := w.starts(t, "member", "welcome", "Hello")
	fields := url.Values{"body": {"Words to keep"}, "key": {newKey()}}
	res, page := w.ask(t, "POST", "/threads/"+number41(path)+"/replies", fields.Encode(), w.as("member")...)
	wrong(t, "too soon", res.StatusCode, http.StatusTooManyRequests, page)
	has(t, page, "Words to keep", `value="`+fields.Get("key")+`"`, "minute")
	if got := res.Header.Get("Retry-After"); got == "" {
		t.Error("it does not say when to try again")
	}
	w.later(2 * time.Minute)
	status, _, page := w.post(t, "member", "/threads/"+number41(path)+"/replies", fields)
	wrong(t, "the same form later", status, http.StatusSeeOther, page)
}

func TestAStaleEditIsShownWithItsDifference(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Hello")
	post := "/posts/" + w.lastPost(t)
	status, page := w.get(t, "member", post+"/edit")
	wrong(t, "the form", status, http.StatusOK, page)
	version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page)[1]
	w.later(time.Hour)
	edit := func(body string) (int, string) {
		status, _, page := w.post(t, "member", post, url.Values{"body": {body}, "version": {version}})
		return status, page
	}
	status, page = edit("One tablet wins")
	wrong(t, "the first", status, http.StatusSeeOther, page)
	status, page = edit("Two tablets lose")
	wrong(t, "the second", status, http.StatusConflict, page)
	has(t, page, "Two tablets lose</textarea>", "<del>", "<ins>", "One", `name="version" value="2"`, "What is saved now", "<span>One tablet wins</span>")

	_, page = w.get(t, "visitor", path)
	has(t, page, "One tablet wins", "(edited)", post+"/history")
	_, page = w.get(t, "visitor", post+"/history")
	has(t, page, "<del>", "<ins>", "The first words of Hello.")
	for role, want := range map[string]int{"other": http.StatusForbidden, "committee": http.StatusForbidden, "visitor": http.StatusUnauthorized, "applicant": http.StatusForbidden} {
		status, page := w.get(t, role, post+"/edit")
		wrong(t, role+" edits", status, want, page)
		status, _, page = w.post(t, role, post, url.Values{"body": {"mine now"}, "version": {"2"}})
		wrong(t, role+" saves", status, want, page)
		status, _, page = w.post(t, role, post+"/withdraw", url.Values{})
		wrong(t, role+" withdraws", status, want, page)
	}
}

func TestAWithdrawnPostKeepsItsPlace(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Hello")
	w.replies(t, "other", path, "Words I regret")
	post := "/posts/" + w.lastPost(t)
	status, _, page := w.post(t, "other", post+"/withdraw", url.Values{})
	wrong(t, "withdraw", status, http.StatusSeeOther, page)
	for _, role := range []string{"visitor", "member", "committee"} {
		_, page := w.get(t, role, path)
		has(t, page, `id="post-2"`, "Withdrawn by its author")
		hasNot(t, page, "Words I regret")
		status, page := w.get(t, role, post+"/history")
		wrong(t, role+" reads the history", status, http.StatusNotFound, page)
	}
	_, page = w.get(t, "other", post+"/withdraw")
	has(t, page, "Words I regret", "Put it back")
	status, _, page = w.post(t, "other", post+"/put-back", url.Values{})
	wrong(t, "put back", status, http.StatusSeeOther, page)
	_, page = w.get(t, "visitor", path)
	has(t, page, "Words I regret")
}

func TestTheCommitteeHidesAndShowsAgain(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Hello")
	w.replies(t, "other", path, "Words beside the point")
	post := "/posts/" + w.lastPost(t)
	status, page := w.get(t, "committee", post+"/hide")
	wrong(t, "the form", status, http.StatusOK, page)
	has(t, page, "Which rule", "3. Keep to the subject")
	status, _, page = w.post(t, "committee", post+"/hide", url.Values{"reason": {"It is about another subject."}})
	wrong(t, "without a rule", status, http.StatusUnprocessableEntity, page)
	has(t, page, "It is about another subject.")
	w.decides(t, post+"/hide", 3)

	for role, sees := range map[string]bool{"visitor": false, "member": false, "ex_committee": false, "administrator": false, "other": true, "committee": true} {
		_, page := w.get(t, role, path)
		has(t, page, `id="post-2"`, "Hidden by the committee")
		if sees {
			has(t, page, "Words beside the point", "Rule 3: It is about another subject.")
		} else {
			hasNot(t, page, "Words beside the point", "another subject", "The other", post)
			status, page := w.get(t, role, post)
			wrong(t, role+" follows the permalink", status, http.StatusNotFound, page)
		}
	}
	for _, role := range []string{"member", "administrator", "ex_committee", "officer"} {
		status, _, page := w.post(t, role, post+"/restore", url.Values{"reason": {"Because I can"}})
		wrong(t, role+" restores", status, http.StatusForbidden, page)
	}
	w.decides(t, post+"/restore", 0)
	_, page = w.get(t, "visitor", path)
	has(t, page, "Words beside the point")
}

func TestTheCommitteeClosesPinsAndMoves(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Hello")
	w.starts(t, "other", "interoperability", "Later")
	_, page := w.get(t, "committee", path)
	for _, verb := range []string{"pin", "move", "lock", "hide"} {
		link := "/threads/" + number41(path) + "/" + verb
		has(t, page, link)
		status, page := w.get(t, "committee", link)
		wrong(t, link, status, http.StatusOK, page)
	}
	w.decides(t, path+"/lock", 3)
	_, page = w.get(t, "other", path)
	has(t, page, "closed this")
	hasNot(t, page, "<textarea")
	w.decides(t, path+"/unlock", 0)
	_, page = w.get(t, "other", path)
	has(t, page, "<textarea")

	w.decides(t, path+"/pin", 0)
	_, page = w.get(t, "visitor", "/boards/interoperability")
	if strings.Index(page, "Hello") > strings.Index(page, "Later") {
		t.Error("what is pinned does not stand first")
	}
	status, _, page := w.post(t, "committee", "/threads/"+number41(path)+"/move", url.Values{
		"reason": {"It is a question."}, "to_space": {fmt.Sprint(w.board(t, "questions"))}})
	wrong(t, "move", status, http.StatusSeeOther, page)
	status, page = w.get(t, "visitor", path)
	wrong(t, "a visitor where it is for members now", status, http.StatusUnauthorized, page)
	_, page = w.get(t, "member", "/boards/questions")
	has(t, page, path)
	status, _, page = w.post(t, "committee", "/threads/"+number41(path)+"/move", url.Values{
		"reason": {"Back again."}, "to_space": {fmt.Sprint(w.board(t, "interoperability"))}})
	wrong(t, "move members' words to where anyone reads", status, http.StatusUnprocessableEntity, page)
}

func TestAPrivateGroupStaysPrivate(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	const canary = "kanarien·vogel" // which no address says
	path := w.starts(t, "insider", "rotas", canary+" title")
	w.replies(t, "insider", path, canary+" reply")
	post := "/posts/" + w.lastPost(t)
	w.starts(t, "member", "interoperability", "Hello")
	pages := []string{"/", "/boards", "/boards/rotas", "/boards/interoperability", "/boards/welcome", path, "/threads/" + number41(path),
		path + "?page=1", post, post + "/history", post + "/edit", post + "/withdraw", post + "/hide", "/threads/new?board=rotas", "/notices"}
	for _, role := range append([]string{"visitor"}, roles...) {
		if role == "insider" || role == "facilitator" {
			continue
		}
		for _, p := range pages {
			if _, page := w.get(t, role, p); strings.Contains(page, canary) {
				t.Errorf("%s reads it on %s", role, p)
			}
		}
		for _, pair := range [][2]string{{path, "/threads/9999/x"}, {post, "/posts/9999"}, {"/boards/rotas", "/boards/nowhere"}} {
			status, page := w.get(t, role, pair[0])
			absent, other := w.get(t, role, pair[1])
			if status != http.StatusNotFound || absent != http.StatusNotFound || without(page, pair[0]) != without(other, pair[1]) {
				t.Errorf("%s can tell %s (%d) from what is not there (%d)", role, pair[0], status, absent)
			}
		}
		if role != "visitor" && role != "applicant" && role != "suspended" {
			status, _, page := w.post(t, role, "/threads/"+number41(path)+"/replies", url.Values{"body": {"let me in"}})
			wrong(t, role+" replies", status, http.StatusNotFound, page)
			status, _, page = w.post(t, role, "/threads", url.Values{"board": {"rotas"}, "title": {"let me in"}, "body": {"let me in"}})
			wrong(t, role+" starts", status, http.StatusNotFound, page)
		}
	}
	for _, role := range []string{"insider", "facilitator"} {
		_, page := w.get(t, role, path)
		has(t, page, canary+" title", canary+" reply", "Peer group")
	}
}

// without is a page without the address that was asked for.
func without(page, path string) string {
	return strings.NewReplacer(path, "", url.QueryEscape(path), "").Replace(page)
}

func TestMembersBoardsAskVisitorsToSignIn(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "welcome", "Hello")
	post := "/posts/" + w.lastPost(t)
	for _, p := range []string{path, post, "/boards/welcome"} {
		for role, want := range map[string]int{"visitor": http.StatusUnauthorized, "applicant": http.StatusForbidden, "suspended": http.StatusForbidden} {
			status, page := w.get(t, role, p)
			wrong(t, role+" reads "+p, status, want, page)
			hasNot(t, page, "Hello")
		}
	}
}

func TestPagesAreNumbered(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Long")
	for i := range 26 {
		where := w.replies(t, "other", path, fmt.Sprint("reply ", i))
		if i == 25 && where != path+"?page=2#post-27" {
			t.Errorf("the 27th post is at %s", where)
		}
	}
	_, page := w.get(t, "visitor", path)
	has(t, page, `id="post-25"`, `href="`+path+`?page=2"`)
	hasNot(t, page, `id="post-26"`)
	if n := strings.Count(page, `aria-label="Pages of this thread`); n != 2 {
		t.Errorf("page links stand %d times, want above and below", n)
	}
	_, page = w.get(t, "visitor", path+"?page=2")
	has(t, page, `id="post-26"`, `id="post-27"`, "(page 2 of 2)")
	_, page = w.get(t, "member", path+"?page=2&to=26")
	has(t, page, "Reply to post 26", `name="reply_to" value="26"`)
}

// queries is how many queries a page takes for a role, of which some keeps are filled already.
func (w *town) queries(t *testing.T, role, path string) string {
	t.Helper()
	w.get(t, role, path)
	before := len(w.log.String())
	status, page := w.get(t, role, path)
	wrong(t, path, status, http.StatusOK, page)
	found := regexp.MustCompile(`queries=(\d+)`).FindStringSubmatch(w.log.String()[before:])
	if found == nil {
		t.Fatalf("the log does not tell the queries: %s", w.log.String()[before:])
	}
	return found[1]
}

func TestQueriesDoNotGrowWithWhatIsOnThePage(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Long")
	w.starts(t, "member", "interoperability", "Long ago") // there is something related already
	w.replies(t, "other", path, "reply")
	post := "/posts/" + w.lastPost(t)
	w.later(time.Hour)
	w.post(t, "other", post, url.Values{"body": {"changed"}, "version": {"1"}})
	w.get(t, "member", "/boards") // notes that the session is in use
	pages := []struct{ role, path, want string }{
		{"visitor", path, "3"},
		{"visitor", "/boards", "2"},
		{"visitor", "/boards/interoperability", "3"},
		{"visitor", post + "/history", "2"},
		{"member", path, ""},
		{"member", "/boards/interoperability", ""},
	}
	first := map[int]string{}
	for i, p := range pages {
		first[i] = w.queries(t, p.role, p.path)
		if p.want != "" && first[i] != p.want {
			t.Errorf("%s takes %s queries, want %s", p.path, first[i], p.want)
		}
	}
	for i := range 20 {
		w.starts(t, "member", "interoperability", fmt.Sprint("Thread ", i))
		w.replies(t, "member", path, fmt.Sprint("@other reply ", i))
	}
	for i, p := range pages {
		if got := w.queries(t, p.role, p.path); got != first[i] {
			t.Errorf("%s of %s takes %s queries with more on it, %s before", p.path, p.role, got, first[i])
		}
	}
}
