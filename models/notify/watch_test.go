package notify_test

import (
	"testing"

	"commonroom/models/discuss"
	"commonroom/models/ribbon"
)

func (c *club) choose(who string, thread discuss.Thread, how ribbon.Follow) {
	c.t.Helper()
	if err := ribbon.New(c.db).Choose(ctx, c.people[who], thread.ID, how); err != nil {
		c.t.Fatal(err)
	}
}

func TestWhoWatchesIsToldOfEachPostOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread := c.start("ann", "questions", "Who reports a broken scanner?")
	c.choose("cat", thread, ribbon.Watching)
	c.choose("dee", thread, ribbon.Following)
	c.reply("ben", thread, 0, "Nobody.")
	c.reply("cat", thread, 0, "We do.")
	c.reply("ben", thread, 3, "Who is we, @cat?")
	c.want("cat", "ben replied in “Scanners”", "ben posted in “Scanners”")
	c.want("dee")
	c.choose("ann", thread, ribbon.Watching)
	c.reply("ben", thread, 0, "Nobody?")
	c.reply("ben", thread, 0, "Anybody?")
	c.want("ann", "ben posted in “Scanners”", "ben posted in “Scanners”", "ben replied in “Scanners”")
}

func TestWhoMutesAThreadIsToldNothingOfWhatIsSaidThere(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread, other := c.start("ann", "questions", "Who reports a broken scanner?"), c.start("ann", "questions", "And a printer?")
	c.reply("ben", thread, 0, "Nobody.")
	c.want("ann", "ben replied in “Scanners”")
	for _, who := range []string{"ann", "ben", "cat"} {
		c.choose(who, thread, ribbon.Muted)
	}
	c.reply("dee", thread, 1, "Somebody must.")
	c.reply("dee", thread, 2, "Nobody at all, @cat?")
	c.want("ann", "ben replied in “Scanners”")
	c.want("ben")
	c.want("cat")
	c.reply("dee", other, 1, "Ask @cat.")
	c.want("ann", "dee replied in “Scanners”", "ben replied in “Scanners”")
	c.want("cat", "dee mentioned you in “Scanners”")
}

func TestReadingPostsReadsTheirNotices(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	thread, other := c.start("ann", "questions", "Who reports a broken scanner?"), c.start("ann", "questions", "And a printer?")
	c.reply("ben", thread, 1, "Nobody.")
	c.reply("cat", thread, 1, "We do.")
	c.reply("cat", other, 1, "We do.")
	c.told("ann")
	for _, step := range []struct{ upTo, left int }{{1, 3}, {2, 2}, {2, 2}, {3, 1}} {
		if err := c.notify.ReadIn(ctx, c.people["ann"], thread.ID, step.upTo); err != nil {
			t.Fatal(err)
		}
		if n, err := c.notify.Unread(ctx, c.people["ann"]); n != step.left || err != nil {
			t.Errorf("read up to %d: got %d unread, %v; want %d", step.upTo, n, err, step.left)
		}
	}
}
