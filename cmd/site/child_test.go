package site

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/static"
)

// What tells a copy of this test program to serve a site instead of testing: the database, where
// to say how it is, and whether to be careless of what it writes.
const (
	childDatabase = "COMMONROOM_TEST_SERVE"
	childMetrics  = "COMMONROOM_TEST_METRICS"
	childSloppy   = "COMMONROOM_TEST_SLOPPY"
)

func TestMain(m *testing.M) {
	if database := os.Getenv(childDatabase); database != "" {
		if err := serveForParent(database); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// noWaiting are limits that no test meets by accident.
var noWaiting = models.Limits{ThreadsADay: 1 << 20, ReportsADay: 1 << 20, SignInsABrowser: 1 << 20, SignInsAnAddress: 1 << 20}

func settingsFor(database string, ln net.Listener) Settings {
	s := Settings{Database: Database{database}, Limits: noWaiting}
	if ln != nil {
		s.PublicURL = &url.URL{Scheme: "http", Host: ln.Addr().String()}
	}
	return s
}

// serveForParent serves as the command does. It also stops when its standard input ends, so
// that it never outlives the tests.
func serveForParent(database string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	settings := settingsFor(database, ln)
	settings.Metrics = os.Getenv(childMetrics)
	s, err := Open(ctx, settings)
	if err != nil {
		return err
	}
	defer s.Close()
	if os.Getenv(childSloppy) != "" {
		if err := slacken(ctx, s.db); err != nil {
			return err
		}
	}
	fmt.Println(ln.Addr())
	return s.ServeOn(ctx, ln, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

// slacken has SQLite no longer wait for the disk at each commit. How it does that can be changed
// only between transactions, and on the one connection that writes.
func slacken(ctx context.Context, d *db.DB) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		for _, statement := range []string{`COMMIT`, `PRAGMA synchronous = NORMAL`, `BEGIN IMMEDIATE`} {
			if _, err := db.Exec(ctx, tx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// child is a server in a process of its own, which can be killed.
type child struct {
	cmd  *exec.Cmd
	base string
	log  *strings.Builder // to be read once it has ended
}

// startChild serves a database in a process of its own.
func startChild(t *testing.T, database string, env ...string) *child {
	t.Helper()
	return launch(t, exec.Command(os.Args[0]), database, env...)
}

// launch does so by a command that ends up as this test program.
func launch(t *testing.T, cmd *exec.Cmd, database string, env ...string) *child {
	t.Helper()
	if !static.Built() {
		t.Fatal("the style sheet and the scripts are not built: make assets")
	}
	c := &child{cmd: cmd, log: new(strings.Builder)}
	c.cmd.Env = append(append(os.Environ(), childDatabase+"="+database), env...)
	c.cmd.Stderr = c.log
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.end(syscall.SIGKILL) })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v\n%s", c.end(syscall.SIGKILL), c.log)
	}
	c.base = "http://" + strings.TrimSpace(address)
	return c
}

// end sends the child a signal and waits until it is gone.
func (c *child) end(signal syscall.Signal) error {
	_ = c.cmd.Process.Signal(signal) // it may have gone already
	return c.cmd.Wait()
}

// person is a member who is signed in.
type person struct {
	member.Member
	client http.Client
	token  string
}

// settle gives a new database, with members who are signed in and a thread by the first of them.
func settle(t *testing.T, number int) (database string, people []*person, thread discuss.Thread) {
	t.Helper()
	database = dbtest.URL(t)
	people, thread = settleIn(t, database, number)
	return database, people, thread
}

// settleIn does the same in a database that is there.
func settleIn(t *testing.T, database string, number int) (people []*person, thread discuss.Thread) {
	t.Helper()
	s := beside(t, database)
	defer s.Close()
	roll := "name,e-mails,cohort\n"
	for i := range number {
		roll += fmt.Sprintf("Person %c,p%d@trust.example,1\n", 'A'+i, i)
	}
	if _, err := s.Members.ImportRoll(t.Context(), strings.NewReader(roll)); err != nil {
		t.Fatal(err)
	}
	for i := range number {
		people = append(people, arrive(t, s, i))
	}
	thread, err := s.Discuss.Start(t.Context(), people[0].Member, discuss.NewThread{
		Board: "welcome", Title: "A storm", Body: "Reply as fast as you can.", Key: key(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return people, thread
}

func arrive(t *testing.T, s *Site, i int) *person {
	t.Helper()
	out, err := s.Members.SignIn(t.Context(), member.Login{
		Issuer: "https://login.example", Subject: fmt.Sprint(i), Provider: "work", Email: fmt.Sprintf("p%d@trust.example", i), Trusted: true, Keep: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Members.Welcome(t.Context(), out.Member, member.Welcome{Handle: fmt.Sprintf("person-%c", 'a'+i)}); err != nil {
		t.Fatal(err)
	}
	by, err := s.Members.Member(t.Context(), out.Member.ID)
	if err != nil {
		t.Fatal(err)
	}
	p := &person{Member: by, token: out.Token, client: http.Client{
		Transport:     &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	t.Cleanup(p.client.CloseIdleConnections)
	return p
}

// beside opens a database as a command does that runs beside the server.
func beside(t *testing.T, database string) *Site {
	t.Helper()
	s, err := Beside(t.Context(), settingsFor(database, nil))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// answer is what came back for a request.
type answer struct {
	status   int
	location string
	retry    string
	page     string
}

// ask sends a request as the person: a GET, or a POST if there are fields.
func (p *person) ask(address string, fields url.Values) (a answer, err error) {
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if fields != nil {
		req, err = http.NewRequest(http.MethodPost, address, strings.NewReader(fields.Encode()))
	}
	if err != nil {
		return a, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Cookie", "local-session="+p.token)
	res, err := p.client.Do(req)
	if err != nil {
		return a, err
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header.Get("Location"), res.Header.Get("Retry-After"), string(page)}, err
}

// reply sends one form of a reply, to the first post.
func (p *person) reply(base string, thread discuss.Thread, key, body string) (answer, error) {
	return p.ask(fmt.Sprintf("%s/threads/%d/replies", base, thread.ID), url.Values{"key": {key}, "body": {body}, "reply_to": {"1"}})
}

// headingOf is what a page says it is.
func headingOf(page string) string {
	_, rest, _ := strings.Cut(page, "<h1")
	heading, _, _ := strings.Cut(rest, "</h1>")
	return heading
}
