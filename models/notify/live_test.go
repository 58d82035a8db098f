package notify_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/moderation"
	"commonroom/models/notify"
)

// ear is a browser that listens.
type ear struct {
	*notify.Listener
	c *club
}

// listens has somebody listen who shows a thread up to a post. A visitor has no name.
func (c *club) listens(who string, thread discuss.Thread, shown int) ear {
	c.t.Helper()
	ask := notify.Ask{By: c.people[who], Threads: map[int64]int{thread.ID: shown}}
	if who != "" {
		ask.Session = c.signIn(who)
	}
	l := c.notify.Listen(ask)
	c.t.Cleanup(l.Leave)
	return ear{l, c}
}

func (c *club) signIn(who string) (session int64) {
	c.t.Helper()
	c.write(func(tx *db.Tx) (err error) {
		session, err = db.Value[int64](ctx, tx, `
			INSERT INTO sessions (token_hash, member_id, device, address, keep, made_at, seen_at, confirmed_at)
			VALUES (CAST($1 AS TEXT) || '-' || CAST((SELECT count(*) FROM sessions) AS TEXT), $2, '', '', FALSE, $3, $3, $3) RETURNING id`,
			who, c.people[who].ID, tx.Now)
		return err
	})
	return session
}

// follow derives notices and wakes those who listen until the test ends.
func (c *club) follow() {
	log := slog.New(slog.NewTextHandler(c.t.Output(), nil))
	following, stop := context.WithCancel(ctx)
	done := make(chan struct{}, 2)
	go func() { c.notify.Follow(following, log); done <- struct{}{} }()
	go func() { c.notify.Announce(following, log); done <- struct{}{} }()
	c.t.Cleanup(func() {
		stop()
		<-done
		<-done
	})
}

// patience is how long a test waits for what has to come. It is no measure of speed.
const patience = 30 * time.Second

// hears waits until there is something to tell that is as it should be.
func (e ear) hears(what string, is func(notify.News) bool) {
	e.c.t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case <-e.Woken():
			news, err := e.Hear(ctx)
			if err != nil {
				e.c.t.Fatal(err)
			}
			if is(news) {
				return
			}
		case <-e.Ended():
			e.c.t.Fatalf("waiting for %s: it has ended", what)
		case <-deadline:
			e.c.t.Fatalf("nothing of %s", what)
		}
	}
}

// hearsNoPost waits to be woken, and fails if there is a post to tell.
func (e ear) hearsNoPost() {
	e.c.t.Helper()
	e.hears("nothing", func(n notify.News) bool {
		e.c.t.Helper()
		if len(n.Posts) > 0 {
			e.c.t.Errorf("heard %v, want no post", n.Posts)
		}
		return true
	})
}

func posts(thread discuss.Thread, numbers ...int) func(notify.News) bool {
	return func(n notify.News) bool {
		return len(n.Posts) == 1 && n.Posts[0].Thread == thread.ID && slices.Equal(n.Posts[0].Posts, numbers)
	}
}

func unread(count int) func(notify.News) bool {
	return func(n notify.News) bool { return n.Counted && n.Unread == count }
}

func TestWhoReadsAThreadHearsOfANewPost(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	c.follow()
	thread, other := c.start("ann", "interoperability", "Who reports a broken scanner?"), c.start("ann", "interoperability", "Who mends it?")
	visitor, cat := c.listens("", thread, 1), c.listens("cat", thread, 1)
	visitor.hearsNoPost()
	cat.hearsNoPost()
	c.reply("ben", other, 0, "We do.")
	c.reply("ben", thread, 0, "Nobody.")
	visitor.hears("post 2", posts(thread, 2))
	cat.hears("post 2", posts(thread, 2))
	c.reply("ben", thread, 0, "Or the night staff.")
	visitor.hears("post 3 alone", posts(thread, 3))
}

func TestWhatCameInBeforeOneListensIsHeardFirst(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
	c.reply("ben", thread, 0, "Nobody.")
	c.reply("ben", thread, 0, "Or the night staff.")
	c.listens("cat", thread, 1).hears("posts 2 and 3", posts(thread, 2, 3))
	c.listens("cat", thread, 3).hearsNoPost()
}

func TestAllOfALongAbsenceIsHeard(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
	for range 450 { // more than two queries give
		c.reply("ben", thread, 0, "Nobody.")
	}
	last := 1
	c.listens("cat", thread, last).hears("all posts in turn", func(n notify.News) bool {
		for _, p := range n.Posts {
			for _, number := range p.Posts {
				if number != last+1 {
					t.Errorf("post %d comes after %d", number, last)
				}
				last = number
			}
		}
		return last == 451
	})
}

func TestWhoMayNotSeeAPostHearsNothingOfIt(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	c.follow()
	c.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			INSERT INTO terms (member_id, office_id, from_day, until_day, how, recorded_at)
			SELECT $1, id, '2020-01-01', $2, 'elected', $3 FROM offices WHERE slug = 'member'`, c.people["dee"].ID, models.Forever, tx.Now)
		return err
	})
	thread, members := c.start("ann", "interoperability", "Who reports a broken scanner?"), c.start("ann", "welcome", "Hello.")
	visitor, ben := c.listens("", thread, 1), c.listens("ben", thread, 1)
	outside := c.listens("", members, 1)
	hidden := c.reply("cat", thread, 0, "Buy ours.")
	_, err := c.discuss.DecidePost(ctx, c.people["dee"], moderation.Hide, hidden.Post.ID,
		moderation.NewDecision{Rule: 4, Reason: "It sells something.", Key: "0123456789abcdef"})
	if err != nil {
		t.Fatal(err)
	}
	back := c.reply("cat", thread, 0, "I take that back.")
	if _, err := c.discuss.Withdraw(ctx, c.people["cat"], back.Post.ID); err != nil {
		t.Fatal(err)
	}
	c.reply("cat", members, 0, "Welcome.")
	for _, e := range []ear{c.listens("", thread, 1), c.listens("ben", thread, 1)} { // as after the line broke
		e.hearsNoPost()
	}
	c.reply("cat", thread, 0, "Nobody.")
	visitor.hears("the last post alone", posts(thread, 4))
	ben.hears("the last post alone", posts(thread, 4))
	c.listens("dee", thread, 1).hears("the hidden one too", posts(thread, 2, 4))
	if news, err := outside.Hear(ctx); err != nil || len(news.Posts) > 0 {
		t.Errorf("a visitor hears %v of a room for members, %v", news.Posts, err)
	}
}

// A right is asked when something is told, not when one began to listen.
func TestWhoLosesARightHearsNothingMore(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
	visitor := c.listens("", thread, 1)
	visitor.hearsNoPost()
	c.reply("ben", thread, 0, "Nobody.")
	c.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE threads SET space_id = (SELECT id FROM spaces WHERE slug = 'welcome')`)
		return err
	})
	c.follow()
	c.reply("ben", thread, 0, "We do.")
	visitor.hearsNoPost()
}

func TestAMemberHearsHowManyNoticesWait(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	c.follow()
	thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
	ann := c.listens("ann", discuss.Thread{}, 0)
	ann.hears("no notice", unread(0))
	c.reply("ben", thread, 1, "Nobody.")
	ann.hears("a notice", unread(1))
	if err := c.notify.ReadAll(ctx, c.people["ann"], 0); err != nil {
		t.Fatal(err)
	}
	ann.hears("that it was read", unread(0))
	c.reply("ben", thread, 1, "Or the night staff.")
	ann.hears("another", unread(1))
	if err := c.notify.ReadIn(ctx, c.people["ann"], thread.ID, 3); err != nil {
		t.Fatal(err)
	}
	ann.hears("that it was read in the thread", unread(0))
}

func TestAListenerEndsWithItsSession(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, change string }{
		{"signed out", `DELETE FROM sessions WHERE member_id = $1`},
		{"suspended, though the session stays", `UPDATE members SET state = 'suspended' WHERE id = $1`},
		{"gone", `UPDATE members SET state = 'former' WHERE id = $1`},
		{"untouched for too long", `UPDATE sessions SET seen_at = '2020-01-01 00:00:00+00:00' WHERE member_id = $1`},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			database := dbtest.URL(t)
			c := newClubIn(t, node(t, database))
			c.follow()
			thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
			ben, cat := c.listens("ben", thread, 1), c.listens("cat", thread, 1)
			ben.hearsNoPost()
			err := node(t, database).Write(ctx, func(tx *db.Tx) error { // as another process does
				_, err := db.Exec(ctx, tx, tc.change, c.people["ben"].ID)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := ben.Hear(ctx); models.KindOf(err) != models.KindSignIn {
				t.Errorf("hearing on: got %v, want to be told to sign in", err)
			}
			select {
			case <-ben.Ended():
			case <-time.After(patience):
				t.Error("it goes on")
			}
			c.reply("ann", thread, 0, "Nobody.")
			cat.hears("a post", posts(thread, 2))
		})
	}
}

// TestAnotherProcessIsHeard has one process write and another tell of it, while an older write
// is held open that comes to light last.
func TestAnotherProcessIsHeard(t *testing.T) {
	t.Parallel()
	database := dbtest.URL(t)
	c := newClubIn(t, node(t, database))
	c.follow()
	thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
	cat := c.listens("cat", thread, 1)
	cat.hearsNoPost()
	other := *c
	other.db = node(t, database)
	other.discuss = discuss.New(other.db, limits)
	last, heard := 21, 1
	go func() {
		for n := 2; n <= last; n++ {
			other.reply("ben", thread, 0, "Nobody.")
		}
	}()
	cat.hears("every post once, in turn", func(n notify.News) bool {
		for _, p := range n.Posts {
			for _, number := range p.Posts {
				if heard++; number != heard {
					t.Errorf("got post %d, want %d", number, heard)
				}
			}
		}
		return heard == last
	})
}

// Who comes when nobody listened for a while misses nothing of what is written just then.
func TestTheFirstToListenMissesNothing(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	c.follow()
	thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
	for n := range 20 {
		l := c.listens("cat", thread, n+1)
		if _, err := l.Hear(ctx); err != nil {
			t.Fatal(err)
		}
		c.reply("ben", thread, 0, "Nobody.")
		l.hears("the next post", posts(thread, n+2))
		l.Leave()
	}
}
