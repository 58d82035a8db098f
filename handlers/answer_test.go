package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"commonroom/models/db"
)

// asks has the person of a role start a question by the form.
func (w *town) asks(t *testing.T, role, board, title string) (path string) {
	t.Helper()
	status, path, page := w.post(t, role, "/threads", url.Values{
		"board": {board}, "title": {title}, "summary": {"For the list."}, "tags": {""}, "sort": {"question"}, "body": {"Who knows?"},
	})
	wrong(t, "ask "+title, status, http.StatusSeeOther, page)
	return path
}

func TestAnAnswerIsMarkedShownAndTold(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.asks(t, "member", "interoperability", "Who uses FHIR?")
	where := w.replies(t, "other", path, "We do, since spring.")
	answer := "/posts/" + w.lastPost(t) + "/answer"

	_, page := w.get(t, "member", path)
	has(t, page, `action="`+answer+`"`, "Mark as the answer")
	_, page = w.get(t, "insider", path)
	hasNot(t, page, "Mark as the answer", "/state")
	status, location, page := w.post(t, "member", answer, url.Values{})
	wrong(t, "mark", status, http.StatusSeeOther, page)
	if location != where {
		t.Errorf("marking leads to %s, want %s", location, where)
	}
	_, page = w.get(t, "visitor", path)
	has(t, page, `class="app-answer"`, "We do, since spring.", `href="`+where+`"`, "app-post--answer")
	_, page = w.get(t, "visitor", "/boards/interoperability")
	has(t, page, "Answered", "For the list.")

	for range 2 { // however often it is marked, its author is told once
		status, _, page = w.post(t, "member", answer+"/remove", url.Values{})
		wrong(t, "unmark", status, http.StatusSeeOther, page)
		status, _, page = w.post(t, "committee", answer, url.Values{})
		wrong(t, "mark again", status, http.StatusSeeOther, page)
	}
	if err := w.Notices.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, page = w.get(t, "other", "/notices")
	if n := strings.Count(page, "marked your post as the answer to “Who uses FHIR?”"); n != 1 {
		t.Errorf("its author is told %d times", n)
	}
}

func TestWhereADiscussionStandsIsSaidInOneLine(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Which form?")
	state := "/threads/" + number41(path) + "/state"
	_, page := w.get(t, "member", path)
	has(t, page, `href="`+state+`"`)
	status, _, page := w.post(t, "member", state, url.Values{"state": {"decided"}, "outcome": {""}, "version": {"1"}})
	wrong(t, "decided, and not what", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Enter what was decided, in one line.")
	status, location, page := w.post(t, "member", state, url.Values{"state": {"decided"}, "outcome": {"We use the blue one."}, "version": {"1"}})
	wrong(t, "decided", status, http.StatusSeeOther, page)
	if location != path {
		t.Errorf("it leads to %s", location)
	}
	for _, list := range []string{path, "/boards/interoperability", "/"} {
		_, page = w.get(t, "visitor", list)
		has(t, page, "Decided", "We use the blue one.")
	}
	status, _, page = w.post(t, "committee", state, url.Values{"state": {"open"}, "outcome": {""}, "version": {"1"}})
	wrong(t, "an older form", status, http.StatusConflict, page)
	has(t, page, "Somebody has said where this stands since you opened it", "We use the blue one.", `name="version" value="2"`)
}

func TestALongThreadLeadsToItsSummary(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.asks(t, "member", "interoperability", "Who uses FHIR?")
	w.replies(t, "other", path, "We do, since spring.")
	first := w.lastPost(t)
	for range 49 {
		w.replies(t, "other", path, "And more of it.")
	}
	summary := "/threads/" + number41(path) + "/summary"
	_, page := w.get(t, "visitor", path)
	has(t, page, `href="`+summary+`"`)
	_, page = w.get(t, "visitor", summary)
	has(t, page, "Nobody has reacted yet.", "51 posts")
	w.reacts(t, "member", first, "add", "insight")
	_, page = w.get(t, "visitor", summary)
	has(t, page, "We do, since spring.", "Insight 1", path+"#post-2")
	hasNot(t, page, "And more of it.", "The answer</h2>")
	status, _, page := w.post(t, "member", "/posts/"+first+"/answer", url.Values{})
	wrong(t, "mark", status, http.StatusSeeOther, page)
	_, page = w.get(t, "visitor", summary)
	has(t, page, "The answer</h2>")
	_, page = w.get(t, "visitor", path+"?page=3") // the answer stands above each page
	has(t, page, `class="app-answer"`)
	if err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := db.Exec(t.Context(), tx, `UPDATE threads SET post_count = 50`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	status, page = w.get(t, "visitor", summary)
	wrong(t, "a thread that is no longer long", status, http.StatusNotFound, page)
}
