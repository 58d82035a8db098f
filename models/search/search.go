// Package search finds anything that by may read at the first try: discussions, what is said in
// them, practices, projects, members, the pages of the site. Each thing that stands on the site has
// a row in the index, written in the transaction that changed it (Put); what is a draft, hidden or
// withdrawn has none. Find looks in the index for what the words fit, orders a bounded number of
// candidates by one formula (rank.go), and reads what is shown through the one predicate of who
// sees what.
package search

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Store finds things, and keeps what finding needs beside the index: the words people use, the
// expressions that mean the same, what was looked for in vain.
type Store struct {
	db     *db.DB
	spaces cached[rooms]
	same   cached[same]
	tally  tally
	beside related
	key    []byte // that marks are made with: see miss.go
}

// New gives the search over what is kept in d.
func New(d *db.DB) *Store { return &Store{db: d, key: []byte(rand.Text())} }

// fresh is how long what changes once in a blue moon is kept in memory: another node's change
// is seen after that long at the latest.
const fresh = 10 * time.Second

// cached is a value that is read again when it is no longer fresh.
type cached[T any] struct {
	mu    sync.Mutex
	value T
	until time.Time
}

func (c *cached[T]) get(read func() (T, error)) (T, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Now().Before(c.until) {
		return c.value, nil
	}
	value, err := read()
	if err == nil {
		c.value, c.until = value, time.Now().Add(fresh)
	}
	return value, err
}

// forget has the value read again at the next use.
func (c *cached[T]) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until = time.Time{}
}

// rooms are all spaces, to give a name to those that by was shown to be able to read, and how many
// share each slot: of those that share one, hits are not counted.
type rooms struct {
	list  []space.Space
	slots [index.Slots]int
}

func (s *Store) rooms(ctx context.Context) (rooms, error) {
	return s.spaces.get(func() (r rooms, err error) {
		r.list, err = db.All(ctx, s.db, (*space.Space).Fields, `SELECT `+space.Cols+` FROM spaces s`)
		for _, in := range r.list {
			r.slots[index.SlotOf(in.ID)]++
		}
		return r, err
	})
}

// private are the ids of the private spaces that by may read.
func (s *Store) private(ctx context.Context, by member.Member) ([]int64, error) {
	if !by.IsMember() {
		return nil, nil
	}
	return db.Values[int64](ctx, s.db, `
		SELECT s.id
		FROM space_members q JOIN spaces s ON s.id = q.space_id
		WHERE q.member_id = $1 AND s.readers = 'private' AND `+space.Reads, space.Reader(by)...)
}
