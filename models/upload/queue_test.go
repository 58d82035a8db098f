package upload

import (
	"context"
	"testing"

	"commonroom/models"
)

func TestWhoSendsManyFilesAtOnceStandsInTheirOwnWayAlone(t *testing.T) {
	t.Parallel()
	const ann, bob = 1, 2
	q := queue{before: map[int64]chan struct{}{}}
	first, err := q.enter(t.Context(), ann)
	if err != nil {
		t.Fatal(err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := q.enter(over, ann); models.KindOf(err) != models.KindBusy {
		t.Errorf("another of the same member: got %v", err)
	}
	other, err := q.enter(over, bob)
	if err != nil {
		t.Fatalf("one of somebody else waits: %v", err)
	}
	other()
	entered := make(chan struct{})
	for range 3 {
		go func() {
			leave, err := q.enter(t.Context(), ann)
			if err != nil {
				t.Error(err)
				return
			}
			leave()
			entered <- struct{}{}
		}()
	}
	first()
	for range 3 {
		<-entered
	}
	if len(q.before) != 0 {
		t.Errorf("%d are remembered, want nobody", len(q.before))
	}
}
