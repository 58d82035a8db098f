package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
)

// asksPoll starts a thread with a poll as the member, and gives the address of the thread and of
// its form.
func (w *town) asksPoll(t *testing.T, fields url.Values) (thread, vote string) {
	t.Helper()
	in := url.Values{
		"board": {"interoperability"}, "title": {"Where do we meet?"}, "summary": {""}, "tags": {""}, "body": {"Say where."},
		"poll_question": {""}, "poll_options": {"Leeds\r\nYork\r\nBath"}, "poll_how": {"single"}, "poll_secret": {"no"},
		"poll_closes": {string(models.DayOf(w.Now().AddDate(0, 0, 14)))},
	}
	for name, value := range fields {
		in[name] = value
	}
	status, thread, page := w.post(t, "member", "/threads", in)
	wrong(t, "a thread with a poll", status, http.StatusSeeOther, page)
	_, page = w.get(t, "member", thread)
	_, after, _ := strings.Cut(page, `id="poll-`)
	id, _, _ := strings.Cut(after, `"`)
	return thread, "/posts/" + id + "/vote"
}

// fortnightLater lets the polls close. Everybody has to sign in again by then.
func (w *town) fortnightLater(t *testing.T) {
	t.Helper()
	w.later(15 * 24 * time.Hour)
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		for _, role := range roles {
			if err := w.signIn(t.Context(), tx, role); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func holds(t *testing.T, what, page string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(page, part) {
			t.Errorf("%s: %q is not on the page", what, part)
		}
	}
}

func lacks(t *testing.T, what, page string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(page, part) {
			t.Errorf("%s: %q is on the page", what, part)
		}
	}
}

func TestAnOpenPollShowsHowItStandsToThoseWhoHaveVoted(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread, vote := w.asksPoll(t, nil)
	status, to, page := w.post(t, "other", vote, url.Values{"choice": {"2"}})
	wrong(t, "a vote", status, http.StatusSeeOther, page)
	if !strings.HasPrefix(to, thread+"#poll-") {
		t.Errorf("a vote leads to %s, want the poll", to)
	}
	_, page = w.get(t, "other", to)
	holds(t, "who voted", page, "You chose: York", "How it stands", "100 %", "1 member has voted", "Who chose what", `<a href="/members/other">The other</a></dd>`, "Take my vote back")
	_, page = w.get(t, "member", thread)
	holds(t, "who asked and did not vote", page, "1 member has voted", "You see how it stands when you have voted", `value="2"`)
	lacks(t, "who asked and did not vote", page, "How it stands", "100 %", "Who chose what")
	_, page = w.get(t, "visitor", thread)
	holds(t, "a visitor", page, "<li>York</li>", "Sign in to vote", "The result is shown here when it has closed")
	lacks(t, "a visitor", page, "How it stands", "The other", `name="choice"`)
	w.fortnightLater(t)
	_, page = w.get(t, "visitor", thread)
	holds(t, "a visitor when it has closed", page, "Result", "100 %", "Most votes", "1 member voted")
	lacks(t, "a visitor when it has closed", page, "Who chose what", "The other", "Sign in to vote")
	_, page = w.get(t, "committee", thread)
	holds(t, "a member when it has closed", page, "Who chose what", "The other")
	status, _, page = w.post(t, "committee", vote, url.Values{"choice": {"1"}})
	wrong(t, "a vote when it has closed", status, http.StatusForbidden, page)
}

func TestNobodyLearnsFromPagesWhoChoseWhatInASecretPoll(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread, vote := w.asksPoll(t, url.Values{"poll_secret": {"yes"}})
	voters := []string{"insider", "officer", "assessor"}
	for i, role := range voters {
		status, _, page := w.post(t, role, vote, url.Values{"choice": {fmt.Sprint(i/2 + 1)}})
		wrong(t, "a vote", status, http.StatusSeeOther, page)
	}
	for _, role := range columns {
		_, page := w.get(t, role, thread)
		holds(t, role, page, "3 members have voted", "Nobody sees how it stands before it has closed")
		lacks(t, role, page, "How it stands", " %", "Who chose what")
		for _, voter := range voters {
			if name := w.people[voter].Name; voter != role && strings.Contains(page, name) {
				t.Errorf("the %s reads of %s", role, name)
			}
		}
	}
	w.fortnightLater(t)
	for _, role := range columns {
		_, page := w.get(t, role, thread)
		holds(t, role+" when it has closed", page, "Result", "67 %", "33 %", "Most votes")
		lacks(t, role+" when it has closed", page, "Who chose what")
	}
}

func TestASecretPollOfTwoVotesShowsNoResult(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread, vote := w.asksPoll(t, url.Values{"poll_secret": {"yes"}})
	for _, role := range []string{"insider", "officer"} {
		w.post(t, role, vote, url.Values{"choice": {"1"}})
	}
	w.fortnightLater(t)
	_, page := w.get(t, "insider", thread)
	holds(t, "two votes", page, "Fewer than three members voted", "<li>Leeds</li>")
	lacks(t, "two votes", page, "100 %", "Most votes")
}

func TestAVoteThatCannotBeTakenKeepsWhatWasFilledIn(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread, vote := w.asksPoll(t, url.Values{"poll_how": {"ranked"}})
	status, _, page := w.post(t, "other", vote, url.Values{"place": {"2", "2", ""}})
	wrong(t, "two in one place", status, http.StatusUnprocessableEntity, page)
	holds(t, "two in one place", page, "Two options have place 2", `href="#field-place"`, `id="field-place"`)
	if n := strings.Count(page, `<option value="2" selected`); n != 2 {
		t.Errorf("%d places are still chosen, want 2", n)
	}
	status, _, page = w.post(t, "other", vote, url.Values{"place": {"2", "1", ""}})
	wrong(t, "an order", status, http.StatusSeeOther, page)
	_, page = w.get(t, "other", thread)
	holds(t, "an order", page, "Your order: 1. York, 2. Leeds", "First places", "Who put what first")
	inOrder(t, page[strings.Index(page, "<table"):], "York", "<td>3</td>", "Leeds", "<td>2</td>", "Bath", "<td>0</td>")
	status, _, page = w.post(t, "other", vote, url.Values{"take_back": {"yes"}, "place": {"2", "1", ""}})
	wrong(t, "taking it back", status, http.StatusSeeOther, page)
	_, page = w.get(t, "other", thread)
	lacks(t, "taken back", page, "Your order", "First places")
}

func TestAPollThatCannotBeAskedKeepsItsWords(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	_, page := w.get(t, "member", "/threads/new?board=interoperability")
	holds(t, "the empty form", page, "Add a poll", `value="`+string(models.DayOf(w.Now().AddDate(0, 0, 14)))+`"`)
	lacks(t, "the empty form", page, "<details class=\"nhsuk-details\" open>")
	status, _, page := w.post(t, "member", "/threads", url.Values{
		"board": {"interoperability"}, "title": {"Where?"}, "body": {"Say where."}, "poll_options": {"Leeds"}, "poll_how": {"multiple"},
		"poll_secret": {"yes"}, "poll_closes": {"2020-01-01"},
	})
	wrong(t, "one option", status, http.StatusUnprocessableEntity, page)
	holds(t, "one option", page, `href="#field-poll_options"`, `href="#field-poll_closes"`, "Leeds</textarea>",
		`value="multiple" checked`, `value="yes" checked`, `value="2020-01-01"`, "<details class=\"nhsuk-details\" open>")
}
