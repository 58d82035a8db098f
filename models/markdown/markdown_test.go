package markdown

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2/lexers"
)

// onAPage renders source as a post whose ids begin with p7, where only ann is a member.
func onAPage(t testing.TB, source string) string {
	t.Helper()
	html, err := Render(t.Context(), source, Options{
		Prefix: "p7", Shift: PostShift, Known: func(handle string) bool { return handle == "ann" },
	})
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	return html
}

func TestRenderWritesWhatMembersMean(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, want string }{
		"a heading goes below the byline and has an id": {"# Our aims", `<h3 id="p7-h-our-aims">Our aims</h3>`},
		"a text that begins low begins at the top":      {"###### Deep", `<h3 id="p7-h-deep">Deep</h3>`},
		"headings beside each other stay so":            {"## A\n\n## B", `<h3 id="p7-h-b">B</h3>`},
		"no level is left out on the way down":          {"# A\n\n#### B\n\n## C", "<h4 id=\"p7-h-b\">B</h4>\n<h4 id=\"p7-h-c\">C</h4>"},
		"a second heading of one name has its own id":   {"# A\n\n# A", `<h3 id="p7-h-a-2">A</h3>`},
		"a third name cannot take a second one's id":    {"# A 2\n\n# A\n\n# A", `<h3 id="p7-h-a-3">A</h3>`},
		"a heading without letters has an id":           {"# ???", `<h3 id="p7-h-section">`},
		"accents are folded in ids":                     {"# Café *au lait*", `id="p7-h-cafe-au-lait"`},
		"a link to a heading finds it":                  {"[up](#our-aims)\n\n# Our aims", `<a href="#p7-h-our-aims"`},
		"a link says that a member wrote it":            {"[a](https://example.org/)", `<a href="https://example.org/" rel="nofollow ugc noopener">a</a>`},
		"a bare address is a link":                      {"See www.example.org.", `<a href="http://www.example.org" rel="nofollow ugc noopener">www.example.org</a>.`},
		"an e-mail address is a link and no mention":    {"Ask ann@ann.example.", `Ask <a href="mailto:ann@ann.example"`},
		"strikethrough":                                 {"~~old~~", `<del>old</del>`},
		"a member who is mentioned is linked":           {"Ask @Ann.", `Ask <a class="app-mention" href="/members/ann">@Ann</a>.`},
		"a stranger who is mentioned is not":            {"Ask @bob", `<p>Ask @bob</p>`},
		"a mention in brackets":                         {"(@ann)", `(<a class="app-mention"`},
		"a mention in bold":                             {"**@ann**", `<strong><a class="app-mention"`},
		"a mention in a link stays text":                {"[by @ann](/x)", `>by @ann</a>`},
		"a mention in code stays text":                  {"`@ann`", `<code>@ann</code>`},
		"a host's name is no mention":                   {"@ann.example.org", `<p>@ann.example.org</p>`},
		"an address elsewhere is no mention":            {"@ann@social.example", `<p>@ann@social.example</p>`},
		"an emoji":                                      {":tada:", "🎉"},
		"an emoji that only its own site has":           {":octocat:", `<p>:octocat:</p>`},
		"a time is no emoji":                            {"at 10:30:45", `<p>at 10:30:45</p>`},
		"what looks like HTML stays as typed":           {"Dear <name>,", `<p>Dear &lt;name&gt;,</p>`},
		"a picture of ours":                             {"![A chart](/files/ab12.png)", `<img src="/files/ab12.png" alt="A chart" loading="lazy">`},
		"a picture from elsewhere is a link":            {"![A chart](https://example.org/c.png)", `<a href="https://example.org/c.png" rel="nofollow ugc noopener">A chart</a>`},
		"a picture without words is a link":             {"![](https://example.org/c.png)", `>https://example.org/c.png</a>`},
		"a picture in a link is its words":              {"[![A chart](https://example.org/c.png)](/x)", `<a href="/x" rel="nofollow ugc noopener">A chart</a>`},
		"a path that climbs is no picture":              {"![x](/files/../sign-out)", `<a href="/files/../sign-out"`},
		"a table can be scrolled":                       {"|a|\n|-|\n|b|", `<div class="app-table-scroll" tabindex="0" role="group" aria-label="Table"><table>`},
		"a column has its head":                         {"|a|\n|-:|\n|b|", `<th scope="col" align="right">a</th>`},
		"a fold":                                        {"::: spoiler What we *found*\nThe **labels**.\n:::\nAnd then?", "<details class=\"app-spoiler\"><summary>What we *found*</summary>\n<p>The <strong>labels</strong>.</p>\n</details>\n<p>And then?</p>"},
		"a fold without a name":                         {":::spoiler\na\n:::", "<summary>Show the rest</summary>"},
		"a fold that nobody ends":                       {"::: spoiler S\na\n\nb", "<p>a</p>\n<p>b</p>\n</details>"},
		"a fold with code in it":                        {"::: spoiler S\n```\n::\n```\n:::", "::\n</code></pre>\n</details>"},
		"a fold in a list":                              {"- a\n\n  ::: spoiler S\n  b\n  :::\n- c", "<summary>S</summary>\n<p>b</p>\n</details>"},
		"a fold ends with what it stands in":            {"> ::: spoiler S\n> a\n\nb", "</details>\n</blockquote>\n<p>b</p>"},
		"a fold right under the words":                  {"a\n::: spoiler S\nb\n:::", "<p>a</p>\n<details"},
		"no fold in a fold":                             {":::: spoiler S\n::: spoiler T\n::::", "<p>::: spoiler T</p>"},
		"a name that looks like HTML":                   {"::: spoiler <b>\"&\na\n:::", "<summary>&lt;b&gt;"},
		"colons without the word stay text":             {"::: note\na\n:::", "<p>::: note"},
		"a task says what its tick means":               {"- [x] a", `<li class="app-task-item"><input type="checkbox" disabled="" checked="" aria-label="Done"> a</li>`},
		"a footnote has ids of its own":                 {"a[^1]\n\n[^1]: b", `<li id="p7-fn:1">`},
		"a footnote's mark in a link is no second link": {"[a[^1]](/x)\n\n[^1]: b", `<p>a<sup id="p7-fnref:1">`},
		"code is coloured by classes":                   {"```go\nfunc f() {}\n```", `<code class="language-go"><span class="kd">func</span>`},
		"code of a language we do not know is plain":    {"```klingon\na < b\n```", `<pre tabindex="0"><code>a &lt; b`},
		"attributes behind a language do nothing":       {"```go {linenos=table,hl_style=monokai}\nx\n```", `<pre tabindex="0" class="chroma"><code class="language-go"><span class="nx">x</span>`},
		"nothing": {"", ""},
	} {
		if got := onAPage(t, c.source); !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

func TestADocumentHasItsContents(t *testing.T) {
	t.Parallel()
	o := Options{Prefix: "doc", Shift: DocumentShift}
	source := "# Aims & *means*\n\ntext\n\n## Means `x`\n\n#\n\n> # Quoted"
	got := Headings(source, o)
	want := []Heading{{2, "doc-h-aims-means", "Aims & means"}, {3, "doc-h-means-x", "Means x"}, {2, "doc-h-quoted", "Quoted"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	page, err := Read(t.Context(), source, o)
	if err != nil || !slices.Equal(page.Headings, want) {
		t.Errorf("reading the page gave %+v, %v", page.Headings, err)
	}
	for _, h := range want {
		if !strings.Contains(page.HTML, `id="`+h.ID+`"`) {
			t.Errorf("the page lacks %s", h.ID)
		}
	}
}

func TestH1IsNeverInAText(t *testing.T) {
	t.Parallel()
	for shift := -3; shift < 8; shift++ {
		html, err := Render(t.Context(), "# a\n\nb\n=\n", Options{Shift: shift})
		if err != nil || strings.Contains(html, "<h1") || strings.Contains(html, "<h7") || strings.Count(html, "<h") != 2 {
			t.Errorf("shifted by %d: %s, %v", shift, html, err)
		}
	}
}

func TestMentionsAreThoseWhoAreCalled(t *testing.T) {
	t.Parallel()
	source := "@Ann and @bob-2, @ann again, a@b.com, `@code`, me@ann, \\@escaped, @a, @x--\n\n> @quoted said\n\n- @carol\n\n<!-- -->\n\n    @indented\n"
	if got, want := Mentions(source), []string{"ann", "bob-2", "carol"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Mentions(strings.Repeat("@ann ", MaxLength)); got != nil {
		t.Errorf("a text beyond the limits mentions %q", got)
	}
}

func TestTextIsTheWordsAlone(t *testing.T) {
	t.Parallel()
	source := "# A *b*\n\nc **d**\ne \\* f &amp; g [h](/x) ![i](/y) @ann :tada: `&amp;`\n\n- [ ] j\n\n|k|\n|-|\n|l|\n\n```\nm\n```\n\nn[^1]\n\n[^1]: o"
	want := "A b\nc d e * f & g h i @ann 🎉 &amp;\nj\nk\nl\nm\nn\no"
	if got := Text(source); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestRenderingTheSameTwiceGivesTheSame(t *testing.T) {
	t.Parallel()
	source := "# a\n\n[^1] @ann\n\n[^1]: b"
	first := onAPage(t, source)
	if second := onAPage(t, source); first != second {
		t.Errorf("two renderings differ:\n%s\n%s", first, second)
	}
}

func TestWaitingForATurnEndsWithTheRequest(t *testing.T) {
	for range cap(turns) {
		turns <- struct{}{}
	}
	defer func() {
		for range cap(turns) {
			<-turns
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Render(ctx, "a", Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the end of the request", err)
	}
}

func TestEveryLanguageIsKnownToTheHighlighter(t *testing.T) {
	t.Parallel()
	for _, name := range languageNames() {
		if lexers.Get(name) == nil {
			t.Errorf("no grammar for %s", name)
		}
	}
}

func TestCodeIsPlainWhenColouringTakesTooLong(t *testing.T) {
	t.Parallel()
	if _, ok := highlight("go", "func f() {}", testTime); ok {
		t.Error("a deadline that is past was not kept")
	}
}
