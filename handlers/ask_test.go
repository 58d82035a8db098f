package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"commonroom/models/db"
)

// speaksFrom puts a perspective on the profile of a person.
func (w *town) speaksFrom(t *testing.T, role, perspective string) {
	t.Helper()
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := db.Exec(t.Context(), tx, `INSERT INTO member_perspectives (member_id, perspective) VALUES ($1, $2)`, w.people[role].ID, perspective)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAThreadSaysWhichPerspectivesItHasHeardAndAsksForOthers(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.speaksFrom(t, "member", "medical")
	w.speaksFrom(t, "other", "data-and-analysis")
	_, page := w.get(t, "member", "/threads/new?board=interoperability")
	has(t, page, "Whose view would help most?", `name="ask"`, "Data and analysis")
	status, thread, page := w.post(t, "member", "/threads", url.Values{"board": {"interoperability"}, "title": {"Handover"}, "body": {"How?"}, "ask": {"data-and-analysis"}})
	wrong(t, "starting a thread that asks", status, http.StatusSeeOther, page)

	_, page = w.get(t, "member", thread)
	heard, silent, _ := strings.Cut(page, "Not heard yet")
	has(t, heard, "Perspectives heard", "Medical")
	has(t, silent, "Data and analysis", "Asked for", "Change whom you ask")
	_, page = w.get(t, "other", thread)
	hasNot(t, page, "Change whom you ask")
	_, page = w.get(t, "visitor", thread)
	hasNot(t, page, "Perspectives heard", "Data and analysis")
	_, page = w.get(t, "other", "/")
	has(t, page, "Your perspective is asked for", "Handover")
	_, page = w.get(t, "assessor", "/")
	hasNot(t, page, "Your perspective is asked for")

	ask := "/threads/" + strings.Split(thread, "/")[2] + "/ask"
	_, page = w.get(t, "member", ask)
	has(t, page, `value="data-and-analysis" checked`, `name="version" value="1"`)
	four := url.Values{"perspectives": {"medical", "data-and-analysis", "nursing-and-midwifery", "patient-carer-and-public"}, "version": {"1"}}
	status, _, page = w.post(t, "member", ask, four)
	wrong(t, "asking four", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Choose three at most", `value="patient-carer-and-public" checked`)
	status, _, page = w.post(t, "member", ask, url.Values{"perspectives": {"nursing-and-midwifery"}, "version": {"1"}})
	wrong(t, "asking another", status, http.StatusSeeOther, page)
	status, _, page = w.post(t, "member", ask, url.Values{"perspectives": {"medical"}, "version": {"1"}})
	wrong(t, "asking by an old form", status, http.StatusConflict, page)
	has(t, page, "It asks now for: Nursing and midwifery.", `value="medical" checked`, `name="version" value="2"`)
}
