//go:build linux

package site

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
)

// hurt is a site whose disk takes no more.
type hurt struct {
	t       *testing.T
	server  *child
	by      *person
	thread  discuss.Thread
	private string // where this machine alone asks whether it is ready
}

func newHurt(t *testing.T, database string, people []*person, thread discuss.Thread) hurt {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	private := ln.Addr().String()
	_ = ln.Close()
	return hurt{t, startChild(t, database, childMetrics+"="+private), people[0], thread, "http://" + private}
}

// can posts, and holds the answer to what it should be.
func (h hurt) can(post bool) {
	h.t.Helper()
	const words = "Words that took me half an hour"
	a, err := h.by.reply(h.server.base, h.thread, key(), words)
	switch {
	case err != nil:
		h.t.Fatal(err)
	case post && a.status != 303:
		h.t.Errorf("got %d, want it taken: %s", a.status, headingOf(a.page))
	case !post && (a.status != 503 || a.retry == "" || !strings.Contains(a.page, words) || !strings.Contains(a.page, "Nothing can be saved")):
		h.t.Errorf("got %d, Retry-After %q, want 503 and a page that keeps the words: %s", a.status, a.retry, headingOf(a.page))
	}
}

// reads holds that a page can be read.
func (h hurt) reads() {
	h.t.Helper()
	if a, err := h.by.ask(h.server.base+h.thread.Path(), nil); err != nil || a.status != 200 || !strings.Contains(a.page, "Reply as fast as you can") {
		h.t.Errorf("got %d, %v, want the thread", a.status, err)
	}
}

// ready gives what the site says of itself, in public and to this machine.
func (h hurt) ready() (public, private answer) {
	h.t.Helper()
	var err error
	if public, err = h.by.ask(h.server.base+"/readyz", nil); err != nil {
		h.t.Fatal(err)
	}
	if private, err = h.by.ask(h.private+"/readyz", nil); err != nil {
		h.t.Fatal(err)
	}
	return public, private
}

// suffers takes away what writing needs, and gives it back.
func (h hurt) suffers(says string, take, give func()) {
	h.t.Helper()
	h.can(true)
	take()
	h.can(false)
	h.can(false)
	h.reads()
	public, private := h.ready()
	if public.status != http.StatusServiceUnavailable || strings.Contains(public.page, says) {
		h.t.Errorf("/readyz in public: %d %q, want 503 without the cause", public.status, public.page)
	}
	if private.status != http.StatusServiceUnavailable || !strings.Contains(private.page, says) {
		h.t.Errorf("/readyz to this machine: %d %q, want 503 and %q", private.status, private.page, says)
	}
	give()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if public, _ = h.ready(); public.status == http.StatusOK {
			break
		}
		if time.Now().After(deadline) {
			h.t.Fatalf("it does not recover: %d %q", public.status, public.page)
		}
	}
	h.can(true)
	if err := h.server.end(syscall.SIGTERM); err != nil {
		h.t.Errorf("it did not stop well: %v\n%s", err, h.server.log)
	}
	if log := h.server.log.String(); !strings.Contains(log, "nothing can be saved") || !strings.Contains(log, says) {
		h.t.Errorf("the log does not tell of %q:\n%s", says, log)
	}
}

// limitFiles bounds how long the files may grow that a process writes: an I/O error that needs
// no rights.
func limitFiles(t *testing.T, process int, bytes uint64) {
	t.Helper()
	limit := syscall.Rlimit{Cur: bytes, Max: ^uint64(0)}
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(process), syscall.RLIMIT_FSIZE, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		t.Fatal(errno)
	}
}

func TestAnIOErrorStopsWritingAndNothingElse(t *testing.T) {
	t.Parallel()
	if dbtest.Postgres() {
		t.Skip("the files are not the server's own")
	}
	database, people, thread := settle(t, 1)
	h := newHurt(t, database, people, thread)
	pid := h.server.cmd.Process.Pid
	h.suffers("disk I/O error",
		func() { limitFiles(t, pid, 4096) },
		func() { limitFiles(t, pid, ^uint64(0)) })
}

func TestAFullDiskStopsWritingAndNothingElse(t *testing.T) {
	t.Parallel()
	if dbtest.Postgres() {
		t.Skip("the files are not the server's own")
	}
	disk := smallDisk(t)
	file := filepath.Join(disk, "site.db")
	copyFile(t, fileOf(dbtest.URL(t)), file)
	people, thread := settleIn(t, "sqlite:"+file, 1)
	h := newHurt(t, "sqlite:"+file, people, thread)
	ballast := filepath.Join(disk, "ballast")
	h.suffers("database or disk is full",
		func() { fill(t, ballast) },
		func() { _ = os.Remove(ballast) })
}

// smallDisk is a disk of 4 MB, in memory, where the tests may make one.
func smallDisk(t *testing.T) string {
	t.Helper()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Skip("making a small disk takes rights that these tests do not have:", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	return disk
}

// fill writes a file until the disk is full.
func fill(t *testing.T, name string) {
	t.Helper()
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for block := make([]byte, 4096); err == nil; {
		_, err = file.Write(block)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	held, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, held, 0o600); err != nil {
		t.Fatal(err)
	}
}
