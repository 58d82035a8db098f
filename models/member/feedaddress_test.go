package member_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// makes has a member make a feed address.
func (h house) makes(by member.Member, session member.Session, name string) (string, error) {
	return h.MakeFeedAddress(ctx, by, session, member.NewFeedAddress{Name: name, Key: "the feed address of " + name})
}

// follows tells whose feed address a token is; 0 for nobody's.
func (h house) follows(token string) int64 {
	h.t.Helper()
	by, _, err := h.Follower(ctx, token)
	if err != nil && models.KindOf(err) != models.KindNotFound {
		h.t.Fatal(err)
	}
	return by.ID
}

func TestAFeedAddressReadsAsItsMember(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, session := h.who(h.signIn("ann", "ann@hospital.example").Token)
	token, err := h.makes(ann, session, "  my   phone ")
	if err != nil || len(token) != 52 {
		t.Fatalf("got %q, %v", token, err)
	}
	if kept := fmt.Sprint(db.Value[string](ctx, h.db, `SELECT token_hash || name FROM feed_addresses`)); strings.Contains(kept, token) || !strings.Contains(kept, "my phone") {
		t.Errorf("kept is %s", kept)
	}
	list, err := h.FeedAddresses(ctx, ann)
	if err != nil || len(list) != 1 || list[0].Used != "" || !list[0].Made.Equal(start) {
		t.Fatalf("got %+v, %v", list, err)
	}
	h.at(start.Add(50 * time.Hour))
	if h.follows(token) != ann.ID || h.follows("") != 0 || h.follows(token[1:]) != 0 {
		t.Error("the token is not Ann's alone")
	}
	if list, _ = h.FeedAddresses(ctx, ann); list[0].Used != "2026-01-22" {
		t.Errorf("last used on %q", list[0].Used)
	}
}

func TestAFeedAddressIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, session := h.who(h.signIn("ann", "ann@hospital.example").Token)
	ben, bens := h.who(h.signIn("ben", "ben@trust.example").Token)
	eve, eves := h.who(h.signIn("eve", "").Token)
	_, err := h.makes(member.Member{}, member.Session{}, "a")
	wantKind(t, err, models.KindSignIn)
	_, err = h.makes(eve, eves, "a")
	wantKind(t, err, models.KindForbidden)
	_, err = h.makes(ann, bens, "a")
	wantKind(t, err, models.KindSignIn)
	token, err := h.makes(ann, session, "a")
	if err != nil {
		t.Fatal(err)
	}
	list, _ := h.FeedAddresses(ctx, ann)
	wantKind(t, h.RevokeFeedAddress(ctx, ben, list[0].ID), models.KindNotFound)
	if h.follows(token) != ann.ID {
		t.Error("another has revoked it")
	}
	if err := h.RevokeFeedAddress(ctx, ann, list[0].ID); err != nil || h.follows(token) != 0 {
		t.Errorf("revoked: %v", err)
	}
	wantKind(t, h.RevokeFeedAddress(ctx, ann, list[0].ID), models.KindNotFound)
	verbs, err := db.Values[string](ctx, h.db, `
		SELECT a.verb FROM activity a WHERE a.verb LIKE 'feed%' AND a.by_id = $1 AND a.member_id = $1 ORDER BY a.id`, ann.ID)
	if got := strings.Join(verbs, " "); err != nil || got != "feed-address-made feed-address-revoked" {
		t.Errorf("recorded: %s, %v", got, err)
	}
}

func TestAMemberHasTenFeedAddressesAtMost(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, session := h.who(h.signIn("ann", "ann@hospital.example").Token)
	for i := range 10 {
		if _, err := h.makes(ann, session, fmt.Sprint("reader ", i)); err != nil {
			t.Fatal(err)
		}
	}
	token, err := h.makes(ann, session, "one more")
	if wantKind(t, err, models.KindForbidden); token != "" {
		t.Error("a token was given")
	}
	again, err := h.makes(ann, session, "reader 3") // the same form: made already, told once
	if err != nil || again != "" || h.count("feed_addresses") != 10 {
		t.Errorf("got %q, %v", again, err)
	}
}

// What somebody is counts at the moment of the request, whoever changed it and how.
func TestAFeedAddressReadsForMembersOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, session := h.who(h.signIn("ann", "ann@hospital.example").Token)
	token, err := h.makes(ann, session, "a")
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range []member.State{member.Suspended, member.Former, member.Declined, member.Applicant} {
		if h.set(ann.ID, state); h.follows(token) != 0 {
			t.Errorf("a %s reads by it", state)
		}
	}
	if h.set(ann.ID, member.Confirmed); h.follows(token) != ann.ID {
		t.Error("it was not the state that shut it")
	}
}

// A decision about a place ends what was given before it, so that nothing comes back to life with
// another one.
func TestADecisionEndsFeedAddresses(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	zoe := h.officer("zoe", "zoe@trust.example", "member", "2026-01-01", models.Forever)
	out := h.signIn("eve", "")
	h.set(out.Member.ID, member.Confirmed)
	eve, session := h.who(out.Token)
	token, err := h.makes(eve, session, "a")
	if err != nil {
		t.Fatal(err)
	}
	h.set(eve.ID, member.Applicant)
	if err := h.Admit(ctx, zoe, eve.ID, member.Decision{Reason: "I know her.", Key: key(1)}); err != nil {
		t.Fatal(err)
	}
	if h.follows(token) != 0 || h.count("feed_addresses") != 0 {
		t.Error("an address from before is there")
	}
}
