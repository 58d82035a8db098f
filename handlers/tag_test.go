package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// tags begins a discussion with tags, and gives its address.
func (w *town) tags(t *testing.T, role, board, title, tags string) string {
	t.Helper()
	status, path, page := w.post(t, role, "/threads", url.Values{"board": {board}, "title": {title}, "body": {"Words."}, "tags": {tags}})
	wrong(t, "starting "+title, status, http.StatusSeeOther, page)
	return path
}

// choose sends a form that has no key.
func (w *town) choose(t *testing.T, role, path string, fields url.Values) int {
	t.Helper()
	res, _ := w.ask(t, http.MethodPost, path, fields.Encode(), w.as(role)...)
	return res.StatusCode
}

func TestATagHasAPageOverAllBoards(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.tags(t, "member", "interoperability", "Bundles", "FHIR, rotas")
	w.tags(t, "member", "welcome", "Hello", "FHIR")
	_, page := w.get(t, "member", "/tags")
	has(t, page, "<h1>Tags</h1>", `href="/tags/fhir"`, "FHIR (2)", `href="/tags/rotas"`)
	_, page = w.get(t, "member", "/tags/fhir")
	has(t, page, "<h1>Tagged FHIR</h1>", "Bundles", "Hello", `href="/tags/fhir?kind=practice"`, "Follow this tag", `href="/feeds/tags/fhir.atom"`)
	hasNot(t, page, "Say what this tag is for")
	_, page = w.get(t, "visitor", "/tags/fhir")
	has(t, page, "Bundles", `rel="canonical"`)
	hasNot(t, page, "Hello", "Follow this tag")
	_, page = w.get(t, "member", "/tags/fhir?kind=practice")
	has(t, page, "There is nothing of this kind.", `aria-current="page">Practices`)
	for path, want := range map[string]int{"/tags/fhir?kind=poem": 404, "/tags/fhir?from=x": 404, "/tags/none": 404, "/tags?from=zzz": 200} {
		status, page := w.get(t, "member", path)
		wrong(t, path, status, want, page)
	}
	_, page = w.get(t, "member", "/boards/interoperability?tag=fhir")
	has(t, page, "Threads tagged fhir", `href="/tags/fhir"`)
}

func TestTheCommitteeDescribesATag(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.tags(t, "member", "interoperability", "Bundles", "fhir")
	_, page := w.get(t, "committee", "/tags/fhir")
	has(t, page, `href="/tags/fhir/edit"`)
	_, page = w.get(t, "committee", "/tags/fhir/edit")
	has(t, page, `value="fhir"`, `name="version" value="1"`)
	said := url.Values{"name": {"FHIR"}, "description": {"Messages between systems."}, "version": {"1"}}
	status, to, page := w.post(t, "committee", "/tags/fhir/edit", said)
	wrong(t, "describing it", status, http.StatusSeeOther, page)
	_, page = w.get(t, "visitor", to)
	has(t, page, "Tagged FHIR", "Messages between systems.")

	later := url.Values{"name": {"FHIR"}, "description": {"Bundles and messages."}, "version": {"1"}}
	status, _, page = w.post(t, "committee", "/tags/fhir/edit", later)
	wrong(t, "describing by an old form", status, http.StatusConflict, page)
	has(t, page, "has been described since", "<ins>", "Bundles and messages.</textarea>", `name="version" value="2"`)
	status, _, page = w.post(t, "committee", "/tags/fhir/edit", url.Values{"name": {"HL7"}, "description": {""}, "version": {"2"}})
	wrong(t, "another name", status, http.StatusUnprocessableEntity, page)
	has(t, page, "A different name would be another tag.", `value="HL7"`)
}

func TestATagIsFollowedAndMutedFromItsPage(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.tags(t, "other", "interoperability", "Bundles", "FHIR")
	page := func(path string) string {
		t.Helper()
		_, page := w.get(t, "member", path)
		return page
	}
	follow := func(how string) {
		t.Helper()
		if got := w.choose(t, "member", "/tags/fhir/follow", url.Values{"follow": {how}}); got != http.StatusSeeOther {
			t.Errorf("to choose %q is answered with %d", how, got)
		}
	}
	hasNot(t, page("/"), "New in tags you follow")
	follow("following")
	has(t, page("/tags/fhir"), "You follow this tag", "Stop following", "Mute this tag")
	has(t, page("/tags"), "Tags you follow")
	has(t, page("/"), "New in tags you follow")
	follow("muted")
	has(t, page("/tags/fhir"), "You have muted this tag", "Hear of it again")
	has(t, page("/tags"), "Tags you mute")
	hasNot(t, page("/"), "New in tags you follow")
	follow("")
	hasNot(t, page("/tags"), "Tags you")
	if got := w.choose(t, "member", "/tags/fhir/follow", url.Values{"follow": {"watching"}}); got != http.StatusUnprocessableEntity {
		t.Errorf("to watch it is answered with %d", got)
	}
}

func TestListsMarkThreadsThatAskForOnesView(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.speaksFrom(t, "other", "medical")
	ask := url.Values{"board": {"interoperability"}, "title": {"Bundles"}, "body": {"Words."}, "ask": {"medical"}}
	_, path, _ := w.post(t, "member", "/threads", ask)
	marked := func(role string) bool {
		t.Helper()
		_, page := w.get(t, role, "/boards/interoperability")
		return strings.Contains(page, "Asks for your view")
	}
	if !marked("other") || marked("member") || marked("assessor") || marked("visitor") {
		t.Errorf("it is marked for one asked: %t, for its author: %t, for others: %t, %t", marked("other"), marked("member"), marked("assessor"), marked("visitor"))
	}
	w.post(t, "other", "/threads/"+number41(path)+"/replies", url.Values{"body": {"Here it is."}, "reply_to": {"0"}})
	if marked("other") {
		t.Error("it is still marked for somebody who has answered")
	}
}
