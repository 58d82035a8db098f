package notify_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"testing"
	"time"

	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/notify"
)

// node opens the database of the club once more, as another process does.
func node(t *testing.T, database string) *db.DB {
	t.Helper()
	d, err := db.Open(database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// TestAnOlderWriteHeldOpenIsNotSkipped: its row of activity has the lower number and comes to
// light last, unless writers take turns over all processes. A follower that has dealt with the
// higher number would never look at it.
func TestAnOlderWriteHeldOpenIsNotSkipped(t *testing.T) {
	t.Parallel()
	database := dbtest.URL(t)
	c := newClubIn(t, node(t, database))
	other := node(t, database)
	c.want("ann")

	written, release, older := make(chan bool), make(chan bool), make(chan error, 1)
	go func() {
		older <- c.db.Write(ctx, func(tx *db.Tx) error {
			err := tell(tx, c.people["ann"].ID)
			close(written)
			<-release
			return err
		})
	}()
	<-written
	newer := make(chan error, 1)
	go func() {
		newer <- other.Write(ctx, func(tx *db.Tx) error { return tell(tx, c.people["ben"].ID) })
	}()
	for look := 0; look < 20 || !waits(t, other); look++ {
		if seen, err := db.Value[int64](ctx, other, `SELECT count(*) FROM activity WHERE verb = 'term-granted'`); err != nil || seen != 0 {
			t.Errorf("%d rows are seen before the older write has ended, %v", seen, err)
			break
		}
	}
	close(release)
	for _, done := range []chan error{older, newer} {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	c.want("ann", "You now hold an office: Chair")
	c.want("ben", "You now hold an office: Chair")
}

// waits tells whether a writer is known to wait for another. SQLite cannot say.
func waits(t *testing.T, d *db.DB) bool {
	t.Helper()
	if !dbtest.Postgres() {
		return true
	}
	waiting, err := db.Value[bool](ctx, d, `
		SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database b ON b.oid = l.database
			WHERE l.locktype = 'advisory' AND NOT l.granted AND b.datname = current_database())`)
	if err != nil {
		t.Fatal(err)
	}
	return waiting
}

func tell(tx *db.Tx, member int64) error {
	return activity.Record(ctx, tx, activity.Entry{Verb: activity.TermGranted, MemberID: member, Detail: "Chair"})
}

// TestTwoProcessesFollowAndEachNoticeIsMadeOnce has two processes derive notices while both
// write.
func TestTwoProcessesFollowAndEachNoticeIsMadeOnce(t *testing.T) {
	t.Parallel()
	database := dbtest.URL(t)
	c := newClubIn(t, node(t, database))
	thread := c.start("ann", "questions", "Who reports a broken scanner?")
	following, stop := context.WithCancel(ctx)
	var followers, writers sync.WaitGroup
	for _, who := range []string{"ben", "cat"} {
		d := node(t, database)
		followers.Go(func() { notify.New(d).Follow(following, slog.New(slog.NewTextHandler(t.Output(), nil))) })
		writers.Go(func() {
			for range 30 {
				_, err := discuss.New(d, limits).Reply(ctx, c.people[who], thread.ID, discuss.NewReply{Body: "We do.", ReplyTo: 1, Key: rand.Text()})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		n, err := db.Value[int64](ctx, c.db, `SELECT count(*) FROM notices WHERE kind = 'reply'`)
		if err != nil || n > 60 || time.Now().After(deadline) {
			t.Fatalf("got %d notices, %v; want 60", n, err)
		}
		if n == 60 {
			break
		}
	}
	stop()
	followers.Wait()
	c.want("ben")
	c.want("cat")
}
