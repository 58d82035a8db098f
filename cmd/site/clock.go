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
	tick := time.NewTicker(lookAtClock)
	defer tick.Stop()
	for {
		if err := s.FallDue(ctx); err != nil && ctx.Err() == nil {
			log.Error("what fell due is late", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// FallDue does what is due by the clock now: threads come out that wait for their time, secret polls
// that have closed give up who chose what, and pins whose last day is over come off.
func (s *Site) FallDue(ctx context.Context) error {
	return errors.Join(s.Discuss.LetOutDue(ctx), s.polls.Seal(ctx), s.Discuss.EndPins(ctx))
}
