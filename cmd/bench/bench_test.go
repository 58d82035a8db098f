package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"commonroom/cmd/bench/corpus"
	"commonroom/cmd/site"
	"commonroom/models/db"
	people "commonroom/models/member"
	"commonroom/models/search"
)

const small corpus.Size = 300

// made is a small site, made once and copied for each test.
var made = sync.OnceValues(func() (files map[string][]byte, err error) {
	folder, err := os.MkdirTemp("", "commonroom-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	s, err := library{Data: folder}.site(context.Background(), small, false)
	files = map[string][]byte{}
	for _, file := range []string{s.file, s.file + ".json"} {
		if err == nil {
			files[filepath.Base(file)], err = os.ReadFile(file)
		}
	}
	return files, err
})

// shelf gives a folder with a small site in it.
func shelf(t *testing.T) (library, shelved) {
	t.Helper()
	files, err := made()
	if err != nil {
		t.Fatal(err)
	}
	l := library{Data: t.TempDir()}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(l.Data, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := l.site(t.Context(), small, false)
	if err != nil {
		t.Fatal(err)
	}
	return l, s
}

// few are the targets with the first pages of each.
func few() []target {
	list := targets(small)
	for i := range list {
		list[i].paths = list[i].paths[:min(3, len(list[i].paths))]
	}
	return list
}

// here serves something in this very process until the test ends.
func here(t *testing.T, serve func(ctx context.Context, ln net.Listener) error) server {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	s := server{ln.Addr().String(), func() time.Duration { return cpuOf(os.Getpid()) }}
	return s
}

// hereSite serves a site in this very process, to a member who is signed in and to everybody.
func hereSite(t *testing.T, s shelved) server {
	t.Helper()
	if err := signInto(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return here(t, func(ctx context.Context, ln net.Listener) error {
		open, err := site.Open(ctx, site.Settings{
			Database: site.Database{Database: s.url()}, Limits: unlimited, PublicURL: &url.URL{Scheme: "http", Host: ln.Addr().String()},
		})
		if err != nil {
			return err
		}
		defer open.Close()
		return open.ServeOn(ctx, ln, slog.New(slog.NewTextHandler(io.Discard, nil)))
	})
}

func hereBare(t *testing.T) server {
	t.Helper()
	return here(t, func(ctx context.Context, ln net.Listener) error {
		app := bareApp()
		context.AfterFunc(ctx, func() { _ = app.Shutdown() })
		return app.Listener(ln)
	})
}

func TestEveryPageIsARowOfTheTable(t *testing.T) {
	t.Parallel()
	_, s := shelf(t)
	all, err := interleave(t.Context(), few(), hereSite(t, s), hereBare(t), 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	r := newReport(false)
	r.Sites = []shelved{s}
	r.add(all)
	var printed strings.Builder
	r.print(&printed)
	names := append([]string{"all searches", "thread page", "board page", corpus.Misspelt}, corpus.Kinds...)
	if got, want := len(r.Rows), 2*len(names); got != want {
		t.Errorf("there are %d rows, want %d", got, want)
	}
	for _, name := range names {
		if n := strings.Count(printed.String(), "  "+name+"  "); n != 2 {
			t.Errorf("%s is in %d lines, want one for a visitor and one for a member:\n%s", name, n, &printed)
		}
	}
	for _, l := range r.Rows {
		if l.Requests == 0 || l.Bytes == 0 || l.P50 <= 0 || l.P50 > l.P99 || l.P99 > l.Max || l.Rate <= 0 {
			t.Errorf("a row makes no sense: %+v", l)
		}
	}
	if len(r.Slowest) != slowestNamed {
		t.Errorf("%d pages are named as the slowest", len(r.Slowest))
	}
}

// TestAMemberIsSignedIn shows that what is measured as a member's is a member's: no visitor is
// shown the list of members.
func TestAMemberIsSignedIn(t *testing.T) {
	t.Parallel()
	_, s := shelf(t)
	served := hereSite(t, s)
	if _, _, err := newClient(served.address, token).get("/members"); err != nil {
		t.Errorf("a member: %v", err)
	}
	if _, _, err := newClient(served.address, "").get("/members"); err == nil {
		t.Error("a visitor is shown the members")
	}
}

func TestASiteIsMadeOnce(t *testing.T) {
	t.Parallel()
	l, s := shelf(t)
	if s.Text == 0 || s.Plain < s.Text || s.Index <= 0 {
		t.Errorf("its sizes make no sense: %+v", s)
	}
	before, err := os.Stat(s.file + ".json")
	if err != nil {
		t.Fatal(err)
	}
	again, err := l.site(t.Context(), small, false)
	if err != nil || !reflect.DeepEqual(again, s) {
		t.Errorf("got %+v, %v, want %+v", again, err, s)
	}
	if after, err := os.Stat(s.file + ".json"); err != nil || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("it was made again: %v", err)
	}
}

// TestASchemaThatGrewKeepsTheSite tells a schema with more migrations, which are brought to the
// site, from one of which something was written anew.
func TestASchemaThatGrewKeepsTheSite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says     string
		was, now []string
		want     bool
	}{
		{"the same", []string{"a", "b"}, []string{"a", "b"}, true},
		{"one more", []string{"a", "b"}, []string{"a", "b", "c"}, true},
		{"one written anew", []string{"a", "b"}, []string{"a", "x", "c"}, false},
		{"one less", []string{"a", "b"}, []string{"a"}, false},
		{"a note without a schema", nil, []string{"a"}, false},
	} {
		if got := grown(c.was, c.now); got != c.want {
			t.Errorf("%s: got %v, want %v", c.says, got, c.want)
		}
	}
}

func TestASiteHalfMadeIsMadeAnew(t *testing.T) {
	t.Parallel()
	l, s := shelf(t)
	if err := os.Remove(s.file + ".json"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.file, []byte("half of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := l.site(t.Context(), small, false)
	if err != nil || again.Text != s.Text {
		t.Errorf("got a text of %d bytes, want %d: %v", again.Text, s.Text, err)
	}
}

// someOfEach are some queries of each kind.
func someOfEach() (some []corpus.Query) {
	for i, q := range corpus.Queries(small) {
		if i%4 == 0 {
			some = append(some, q)
		}
	}
	return some
}

func TestWordsOfTheSiteAreFound(t *testing.T) {
	t.Parallel()
	_, s := shelf(t)
	d, err := db.Open(s.url())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	all, err := ask(t.Context(), search.New(d), people.Member{}, someOfEach(), 1)
	if err != nil {
		t.Fatal(err)
	}
	hits := map[string]int{}
	for _, f := range all {
		hits[f.Kind] += f.hits
	}
	for _, kind := range corpus.Kinds {
		if hits[kind] == 0 {
			t.Errorf("no query of kind %s finds anything", kind)
		}
	}
	var printed strings.Builder
	printFound(&printed, "here", all)
	for _, kind := range append([]string{"all"}, corpus.Kinds...) {
		if !strings.Contains(printed.String(), kind+"  ") {
			t.Errorf("%s has no line:\n%s", kind, &printed)
		}
	}
}

func TestWhatAReplyCostsLeavesTheSiteAsItWas(t *testing.T) {
	t.Parallel()
	_, s := shelf(t)
	p, err := measurePosting(t.Context(), s, 3)
	if err != nil || p.Whole <= 0 || p.Replies != 3 {
		t.Fatalf("%+v, %v", p, err)
	}
	d, err := db.Open(s.url())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if n, err := db.Value[int](t.Context(), d, `SELECT count(*) FROM posts`); err != nil || n != int(small) {
		t.Errorf("there are %d posts, want %d: %v", n, small, err)
	}
	if _, err := os.Stat(s.file + ".copy"); err == nil {
		t.Error("the copy is still there")
	}
}

func TestARunIsKeptAndCompared(t *testing.T) {
	t.Parallel()
	r := newReport(true)
	r.Rows = []row{{target: target{Posts: 10, Who: visitor, What: "pair"}, P50: 1500, CPU: 40, Share: 0.5}}
	file, err := r.keep(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	before, err := readReport(file)
	if err != nil {
		t.Fatal(err)
	}
	after := before
	after.Rows = []row{before.Rows[0], {target: target{Posts: 10, Who: member, What: "pair"}}}
	after.Rows[0].CPU = 30
	var printed strings.Builder
	if err := printComparison(&printed, before, after); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(printed.String()), "\n")
	if len(lines) != 3 || !strings.Contains(lines[2], "1.50 → 1.50") || !strings.Contains(lines[2], "40 → 30") {
		t.Errorf("got\n%s", &printed)
	}
}

func TestMedianAndQuantile(t *testing.T) {
	t.Parallel()
	if got := median([]float64{9, 1, 5}); got != 5 {
		t.Errorf("the median of three is %v, want 5", got)
	}
	if got := median([]float64{9, 1, 5, 7}); got != 6 {
		t.Errorf("the median of four is %v, want 6", got)
	}
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i + 1)
	}
	for share, want := range map[float64]time.Duration{0: 1, 0.5: 51, 0.99: 100, 1: 100} {
		if got := quantile(hundred, share); got != want {
			t.Errorf("%v of a hundred are within %v, want %v", share, got, want)
		}
	}
}

// TestRoundsAddUp takes several kinds of page as one mixed set: requests count, not kinds.
func TestRoundsAddUp(t *testing.T) {
	t.Parallel()
	one := &measured{target: target{Posts: 10, Who: visitor}, timings: []timing{{"/a", 1}}, site: []load{{requests: 1, cpu: 10, wall: 1}}, bare: []load{{requests: 1, cpu: 2}}}
	two := &measured{target: target{Posts: 10, Who: visitor}, timings: []timing{{"/b", 3}, {"/b", 3}}, site: []load{{requests: 3, cpu: 90, wall: 1}}, bare: []load{{requests: 3, cpu: 6}}}
	r := together("both", []*measured{one, two}).row()
	if r.What != "both" || r.Requests != 3 || r.CPU != 0.025 || r.Bare != 0.002 {
		t.Errorf("got %+v", r)
	}
}
