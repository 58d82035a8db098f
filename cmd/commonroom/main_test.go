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
	cmd := command(t, []string{
		"COMMONROOM_DATABASE=postgres://us:s3cr3t@db.example/site?password=s3cr3t",
		"COMMONROOM_TRUSTED_PROXY=192.0.2.1,10.0.0.0/8",
	}, "config", "--site-name", "Our room")
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "s3cr3t") {
		t.Errorf("%v\n%s", err, out)
	}
	for _, want := range []string{
		"COMMONROOM_DATABASE=postgres://us:xxxxx@db.example/site?password=xxxxx\n",
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
