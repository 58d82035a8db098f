package draft_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
	"commonroom/models/space/spacetest"
)

var ctx = context.Background()

var atOnce = dbtest.AtOnce

var morning = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// site is a store with two members, and a private room with one of them in it.
type site struct {
	*draft.Store
	t        *testing.T
	db       *db.DB
	talk     *discuss.Store
	ann, bob member.Member
	room     int64
	thread   discuss.Thread // for members, by bob
}

func newSite(t *testing.T) *site {
	t.Helper()
	d := dbtest.Open(t)
	dbtest.At(d, morning)
	s := &site{Store: draft.New(d), t: t, db: d, talk: discuss.New(d, models.Limits{})}
	err := d.Write(ctx, func(tx *db.Tx) (err error) {
		if err := membertest.Confirm(ctx, tx, map[string]*member.Member{"ann": &s.ann, "bob": &s.bob}); err != nil {
			return err
		}
		s.room, err = spacetest.Group(ctx, tx, "rotas", s.bob)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.thread = s.start("welcome")
	return s
}

// start has bob start a thread on a board.
func (s *site) start(board string) discuss.Thread {
	s.t.Helper()
	t, err := s.talk.Start(ctx, s.bob, discuss.NewThread{Board: board, Title: "Rotas", Body: "Who is on call?", Key: rand.Text()})
	if err != nil {
		s.t.Fatal(err)
	}
	return t
}

func (s *site) leave(by member.Member) {
	s.t.Helper()
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE space_members SET here = FALSE WHERE member_id = $1`, by.ID)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// window is one open form of a member: what its script remembers.
type window struct {
	s    *site
	by   member.Member
	form draft.Unsent
}

// opens has a member open the form that answers in a thread, to go on with a draft or with nothing.
func (s *site) opens(by member.Member, t discuss.Thread, d *draft.Draft) *window {
	w := &window{s: s, by: by, form: draft.Unsent{Place: draft.Place{Form: draft.Reply, ID: t.ID}, Key: rand.Text()}}
	if d != nil {
		w.form.Follow(*d)
	}
	return w
}

// writes has the form hold other words, and saves them.
func (w *window) writes(words string) draft.Kept {
	w.s.t.Helper()
	w.form.Turn++
	k := w.sends(words)
	w.form.Draft, w.form.DraftSeq = k.ID, k.Seq
	return k
}

// sends saves words; the answer does not arrive.
func (w *window) sends(words string) draft.Kept {
	w.s.t.Helper()
	w.form.Fields = draft.Fields{"body": {words}}
	k, err := w.s.Save(ctx, w.by, w.form)
	if err != nil {
		w.s.t.Fatal(err)
	}
	return k
}

// reply is the form as it is sent.
func (w *window) reply() discuss.NewReply {
	return discuss.NewReply{Body: w.form.Fields.Get("body"), Ref: w.form.Ref, Key: w.form.Key}
}

func (s *site) drafts(by member.Member) []draft.Draft {
	s.t.Helper()
	list, err := s.Drafts(ctx, by)
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

// want fails the test unless these are the words of all drafts, the latest first.
func (s *site) want(what string, by member.Member, words ...string) {
	s.t.Helper()
	list := s.drafts(by)
	ok := len(list) == len(words)
	for i := range min(len(list), len(words)) {
		ok = ok && list[i].Fields.Get("body") == words[i]
	}
	if !ok {
		s.t.Errorf("%s: the drafts are %v, want %q", what, list, words)
	}
}

func (s *site) later(by time.Duration) { dbtest.At(s.db, s.db.Now().Add(by)) }
