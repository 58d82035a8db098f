package handlers

import (
	"slices"
	"sync"
	"time"

	"commonroom/models"
)

// streams are the open pages that hear of things as they happen. Each holds a line and a little
// memory for as long as somebody reads, so they are bounded; and they end at once when the server
// is told to stop, or nothing else would.
type streams struct {
	most int // in all; 0 is no limit
	over chan struct{}
	wait sync.WaitGroup

	mu    sync.Mutex
	shut  bool
	count int
	whose map[string][]*stream // the oldest of each first
}

// stream is one of them.
type stream struct {
	whose    string
	replaced chan struct{} // closed when newer ones of the same browser have taken its place
}

func newStreams(most int) *streams {
	return &streams{most: most, over: make(chan struct{}), whose: map[string][]*stream{}}
}

// noRoom is how long a browser that finds no room is asked to wait: long enough that many of them do
// not fill the server with asking.
const noRoom = time.Minute

// errNoRoom is said to a browser's script, which tries again later. Reading needs no stream.
var errNoRoom = models.Limited("There is no room for another live page just now. Reload the page to see what is new.", noRoom)

// forMembers is the share of all streams that is kept for those who are signed in, one in so many:
// strangers, who need no more than a few networks for it, do not take the last room from them.
const forMembers = 5

// open makes room for one more stream of whose, who may have so many; 0 is no limit. Where the
// newest takes the place of the oldest, there is always room: a page that was left is the one
// that nobody misses. That is so for those who are signed in.
func (s *streams) open(whose string, most int, replace bool) (*stream, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	full, room := most > 0 && len(s.whose[whose]) >= most, s.most
	if !replace {
		room -= s.most / forMembers
	}
	switch {
	case s.shut, full && !replace, s.most > 0 && s.count >= room && !full:
		return nil, errNoRoom
	case full:
		close(s.whose[whose][0].replaced)
		s.drop(s.whose[whose][0])
	}
	st := &stream{whose: whose, replaced: make(chan struct{})}
	s.whose[whose] = append(s.whose[whose], st)
	s.count++
	s.wait.Add(1)
	return st, nil
}

// close gives the room of a stream back, once it has ended.
func (s *streams) close(st *stream) {
	s.mu.Lock()
	s.drop(st)
	s.mu.Unlock()
	s.wait.Done()
}

// drop takes a stream off the list, if it is still there.
func (s *streams) drop(st *stream) {
	if i := slices.Index(s.whose[st.whose], st); i >= 0 {
		s.whose[st.whose] = slices.Delete(s.whose[st.whose], i, i+1)
		s.count--
	}
	if len(s.whose[st.whose]) == 0 {
		delete(s.whose, st.whose)
	}
}

// number is how many streams are open, for the metrics.
func (s *streams) number() float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return float64(s.count)
}

// end tells every stream to end, and lets none begin.
func (s *streams) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.shut {
		s.shut = true
		close(s.over)
	}
}
