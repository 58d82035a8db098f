package ribbon_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
	"commonroom/models/ribbon"
	"commonroom/models/space/spacetest"
)

var ctx = context.Background()

var atOnce = dbtest.AtOnce

var morning = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// site is a store with a few people, of whom one alone is in a private room.
type site struct {
	*ribbon.Store
	t                 *testing.T
	db                *db.DB
	talk              *discuss.Store
	ann, bob, insider member.Member
	visitor           member.Member
	applicant         member.Member
}

func newSite(t *testing.T) *site {
	t.Helper()
	d := dbtest.Open(t)
	dbtest.At(d, morning)
	s := &site{Store: ribbon.New(d), t: t, db: d, talk: discuss.New(d, models.Limits{})}
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := membertest.Confirm(ctx, tx, map[string]*member.Member{"ann": &s.ann, "bob": &s.bob, "insider": &s.insider}); err != nil {
			return err
		}
		_, err := spacetest.Group(ctx, tx, "rotas", s.insider)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.applicant = member.Member{ID: s.bob.ID, State: member.Applicant}
	return s
}

func (s *site) start(by member.Member, board string) discuss.Thread {
	s.t.Helper()
	t, err := s.talk.Start(ctx, by, discuss.NewThread{Board: board, Title: "Rotas", Body: "Who is on call?", Key: rand.Text()})
	if err != nil {
		s.t.Fatal(err)
	}
	return t
}

// said has somebody post n times in a thread.
func (s *site) said(by member.Member, t discuss.Thread, n int) {
	s.t.Helper()
	for range n {
		if _, err := s.talk.Reply(ctx, by, t.ID, discuss.NewReply{Body: "I am.", Key: rand.Text()}); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *site) read(by member.Member, t discuss.Thread, number int) {
	s.t.Helper()
	if err := s.Read(ctx, by, t.ID, number); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) choose(by member.Member, t discuss.Thread, how ribbon.Follow) {
	s.t.Helper()
	if err := s.Choose(ctx, by, t.ID, how); err != nil {
		s.t.Fatal(err)
	}
}

// mark is the ribbon of somebody in a thread.
func (s *site) mark(by member.Member, t discuss.Thread) ribbon.Ribbon {
	s.t.Helper()
	marks, err := s.Of(ctx, by, t.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return marks[t.ID]
}

// want fails the test unless somebody has read a thread up to a post and follows it so.
func (s *site) want(what string, by member.Member, t discuss.Thread, readTo int, how ribbon.Follow) {
	s.t.Helper()
	got, want := s.mark(by, t), ribbon.Ribbon{ThreadID: t.ID, ReadTo: readTo, Follow: how}
	got.Next, got.New = 0, 0
	if got != want {
		s.t.Errorf("%s: the ribbon is %+v, want %+v", what, got, want)
	}
}

func (s *site) count(query string, args ...any) int {
	s.t.Helper()
	n, err := db.Value[int](ctx, s.db, query, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}
