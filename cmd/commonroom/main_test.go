package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"commonroom/cmd/site"
	"commonroom/models/member"
	"commonroom/static"
)

// binary builds the command once, the way it is shipped.
var binary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "commonroom-command")
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder, "commonroom")
	out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return file, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if file, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(file))
	}
	os.Exit(code)
}

// command prepares the built command with an environment of only what is given.
func command(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, file, args...)
	cmd.Env, cmd.Dir = append([]string{}, env...), t.TempDir()
	return cmd
}

// running is a server in a process of its own.
type running struct {
	cmd  *exec.Cmd
	base string
	log  chan string // what it wrote, when it has ended
}

// startServer serves database on free ports and waits until it says so.
func startServer(t *testing.T, database, metrics string) *running {
	t.Helper()
	if !static.Built() {
		t.Fatal("the style sheet and the scripts are not built: make assets")
	}
	address := freeAddress(t)
	cmd := command(t, nil, "serve", "--database", database, "--listen", address, "--public-url", "http://"+address, "--metrics", metrics)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := &running{cmd: cmd, base: "http://" + address, log: make(chan string, 1)}
	serving := make(chan bool, 1)
	go func() {
		var log strings.Builder
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			log.WriteString(lines.Text() + "\n")
			if strings.Contains(lines.Text(), "msg=serving") {
				serving <- true
			}
		}
		close(serving)
		r.log <- log.String()
	}()
	if !<-serving {
		t.Fatalf("the server did not start:\n%s", <-r.log)
	}
	return r
}

// end sends a signal and gives what the process had written and how it ended.
func (r *running) end(signal os.Signal) (string, error) {
	_ = r.cmd.Process.Signal(signal)
	log := <-r.log
	return log, r.cmd.Wait()
}

func freeAddress(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func TestOneProcessServesAFileAndStopsWhenTold(t *testing.T) {
	t.Parallel()
	database := "sqlite:" + filepath.Join(t.TempDir(), "data", "site.db")
	metrics := freeAddress(t)
	server := startServer(t, database, metrics)
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, _ := get(t, server.base+path); status != 200 {
			t.Errorf("%s: got %d, want 200", path, status)
		}
	}
	if _, text := get(t, "http://"+metrics+"/metrics"); !strings.Contains(text, `route="/healthz"`) {
		t.Error("the metrics do not count /healthz")
	}
	if info, err := os.Stat(strings.TrimPrefix(database, "sqlite:")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file may be read by others: %v, %v", info, err)
	}
	for _, second := range [][]string{{"serve", "--listen", freeAddress(t), "--metrics", ""}, {"migrate"}} {
		out, err := command(t, nil, append(second, "--database", database)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "in use by another commonroom: stop that one first") || strings.Count(string(out), "\n") != 1 {
			t.Errorf("a second %s: %v\n%s", second[0], err, out)
		}
	}
	began := time.Now()
	if log, err := server.end(syscall.SIGTERM); err != nil || time.Since(began) > 10*time.Second {
		t.Errorf("stopping took %v: %v\n%s", time.Since(began), err, log)
	}
	if out, err := command(t, nil, "migrate", "--database", database).CombinedOutput(); err != nil {
		t.Errorf("migrate afterwards: %v\n%s", err, out)
	}
}

func TestAKilledServerLeavesNoLock(t *testing.T) {
	t.Parallel()
	database := "sqlite:" + filepath.Join(t.TempDir(), "site.db")
	killed := startServer(t, database, "")
	if _, err := killed.end(syscall.SIGKILL); err == nil {
		t.Error("a killed process ended well")
	}
	if log, err := startServer(t, database, "").end(syscall.SIGINT); err != nil {
		t.Errorf("the next one: %v\n%s", err, log)
	}
}

func TestConfigHidesSecrets(t *testing.T) {
	t.Parallel()
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	issuer := "name=%s,label=Work,issuer=https://login.example,id=1,secret=s3cr3t,email-trust=never"
	cmd := command(t, []string{
		"COMMONROOM_DATABASE=postgres://us:s3cr3t@db.example/site?password=s3cr3t",
		"COMMONROOM_SECRET_KEY_FILE=" + key,
		"COMMONROOM_ISSUER=" + fmt.Sprintf(issuer, "one") + ";" + fmt.Sprintf(issuer, "two"),
		"COMMONROOM_GITHUB=id=2,secret=s3cr3t",
		"COMMONROOM_TRUSTED_PROXY=192.0.2.1,10.0.0.0/8",
	}, "config", "--site-name", "Our room")
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "s3cr3t") {
		t.Errorf("%v\n%s", err, out)
	}
	for _, want := range []string{
		"COMMONROOM_DATABASE=postgres://us:xxxxx@db.example/site?password=xxxxx\n",
		"COMMONROOM_SECRET_KEY=(hidden)\n", "name=two", "COMMONROOM_GITHUB=id=2,secret=(hidden)",
		"COMMONROOM_TRUSTED_PROXY=192.0.2.1,10.0.0.0/8\n", "COMMONROOM_SITE_NAME=Our room\n",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestWrongSettingsAreRefusedWithoutTellingSecrets(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		env  []string
		args []string
		says string
	}{
		{"a slip in a name", []string{"COMMONROOM_DATABSE=x"}, nil, "COMMONROOM_DATABSE sets nothing"},
		{"twice", []string{"COMMONROOM_DATABASE=s3cr3t", "COMMONROOM_DATABASE_FILE=/dev/null"}, nil, "choose one"},
		{"no such file", []string{"COMMONROOM_DATABASE_FILE=/nowhere"}, nil, "no such file"},
		{"a slip in a provider", []string{"COMMONROOM_ISSUER=name=a,isuer=b,secret=s3cr3t"}, nil, "unknown setting"},
		{"a short key", []string{"COMMONROOM_SECRET_KEY=s3cr3t"}, nil, "32 characters"},
		{"metrics for everybody", nil, []string{"--metrics", "0.0.0.0:0"}, "localhost only"},
		{"a site in the clear", nil, []string{"--public-url", "http://commonroom.example"}, "https"},
		{"no such database", []string{"COMMONROOM_DATABASE=mysql://us:s3cr3t@db"}, nil, "sqlite:FILE or postgres://"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			out, err := command(t, tc.env, append([]string{"serve", "--listen", "127.0.0.1:0"}, tc.args...)...).CombinedOutput()
			if err == nil || !strings.Contains(string(out), tc.says) || strings.Contains(string(out), "s3cr3t") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// onboard writes files into a folder, and runs commands on a database beside it.
type onboard struct {
	t      *testing.T
	folder string
}

func newOnboard(t *testing.T) onboard {
	t.Helper()
	o := onboard{t, t.TempDir()}
	o.does("is up to date", "migrate")
	return o
}

func (o onboard) file(name, text string) string {
	o.t.Helper()
	name = filepath.Join(o.folder, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		o.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return name
}

func (o onboard) run(args ...string) (string, error) {
	o.t.Helper()
	env := []string{"COMMONROOM_DATABASE=sqlite:" + filepath.Join(o.folder, "site.db")}
	out, err := command(o.t, env, args...).CombinedOutput()
	return string(out), err
}

// does runs a command that has to succeed and say something.
func (o onboard) does(says string, args ...string) {
	o.t.Helper()
	if out, err := o.run(args...); err != nil || !strings.Contains(out, says) {
		o.t.Errorf("%v: %v, want %q in\n%s", args, err, says, out)
	}
}

// fails runs a command that has to fail and say something.
func (o onboard) fails(says string, args ...string) {
	o.t.Helper()
	if out, err := o.run(args...); err == nil || !strings.Contains(out, says) {
		o.t.Errorf("%v: %v, want a failure and %q in\n%s", args, err, says, out)
	}
}

// signIn is what a provider's word would do.
func (o onboard) signIn(in member.Login) {
	o.t.Helper()
	s, err := site.Beside(o.t.Context(), site.Settings{Database: site.Database{Database: "sqlite:" + filepath.Join(o.folder, "site.db")}})
	if err != nil {
		o.t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Members.SignIn(o.t.Context(), in); err != nil {
		o.t.Fatal(err)
	}
}

const post = `---
title: Walk the floor once a week
author: ann@hospital.example
date: 2019-02-14
tags: service desk
---
Sit beside people and watch.
`

func TestSettingUpASite(t *testing.T) {
	t.Parallel()
	o := newOnboard(t)
	roll := o.file("roll.csv", "name,e-mails,cohort\nAnn Ward,ann@hospital.example,1\n")
	wrong := o.file("wrong.csv", "name,e-mails,cohort\nBen Okafor,ben@trust.example,1\n,nobody,x\n")
	o.does("1 added, 0 updated, 0 unchanged", "roll", "import", roll)
	o.does("0 added, 0 updated, 1 unchanged", "roll", "import", roll)
	o.fails("wrong.csv: nothing was imported\ncommonroom: line 3", "roll", "import", wrong)
	o.fails("no such file", "roll", "import", "nowhere.csv")

	o.signIn(member.Login{Issuer: "https://login.example", Subject: "1", Provider: "work", Email: "ann@hospital.example", Trusted: true, Name: "Ann Ward"})
	o.file("posts/one.md", post)
	o.does("made       one.md  /practices/1/walk-the-floor-once-a-week", "import", "practices", filepath.Join(o.folder, "posts"))
	o.does("unchanged  one.md", "import", "practices", filepath.Join(o.folder, "posts"))
	o.file("posts/two.md", "no head")
	o.fails("refused    two.md", "import", "practices", filepath.Join(o.folder, "posts"))

	o.does("is Administrator from", "grant", "ann@hospital.example", "administrator")
	o.does("is Chair from 2026-01-01 until 2028-01-01", "grant", "ann@hospital.example", "chair", "--from", "2026-01-01", "--until", "2028-01-01", "--how", "elected")
	o.fails("no such member", "grant", "nobody@trust.example", "chair")
	o.fails("Nobody else would be an administrator", "grant", "--end", "ann@hospital.example", "administrator")
	o.does("profiles: 0", "rerender")
}

func TestACommandBesideAServerMakesNoDatabase(t *testing.T) {
	t.Parallel()
	o := onboard{t, t.TempDir()}
	o.fails("there is no database yet", "grant", "ann", "chair")
	if _, err := os.Stat(filepath.Join(o.folder, "site.db")); err == nil {
		t.Error("it made one")
	}
}

func TestServerDoesNotLinkTheLocalIdentityProvider(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", ".").CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	linked := strings.Fields(string(out))
	if !slices.Contains(linked, "commonroom/handlers") {
		t.Fatalf("the server links no handlers: the list is not what it seems\n%s", out)
	}
	demo := regexp.MustCompile(`^github\.com/zitadel/|^commonroom/cmd/demo`)
	for _, dep := range linked {
		if demo.MatchString(dep) {
			t.Errorf("cmd/commonroom links %s", dep)
		}
	}
}
