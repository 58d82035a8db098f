package markdown

import (
	"context"
	"strings"
	"testing"
)

func TestAQuotationHasNoQuotationInIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ says, source, want string }{
		{"one line", "Ring the ward.", "> Ring the ward."},
		{"paragraphs", "One.\n\nTwo.", "> One.\n>\n> Two."},
		{"an answer with what it answers above", "> Who rings?\n\nI do.", "> I do."},
		{"several quotations between words", "> A\n\none\n\n> B\n> > C\n\ntwo", "> one\n>\n> two"},
		{"a quotation that goes on without its mark", "> A\nstill A\n\none", "> one"},
		{"a quotation right under the words", "one\n> A", "> one"},
		{"code that only looks like one", "```\n> not quoted\n```", "> ```\n> > not quoted\n> ```"},
		{"code after a quotation", "> A\n\n```sh\nls\n```", "> ```sh\n> ls\n> ```"},
		{"a heading after a quotation", "> A\n\nTitle\n=====\n\nwords", "> Title\n> =====\n>\n> words"},
		{"in a list", "- one\n  > A\n- two", "> - one\n> - two"},
		{"a table after a quotation", "> A\n\n| a | b |\n|---|---|\n| 1 | 2 |", "> | a | b |\n> |---|---|\n> | 1 | 2 |"},
		{"nothing but a quotation", "> A", ">"},
		{"the last thing", "one\n\n> A\n> B\n", "> one"},
	} {
		if got := Quote(c.source); got != c.want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", c.says, got, c.want)
		}
	}
}

func TestANameIsQuotedAsItStands(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Ann Ward", "*Ann* _W_", "[Ann](/x) `a` <b>", "Ann\\", "@bob :smile: &amp; ~~x~~ ![y](z)"} {
		html, err := Render(context.Background(), "**"+Plainly(name)+"** said", Options{Known: func(string) bool { return true }})
		if err != nil {
			t.Fatal(err)
		}
		got := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(html)
		if want := "<p><strong>" + name + "</strong> said</p>"; strings.TrimSpace(got) != want {
			t.Errorf("%s: got %s", name, html)
		}
	}
}
