package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// reacts has the person of a role press a button under a post.
func (w *town) reacts(t *testing.T, role, post, name, value string) (status int, location string) {
	t.Helper()
	res, _ := w.ask(t, http.MethodPost, "/posts/"+post+"/reactions", url.Values{name: {value}}.Encode(), w.as(role)...)
	return res.StatusCode, res.Header.Get("Location")
}

func TestAReactionIsGivenSeenAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	where := w.replies(t, "other", path, "We do.")
	post := w.lastPost(t)

	_, page := w.get(t, "member", path)
	has(t, page, `data-reactions="/posts/`+post+`/reactions"`, `name="add" value="thanks" aria-pressed="false"`, `name="add" value="trying-this"`)
	if status, location := w.reacts(t, "member", post, "add", "thanks"); status != http.StatusSeeOther || location != where {
		t.Errorf("a reaction answers %d and leads to %s, want %s", status, location, where)
	}
	_, page = w.get(t, "member", path)
	has(t, page, `name="remove" value="thanks" aria-pressed="true"`, "/posts/"+post+"/reactions/who")
	_, page = w.get(t, "insider", path)
	has(t, page, `name="add" value="thanks" aria-pressed="false"`, `app-reaction__count">1<`)
	_, page = w.get(t, "visitor", path)
	has(t, page, "Thanks 1")
	hasNot(t, page, "aria-pressed", "/reactions/who")
	_, page = w.get(t, "insider", "/posts/"+post+"/reactions/who")
	has(t, page, "The member", "Thanks")

	if status, _ := w.reacts(t, "member", post, "remove", "thanks"); status != http.StatusSeeOther {
		t.Errorf("taking it back answers %d", status)
	}
	status, row := w.get(t, "member", "/posts/"+post+"/reactions")
	wrong(t, "the row alone", status, http.StatusOK, row)
	has(t, row, `name="add" value="thanks" aria-pressed="false"`)
	hasNot(t, row, "<html", "count", "/who")
	if !strings.HasPrefix(row, `<div class="app-reactions" data-reactions=`) {
		t.Errorf("the row alone is %s", row)
	}
}

func TestNobodyReactsToTheirOwnWordsOrWithAWordOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	post := w.lastPost(t)
	_, page := w.get(t, "member", path)
	hasNot(t, page, `value="thanks"`)
	for role, fields := range map[string][3]any{
		"member": {"add", "thanks", http.StatusForbidden},
		"other":  {"add", "boo", http.StatusUnprocessableEntity},
	} {
		if status, _ := w.reacts(t, role, post, fields[0].(string), fields[1].(string)); status != fields[2] {
			t.Errorf("the %s who sends %v=%v is answered %d, want %v", role, fields[0], fields[1], status, fields[2])
		}
	}
	if status, _ := w.reacts(t, "other", post, "like", "thanks"); status != http.StatusUnprocessableEntity {
		t.Errorf("a field that nobody knows is answered %d", status)
	}
}

// A post that is gone has no reactions on its page, and so none anywhere. Whoever may still read it
// is told of none.
func TestReactionsGoWithTheirPost(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	w.replies(t, "other", path, "We do.")
	post := w.lastPost(t)
	w.reacts(t, "insider", post, "add", "thanks")
	gone := func(when string, roles map[string]int) {
		t.Helper()
		for role, want := range roles {
			status, row := w.get(t, role, "/posts/"+post+"/reactions")
			wrong(t, when+", the "+role, status, want, row)
			hasNot(t, row, "Thanks", "thanks", "/who")
		}
	}
	w.post(t, "other", "/posts/"+post+"/withdraw", url.Values{})
	gone("withdrawn", map[string]int{"visitor": 200, "insider": 200, "committee": 200, "other": 200})
	w.post(t, "other", "/posts/"+post+"/put-back", url.Values{})
	status, row := w.get(t, "visitor", "/posts/"+post+"/reactions")
	wrong(t, "put back", status, http.StatusOK, row)
	has(t, row, "Thanks 1")
	w.post(t, "committee", "/posts/"+post+"/hide", url.Values{"rule": {"3"}, "reason": {"It is about another subject."}, "to_space": {"0"}})
	gone("hidden", map[string]int{"visitor": 404, "insider": 404, "committee": 200, "other": 200})
}

func TestAPostIsKeptWithANoteAndFoundAgain(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	where := w.replies(t, "other", path, "We do, since spring.")
	bookmark := "/posts/" + w.lastPost(t) + "/bookmark"

	_, page := w.get(t, "member", "/bookmarks")
	has(t, page, "You have none yet.")
	_, page = w.get(t, "member", path)
	has(t, page, `action="`+bookmark+`"`)
	status, location, page := w.post(t, "member", bookmark, url.Values{})
	wrong(t, "press Save", status, http.StatusSeeOther, page)
	if location != where {
		t.Errorf("saving leads to %s, want %s", location, where)
	}
	_, page = w.get(t, "member", path)
	has(t, page, `href="`+bookmark+`"`, "Saved")
	_, page = w.get(t, "member", bookmark)
	has(t, page, `name="version" value="1"`, `type="date"`)
	note := url.Values{"note": {"Ask them how."}, "remind": {"2001-01-01"}, "version": {"1"}}
	status, _, page = w.post(t, "member", bookmark+"/note", note)
	wrong(t, "a day long gone", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Choose today or a day to come.", "Ask them how.")
	note.Set("remind", "")
	note.Set("key", newKey())
	status, location, page = w.post(t, "member", bookmark+"/note", note)
	wrong(t, "a note", status, http.StatusSeeOther, page)
	if location != "/bookmarks" {
		t.Errorf("a note leads to %s", location)
	}
	note.Set("note", "Another note.")
	note.Set("key", newKey())
	status, _, page = w.post(t, "member", bookmark+"/note", note)
	wrong(t, "an older note", status, http.StatusConflict, page)
	has(t, page, "Your note has changed since you opened it", "Ask them how.", "Another note.", `name="version" value="2"`)

	_, page = w.get(t, "member", "/bookmarks")
	has(t, page, where, "Ask them how.", "We do, since spring.", "The other")
	_, page = w.get(t, "other", "/bookmarks")
	hasNot(t, page, "Ask them how.")
	status, _, page = w.post(t, "member", bookmark+"/remove", url.Values{})
	wrong(t, "remove", status, http.StatusSeeOther, page)
	_, page = w.get(t, "member", "/bookmarks")
	hasNot(t, page, "Ask them how.")
}
