package markdown

import (
	"fmt"
	"testing"
)

func TestContentsAreReadFromWhatWasRendered(t *testing.T) {
	t.Parallel()
	source := "# One *and* `two`\n\nwords\n\n## A < B & C\n\nmore\n\n> ## In a quotation\n\n# Last"
	o := Options{Prefix: "p7", Shift: PostShift}
	html, err := Render(t.Context(), source, o)
	if err != nil {
		t.Fatal(err)
	}
	got, want := fmt.Sprint(Contents(html)), fmt.Sprint(Headings(source, o))
	if got != want || len(Contents(html)) != 4 {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
