package site

import (
	"context"
	"log/slog"
	"time"
)

// countEvery is how often what was read and looked for is written down: seldom enough to cost
// nothing, and what a crash loses of it is missed by nobody.
const countEvery = 30 * time.Second

// keepCount writes down what was read and looked for, until ctx ends.
func (s *Site) keepCount(ctx context.Context, log *slog.Logger) {
	turn := time.NewTicker(countEvery)
	defer turn.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-turn.C:
			s.count(ctx, log)
		}
	}
}

// lastCount is how long writing down what is left may hold up the end.
const lastCount = 500 * time.Millisecond

// countLast writes down what is left when the last request is answered.
func (s *Site) countLast(log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), lastCount)
	defer cancel()
	s.count(ctx, log)
}

func (s *Site) count(ctx context.Context, log *slog.Logger) {
	if err := s.Search.Count(ctx); err != nil {
		log.Warn("could not count what was read and looked for", "error", err)
	}
}
