package member_test

import (
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/member"
)

func TestLinkingASecondSignIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, session := h.who(h.signIn("ann", "ann@hospital.example").Token)
	if err := h.Link(ctx, ann, session, login("ann-at-home", "ann.ward@home.example")); err != nil {
		t.Fatal(err)
	}
	if got := h.signIn("ann-at-home", "ann.ward@home.example").Member; got.ID != ann.ID {
		t.Errorf("the linked sign-in is %d's, want %d", got.ID, ann.ID)
	}
	if n := h.count("activity a WHERE a.verb = 'linked' AND a.member_id = $1", ann.ID); n != 1 {
		t.Errorf("linked stands %d times in the record", n)
	}
	if !strings.Contains(h.log(), "linked entra") {
		t.Errorf("got the log\n%s", h.log())
	}
}

func TestLinkingWantsAFreshSignIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, session := h.who(h.signIn("ann", "ann@hospital.example").Token)
	h.at(start.Add(10*time.Minute + time.Second))
	wantKind(t, h.Link(ctx, ann, session, login("other", "")), models.KindConfirm)

	token, err := h.Confirm(ctx, ann, session, login("ann", "ann@hospital.example"))
	if err != nil {
		t.Fatal(err)
	}
	by, session := h.who(token)
	if by.ID != ann.ID || !session.IsFresh(h.db.Now()) {
		t.Errorf("got %+v", session)
	}
	if err := h.Link(ctx, ann, session, login("other", "")); err != nil {
		t.Error(err)
	}
}

func TestASessionThatHasEndedLinksNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, session := h.who(h.signIn("ann", "ann@hospital.example").Token)
	ben, bens := h.who(h.signIn("ben", "ben@trust.example").Token)
	wantKind(t, h.Link(ctx, ann, bens, login("other", "")), models.KindSignIn)
	if err := h.SignOut(ctx, ann, session.ID); err != nil {
		t.Fatal(err)
	}
	wantKind(t, h.Link(ctx, ann, session, login("other", "")), models.KindSignIn)
	wantKind(t, h.Unlink(ctx, ben, session, 1), models.KindSignIn)
}

func TestConfirmingAsSomebodyElseIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	out := h.signIn("ann", "ann@hospital.example")
	ann, session := h.who(out.Token)
	h.signIn("ben", "ben@trust.example")
	h.at(start.Add(time.Hour))
	for _, subject := range []string{"ben", "nobody"} {
		token, err := h.Confirm(ctx, ann, session, login(subject, ""))
		wantKind(t, err, models.KindForbidden)
		if token != "" {
			t.Error("a token was given")
		}
	}
	if _, session := h.who(out.Token); session.IsFresh(h.db.Now()) {
		t.Error("the session counts as confirmed")
	}
	if h.count("members") != 2 || !strings.HasSuffix(h.log(), "refused entra confirmed-as-another 192.0.2.7") {
		t.Errorf("%d members, log\n%s", h.count("members"), h.log())
	}
}

func TestConfirmingRotatesTheToken(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	out := h.signIn("ann", "ann@hospital.example")
	ann, session := h.who(out.Token)
	token, err := h.Confirm(ctx, ann, session, login("ann", "ann@hospital.example"))
	if err != nil || token == out.Token {
		t.Fatal(err)
	}
	if by, _ := h.who(out.Token); !by.IsVisitor() {
		t.Error("the old token still works")
	}
	if _, now := h.who(token); now.ID != session.ID {
		t.Errorf("got session %d, want %d", now.ID, session.ID)
	}
}

func TestLinkingWhatBelongsToAnotherMemberIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, session := h.who(h.signIn("ann", "ann@hospital.example").Token)
	ben := h.signIn("ben", "ben@trust.example").Member
	wantKind(t, h.Link(ctx, ann, session, login("ben", "ben@trust.example")), models.KindForbidden)
	if got := h.signIn("ben", "ben@trust.example").Member; got.ID != ben.ID {
		t.Errorf("ben is %d now, was %d", got.ID, ben.ID)
	}
}

func TestAMemberTakesOverTheApplicantTheyMadeByMistake(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, session := h.who(h.signIn("ann", "ann@hospital.example").Token)
	stray := h.signIn("ann-elsewhere", "")
	if err := h.Link(ctx, ann, session, login("ann-elsewhere", "")); err != nil {
		t.Fatal(err)
	}
	if by, _ := h.who(stray.Token); !by.IsVisitor() {
		t.Error("the applicant is still signed in")
	}
	if got := h.signIn("ann-elsewhere", "").Member; got.ID != ann.ID {
		t.Errorf("got %+v", got)
	}
	if n := h.count("applications a WHERE a.outcome = 'waiting'"); n != 0 {
		t.Errorf("%d applications wait", n)
	}
}

func TestAnApplicantTakesOverNobody(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	eve, session := h.who(h.signIn("eve", "").Token)
	h.signIn("dev", "")
	wantKind(t, h.Link(ctx, eve, session, login("dev", "")), models.KindForbidden)
}

func TestAnApplicantWhoLinksAnAddressOnTheRollTakesTheirPlace(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	stray, session := h.who(h.signIn("ann-elsewhere", "").Token)
	if err := h.Link(ctx, stray, session, login("ann", "ann@hospital.example")); err != nil {
		t.Fatal(err)
	}
	if got := h.signIn("ann-elsewhere", "").Member; !got.IsMember() || got.ID != stray.ID || got.Cohort != 3 {
		t.Errorf("got %+v", got)
	}
}

func TestUnlinkingLeavesOneAndEndsOtherSessions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	here, there := h.signIn("ann", "ann@hospital.example"), h.signIn("ann", "ann@hospital.example")
	ann, session := h.who(here.Token)
	list := func() []member.Identity {
		list, err := h.Identities(ctx, ann)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	first := list()[0].ID
	wantSaid(t, h.Unlink(ctx, ann, session, first), "only way you can sign in")
	if err := h.Link(ctx, ann, session, login("other", "")); err != nil {
		t.Fatal(err)
	}
	wantKind(t, h.Unlink(ctx, ann, session, 999), models.KindNotFound)
	if err := h.Unlink(ctx, ann, session, first); err != nil || len(list()) != 1 {
		t.Fatalf("%v, %d sign-ins left", err, len(list()))
	}
	if by, _ := h.who(there.Token); !by.IsVisitor() {
		t.Error("another session lives on")
	}
	if by, _ := h.who(here.Token); by.IsVisitor() {
		t.Error("the session that did it has ended")
	}
	if out, err := h.SignIn(ctx, login("ann", "ann@hospital.example")); err == nil {
		t.Errorf("the sign-in that was removed still is %d's", out.Member.ID)
	}
}
