package notify_test

import (
	"slices"
	"strings"
	"testing"

	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/mark"
	"commonroom/models/moderation"
	"commonroom/models/notify"
)

func (c *club) reacts(who string, post int64) {
	c.t.Helper()
	if _, err := mark.New(c.db).React(ctx, c.people[who], post, discuss.Thanks); err != nil {
		c.t.Fatal(err)
	}
}

// now hears what there is at this moment.
func (e ear) now() notify.News {
	e.c.t.Helper()
	news, err := e.Hear(ctx)
	if err != nil {
		e.c.t.Fatal(err)
	}
	return news
}

func changed(thread discuss.Thread, posts ...int64) func(notify.News) bool {
	return func(n notify.News) bool {
		var got []int64
		for _, p := range n.Changed {
			if p.Thread == thread.ID {
				got = append(got, p.Post)
			}
		}
		return slices.Equal(got, posts)
	}
}

func TestWhoReadsAThreadHearsOfAReaction(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	c.follow()
	thread, other := c.start("ann", "interoperability", "Who reports a broken scanner?"), c.start("ann", "interoperability", "Who mends it?")
	shown, elsewhere := c.reply("ben", thread, 0, "Nobody."), c.reply("ben", other, 0, "We do.")
	visitor := c.listens("", thread, 2)
	visitor.hearsNoPost()
	c.reacts("cat", elsewhere.Post.ID)
	c.reacts("cat", shown.Post.ID)
	visitor.hears("the reaction", changed(thread, shown.Post.ID))
	if _, err := mark.New(c.db).TakeBack(ctx, c.people["cat"], shown.Post.ID, discuss.Thanks); err != nil {
		t.Fatal(err)
	}
	visitor.hears("that it was taken back", changed(thread, shown.Post.ID))
}

// A page is drawn a moment before it listens, and other things happen on the site meanwhile.
func TestAReactionBeforeOneListensIsHeardFirst(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
	post := c.reply("ben", thread, 0, "Nobody.")
	c.reacts("cat", post.Post.ID)
	c.busy(50)
	if !changed(thread, post.Post.ID)(c.listens("", thread, 2).now()) {
		t.Error("it is not heard")
	}
}

// busy has other things happen.
func (c *club) busy(times int) {
	c.t.Helper()
	c.write(func(tx *db.Tx) error {
		for range times {
			if err := activity.Record(ctx, tx, activity.Entry{By: c.people["ben"].ID, Verb: activity.ProfileSaved}); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAfterABrokenLineOneHearsWhatOneMissed(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
	var posts []int64
	for range 230 { // more than is told at once
		posts = append(posts, c.reply("ben", thread, 0, "Nobody.").Post.ID)
	}
	before := c.listens("", thread, 231).now().Mark
	for _, post := range posts {
		c.reacts("cat", post)
	}
	c.busy(300)
	back := c.notify.Listen(notify.Ask{Threads: map[int64]int{thread.ID: 231}, From: before})
	defer back.Leave()
	var heard []int64
	e := ear{back, c}
	e.hears("all of them in turn", func(n notify.News) bool {
		for _, p := range n.Changed {
			heard = append(heard, p.Post)
		}
		return slices.Equal(heard, posts)
	})
	if n := e.now(); len(n.Changed) > 0 {
		t.Errorf("%d are told again", len(n.Changed))
	}
}

func TestAReactionToWhatOneMayNotSeeIsNotHeard(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
	post := c.reply("ben", thread, 0, "Buy ours.")
	c.reacts("cat", post.Post.ID)
	_, err := c.discuss.DecidePost(ctx, c.people["dee"], moderation.Hide, post.Post.ID,
		moderation.NewDecision{Rule: 4, Reason: "It sells something.", Key: "0123456789abcdef"})
	if err != nil {
		t.Fatal(err)
	}
	if n := c.listens("cat", thread, 2).now(); len(n.Changed) > 0 {
		t.Errorf("cat hears of %v", n.Changed)
	}
	if n := c.listens("ben", thread, 2).now(); !changed(thread, post.Post.ID)(n) {
		t.Errorf("its author hears of %v", n.Changed)
	}
}

// How much goes on where one may not look is not told by the numbers of what one hears.
func TestAMarkTellsNothingButToUs(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "interoperability", "Who reports a broken scanner?")
	one, other := c.listens("", thread, 1).now().Mark, c.listens("", thread, 1).now().Mark
	if one == "" || one == other {
		t.Errorf("the same place is marked %q and %q", one, other)
	}
	again := notify.New(c.db)
	again.SealWith([]byte("a key"))
	for _, mark := range []string{"", "1", "%", one[1:], strings.Repeat("A", len(one)), one} { // the last is of another key
		l := again.Listen(notify.Ask{Threads: map[int64]int{thread.ID: 1}, From: mark})
		if n, err := l.Hear(ctx); err != nil || n.Mark == "" {
			t.Errorf("from %q: %v, %v", mark, n, err)
		}
		l.Leave()
	}
}
