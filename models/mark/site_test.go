package mark

import (
	"context"
	"crypto/rand"
	"strings"
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
)

var ctx = context.Background()

// morning is where the clock of these tests stands at first.
var morning = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// site is a store with a few people, and a thread of ann's.
type site struct {
	*Store
	t        *testing.T
	discuss  *discuss.Store
	ann, bob member.Member
	carol    member.Member // of the committee
	visitor  member.Member
	thread   discuss.Thread
}

func newSite(t *testing.T) *site {
	t.Helper()
	d := dbtest.Open(t)
	dbtest.At(d, morning)
	s := &site{Store: New(d), t: t, discuss: discuss.New(d, models.Limits{})}
	s.ann, s.bob, s.carol = s.admit("ann"), s.admit("bob"), s.admit("carol")
	s.carol.Terms = membertest.OnCommittee()
	var err error
	s.thread, err = s.discuss.Start(ctx, s.ann, discuss.NewThread{Board: "questions", Title: "Who has done this?", Body: "We have not.", Key: rand.Text()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *site) admit(handle string) (m member.Member) {
	s.t.Helper()
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		name := strings.ToUpper(handle[:1]) + handle[1:]
		m, err = membertest.Insert(ctx, tx, member.Member{Handle: handle, Name: name, State: member.Confirmed, Admitted: morning.AddDate(-1, 0, 0)})
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

// said has somebody answer in the thread.
func (s *site) said(by member.Member, words string) discuss.Placed {
	s.t.Helper()
	p, err := s.discuss.Reply(ctx, by, s.thread.ID, discuss.NewReply{Body: words, Key: rand.Text()})
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// hide has the committee hide a post.
func (s *site) hide(p discuss.Placed) {
	s.t.Helper()
	_, err := s.discuss.DecidePost(ctx, s.carol, moderation.Hide, p.Post.ID, moderation.NewDecision{Rule: 3, Reason: "It is about another subject.", Key: rand.Text()})
	if err != nil {
		s.t.Fatal(err)
	}
}

// again reads a post anew.
func (s *site) again(p discuss.Placed) discuss.Placed {
	s.t.Helper()
	p, err := s.discuss.Post(ctx, s.carol, p.Post.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (s *site) acts(verb activity.Verb) int {
	return s.count(`SELECT count(*) FROM activity WHERE verb = $1`, verb)
}

// count is what a query counts.
func (s *site) count(query string, args ...any) int {
	s.t.Helper()
	n, err := db.Value[int](ctx, s.db, query, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// atOnce runs act fifty times at once, and fails the test for each that fails.
func (s *site) atOnce(act func() error) {
	s.t.Helper()
	dbtest.AtOnce(50, func(int) {
		if err := act(); err != nil {
			s.t.Error(err)
		}
	})
}

func wantKind(t *testing.T, what string, err error, want models.Kind) {
	t.Helper()
	if got := models.KindOf(err); got != want {
		t.Errorf("%s: got %q (%v), want %q", what, got, err, want)
	}
}
