package views

import (
	"testing"

	"commonroom/models/search"
)

func TestAHitSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for want, hit := range map[string]search.Hit{
		"Question":   {Kind: search.Discussion, Asks: true},
		"Discussion": {Kind: search.Discussion},
		"Practice":   {Kind: search.Practice},
		"Reply 7":    {Kind: search.Reply, Of: search.Discussion, Asks: true, Number: 7},
		"Comment 2":  {Kind: search.Reply, Of: search.Practice, Number: 2},
	} {
		if got := hitKind(hit); got != want {
			t.Errorf("%+v is called %q, want %q", hit, got, want)
		}
	}
}
