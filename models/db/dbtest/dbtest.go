// Package dbtest opens a fresh, migrated database for a test: a SQLite file, or a PostgreSQL
// database when COMMONROOM_TEST_POSTGRES names a server to make one on.
package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"commonroom/models/db"
)

// Open gives t a database of its own, gone when t ends.
func Open(t testing.TB) *db.DB {
	t.Helper()
	d, err := db.Open(URL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// URL makes a migrated database for t and gives its address, for tests that open it themselves.
func URL(t testing.TB) string {
	t.Helper()
	if Postgres() {
		return postgresURL(t)
	}
	file := filepath.Join(t.TempDir(), "test.db")
	blank, err := blankSQLite()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, blank, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + file
}

// At sets the clock of d to stand at one moment.
func At(d *db.DB, moment time.Time) { d.SetClock(func() time.Time { return moment }) }

// AtOnce runs act n times at once, and waits until all of them are done.
func AtOnce(n int, act func(i int)) {
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { act(i) })
	}
	wait.Wait()
}

// Postgres tells whether the tests run on PostgreSQL.
func Postgres() bool { return os.Getenv(postgresVariable) != "" }

// blankSQLite is a migrated file, made once and copied for each test.
var blankSQLite = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "commonroom-test")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "blank.db")
	d, err := db.Open("sqlite:" + file)
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(context.Background()); err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil { // the last connection brings the log into the file
		return nil, err
	}
	return os.ReadFile(file)
})
