package member_test

import (
	"fmt"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/member"
)

// london is a moment by the clock of London.
func london(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", text, models.London)
	if err != nil {
		panic(err)
	}
	return t
}

func TestATermBeginsAndEndsAtMidnightInLondon(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.at(london("2026-01-20 09:00:00"))
	h.signIn("ann", "ann@hospital.example")
	_, err := h.Grant(ctx, member.NewTerm{Who: "ann@hospital.example", Office: "chair", From: "2026-04-01", Until: "2026-06-30", How: "elected"})
	if err != nil {
		t.Fatal(err)
	}
	in := login("ann", "ann@hospital.example")
	in.Keep = true
	for _, c := range []struct {
		moment string
		want   bool
	}{
		{"2026-03-31 23:59:59", false},
		{"2026-04-01 00:00:00", true},
		{"2026-06-30 00:30:00", true}, // in summer UTC is a day behind now
		{"2026-06-30 23:59:59", true},
		{"2026-07-01 00:00:00", false},
	} {
		h.at(london(c.moment))
		out, err := h.SignIn(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		by, _ := h.who(out.Token)
		for _, power := range []member.Power{member.Moderate, member.Admit} {
			if got := by.Holds(power, h.db.Now()); got != c.want {
				t.Errorf("%s: %s is %v, want %v", c.moment, power, got, c.want)
			}
		}
		if by.Holds(member.Administer, h.db.Now()) {
			t.Errorf("%s: the chair administers", c.moment)
		}
	}
}

func TestAPowerEndsInTheMiddleOfASession(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.at(london("2026-06-30 20:00:00"))
	h.officer("ann", "ann@hospital.example", "member", "2026-01-01", "2026-06-30")
	out := h.signIn("ann", "ann@hospital.example")
	for moment, want := range map[string]bool{"2026-06-30 23:59:59": true, "2026-07-01 00:00:00": false} {
		h.at(london(moment))
		if by, _ := h.who(out.Token); by.IsVisitor() || by.Holds(member.Moderate, h.db.Now()) != want {
			t.Errorf("%s: holds %v, want %v", moment, !want, want)
		}
	}
}

func TestGrantingEndsTheSessionsGivenUnderOtherRights(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	out := h.signIn("ann", "ann@hospital.example")
	if _, err := h.Grant(ctx, member.NewTerm{Who: "ann-ward", Office: "administrator"}); err != nil {
		t.Fatal(err)
	}
	if by, _ := h.who(out.Token); !by.IsVisitor() {
		t.Error("the token outlived the change of rights")
	}
	by, _ := h.who(h.signIn("ann", "ann@hospital.example").Token)
	now := h.db.Now()
	if !by.Holds(member.Administer, now) || !by.Holds(member.Admit, now) || by.Holds(member.Moderate, now) {
		t.Errorf("got %+v", by.Terms)
	}
}

func TestASuspendedOfficerHoldsNothing(t *testing.T) {
	t.Parallel()
	h, zoe := committee(t)
	h.set(zoe.ID, member.Suspended)
	by, _ := h.who(h.signIn("zoe", "zoe@trust.example").Token)
	if by.Holds(member.Moderate, h.db.Now()) || by.Holds(member.Admit, h.db.Now()) {
		t.Error("a suspended member has power")
	}
}

func TestWhatCannotBeGranted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.signIn("ann", "ann@hospital.example")
	h.signIn("eve", "eve@elsewhere.example")
	if _, err := h.Grant(ctx, member.NewTerm{Who: "ann-ward", Office: "chair", From: "2026-01-01", Until: "2027-12-31"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		in   member.NewTerm
		want models.Kind
		said string
	}{
		{"to nobody", member.NewTerm{Who: "nobody", Office: "chair"}, models.KindNotFound, "no such member"},
		{"to an unknown address", member.NewTerm{Who: "x@x.example", Office: "chair"}, models.KindNotFound, "nobody has signed in"},
		{"to somebody on the roll who never came", member.NewTerm{Who: "ben@trust.example", Office: "chair"}, models.KindNotFound, "nobody has signed in"},
		{"to an applicant", member.NewTerm{Who: "eve@elsewhere.example", Office: "chair"}, models.KindForbidden, "is not a member"},
		{"an unknown office", member.NewTerm{Who: "ann-ward", Office: "king"}, models.KindInvalid, "There are: chair, vice-chair"},
		{"a day that is none", member.NewTerm{Who: "ann-ward", Office: "member", From: "2026-02-30"}, models.KindInvalid, "Write the day like"},
		{"an end before the beginning", member.NewTerm{Who: "ann-ward", Office: "member", Until: "2026-01-19"}, models.KindInvalid, "ends before it begins"},
		{"an unknown way in", member.NewTerm{Who: "ann-ward", Office: "member", How: "bought"}, models.KindInvalid, "elected, co-opted"},
		{"the same office on the same day", member.NewTerm{Who: "ann-ward", Office: "chair", From: "2027-12-31"}, models.KindConflict, "holds this office already, 2026–2027"},
	} {
		_, err := h.Grant(ctx, c.in)
		if models.KindOf(err) != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
		wantSaid(t, err, c.said)
	}
	if _, err := h.Grant(ctx, member.NewTerm{Who: "ann-ward", Office: "chair", From: "2028-01-01"}); err != nil {
		t.Errorf("a second term: %v", err)
	}
	if n := h.count("terms"); n != 2 {
		t.Errorf("%d terms", n)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.officer("ann", "ann@hospital.example", "administrator", "", "")
	wantSaid(t, h.EndTerm(ctx, "ann-ward", "administrator", ""), "Nobody else would be an administrator")

	h.officer("ben", "ben@trust.example", "administrator", "2026-03-01", "")
	wantKind(t, h.EndTerm(ctx, "ann-ward", "administrator", ""), models.KindConflict)
	wantKind(t, h.EndTerm(ctx, "ann-ward", "administrator", "2026-02-27"), models.KindConflict)
	if err := h.EndTerm(ctx, "ann-ward", "administrator", "2026-02-28"); err != nil {
		t.Errorf("with a successor from 1 March: %v", err)
	}
	ben := h.signIn("ben", "ben@trust.example").Member
	h.set(ben.ID, member.Suspended)
	ann := h.signIn("ann", "ann@hospital.example").Member
	wantKind(t, h.EndTerm(ctx, ann.Handle, "administrator", ""), models.KindConflict)
}

func TestEndingATermTakesThePowerAtOnce(t *testing.T) {
	t.Parallel()
	h, zoe := committee(t)
	out := h.signIn("zoe", "zoe@trust.example")
	if err := h.EndTerm(ctx, "zoe@trust.example", "member", ""); err != nil {
		t.Fatal(err)
	}
	if by, _ := h.who(out.Token); !by.IsVisitor() {
		t.Error("the token outlived the change of rights")
	}
	if by, _ := h.who(h.signIn("zoe", "zoe@trust.example").Token); by.Holds(member.Moderate, h.db.Now()) {
		t.Errorf("got %+v", by.Terms)
	}
	wantKind(t, h.EndTerm(ctx, "zoe@trust.example", "member", ""), models.KindNotFound)
	seats, err := h.Committee(ctx, models.DayOf(h.db.Now()))
	if err != nil || len(seats.Now) != 0 || len(seats.Past) != 1 || seats.Past[0].Until != "2026-01-19" {
		t.Errorf("got %+v, %v", seats, err)
	}
	if n := h.count("activity a WHERE a.verb = 'term-ended' AND a.member_id = $1", zoe.ID); n != 1 {
		t.Errorf("term-ended stands %d times in the record", n)
	}
}

func TestATermEndedBeforeItBeganIsGone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.officer("zoe", "zoe@trust.example", "chair", "2026-06-01", "2028-05-31")
	if err := h.EndTerm(ctx, "zoe-o-neill", "chair", ""); err != nil || h.count("terms") != 0 {
		t.Errorf("%v, %d terms", err, h.count("terms"))
	}
}

func TestTheCommitteeOfADay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.officer("ann", "ann@hospital.example", "member", "2024-01-01", "2025-12-31")
	h.officer("ann", "ann@hospital.example", "member", "2026-01-01", "2027-12-31")
	h.officer("ben", "ben@trust.example", "chair", "2026-01-01", "2027-12-31")
	h.officer("zoe", "zoe@trust.example", "treasurer", "2028-01-01", "")
	h.officer("zoe", "zoe@trust.example", "administrator", "", "")
	seats, err := h.Committee(ctx, "2026-05-01")
	if err != nil {
		t.Fatal(err)
	}
	say := func(list []member.Seat) (out []string) {
		for _, s := range list {
			out = append(out, s.Name+", "+s.Office+", "+s.Span())
		}
		return out
	}
	got := fmt.Sprint(say(seats.Now), say(seats.Coming), say(seats.Past))
	want := "[Ben Okafor, Chair, 2026–2027 Ann Ward, Committee member, 2026–2027] [Zoë O'Neill, Treasurer, since 2028] [Ann Ward, Committee member, 2024–2025]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
