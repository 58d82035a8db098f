package discuss

import (
	"testing"
	"time"

	"commonroom/models/db/dbtest"
	"commonroom/models/index"
	"commonroom/models/member"
)

// counts fails the test unless this many replies stand in a thread, whose highest number is given.
func (s *site) counts(what string, t Thread, replies, highest int) {
	s.t.Helper()
	if got := s.again(t); got.Replies() != replies || got.Posts != highest {
		s.t.Errorf("%s: %d replies and the highest number is %d, want %d and %d", what, got.Replies(), got.Posts, replies, highest)
	}
}

func TestRepliesAreThoseThatStandAndNumbersGoOn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	from := s.talks("interoperability", "Talk", 4)
	s.counts("at first", from, 3, 4)
	made, err := s.Split(ctx, s.carol, from.ID, s.splitting(3, 4))
	if err != nil {
		t.Fatal(err)
	}
	s.counts("once two have left", from, 1, 4)
	s.counts("the thread that they make", made, 1, 2)
	if _, err := s.Merge(ctx, s.carol, made.ID, joining(from)); err != nil {
		t.Fatal(err)
	}
	s.counts("once they are back", from, 3, 6)
	if p := s.said(s.ann, from, "And on"); p.Post.Number != 7 {
		t.Errorf("the next is number %d", p.Post.Number)
	}
	s.counts("with one more", from, 4, 7)
}

func TestAHiddenOrWithdrawnPostIsNoReply(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	document := s.document()
	s.said(s.bob, document, "One")
	s.said(s.ann, document, "Two")
	for name, c := range map[string]struct {
		thread Thread
		first  int // a reply
		all    int
	}{"a discussion": {s.talks("interoperability", "Talk", 3), 2, 2}, "a document": {document, 1, 2}} {
		highest := s.again(c.thread).Posts
		withdrawn, hidden := s.post(c.thread, c.first), s.post(c.thread, c.first+1)
		author := map[int64]member.Member{s.ann.ID: s.ann, s.bob.ID: s.bob}[withdrawn.Post.Author.ID]
		for _, step := range []struct {
			says    string
			replies int
			act     func() error
		}{
			{"hidden", c.all - 1, func() error { _, err := s.DecidePost(ctx, s.carol, "hide", hidden.Post.ID, under(3)); return err }},
			{"and one withdrawn", c.all - 2, func() error { _, err := s.Withdraw(ctx, author, withdrawn.Post.ID); return err }},
			{"and that one hidden too", c.all - 2, func() error {
				_, err := s.DecidePost(ctx, s.carol, "hide", withdrawn.Post.ID, under(3))
				return err
			}},
			{"restored", c.all - 1, func() error { _, err := s.DecidePost(ctx, s.carol, "restore", hidden.Post.ID, under(3)); return err }},
			{"both restored", c.all - 1, func() error {
				_, err := s.DecidePost(ctx, s.carol, "restore", withdrawn.Post.ID, under(3))
				return err
			}},
			{"put back", c.all, func() error { _, err := s.PutBack(ctx, author, withdrawn.Post.ID); return err }},
		} {
			if err := step.act(); err != nil {
				t.Fatal(name, step.says, err)
			}
			s.counts(name+": "+step.says, c.thread, step.replies, highest)
		}
	}
}

func TestADiscussionWhoseFirstPostIsHiddenKeepsItsReplies(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.talks("interoperability", "Talk", 3)
	if _, err := s.DecidePost(ctx, s.carol, "hide", s.post(thread, 1).Post.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	s.counts("without its first", thread, 2, 3)
}

func TestAHiddenPostIsNeverTheLast(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.talks("interoperability", "Talk", 3)
	s.later(time.Hour)
	last := s.said(s.ann, thread, "Buy this")
	if _, err := s.DecidePost(ctx, s.carol, "hide", last.Post.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	if got := s.again(thread); got.LastBy != "Bob" || !got.LastPost.Equal(morning.Add(2*time.Minute)) {
		t.Errorf("the last is by %s at %s", got.LastBy, got.LastPost)
	}
}

// lively tells whether there is one thread that search looks at before others.
func (s *site) lively() bool {
	s.t.Helper()
	first, last := index.Span(index.Lively, index.Lively)
	column := "rowid"
	if dbtest.Postgres() {
		column = "id"
	}
	return s.count(`SELECT count(*) FROM search_index WHERE `+column+` BETWEEN $1 AND $2`, first, last) == 1
}

func TestAThreadIsLivelyByThePostsThatStandInIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.talks("interoperability", "Talk", 8)
	want := func(what string, lively bool) {
		t.Helper()
		if got := s.lively(); got != lively {
			t.Errorf("%s: lively is %t", what, got)
		}
	}
	want("eight posts", true)
	fifth := s.post(thread, 5)
	if _, err := s.DecidePost(ctx, s.carol, "hide", fifth.Post.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	want("seven of eight", false)
	s.said(s.ann, thread, "One more")
	want("eight of nine", true)
	if _, err := s.Split(ctx, s.carol, thread.ID, s.splitting(7, 8)); err != nil {
		t.Fatal(err)
	}
	want("six of nine", false)
}

func TestALongThreadIsLongByThePostsThatStandInIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		thread Thread
		want   bool
	}{
		{Thread{Kind: Discussion, Posts: 51}, true},
		{Thread{Kind: Discussion, Posts: 50}, false},
		{Thread{Kind: Discussion, Posts: 60, Gone: 10}, false},
		{Thread{Kind: Practice, Posts: 60, Gone: 9}, true},
	} {
		if got := c.thread.Long(); got != c.want {
			t.Errorf("%d posts without %d: long is %t", c.thread.Posts, c.thread.Gone, got)
		}
	}
}
