package space_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
	"commonroom/models/space"
)

// order writes the boards in the order in which somebody sees them.
func order(t *testing.T, st *space.Store) string {
	t.Helper()
	list, err := st.Spaces(context.Background(), member.Member{ID: 1, State: member.Confirmed}, "")
	if err != nil {
		t.Fatal(err)
	}
	var slugs []string
	for _, s := range list {
		slugs = append(slugs, s.Slug)
	}
	return strings.Join(slugs, " ")
}

func TestTheCommitteePutsTheBoardsInOrder(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), dbtest.Open(t)
	st := space.New(d)
	var chair, bob member.Member
	err := d.Write(ctx, func(tx *db.Tx) (err error) {
		if chair, err = membertest.Insert(ctx, tx, member.Member{Handle: "chair", Name: "Chair", State: member.Confirmed}); err != nil {
			return err
		}
		bob, err = membertest.Insert(ctx, tx, member.Member{Handle: "bob", Name: "Bob", State: member.Confirmed})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	chair.Terms = membertest.OnCommittee()
	was := strings.Fields(order(t, st))
	for _, c := range []struct {
		says string
		by   member.Member
		in   space.Shift
		want models.Kind
	}{
		{"a member", bob, space.Shift{Board: was[1], Way: space.Up}, models.KindForbidden},
		{"a board that is none", chair, space.Shift{Board: "none", Way: space.Up}, models.KindNotFound},
		{"no way", chair, space.Shift{Board: was[1]}, models.KindInvalid},
		{"the first, further up", chair, space.Shift{Board: was[0], Way: space.Up}, models.KindConflict},
		{"the last, further down", chair, space.Shift{Board: was[len(was)-1], Way: space.Down}, models.KindConflict},
		{"the second, up", chair, space.Shift{Board: was[1], Way: space.Up}, ""},
	} {
		c.in.Key = rand.Text()
		if got := models.KindOf(st.Shift(ctx, c.by, c.in)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.says, got, c.want)
		}
	}
	want := strings.Join(append([]string{was[1], was[0]}, was[2:]...), " ")
	if got := order(t, st); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	again := space.Shift{Board: was[1], Way: space.Down, Key: rand.Text()}
	dbtest.AtOnce(50, func(i int) {
		if err := st.Shift(ctx, chair, again); err != nil {
			t.Errorf("press %d: %v", i, err)
		}
	})
	if got := order(t, st); got != strings.Join(was, " ") {
		t.Errorf("pressed fifty times at once: %s", got)
	}
}
