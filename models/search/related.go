package search

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// To find what is similar to a thread costs as much as many pages, and is the same for a while; so
// which threads they are is kept in memory, once for visitors and once for members. What
// they are called, and whether they may be read, is asked each time.
const (
	keptRelated = 10 * time.Minute
	mostRelated = 5_000 // threads: beyond it everything is forgotten, and what is read most is soon known again
)

// related are the threads similar to a thread, in order.
type related struct {
	mu   sync.Mutex
	kept map[relatedTo]similarThreads
}

// relatedTo is a thread, and for whom things related to it are listed.
type relatedTo struct {
	threadID int64
	member   bool
}

type similarThreads struct {
	ids   []int64
	until time.Time
}

func (r *related) get(to relatedTo, now time.Time) ([]int64, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	list, there := r.kept[to]
	return list.ids, there && now.Before(list.until)
}

func (r *related) keep(to relatedTo, ids []int64, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept == nil || len(r.kept) >= mostRelated {
		r.kept = map[relatedTo]similarThreads{}
	}
	r.kept[to] = similarThreads{ids, now.Add(keptRelated)}
}

// Related finds discussions and documents about the same as a thread with such a text, for by who
// reads it. What stands in private spaces is related to nothing: those who share one know it.
func (s *Store) Related(ctx context.Context, by member.Member, threadID int64, text string) (hits []Hit, err error) {
	defer models.Wrap(&err, "find what is related to thread %d", threadID)
	to := relatedTo{threadID, by.IsMember()}
	ids, known := s.beside.get(to, s.db.Now())
	if !known {
		if ids, err = s.similarTo(ctx, to, text); err != nil {
			return nil, err
		}
		s.beside.keep(to, ids, s.db.Now())
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return s.titles(ctx, by, ids)
}

// similarTo finds the threads as anybody of the same standing is shown them.
func (s *Store) similarTo(ctx context.Context, to relatedTo, text string) (ids []int64, err error) {
	var anybody member.Member
	if to.member {
		anybody.State = member.Confirmed
	}
	hits, err := s.Similar(ctx, anybody, text, to.threadID)
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	return ids, err
}

// titles reads what threads are called and where they stand, those that by may read.
func (s *Store) titles(ctx context.Context, by member.Member, ids []int64) ([]Hit, error) {
	hits, err := db.All(ctx, s.db, func(h *Hit) []any { return append(h.fields(), &h.At) }, `
		SELECT `+hitCols+`, t.published_at
		FROM threads t
		JOIN spaces s ON s.id = t.space_id
		JOIN members m ON m.id = t.author_id
		WHERE t.id IN `+in(4, ids)+` AND t.published AND NOT t.hidden AND `+space.Sees, space.As(by, s.db.Now(), padded(ids)...)...)
	for i := range hits {
		h := &hits[i]
		h.ID, h.Title, h.title = h.ThreadID, Passage{{Text: h.title}}, ""
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Compare(slices.Index(ids, a.ID), slices.Index(ids, b.ID)) })
	return hits, err
}
