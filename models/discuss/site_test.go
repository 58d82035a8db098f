package discuss

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
	"commonroom/models/member"
	"commonroom/models/member/membertest"
	"commonroom/models/moderation"
	"commonroom/models/space"
	"commonroom/models/space/spacetest"
)

var ctx = context.Background()

var atOnce = dbtest.AtOnce

// start of the clock in these tests.
var morning = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// site is a store with a handful of people and a private group beside the boards that every
// site has.
type site struct {
	*Store
	t       *testing.T
	ann     member.Member // a member
	bob     member.Member // another
	carol   member.Member // of the committee
	insider member.Member // of the group
	newbie  member.Member // admitted an hour ago
	visitor member.Member
}

// newSite gives a site without limits on how often one may post.
func newSite(t *testing.T) *site { return limitedSite(t, models.Limits{}) }

func limitedSite(t *testing.T, limits models.Limits) *site {
	t.Helper()
	d := dbtest.Open(t)
	dbtest.At(d, morning)
	s := &site{Store: New(d, limits), t: t}
	s.write(func(tx *db.Tx) error {
		for handle, m := range map[string]*member.Member{"ann": &s.ann, "bob": &s.bob, "carol": &s.carol, "insider": &s.insider, "newbie": &s.newbie} {
			*m = s.admit(tx, handle)
		}
		_, err := spacetest.Group(ctx, tx, "rotas", s.insider)
		return err
	})
	s.carol.Terms = membertest.OnCommittee()
	return s
}

func (s *site) admit(tx *db.Tx, handle string) member.Member {
	s.t.Helper()
	admitted := morning.AddDate(-1, 0, 0)
	if handle == "newbie" {
		admitted = morning.Add(-time.Hour)
	}
	name := strings.ToUpper(handle[:1]) + handle[1:]
	m, err := membertest.Insert(ctx, tx, member.Member{Handle: handle, Name: name, State: member.Confirmed, Admitted: admitted})
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

func (s *site) write(act func(tx *db.Tx) error) {
	s.t.Helper()
	if err := s.db.Write(ctx, act); err != nil {
		s.t.Fatal(err)
	}
}

// later moves the clock on.
func (s *site) later(by time.Duration) { dbtest.At(s.db, s.db.Now().Add(by)) }

// thread starts a discussion.
func (s *site) thread(by member.Member, board, title string) Thread {
	s.t.Helper()
	t, err := s.Start(ctx, by, NewThread{Board: board, Title: title, Body: "The first post of " + title, Key: key()})
	if err != nil {
		s.t.Fatal(err)
	}
	return t
}

// said answers in a thread.
func (s *site) said(by member.Member, t Thread, body string) Placed {
	s.t.Helper()
	p, err := s.Reply(ctx, by, t.ID, NewReply{Body: body, Key: key()})
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// document makes what a practice of ann's would: a published thread without posts.
func (s *site) document() (t Thread) {
	s.t.Helper()
	s.write(func(tx *db.Tx) error {
		h, err := NewHeading("Ten top calls", "", "service desk")
		if err != nil {
			return err
		}
		id, err := Open(ctx, tx, s.ann, Opening{Space: s.space("practices").ID, Kind: Practice, Heading: h, Published: true})
		if err != nil {
			return err
		}
		t, err = Find(ctx, tx, s.ann, tx.Now, Practice, id)
		return err
	})
	return t
}

func (s *site) space(slug string) space.Space {
	s.t.Helper()
	sp, err := space.New(s.db).Space(ctx, s.insider, slug)
	if err != nil {
		s.t.Fatal(err)
	}
	return sp
}

// again reads a thread anew.
func (s *site) again(t Thread) Thread {
	s.t.Helper()
	t, err := s.Thread(ctx, s.carol, t.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return t
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

func (s *site) acts(verb activity.Verb) int {
	return s.count(`SELECT count(*) FROM activity WHERE verb = $1`, verb)
}

// key is the key of a form nobody has sent yet.
func key() string { return rand.Text() }

// under is a decision with a rule and a reason.
func under(rule int) moderation.NewDecision {
	return moderation.NewDecision{Rule: rule, Reason: "It is about another subject.", Key: key()}
}

func wantKind(t *testing.T, what string, err error, want models.Kind) {
	t.Helper()
	if got := models.KindOf(err); got != want {
		t.Errorf("%s: got %q (%v), want %q", what, got, err, want)
	}
}

// post is the one with a number in a thread, as the committee sees it.
func (s *site) post(t Thread, number int) Placed {
	s.t.Helper()
	id, err := db.Value[int64](ctx, s.db, `SELECT id FROM posts WHERE thread_id = $1 AND number = $2`, t.ID, number)
	if err != nil {
		s.t.Fatal(err)
	}
	p, err := s.Post(ctx, s.ann, id)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}
