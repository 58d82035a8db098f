package handlers

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"commonroom/models"
)

// keeps sends a form to be kept, as a script does, and gives what it is told.
func (w *town) keeps(t *testing.T, role string, fields url.Values) (status int, told keptDraft) {
	t.Helper()
	res, answer := w.ask(t, http.MethodPost, "/drafts", fields.Encode(), append(w.as(role), "Accept", "application/json")...)
	if err := json.Unmarshal([]byte(answer), &told); err != nil {
		t.Fatalf("got %d %s: %v", res.StatusCode, answer, err)
	}
	return res.StatusCode, told
}

// begun is the form of a reply with words in it.
func begun(thread, words string) url.Values {
	return url.Values{"draft_place": {"reply-" + number41(thread)}, "draft": {"0"}, "draft_seq": {"0"}, "key": {newKey()}, "body": {words}, "reply_to": {"1"}}
}

// The button "Save draft" keeps the words and leads to the form again, without any script.
func TestAReplyIsBegunHereAndFinishedThere(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	_, page := w.get(t, "other", thread)
	has(t, page, `name="draft_place" value="reply-`+number41(thread)+`"`, `formaction="/drafts"`)
	hasNot(t, page, "You have a draft here")

	form := begun(thread, "Half a post about **FHIR**")
	form.Set("save", "draft")
	status, location, page := w.post(t, "other", "/drafts", form)
	wrong(t, "save the draft", status, http.StatusSeeOther, page)
	path, fragment, _ := strings.Cut(location, "#")
	if fragment != "reply" || !strings.Contains(path, "/threads/"+number41(thread)+"?draft=") {
		t.Errorf("it leads to %s", location)
	}
	_, page = w.get(t, "other", thread)
	has(t, page, "You have a draft here", "Half a post about FHIR", "Continue")
	_, page = w.get(t, "other", "/drafts")
	has(t, page, "Reply in Who uses FHIR?", "Half a post about FHIR")
	_, page = w.get(t, "member", thread)
	hasNot(t, page, "You have a draft here")

	query := path[strings.Index(path, "?"):]
	_, page = w.get(t, "other", thread+query)
	has(t, page, "Half a post about **FHIR**</textarea>", "You are going on with a draft", "Reply to post 1", `name="draft_seq" value="1"`)
	w.posted(t, page, thread)
	_, page = w.get(t, "other", thread+query)
	has(t, page, "That draft is not there any more")
	_, page = w.get(t, "other", "/drafts")
	has(t, page, "Here stands what you began")
}

// posted sends the reply form of a page with two more words.
func (w *town) posted(t *testing.T, page, thread string) {
	t.Helper()
	id, _, _ := strings.Cut(page[strings.Index(page, `name="draft" value="`)+20:], `"`)
	w.post(t, "other", "/threads/"+number41(thread)+"/replies", url.Values{
		"draft_place": {"reply-" + number41(thread)}, "draft": {id}, "draft_seq": {"1"}, "body": {"Half a post about **FHIR**, finished."}})
}

func TestEveryFormGoesOnWithItsDraft(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.starts(t, "member", "interoperability", "Who uses FHIR?")
	post := w.lastPost(t)
	document := func(path string, form url.Values) string {
		status, location, page := w.post(t, "member", path, form)
		wrong(t, path, status, http.StatusSeeOther, page)
		return number41(location)
	}
	practice := document("/practices", url.Values{"board": {"practices"}, "title": {"Old"}, "body": {"Old."}})
	project := document("/projects", url.Values{"board": {"projects"}, "title": {"Old"}, "aim": {"Old."}, "problem": {"Old."}, "status": {"planned"}})
	for _, c := range []struct {
		place, path string
		form        url.Values
		shows       []string
	}{
		{"thread", "/threads/new", url.Values{"board": {"interoperability"}, "title": {"Newer"}, "sort": {"question"}, "ask": {"nursing"}, "body": {"Words."}},
			[]string{`value="Newer"`, "Words.</textarea>", `name="board" value="interoperability"`}},
		{"post-" + post, "/posts/" + post + "/edit", url.Values{"body": {"Other words."}, "version": {"1"}}, []string{"Other words.</textarea>", `name="version" value="1"`}},
		{"practice", "/practices/new", url.Values{"board": {"practices"}, "title": {"Newer"}, "body": {"Words."}}, []string{`value="Newer"`, "Words.</textarea>"}},
		{"practice-" + practice, "/practices/" + practice + "/edit", url.Values{"title": {"Newer"}, "body": {"Words."}, "note": {"Why"}, "version": {"1"}}, []string{`value="Newer"`, `value="Why"`}},
		{"project", "/projects/new", url.Values{"board": {"projects"}, "title": {"Newer"}, "aim": {"Words."}, "status": {"running"}}, []string{`value="Newer"`, "Words.</textarea>"}},
		{"project-" + project, "/projects/" + project + "/edit", url.Values{"title": {"Newer"}, "problem": {"Words."}, "status": {"running"}, "version": {"1"}}, []string{`value="Newer"`, "Words.</textarea>"}},
	} {
		c.form.Set("draft_place", c.place)
		c.form.Set("save", "draft")
		status, location, page := w.post(t, "member", "/drafts", c.form)
		wrong(t, c.place, status, http.StatusSeeOther, page)
		if !strings.HasPrefix(location, c.path+"?draft=") {
			t.Errorf("%s leads to %s", c.place, location)
		}
		_, page = w.get(t, "member", location)
		has(t, page, append(c.shows, "You are going on with a draft")...)
		_, page = w.get(t, "other", location)
		hasNot(t, page, c.shows...)
	}
}

func TestAScriptIsToldWhatBecameOfTheWords(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	form := begun(thread, "Half a")
	form.Set("turn", "1")
	status, first := w.keeps(t, "other", form)
	if status != 200 || first.Outcome != "saved" || first.Seq != 1 || first.Saved == "" {
		t.Fatalf("saved: %d %+v", status, first)
	}
	path := "/drafts/" + itoa(first.ID)
	status, page := w.get(t, "other", path+"/state")
	wrong(t, "its state", status, 200, page)
	has(t, page, `"seq":1`)

	elsewhere := begun(thread, "Half a post, elsewhere")
	elsewhere.Set("draft", itoa(first.ID))
	elsewhere.Set("draft_seq", "1")
	if _, told := w.keeps(t, "other", elsewhere); told.ID != first.ID || told.Seq != 2 {
		t.Errorf("elsewhere: %+v", told)
	}
	form.Set("draft", itoa(first.ID))
	form.Set("draft_seq", "1")
	form.Set("turn", "2")
	form.Set("body", "Half a post, here")
	_, told := w.keeps(t, "other", form)
	if told.Outcome != "apart" || told.Other != path || !strings.Contains(told.Says, "Both texts are kept") {
		t.Errorf("a stale window: %+v", told)
	}
	_, page = w.get(t, "other", path)
	has(t, page, `value="Half a post, elsewhere"`)

	for name, c := range map[string]struct {
		change func(url.Values)
		status int
		says   string
	}{
		"a patient's number":  {func(f url.Values) { f.Set("body", "NHS number 999 000 0018") }, 422, "NHS number"},
		"an unknown field":    {func(f url.Values) { f.Set("admin", "yes") }, 422, "could not read this form"},
		"another form's":      {func(f url.Values) { f.Set("title", "A title") }, 422, "could not read this form"},
		"an unknown place":    {func(f url.Values) { f.Set("draft_place", "settings") }, 422, "could not read this form"},
		"a thread not there":  {func(f url.Values) { f.Set("draft_place", "reply-4040") }, 404, "no such form"},
		"without a key":       {func(f url.Values) { f.Del("key") }, 422, "out of date"},
		"bytes that are none": {func(f url.Values) { f.Set("body", "Fine\xff") }, 422, "characters"},
	} {
		bad := begun(thread, "Words")
		c.change(bad)
		status, told := w.keeps(t, "other", bad)
		if status != c.status || !strings.Contains(told.Says, c.says) {
			t.Errorf("%s: got %d %q, want %d %q", name, status, told.Says, c.status, c.says)
		}
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func TestDraftsAreNotSavedTooOften(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits = models.Limits{DraftsAMinute: 2, ThreadsADay: 9} })
	thread := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	form := begun(thread, "Words")
	for n, want := range []int{200, 200, 429} {
		if got, _ := w.keeps(t, "other", form); got != want {
			t.Errorf("time %d: got %d, want %d", n+1, got, want)
		}
	}
}

func TestADraftIsReadAndThrownAway(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	_, told := w.keeps(t, "other", begun(thread, "Words to throw away"))
	path := "/drafts/" + itoa(told.ID)
	status, page := w.get(t, "other", path)
	wrong(t, "read it", status, 200, page)
	has(t, page, "<h1>Reply in Who uses FHIR?</h1>", `value="Words to throw away"`, "Continue writing", "Throw it away")
	status, _, page = w.post(t, "member", path+"/remove", url.Values{})
	wrong(t, "another's", status, 404, page)
	status, location, page := w.post(t, "other", path+"/remove", url.Values{})
	wrong(t, "throw it away", status, 303, page)
	if location != "/drafts" {
		t.Errorf("it leads to %s", location)
	}
	status, page = w.get(t, "other", path)
	wrong(t, "afterwards", status, 404, page)
}

// A draft is told from others by its title and its board, and its title is said once.
func TestADraftIsKnownByItsTitle(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, body := range []string{"", "We ask for a rota."} {
		status, _, page := w.post(t, "member", "/drafts", url.Values{"draft_place": {"thread"}, "save": {"draft"},
			"board": {"interoperability"}, "title": {strings.TrimSpace("Rotas " + body)}, "body": {body}})
		wrong(t, "save the draft", status, http.StatusSeeOther, page)
	}
	_, page := w.get(t, "member", "/threads/new")
	has(t, page, "Rotas, for Interoperability,", "Rotas We ask for a rota., for Interoperability,")
	_, page = w.get(t, "member", "/drafts")
	has(t, page, `>New thread: Rotas<`, `<p class="app-row__summary">We ask for a rota.</p>`)
	lacks(t, "the list", page, `<p class="app-row__summary">Rotas`)
}
