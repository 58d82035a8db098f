package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"commonroom/models"
)

func TestASlowedThreadSaysSoAndWhy(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.later(0) // the clock stands still
	path := w.starts(t, "member", "interoperability", "Hello")
	thread := "/threads/" + number41(path)
	_, page := w.get(t, "committee", path)
	has(t, page, thread+"/slow")
	_, page = w.get(t, "committee", thread+"/slow")
	has(t, page, "10 minutes", "24 hours", "the committee too")
	status, _, page := w.post(t, "committee", thread+"/slow", url.Values{"reason": {"It is heated."}})
	wrong(t, "without a pause", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Choose how long each member waits.", "It is heated.")
	status, _, page = w.post(t, "committee", thread+"/slow", url.Values{"reason": {"It is heated."}, "pause": {"60"}})
	wrong(t, "slow", status, http.StatusSeeOther, page)
	_, page = w.get(t, "other", path)
	has(t, page, "Slow mode", "Each member may post once in 1 hour. It is heated.")
	_, form, _ := strings.Cut(page, `id="reply"`)
	has(t, form, "This thread is in slow mode. Each member may post once in 1 hour. It is heated.")
	hasNot(t, form, "You can post again")
	w.replies(t, "other", path, "One.")
	_, page = w.get(t, "other", path)
	_, form, _ = strings.Cut(page, `id="reply"`)
	again := w.Now().Add(time.Hour + time.Minute - time.Nanosecond).In(models.London).Format("15:04")
	has(t, form, "It is heated. You can post again at "+again, "your words are kept, and can be saved as a draft")
	res, page := w.ask(t, "POST", thread+"/replies", url.Values{"body": {"Words to keep"}, "key": {newKey()}}.Encode(), w.as("other")...)
	wrong(t, "the second", res.StatusCode, http.StatusTooManyRequests, page)
	has(t, page, "Words to keep", "This thread is in slow mode", "You can post again at "+again)
	if got := res.Header.Get("Retry-After"); got != "3600" {
		t.Errorf("to try again after %s seconds", got)
	}
	_, page = w.get(t, "visitor", "/committee/log")
	has(t, page, "A thread in Interoperability was slowed down: It is heated.")
}

func TestAPinWithALastDay(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Hello")
	thread := "/threads/" + number41(path)
	_, page := w.get(t, "committee", thread+"/pin")
	has(t, page, `name="until" type="date"`, "If your browser offers no calendar, write it as")
	hasNot(t, page, "Such as 20")
	status, _, page := w.post(t, "committee", thread+"/pin", url.Values{"reason": {"It is new."}, "until": {"2000-01-01"}})
	wrong(t, "a day that is over", status, http.StatusUnprocessableEntity, page)
	day := string(models.DayOf(w.Now().Add(48 * time.Hour)))
	status, _, page = w.post(t, "committee", thread+"/pin", url.Values{"reason": {"It is new."}, "until": {day}})
	wrong(t, "a day to come", status, http.StatusSeeOther, page)
	_, page = w.get(t, "visitor", path)
	has(t, page, "Pinned until")
}

func TestAColdThreadAsksAndKeepsTheWords(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Hello")
	_, page := w.get(t, "other", path)
	hasNot(t, page, `name="revive"`)
	w.later(366 * 24 * time.Hour)
	if err := w.db.Write(t.Context(), w.signsInAgain(t, "other")); err != nil {
		t.Fatal(err)
	}
	_, page = w.get(t, "other", path)
	has(t, page, `name="revive"`, "My post belongs in this old thread", "/threads/new?board=interoperability")
	replies := "/threads/" + number41(path) + "/replies"
	status, _, page := w.post(t, "other", replies, url.Values{"body": {"Words to keep"}})
	wrong(t, "without the tick", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Words to keep</textarea>", `name="revive"`)
	status, _, page = w.post(t, "other", replies, url.Values{"body": {"Words to keep"}, "revive": {"true"}})
	wrong(t, "with it", status, http.StatusSeeOther, page)
}
