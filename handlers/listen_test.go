package handlers

import (
	"bufio"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"commonroom/models/db"
)

// live runs what follows the activity record, as a site does beside its server.
func (w *town) live(t *testing.T) {
	t.Helper()
	following, stop := context.WithCancel(context.Background())
	done, log := make(chan struct{}, 2), slog.New(slog.NewTextHandler(t.Output(), nil))
	go func() { w.Notices.Follow(following, log); done <- struct{}{} }()
	go func() { w.Notices.Announce(following, log); done <- struct{}{} }()
	t.Cleanup(func() {
		stop()
		<-done
		<-done
	})
}

// heard is a live stream as a browser reads it.
type heard struct {
	t     *testing.T
	res   *http.Response
	lines chan string // closed when the stream ends
	leave context.CancelFunc
}

// listen opens a stream as the person of a role.
func (w *town) listen(t *testing.T, role, query string) *heard {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+w.addr+"/events?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "text/event-stream")
	req.Header.Set("Cookie", w.cookies[role])
	own := &http.Client{Transport: &http.Transport{}}
	res, err := own.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	h := &heard{t, res, make(chan string, 1000), leave}
	go func() {
		defer close(h.lines)
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			h.lines <- lines.Text()
		}
	}()
	t.Cleanup(func() {
		leave()
		for range h.lines {
		}
		_ = res.Body.Close()
		own.CloseIdleConnections()
	})
	return h
}

// waitFor is how long a test waits for what has to come. It is no measure of speed.
const waitFor = 30 * time.Second

// until reads lines up to one that begins with a text, and gives all of them.
func (h *heard) until(text string) (lines []string) {
	h.t.Helper()
	deadline := time.After(waitFor)
	for {
		select {
		case line, on := <-h.lines:
			if lines = append(lines, line); !on || strings.HasPrefix(line, text) {
				if !on {
					h.t.Fatalf("the stream ended before %q, after %q", text, lines)
				}
				return lines
			}
		case <-deadline:
			h.t.Fatalf("nothing of %q, only %q", text, lines)
		}
	}
}

// ends waits until the stream is over.
func (h *heard) ends() {
	h.t.Helper()
	deadline := time.After(waitFor)
	for {
		select {
		case _, on := <-h.lines:
			if !on {
				return
			}
		case <-deadline:
			h.t.Fatal("the stream goes on")
		}
	}
}

// says adds a post to a thread that takes none, and records it as a reply is.
func (w *town) says(t *testing.T, thread string) {
	t.Helper()
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		for range 2 {
			post, err := makePost(t.Context(), tx, number(thread), false, w.people["other"].ID)
			if err != nil {
				return err
			}
			_, err = db.Exec(t.Context(), tx, `
				INSERT INTO activity (at, by_id, verb, thread_id, post_id) VALUES ($1, $2, 'replied', $3, $4)`,
				tx.Now, w.people["other"].ID, number(thread), post)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
