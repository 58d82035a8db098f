package site

import (
	"bufio"
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
)

// here is a site served by this very process.
type here struct {
	*Site
	base string
	stop context.CancelFunc
	done chan error
}

// serveHere serves a database until it is stopped.
func serveHere(t *testing.T, database string) here {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), settingsFor(database, ln))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	h := here{s, "http://" + ln.Addr().String(), stop, make(chan error, 1)}
	go func() { h.done <- s.ServeOn(ctx, ln, slog.New(slog.DiscardHandler)) }()
	return h
}

// end stops the site and closes it.
func (h here) end(t *testing.T) {
	t.Helper()
	h.stop()
	if err := <-h.done; err != nil {
		t.Error(err)
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
}

// holdLock takes the lock on writing, as another process may, until it is told to let go.
func holdLock(t *testing.T, database string) (letGo func()) {
	t.Helper()
	d, err := db.Open(database)
	if err != nil {
		t.Fatal(err)
	}
	held, release, done := make(chan bool), make(chan bool), make(chan error)
	go func() {
		done <- d.Write(context.Background(), func(*db.Tx) error {
			close(held)
			<-release
			return nil
		})
	}()
	<-held
	letGo = sync.OnceFunc(func() {
		close(release)
		if err := <-done; err != nil {
			t.Error(err)
		}
		_ = d.Close()
	})
	t.Cleanup(letGo)
	return letGo
}

// TestStoppingFinishesAWriteUnderWay stops the server while a reply waits for its turn to be
// written: it is written, and answered.
func TestStoppingFinishesAWriteUnderWay(t *testing.T) {
	t.Parallel()
	database, people, thread := settle(t, 1)
	letGo := holdLock(t, database)
	h := serveHere(t, database)
	inside := make(chan bool)
	seen := sync.OnceFunc(func() { close(inside) })
	h.SetClock(func() time.Time {
		if askedByAReply() {
			seen()
		}
		return time.Now()
	})
	answered := make(chan answer, 1)
	go func() {
		a, err := people[0].reply(h.base, thread, key(), "Just in time")
		if err != nil {
			t.Error(err)
		}
		answered <- a
	}()
	select {
	case <-inside:
	case a := <-answered:
		t.Fatalf("got %d before the reply came to be written: %s", a.status, headingOf(a.page))
	}
	h.stop()
	refuses(h.base)
	letGo()
	if a := <-answered; a.status != http.StatusSeeOther {
		t.Errorf("got %d, want 303: %s", a.status, headingOf(a.page))
	}
	h.end(t)
	posts, err := beside(t, database).Discuss.Posts(t.Context(), people[0].Member, again(t, database, people[0], thread), 1)
	if err != nil || len(posts) != 2 || posts[1].Body != "Just in time" {
		t.Errorf("got %v, %v, want the reply", posts, err)
	}
}

// askedByAReply tells whether its caller takes a reply: what the server does in the background
// asks for the time too, and visits its own pages to have them found.
func askedByAReply() bool {
	return bytes.Contains(debug.Stack(), []byte("handlers.(*Server).postReply"))
}

// again reads a thread as it is now.
func again(t *testing.T, database string, by *person, thread discuss.Thread) discuss.Thread {
	t.Helper()
	thread, err := beside(t, database).Discuss.Thread(t.Context(), by.Member, thread.ID)
	if err != nil {
		t.Fatal(err)
	}
	return thread
}

// refuses waits until nobody listens there any more.
func refuses(base string) {
	for {
		conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
		if err != nil {
			return
		}
		_ = conn.Close()
	}
}

// TestAnotherProcessThatWritesForLongMakesUsBusy: a write gives up in time, says when to come
// back, and keeps the words; reading does not wait with it.
func TestAnotherProcessThatWritesForLongMakesUsBusy(t *testing.T) {
	t.Parallel()
	if dbtest.Postgres() {
		t.Skip("a writer there waits as long as the whole request may take")
	}
	database, people, thread := settle(t, 2)
	server := startChild(t, database)
	for range 20 { // by then the server's own first writes are behind it
		if a, err := people[1].ask(server.base+"/boards", nil); err != nil || a.status != http.StatusOK {
			t.Fatalf("got %d, %v", a.status, err)
		}
	}
	letGo := holdLock(t, database)
	const words = "Words that took me half an hour"
	form := key()
	waiting := make(chan answer, 1)
	go func() {
		a, err := people[0].reply(server.base, thread, form, words)
		if err != nil {
			t.Error(err)
		}
		waiting <- a
	}()
	if a, err := people[1].ask(server.base+thread.Path(), nil); err != nil || a.status != http.StatusOK {
		t.Errorf("reading: got %d, %v", a.status, err)
	}
	a := <-waiting
	if a.status != http.StatusServiceUnavailable || a.retry == "" || !strings.Contains(a.page, words) || !strings.Contains(a.page, "busy") {
		t.Errorf("got %d, Retry-After %q, want 503 and the words kept: %s", a.status, a.retry, headingOf(a.page))
	}
	if a, err := people[1].ask(server.base+"/readyz", nil); err != nil || a.status != http.StatusOK {
		t.Errorf("/readyz: got %d, %v: to be busy is no fault", a.status, err)
	}
	letGo()
	if a, err := people[0].reply(server.base, thread, form, words); err != nil || a.status != http.StatusSeeOther {
		t.Errorf("the same form again: got %d, %v", a.status, err)
	}
}

// TestAStoppedServerLeavesNothingRunning counts what runs before and after a server with many
// open connections. It cannot run beside other tests, whose goroutines it would count.
func TestAStoppedServerLeavesNothingRunning(t *testing.T) {
	database, people, thread := settle(t, 1)
	visit := func(connections int) {
		h := serveHere(t, database)
		var clients sync.WaitGroup
		for range connections {
			clients.Go(func() {
				p := *people[0]
				p.client.Transport = &http.Transport{}
				for _, path := range []string{thread.Path(), "/healthz"} { // twice, on one connection
					if a, err := p.ask(h.base+path, nil); err != nil || a.status != http.StatusOK {
						t.Errorf("%s: got %d, %v", path, a.status, err)
					}
				}
			})
		}
		clients.Wait()
		listened := listenTo(t, h.base, thread, connections)
		h.end(t)
		listened.Wait()
	}
	visit(2) // libraries start what they keep for ever
	before := settled("")
	visit(200)
	if after := settled(before); strings.Count(after, "\n\n") > strings.Count(before, "\n\n") {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// listenTo opens live streams about a thread, which end when the server does.
func listenTo(t *testing.T, base string, thread discuss.Thread, streams int) *sync.WaitGroup {
	t.Helper()
	var listened, begun sync.WaitGroup
	begun.Add(streams)
	for range streams {
		listened.Go(func() {
			began := sync.OnceFunc(begun.Done)
			defer began()
			req, err := http.NewRequest(http.MethodGet, base+"/events?threads="+strconv.FormatInt(thread.ID, 10)+".1", nil)
			if err != nil {
				t.Error(err)
				return
			}
			req.Header.Set("Accept", "text/event-stream")
			transport := &http.Transport{}
			defer transport.CloseIdleConnections()
			res, err := (&http.Client{Transport: transport}).Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			defer res.Body.Close()
			for lines := bufio.NewScanner(res.Body); lines.Scan(); {
				began()
			}
		})
	}
	begun.Wait()
	return &listened
}

// settled lists the goroutines once there are no more than before, or their number stays the
// same. What fasthttp keeps for itself does not count: a second hand, and for ten seconds more
// the sweeper of each server that has stopped.
func settled(before string) (list string) {
	own := regexp.MustCompile(`fasthttp\.\(\*workerPool\)\.Start\.func|fasthttp\.updateServerDate\.func`)
	buffer, patience := make([]byte, 4<<20), 40
	if before != "" {
		patience = 2000
	}
	for same, last := 0, -1; same < patience; time.Sleep(5 * time.Millisecond) {
		list = ""
		for _, stack := range strings.Split(string(buffer[:runtime.Stack(buffer, true)]), "\n\n") {
			if !own.MatchString(stack) {
				list += stack + "\n\n"
			}
		}
		n := strings.Count(list, "\n\n")
		if before != "" && n <= strings.Count(before, "\n\n") {
			return list
		}
		if same++; n != last {
			same, last = 0, n
		}
	}
	return list
}
