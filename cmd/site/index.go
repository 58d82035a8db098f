package site

import (
	"context"
	"log/slog"
	"time"

	"commonroom/handlers"
	"commonroom/models/index"
)

// Reindex makes the index that search looks in anew, while a server goes on beside it. said is told
// how far it is.
func (s *Site) Reindex(ctx context.Context, said func(done, of int64)) error {
	return index.Rebuild(ctx, s.db, said)
}

// Describe has search find the pages of the site itself, as this version of the server shows them.
func (s *Site) Describe(ctx context.Context, server *handlers.Server) error {
	pages, err := server.Findable()
	if err != nil {
		return err
	}
	return index.PutPages(ctx, s.db, pages)
}

// tidyEvery is how often the index is tidied: what was written one by one is put together, so
// that a search has fewer places to look in.
const tidyEvery = 10 * time.Minute

// keepIndex has the pages of the site found, makes the index anew where another version made it,
// and keeps it tidy from then on.
func (s *Site) keepIndex(ctx context.Context, server *handlers.Server, log *slog.Logger) {
	if err := s.Describe(ctx, server); err != nil && ctx.Err() == nil {
		log.Warn("could not put the pages of the site into the search index", "error", err)
	}
	stale, err := index.Stale(ctx, s.db)
	if err == nil && stale {
		log.Info("making the search index")
		if err = s.Reindex(ctx, func(int64, int64) {}); err == nil {
			log.Info("the search index is made")
		}
	}
	tidy := time.NewTicker(tidyEvery)
	defer tidy.Stop()
	for {
		if err != nil && ctx.Err() == nil {
			log.Warn("could not keep the search index", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tidy.C:
			err = index.Tidy(ctx, s.db)
		}
	}
}
