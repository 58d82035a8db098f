package search_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
	"commonroom/models/moderation"
	"commonroom/models/practice"
	"commonroom/models/project"
	"commonroom/models/search"
	"commonroom/models/space/spacetest"
)

var ctx = context.Background()

// morning is when the clock starts in these tests.
var morning = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// place is a site to search in, with a few people and a private group, rotas, of the insider's.
type place struct {
	*testing.T
	db        *db.DB
	search    *search.Store
	members   *member.Store
	talk      *discuss.Store
	practices *practice.Store
	projects  *project.Store

	ann, bob, carol, insider member.Member // carol is on the committee
	visitor                  member.Member
}

func newPlace(t *testing.T) *place {
	t.Helper()
	d := dbtest.Open(t)
	dbtest.At(d, morning)
	free := models.Limits{}
	p := &place{T: t, db: d, search: search.New(d), members: member.New(d),
		talk: discuss.New(d, free), practices: practice.New(d, free), projects: project.New(d, free)}
	p.write(func(tx *db.Tx) error {
		for handle, m := range map[string]*member.Member{"ann": &p.ann, "bob": &p.bob, "carol": &p.carol, "insider": &p.insider} {
			var err error
			*m, err = membertest.Insert(ctx, tx, member.Member{Handle: handle, Name: "The " + handle, State: member.Confirmed})
			if err != nil {
				return err
			}
			if err := index.Put(ctx, tx, index.Member(m.ID)); err != nil {
				return err
			}
		}
		_, err := spacetest.Group(ctx, tx, "rotas", p.insider)
		return err
	})
	p.carol.Terms = membertest.OnCommittee()
	return p
}

func (p *place) write(act func(tx *db.Tx) error) {
	p.Helper()
	if err := p.db.Write(ctx, act); err != nil {
		p.Fatal(err)
	}
}

// can ends the test if what somebody was to do failed.
func (p *place) can(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func key() string { return rand.Text() }

func (p *place) thread(by member.Member, board, title, body string) discuss.Thread {
	p.Helper()
	t, err := p.talk.Start(ctx, by, discuss.NewThread{Board: board, Title: title, Body: body, Key: key()})
	p.can(err)
	return t
}

func (p *place) reply(by member.Member, t discuss.Thread, body string) discuss.Placed {
	p.Helper()
	said, err := p.talk.Reply(ctx, by, t.ID, discuss.NewReply{Body: body, Key: key()})
	p.can(err)
	return said
}

func (p *place) practice(by member.Member, title, body string) practice.Practice {
	p.Helper()
	d, err := p.practices.Write(ctx, by, practice.NewPractice{Board: "practices", Title: title, Summary: "In short.", Body: body, Key: key()})
	p.can(err)
	d, err = p.practices.Publish(ctx, by, d.ID)
	p.can(err)
	return d
}

func (p *place) decide(verb moderation.Verb, threadID int64, to int64) {
	p.Helper()
	_, err := p.talk.Decide(ctx, p.carol, verb, threadID, moderation.NewDecision{Rule: 3, Reason: "It is about something else.", ToSpace: to, Key: key()})
	p.can(err)
}

func (p *place) decidePost(verb moderation.Verb, postID int64) {
	p.Helper()
	_, err := p.talk.DecidePost(ctx, p.carol, verb, postID, moderation.NewDecision{Rule: 3, Reason: "It is about something else.", Key: key()})
	p.can(err)
}

func (p *place) space(slug string) int64 {
	p.Helper()
	id, err := db.Value[int64](ctx, p.db, `SELECT s.id FROM spaces s WHERE s.slug = $1`, slug)
	p.can(err)
	return id
}

// find gives the addresses of what is found, in order.
func (p *place) find(by member.Member, q search.Query) (paths []string) {
	p.Helper()
	r, err := p.search.Find(ctx, by, q)
	p.can(err)
	if r.Wider {
		return nil // it has not all the words
	}
	for _, h := range r.Hits {
		paths = append(paths, h.Path())
	}
	return paths
}

// finds fails unless the words find these and no more, in any order.
func (p *place) finds(says string, by member.Member, text string, want ...string) {
	p.Helper()
	got := p.find(by, search.Query{Text: text})
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		p.Errorf("%s: %q finds %v, want %v", says, text, got, want)
	}
}

func post(id int64) string { return fmt.Sprint("/posts/", id) }
