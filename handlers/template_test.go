package handlers

import (
	"net/http"
	"net/url"
	"testing"
)

func TestAThreadBeginsWithTheTemplateOfItsBoard(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := "/boards/interoperability/template"
	_, page := w.get(t, "committee", "/boards/interoperability")
	has(t, page, `href="`+path+`"`)
	_, page = w.get(t, "member", "/boards/interoperability")
	lacks(t, "a member", page, path)
	status, _, page := w.post(t, "committee", path, url.Values{"body": {"## What we tried"}, "version": {"0"}})
	wrong(t, "a template", status, http.StatusSeeOther, page)
	_, page = w.get(t, "member", "/threads/new?board=interoperability")
	has(t, page, "## What we tried</textarea>")
	_, page = w.get(t, "member", "/threads/new?board=welcome")
	lacks(t, "another board", page, "What we tried")
	in := url.Values{"board": {"interoperability"}, "title": {"Title"}, "body": {"## What we tried"}}
	status, _, page = w.post(t, "member", "/threads", in)
	wrong(t, "the template as it is", status, http.StatusUnprocessableEntity, page)
	has(t, page, "These are still the words of the board’s template")
	status, _, page = w.post(t, "committee", path, url.Values{"body": {"## What we saw"}, "version": {"0"}})
	wrong(t, "a change that began before the last", status, http.StatusConflict, page)
	has(t, page, "This template has changed since you opened it", "## What we saw</textarea>", `name="version" value="1"`)
	status, to, page := w.post(t, "committee", path, url.Values{"body": {""}, "version": {"1"}})
	wrong(t, "no template", status, http.StatusSeeOther, page)
	_, page = w.get(t, "committee", to)
	has(t, page, "Interoperability")
	_, page = w.get(t, "member", "/threads/new?board=interoperability")
	lacks(t, "a board without one", page, "What we tried", "What we saw")
}

// The form says the limit that it has, and no more of when a template is found than is so.
func TestTheFormOfATemplateSaysItsLimit(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	_, page := w.get(t, "committee", "/boards/interoperability/template")
	has(t, page, `data-count="2000"`, "You can enter up to 2,000 characters")
	lacks(t, "the form", page, "20,000", `data-count="20000"`)
	_, page = w.get(t, "member", "/threads/new?board=interoperability")
	has(t, page, `data-count="20000"`)
}
