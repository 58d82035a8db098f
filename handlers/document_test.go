package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
)

// writes has the person of a role write a practice or start a project, as a draft.
func (w *town) writes(t *testing.T, role, kind, title string) (path string) {
	t.Helper()
	fields := url.Values{"board": {kind + "s"}, "title": {title}, "summary": {"In short."}, "tags": {"Service desk"}}
	if kind == "practice" {
		fields.Set("body", "What we did about "+title+".")
	} else {
		fields.Set("aim", "Answer half the calls.")
		fields.Set("problem", "42 % were unhappy with "+title+".")
		fields.Set("organisation", "Northmoor Community Care")
		fields.Set("team", "Tom and the desk")
		fields.Set("status", "running")
	}
	status, path, page := w.post(t, role, "/"+kind+"s", fields)
	wrong(t, "write "+title, status, http.StatusSeeOther, page)
	return path
}

// publishes has the person of a role write a practice or start a project, and publish it.
func (w *town) publishes(t *testing.T, role, kind, title string) (path string) {
	t.Helper()
	path = w.writes(t, role, kind, title)
	status, to, page := w.post(t, role, below(path, "publish"), url.Values{"key": {}})
	wrong(t, "publish "+title, status, http.StatusSeeOther, page)
	if to != path {
		t.Errorf("publishing leads to %s, want %s", to, path)
	}
	return path
}

// below is an address below that of a document without its name: /practices/41/edit.
func below(path, rest string) string { return path[:strings.LastIndex(path, "/")+1] + rest }

func TestAPracticeIsWrittenPublishedAndDiscussed(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	_, page := w.get(t, "visitor", "/practices")
	has(t, page, "Nothing yet.")
	hasNot(t, page, "/practices/new")
	_, page = w.get(t, "member", "/practices/new?title=Floor+walking")
	has(t, page, "Anyone on the internet can read this.", `name="board" value="practices"`, `value="Floor walking"`)

	path := w.writes(t, "member", "practice", "Floor walking")
	_, page = w.get(t, "member", path)
	has(t, page, "<h1>Floor walking</h1>", "Only you and your co-authors can see this.", "Once it is published, anyone on the internet can read this.",
		"Publish this practice", "What we did about Floor walking.", `content="noindex"`)
	hasNot(t, page, "<textarea")
	_, page = w.get(t, "member", "/practices")
	has(t, page, "Your drafts", "Floor walking")

	status, _, page := w.post(t, "member", below(path, "publish"), url.Values{"key": {}})
	wrong(t, "publish", status, http.StatusSeeOther, page)
	_, page = w.get(t, "visitor", path)
	has(t, page, "<h1>Floor walking</h1>", "In short.", "Published", "The member", "Sign in to comment", "/tags/service-desk", "Comments")
	hasNot(t, page, "/edit", "Draft", "/authors", "noindex")
	_, page = w.get(t, "visitor", "/practices?tag=service-desk")
	has(t, page, "Floor walking", "Practices tagged Service desk")
	_, page = w.get(t, "visitor", "/practices?tag=rotas")
	hasNot(t, page, "Floor walking")

	where := w.replies(t, "other", path, "It worked **here** too.")
	if want := path + "#post-1"; where != want {
		t.Errorf("a comment leads to %s, want %s", where, want)
	}
	_, page = w.get(t, "visitor", path)
	has(t, page, "It worked <strong>here</strong> too.")
}

func TestAProjectIsStartedPublishedAndDiscussed(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	_, page := w.get(t, "member", "/projects/new?title=A+better+desk")
	has(t, page, "Anyone on the internet can read this.", `value="A better desk"`, `value="Example Trust"`)
	path := w.publishes(t, "member", "project", "A better desk")
	_, page = w.get(t, "visitor", path)
	has(t, page, "<h1>A better desk</h1>", "Under way", "Northmoor Community Care", "Tom and the desk", "Answer half the calls.", "Sign in to comment")
	if strings.Index(page, ">Aim</h2>") > strings.Index(page, ">Problem</h2>") {
		t.Error("the aim does not come first")
	}
	w.replies(t, "other", path, "Which calls?")
	for filter, there := range map[string]bool{"": true, "?status=running": true, "?status=finished": false, "?tag=service-desk": true, "?status=running&tag=rotas": false} {
		status, page := w.get(t, "visitor", "/projects"+filter)
		wrong(t, filter, status, http.StatusOK, page)
		if strings.Contains(page, path) != there {
			t.Errorf("/projects%s: there is %v, want %v", filter, !there, there)
		}
	}
	status, page := w.get(t, "visitor", "/projects?status=abandoned")
	wrong(t, "a state that is none", status, http.StatusNotFound, page)
}

func TestADraftIsSeenByItsAuthorsAlone(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	const canary = "kanarien·vogel" // which no address says
	for _, kind := range []string{"practice", "project"} {
		path := w.writes(t, "member", kind, canary)
		number := number41(path)
		pages := []string{path, "/" + kind + "s/" + number, "/threads/" + number, "/" + kind + "s", "/" + kind + "s?tag=service-desk",
			"/practices/archive", "/", "/boards", "/notices", "/members/member", below(path, "edit"), below(path, "authors"), below(path, "history"), below(path, "history/1")}
		for _, role := range append([]string{"visitor"}, roles...) {
			if role == "member" {
				continue
			}
			for _, p := range pages {
				if _, page := w.get(t, role, p); strings.Contains(page, canary) {
					t.Errorf("%s reads it on %s", role, p)
				}
			}
			status, page := w.get(t, role, path)
			absent, other := w.get(t, role, "/"+kind+"s/9999/x")
			if status != http.StatusNotFound || absent != http.StatusNotFound || without(page, path) != without(other, "/"+kind+"s/9999/x") {
				t.Errorf("%s can tell a draft (%d) from what is not there (%d)", role, status, absent)
			}
		}
	}
}

func TestNobodyChangesAnothersDocument(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, kind := range []string{"practice", "project"} {
		path := w.publishes(t, "member", kind, "Floor walking")
		for _, role := range append([]string{"visitor"}, roles...) {
			want := http.StatusForbidden
			switch role {
			case "member":
				continue
			case "visitor":
				want = http.StatusUnauthorized
			}
			for _, p := range []string{below(path, "edit"), below(path, "authors")} {
				status, page := w.get(t, role, p)
				wrong(t, role+" opens "+p, status, want, page)
			}
			for p, fields := range map[string]url.Values{
				below(path, "publish"):                   {"key": {}},
				below(path, "authors"):                   {"handle": {role}},
				below(path, "authors/remove"):            {"handle": {"member"}, "key": {}},
				strings.TrimSuffix(below(path, ""), "/"): w.edit(kind, "Mine now.", "1"),
			} {
				status, _, page := w.post(t, role, p, fields)
				wrong(t, role+" sends "+p, status, want, page)
			}
		}
		if _, page := w.get(t, "visitor", path); strings.Contains(page, "Mine now.") {
			t.Errorf("the %s was changed", kind)
		}
	}
}

// edit is the form of an edit that began from a version.
func (w *town) edit(kind, words, version string) url.Values {
	fields := url.Values{"title": {"Floor walking"}, "summary": {""}, "tags": {"Service desk"}, "version": {version}}
	if kind == "practice" {
		fields.Set("body", words)
		fields.Set("note", "")
	} else {
		fields.Set("aim", words)
		fields.Set("problem", "Nobody had asked.")
		fields.Set("organisation", "")
		fields.Set("team", "")
		fields.Set("status", "running")
	}
	return fields
}

func TestTheSecondOfTwoEditsSeesWhatDiffers(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, kind := range []string{"practice", "project"} {
		path := w.publishes(t, "member", kind, "Floor walking")
		status, _, page := w.post(t, "member", below(path, "authors"), url.Values{"handle": {"@Other"}})
		wrong(t, "name a co-author", status, http.StatusSeeOther, page)
		save := strings.TrimSuffix(below(path, ""), "/")
		status, _, page = w.post(t, "member", save, w.edit(kind, "We walk on Mondays.", "1"))
		wrong(t, "the first edit", status, http.StatusSeeOther, page)

		status, _, page = w.post(t, "other", save, w.edit(kind, "We walk on Fridays.", "1"))
		wrong(t, "the second edit", status, http.StatusConflict, page)
		has(t, page, "has changed since you opened it", "What is saved now", "We walk on Mondays.</span>", "</span>Mondays<span", "</span>Fridays<span", `name="version" value="2"`, "We walk on Fridays.</textarea>")
		_, shown := w.get(t, "visitor", path)
		has(t, shown, "We walk on Mondays.")

		status, _, page = w.post(t, "other", save, w.edit(kind, "We walk on Fridays.", "2"))
		wrong(t, "saved on top", status, http.StatusSeeOther, page)
		_, shown = w.get(t, "visitor", path)
		has(t, shown, "We walk on Fridays.", "Last edited")
	}
}

func TestDocumentFormsKeepTheWords(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, kind := range []string{"practice", "project"} {
		fields := w.edit(kind, "Words to keep.", "")
		fields.Del("version")
		fields.Del("note")
		fields.Set("board", kind+"s")
		fields.Set("title", "")
		status, _, page := w.post(t, "member", "/"+kind+"s", fields)
		wrong(t, "no title", status, http.StatusUnprocessableEntity, page)
		has(t, page, "Words to keep.", "Enter a title.", "<title>Error: ", `value="`+fields.Get("key")+`"`)

		fields.Set("title", "Floor walking")
		fields.Set("board", "nowhere")
		status, _, page = w.post(t, "member", "/"+kind+"s", fields)
		wrong(t, "a board that is not there", status, http.StatusNotFound, page)
		has(t, page, "Words to keep.")

		fields.Set("surprise", "1")
		status, _, page = w.post(t, "member", "/"+kind+"s", fields)
		wrong(t, "an unknown field", status, http.StatusUnprocessableEntity, page)

		path := w.publishes(t, "member", kind, "Floor walking")
		bad := w.edit(kind, "Patient 999 000 0018, words to keep", "1")
		status, _, page = w.post(t, "member", strings.TrimSuffix(below(path, ""), "/"), bad)
		wrong(t, "a patient's number", status, http.StatusUnprocessableEntity, page)
		has(t, page, "NHS number", "words to keep")
	}
}

func TestAuthorsAreNamedAndTakenOff(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.writes(t, "member", "practice", "Floor walking")
	status, _, page := w.post(t, "member", below(path, "authors"), url.Values{"handle": {"nobody-here"}})
	wrong(t, "somebody who is not there", status, http.StatusUnprocessableEntity, page)
	has(t, page, "nobody-here", "There is no member with this handle.")
	status, _, page = w.post(t, "member", below(path, "authors"), url.Values{"handle": {"other"}})
	wrong(t, "a member", status, http.StatusSeeOther, page)
	status, page = w.get(t, "other", path)
	wrong(t, "the co-author reads the draft", status, http.StatusOK, page)
	has(t, page, "Publish this practice")
	status, _, page = w.post(t, "other", below(path, "authors/remove"), url.Values{"handle": {"member"}, "key": {}})
	wrong(t, "take off its maker", status, http.StatusUnprocessableEntity, page)
	status, to, page := w.post(t, "other", below(path, "authors/remove"), url.Values{"handle": {"other"}, "key": {}})
	wrong(t, "take off oneself", status, http.StatusSeeOther, page)
	if to != "/practices" {
		t.Errorf("leads to %s", to)
	}
	status, page = w.get(t, "other", path)
	wrong(t, "the former co-author reads the draft", status, http.StatusNotFound, page)
	status, page = w.get(t, "member", "/projects/"+number41(path)+"/authors")
	wrong(t, "a practice among the projects", status, http.StatusNotFound, page)
}

func TestTheHistoryOfAPractice(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.writes(t, "member", "practice", "Floor walking")
	save := strings.TrimSuffix(below(path, ""), "/")
	for _, step := range []struct{ words, version string }{{"A secret of the draft.", "1"}, {"We walk on Mondays.", "2"}} {
		status, _, page := w.post(t, "member", save, w.edit("practice", step.words, step.version))
		wrong(t, step.words, status, http.StatusSeeOther, page)
	}
	w.post(t, "member", below(path, "publish"), url.Values{"key": {}})
	fields := w.edit("practice", "We walk on Fridays.", "3")
	fields.Set("note", "Mondays are busy")
	status, _, page := w.post(t, "member", save, fields)
	wrong(t, "edit what is published", status, http.StatusSeeOther, page)

	_, page = w.get(t, "visitor", below(path, "history"))
	has(t, page, "Version 4", "Version 3", "Mondays are busy")
	hasNot(t, page, "Version 2<", "Version 1<")
	_, page = w.get(t, "visitor", below(path, "history/4"))
	has(t, page, "What is different from version 3", "</span>Mondays<span", "</span>Fridays<span")
	_, page = w.get(t, "visitor", below(path, "history/3"))
	has(t, page, "What it said", "We walk on Mondays.")
	for _, p := range []string{"history/2", "history/4?from=2", "history/9", "history/x", "history/4?from=x"} {
		status, page := w.get(t, "visitor", below(path, p))
		wrong(t, p, status, http.StatusNotFound, page)
		hasNot(t, page, "secret")
	}
	_, page = w.get(t, "member", below(path, "history/4?from=2"))
	has(t, page, "What is different from version 2", "secret")
}

func TestWrongNamesOfDocumentsLeadToTheRightAddress(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, kind := range []string{"practice", "project"} {
		path := w.publishes(t, "member", kind, "Floor walking")
		for _, p := range []string{below(path, ""), strings.TrimSuffix(below(path, ""), "/"), below(path, "an-old-name"), "/threads/" + number41(path)} {
			res, page := w.ask(t, http.MethodGet, p+"?page=1", "")
			wrong(t, p, res.StatusCode, http.StatusMovedPermanently, page)
			if got := res.Header.Get("Location"); got != path+"?page=1" {
				t.Errorf("%s leads to %s", p, got)
			}
		}
		for _, p := range []string{"/" + kind + "s/0", "/" + kind + "s/x", "/" + kind + "s/9999", path + "?page=2", path + "?page=x"} {
			status, page := w.get(t, "member", p)
			wrong(t, p, status, http.StatusNotFound, page)
		}
		thread := w.starts(t, "member", "interoperability", "A discussion")
		status, page := w.get(t, "member", "/"+kind+"s/"+number41(thread))
		wrong(t, "a discussion among the "+kind+"s", status, http.StatusNotFound, page)
	}
}

func TestTheArchiveByMonth(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	_, page := w.get(t, "visitor", "/practices/archive")
	has(t, page, "Nothing yet.")
	w.publishes(t, "member", "practice", "Of today")
	dbtest.At(w.db, time.Date(2035, 6, 30, 23, 30, 0, 0, time.UTC)) // in London it is July
	err := w.db.Write(t.Context(), func(tx *db.Tx) error { return w.signIn(t.Context(), tx, "member") })
	if err != nil {
		t.Fatal(err)
	}
	w.publishes(t, "member", "practice", "Of July")
	_, page = w.get(t, "visitor", "/practices/archive")
	has(t, page, ">2035</h2>", "/practices/archive/2035/07", "1 practice")
	_, page = w.get(t, "visitor", "/practices/archive/2035/07")
	has(t, page, "Practices of July 2035", "Of July")
	hasNot(t, page, "Of today")
	_, page = w.get(t, "visitor", "/practices/archive/2035/06")
	has(t, page, "There are none.")
	for _, p := range []string{"2035/13", "2035/7", "x/y", "2035/00"} {
		status, page := w.get(t, "visitor", "/practices/archive/"+p)
		wrong(t, p, status, http.StatusNotFound, page)
	}
}

func TestListsOfDocumentsAreWalked(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for range 21 {
		w.publishes(t, "member", "project", "Floor walking")
	}
	_, page := w.get(t, "visitor", "/projects?status=running")
	_, rest, found := strings.Cut(page, `rel="next" href="`)
	next, _, _ := strings.Cut(rest, `"`)
	if !found {
		t.Fatal("there is no next page")
	}
	status, page := w.get(t, "visitor", strings.ReplaceAll(next, "&amp;", "&"))
	wrong(t, next, status, http.StatusOK, page)
	has(t, page, "Floor walking", `rel="first" href="/projects?status=running"`)
	status, page = w.get(t, "visitor", "/projects?from=nonsense")
	wrong(t, "a cursor that is none", status, http.StatusNotFound, page)
}

func TestQueriesOfDocumentsDoNotGrow(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	practice := w.publishes(t, "member", "practice", "Floor walking")
	project := w.publishes(t, "member", "project", "A better desk")
	w.publishes(t, "other", "practice", "More floor walking") // there is something related already
	w.publishes(t, "other", "project", "A better desk for porters")
	w.replies(t, "other", practice, "The first.")
	w.replies(t, "other", project, "The first.")
	pages := map[string]string{practice: "", project: "", "/practices": "", "/projects": "", "/practices/archive": "", below(practice, "history"): ""}
	for p := range pages {
		pages[p] = w.queries(t, "member", p) + " " + w.queries(t, "visitor", p)
	}
	for range 12 {
		w.publishes(t, "other", "practice", "Another")
		w.publishes(t, "other", "project", "Another")
		w.replies(t, "other", practice, "And one more, @member.")
		w.replies(t, "member", project, "And one more, @other.")
	}
	for p, want := range pages {
		if got := w.queries(t, "member", p) + " " + w.queries(t, "visitor", p); got != want {
			t.Errorf("%s: %s queries, and %s with little on it", p, got, want)
		}
		var member, visitor int
		if _, err := fmt.Sscan(want, &member, &visitor); err != nil || member > 12 || visitor > 6 {
			t.Errorf("%s takes %s queries, more than a member's 12 and a visitor's 6", p, want)
		}
	}
}

func TestOneLineOnTheHomePageBeginsAProject(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	status, to, page := w.post(t, "member", "/projects", url.Values{"title": {"Fewer forms"}})
	wrong(t, "one line", status, http.StatusSeeOther, page)
	if !strings.HasSuffix(to, "/edit") {
		t.Fatalf("one line leads to %s, want the form to go on with", to)
	}
	_, page = w.get(t, "member", to)
	has(t, page, `value="Fewer forms"`)
	path := strings.TrimSuffix(to, "/edit")
	status, _, page = w.post(t, "member", path+"/publish", url.Values{"key": {}})
	wrong(t, "publishing a line", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Write what you aim at.", "Write what the problem is.", `value="Fewer forms"`)
	status, _, page = w.post(t, "member", "/projects", url.Values{"title": {"Call back 999 000 0018"}})
	wrong(t, "a patient's number", status, http.StatusUnprocessableEntity, page)
	has(t, page, "NHS number", "Call back 999 000 0018")
}

func TestWhatWasPublishedTooSoonIsTakenBack(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, kind := range []string{"practice", "project"} {
		path := w.publishes(t, "member", kind, "Floor walking")
		_, page := w.get(t, "member", path)
		has(t, page, "Take it back")
		status, to, page := w.post(t, "member", below(path, "take-back"), url.Values{"key": {}})
		wrong(t, "take back", status, http.StatusSeeOther, page)
		_, page = w.get(t, "member", to)
		has(t, page, "Publish this "+kind)
		status, page = w.get(t, "visitor", path)
		wrong(t, "what was taken back", status, http.StatusNotFound, page)
		_, page = w.get(t, "other", "/"+kind+"s")
		if strings.Contains(page, "Floor walking") {
			t.Errorf("the %s is still listed", kind)
		}
		status, _, page = w.post(t, "member", below(path, "publish"), url.Values{"key": {}})
		wrong(t, "publish again", status, http.StatusSeeOther, page)

		w.replies(t, "other", path, "We tried this.")
		status, _, page = w.post(t, "member", below(path, "take-back"), url.Values{"key": {}})
		wrong(t, "take back what was commented on", status, http.StatusForbidden, page)
		has(t, page, "Somebody has commented on this")
		_, page = w.get(t, "member", path)
		if strings.Contains(page, "Take it back") {
			t.Error("what cannot be done is offered")
		}
	}
}
