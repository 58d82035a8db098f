package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"commonroom/models/db"
)

// aThread is a discussion of another member's at a spot, with its first post.
func (w *town) aThread(t *testing.T, at spot) string {
	t.Helper()
	return w.makes(t, at).token
}

func TestAPageHearsOfPostsAndNoticesAsTheyCome(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	w.live(t)
	thread := w.aThread(t, inPublic)
	visitor := w.listen(t, "visitor", "as=0&threads="+thread+".1")
	other := w.listen(t, "other", fmt.Sprintf("as=%d&threads=", w.people["other"].ID))
	for name, want := range map[string]string{"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"} {
		if got := visitor.res.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	visitor.until("event: ready")
	other.until(`data: {"unread":0}`)
	w.replies(t, "member", "/threads/"+thread, "Some words.")
	visitor.until(`data: {"thread":` + thread + `,"posts":[2]}`)
	other.until(`data: {"unread":1}`)
	w.replies(t, "member", "/threads/"+thread, "Some words.")
	visitor.until(`data: {"thread":` + thread + `,"posts":[3]}`)
}

func TestAPageIsToldOnceWhereStreamsAreKeptBack(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	thread := w.aThread(t, inPublic)
	w.replies(t, "member", "/threads/"+thread, "Some words.")
	status, text := w.get(t, "member", "/events?threads="+thread+".1")
	text = regexp.MustCompile(`(?m)^id: .*\n`).ReplaceAllString(text, "")
	want := "event: posts\ndata: {\"thread\":" + thread + ",\"posts\":[2]}\n\nevent: notices\ndata: {\"unread\":0}\n\nevent: ready\ndata: {}\n\n"
	if status != http.StatusOK || text != want {
		t.Errorf("got %d, %q, want %q", status, text, want)
	}
}

func TestAStreamGivesSignsOfLife(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Beat = time.Millisecond })
	h := w.listen(t, "visitor", "")
	h.until(":")
	h.until(":")
}

func TestAStreamOutlastsTheTimeForAnAnswer(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) {
		c.Beat, c.WriteTimeout, c.ReadTimeout = 20*time.Millisecond, 100*time.Millisecond, 100*time.Millisecond
	})
	h := w.listen(t, "visitor", "")
	for range 20 {
		h.until(":")
	}
}

func TestAStreamEndsWithTheRightToIt(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	w.live(t)
	as := fmt.Sprintf("as=%d", w.people["member"].ID)
	thread := w.aThread(t, inPublic)
	stays := w.listen(t, "other", "threads="+thread+".1")
	stays.until("event: ready")
	for _, c := range []struct {
		role string
		end  func()
	}{
		{"member", func() { w.post(t, "member", "/sign-out", url.Values{}) }},
		{"insider", func() {
			w.write(t, `UPDATE members SET state = 'suspended' WHERE id = $1`, w.people["insider"].ID)
		}},
	} {
		h := w.listen(t, c.role, "")
		h.until("event: ready")
		c.end()
		h.ends()
		w.replies(t, "committee", "/threads/"+thread, "Some words.")
		stays.until(`data: {"thread":` + thread)
	}
	if again := w.listen(t, "member", as); again.res.StatusCode != http.StatusConflict {
		t.Errorf("a page of somebody who has signed out: got %d, want 409", again.res.StatusCode)
	}
}

func TestAStoppedServerEndsItsStreamsAtOnce(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.DrainTimeout = time.Hour })
	var open []*heard
	for _, role := range columns {
		open = append(open, w.listen(t, role, ""))
	}
	for _, h := range open {
		h.until("event: ready")
	}
	w.stop()
	for _, h := range open {
		h.ends()
	}
	if err := <-w.done; err != nil {
		t.Error(err)
	}
}

func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.Streams, c.Limits.StreamsABrowser, c.Limits.StreamsANetwork = 5, 2, 2 })
	first := w.listen(t, "member", "")
	first.until("event: ready")
	w.listen(t, "member", "").until("event: ready")
	w.listen(t, "member", "").until("event: ready")
	first.ends() // the newest of a browser take the place of the oldest
	w.listen(t, "visitor", "").until("event: ready")
	w.listen(t, "visitor", "").until("event: ready")
	refused := func(role string) {
		t.Helper()
		if h := w.listen(t, role, ""); h.res.StatusCode != http.StatusTooManyRequests || h.res.Header.Get("Retry-After") == "" {
			t.Errorf("one more of the %s: got %d, Retry-After %q", role, h.res.StatusCode, h.res.Header.Get("Retry-After"))
		}
	}
	refused("visitor")
	w.listen(t, "other", "").until("event: ready") // five in all
	refused("committee")
}

func TestVisitorsLeaveRoomForMembers(t *testing.T) {
	t.Parallel()
	all := newStreams(10)
	for n := range 10 {
		_, err := all.open(fmt.Sprint("network ", n), 500, false)
		if got, want := err == nil, n < 8; got != want {
			t.Errorf("visitor %d finds room: %t", n+1, got)
		}
	}
	for n := range 3 {
		_, err := all.open(fmt.Sprint("session ", n), 6, true)
		if got, want := err == nil, n < 2; got != want {
			t.Errorf("member %d finds room: %t", n+1, got)
		}
	}
}

func TestAPageThatWasLeftMakesRoomAtOnce(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.StreamsANetwork, c.Beat = 1, time.Hour })
	h := w.listen(t, "visitor", "")
	h.until("event: ready")
	h.leave()
	for deadline := time.Now().Add(waitFor); w.streams.number() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("its room is kept")
		}
	}
	w.listen(t, "visitor", "").until("event: ready")
}

// A thread that somebody muted makes no notices; on its page they still read what comes in.
func TestWhoMutedAThreadSeesItsPostsOnItsPage(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	w.live(t)
	thread := w.aThread(t, inPublic)
	status, _, page := w.post(t, "member", "/threads/"+thread+"/follow", url.Values{"follow": {"muted"}, "key": nil})
	wrong(t, "muting", status, http.StatusSeeOther, page)
	h := w.listen(t, "member", "threads="+thread+".1")
	h.until("event: ready")
	w.replies(t, "insider", "/threads/"+thread, "Some words.")
	h.until(`data: {"thread":` + thread + `,"posts":[2]}`)
}

// A stream is one more way to what people write: everybody listens to everything there is, and
// hears of what they may read and of nothing else. What comes last is for all, so that what
// should not have come would have come before.
func TestNobodyHearsOfWhatIsNotForThem(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	w.live(t)
	readers := map[string][]string{
		w.aThread(t, inMembers):             {"member", "other", "insider", "facilitator", "committee", "officer", "assessor", "administrator", "ex_insider", "ex_committee"},
		w.aThread(t, inPrivate):             {"insider", "facilitator"},
		w.aThread(t, inPublic.hid()):        {"other", "committee"}, // who wrote it
		w.makes(t, inPublic.unsaid()).token: {"other"},
	}
	last := w.aThread(t, inPublic)
	asked := last + ".1"
	for thread := range readers {
		asked += "," + thread + ".1"
	}
	open := map[string]*heard{}
	for _, role := range slices.Concat(columns, []string{"other"}) {
		open[role] = w.listen(t, role, "threads="+asked)
		open[role].until("event: ready")
	}
	for thread := range readers {
		w.says(t, thread)
	}
	w.replies(t, "member", "/threads/"+last, "Some words.")
	for role, h := range open {
		told := strings.Join(h.until(`data: {"thread":`+last), "\n")
		for thread, may := range readers {
			if got := strings.Contains(told, `"thread":`+thread+`,`); got != slices.Contains(may, role) {
				t.Errorf("the %s hears of thread %s: %t", role, thread, got)
			}
		}
	}
}

func TestALiveAddressThatMakesNoSenseIsRefused(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, query := range []string{"threads=x", "threads=1", "threads=1.x", "threads=1.-1", "threads=0.1", "threads=1.99999999999", "what=1", "as=x",
		"threads=" + strings.TrimSuffix(strings.Repeat("1.1,", 5), ",") + ".", "threads=" + manyThreads(21)} {
		status, page := w.get(t, "member", "/events?"+query)
		wrong(t, query, status, http.StatusUnprocessableEntity, page)
	}
	status, page := w.get(t, "member", "/events?threads="+manyThreads(20))
	wrong(t, "twenty threads", status, http.StatusOK, page)
}

func manyThreads(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("%d.0", i+1))
	}
	return strings.Join(list, ",")
}

func TestLaterPostsAreAPieceOfThePage(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	thread := w.aThread(t, inPublic)
	for range 3 {
		w.replies(t, "member", "/threads/"+thread, "Some words.")
	}
	_, whole := w.get(t, "member", "/threads/"+thread+"/top-calls")
	status, piece := w.get(t, "member", "/threads/"+thread+"/posts/2")
	wrong(t, "the piece", status, http.StatusOK, piece)
	if strings.Contains(piece, "<html") || strings.Count(piece, "<article") != 2 {
		t.Errorf("got %s", piece)
	}
	if _, article, _ := strings.Cut(piece, `<article`); !strings.Contains(whole, article) {
		t.Errorf("the page has them otherwise than\n%s", article)
	}
	res, _ := w.ask(t, "GET", "/threads/"+thread+"/posts/2", "", "Cookie", w.cookies["member"]+"; local-flash=V29yZHM")
	if res.Header.Get("Set-Cookie") != "" {
		t.Error("the piece takes what was to be said on the next page")
	}
	for _, after := range []string{"x", "-1", "01", "99999999999"} {
		status, page := w.get(t, "member", "/threads/"+thread+"/posts/"+after)
		wrong(t, "after "+after, status, http.StatusNotFound, page)
	}
}

// That something happened is news too: who may not see what it was is not even told that.
func TestAStreamIsSilentOfWhatIsNotForItsReader(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	w.live(t)
	private, hidden, last := w.aThread(t, inPrivate), w.aThread(t, inPublic.hid()), w.aThread(t, inPublic)
	w.watches(t, "ex_insider", private)
	asked := "threads=" + last + ".1," + private + ".1," + hidden + ".1"
	open := map[string]*heard{}
	for _, role := range []string{"visitor", "member", "ex_insider", "suspended"} {
		open[role] = w.listen(t, role, asked)
		open[role].until("event: ready")
	}
	for _, thread := range []string{private, hidden, private} {
		w.says(t, thread)
		w.settles(t)
	}
	w.replies(t, "other", "/threads/"+last, "Some words.")
	for role, h := range open {
		lines := h.until(`data: {"thread":` + last)
		lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" || strings.HasPrefix(line, ":") })
		if got := strings.Join(lines, "\n"); got != "data: {}\nevent: posts\n"+lines[len(lines)-1] {
			t.Errorf("between the first sign and the post, the %s is told:\n%s", role, got)
		}
	}
}

// watches has the person of a role watch a thread, as they did while they saw it.
func (w *town) watches(t *testing.T, role, thread string) {
	t.Helper()
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := db.Exec(t.Context(), tx, `
			INSERT INTO ribbons (member_id, thread_id, read_to, follow, moved_at) VALUES ($1, $2, 1, 'watching', $3)`,
			w.people[role].ID, number(thread), tx.Now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// settles waits until all that was written has been announced to a stream.
func (w *town) settles(t *testing.T) {
	t.Helper()
	thread := w.aThread(t, inPublic)
	h := w.listen(t, "other", "threads="+thread+".1")
	h.until("event: ready")
	w.says(t, thread)
	h.until(`data: {"thread":` + thread)
}
