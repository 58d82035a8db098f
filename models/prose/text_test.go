package prose

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"commonroom/models"
	"commonroom/models/markdown"
)

func knowsAnn(handle string) bool { return handle == "ann" }

func TestATextIsTakenAsItWasMeant(t *testing.T) {
	t.Parallel()
	got, err := Text(t.Context(), "body", "    code\r\n\r\nCafe\u0301 with @Ann and @bob  \r\n\r\n", knowsAnn)
	if err != nil {
		t.Fatal(err)
	}
	if want := "    code\n\nCaf\u00e9 with @Ann and @bob"; got.Source != want {
		t.Errorf("source: got %q, want %q", got.Source, want)
	}
	if !strings.Contains(got.HTML, `<a class="app-mention" href="/members/ann">@Ann</a>`) || strings.Contains(got.HTML, "/members/bob") {
		t.Errorf("page: got %s", got.HTML)
	}
	if !slices.Equal(got.Mentions, []string{"ann", "bob"}) || got.Version != markdown.Version {
		t.Errorf("got mentions %q and version %d", got.Mentions, got.Version)
	}
	again, err := Render(t.Context(), got.Source, knowsAnn)
	if err != nil || again.HTML != got.HTML {
		t.Errorf("rendered anew: %s, %v", again.HTML, err)
	}
}

func TestATextIsRefusedInPlainWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, source, want string }{
		{"nothing", " \n\t", "Write something first."},
		{"nothing that shows", "[a]: /b", "Write something first."},
		{"too much", strings.Repeat("é", 21_345), "This is 21,345 characters long. The limit is 20,000: shorten it, or split it in two."},
		{"too deep", strings.Repeat("> ", 21) + "a", "Lists and quotes stand more than 20 deep in each other here. Take some of the levels out."},
		{"too wide", strings.Repeat("|a", 50) + "|\n" + strings.Repeat("|-", 50) + "|", "A table here has more than 40 columns. Split it in two, or leave some out."},
		{"too large", "[a]: /" + strings.Repeat("b", 9_000) + "\n\n" + strings.Repeat("[a]", 3_000), "The page this makes would be too large. Make its tables smaller, or link to a long address less often."},
		{"broken bytes", "a\xff", "Some characters could not be read. Type your text again."},
		{"a control", "a\nb\x07", "Line 2 has an invisible character. Type that line again."},
		{"an NHS number", "One.\n\nSee **999** 000 0018.", "This looks like a patient's NHS number (line 3). Nothing was saved. Take it out, or write about the person without it."},
		{"an NHS number that shows only on the page", "See [999](/a) 000 0018.", "This looks like a patient's NHS number. Nothing was saved. Take it out, or write about the person without it."},
	} {
		_, err := Text(t.Context(), "body", c.source, nil)
		if got := models.ProblemsOf(err).For("body"); got != c.want {
			t.Errorf("%s\ngot  %q\nwant %q", c.name, got, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "0018") {
			t.Errorf("%s: the error carries the number", c.name)
		}
	}
}

func TestFiguresInBlocksThatFollowAreNoNumber(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"In 2019 we had 999 000\n\n0018 was the last.", "|999|000|0018|\n|-|-|-|\n|1|2|3|", "- 999\n- 000\n- 0018"} {
		if _, err := Text(t.Context(), "body", source, nil); err != nil {
			t.Errorf("%q: %v", source, err)
		}
	}
}

func TestAnOptionalTextMayBeEmpty(t *testing.T) {
	t.Parallel()
	if got, err := OptionalText(t.Context(), "about", " \r\n", nil); err != nil || got.Source != "" || got.HTML != "" {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := OptionalText(t.Context(), "about", "999 000 0018", nil); models.KindOf(err) != models.KindInvalid {
		t.Errorf("the guard was passed: %v", err)
	}
}

func TestTheEndOfARequestIsNoRefusal(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Text(ctx, "body", "a", nil); !errors.Is(err, context.Canceled) || models.KindOf(err) == models.KindInvalid {
		t.Errorf("got %v", err)
	}
}

func TestTwoPostsOnAPageShareNoID(t *testing.T) {
	t.Parallel()
	one, err1 := Text(t.Context(), "body", "# Aim\n\na[^1]\n\n[^1]: b", nil)
	two, err2 := Text(t.Context(), "body", "# Aim\n\nc[^1]\n\n[^1]: d", nil)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids(one.HTML) {
		if slices.Contains(ids(two.HTML), id) {
			t.Errorf("both have the id %s", id)
		}
	}
	if len(ids(one.HTML)) != 3 {
		t.Errorf("got ids %q, want those of a heading, a mark and a note", ids(one.HTML))
	}
}

// ids gives the ids in a page.
func ids(page string) (all []string) {
	for _, rest := range strings.Split(page, ` id="`)[1:] {
		id, _, _ := strings.Cut(rest, `"`)
		all = append(all, id)
	}
	return all
}

func TestADocumentKeepsTheAddressesOfItsHeadings(t *testing.T) {
	t.Parallel()
	first, err1 := Document(t.Context(), "body", "# Aim\n\nBefore.", nil)
	later, err2 := Document(t.Context(), "body", "# Aim\n\nAfter.", nil)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	const want = `<h2 id="doc-h-aim">`
	if !strings.Contains(first.HTML, want) || !strings.Contains(later.HTML, want) {
		t.Errorf("got %s and %s, want %s in both", first.HTML, later.HTML, want)
	}
	if got := Contents(later.Source); len(got) != 1 || got[0].ID != "doc-h-aim" || got[0].Level != 2 {
		t.Errorf("contents: got %+v", got)
	}
	again, err := RenderDocument(t.Context(), later.Source, nil)
	if err != nil || again.HTML != later.HTML {
		t.Errorf("rendered anew: %s, %v", again.HTML, err)
	}
}

func TestAnExcerptEndsWithAWholeWord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		source string
		n      int
		want   string
	}{
		{"**Short** enough", 40, "Short enough"},
		{"# One\n\ntwo, three and four", 13, "One two…"},
		{"Donaudampfschifffahrt", 6, "Donau…"},
		{"ééé ééé ééé", 8, "ééé ééé…"},
		{"", 10, ""},
	} {
		got := Excerpt(c.source, c.n)
		if got != c.want || utf8.RuneCountInString(got) > c.n {
			t.Errorf("Excerpt(%q, %d) = %q, want %q", c.source, c.n, got, c.want)
		}
	}
}
