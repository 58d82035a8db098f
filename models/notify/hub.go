package notify

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// hub wakes those who listen. It knows where things happened and whose notices they made, never
// who may see them: each listener asks that for itself when it reads.
type hub struct {
	mu        sync.Mutex
	listeners map[*Listener]bool
	seen      marks
	blind     bool // nobody listened for a while, so what happened since seen has not been looked at
}

// marks are the last rows that have been looked at. Writers take turns over all processes, so no
// row comes to light behind one that is known.
type marks struct{ activity, notices int64 }

func (m *marks) fields() []any { return []any{&m.activity, &m.notices} }

func (h *hub) join(l *Listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.blind = h.blind || len(h.listeners) == 0
	h.listeners[l] = true
}

func (h *hub) leave(l *Listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.listeners, l)
}

// here are those who listen now.
func (h *hub) here() (list []*Listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.listeners {
		list = append(list, l)
	}
	return list
}

// end tells a listener that it is over.
func (h *hub) end(l *Listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners[l] {
		delete(h.listeners, l)
		close(l.ended)
	}
}

// look gives what has been seen so far, and whether that means nothing to those who listen now.
func (h *hub) look() (seen marks, blind bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.seen, h.blind
}

func (h *hub) saw(m marks) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seen, h.blind = m, false
}

// recount has a member's notices counted again where they are shown. Another process does so
// with the next one it tells them.
func (h *hub) recount(memberID int64) {
	for _, l := range h.here() {
		l.wake(false, l.asked.By.ID == memberID)
	}
}

// The pace of announcing. Commits in a storm are announced together; what another process wrote,
// or a session that has run out, shows soon enough that nobody reads on for a second.
const (
	announceAtMost  = 100 * time.Millisecond
	announceAtLeast = 500 * time.Millisecond
)

// Announce wakes those who listen until ctx ends: as soon as something is committed here, and
// twice a second in case another process wrote. It ends those whose session is over.
func (s *Store) Announce(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		committed := s.db.Committed()
		if err := s.announce(ctx); err != nil && ctx.Err() == nil {
			log.Error("open pages are late", "error", err)
		}
		pause(ctx, announceAtMost, nil)
		pause(ctx, announceAtLeast-announceAtMost, committed)
	}
}

func pause(ctx context.Context, most time.Duration, until <-chan struct{}) {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-until:
	case <-timer.C:
	}
}

func (s *Store) announce(ctx context.Context) (err error) {
	defer models.Wrap(&err, "announce what is new")
	here := s.hub.here()
	if len(here) == 0 {
		return nil
	}
	if err := s.dismiss(ctx, here); err != nil {
		return err
	}
	now, err := db.One(ctx, s.db, (*marks).fields, `
		SELECT coalesce((SELECT max(a.id) FROM activity a), 0), coalesce((SELECT max(n.id) FROM notices n), 0)`)
	if err != nil {
		return err
	}
	// Whoever comes from here on reads for themselves all that now covers.
	if err := s.stir(ctx, now); err != nil {
		return err
	}
	s.hub.saw(now)
	return nil
}

// stir wakes those whom what happened between two looks may concern; all of them, if nobody looked
// for a while.
func (s *Store) stir(ctx context.Context, now marks) error {
	here := s.hub.here()
	seen, blind := s.hub.look()
	if blind {
		for _, l := range here {
			l.wake(true, true)
		}
		return nil
	}
	threads, err := s.numbers(ctx, `
		SELECT DISTINCT a.thread_id FROM activity a WHERE a.id > $1 AND a.id <= $2 AND a.thread_id IS NOT NULL`, seen.activity, now.activity)
	if err != nil {
		return err
	}
	members, err := s.numbers(ctx, `
		SELECT DISTINCT n.member_id FROM notices n WHERE n.id > $1 AND n.id <= $2`, seen.notices, now.notices)
	if err != nil {
		return err
	}
	for _, l := range here {
		l.wake(slices.ContainsFunc(threads, l.shows), slices.Contains(members, l.asked.By.ID))
	}
	return nil
}

// numbers reads one column of numbers about the rows after from and up to to; none if there are
// no such rows.
func (s *Store) numbers(ctx context.Context, query string, from, to int64) ([]int64, error) {
	if from == to {
		return nil, nil
	}
	return db.Values[int64](ctx, s.db, query, from, to)
}

// dismiss ends those whose session is over, or who are not any more what they were.
func (s *Store) dismiss(ctx context.Context, here []*Listener) error {
	var sessions []int64
	for _, l := range here {
		if !l.asked.By.IsVisitor() {
			sessions = append(sessions, l.asked.Session)
		}
	}
	if len(sessions) == 0 {
		return nil
	}
	open, err := member.Open(ctx, s.db, sessions)
	if err != nil {
		return err
	}
	for _, l := range here {
		if !l.asked.By.IsVisitor() && open[l.asked.Session] != l.asked.By.State {
			s.hub.end(l)
		}
	}
	return nil
}
