package member_test

import (
	"strings"
	"testing"

	"commonroom/models/db"
	"commonroom/models/member"
)

func TestRerenderMakesOldPagesAnewAndOnlyThose(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	h.signIn("ben", "ben@trust.example")
	in := edit(member.Profile{Member: ann}, 1)
	in.About = "I like *forms*."
	if err := h.SaveProfile(ctx, ann, in); err != nil {
		t.Fatal(err)
	}
	if n, err := h.Rerender(ctx); n != 0 || err != nil {
		t.Errorf("nothing is old: %d, %v", n, err)
	}
	err := h.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE members SET about_html = 'old', about_renderer = 0 WHERE id = $1`, ann.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := h.Rerender(ctx); n != 1 || err != nil {
		t.Errorf("one is old: %d, %v", n, err)
	}
	p, err := h.Profile(ctx, ann, ann.Handle)
	if err != nil || !strings.Contains(p.AboutHTML, "<em>forms</em>") {
		t.Errorf("got %q, %v", p.AboutHTML, err)
	}
}
