package discuss

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/member"
)

func joining(to Thread) NewMerge {
	return NewMerge{Into: "https://commonroom.example" + to.Path() + "#post-2", Reason: "The same question.", Key: key()}
}

func TestAThreadJoinsAnother(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	into, from := s.talks("interoperability", "First", 3), s.talks("interoperability", "Second", 3)
	s.later(time.Hour)
	p, err := s.Merge(ctx, s.carol, from.ID, joining(into))
	if err != nil || p.Path() != into.PostPath(4) {
		t.Fatalf("leads to %s, %v", p.Path(), err)
	}
	if got, want := s.told(s.visitor, into, 1), "1 The first post of First\n2 First 2 >1\n3 First 3 >2\n4 The first post of Second\n5 Second 2 >4\n6 Second 3 >5"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, by := range []member.Member{s.visitor, s.bob, s.carol} {
		_, err := s.Thread(ctx, by, from.ID)
		wantKind(t, by.Name+" opens what has gone", err, models.KindNotFound)
		if there, err := s.Joined(ctx, by, from.ID); err != nil || there.Path() != into.PostPath(4) {
			t.Errorf("%s is led to %s, %v", by.Name, there.Path(), err)
		}
	}
	if b, err := s.Board(ctx, s.carol, s.space("interoperability"), "", ""); err != nil || len(b.Threads) != 1 {
		t.Errorf("the board lists %d threads, %v", len(b.Threads), err)
	}
	if n := s.count(`SELECT count(*) FROM actions WHERE verb = 'merge' AND thread_id = $1 AND from_thread_id = $2 AND subject_id = $3`, into.ID, from.ID, s.bob.ID); n != 1 {
		t.Errorf("%d actions are recorded, want 1", n)
	}
	s.numbered()
}

func TestAChainOfThreadsLeadsToItsEnd(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a, b, c := s.talks("interoperability", "A", 2), s.talks("interoperability", "B", 2), s.talks("interoperability", "C", 2)
	for _, pair := range [][2]Thread{{a, b}, {b, c}} {
		if _, err := s.Merge(ctx, s.carol, pair[0].ID, joining(pair[1])); err != nil {
			t.Fatal(err)
		}
	}
	for thread, want := range map[int64]int{a.ID: 5, b.ID: 3} {
		if p, err := s.Joined(ctx, s.visitor, thread); err != nil || p.Path() != c.PostPath(want) {
			t.Errorf("thread %d leads to %s, want %s (%v)", thread, p.Path(), c.PostPath(want), err)
		}
	}
	s.numbered()
}

func TestWhatMayJoinWhat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	open, other, members := s.talks("interoperability", "Open", 2), s.talks("interoperability", "Other", 2), s.talks("welcome", "Members", 2)
	inside, document := s.thread(s.insider, "rotas", "Ours"), s.document()
	for _, c := range []struct {
		says     string
		by       member.Member
		from, to Thread
		want     models.Kind
	}{
		{"a member", s.bob, open, other, models.KindForbidden},
		{"a visitor", s.visitor, open, other, models.KindSignIn},
		{"itself", s.carol, open, open, models.KindInvalid},
		{"a thread that the committee cannot see", s.carol, open, inside, models.KindInvalid},
		{"a thread that is none", s.carol, open, Thread{Kind: Discussion, ID: 9999, Slug: "none"}, models.KindInvalid},
		{"members' words to everybody", s.carol, members, open, models.KindInvalid},
		{"a document", s.carol, document, open, models.KindForbidden},
		{"a discussion, the comments of a document", s.carol, other, document, ""},
		{"everybody's words to members", s.carol, open, members, ""},
	} {
		_, err := s.Merge(ctx, c.by, c.from.ID, joining(c.to))
		wantKind(t, c.says, err, c.want)
	}
	s.numbered()
}

func TestManyMergesAtOnceAreOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	into, from := s.talks("interoperability", "First", 2), s.talks("interoperability", "Second", 3)
	errs := make([]error, 50)
	atOnce(50, func(i int) { _, errs[i] = s.Merge(ctx, s.carol, from.ID, joining(into)) })
	won := 0
	for i, err := range errs {
		if err == nil {
			won++
			continue
		}
		wantKind(t, fmt.Sprint("merge ", i), err, models.KindNotFound)
	}
	if n := s.count(`SELECT count(*) FROM actions`); won != 1 || n != 1 || s.again(into).Posts != 5 {
		t.Errorf("%d happened, %d are recorded, %d posts", won, n, s.again(into).Posts)
	}
}

func TestWhatWasDecidedGoesWithAPost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	into, from := s.talks("interoperability", "First", 2), s.talks("interoperability", "Second", 3)
	list, err := s.Posts(ctx, s.visitor, from, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.DecidePost(ctx, s.carol, "hide", list[2].ID, under(3)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(ctx, s.carol, from.ID, joining(into)); err != nil {
		t.Fatal(err)
	}
	if got := s.told(s.bob, into, 1); !strings.HasSuffix(got, "\n4 Second 2 >3\n5 Second 3 >4") {
		t.Errorf("its author reads\n%s", got)
	}
	if got := s.told(s.visitor, into, 1); !strings.HasSuffix(got, "\n5  >4") {
		t.Errorf("a visitor reads\n%s", got)
	}
}
