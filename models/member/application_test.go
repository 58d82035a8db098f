package member_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/member"
)

// committee is a house with a member of the committee.
func committee(t *testing.T) (house, member.Member) {
	h := newHouse(t)
	return h, h.officer("zoe", "zoe@trust.example", "member", "2026-01-01", "2026-12-31")
}

func TestAnApplicantIsAdmitted(t *testing.T) {
	t.Parallel()
	h, zoe := committee(t)
	out := h.signIn("eve", "eve@elsewhere.example")
	eve := out.Member
	if err := h.Answer(ctx, eve, member.Answer{Words: "Cohort 2;\nask Zoë."}); err != nil {
		t.Fatal(err)
	}
	waiting, err := h.Applicants(ctx, zoe, "waiting", "")
	if err != nil || len(waiting.Items) != 1 || waiting.Items[0].Words != "Cohort 2;\nask Zoë." {
		t.Fatalf("got %+v, %v", waiting, err)
	}
	h.at(start.Add(time.Hour))
	if err := h.Admit(ctx, zoe, eve.ID, member.Decision{Reason: "I know her.", Key: key(1)}); err != nil {
		t.Fatal(err)
	}
	if by, _ := h.who(out.Token); !by.IsVisitor() {
		t.Error("the applicant's token outlived the change of rights")
	}
	m := h.signIn("eve", "eve@elsewhere.example").Member
	if !m.IsMember() || m.Welcomed || !m.Admitted.Equal(start.Add(time.Hour)) {
		t.Errorf("got %+v", m)
	}
	a, err := h.Application(ctx, m)
	if err != nil || a.Outcome != "admitted" || a.Reason != "I know her." {
		t.Errorf("got %+v, %v", a, err)
	}
	if n := h.count("activity a WHERE a.verb = 'admitted' AND a.member_id = $1 AND a.by_id = $2", m.ID, zoe.ID); n != 1 {
		t.Errorf("admitted stands %d times in the record", n)
	}
}

func TestAnApplicantIsDeclinedAndMayBeAdmittedLater(t *testing.T) {
	t.Parallel()
	h, zoe := committee(t)
	eve := h.signIn("eve", "").Member
	if err := h.Decline(ctx, zoe, eve.ID, member.Decision{Reason: "Nobody knows you.", Key: key(1)}); err != nil {
		t.Fatal(err)
	}
	eve = h.signIn("eve", "").Member
	if eve.State != member.Declined {
		t.Errorf("got %s", eve.State)
	}
	wantKind(t, h.Answer(ctx, eve, member.Answer{Words: "But…"}), models.KindForbidden)
	wantKind(t, h.Decline(ctx, zoe, eve.ID, member.Decision{Reason: "Again.", Key: key(2)}), models.KindConflict)
	if list, err := h.Applicants(ctx, zoe, "declined", ""); err != nil || len(list.Items) != 1 {
		t.Errorf("got %+v, %v", list, err)
	}
	if err := h.Admit(ctx, zoe, eve.ID, member.Decision{Reason: "Dev vouched.", Key: key(3)}); err != nil {
		t.Fatal(err)
	}
	if m := h.signIn("eve", "").Member; !m.IsMember() {
		t.Errorf("got %s", m.State)
	}
}

func TestHintsShowWhoIsOnTheRoll(t *testing.T) {
	t.Parallel()
	h, zoe := committee(t)
	h.signIn("ann", "ann@hospital.example")
	h.signIn("dev", "dev@trust.example")
	h.signIn("eve", "eve@elsewhere.example")
	if _, err := h.load("name,e-mails,cohort\nDev Shah,dev@trust.example,5\nAnn Ward,ann@hospital.example eve@elsewhere.example,3\n"); err != nil {
		t.Fatal(err)
	}
	page, err := h.Applicants(ctx, zoe, "waiting", "")
	if err != nil || len(page.Items) != 2 {
		t.Fatalf("got %+v, %v", page, err)
	}
	got := fmt.Sprint(page.Items[0].Hints, page.Items[1].Hints)
	want := "[{entra Provider's dev true Dev Shah 5 false}] [{entra Provider's eve true Ann Ward 3 true}]"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	dev, eve := page.Items[0].MemberID, page.Items[1].MemberID
	if err := h.Admit(ctx, zoe, dev, member.Decision{Reason: "On the roll.", Key: key(1)}); err != nil {
		t.Fatal(err)
	}
	if m := h.signIn("dev", "dev@trust.example").Member; m.Cohort != 5 || h.count("roll_entries e WHERE e.member_id = $1", m.ID) != 1 {
		t.Errorf("got %+v", m)
	}
	wantSaid(t, h.Admit(ctx, zoe, eve, member.Decision{Reason: "Why not.", Key: key(2)}), "whose place is taken")
}

func TestWhoMayDecide(t *testing.T) {
	t.Parallel()
	h, zoe := committee(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	eve := h.signIn("eve", "").Member
	good := member.Decision{Reason: "Because.", Key: key(1)}
	wantKind(t, h.Admit(ctx, member.Member{}, eve.ID, good), models.KindSignIn)
	for _, by := range []member.Member{ann, eve} {
		wantKind(t, h.Admit(ctx, by, eve.ID, good), models.KindForbidden)
		wantKind(t, h.Decline(ctx, by, eve.ID, good), models.KindForbidden)
		_, err := h.Applicants(ctx, by, "waiting", "")
		wantKind(t, err, models.KindForbidden)
	}
	wantSaid(t, h.Admit(ctx, zoe, zoe.ID, good), "their own place")
	wantKind(t, h.Admit(ctx, zoe, ann.ID, good), models.KindNotFound)
	wantKind(t, h.Admit(ctx, zoe, 999, good), models.KindNotFound)
	wantKind(t, h.Admit(ctx, zoe, eve.ID, member.Decision{Reason: " ", Key: key(1)}), models.KindInvalid)
	wantKind(t, h.Admit(ctx, zoe, eve.ID, member.Decision{Reason: "Because."}), models.KindInvalid)

	h.at(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	wantKind(t, h.Admit(ctx, zoe, eve.ID, good), models.KindForbidden)
	if h.signIn("eve", "").Member.State != member.Applicant {
		t.Error("eve was decided about")
	}
}

func TestFiftyDecisionsAtOnceAreOne(t *testing.T) {
	t.Parallel()
	h, zoe := committee(t)
	eve := h.signIn("eve", "").Member
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			in := member.Decision{Reason: "Because.", Key: key(i)}
			if i%2 == 0 {
				_ = h.Decline(ctx, zoe, eve.ID, in)
			} else {
				_ = h.Admit(ctx, zoe, eve.ID, in)
			}
		})
	}
	all.Wait()
	if n := h.count("activity a WHERE a.verb = 'admitted'"); n != 1 {
		t.Errorf("admitted %d times", n)
	}
	if n := h.count("activity a WHERE a.verb = 'declined'"); n > 1 {
		t.Errorf("declined %d times", n)
	}
	if m := h.signIn("eve", "").Member; !m.IsMember() {
		t.Errorf("got %s", m.State)
	}
}

func TestTheSameFormTwentyTimesIsOneDecision(t *testing.T) {
	t.Parallel()
	h, zoe := committee(t)
	eve := h.signIn("eve", "").Member
	for range 20 {
		if err := h.Admit(ctx, zoe, eve.ID, member.Decision{Reason: "Because.", Key: key(1)}); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.count("activity a WHERE a.verb = 'admitted'"); n != 1 {
		t.Errorf("admitted %d times", n)
	}
}

func TestApplicantsAreWalkedOnceEachInFewQueries(t *testing.T) {
	t.Parallel()
	h, zoe := committee(t)
	for i := range 60 {
		h.at(start.Add(time.Duration(i/2) * time.Second)) // two at a time
		h.signIn(fmt.Sprint("a", i), "")
	}
	seen, cursor := map[int64]int{}, ""
	for pages := 1; ; pages++ {
		page, err := h.Applicants(ctx, zoe, "waiting", cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range page.Items {
			seen[a.MemberID]++
			if len(a.Hints) != 1 {
				t.Errorf("%d hints", len(a.Hints))
			}
		}
		if cursor = page.Next; cursor == "" {
			if pages != 3 || len(seen) != 60 {
				t.Errorf("%d pages with %d applicants", pages, len(seen))
			}
			return
		}
	}
}

func TestWordsAreGuarded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	eve := h.signIn("eve", "").Member
	wantSaid(t, h.Answer(ctx, eve, member.Answer{Words: "My patient 999 000 0018"}), "NHS number")
	wantKind(t, h.Answer(ctx, eve, member.Answer{}), models.KindInvalid)
}
