package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"commonroom/models/db"
)

// previewed sends a form by its button for a preview.
func (w *town) previewed(t *testing.T, role, path string, fields url.Values) (status int, page string) {
	t.Helper()
	fields.Set("preview", "yes")
	status, location, page := w.post(t, role, path, fields)
	if location != "" {
		t.Errorf("a preview leads away to %s", location)
	}
	return status, page
}

func (w *town) posts(t *testing.T) int64 {
	t.Helper()
	n, err := db.Value[int64](t.Context(), w.db, `SELECT count(*) FROM posts`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAPreviewIsWhatWillBePosted(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	replies := "/threads/" + number41(path) + "/replies"
	said := url.Values{"body": {"### We do\n\n- **really**, @other\n\n<b>raw</b> [x](javascript:alert(1))"}, "key": {newKey()}}
	before := w.posts(t)
	status, page := w.previewed(t, "other", replies, said)
	wrong(t, "the preview", status, http.StatusOK, page)
	_, rest, _ := strings.Cut(page, `id="preview-body"`)
	_, rest, _ = strings.Cut(rest, `<div class="app-prose">`)
	preview, _, found := strings.Cut(rest, "</section>")
	if !found {
		t.Fatalf("the page has no preview: %s", page)
	}
	has(t, page, "### We do\n\n- **really**", said.Get("key"))
	hasNot(t, page, "Error: ", "There is a problem")
	if got := w.posts(t); got != before {
		t.Errorf("a preview made %d posts", got-before)
	}
	said.Del("preview")
	w.post(t, "other", replies, said)
	_, page = w.get(t, "other", path)
	html := strings.TrimSuffix(strings.TrimSpace(preview), "</div>")
	if !strings.Contains(page, html) || !strings.Contains(html, "<strong>really</strong>") {
		t.Errorf("what was posted is not what was shown before: %s", html)
	}
}

func TestEveryFormShowsItsWords(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	post := "/posts/" + w.lastPost(t)
	for _, c := range []struct {
		name, path string
		form       url.Values
		says       []string
	}{
		{"a thread", "/threads", url.Values{"board": {"interoperability"}, "title": {""}, "summary": {""}, "tags": {""}, "body": {"# One"}}, []string{`id="preview-body"`, "<h3", "# One</textarea>"}},
		{"a reply", "/threads/" + number41(thread) + "/replies", url.Values{"body": {"# Two"}, "reply_to": {"1"}}, []string{"<h3", "Read post 1 again"}},
		{"a change", post, url.Values{"body": {"# Three"}, "version": {"1"}}, []string{"<h3", "# Three</textarea>"}},
		{"a practice", "/practices", url.Values{"board": {"practices"}, "title": {"T"}, "summary": {""}, "tags": {""}, "body": {"# Four"}}, []string{"<h2", `value="T"`}},
		{"a project, with both its texts", "/projects", url.Values{"board": {"projects"}, "aim": {"# Five"}, "problem": {"# Six"}}, []string{`id="preview-aim"`, `id="preview-problem"`}},
		{"a project, with one", "/projects", url.Values{"board": {"projects"}, "problem": {"# Six"}}, []string{`id="preview-problem"`}},
		{"a profile", "/settings/profile", url.Values{"name": {"Member"}, "about": {"# Seven"}, "version": {"1"}}, []string{"<h3", "# Seven</textarea>"}},
	} {
		status, page := w.previewed(t, "member", c.path, c.form)
		wrong(t, c.name, status, http.StatusOK, page)
		has(t, page, append(c.says, `value="yes"`)...)
	}
}

func TestAPreviewRefusesWhatAPostWouldBeRefusedFor(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	replies := "/threads/" + number41(w.starts(t, "member", "interoperability", "Who uses FHIR?")) + "/replies"
	status, page := w.previewed(t, "other", replies, url.Values{"body": {"NHS number 999 000 0018 said"}})
	wrong(t, "a patient's number", status, http.StatusUnprocessableEntity, page)
	has(t, page, "NHS number", "999 000 0018 said</textarea>")
	hasNot(t, page, `id="preview-body"`)
	status, page = w.previewed(t, "other", replies, url.Values{"body": {" "}})
	wrong(t, "nothing", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Write something first.")
	status, page = w.previewed(t, "other", "/threads/4040/replies", url.Values{"body": {"Words"}})
	wrong(t, "in a thread that is not there", status, http.StatusNotFound, page)
}

// A form keeps the version it began from through a preview: another's words must not be replaced
// unseen because somebody looked at their own in between.
func TestAPreviewDoesNotPassOverAnothersChange(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.starts(t, "member", "interoperability", "Who uses FHIR?")
	post := "/posts/" + w.lastPost(t)
	_, _, _ = w.post(t, "member", post, url.Values{"body": {"From another window."}, "version": {"1"}})
	_, page := w.previewed(t, "member", post, url.Values{"body": {"From this one."}, "version": {"1"}})
	has(t, page, `name="version" value="1"`)
	status, _, page := w.post(t, "member", post, url.Values{"body": {"From this one."}, "version": {"1"}})
	wrong(t, "the change", status, http.StatusConflict, page)
	has(t, page, `name="version" value="2"`, "another window", "From this one.")
}

func TestAScriptIsGivenThePreviewAlone(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.PreviewsAMinute = 4 })
	for _, c := range []struct {
		name, role, body, as string
		status               int
		says                 string
	}{
		{"a post", "member", "# One", "post", 200, "<h3"},
		{"a document", "member", "# One", "document", 200, "<h2"},
		{"a patient's number", "member", "NHS number 999 000 0018", "post", 422, "nhsuk-error-message"},
		{"nothing", "member", "", "post", 422, "Write something first."},
		{"once too often", "member", "# One", "post", 429, "That is a lot of previews"},
		{"a visitor", "visitor", "# One", "post", 401, "Sign in"},
		{"a suspended member", "suspended", "# One", "post", 403, "suspended"},
	} {
		status, page := w.previewFor(t, c.role, c.body, c.as)
		wrong(t, c.name, status, c.status, page)
		has(t, page, c.says)
		if status == 200 {
			hasNot(t, page, "<html", "<textarea")
		}
	}
}

func (w *town) previewFor(t *testing.T, role, body, as string) (status int, page string) {
	t.Helper()
	res, page := w.ask(t, http.MethodPost, "/preview", url.Values{"body": {body}, "as": {as}}.Encode(), w.as(role)...)
	return res.StatusCode, page
}
