package search

import (
	"context"
	"maps"
	"slices"
	"time"

	"commonroom/models/db"
	"commonroom/models/index"
)

// threadsOf are the threads that candidates stand in, for those that were on earlier pages.
func (s *Store) threadsOf(ctx context.Context, list []candidate) (map[int64]bool, error) {
	seen := map[int64]bool{}
	var replies []int64
	for _, c := range list {
		switch {
		case c.Sort() == index.Replies:
			replies = append(replies, c.Number())
		case c.Slot() != 0:
			seen[c.Number()] = true
		}
	}
	if len(replies) == 0 {
		return seen, nil
	}
	ids, err := db.Values[int64](ctx, s.db, `
		SELECT DISTINCT p.thread_id FROM posts p WHERE p.id IN `+in(1, replies), padded(replies)...)
	for _, id := range ids {
		seen[id] = true
	}
	return seen, err
}

// byDate orders candidates by when they were made, the newest first, and members and pages of the
// site last. The second sum is not asked.
func (s *Store) byDate(ctx context.Context, list []candidate) ([]candidate, error) {
	threads, replies := map[int64]int{}, map[int64]int{} // where in the list, by id
	for i, c := range list {
		list[i].score = 0
		switch {
		case c.Sort() == index.Replies:
			replies[c.Number()] = i
		case c.Slot() != 0:
			threads[c.Number()] = i
		}
	}
	if err := s.date(ctx, list, threads, `SELECT t.id, t.published_at FROM threads t WHERE t.id IN `); err != nil {
		return nil, err
	}
	if err := s.date(ctx, list, replies, `SELECT p.id, p.made_at FROM posts p WHERE p.id IN `); err != nil {
		return nil, err
	}
	slices.SortFunc(list, candidate.compare)
	return list, nil
}

// date sets the scores of candidates to the seconds at which the query says that they were made.
func (s *Store) date(ctx context.Context, list []candidate, at map[int64]int, query string) error {
	if len(at) == 0 {
		return nil
	}
	ids := slices.Collect(maps.Keys(at))
	type row struct {
		id   int64
		made time.Time
	}
	rows, err := db.All(ctx, s.db, func(r *row) []any { return []any{&r.id, &r.made} }, query+in(1, ids), padded(ids)...)
	for _, r := range rows {
		list[at[r.id]].score = float64(r.made.Unix())
	}
	return err
}
