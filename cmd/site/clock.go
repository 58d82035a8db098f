package site

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// lookAtClock is how often what falls due by the clock is looked for. It is how late it may come,
// and each look is one small query that mostly finds nothing.
const lookAtClock = 20 * time.Second

// keepClock does what falls due, until ctx ends.
func (s *Site) keepClock(ctx context.Context, log *slog.Logger) {
	every(ctx, lookAtClock, func() {
		if err := s.fallDue(ctx); err != nil && ctx.Err() == nil {
			log.Error("what fell due is late", "error", err)
		}
	})
}

// fallDue does what is due by the clock now: threads come out that wait for their time, secret polls
// that have closed give up who chose what, pins whose last day is over come off, and members are
// reminded of posts.
func (s *Site) fallDue(ctx context.Context) error {
	return errors.Join(s.Discuss.LetOutDue(ctx), s.polls.Seal(ctx), s.Discuss.EndPins(ctx), s.Marks.Remind(ctx))
}

// every does act at once, and again after each pause, until ctx ends.
func every(ctx context.Context, pause time.Duration, act func()) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		act()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
