package member_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/member"
)

func TestSomebodyOnTheRollIsAMemberAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	out := h.signIn("ann", "Ann.Ward@HOME.example")
	m := out.Member
	if !m.IsMember() || m.Name != "Ann Ward" || m.Cohort != 3 || m.Handle != "ann-ward" || m.Welcomed || !out.First {
		t.Errorf("got %+v, first %v", m, out.First)
	}
	if by, _ := h.who(out.Token); by.ID != m.ID {
		t.Errorf("the token is %d's, want %d", by.ID, m.ID)
	}
	if n := h.count(`activity a WHERE a.verb = 'joined' AND a.member_id = $1`, m.ID); n != 1 {
		t.Errorf("joined stands %d times in the record", n)
	}
}

func TestWhoBecomesAnApplicant(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]member.Login{
		"an address that is not on the roll":                      login("x", "eve@elsewhere.example"),
		"no address":                                              login("x", ""),
		"the address of somebody on the roll with a tail":         login("x", "ann@hospital.example.evil.example"),
		"the address of somebody on the roll with a head":         login("x", "xann@hospital.example"),
		"a domain that ends like one on the roll":                 login("x", "ann@evilhospital.example"),
		"a letter that only looks the same":                       login("x", "ann@hospital.example\u0430"),
		"a Kelvin sign for a k":                                   login("x", "ben.o\u212Aafor@trust.example"),
		"the address of somebody on the roll, without any proof":  {Issuer: "i", Subject: "x", Email: "ann@hospital.example"},
		"another's place named where the provider gives the name": {Issuer: "i", Subject: "x", Name: "Ann Ward"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			out, err := h.SignIn(ctx, in)
			if err != nil || out.Member.State != member.Applicant || !out.First || out.Token == "" {
				t.Fatalf("got %+v, %v", out.Member, err)
			}
			if n := h.count(`roll_entries e WHERE e.member_id IS NOT NULL`); n != 0 {
				t.Errorf("%d places are taken", n)
			}
			if n := h.count(`applications a WHERE a.outcome = 'waiting'`); n != 1 {
				t.Errorf("%d applications wait, want 1", n)
			}
		})
	}
}

func TestAnApplicantWhoComesToBeOnTheRollIsAMemberAtTheNextSignIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first := h.signIn("dev", "dev@trust.example")
	if _, err := h.ImportRoll(ctx, strings.NewReader("name,e-mails,cohort\nDev Shah,dev@trust.example,5\n")); err != nil {
		t.Fatal(err)
	}
	again := h.signIn("dev", "dev@trust.example")
	if m := again.Member; !m.IsMember() || m.ID != first.Member.ID || m.Name != "Dev Shah" || m.Cohort != 5 {
		t.Errorf("got %+v", m)
	}
	if by, _ := h.who(first.Token); !by.IsVisitor() {
		t.Error("the applicant's token outlived the change of rights")
	}
	if n := h.count(`applications a WHERE a.outcome = 'waiting'`); n != 0 {
		t.Errorf("%d applications wait", n)
	}
}

func TestAKnownIdentityIsItsMemberWhateverItsAddressIsNow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	out := h.signIn("ann", "ben@trust.example")
	if out.Member.ID != ann.ID || out.Member.Name != "Ann Ward" || out.First {
		t.Errorf("got %+v", out.Member)
	}
	list, err := h.Identities(ctx, ann)
	if err != nil || len(list) != 1 || list[0].Email != "ben@trust.example" {
		t.Errorf("got %+v, %v", list, err)
	}
	if ben := h.signIn("ben", "ben@trust.example").Member; ben.ID == ann.ID || !ben.IsMember() {
		t.Errorf("ben got %+v", ben)
	}
}

func TestTheSameSubjectAtAnotherIssuerIsSomebodyElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("1", "ann@hospital.example").Member
	in := login("1", "")
	in.Issuer = "https://other.example"
	out, err := h.SignIn(ctx, in)
	if err != nil || out.Member.ID == ann.ID || out.Member.IsMember() {
		t.Errorf("got %+v, %v", out.Member, err)
	}
}

func TestATakenPlaceMakesNoSecondMember(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.signIn("ann", "ann@hospital.example")
	out, err := h.SignIn(ctx, login("ann-at-home", "ann.ward@home.example"))
	wantKind(t, err, models.KindForbidden)
	wantSaid(t, err, "sign in as you did before, then link this sign-in")
	if out.Token != "" || h.count("members") != 1 || h.count("identities") != 1 || h.count("sessions") != 1 {
		t.Errorf("got %+v, %d members", out, h.count("members"))
	}
	if got, want := h.log(), "signed-in entra  192.0.2.7\nrefused entra roll-entry-taken 192.0.2.7"; got != want {
		t.Errorf("got the log\n%s\nwant\n%s", got, want)
	}
}

func TestFiftySignInsAtOnceMakeOneMember(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var all sync.WaitGroup
	var firsts sync.Map
	for i := range 50 {
		all.Go(func() {
			out, err := h.SignIn(ctx, login("ann", "ann@hospital.example"))
			if err != nil {
				t.Error(err)
			}
			if out.First {
				firsts.Store(i, true)
			}
		})
	}
	all.Wait()
	n := 0
	firsts.Range(func(any, any) bool { n++; return true })
	if n != 1 || h.count("members") != 1 || h.count("identities") != 1 || h.count("activity a WHERE a.verb = 'joined'") != 1 {
		t.Errorf("%d were first, %d members, %d identities", n, h.count("members"), h.count("identities"))
	}
	if n := h.count("sessions"); n != 50 {
		t.Errorf("%d sessions, want 50", n)
	}
}

func TestFiftyIdentitiesOfOnePlaceAtOnceMakeOneMember(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() { _, _ = h.SignIn(ctx, login(fmt.Sprint("ann-", i), "ann@hospital.example")) })
	}
	all.Wait()
	if n := h.count("members"); n != 1 {
		t.Errorf("%d members, want 1", n)
	}
}

func TestSomebodyDeclinedOrSuspendedSignsInAsThat(t *testing.T) {
	t.Parallel()
	for _, state := range []member.State{member.Declined, member.Suspended} {
		h := newHouse(t)
		m := h.signIn("ann", "ann@hospital.example").Member
		h.set(m.ID, state)
		if out := h.signIn("ann", "ann@hospital.example"); out.Member.State != state {
			t.Errorf("got %s, want %s", out.Member.State, state)
		}
	}
}

func TestAFormerMemberIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	out := h.signIn("ann", "ann@hospital.example")
	h.set(out.Member.ID, member.Former)
	if by, _ := h.who(out.Token); !by.IsVisitor() {
		t.Error("a session outlived the membership")
	}
	_, err := h.SignIn(ctx, login("ann", "ann@hospital.example"))
	wantKind(t, err, models.KindForbidden)
	if !strings.HasSuffix(h.log(), "refused entra former-member 192.0.2.7") {
		t.Errorf("got the log\n%s", h.log())
	}
}

func TestALoginThatProvesNothingIsAFault(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, err := h.SignIn(ctx, member.Login{Issuer: "i"})
	wantKind(t, err, models.KindInternal)
}

func TestEachSignInIsANewSessionAndEndsTheOneBefore(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first := h.signIn("ann", "ann@hospital.example")
	elsewhere := h.signIn("ann", "ann@hospital.example")
	in := login("ann", "ann@hospital.example")
	in.Old = first.Token
	second, err := h.SignIn(ctx, in)
	if err != nil || second.Token == first.Token {
		t.Fatalf("got %v", err)
	}
	if by, _ := h.who(first.Token); !by.IsVisitor() {
		t.Error("the old token still works")
	}
	for _, token := range []string{second.Token, elsewhere.Token} {
		if by, _ := h.who(token); by.IsVisitor() {
			t.Error("a session ended that should not have")
		}
	}
}

func TestNamesakesGetDifferentHandles(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var got []string
	for i, name := range []string{"Zoë  O'Neill", "Zoe O'Neill", "zoe o neill", "", "Chair", "李", strings.Repeat("Longname ", 6)} {
		in := login(fmt.Sprint(i), "")
		in.Name = name
		out, err := h.SignIn(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, out.Member.Handle)
	}
	want := "[zoe-o-neill zoe-o-neill-2 zoe-o-neill-3 person person-2 person-3 longname-longname-longname-longnam]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestAProvidersNameThatCannotBeShownIsLeftOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i, name := range []string{"a\u202eb", "NHS number 999 000 0018", strings.Repeat("x", 101), "\x00"} {
		in := login(fmt.Sprint(i), "")
		in.Name = name
		out, err := h.SignIn(ctx, in)
		if err != nil || out.Member.Name != "Name not given" {
			t.Errorf("%q became %q, %v", name, out.Member.Name, err)
		}
	}
}

func TestTheSweepForgetsInTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.signIn("ann", "ann@hospital.example")
	kept := login("ann", "ann@hospital.example")
	kept.Keep = true
	out, err := h.SignIn(ctx, kept)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.LogRefusal(ctx, "entra", "state", "192.0.2.9"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		after                    time.Duration
		sessions, log, addresses int
	}{
		{12 * time.Hour, 2, 3, 3},
		{13 * time.Hour, 1, 3, 3},
		{29 * 24 * time.Hour, 1, 3, 3},
		{31 * 24 * time.Hour, 1, 3, 0}, // the session was used on the day before
		{400 * 24 * time.Hour, 0, 0, 0},
	} {
		h.at(start.Add(c.after))
		if c.after == 29*24*time.Hour {
			h.who(out.Token)
		}
		if err := h.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		sessions, log, addresses := h.count("sessions"), h.count("security_log"), h.count("security_log l WHERE l.address <> ''")
		if sessions != c.sessions || log != c.log || addresses != c.addresses {
			t.Errorf("after %v: %d sessions, %d lines, %d addresses; want %+v", c.after, sessions, log, addresses, c)
		}
	}
}
