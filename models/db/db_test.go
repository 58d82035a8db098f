package db_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
)

var ctx = context.Background()

func addTag(ctx context.Context, tx *db.Tx, slug string) (int64, error) {
	return db.Value[int64](ctx, tx, `INSERT INTO tags (name, slug) VALUES ($2, $1) RETURNING id`, slug, "The "+slug)
}

func tags(t *testing.T, d *db.DB) int64 {
	t.Helper()
	n, err := db.Value[int64](ctx, d, `SELECT count(*) FROM tags`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPlaceholdersGoByNumberNotByOrder(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	if err := d.Write(ctx, func(tx *db.Tx) error { _, err := addTag(ctx, tx, "fhir"); return err }); err != nil {
		t.Fatal(err)
	}
	got, err := db.Value[string](ctx, d, `SELECT name FROM tags WHERE slug = $1`, "fhir")
	if err != nil || got != "The fhir" {
		t.Errorf("got %q, %v; want The fhir", got, err)
	}
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	told := false
	want := errors.New("changed my mind")
	err := d.Write(ctx, func(tx *db.Tx) error {
		tx.AfterCommit(func() { told = true })
		if _, err := addTag(ctx, tx, "fhir"); err != nil {
			return err
		}
		return want
	})
	if !errors.Is(err, want) || tags(t, d) != 0 || told {
		t.Errorf("got %v, %d tags, told %v; want %v, none, untold", err, tags(t, d), told, want)
	}
}

func TestAPanickingWriteLeavesNothingAndHarmsNoOther(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	func() {
		defer func() { _ = recover() }()
		_ = d.Write(ctx, func(tx *db.Tx) error {
			_, _ = addTag(ctx, tx, "fhir")
			panic("bug")
		})
	}()
	if err := d.Write(ctx, func(tx *db.Tx) error { _, err := addTag(ctx, tx, "snomed"); return err }); err != nil {
		t.Fatal(err)
	}
	if got := tags(t, d); got != 1 {
		t.Errorf("got %d tags, want the one written after the panic", got)
	}
}

func TestAFormSentTwentyTimesAtOnceMakesOneThing(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	ids := make([]int64, 20)
	var group sync.WaitGroup
	for i := range ids {
		group.Go(func() {
			id, err := d.Once(ctx, 7, "a-key-of-a-form-1", func(tx *db.Tx) (int64, error) {
				return addTag(ctx, tx, fmt.Sprint("tag-", i))
			})
			if err != nil {
				t.Error(err)
			}
			ids[i] = id
		})
	}
	group.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("got different answers: %v", ids)
		}
	}
	if got := tags(t, d); got != 1 {
		t.Errorf("got %d rows, want 1", got)
	}
}

func TestTheSameKeyOfTwoPeopleIsTwoForms(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	for by := range int64(2) {
		_, err := d.Once(ctx, by, "a-key-of-a-form-1", func(tx *db.Tx) (int64, error) {
			return addTag(ctx, tx, fmt.Sprint("tag-", by))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := tags(t, d); got != 2 {
		t.Errorf("got %d rows, want 2", got)
	}
}

func TestAFormWithoutAKeyIsRefused(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	for _, key := range []string{"", "short", strings.Repeat("x", 65)} {
		_, err := d.Once(ctx, 1, key, func(tx *db.Tx) (int64, error) { return addTag(ctx, tx, "fhir") })
		if models.KindOf(err) != models.KindInvalid {
			t.Errorf("key %q: got %v, want an invalid form", key, err)
		}
	}
}

func TestAFormThatFailedMayBeSentAgain(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	failing := func(*db.Tx) (int64, error) { return 0, models.Invalid("title", "Enter a title.") }
	if _, err := d.Once(ctx, 1, "a-key-of-a-form-1", failing); models.KindOf(err) != models.KindInvalid {
		t.Fatalf("got %v, want invalid", err)
	}
	id, err := d.Once(ctx, 1, "a-key-of-a-form-1", func(tx *db.Tx) (int64, error) { return addTag(ctx, tx, "fhir") })
	if err != nil || id == 0 {
		t.Errorf("got %d, %v; want it made", id, err)
	}
}

func TestATakenKeyIsToldApart(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	err := d.Write(ctx, func(tx *db.Tx) error {
		if _, err := addTag(ctx, tx, "fhir"); err != nil {
			return err
		}
		_, err := addTag(ctx, tx, "fhir")
		return err
	})
	if !db.Taken(err) {
		t.Errorf("got %v, want a taken key", err)
	}
}

func TestTimesComeBackAsTheyWereStored(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	moment := time.Date(2019, 2, 8, 14, 5, 6, 789_654_321, models.London)
	dbtest.At(d, moment)
	err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `INSERT INTO security_log (at, event) VALUES ($1, 'test')`, tx.Now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := db.Value[time.Time](ctx, d, `SELECT at FROM security_log`)
	want := time.Date(2019, 2, 8, 14, 5, 6, 789_000_000, time.UTC)
	if err != nil || !got.Equal(want) || got.Location() != time.UTC {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestQueriesAreCounted(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	var c db.Counter
	counted := db.Counting(ctx, &c)
	for range 3 {
		if _, err := db.Value[int64](counted, d, `SELECT count(*) FROM tags`); err != nil {
			t.Fatal(err)
		}
	}
	if c.Queries() != 3 {
		t.Errorf("got %d queries, want 3", c.Queries())
	}
}

func TestACommitWakesWhoWaits(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	waiting := d.Committed()
	if err := d.Write(ctx, func(tx *db.Tx) error { _, err := addTag(ctx, tx, "fhir"); return err }); err != nil {
		t.Fatal(err)
	}
	select {
	case <-waiting:
	default:
		t.Error("nobody was woken")
	}
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
}
