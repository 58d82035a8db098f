package prose

import (
	"strings"
	"testing"

	"commonroom/models"
)

func TestPlainTextKeepsItsLinesOrIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want, problem string }{
		{"lines stay lines", " One\r\n\n\tTwo \n", "One\n\n\tTwo", ""},
		{"nothing is nothing", " \n", "", ""},
		{"too long a text is told how long", strings.Repeat("é", 21), "", "Use at most 20 characters for your words. There are 21 now."},
		{"a null is refused", "a\x00b", "", "Take out the invisible characters, or type your words again."},
		{"broken bytes are refused", "a\xff", "", "Some characters could not be read. Type your words again."},
		{"an NHS number is stopped", "See\n999 000 0018", "", "This looks like a patient's NHS number. Nothing was saved. Take it out, or write about the person without it."},
	} {
		got, err := Plain("words", "your words", c.in, 20)
		problem := models.ProblemsOf(err).For("words")
		if err == nil && got != c.want || problem != c.problem {
			t.Errorf("%s: got %q, %q; want %q, %q", c.name, got, problem, c.want, c.problem)
		}
	}
}
