package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestTheCommitteeMakesAThreadOfPosts(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Rotas")
	for i, words := range []string{"Two.", "Three.", "Four.", "Five."} {
		status, _, page := w.post(t, "other", "/threads/"+number41(path)+"/replies", url.Values{"body": {words}, "reply_to": {fmt.Sprint(i + 1)}})
		wrong(t, words, status, http.StatusSeeOther, page)
	}
	third := "/posts/" + w.lastPost(t)
	thread := "/threads/" + number41(path)
	_, page := w.get(t, "committee", path)
	has(t, page, thread+"/split?from=2", thread+"/merge")
	hasNot(t, page, thread+"/split?from=1")
	_, page = w.get(t, "member", path)
	hasNot(t, page, thread+"/split", thread+"/merge")
	status, page := w.get(t, "committee", thread+"/split?from=3")
	wrong(t, "the choice", status, http.StatusOK, page)
	has(t, page, `value="3" checked`, `value="4" checked`, `value="5" checked`, "Three.", "The other")
	hasNot(t, page, `name="posts" type="checkbox" value="2"`)

	split := url.Values{"posts": {"3", "4", "5"}, "title": {""}, "reason": {"It is about bleeps."}, "to_space": {fmt.Sprint(w.board(t, "interoperability"))}}
	status, _, page = w.post(t, "committee", thread+"/split?from=3", split)
	wrong(t, "without a title", status, http.StatusUnprocessableEntity, page)
	has(t, page, `value="4" checked`, "It is about bleeps.", "Enter a title.")
	split.Set("title", "Bleeps")
	status, made, page := w.post(t, "committee", thread+"/split?from=3", split)
	wrong(t, "the split", status, http.StatusSeeOther, page)

	_, page = w.get(t, "visitor", path)
	has(t, page, `id="post-3"`, `id="post-4"`, `id="post-5"`, "Posts 3 to 5 were moved to", made+"#post-1", "Two.")
	hasNot(t, page, "Three.")
	_, page = w.get(t, "visitor", made)
	has(t, page, "<h1>Bleeps</h1>", "Three.", "Five.", "in reply to 2")
	res, page := w.ask(t, "GET", third, "")
	wrong(t, "the address of a post", res.StatusCode, http.StatusSeeOther, page)
	if got := res.Header.Get("Location"); got != made+"#post-3" {
		t.Errorf("it leads to %s", got)
	}
	_, page = w.get(t, "visitor", "/committee/log")
	has(t, page, "A post in Interoperability was made a thread of its own: It is about bleeps.")
	status, _, page = w.post(t, "committee", "/threads/"+number41(made)+"/merge", url.Values{"into": {path}, "reason": {"It is the same after all."}})
	wrong(t, "joined again", status, http.StatusSeeOther, page)
	_, page = w.get(t, "visitor", path)
	has(t, page, "Posts 3 to 5 stand further down, from", ">post 6</a>", "Three.")
	hasNot(t, page, "moved to")
	if err := w.Notices.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, page = w.get(t, "other", "/notices")
	has(t, page, "A post of yours opens a thread of its own")
}

func TestAJoinedThreadLeadsOn(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	into, from := w.starts(t, "member", "welcome", "First"), w.starts(t, "other", "interoperability", "Second")
	w.replies(t, "member", from, "And more.")
	merge := "/threads/" + number41(from) + "/merge"
	status, _, page := w.post(t, "committee", merge, url.Values{"into": {"nowhere"}, "reason": {"It is the same."}})
	wrong(t, "no thread", status, http.StatusUnprocessableEntity, page)
	has(t, page, "We do not find that thread.", `value="nowhere"`)
	status, to, page := w.post(t, "committee", merge, url.Values{"into": {into}, "reason": {"It is the same."}})
	wrong(t, "the merge", status, http.StatusSeeOther, page)
	if to != into+"#post-2" {
		t.Errorf("leads to %s", to)
	}
	for role, want := range map[string]int{"member": http.StatusMovedPermanently, "other": http.StatusMovedPermanently, "visitor": http.StatusNotFound} {
		res, page := w.ask(t, "GET", from+"?page=2", "", w.as(role)...)
		wrong(t, role+" at the old address", res.StatusCode, want, page)
		if got := res.Header.Get("Location"); want != http.StatusNotFound && got != into+"#post-2" {
			t.Errorf("it leads to %s", got)
		}
		if role == "visitor" {
			_, none := w.ask(t, "GET", strings.Replace(from, number41(from), "9", 1)+"?page=2", "")
			if strings.ReplaceAll(page, "/"+number41(from)+"/", "/9/") != none && len(page) != len(none) {
				t.Error("a visitor learns that there is something")
			}
		}
	}
	_, page = w.get(t, "member", into)
	has(t, page, "The first words of Second.", "And more.")
	if err := w.Notices.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, page = w.get(t, "other", "/notices")
	has(t, page, "Your thread was joined to “First”")
	if err := w.Notices.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, page = w.get(t, "member", "/notices")
	has(t, page, "The committee moved a post of yours to “First”", "The reason given: It is the same.")
}

func TestAPlaceTellsNobodyOfWhatTheyCannotRead(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Rotas")
	w.replies(t, "other", path, "Two.")
	status, made, page := w.post(t, "committee", "/threads/"+number41(path)+"/split?from=2", url.Values{"posts": {"2"}, "title": {"Among members"},
		"reason": {"It is for members."}, "to_space": {fmt.Sprint(w.board(t, "welcome"))}})
	wrong(t, "the split", status, http.StatusSeeOther, page)
	_, page = w.get(t, "visitor", path)
	has(t, page, "Post 2 was moved to", "a place that you cannot read")
	hasNot(t, page, "Among members", made)
	_, page = w.get(t, "member", path)
	has(t, page, made+"#post-1", "Among members")
}
