package handlers

import (
	"net/http"
	"testing"
)

func TestAPageThatIsNotThereIsNotThereForAnybody(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, role := range append([]string{"visitor"}, roles...) {
		status, page := w.get(t, role, "/no/such/page")
		wrong(t, role, status, http.StatusNotFound, page)
	}
}
