package views

import (
	"testing"

	"commonroom/models/prose"
)

func TestADifferenceKeepsTheWordsAsTheyWere(t *testing.T) {
	t.Parallel()
	got := draw(t, Diff(prose.Diff("Ring the ward\nat nine.", "Ring the ward\nat ten.")))
	want := `<div class="app-diff"><span>Ring the ward
at </span><del><span class="nhsuk-u-visually-hidden">[removed: </span>nine<span class="nhsuk-u-visually-hidden">]</span></del><ins><span class="nhsuk-u-visually-hidden">[added: </span>ten<span class="nhsuk-u-visually-hidden">]</span></ins><span>.</span></div>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
