package ribbon_test

import (
	"crypto/rand"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member/membertest"
	"commonroom/models/ribbon"
)

// id is that of a post by its number.
func (s *site) id(t discuss.Thread, number int) int64 {
	s.t.Helper()
	return int64(s.count(`SELECT id FROM posts WHERE thread_id = $1 AND number = $2`, t.ID, number))
}

// withdraw has ann take back a post of hers, or put it back.
func (s *site) withdraw(t discuss.Thread, number int, back bool) {
	s.t.Helper()
	act := s.talk.Withdraw
	if back {
		act = s.talk.PutBack
	}
	if _, err := act(ctx, s.ann, s.id(t, number)); err != nil {
		s.t.Fatal(err)
	}
}

// hide has the committee hide a post.
func (s *site) hide(t discuss.Thread, number int) {
	s.t.Helper()
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE posts SET hidden = TRUE WHERE thread_id = $1 AND number = $2`, t.ID, number)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// wantNew fails the test unless bob reads on at a post of a thread, where this many are new to him, and
// the thread waits for him if any is.
func (s *site) wantNew(what string, t discuss.Thread, at, fresh int) {
	s.t.Helper()
	if got := s.mark(s.bob, t); got.Next != at || got.New != fresh {
		s.t.Errorf("%s: bob reads on at %d, with %d new, want %d and %d", what, got.Next, got.New, at, fresh)
	}
	s.waits(what, s.bob, min(fresh, 1), 0)
}

func TestWhatNobodyCanReadIsNotNew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.later(time.Minute)
	thread := s.start(s.ann, "interoperability")
	s.read(s.bob, thread, 1)
	s.said(s.ann, thread, 3)
	s.wantNew("three posts", thread, 2, 3)
	s.withdraw(thread, 2, false)
	s.wantNew("the first withdrawn", thread, 3, 2)
	s.hide(thread, 3)
	s.wantNew("the second hidden", thread, 4, 1)
	s.withdraw(thread, 4, false)
	s.wantNew("the third withdrawn", thread, 0, 0)
	s.withdraw(thread, 4, true)
	s.wantNew("the third put back", thread, 4, 1)
	s.read(s.bob, thread, 4)
	s.wantNew("read", thread, 0, 0)
}

func TestWhatHasLeftAThreadIsNotNewInIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.later(time.Minute)
	thread, chair := s.start(s.ann, "interoperability"), s.insider
	chair.Terms = membertest.OnCommittee()
	s.read(s.bob, thread, 2)
	s.said(s.ann, thread, 3)
	s.read(s.bob, thread, 2)
	made, err := s.talk.Split(ctx, chair, thread.ID, discuss.NewSplit{
		Posts: []int{3, 4}, ToSpace: thread.Space.ID, Title: "Bleeps", Reason: "It is about bleeps.", Key: rand.Text()})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.mark(s.bob, thread); got.Next != 0 || got.New != 0 {
		t.Errorf("bob reads on at %d, with %d new, where nothing is", got.Next, got.New)
	}
	if got := s.mark(s.bob, made); got.Next != 1 || got.New != 2 {
		t.Errorf("bob reads on at %d, with %d new, in the thread that two posts made", got.Next, got.New)
	}
}

func TestWhoPostsBehindWhatNobodyCanReadHasReadUpToThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.start(s.ann, "welcome")
	s.read(s.bob, thread, 1)
	s.said(s.ann, thread, 1)
	s.withdraw(thread, 2, false)
	s.said(s.bob, thread, 1)
	s.want("behind a withdrawn post", s.bob, thread, 3, ribbon.Following)
}
