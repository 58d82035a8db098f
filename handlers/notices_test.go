package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"commonroom/models/activity"
	"commonroom/models/db"
)

func TestNoticesAreCountedReadAndMarked(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	ctx := t.Context()
	err := w.db.Write(ctx, func(tx *db.Tx) error {
		return activity.Record(ctx, tx, activity.Entry{By: w.people["committee"].ID, Verb: activity.Admitted, MemberID: w.people["member"].ID})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Notices.Deliver(ctx); err != nil {
		t.Fatal(err)
	}
	status, page := w.get(t, "member", "/notices")
	wrong(t, "my notices", status, http.StatusOK, page)
	for _, want := range []string{"Your place is confirmed", "Notices, 1 new", "Mark all as read"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	status, to, page := w.post(t, "member", "/notices/read", url.Values{"up_to": {"0"}, "key": {}})
	wrong(t, "marking read", status, http.StatusSeeOther, page)
	if to != "/notices" {
		t.Errorf("marking read leads to %q", to)
	}
	if _, page = w.get(t, "member", "/notices"); strings.Contains(page, "1 new") || strings.Contains(page, "Mark all as read") {
		t.Error("a notice that was read still counts as new")
	}
	if _, page = w.get(t, "applicant", "/notices"); strings.Contains(page, "replying to it") {
		t.Error("an applicant is told to reply, which they cannot")
	}
	if _, page = w.get(t, "other", "/notices"); strings.Contains(page, "Your place is confirmed") {
		t.Error("somebody else is told")
	}
}
