package discuss

import (
	"slices"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/moderation"
)

// speaksFrom puts perspectives on the profile of a member.
func (s *site) speaksFrom(m member.Member, perspectives ...string) {
	s.t.Helper()
	s.write(func(tx *db.Tx) error {
		for _, slug := range perspectives {
			if _, err := db.Exec(ctx, tx, `INSERT INTO member_perspectives (member_id, perspective) VALUES ($1, $2)`, m.ID, slug); err != nil {
				return err
			}
		}
		return nil
	})
}

// heard are the perspectives that a thread has heard, and those it asks for.
func (s *site) heard(by member.Member, t Thread) (heard, asked []string) {
	s.t.Helper()
	voices, err := s.Heard(ctx, by, t)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, v := range voices {
		if v.Heard {
			heard = append(heard, v.Slug)
		}
		if v.Asked {
			asked = append(asked, v.Slug)
		}
	}
	return heard, asked
}

func (s *site) wantHeard(what string, t Thread, want ...string) {
	s.t.Helper()
	if heard, _ := s.heard(s.bob, t); !slices.Equal(heard, want) {
		s.t.Errorf("%s: heard are %v, want %v", what, heard, want)
	}
}

func TestAThreadHasHeardThePerspectivesOfThoseWhosePostsStand(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.speaksFrom(s.ann, "nursing-and-midwifery", "medical")
	s.speaksFrom(s.bob, "data-and-analysis")
	s.speaksFrom(s.insider, "technology-and-engineering")
	thread := s.thread(s.ann, "interoperability", "Handover")
	s.wantHeard("the opener's", thread, "medical", "nursing-and-midwifery")
	s.said(s.newbie, thread, "I have not said where I speak from.")
	s.wantHeard("of somebody who has chosen none, nothing", thread, "medical", "nursing-and-midwifery")

	said := s.said(s.bob, thread, "Numbers.")
	s.said(s.bob, thread, "More numbers.")
	s.wantHeard("a reply's", thread, "medical", "nursing-and-midwifery", "data-and-analysis")
	second := s.said(s.insider, thread, "Machines.")
	if _, err := s.Withdraw(ctx, s.insider, second.Post.ID); err != nil {
		t.Fatal(err)
	}
	s.wantHeard("not of one who withdrew it", thread, "medical", "nursing-and-midwifery", "data-and-analysis")
	if _, err := s.DecidePost(ctx, s.carol, moderation.Hide, said.Post.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	s.wantHeard("of one with another post", thread, "medical", "nursing-and-midwifery", "data-and-analysis")
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE members SET state = 'former' WHERE id = $1`, s.ann.ID)
		return err
	})
	s.wantHeard("not of one who has left", thread, "data-and-analysis")
}

func TestADocumentHasHeardItsAuthors(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.speaksFrom(s.ann, "medical")
	s.wantHeard("a practice without comments", s.document(), "medical")
}

func TestOnlyMembersAreToldWhichPerspectivesAreHeard(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.speaksFrom(s.ann, "medical")
	thread := s.thread(s.ann, "interoperability", "Handover")
	for name, by := range map[string]member.Member{
		"a visitor": s.visitor, "an applicant": {ID: s.bob.ID, State: member.Applicant}, "a suspended member": {ID: s.bob.ID, State: member.Suspended},
	} {
		if voices, err := s.Heard(ctx, by, thread); err != nil || voices != nil {
			t.Errorf("%s is told %v, %v", name, voices, err)
		}
	}
}

func TestOfManySpeakersPerspectivesAreFound(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.ann, "interoperability", "Handover")
	var last member.Member
	s.write(func(tx *db.Tx) error {
		for i := range 60 {
			last = s.admit(tx, "m"+string(rune('a'+i/26))+string(rune('a'+i%26)))
			for range 3 {
				if _, err := addPost(ctx, tx, last, thread.ID, 0, words{}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	s.speaksFrom(last, "patient-carer-and-public")
	s.wantHeard("the last of sixty", thread, "patient-carer-and-public")
}

func TestWhoOpensAThreadAsksForPerspectives(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread, err := s.Start(ctx, s.ann, NewThread{Board: "interoperability", Title: "Handover", Body: "How?", Ask: []string{"medical", "data-and-analysis", "medical"}, Key: key()})
	if err != nil {
		t.Fatal(err)
	}
	if _, asked := s.heard(s.bob, thread); !slices.Equal(asked, []string{"medical", "data-and-analysis"}) {
		t.Errorf("it asks for %v", asked)
	}
	for name, chosen := range map[string][]string{
		"four":    {"medical", "data-and-analysis", "nursing-and-midwifery", "patient-carer-and-public"},
		"unknown": {"astrology"},
	} {
		_, err := s.Start(ctx, s.ann, NewThread{Board: "interoperability", Title: name, Body: "How?", Ask: chosen, Key: key()})
		wantKind(t, "to start with "+name, err, models.KindInvalid)
		_, err = s.Ask(ctx, s.ann, thread.ID, NewAsk{Perspectives: chosen, Version: 1, Key: key()})
		wantKind(t, "to ask for "+name, err, models.KindInvalid)
	}
	if n := s.count(`SELECT count(*) FROM threads`); n != 1 {
		t.Errorf("there are %d threads", n)
	}
	if _, err := s.Ask(ctx, s.ann, thread.ID, NewAsk{Perspectives: []string{"patient-carer-and-public"}, Version: thread.Version, Key: key()}); err != nil {
		t.Fatal(err)
	}
	if _, asked := s.heard(s.bob, thread); !slices.Equal(asked, []string{"patient-carer-and-public"}) || s.acts(activity.PerspectivesAsked) != 1 {
		t.Errorf("afterwards it asks for %v, recorded %d times", asked, s.acts(activity.PerspectivesAsked))
	}
	_, err = s.Ask(ctx, s.ann, thread.ID, NewAsk{Version: thread.Version, Key: key()})
	wantKind(t, "to change what has changed", err, models.KindConflict)
	_, err = s.Ask(ctx, s.bob, thread.ID, NewAsk{Version: 2, Key: key()})
	wantKind(t, "another member", err, models.KindForbidden)
	_, err = s.Ask(ctx, s.visitor, thread.ID, NewAsk{Version: 2, Key: key()})
	wantKind(t, "a visitor", err, models.KindSignIn)
}

func TestAskingFiftyTimesAtOnceIsOneChange(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.ann, "welcome", "Handover")
	same := key()
	atOnce(50, func(int) {
		if _, err := s.Ask(ctx, s.ann, thread.ID, NewAsk{Perspectives: []string{"medical"}, Version: thread.Version, Key: same}); err != nil {
			t.Error(err)
		}
	})
	if n := s.acts(activity.PerspectivesAsked); n != 1 || s.again(thread).Version != thread.Version+1 {
		t.Errorf("it is recorded %d times, and the version is %d", n, s.again(thread).Version)
	}
}

func TestThoseAskedFindTheThreadUntilTheyHaveWritten(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.speaksFrom(s.bob, "medical", "data-and-analysis")
	s.speaksFrom(s.ann, "medical")
	ask := func(board, title string, by member.Member) Thread {
		t.Helper()
		s.later(time.Minute)
		thread, err := s.Start(ctx, by, NewThread{Board: board, Title: title, Body: "How?", Ask: []string{"data-and-analysis", "medical"}, Key: key()})
		if err != nil {
			t.Fatal(err)
		}
		return thread
	}
	wants := func(by member.Member, want ...string) {
		t.Helper()
		list, err := s.AskedOf(ctx, by, 2)
		var titles []string
		for _, thread := range list {
			titles = append(titles, thread.Title)
		}
		if err != nil || !slices.Equal(titles, want) {
			t.Errorf("%s is asked in %v (%v), want %v", by.Name, titles, err, want)
		}
	}
	first, second, third := ask("welcome", "First", s.ann), ask("welcome", "Second", s.ann), ask("welcome", "Third", s.ann)
	ask("rotas", "In private", s.insider)
	wants(s.bob, "Third", "Second")
	wants(s.ann) // her own
	wants(s.carol)
	s.said(s.bob, third, "Like this.")
	wants(s.bob, "Second", "First")
	if _, err := s.Decide(ctx, s.carol, moderation.Lock, second.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	wants(s.bob, "First")
	if _, err := s.Decide(ctx, s.carol, moderation.Hide, first.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	wants(s.bob)
	ask("welcome", "Fourth", s.ann)
	s.later(askedFor)
	wants(s.bob)
}

func TestAThreadThatIsDecidedOrClosedAsksNobody(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.speaksFrom(s.bob, "medical")
	for name, end := range map[string]func(Thread) error{
		"decided": func(t Thread) error {
			_, err := s.Settle(ctx, s.ann, t.ID, EditState{State: StateDecided, Outcome: "The blue one.", Version: 1, Key: key()})
			return err
		},
		"closed": func(t Thread) error { _, err := s.Decide(ctx, s.carol, moderation.Lock, t.ID, under(3)); return err },
	} {
		s.later(time.Minute)
		thread, err := s.Start(ctx, s.ann, NewThread{Board: "interoperability", Title: name, Body: "How?", Ask: []string{"medical"}, Key: key()})
		if err != nil {
			t.Fatal(err)
		}
		if list, err := s.AskedOf(ctx, s.bob, 5); err != nil || len(list) != 1 {
			t.Errorf("before one is %s, %d ask, %v", name, len(list), err)
		}
		if err := end(thread); err != nil {
			t.Fatal(err)
		}
		if list, err := s.AskedOf(ctx, s.bob, 5); err != nil || len(list) != 0 {
			t.Errorf("once it is %s, %d ask, %v", name, len(list), err)
		}
		_, err = s.Ask(ctx, s.ann, thread.ID, NewAsk{Perspectives: []string{"medical"}, Version: thread.Version, Key: key()})
		wantKind(t, "to ask in one that is "+name, err, models.KindForbidden)
	}
}
