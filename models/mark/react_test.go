package mark

import (
	"testing"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/discuss"
	"commonroom/models/member"
)

func TestFiftyReactionsAtOnceAreOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.bob, "We have.")
	s.atOnce(func() error { _, err := s.React(ctx, s.ann, p.Post.ID, discuss.Thanks); return err })
	if got := s.again(p).Post.Reactions; got != (discuss.Tally{Thanks: 1}) {
		t.Errorf("fifty thanks of one member are counted as %+v", got)
	}
	if rows, acts := s.count(`SELECT count(*) FROM reactions`), s.acts(activity.Reacted); rows != 1 || acts != 1 {
		t.Errorf("fifty thanks of one member made %d rows and %d acts", rows, acts)
	}
	s.atOnce(func() error { _, err := s.TakeBack(ctx, s.ann, p.Post.ID, discuss.Thanks); return err })
	if got := s.again(p).Post.Reactions; got != (discuss.Tally{}) {
		t.Errorf("taken back, they are counted as %+v", got)
	}
	if acts := s.acts(activity.ReactionTakenBack); acts != 1 {
		t.Errorf("fifty times taken back is %d acts", acts)
	}
}

func TestEachReactionIsCountedForItself(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.bob, "We have.")
	for _, by := range []member.Member{s.ann, s.carol} {
		for _, r := range discuss.EveryReaction {
			if by.ID == s.carol.ID && r == discuss.SameHere {
				continue
			}
			if _, err := s.React(ctx, by, p.Post.ID, r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got, want := s.again(p).Post.Reactions, (discuss.Tally{Thanks: 2, Insights: 2, SameHere: 1, Trying: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	posts, err := s.discuss.Posts(ctx, s.carol, s.thread, 1)
	if err != nil {
		t.Fatal(err)
	}
	mine, err := s.Mine(ctx, s.carol, posts)
	if said := mine[p.Post.ID].Said; err != nil || len(mine) != 1 || !said[discuss.Thanks] || said[discuss.SameHere] {
		t.Errorf("carol is told of herself %v (%v)", mine, err)
	}
	if mine, err := s.Mine(ctx, s.visitor, posts); err != nil || mine != nil {
		t.Errorf("a visitor has %v (%v)", mine, err)
	}
	who, err := s.Who(ctx, s.bob, p.Post.ID, "")
	if err != nil || len(who.Reacted) != 7 || who.Next != "" {
		t.Errorf("%d reacted, and then %q (%v)", len(who.Reacted), who.Next, err)
	}
}

func TestReactionsAreForOthersWordsThatStand(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	stands, hidden, gone := s.said(s.bob, "Stands."), s.said(s.bob, "Hidden."), s.said(s.bob, "Withdrawn.")
	for _, p := range []discuss.Placed{hidden, gone} {
		if _, err := s.React(ctx, s.ann, p.Post.ID, discuss.Insight); err != nil {
			t.Fatal(err)
		}
	}
	s.hide(hidden)
	if _, err := s.discuss.Withdraw(ctx, s.bob, gone.Post.ID); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		says string
		by   member.Member
		post discuss.Placed
		how  discuss.Reaction
		want models.Kind
	}{
		{"a visitor", s.visitor, stands, discuss.Thanks, models.KindSignIn},
		{"an applicant", member.Member{ID: 999, State: member.Applicant}, stands, discuss.Thanks, models.KindForbidden},
		{"its author", s.bob, stands, discuss.Thanks, models.KindForbidden},
		{"a word that is no reaction", s.ann, stands, "boo", models.KindInvalid},
		{"what a member no longer sees", s.ann, hidden, discuss.Thanks, models.KindNotFound},
		{"what the committee has hidden", s.carol, hidden, discuss.Thanks, models.KindForbidden},
		{"what was withdrawn", s.ann, gone, discuss.Thanks, models.KindForbidden},
		{"what stands", s.ann, stands, discuss.Thanks, ""},
	} {
		_, err := s.React(ctx, c.by, c.post.Post.ID, c.how)
		wantKind(t, c.says, err, c.want)
	}
	_, err := s.TakeBack(ctx, s.ann, gone.Post.ID, discuss.Insight)
	wantKind(t, "taking back what one said of a withdrawn post", err, "")
	_, err = s.Who(ctx, s.ann, hidden.Post.ID, "")
	wantKind(t, "who reacted to what is hidden", err, models.KindNotFound)
	_, err = s.Who(ctx, s.visitor, stands.Post.ID, "")
	wantKind(t, "a visitor who asks who reacted", err, models.KindSignIn)
}
