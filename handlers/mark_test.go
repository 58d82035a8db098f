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
