package notify_test

import (
	"context"
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
	"commonroom/models/moderation"
	"commonroom/models/notify"
	"commonroom/models/practice"
	"commonroom/models/space/spacetest"
)

var ctx = context.Background()

// club is a site with a few members, where notices are read as sentences.
type club struct {
	t       *testing.T
	db      *db.DB
	discuss *discuss.Store
	notify  *notify.Store
	people  map[string]member.Member
}

func newClub(t *testing.T) *club {
	t.Helper()
	return newClubIn(t, dbtest.Open(t))
}

var limits = models.Limits{ThreadsADay: 1000, ReportsADay: 1000}

// newClubIn makes the club in an empty database.
func newClubIn(t *testing.T, d *db.DB) *club {
	t.Helper()
	c := &club{t: t, db: d, discuss: discuss.New(d, limits), notify: notify.New(d), people: map[string]member.Member{}}
	c.write(func(tx *db.Tx) (err error) {
		for _, handle := range []string{"ann", "ben", "cat", "dee"} {
			m := member.Member{Handle: handle, State: member.Confirmed}
			if handle == "dee" {
				m.Terms = membertest.OnCommittee()
			}
			if c.people[handle], err = membertest.Insert(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

func (c *club) write(act func(tx *db.Tx) error) {
	c.t.Helper()
	if err := c.db.Write(ctx, act); err != nil {
		c.t.Fatal(err)
	}
}

func (c *club) start(who, board, body string) discuss.Thread {
	c.t.Helper()
	thread, err := c.discuss.Start(ctx, c.people[who], discuss.NewThread{Board: board, Title: "Scanners", Body: body, Key: rand.Text()})
	if err != nil {
		c.t.Fatal(err)
	}
	return thread
}

func (c *club) reply(who string, thread discuss.Thread, to int, body string) discuss.Placed {
	c.t.Helper()
	post, err := c.discuss.Reply(ctx, c.people[who], thread.ID, discuss.NewReply{Body: body, ReplyTo: to, Key: rand.Text()})
	if err != nil {
		c.t.Fatal(err)
	}
	return post
}

// told gives what a member is told, newest first, as the page says it.
func (c *club) told(who string) (texts []string) {
	c.t.Helper()
	if err := c.notify.Deliver(ctx); err != nil {
		c.t.Fatal(err)
	}
	page, err := c.notify.Notices(ctx, c.people[who], "")
	if err != nil {
		c.t.Fatal(err)
	}
	for _, n := range page.Items {
		texts = append(texts, n.Text())
	}
	return texts
}

func (c *club) want(who string, want ...string) {
	c.t.Helper()
	if got := c.told(who); !slices.Equal(got, want) {
		c.t.Errorf("%s is told %q, want %q", who, got, want)
	}
}

func TestWhoIsToldOfAReply(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "questions", "Who reports a broken scanner?")
	c.reply("ben", thread, 0, "Nobody.")
	c.reply("cat", thread, 2, "We do, @ann and @ben.")
	c.want("ann", "cat mentioned you in “Scanners”", "ben replied in “Scanners”")
	c.want("ben", "cat replied in “Scanners”")
	c.want("cat")
	c.want("dee")
}

func TestALivelyThreadIsOneNoticeUntilItIsRead(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "questions", "Who reports a broken scanner?")
	c.reply("ben", thread, 0, "Nobody.")
	c.reply("cat", thread, 0, "We do.")
	c.want("ann", "ben replied in “Scanners”")
	c.reply("cat", thread, 0, "Every week.")
	c.want("ann", "ben replied in “Scanners”")
	c.reply("dee", thread, 1, "Ask the night staff.") // an answer to her own post is always told
	c.want("ann", "dee replied in “Scanners”", "ben replied in “Scanners”")
	if err := c.notify.ReadAll(ctx, c.people["ann"], 0); err != nil {
		t.Fatal(err)
	}
	c.reply("ben", thread, 0, "Thank you.")
	c.want("ann", "ben replied in “Scanners”", "dee replied in “Scanners”", "ben replied in “Scanners”")
}

func TestAMentionIsToldOnceHoweverOftenThePostIsEdited(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "questions", "Ask @dee.")
	post := c.reply("ben", thread, 0, "Ask @cat.")
	c.want("cat", "ben mentioned you in “Scanners”")
	c.want("dee", "ann mentioned you in “Scanners”")
	for _, body := range []string{"Do ask @cat.", "Do ask @cat, or @dee."} {
		edited, err := c.discuss.Edit(ctx, c.people["ben"], post.Post.ID, discuss.EditPost{Body: body, Version: post.Post.Version, Key: rand.Text()})
		if err != nil {
			t.Fatal(err)
		}
		post = edited
	}
	c.want("cat", "ben mentioned you in “Scanners”")
	c.want("dee", "ben mentioned you in “Scanners”", "ann mentioned you in “Scanners”")
}

func TestNobodyIsToldOfWhatTheyDidThemselves(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "questions", "I, @ann, ask.")
	c.reply("ann", thread, 1, "And @ann answers.")
	c.want("ann")
}

func TestTheAuthorIsToldWhyTheirWordsWereHidden(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "questions", "Who reports a broken scanner?")
	post := c.reply("ben", thread, 1, "Buy ours.")
	c.want("ann", "ben replied in “Scanners”")
	_, err := c.discuss.DecidePost(ctx, c.people["dee"], moderation.Hide, post.Post.ID,
		moderation.NewDecision{Rule: 4, Reason: "It sells something.", Key: rand.Text()})
	if err != nil {
		t.Fatal(err)
	}
	c.want("ben", "Your reply in “Scanners” was hidden under rule 4")
	c.want("ann") // what is hidden is told of no longer
	page, err := c.notify.Notices(ctx, c.people["ben"], "")
	if err != nil || page.Items[0].Reason != "It sells something." {
		t.Errorf("got %v, %v; want the reason", page.Items, err)
	}
	_, err = c.discuss.Decide(ctx, c.people["dee"], moderation.Lock, thread.ID,
		moderation.NewDecision{Rule: 3, Reason: "It is answered.", Key: rand.Text()})
	if err != nil {
		t.Fatal(err)
	}
	c.want("ann", "Your thread “Scanners” was closed to replies under rule 3")
}

func TestACommentIsCalledOne(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	store := practice.New(c.db, models.Limits{})
	p, err := store.Write(ctx, c.people["ann"], practice.NewPractice{Board: "practices", Title: "Floor walking", Body: "Go and see.", Key: rand.Text()})
	if err == nil {
		p, err = store.Publish(ctx, c.people["ann"], p.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	comment := c.reply("ben", p.Thread, 0, "Buy ours.")
	_, err = c.discuss.DecidePost(ctx, c.people["dee"], moderation.Hide, comment.Post.ID,
		moderation.NewDecision{Rule: 4, Reason: "It sells something.", Key: rand.Text()})
	if err != nil {
		t.Fatal(err)
	}
	c.want("ben", "Your comment in “Floor walking” was hidden under rule 4")
}

// A notice is looked at again when it is shown: whoever lost sight of a space since it was made
// is told nothing of it.
func TestANoticeGoesWithTheRightToSee(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "questions", "Who reports a broken scanner?")
	c.reply("ben", thread, 1, "Nobody.")
	c.want("ann", "ben replied in “Scanners”")
	if n, err := c.notify.Unread(ctx, c.people["ann"]); n != 1 || err != nil {
		t.Errorf("got %d unread, %v; want 1", n, err)
	}
	c.write(func(tx *db.Tx) error {
		space, err := spacetest.Group(ctx, tx, "closed")
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, tx, `UPDATE threads SET space_id = $2 WHERE id = $1`, thread.ID, space)
		return err
	})
	c.want("ann")
	if n, err := c.notify.Unread(ctx, c.people["ann"]); n != 0 || err != nil {
		t.Errorf("got %d unread, %v; want none", n, err)
	}
}

func TestNoticesAreMadeOnceHoweverOftenTheyAreDerived(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "questions", "Who reports a broken scanner?")
	for range 450 { // more than two batches
		c.write(func(tx *db.Tx) error {
			return activity.Record(ctx, tx, activity.Entry{By: c.people["ben"].ID, Verb: activity.ProfileSaved})
		})
	}
	c.reply("ben", thread, 1, "Nobody.")
	c.want("ann", "ben replied in “Scanners”")
	c.want("ann", "ben replied in “Scanners”")
}

func TestReadingMarksWhatStoodThereAndNothingNewer(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "questions", "Who reports a broken scanner?")
	c.reply("ben", thread, 1, "Nobody.")
	c.told("ann")
	page, err := c.notify.Notices(ctx, c.people["ann"], "")
	if err != nil {
		t.Fatal(err)
	}
	c.reply("cat", thread, 1, "We do.")
	c.told("ann")
	if err := c.notify.ReadAll(ctx, c.people["ann"], page.Items[0].ID); err != nil {
		t.Fatal(err)
	}
	if n, err := c.notify.Unread(ctx, c.people["ann"]); n != 1 || err != nil {
		t.Errorf("got %d unread, %v; want the one that came later", n, err)
	}
}

func TestAFollowerWakesAtACommit(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	following, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { c.notify.Follow(following, nil); close(done) }()
	thread := c.start("ann", "questions", "Who reports a broken scanner?")
	c.reply("ben", thread, 1, "Nobody.")
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		n, err := c.notify.Unread(ctx, c.people["ann"])
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("got %d unread, %v; want 1", n, err)
		}
		if n == 1 {
			break
		}
	}
	stop()
	<-done
}
