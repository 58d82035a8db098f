package discuss

import (
	"fmt"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/member"
	"commonroom/models/moderation"
)

// revised is a post of ann's that was changed once after its silent minutes.
func (s *site) revised(before, after string) Placed {
	s.t.Helper()
	p := s.said(s.ann, s.thread(s.bob, "interoperability", "Hello"), before)
	s.later(time.Hour)
	p, err := s.edit(s.ann, p, after)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func reverting(version int64) moderation.NewDecision {
	in := under(3)
	in.Version = version
	return in
}

func TestTheCommitteeTakesWordsAwayAndAddsNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says, before, after string
		want                models.Kind
	}{
		{"an advertisement added later", "Ring the ward.", "Ring the ward.\n\nBuy our tablets.", ""},
		{"one between the words", "Ring the ward.", "Ring, with our tablets, the ward.", ""},
		{"a name that the author took out", "Ring Ann on the ward.", "Ring the ward.", models.KindForbidden},
		{"other words", "Ring the ward.", "Call the ward, with our tablets.", models.KindForbidden},
	} {
		s := newSite(t)
		p := s.revised(c.before, c.after)
		s.later(time.Hour)
		got, err := s.Revert(ctx, s.carol, p.Post.ID, 1, reverting(2))
		wantKind(t, c.says, err, c.want)
		if err != nil {
			if n := s.count(`SELECT count(*) FROM actions`); n != 0 {
				t.Errorf("%s: refused, and recorded", c.says)
			}
			continue
		}
		if got.Post.Body != c.before || got.Post.Version != 3 || !got.Post.Edited {
			t.Errorf("%s: got %+v", c.says, got.Post)
		}
		if h, err := s.History(ctx, s.visitor, p.Post.ID, 0); err != nil || len(h.Changes) != 2 || h.Changes[0].Was.Body != c.after || !h.Changes[0].Taken {
			t.Errorf("%s: the history tells of %d changes, %v", c.says, len(h.Changes), err)
		}
		s.later(time.Hour)
		if _, err := s.edit(s.ann, got, "Ring the ward, please."); err != nil {
			t.Fatal(err)
		}
		h, err := s.History(ctx, s.visitor, p.Post.ID, 0)
		if err != nil || len(h.Changes) != 3 || h.Changes[0].Taken || !h.Changes[1].Taken || h.Changes[2].Taken {
			t.Errorf("%s: who changed it: %+v, %v", c.says, h.Changes, err)
		}
		if n := s.count(`SELECT count(*) FROM actions WHERE verb = 'revert' AND post_id = $1 AND rule_number = 3 AND subject_id = $2`, p.Post.ID, s.ann.ID); n != 1 {
			t.Errorf("%s: %d actions are recorded, want 1", c.says, n)
		}
	}
}

func TestWhoMayTakeAPostBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.revised("Ring the ward.", "Ring the ward. Buy!")
	own := s.carol
	own.ID = s.ann.ID
	noRule := reverting(2)
	noRule.Rule = 0
	for _, c := range []struct {
		says    string
		by      member.Member
		version int64
		in      moderation.NewDecision
		want    models.Kind
	}{
		{"its author edits instead", s.ann, 1, reverting(2), models.KindForbidden},
		{"another member", s.bob, 1, reverting(2), models.KindForbidden},
		{"a visitor", s.visitor, 1, reverting(2), models.KindSignIn},
		{"nobody decides about their own words", own, 1, reverting(2), models.KindForbidden},
		{"a version that never was", s.carol, 7, reverting(2), models.KindNotFound},
		{"a post that has changed since", s.carol, 1, reverting(1), models.KindConflict},
		{"without a rule", s.carol, 1, noRule, models.KindInvalid},
		{"the committee", s.carol, 1, reverting(2), ""},
	} {
		_, err := s.Revert(ctx, c.by, p.Post.ID, c.version, c.in)
		wantKind(t, c.says, err, c.want)
	}
}

func TestManyRevertsAtOnceAreOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.revised("Ring the ward.", "Ring the ward. Buy!")
	errs := make([]error, 50)
	atOnce(50, func(i int) { _, errs[i] = s.Revert(ctx, s.carol, p.Post.ID, 1, reverting(2)) })
	won := 0
	for i, err := range errs {
		if err == nil {
			won++
		} else if kind := models.KindOf(err); kind != models.KindConflict && kind != models.KindForbidden {
			t.Errorf("revert %s: %v", fmt.Sprint(i), err)
		}
	}
	if n := s.count(`SELECT count(*) FROM actions`); won != 1 || n != 1 {
		t.Errorf("%d won, and %d are recorded", won, n)
	}
}
