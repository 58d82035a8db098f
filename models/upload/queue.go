package upload

import (
	"context"
	"fmt"
	"sync"

	"commonroom/models"
)

// queue has one file of each member looked at, and the next ones of theirs wait behind it. One picture
// is drawn at a time, which may take seconds: whoever sends many at once stands in nobody's way
// but their own.
type queue struct {
	mu     sync.Mutex
	before map[int64]chan struct{} // of a member whose file is being looked at; closed when it has been
}

// enter waits until it is the turn of a file of who, and gives what ends it.
func (q *queue) enter(ctx context.Context, who int64) (leave func(), err error) {
	for {
		before, mine := q.next(who)
		if before == nil {
			return func() { q.leave(who, mine) }, nil
		}
		select {
		case <-before:
		case <-ctx.Done():
			return nil, models.Busy(fmt.Errorf("wait for another file of the same member: %w", ctx.Err()))
		}
	}
}

// next gives what who has to wait for; nothing if it is their turn, which ends when mine is closed.
func (q *queue) next(who int64) (before, mine chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if before = q.before[who]; before != nil {
		return before, nil
	}
	mine = make(chan struct{})
	q.before[who] = mine
	return nil, mine
}

func (q *queue) leave(who int64, mine chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.before, who)
	close(mine)
}
