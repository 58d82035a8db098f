package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"commonroom/models"
)

func TestAThreadIsPublishedLater(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	day := string(models.DayOf(w.Now().AddDate(0, 0, 2)))
	in := url.Values{"board": {"interoperability"}, "title": {"What did you change?"}, "body": {"Tell us."}, "later_day": {"2020-01-01"}}
	status, _, page := w.post(t, "member", "/threads", in)
	wrong(t, "a day that is over", status, http.StatusUnprocessableEntity, page)
	has(t, page, `href="#field-later_day"`, `value="2020-01-01"`)
	in.Set("later_day", day)
	in.Set("later_time", "08:30")
	status, to, page := w.post(t, "member", "/threads", in)
	if wrong(t, "a thread for later", status, http.StatusSeeOther, page); to != "/scheduled" {
		t.Errorf("it leads to %s", to)
	}
	_, page = w.get(t, "member", "/scheduled")
	has(t, page, "What did you change?", "at 08:30", `value="`+day+`"`, "Publish now", "Put aside")
	_, after, _ := strings.Cut(page, `href="/threads/`)
	_, after, _ = strings.Cut(after, "What did you change?")
	_, after, _ = strings.Cut(after, `action="/threads/`)
	number, _, _ := strings.Cut(after, "/")
	path := fmt.Sprintf("/threads/%s/what-did-you-change", number)
	_, page = w.get(t, "member", path)
	has(t, page, "Only you see this", "This is a draft")
	for _, role := range []string{"visitor", "other", "committee"} {
		status, page := w.get(t, role, path)
		wrong(t, "the "+role+" before its time", status, http.StatusNotFound, page)
		_, page = w.get(t, role, "/scheduled")
		lacks(t, "the "+role+"’s list", page, "What did you change?")
		_, page = w.get(t, role, "/boards/interoperability")
		lacks(t, "the board for the "+role, page, "What did you change?")
	}
	status, _, page = w.post(t, "member", "/threads/"+number+"/schedule", url.Values{"later_day": {"2020-01-01"}, "later_time": {"10:00"}})
	wrong(t, "another time that is over", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Choose a time that is still to come", `value="2020-01-01"`, `href="#field-later_day"`, `id="field-later_day"`)
	w.later(3 * 24 * time.Hour)
	if err := w.Discuss.LetOutDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{path, "/boards/interoperability"} {
		_, page := w.get(t, "visitor", where)
		has(t, page, "What did you change?")
	}
}

func TestAScheduledThreadIsPutAsideAndPublishedByHand(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	in := url.Values{"board": {"interoperability"}, "title": {"For later"}, "body": {"Tell us."},
		"later_day": {string(models.DayOf(w.Now().AddDate(0, 0, 2)))}}
	w.post(t, "member", "/threads", in)
	_, page := w.get(t, "member", "/scheduled")
	_, after, _ := strings.Cut(page, `action="/threads/`)
	number, _, _ := strings.Cut(after, "/")
	status, _, page := w.post(t, "member", "/threads/"+number+"/unschedule", url.Values{})
	wrong(t, "putting it aside", status, http.StatusSeeOther, page)
	_, page = w.get(t, "member", "/scheduled")
	has(t, page, "Put aside: it has no time", "Schedule it")
	status, to, page := w.post(t, "member", "/threads/"+number+"/publish", url.Values{})
	wrong(t, "publishing it", status, http.StatusSeeOther, page)
	if status, page := w.get(t, "visitor", to); status != http.StatusOK || !strings.Contains(page, "For later") {
		t.Errorf("a visitor gets %d", status)
	}
	status, _, page = w.post(t, "member", "/threads/"+number+"/publish", url.Values{})
	wrong(t, "publishing what is out", status, http.StatusConflict, page)
	_, page = w.get(t, "member", "/scheduled")
	has(t, page, "Nothing waits at present")
}
