package site

import (
	"net/http"
	"testing"

	"commonroom/models/discuss"
)

// A page that was read just before the end counts: what is left in memory is written down when the
// last request is answered. Reading itself writes nothing.
func TestWhatWasReadIsCountedWhenTheServerStops(t *testing.T) {
	t.Parallel()
	database, people, _ := settle(t, 2)
	h := serveHere(t, database)
	asked, err := h.Discuss.Start(t.Context(), people[0].Member, discuss.NewThread{Board: "interoperability", Title: "Who is on call?", Body: "Tonight.", Key: key()})
	if err != nil {
		t.Fatal(err)
	}
	if a, err := people[1].ask(h.base+asked.Path(), nil); err != nil || a.status != http.StatusOK {
		t.Fatalf("reading it: %d, %v", a.status, err)
	}
	if top, err := beside(t, database).Discuss.TopQuestions(t.Context(), people[1].Member, 0, 5); err != nil || len(top) != 0 {
		t.Errorf("reading was written down at once: %v, %v", top, err)
	}
	h.end(t)
	top, err := beside(t, database).Discuss.TopQuestions(t.Context(), people[1].Member, 0, 5)
	if err != nil || len(top) != 1 || top[0].ID != asked.ID {
		t.Errorf("after the end the top questions are %v, %v", top, err)
	}
}
