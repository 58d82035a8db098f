package handlers

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

func TestATitleIsChangedByItsAuthorAndTold(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Helo")
	thread := "/threads/" + number41(path)
	_, page := w.get(t, "member", path)
	has(t, page, thread+"/edit", "Yours to change")
	_, page = w.get(t, "other", path)
	hasNot(t, page, thread+"/edit")
	_, page = w.get(t, "member", thread+"/edit")
	has(t, page, `value="Helo"`, `value="FHIR"`, `name="version" value="1"`)
	w.later(time.Hour)
	save := func(title, version string) (int, string, string) {
		return w.post(t, "member", thread, url.Values{"title": {title}, "summary": {"A greeting."}, "tags": {"FHIR"}, "version": {version}})
	}
	status, to, page := save("Hello", "1")
	wrong(t, "the first", status, http.StatusSeeOther, page)
	if to != thread+"/hello" {
		t.Errorf("leads to %s", to)
	}
	status, _, page = save("Hallo", "1")
	wrong(t, "the second", status, http.StatusConflict, page)
	has(t, page, `value="Hallo"`, `name="version" value="2"`, "This title has changed since you opened it", "</span>Hello<", "</span>Hallo<", "What is saved now")

	_, page = w.get(t, "visitor", to)
	has(t, page, "<h1>Hello</h1>", "A greeting.", thread+"/history")
	_, page = w.get(t, "visitor", thread+"/history")
	has(t, page, "<h3>Title</h3>", "</span>Helo<", "</span>Hello<", "<h3>Summary</h3>")
	hasNot(t, page, "Go back")
	_, page = w.get(t, "member", thread+"/history")
	has(t, page, "Go back to this", thread+"/edit?version=1")
	_, page = w.get(t, "member", thread+"/edit?version=1")
	has(t, page, `value="Helo"`, `name="version" value="2"`)
	status, page = w.get(t, "member", thread+"/edit?version=9")
	wrong(t, "a version that never was", status, http.StatusNotFound, page)
}

func TestAnAuthorGoesBackToAnEarlierVersion(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Hello")
	post := "/posts/" + w.lastPost(t)
	w.later(time.Hour)
	status, _, page := w.post(t, "member", post, url.Values{"body": {"Other words"}, "version": {"1"}})
	wrong(t, "the edit", status, http.StatusSeeOther, page)
	for role, offered := range map[string]bool{"member": true, "other": false, "visitor": false, "committee": false} {
		_, page := w.get(t, role, post+"/history")
		if offered {
			has(t, page, post+"/edit?version=1")
		} else {
			hasNot(t, page, post+"/edit", "/revert")
		}
	}
	_, page = w.get(t, "member", post+"/edit?version=1")
	has(t, page, "The first words of Hello.</textarea>", `name="version" value="2"`, "Nothing has changed yet.")
	w.later(time.Hour)
	status, _, page = w.post(t, "member", post, url.Values{"body": {"The first words of Hello."}, "version": {"2"}})
	wrong(t, "going back", status, http.StatusSeeOther, page)
	_, page = w.get(t, "visitor", path)
	has(t, page, "The first words of Hello.", "(edited)")

	path = w.publishes(t, "member", "practice", "Floor walking")
	w.post(t, "member", "/practices/"+number41(path), w.edit("practice", "We walk on Mondays.", "1"))
	_, page = w.get(t, "member", "/practices/"+number41(path)+"/history/1")
	has(t, page, "Go back to this version", "/edit?version=1")
	_, page = w.get(t, "other", "/practices/"+number41(path)+"/history/1")
	hasNot(t, page, "Go back to this version")
	_, page = w.get(t, "member", "/practices/"+number41(path)+"/edit?version=1")
	has(t, page, `value="Back to version 1"`, `name="version" value="2"`, "The form has the words of version 1.")
	hasNot(t, page, "We walk on Mondays.")
}

func TestTheCommitteeTakesAPostBack(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Hello")
	post := "/posts/" + w.lastPost(t)
	w.later(time.Hour)
	status, _, page := w.post(t, "member", post, url.Values{"body": {"The first words of Hello. Buy our tablets."}, "version": {"1"}})
	wrong(t, "the edit", status, http.StatusSeeOther, page)
	_, page = w.get(t, "committee", post+"/history")
	has(t, page, post+"/history/1/revert", "Take it back to what it said before")
	status, page = w.get(t, "committee", post+"/history/1/revert")
	wrong(t, "the question", status, http.StatusOK, page)
	has(t, page, "Buy our tablets.", "<del>", `name="version" value="2"`, "Which rule")
	decision := url.Values{"rule": {"4"}, "reason": {"It advertises."}, "version": {"2"}}
	status, _, page = w.post(t, "committee", post+"/history/1/revert", decision)
	wrong(t, "taking it back", status, http.StatusSeeOther, page)
	_, page = w.get(t, "visitor", path)
	hasNot(t, page, "Buy our tablets.")
	_, page = w.get(t, "visitor", "/committee/log")
	has(t, page, "An opening post in Interoperability was taken back to what it said before under rule 4: It advertises.")
	if err := w.Notices.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, page = w.get(t, "member", "/notices")
	has(t, page, "taken back to what it said before under rule 4")
}
