package search

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// The heat of a question says how much it is read, and found by those who look for something: it
// is the binary logarithm of the sum, over all these times, of 2^(when/halfLifeOfHeat). Each time
// counts twice one that was a half-life earlier, and that stays so while both grow old: the order
// by heat never has to be worked out anew.
const halfLifeOfHeat = 90 * 24 * time.Hour

// heatBegan is when the time is counted from: long before anybody read anything here, so that a
// heat of 0 is left to say never.
var heatBegan = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// warmer is a heat after so many more times at a moment.
func warmer(heat float64, times int, at time.Time) float64 {
	more := max(float64(at.Sub(heatBegan))/float64(halfLifeOfHeat), 1) + math.Log2(float64(times))
	if heat == 0 {
		return more
	}
	high, low := max(heat, more), min(heat, more)
	return high + math.Log2(1+math.Exp2(low-high))
}

// Bounds of what is kept in memory until it is written down: beyond them nothing more is counted.
// Nobody reads so much in a day, or in half a minute.
const (
	mostTurns  = 100_000
	mostRead   = 1_000
	mostMissed = 200
)

// tally is what was read and looked for since it was last written down. It is a statistic: what is
// in it when the process dies is lost, and each node counts for itself.
type tally struct {
	mu     sync.Mutex
	day    models.Day
	turns  map[turn]struct{} // of today: who did what, so that each counts once. It is never stored
	read   map[int64]int     // by thread
	missed map[string]noted  // by the words
}

// turn is what one member did: read a thread, found it first, or looked for words in vain.
type turn struct {
	by, threadID int64
	found        bool
	words        string
}

// first tells whether the turn is the member's first of its sort today, and notes it.
func (t *tally) first(one turn, day models.Day) bool {
	if t.day != day || t.turns == nil {
		t.day, t.turns = day, map[turn]struct{}{}
	}
	if _, again := t.turns[one]; again || len(t.turns) >= mostTurns {
		return false
	}
	t.turns[one] = struct{}{}
	return true
}

// Read counts that a member opened a thread: once a day.
func (s *Store) Read(by member.Member, threadID int64) {
	s.warm(turn{by: by.ID, threadID: threadID}, by)
}

func (s *Store) warm(one turn, by member.Member) {
	if !by.IsMember() {
		return
	}
	s.tally.mu.Lock()
	defer s.tally.mu.Unlock()
	if !s.tally.first(one, models.DayOf(s.db.Now())) || len(s.tally.read) >= mostRead {
		return
	}
	if s.tally.read == nil {
		s.tally.read = map[int64]int{}
	}
	s.tally.read[one.threadID]++
}

// Note counts what a member looked for and what came of it: of what was found, that the first hit
// was; of what was not, the words, as miss.go says. It is told of every page of results and knows
// which to count.
func (s *Store) Note(by member.Member, q Query, r Results) {
	switch {
	case !by.IsMember() || q.From != "":
		return
	case r.Total == 0 || r.Wider:
		s.noteMiss(by, q, r)
	case len(r.Hits) > 0 && r.Hits[0].ThreadID != 0 && r.Query.Sort != "new":
		s.warm(turn{by: by.ID, threadID: r.Hits[0].ThreadID, found: true}, by)
	}
}

// take gives what was counted, and begins anew. Who did what on an earlier day is forgotten.
func (t *tally) take(today models.Day) (read map[int64]int, missed map[string]noted) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.day != today {
		t.turns = nil
	}
	read, missed = t.read, t.missed
	t.read, t.missed = nil, nil
	return read, missed
}

// Count writes down what was read and looked for since the last time. The server does so now and
// then, and when it stops.
func (s *Store) Count(ctx context.Context) (err error) {
	defer models.Wrap(&err, "count what was read and looked for")
	read, missed := s.tally.take(models.DayOf(s.db.Now()))
	if len(read)+len(missed) == 0 {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := warmAll(ctx, tx, read); err != nil {
			return err
		}
		return s.countMisses(ctx, tx, missed)
	})
}

// hot is a discussion with its heat.
type hot struct {
	id   int64
	heat float64
}

// warmAll makes those of the threads warmer that are questions.
func warmAll(ctx context.Context, tx *db.Tx, read map[int64]int) error {
	if len(read) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(read))
	for id := range read {
		ids = append(ids, id)
	}
	list, err := db.All(ctx, tx, func(h *hot) []any { return []any{&h.id, &h.heat} }, `
		SELECT t.id, t.heat FROM threads t WHERE t.asks AND t.id IN `+in(1, ids), padded(ids)...)
	if err != nil {
		return err
	}
	var rows []string
	var args []any
	for _, h := range list {
		rows = append(rows, fmt.Sprintf("(CAST($%d AS BIGINT), CAST($%d AS DOUBLE PRECISION))", len(args)+1, len(args)+2))
		args = append(args, h.id, warmer(h.heat, read[h.id], tx.Now))
	}
	if len(rows) == 0 {
		return nil
	}
	_, err = db.Exec(ctx, tx, `
		WITH warmer (id, heat) AS (VALUES `+strings.Join(rows, ", ")+`)
		UPDATE threads SET heat = w.heat FROM warmer w WHERE threads.id = w.id`, args...)
	return err
}
