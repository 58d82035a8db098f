package ribbon_test

import (
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/practice"
	"commonroom/models/project"
	"commonroom/models/space"
)

// crowd are four people who write as long as somebody walks a list. Each takes a turn between two
// pages at the least.
type crowd struct {
	*site
	mu    sync.Mutex
	moved map[int64]bool // the threads that were posted in, or made, since the walk began
	turns chan struct{}
	stop  chan struct{}
	done  sync.WaitGroup
}

// ticking has the clock of the site move on by a millisecond with every look at it.
func (s *site) ticking() {
	var n atomic.Int64
	s.db.SetClock(func() time.Time { return morning.Add(time.Duration(n.Add(1)) * time.Millisecond) })
}

// crowd starts the four: act does one thing and names the thread that it moved.
func (s *site) crowd(act func(i int) (int64, error)) *crowd {
	c := &crowd{site: s, moved: map[int64]bool{}, turns: make(chan struct{}), stop: make(chan struct{})}
	for writer := range 4 {
		c.done.Go(func() {
			for i := writer; ; i += 4 {
				id, err := act(i)
				if err != nil {
					s.t.Error(err)
					return
				}
				c.mu.Lock()
				c.moved[id] = true
				c.mu.Unlock()
				select {
				case c.turns <- struct{}{}:
				case <-c.stop:
					return
				}
			}
		})
	}
	return c
}

// meanwhile waits until four things were written.
func (c *crowd) meanwhile() {
	for range 4 {
		<-c.turns
	}
}

func (c *crowd) rest() {
	close(c.stop)
	c.done.Wait()
}

// pageOf reads one page of a list: which threads, the next page, and what has come since.
type pageOf func(cursor string) (ids []int64, next string, newer int, err error)

// walked reads a list from its beginning to its end while four write, and fails the test unless no
// row is met twice, each that did not move is met once, and the list says how many came since.
func (s *site) walked(what string, before []int64, list pageOf, act func(i int) (int64, error)) {
	s.t.Helper()
	seen, last := map[int64]int{}, ""
	ids, next, newer, err := list("")
	if newer != 0 {
		s.t.Errorf("%s: %d rows have come before the walk began", what, newer)
	}
	c := s.crowd(act)
	for ; err == nil; ids, next, _, err = list(next) {
		for _, id := range ids {
			seen[id]++
		}
		c.meanwhile()
		if next == "" {
			break
		}
		last = next
	}
	c.rest()
	if err != nil {
		s.t.Fatal(err)
	}
	for id, n := range seen {
		if n > 1 {
			s.t.Errorf("%s: row %d is met %d times", what, id, n)
		}
	}
	missed := 0
	for _, id := range before {
		switch {
		case seen[id] == 0 && c.moved[id]:
			missed++
		case seen[id] == 0:
			s.t.Errorf("%s: row %d, which did not move, is not met", what, id)
		}
	}
	_, _, newer, err = list(last)
	if want := min(len(c.moved), models.MostNewer); err != nil || newer != want {
		s.t.Errorf("%s: the list says that %d have come, %v; %d have, of which %d were missed", what, newer, err, want, missed)
	}
}

func threadIDs(list []discuss.Thread) (ids []int64) {
	for _, t := range list {
		ids = append(ids, t.ID)
	}
	return ids
}

func TestListsByTheLastPostAreWalkedWhileFourWrite(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ticking()
	var threads []discuss.Thread
	for range 130 {
		thread := s.start(s.ann, "welcome")
		s.read(s.bob, thread, 0)
		threads = append(threads, thread)
	}
	in, err := space.New(s.db).Space(ctx, s.bob, "welcome")
	if err != nil {
		t.Fatal(err)
	}
	// They post in every third thread, from the end of the list and from its beginning.
	post := func(i int) (int64, error) {
		at := threads[i*3%len(threads)]
		if i%2 == 0 {
			at = threads[len(threads)-1-i*3%len(threads)]
		}
		_, err := s.talk.Reply(ctx, s.ann, at.ID, discuss.NewReply{Body: "Up.", Key: rand.Text()})
		return at.ID, err
	}
	s.walked("a board", threadIDs(threads), func(cursor string) ([]int64, string, int, error) {
		b, err := s.talk.Board(ctx, s.bob, in, "", cursor)
		return threadIDs(append(b.Pinned, b.Threads...)), b.Next, b.Newer, err
	}, post)
	s.walked("what is unread", threadIDs(threads), func(cursor string) ([]int64, string, int, error) {
		p, err := s.talk.Unread(ctx, s.bob, cursor)
		return threadIDs(p.Items), p.Next, p.Newer, err
	}, post)
}

func TestListsOfWhatCameOutAreWalkedWhileFourPublish(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ticking()
	practices, projects := practice.New(s.db, models.Limits{}), project.New(s.db, models.Limits{})
	write := func(i int) (int64, error) {
		p, err := practices.Write(ctx, s.ann, practice.NewPractice{Board: "practices", Title: fmt.Sprint("Practice ", i), Summary: "In short.", Body: "Do this.", Key: rand.Text()})
		if err != nil {
			return 0, err
		}
		_, err = practices.Publish(ctx, s.ann, p.ID)
		return p.ID, err
	}
	begin := func(i int) (int64, error) {
		p, err := projects.Start(ctx, s.ann, project.NewProject{Board: "projects", Title: fmt.Sprint("Project ", i), Summary: "In short.", Aim: "Less.", Problem: "Too much.", Status: "running", Key: rand.Text()})
		if err != nil {
			return 0, err
		}
		_, err = projects.Publish(ctx, s.ann, p.ID)
		return p.ID, err
	}
	open := func(int) (int64, error) { return s.start(s.ann, "welcome").ID, nil }
	made := func(n int, act func(int) (int64, error)) (ids []int64) {
		for i := range n {
			id, err := act(i)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		return ids
	}
	s.walked("practices", made(65, write), func(cursor string) ([]int64, string, int, error) {
		p, err := practices.List(ctx, s.bob, practice.Filter{}, cursor)
		return threadIDs(p.Items), p.Next, p.Newer, err
	}, write)
	s.walked("projects", made(65, begin), func(cursor string) ([]int64, string, int, error) {
		p, err := projects.List(ctx, s.bob, project.Filter{}, cursor)
		var ids []int64
		for _, e := range p.Items {
			ids = append(ids, e.ID)
		}
		return ids, p.Next, p.Newer, err
	}, begin)
	s.walked("what is new", made(80, open), func(cursor string) ([]int64, string, int, error) {
		p, err := s.talk.Fresh(ctx, s.bob, cursor)
		return threadIDs(p.Items), p.Next, p.Newer, err
	}, open)
}
