package ribbon_test

import (
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/ribbon"
)

// waits fails the test unless this many threads are unread and new to somebody, as they are listed
// and as they are counted.
func (s *site) waits(what string, by member.Member, unread, fresh int) {
	s.t.Helper()
	count, err := s.talk.Waiting(ctx, by)
	if err != nil {
		s.t.Fatal(err)
	}
	one, err := s.talk.Unread(ctx, by, "")
	if err != nil {
		s.t.Fatal(err)
	}
	two, err := s.talk.Fresh(ctx, by, "")
	if err != nil {
		s.t.Fatal(err)
	}
	want := discuss.Waiting{Unread: unread, New: fresh}
	if listed := (discuss.Waiting{Unread: len(one.Items), New: len(two.Items)}); count != want || listed != want {
		s.t.Errorf("%s: %+v are counted and %+v listed, want %+v", what, count, listed, want)
	}
}

func (s *site) later(by time.Duration) { dbtest.At(s.db, s.db.Now().Add(by)) }

// all is a form that marks everything as read.
func (s *site) all() ribbon.AllRead {
	return ribbon.AllRead{At: s.db.Now().UnixMilli(), Key: rand.Text()}
}

func TestWhatIsNewBecomesReadAndThenUnread(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.later(time.Minute)
	thread := s.start(s.ann, "welcome")
	s.start(s.insider, "rotas")
	s.waits("somebody else's thread", s.bob, 0, 1)
	s.waits("whoever wrote it", s.ann, 0, 0)
	s.waits("a visitor", s.visitor, 0, 0)
	s.waits("whoever reads the private room", s.insider, 0, 1)
	s.read(s.bob, thread, 1)
	s.waits("once it is opened", s.bob, 0, 0)
	s.said(s.ann, thread, 2)
	s.waits("with new posts", s.bob, 1, 0)
	s.read(s.bob, thread, 3)
	s.waits("once they are read", s.bob, 0, 0)
}

func TestWhatIsUnreadDependsOnHowItIsFollowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		how         ribbon.Follow
		soon, later int
	}{{ribbon.None, 1, 0}, {ribbon.Following, 1, 1}, {ribbon.Watching, 1, 1}, {ribbon.Muted, 0, 0}} {
		s := newSite(t)
		thread := s.start(s.ann, "welcome")
		s.read(s.bob, thread, 1)
		s.choose(s.bob, thread, c.how)
		s.said(s.ann, thread, 1)
		s.waits(fmt.Sprintf("the next day, %q", c.how), s.bob, c.soon, 0)
		s.later(ribbon.FreshFor + time.Hour)
		s.waits(fmt.Sprintf("a month later, %q", c.how), s.bob, c.later, 0)
	}
}

func TestNothingOldOrMutedIsNew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.later(time.Minute)
	s.start(s.ann, "welcome")
	muted := s.start(s.ann, "welcome")
	s.waits("two threads", s.bob, 0, 2)
	s.choose(s.bob, muted, ribbon.Muted)
	s.waits("one of them muted", s.bob, 0, 1)
	s.later(ribbon.FreshFor + time.Hour)
	s.waits("a month later", s.bob, 0, 0)
}

func TestMarkingEverythingReadIsUndone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.later(time.Minute)
	first, second, third := s.start(s.ann, "welcome"), s.start(s.ann, "welcome"), s.start(s.ann, "welcome")
	s.start(s.ann, "welcome")
	for _, thread := range []discuss.Thread{first, second, third} {
		s.read(s.bob, thread, 1)
		s.said(s.ann, thread, 2)
	}
	s.waits("before", s.bob, 3, 1)
	form := s.all()
	s.later(time.Minute)
	s.said(s.ann, third, 1) // after the page was drawn
	read, err := s.ReadAll(ctx, s.bob, form)
	if err != nil {
		t.Fatal(err)
	}
	s.waits("all is read, but what came since", s.bob, 1, 1)
	s.want("what is read", s.bob, first, 3, ribbon.None)
	s.said(s.ann, second, 1)
	s.read(s.bob, second, 4)
	if err := s.Undo(ctx, s.bob, read); err != nil {
		t.Fatal(err)
	}
	s.want("undone", s.bob, first, 1, ribbon.None)
	s.want("what was read since", s.bob, second, 4, ribbon.None)
	s.waits("undone", s.bob, 2, 1)
}

func TestMarkingNewThreadsSeenIsUndone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.later(time.Minute)
	s.start(s.ann, "welcome")
	form := s.all()
	s.later(time.Minute)
	s.start(s.ann, "welcome")
	s.waits("before", s.bob, 0, 2)
	seen, err := s.SeenAll(ctx, s.bob, form)
	if err != nil {
		t.Fatal(err)
	}
	s.waits("but for what came since", s.bob, 0, 1)
	s.waits("somebody else", s.insider, 0, 2)
	if err := s.Undo(ctx, s.ann, seen); err != nil {
		t.Fatal(err)
	}
	s.waits("another's undoing", s.bob, 0, 1)
	if err := s.Undo(ctx, s.bob, seen); err != nil {
		t.Fatal(err)
	}
	s.waits("undone", s.bob, 0, 2)
}

// A form dated wrong reads nothing that is not there yet, and one sent fifty times counts once.
func TestEverythingIsMarkedReadOnceAForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.later(time.Minute)
	form := s.all()
	form.At += time.Hour.Milliseconds()
	atOnce(50, func(int) {
		if n, err := s.SeenAll(ctx, s.bob, form); err != nil || n != 1 {
			t.Errorf("got marking %d, %v", n, err)
		}
	})
	if n := s.count(`SELECT count(*) FROM activity WHERE verb = 'all-read'`); n != 1 {
		t.Errorf("%d markings are recorded, want 1", n)
	}
	s.later(time.Minute)
	s.start(s.ann, "welcome")
	s.waits("what came after", s.bob, 0, 1)
	if _, err := s.ReadAll(ctx, s.applicant, s.all()); models.KindOf(err) != models.KindForbidden {
		t.Errorf("an applicant: got %v", err)
	}
}

func TestUnreadThreadsAreWalked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for range 60 {
		s.read(s.bob, s.start(s.ann, "welcome"), 0)
	}
	seen := map[int64]int{}
	for cursor := ""; ; {
		page, err := s.talk.Unread(ctx, s.bob, cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, thread := range page.Items {
			seen[thread.ID]++
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(seen) != 60 {
		t.Errorf("%d threads are met, want 60", len(seen))
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("thread %d is met %d times", id, n)
		}
	}
}
