package member_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// set makes a person what a later feature will make them.
func (h house) set(id int64, state member.State) {
	h.t.Helper()
	err := h.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE members SET state = $2 WHERE id = $1`, id, state)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestHowLongASessionLasts(t *testing.T) {
	t.Parallel()
	const hour, day = time.Hour, 24 * time.Hour
	for _, c := range []struct {
		name string
		keep bool
		uses []time.Duration // when the browser comes, after the sign-in
		want bool            // still signed in at the last
	}{
		{"just under 12 hours untouched", false, []time.Duration{12*hour - time.Second}, true},
		{"12 hours untouched", false, []time.Duration{12*hour + time.Second}, false},
		{"a day of use every 11 hours", false, []time.Duration{11 * hour, 22 * hour, 33 * hour}, true},
		{"kept, 30 days untouched", true, []time.Duration{30 * day}, true},
		{"kept, more than 30 days untouched", true, []time.Duration{30*day + time.Second}, false},
		{"kept and used monthly, at 180 days", true, []time.Duration{29 * day, 58 * day, 87 * day, 116 * day, 145 * day, 174 * day, 180 * day}, true},
		{"kept and used monthly, after 180 days", true, []time.Duration{29 * day, 58 * day, 87 * day, 116 * day, 145 * day, 174 * day, 180*day + time.Second}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			in := login("ann", "ann@hospital.example")
			in.Keep = c.keep
			out, err := h.SignIn(ctx, in)
			if err != nil {
				t.Fatal(err)
			}
			for _, use := range c.uses {
				h.at(start.Add(use))
				by, _ := h.who(out.Token)
				if last := use == c.uses[len(c.uses)-1]; by.IsVisitor() == (c.want || !last) {
					t.Errorf("after %v: visitor %v", use, by.IsVisitor())
				}
			}
		})
	}
}

// TestAClockThatJumpsBack: what was dated three days ahead neither ends a session nor lends it
// three days more.
func TestAClockThatJumpsBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.at(start.Add(72 * time.Hour))
	token := h.signIn("ann", "ann@hospital.example").Token
	h.at(start)
	by, session := h.who(token)
	if by.IsVisitor() {
		t.Fatal("she is signed out")
	}
	if session.IsFresh(start) {
		t.Error("a proof of three days to come counts")
	}
	h.at(start.Add(12*time.Hour + time.Minute))
	if by, _ := h.who(token); !by.IsVisitor() {
		t.Error("12 hours untouched, and still signed in")
	}
}

func TestFindingOutWhoItIsTakesTwoQueries(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	out := h.signIn("ann", "ann@hospital.example")
	var n db.Counter
	by, session, err := h.Current(db.Counting(ctx, &n), out.Token)
	if err != nil || by.ID == 0 || session.ID == 0 || n.Queries() != 2 {
		t.Errorf("got %+v, %v in %d queries, want 2", by, err, n.Queries())
	}
}

func TestAnUnknownTokenIsAVisitor(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.signIn("ann", "ann@hospital.example")
	for _, token := range []string{"", "x", "' OR 1=1 --", "\x00"} {
		if by, session := h.who(token); !by.IsVisitor() || session.ID != 0 {
			t.Errorf("%q is %+v", token, by)
		}
	}
}

func TestTokensAreNotKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	out := h.signIn("ann", "ann@hospital.example")
	if n := h.count("sessions s WHERE s.token_hash = $1", out.Token); n != 0 || len(out.Token) < 43 {
		t.Errorf("the token %q stands in the database %d times", out.Token, n)
	}
}

func TestRevokingSessions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	here, there := h.signIn("ann", "ann@hospital.example"), h.signIn("ann", "ann@hospital.example")
	bens := h.signIn("ben", "ben@trust.example")
	ann, session := h.who(here.Token)
	_, bensSession := h.who(bens.Token)
	wantKind(t, h.SignOut(ctx, ann, bensSession.ID), models.KindNotFound)
	if list, err := h.Sessions(ctx, ann); err != nil || len(list) != 2 {
		t.Errorf("got %d sessions, %v", len(list), err)
	}
	if err := h.SignOutElsewhere(ctx, ann, session); err != nil {
		t.Fatal(err)
	}
	for token, want := range map[string]bool{here.Token: true, there.Token: false, bens.Token: true} {
		if by, _ := h.who(token); by.IsVisitor() == want {
			t.Errorf("signed in is %v, want %v", !by.IsVisitor(), want)
		}
	}
	if err := h.SignOut(ctx, ann, session.ID); err != nil {
		t.Fatal(err)
	}
	if by, _ := h.who(here.Token); !by.IsVisitor() {
		t.Error("signed out, and still in")
	}
}

func TestOfFiftyReturnsOfOneSignInOneIsTheFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var group sync.WaitGroup
	var firsts atomic.Int32
	for range 50 {
		group.Go(func() {
			first, err := h.FirstReturn(ctx, "a state that nobody guesses")
			if err != nil {
				t.Error(err)
			}
			if first {
				firsts.Add(1)
			}
		})
	}
	group.Wait()
	if firsts.Load() != 1 {
		t.Errorf("%d were the first", firsts.Load())
	}
	if first, err := h.FirstReturn(ctx, "another"); !first || err != nil {
		t.Errorf("another sign-in: %v, %v", first, err)
	}
}
