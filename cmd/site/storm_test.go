package site

import (
	"context"
	crand "crypto/rand"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/discuss"
)

func key() string { return crand.Text() }

// written is a reply that somebody has written.
type written struct {
	key, body string
	names     int    // the person it mentions
	at        string // where it stands, once it was taken
}

// writer replies, one form after the other. A form that was not answered stays open, as it does
// in a browser.
type writer struct {
	*person
	who   int
	open  *written
	taken []written
}

// write makes up a reply. It is what a text field sends and nothing that is tidied up: no digits,
// which might be a patient's number by chance, and no blanks at the ends.
func (w *writer) write(among int) *written {
	const signs = "aebcédßo漢字 ☕ ij\n"
	d := &written{key: key(), names: rand.IntN(among)}
	var b strings.Builder
	fmt.Fprintf(&b, "To @person-%c:\n\n", 'a'+d.names)
	for range rand.IntN(2000) {
		b.WriteRune([]rune(signs)[rand.IntN(len([]rune(signs)))])
	}
	b.WriteString("\n\nkey " + strings.Map(undigit, d.key) + ".")
	d.body = b.String()
	return d
}

func undigit(r rune) rune {
	if r >= '0' && r <= '9' {
		return r - '0' + 'k'
	}
	return r
}

// send sends the open form. It is still open if there was no answer.
func (w *writer) send(t *testing.T, base string, thread discuss.Thread) (answered bool) {
	a, err := w.reply(base, thread, w.open.key, w.open.body)
	if err != nil {
		return false
	}
	if a.status != 303 || !strings.Contains(a.location, "#post-") {
		t.Errorf("got %d to %q, want 303: %s", a.status, a.location, headingOf(a.page))
		return false
	}
	w.open.at = a.location
	w.taken, w.open = append(w.taken, *w.open), nil
	return true
}

// rush replies until there are no answers any more, telling of each.
func (w *writer) rush(t *testing.T, base string, thread discuss.Thread, among int, told chan<- bool) {
	for {
		if w.open == nil {
			w.open = w.write(among)
		}
		if !w.send(t, base, thread) {
			return
		}
		select {
		case told <- true:
		default:
		}
	}
}

// rounds is how often the server is killed: a few times by default.
func rounds(t *testing.T) int {
	text := os.Getenv("COMMONROOM_TEST_ROUNDS")
	if text == "" {
		return 4
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestKillingTheServerLosesNothingThatWasTaken kills the server at any moment of a storm of
// replies, time and again. Every reply that was answered is there once, byte for byte; the one
// that was not is there once after it has been sent again.
func TestKillingTheServerLosesNothingThatWasTaken(t *testing.T) {
	t.Parallel()
	database, people, thread := settle(t, 6)
	writers := make([]*writer, len(people))
	for i, p := range people {
		writers[i] = &writer{person: p, who: i}
	}
	for range rounds(t) {
		killInAStorm(t, startChild(t, database), writers, thread)
	}
	server := startChild(t, database)
	for _, w := range writers {
		sendAgain(t, server.base, w, thread)
	}
	if err := server.end(syscall.SIGTERM); err != nil {
		t.Errorf("it did not stop well: %v\n%s", err, server.log)
	}
	check(t, database, writers, thread)
}

// killInAStorm kills the server after some replies, while others are under way.
func killInAStorm(t *testing.T, server *child, writers []*writer, thread discuss.Thread) {
	t.Helper()
	told, over := make(chan bool, 100), make(chan bool)
	var storm sync.WaitGroup
	for _, w := range writers {
		storm.Go(func() { w.rush(t, server.base, thread, len(writers), told) })
	}
	go func() { storm.Wait(); close(over) }()
	for range 1 + rand.IntN(60) {
		select {
		case <-told:
		case <-over:
			t.Fatalf("the storm is over before the server was killed\n%v\n%s", server.end(syscall.SIGKILL), server.log)
		}
	}
	_ = server.end(syscall.SIGKILL)
	<-over
	for _, w := range writers {
		w.client.CloseIdleConnections()
	}
}

// sendAgain sends the form that was not answered, and one that was.
func sendAgain(t *testing.T, base string, w *writer, thread discuss.Thread) {
	t.Helper()
	if w.open != nil && !w.send(t, base, thread) {
		t.Error("a form sent again is not taken")
	}
	if len(w.taken) == 0 {
		return
	}
	one := w.taken[rand.IntN(len(w.taken))]
	if a, err := w.reply(base, thread, one.key, one.body); err != nil || a.location != one.at {
		t.Errorf("a form that was taken: got %d to %q, %v; want the same answer %q", a.status, a.location, err, one.at)
	}
}

// kept is a post as it is stored.
type kept struct {
	number       int
	author, acts int64
	body         string
	at           time.Time
}

func (k *kept) fields() []any { return []any{&k.number, &k.author, &k.body, &k.at, &k.acts} }

// check holds what is stored to what was answered.
func check(t *testing.T, database string, writers []*writer, thread discuss.Thread) {
	t.Helper()
	d, err := db.Open(database)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	posts, err := db.All(t.Context(), d, (*kept).fields, `
		SELECT p.number, p.author_id, p.body, p.made_at,
			(SELECT count(*) FROM activity a WHERE a.post_id = p.id AND a.verb IN ('replied', 'thread-started'))
		FROM posts p WHERE p.thread_id = $1 ORDER BY p.number`, thread.ID)
	if err != nil {
		t.Fatal(err)
	}
	standing, expected := map[string]kept{}, 1
	for i, p := range posts {
		if p.number != i+1 || p.acts != 1 {
			t.Errorf("post %d stands at place %d, with %d rows of activity", p.number, i+1, p.acts)
		}
		standing[p.body] = p
	}
	for _, w := range writers {
		expected += len(w.taken)
		for _, d := range w.taken {
			p, there := standing[d.body]
			if !there || p.author != w.ID || !strings.HasSuffix(d.at, fmt.Sprint("#post-", p.number)) {
				t.Errorf("%s was answered with %s; it is post %d of %d", d.key, d.at, p.number, p.author)
			}
		}
	}
	if len(posts) != expected || len(standing) != expected {
		t.Errorf("there are %d posts with %d texts, want %d", len(posts), len(standing), expected)
	}
	t.Logf("%d posts", len(posts))
	checkThread(t, d, thread, posts[len(posts)-1])
	checkNotices(t, database, d, writers)
	checkFile(t, database, d)
}

// checkThread holds what a thread says of itself to its last post.
func checkThread(t *testing.T, d *db.DB, thread discuss.Thread, last kept) {
	t.Helper()
	got, err := db.One(t.Context(), d, (*kept).fields, `
		SELECT t.post_count, t.last_post_by, '', t.last_post_at, 0 FROM threads t WHERE t.id = $1`, thread.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.number != last.number || got.author != last.author || !got.at.Equal(last.at) {
		t.Errorf("the thread says %d posts, the last by %d at %v; want %d, %d, %v", got.number, got.author, got.at, last.number, last.author, last.at)
	}
}

// checkNotices derives what is still to be told, and counts what each is told.
func checkNotices(t *testing.T, database string, d *db.DB, writers []*writer) {
	t.Helper()
	if err := beside(t, database).Notices.Deliver(context.Background()); err != nil {
		t.Fatal(err)
	}
	want, got := map[string]int{}, map[string]int{}
	for _, w := range writers {
		for _, d := range w.taken {
			if w.who != 0 {
				want[fmt.Sprint(writers[0].ID, " reply")]++
			}
			if d.names != w.who && d.names != 0 { // an answer is told as one, even if it mentions
				want[fmt.Sprint(writers[d.names].ID, " mention")]++
			}
		}
	}
	list, err := db.Values[string](t.Context(), d, `SELECT member_id || ' ' || kind FROM notices`)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range list {
		got[line]++
	}
	if !maps.Equal(got, want) {
		t.Errorf("they are told %v, want %v", got, want)
	}
}

// checkFile has SQLite look over its file.
func checkFile(t *testing.T, database string, d *db.DB) {
	t.Helper()
	if fileOf(database) == "" {
		return
	}
	for _, pragma := range []string{"integrity_check", "foreign_key_check"} {
		found, err := db.Values[string](t.Context(), d, `SELECT * FROM pragma_`+pragma)
		if err != nil || len(found) > 0 && !slices.Equal(found, []string{"ok"}) {
			t.Errorf("%s: %v, %v", pragma, found, err)
		}
	}
}
