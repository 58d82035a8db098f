package discuss

import (
	"slices"
	"strings"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
	"commonroom/models/space"
)

func TestAnAddressSaysWhenItsPageChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first, second := s.thread(s.ann, "interoperability", "First"), s.thread(s.ann, "interoperability", "Second")
	s.thread(s.ann, "welcome", "For members")
	changed := func() (list []time.Time) {
		t.Helper()
		all, err := s.Addresses(ctx, first.ID, second.ID+1)
		if err != nil || len(all) != 2 || all[0].Path() != first.Path() || all[1].Path() != second.Path() {
			t.Fatalf("got %v, %v", all, err)
		}
		return []time.Time{all[0].Changed(), all[1].Changed()}
	}
	if got := changed(); !got[0].Equal(morning) || !got[1].Equal(morning) {
		t.Errorf("at first: got %v", got)
	}
	s.later(time.Hour)
	s.said(s.bob, second, "An answer.")
	if got := changed(); !got[0].Equal(morning) || !got[1].Equal(morning.Add(time.Hour)) {
		t.Errorf("after an answer to the second: got %v", got)
	}
	if some, err := s.Addresses(ctx, second.ID, second.ID); err != nil || len(some) != 1 {
		t.Errorf("of one number: got %v, %v", some, err)
	}
	if first, last, err := s.Numbers(ctx); err != nil || first != 1 || last != 3 {
		t.Errorf("got the numbers %d to %d, %v", first, last, err)
	}
}

// A part of the sitemap costs the same on a site of a million threads: threads are found by their
// numbers, and nothing is sorted.
func TestAddressesAreFoundByNumber(t *testing.T) {
	t.Parallel()
	if dbtest.Postgres() {
		t.Skip("how a plan is told differs")
	}
	s := newSite(t)
	type step struct{ id, parent, unused, text any }
	for _, text := range []string{`posts x ON x.thread_id = t.id AND x.number = 1`, `practices x ON x.thread_id = t.id`, `projects x ON x.thread_id = t.id`} {
		plan, err := db.All(ctx, s.db, func(p *step) []any { return []any{&p.id, &p.parent, &p.unused, &p.text} },
			`EXPLAIN QUERY PLAN `+addressesOf(text), space.As(member.Member{}, morning, 1, 5000, Discussion)...)
		if err != nil {
			t.Fatal(err)
		}
		var steps []string
		for _, p := range plan {
			steps = append(steps, p.text.(string))
		}
		byNumber := slices.Contains(steps, "SEARCH t USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)")
		all := strings.Join(steps, "\n")
		if !byNumber || strings.Contains(all, "SCAN") || strings.Contains(all, "TEMP B-TREE") {
			t.Errorf("%s:\n%s", text, all)
		}
	}
}
