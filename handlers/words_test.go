package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"commonroom/models/db"
	"commonroom/models/search"
)

// number is the number that a query gives.
func (w *town) number(t *testing.T, query string, args ...any) int64 {
	t.Helper()
	n, err := db.Value[int64](t.Context(), w.db, query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheCommitteeKeepsTheWordsThatSearchKnows(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	words := url.Values{"words": {"bed board, patient flow board"}}
	status, _, page := w.post(t, "committee", "/committee/words", words)
	wrong(t, "adding", status, http.StatusSeeOther, page)
	id := w.number(t, `SELECT max(id) FROM search_same`)
	path := "/committee/words/" + fmt.Sprint(id)
	_, page = w.get(t, "committee", "/committee/words")
	if !strings.Contains(page, "bed board, patient flow board") || !strings.Contains(page, `href="/search?q=bed+board"`) {
		t.Errorf("the list does not show the line with a search to try: %s", page)
	}
	if found, err := w.Search.Find(t.Context(), w.people["member"], search.Query{Text: "bed board"}); err != nil || len(found.Also) != 1 {
		t.Errorf("a search also looks for %q, %v", found.Also, err)
	}

	status, _, page = w.post(t, "committee", path, url.Values{"words": {"bed board, EPR"}, "version": {"1"}})
	wrong(t, "words of another line", status, http.StatusUnprocessableEntity, page)
	if !strings.Contains(page, "“EPR” stands on another line already") || !strings.Contains(page, ">\nbed board, EPR</textarea>") {
		t.Errorf("the form does not say which line has it, with the words kept: %s", page)
	}
	status, _, page = w.post(t, "committee", path, url.Values{"words": {"bed board, site view"}, "version": {"1"}})
	wrong(t, "changing", status, http.StatusSeeOther, page)

	status, _, page = w.post(t, "committee", path, url.Values{"words": {"bed board, ward view"}, "version": {"1"}})
	wrong(t, "changing what has changed", status, http.StatusConflict, page)
	if !strings.Contains(page, "It says now: bed board, site view") || !strings.Contains(page, ">\nbed board, ward view</textarea>") || !strings.Contains(page, `name="version" value="2"`) {
		t.Errorf("the page of a conflict lacks a text or the new version: %s", page)
	}
	status, _, page = w.post(t, "committee", path+"/remove", url.Values{"version": {"1"}})
	wrong(t, "removing what has changed", status, http.StatusConflict, page)
	status, to, page := w.post(t, "committee", path+"/remove", url.Values{"version": {"2"}})
	wrong(t, "removing", status, http.StatusSeeOther, page)
	_, page = w.get(t, "committee", to)
	if !strings.Contains(page, `value="bed board, site view"`) {
		t.Error("what was removed does not stand ready to be added again")
	}
}

func TestTheCommitteeSeesWhatThreeMembersMissed(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.Search.MarkWith([]byte("a key for tests"))
	look := func(role, path string, header ...string) {
		t.Helper()
		if _, page := w.get(t, "committee", "/committee/missed"); strings.Contains(page, "bed board") {
			t.Errorf("it is shown before the %s has looked for it", role)
		}
		res, page := w.ask(t, http.MethodGet, path, "", append(w.as(role), header...)...)
		wrong(t, "the search of the "+role, res.StatusCode, http.StatusOK, page)
		if err := w.Search.Count(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	look("assessor", "/search?q=Bed+Board", "Sec-Purpose", "prefetch")
	for _, role := range []string{"member", "other", "visitor", "applicant"} {
		look(role, "/search?q=Bed+Board")
	}
	look("facilitator", "/search?q=Bed+Board&board=rotas") // a filter may be why nothing is found
	look("insider", "/search?q=bed+board")
	_, page := w.get(t, "committee", "/committee/missed")
	for _, part := range []string{"bed board", "Looked for 3 times", `href="/committee/words?words=bed+board%2C+"`, `href="/threads/new?sort=question&amp;title=bed+board"`, `href="/search?q=bed+board"`} {
		if !strings.Contains(page, part) {
			t.Errorf("the list lacks %q: %s", part, page)
		}
	}
	id := w.number(t, `SELECT max(id) FROM search_misses`)
	status, _, body := w.post(t, "committee", "/committee/missed/"+fmt.Sprint(id)+"/dismiss", url.Values{})
	wrong(t, "dismissing", status, http.StatusSeeOther, body)
	if _, page := w.get(t, "committee", "/committee/missed"); strings.Contains(page, "bed board") {
		t.Error("what was dismissed is still there")
	}
}
