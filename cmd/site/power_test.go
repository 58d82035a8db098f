//go:build linux

package site

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
)

// TestAPowerCutLosesNothingThatWasTaken records what a server does to its files while replies are
// posted, and cuts the power at many moments of it: what was not synced is gone, or kept in part.
// Every reply that was answered by then is there. The second server syncs less than ours, and has
// to lose some: else this test would see no loss of the first either.
func TestAPowerCutLosesNothingThatWasTaken(t *testing.T) {
	t.Parallel()
	if dbtest.Postgres() {
		t.Skip("what PostgreSQL does to its files is its own affair")
	}
	needTracer(t)
	t.Run("as we run it", func(t *testing.T) {
		t.Parallel()
		for _, cut := range cutThePower(t) {
			if len(cut.lost) > 0 {
				t.Errorf("%s: of %d replies that were answered, %d are gone, %s first", cut.how, cut.taken, len(cut.lost), cut.lost[0])
			}
		}
	})
	t.Run("a control that has to lose some", func(t *testing.T) {
		t.Parallel()
		cuts := cutThePower(t, childSloppy+"=1")
		lossy := 0
		for _, cut := range cuts {
			lossy += min(1, len(cut.lost))
		}
		t.Logf("%d of %d cuts lost replies", lossy, len(cuts))
		if lossy == 0 {
			t.Error("a server that does not sync its replies lost none: this test is blind")
		}
	})
}

// cut is what a power cut left.
type cut struct {
	how   string
	taken int      // replies that had been answered
	lost  []string // where those of them were that are gone
}

// cutThePower posts replies to a server, and gives what is left of them after cuts of the power.
func cutThePower(t *testing.T, env ...string) (cuts []cut) {
	t.Helper()
	database, people, thread := settle(t, 3)
	file, err := filepath.EvalSymlinks(fileOf(database))
	if err != nil {
		t.Fatal(err)
	}
	disk, err := newDisk(file)
	if err != nil {
		t.Fatal(err)
	}
	server, trace := startTraced(t, database, env...)
	taken := postAll(t, server.base, people, thread)
	if err := server.end(syscall.SIGTERM); err != nil {
		t.Fatalf("it did not stop well: %v\n%s", err, server.log)
	}
	return replay(t, disk, readTrace(t, <-trace), taken, thread)
}

// repliesEach is as many as it takes for SQLite to bring its log into the main file, and to start
// the log anew, while there is still something to come.
const repliesEach = 40

// postAll has everybody reply, all at once, and gives the text of each place.
func postAll(t *testing.T, base string, people []*person, thread discuss.Thread) map[string]string {
	t.Helper()
	writers := make([]*writer, len(people))
	var storm sync.WaitGroup
	for i, p := range people {
		w := &writer{person: p, who: i}
		writers[i] = w
		storm.Go(func() {
			for range repliesEach {
				w.open = w.write(len(people))
				if !w.send(t, base, thread) {
					t.Errorf("a reply of %s was not answered", w.Name)
					return
				}
			}
		})
	}
	storm.Wait()
	taken := map[string]string{}
	for _, w := range writers {
		for _, d := range w.taken {
			taken[d.at] = d.body
		}
		w.client.CloseIdleConnections()
	}
	return taken
}

// replay plays the recording on the disk, and stops at each of many moments to see what is left.
func replay(t *testing.T, disk *disk, events []event, taken map[string]string, thread discuss.Thread) (cuts []cut) {
	t.Helper()
	stops := moments(t, disk, events, len(taken))
	chance := rand.New(rand.NewPCG(5, 303))
	var answered []string
	for i, e := range events {
		if err := disk.play(e); err != nil {
			t.Fatal(err)
		}
		if at := e.answers(); at != "" {
			answered = append(answered, at)
		}
		if !slices.Contains(stops, i) {
			continue
		}
		for how, files := range map[string]map[string][]byte{"nothing more": disk.least(), "some pages more": disk.torn(chance)} {
			left, err := disk.put(t.TempDir(), files)
			if err != nil {
				t.Fatal(err)
			}
			how = fmt.Sprintf("a cut at %d of %d that left %s than what was synced", i, len(events), how)
			cuts = append(cuts, cut{how, len(answered), missing(t, how, left, answered, taken, thread)})
		}
	}
	return cuts
}

// answers is the place that a reply is given in an answer that begins to be sent, if the event is that.
func (e event) answers() string {
	if e.end || e.name != "write" || !bytes.HasPrefix(e.data, []byte("HTTP/1.1 303")) {
		return ""
	}
	_, rest, _ := strings.Cut(string(e.data), "\nLocation: ")
	at, _, _ := strings.Cut(rest, "\r")
	return at
}

// moments are when the power is cut: right after answers, while pages go into the main file, when
// the log starts anew, and whenever.
func moments(t *testing.T, disk *disk, events []event, taken int) []int {
	t.Helper()
	var answers, pages, anew []int
	for i, e := range events {
		switch {
		case e.answers() != "":
			answers = append(answers, i)
		case e.name == "pwrite64" && e.path == disk.database:
			pages = append(pages, i)
		case e.name == "pwrite64" && e.path == disk.database+"-wal" && e.at == 0:
			anew = append(anew, i)
		}
	}
	if len(answers) != taken || len(pages) == 0 || len(anew) < 4 { // each call twice: as it begins, and ends
		t.Fatalf("the recording has %d answers of %d, %d writes of the main file, and %d starts of the log, want more than one",
			len(answers), taken, len(pages), len(anew)/2)
	}
	chance := rand.New(rand.NewPCG(7, 4096))
	list := append(anew, answers[len(answers)-1], len(events)-1)
	for range 2 * rounds(t) {
		list = append(list, answers[chance.IntN(len(answers))], pages[chance.IntN(len(pages))], chance.IntN(len(events)))
	}
	return list
}

// missing opens what is left, and tells which of the replies are not there.
func missing(t *testing.T, how, file string, answered []string, taken map[string]string, thread discuss.Thread) (lost []string) {
	t.Helper()
	d, err := db.Open("sqlite:" + file)
	if err != nil {
		t.Fatalf("%s: %v", how, err)
	}
	defer d.Close()
	posts, err := db.All(t.Context(), d, func(k *kept) []any { return []any{&k.number, &k.body} }, `
		SELECT p.number, p.body FROM posts p WHERE p.thread_id = $1`, thread.ID)
	if err != nil {
		t.Fatalf("%s: %v", how, err)
	}
	standing := map[string]string{}
	for _, p := range posts {
		standing[fmt.Sprintf("#post-%d", p.number)] = p.body
	}
	for _, at := range answered {
		if body, there := standing[at[strings.Index(at, "#"):]]; !there || body != taken[at] {
			lost = append(lost, at)
		}
	}
	checkFile(t, "sqlite:"+file, d)
	return lost
}
