package site

import (
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	_ "github.com/mattn/go-sqlite3" // where there is no sqlite3 to type

	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
)

// TestABackupTakenInAStormIsWhole types what the README says while replies pour in, throws the
// database away with the server killed, restores it as the README says, and goes on from there.
func TestABackupTakenInAStormIsWhole(t *testing.T) {
	t.Parallel()
	if dbtest.Postgres() {
		t.Skip("PostgreSQL has tools of its own for this")
	}
	database, people, thread := settle(t, 4)
	server := startChild(t, database)
	writers, told, over := make([]*writer, len(people)), make(chan bool, 100), make(chan bool)
	var storm sync.WaitGroup
	for i, p := range people {
		writers[i] = &writer{person: p, who: i}
		storm.Go(func() { writers[i].rush(t, server.base, thread, len(people), told) })
	}
	go func() { storm.Wait(); close(over) }()
	hears(t, told, over, 20)
	backups := t.TempDir()
	asTheREADMESays(t, fileOf(database), backups)
	hears(t, told, over, 20)
	_ = server.end(syscall.SIGKILL)
	<-over
	restore(t, fileOf(database), backups)
	keepTheFirst(t, database, writers, thread)
	server = startChild(t, database)
	for _, w := range writers {
		w.client.CloseIdleConnections()
		if w.open == nil {
			w.open = w.write(len(writers))
		}
		if !w.send(t, server.base, thread) {
			t.Error("a reply is not taken after the backup was restored")
		}
	}
	if err := server.end(syscall.SIGTERM); err != nil {
		t.Errorf("it did not stop well: %v\n%s", err, server.log)
	}
	check(t, database, writers, thread)
}

// hears waits for so many replies.
func hears(t *testing.T, told, over <-chan bool, replies int) {
	t.Helper()
	for range replies {
		select {
		case <-told:
		case <-over:
			t.Fatal("the storm is over")
		}
	}
}

var (
	backupLine = regexp.MustCompile(`(?m)^\(umask .*VACUUM INTO.*$`)
	backupSQL  = regexp.MustCompile(`VACUUM INTO '[^']*'`)
)

// asTheREADMESays makes a backup with the very line of the README, but for the places. Without
// sqlite3 to type it to, it is still the line's SQL that runs.
func asTheREADMESays(t *testing.T, file, backups string) {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	line := strings.NewReplacer("/var/lib/commonroom/commonroom.db", file, "/var/backups", backups).Replace(backupLine.FindString(string(readme)))
	if _, err := exec.LookPath("sqlite3"); err == nil {
		line = strings.TrimSuffix(line, " && sync)") + ")" // it would wait for the disks of everybody here
		if out, err := exec.Command("bash", "-c", line).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
		return
	}
	pool, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = pool.Exec(backupSQL.FindString(line))
	if err := errors.Join(err, pool.Close()); err != nil {
		t.Fatal(err)
	}
}

// restore does what the README says.
func restore(t *testing.T, file, backups string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(backups, "commonroom-*.db"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	if info, err := os.Stat(found[0]); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read the backup: %v, %v", info, err)
	}
	held, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(os.Remove(file+"-wal"), os.Remove(file+"-shm"), os.WriteFile(file, held, 0o600))
	if err != nil {
		t.Fatal(err)
	}
}

// keepTheFirst leaves each writer with the replies that are in the backup. They have to be the
// first of theirs: a backup is a moment, without holes before it or anything from after it.
func keepTheFirst(t *testing.T, database string, writers []*writer, thread discuss.Thread) {
	t.Helper()
	total := again(t, database, writers[0].person, thread).Posts
	kept, open := 1, 0
	for _, w := range writers {
		if w.open != nil {
			open++ // it may be in the backup and not have been answered
		}
		n := 0
		for n < len(w.taken) && numberOf(t, w.taken[n].at) <= total {
			n++
		}
		w.taken = w.taken[:n]
		kept += n
	}
	if total < kept || total > kept+open || total < 20 {
		t.Errorf("the backup has %d posts, of which %d were answered", total, kept)
	}
}

// numberOf is the number of the post that an address leads to.
func numberOf(t *testing.T, address string) int {
	t.Helper()
	_, number, _ := strings.Cut(address, "#post-")
	n, err := strconv.Atoi(number)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
