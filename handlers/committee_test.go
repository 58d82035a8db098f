package handlers

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/moderation"
)

func TestTheCommitteesPageSaysWhoAndUntilWhen(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := db.Exec(t.Context(), tx, `UPDATE terms SET from_day = '2026-01-01', until_day = '2028-12-31', office_id = (SELECT id FROM offices WHERE slug = 'chair')
			WHERE member_id = $1`, w.people["committee"].ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.later(time.Date(2027, 6, 1, 12, 0, 0, 0, time.UTC).Sub(w.db.Now()))
	w.act(t, moderation.Decision{Verb: moderation.Pin, Target: w.said(t, w.board(t, "questions"), "other"), Reason: "It helps newcomers."})

	status, page := w.get(t, "visitor", "/committee")
	wrong(t, "the page", status, http.StatusOK, page)
	for _, want := range []string{"Chair, 2026–2028", "The committee", "A reply in Questions was pinned: It helps newcomers."} {
		if !strings.Contains(page, want) {
			t.Errorf("a visitor does not read %q", want)
		}
	}
	if strings.Contains(page, "/reports") || strings.Contains(page, "/members/committee\"") {
		t.Error("a visitor is shown doors that are not theirs")
	}

	w.later(2 * 365 * 24 * time.Hour) // 2029: the term is over, nobody did anything
	_, page = w.get(t, "visitor", "/committee")
	if strings.Contains(page, "Chair, 2026–2028") || !strings.Contains(page, "Nobody sits on the committee at present") {
		t.Error("the page does not see that the term is over")
	}
	_, page = w.get(t, "visitor", "/committee/members")
	for _, want := range []string{`id="year-2028"`, `id="year-2026"`, "Chair, 2026–2028", "since 1 January 2026"} {
		if !strings.Contains(page, want) {
			t.Errorf("the past committees do not have %q", want)
		}
	}
}

func TestTheCommitteeFindsItsDoors(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	status, page := w.get(t, "committee", "/committee")
	wrong(t, "the page", status, http.StatusOK, page)
	for _, want := range []string{`href="/reports"`, `href="/committee/applicants"`, `href="/help/committee"`, "no open reports"} {
		if !strings.Contains(page, want) {
			t.Errorf("the committee does not find %q", want)
		}
	}
}
