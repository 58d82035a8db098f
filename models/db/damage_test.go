package db_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
)

// TestADamagedPageStopsWritingForGood: what is found damaged is not written on, however well
// the next write might go.
func TestADamagedPageStopsWritingForGood(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "site.db")
	d := openFile(t, file)
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	err := d.Write(ctx, func(tx *db.Tx) error {
		for range 2000 {
			if _, err := addTag(ctx, tx, rand.Text()); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, d.Close()); err != nil {
		t.Fatal(err)
	}
	damage(t, file)

	d = openFile(t, file)
	if _, err := db.Values[string](ctx, d, `SELECT name FROM tags`); models.KindOf(err) != models.KindReadOnly {
		t.Fatalf("reading damage: got %v", err)
	}
	touched := false
	err = d.Write(ctx, func(*db.Tx) error { touched = true; return nil })
	if models.KindOf(err) != models.KindReadOnly || touched {
		t.Errorf("a write: got %v, tried %v; want it refused", err, touched)
	}
	if err := d.Ready(ctx); err == nil || !strings.Contains(err.Error(), "restore a backup") {
		t.Errorf("ready: got %v", err)
	}
	if n, err := db.Value[int64](ctx, d, `SELECT count(*) FROM rules`); n == 0 || err != nil {
		t.Errorf("reading what is whole: got %d, %v", n, err)
	}
}

// damage overwrites the middle of the pages where the tags are.
func damage(t *testing.T, file string) {
	t.Helper()
	held, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	for at := page; at+page <= len(held); at += page {
		if strings.Count(string(held[at:at+page]), "The ") > 20 {
			copy(held[at:], strings.Repeat("\xee", 64))
		}
	}
	if err := os.WriteFile(file, held, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestWritesThatAreGivenUpHarmNoOther gives up writes at any moment, from waiting for their turn
// to the commit. Those that said they were done are there; the writer goes on.
func TestWritesThatAreGivenUpHarmNoOther(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	var done atomic.Int64
	var group sync.WaitGroup
	for w := range 8 {
		group.Go(func() {
			for i := range 25 {
				short, cancel := context.WithTimeout(ctx, time.Duration(mrand.IntN(4000))*time.Microsecond)
				err := d.Write(short, func(tx *db.Tx) error {
					_, err := addTag(short, tx, fmt.Sprint("tag-", w, "-", i))
					return err
				})
				cancel()
				if err == nil {
					done.Add(1)
				}
			}
		})
	}
	group.Wait()
	if err := d.Write(ctx, func(tx *db.Tx) error { _, err := addTag(ctx, tx, "last"); return err }); err != nil {
		t.Fatal(err)
	}
	if got := tags(t, d); got < done.Load()+1 {
		t.Errorf("got %d rows, want the %d that were done and the last", got, done.Load())
	}
}

// TestAServerThatDropsConnectionsMakesUsBusyAndNoMore: PostgreSQL is restarted now and then.
func TestAServerThatDropsConnectionsMakesUsBusyAndNoMore(t *testing.T) {
	t.Parallel()
	if !dbtest.Postgres() {
		t.Skip("COMMONROOM_TEST_POSTGRES names no server")
	}
	d := dbtest.Open(t)
	owner := ownerOf(t, d)
	var group sync.WaitGroup
	var done atomic.Int64
	var over atomic.Bool
	for w := range 6 {
		group.Go(func() {
			for i, open := 0, false; open || !over.Load(); i++ {
				_, err := d.Once(ctx, int64(w), fmt.Sprintf("a-key-of-a-form-%d", i), func(tx *db.Tx) (int64, error) {
					return addTag(ctx, tx, fmt.Sprint("tag-", w, "-", i))
				})
				switch open = false; models.KindOf(err) {
				case "":
					done.Add(1)
				case models.KindBusy:
					open = true
					i-- // the same form again: it may have been taken without a word
				default:
					t.Errorf("got %v, want done or busy", err)
					return
				}
			}
		})
	}
	for round := range int64(10) {
		for done.Load() < 10*(round+1) && !t.Failed() {
			time.Sleep(time.Millisecond)
		}
		owner.drop()
	}
	over.Store(true)
	group.Wait()
	if got := tags(t, d); got != done.Load() {
		t.Errorf("got %d rows, want %d: each form once", got, done.Load())
	}
}

// owner is whoever looks after a PostgreSQL server.
type owner struct {
	t    *testing.T
	db   *db.DB
	name string // of the database
}

func ownerOf(t *testing.T, d *db.DB) owner {
	t.Helper()
	admin, err := db.Open(os.Getenv("COMMONROOM_TEST_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	name, err := db.Value[string](ctx, d, `SELECT current_database()`)
	if err != nil {
		t.Fatal(err)
	}
	return owner{t, admin, name}
}

// drop cuts every connection to the database.
func (o owner) drop() {
	o.t.Helper()
	_, err := db.Values[bool](ctx, o.db, `
		SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.datname = $1`, o.name)
	if err != nil {
		o.t.Error(err)
	}
}

// alter changes the database as whoever looks after it may.
func (o owner) alter(how string) {
	o.t.Helper()
	err := o.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `ALTER DATABASE `+o.name+` `+how)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	o.drop()
}

// TestAServerThatTakesNoWritesIsReadAndRecovers: PostgreSQL says so while it stands by for another.
func TestAServerThatTakesNoWritesIsReadAndRecovers(t *testing.T) {
	t.Parallel()
	if !dbtest.Postgres() {
		t.Skip("COMMONROOM_TEST_POSTGRES names no server")
	}
	d := dbtest.Open(t)
	owner := ownerOf(t, d)
	write := func() error {
		for {
			err := d.Write(ctx, func(tx *db.Tx) error { _, err := addTag(ctx, tx, rand.Text()); return err })
			if models.KindOf(err) != models.KindBusy { // a connection that was cut
				return err
			}
		}
	}
	owner.alter("SET default_transaction_read_only = on")
	if err := write(); models.KindOf(err) != models.KindReadOnly {
		t.Errorf("a write: got %v, want read-only", err)
	}
	if err := d.Ready(ctx); err == nil {
		t.Error("it calls itself ready")
	}
	if n := tags(t, d); n != 0 {
		t.Errorf("got %d rows", n)
	}
	owner.alter("RESET default_transaction_read_only")
	if err := write(); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if err := d.Ready(ctx); err != nil {
		t.Errorf("ready: %v", err)
	}
}
