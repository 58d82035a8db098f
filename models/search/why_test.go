package search_test

import (
	"strings"
	"testing"

	"commonroom/models/member"
	"commonroom/models/search"
)

func TestASearchSaysWhyItLookedForNothing(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.thread(p.ann, "questions", "A quince", "Cold.")
	for _, c := range []struct {
		by        member.Member
		text, why string
		vague     bool
	}{
		{p.ann, "the of", "Small words", true},
		{p.ann, "???", "Small words", true},
		{p.ann, "-quince", "leave out", true},
		{p.ann, "in:title", "Type a word", true},
		{p.ann, "quince author:nobody", "No member has the name or the handle “nobody”.", false},
		{member.Member{}, "quince author:nobody", "", false},
		{member.Member{}, "quince author:ann", "", false},
		{p.ann, "medlar", "", false},
	} {
		r, err := p.search.Find(ctx, c.by, search.Query{Text: c.text})
		if got := strings.Join(r.Notes, " "); err != nil || len(r.Hits) != 0 || r.Vague != c.vague || !strings.Contains(got, c.why) || c.why == "" && got != "" {
			t.Errorf("%q found %d, with the notes %q, %v (vague: %t); want %q", c.text, len(r.Hits), got, err, r.Vague, c.why)
		}
	}
}
