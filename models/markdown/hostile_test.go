package markdown

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var testTime = time.Date(2019, 2, 1, 0, 0, 0, 0, time.UTC)

func TestHostileTextsAreHarmless(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		"[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](&#106;avascript:alert(1))", "[a](javascript&colon;alert(1))",
		"[a](javascript&amp;colon;alert(1))", "[a](<java\tscript:alert(1)>)", "[a](java&#10;script:alert(1))", "[a](&#1;javascript:alert(1))",
		"[a]( javascript:alert(1))", "[a](\u00a0javascript:alert(1))", "[a](\ufeffjavascript:alert(1))", `[a](javascript\:alert(1))`, "[a](javascript%3Aalert(1))",
		"<javascript:alert(1)>", "<JAVASCRIPT:alert(1)>", "[a][x]\n\n[x]: javascript:alert(1)", "![a](javascript:alert(1))", "![a](data:image/svg+xml;base64,AAAA)",
		"[a](data:text/html,<script>alert(1)</script>)", "[a](data:image/png;base64,AAAA)", "[a](vbscript:msgbox(1))", "[a](feed:https://example.org)",
		"[a](view-source:https://example.org)", "[a](blob:https://example.org/x)", "[a](ms-word:ofe|u|https://example.org/x.docx)", "[a](file:///etc/passwd)",
		"[a](ftp://example.org)", "<ftp://example.org>", "ftp://example.org", "[a](intent://x#Intent;end)", "[a](tel:999)", "[a](jar:https://example.org!/x)", "[a](about:blank)",
		"[a](https:javascript)", "[a](https://user:pass@example.org)", "[a](http://%zz)", "[a](://x)", "[a](:x)",
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "<iframe src=//x></iframe>",
		"<style>*{display:none}</style>", "<form action=/sign-out><button>x</button></form>", "<input type=password>", "<!-- --!><script>alert(1)</script>", "<math><mi xlink:href=javascript:alert(1)>",
		`[a](/x "onmouseover=alert(1) x=")`, `[a](/x '"><script>alert(1)</script>')`, `![" onerror="alert(1)](/files/x.png)`, "[a](/x\"onclick=alert(1))", "![a](/files/x.png\"onerror=alert(1))",
		"# a {#login .nhsuk-header onclick=alert(1)}", "# <img src=x onerror=alert(1)>", "a\n{.nhsuk-button}", "```go\" onclick=\"alert(1)\nx\n```", "```nhsuk-button\nx\n```", "``` \"><script>alert(1)</script>\nx\n```",
		"```html\n<script>alert(1)</script>\n```", "    <script>alert(1)</script>", "`<script>alert(1)</script>`",
		"# login", "# __proto__", "# \" onclick=alert(1)", "[^login]\n\n[^login]: x", "[^\"><script>]\n\n[^\"><script>]: x", "@ann\"onclick", "@<script>", ":<script>:", ":tada\"onclick:",
		"|<script>|\n|-|\n|\" onclick=alert(1)|", "- [x] <script>alert(1)</script>", "\x00<script>", "a\u202eexe.txt\u202c", "[\u202ehttps://nhs.uk](https://evil.example)", "\u2067a\u2069", "\xff\xfe<script>",
		"<https://example.org/\"onclick=alert(1)>", "<https://example.org/><script>", "https://example.org/\"onclick=alert(1)", "www.example.org/<script>alert(1)</script>", "<a@b.c\"onclick=alert(1)>",
	} {
		assertSafe(t, source, onAPage(t, source))
	}
}

func TestDishonestAddressesAreNoLinks(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"https://nhs.uk@evil.example/", "https://nhs.uk:443@evil.example/", "https:evil.example", "http:///evil.example", "//evil.example/x", "https://nhs.uk&#10;.evil.example", "https://nhs.uk&#127;.evil.example"} {
		if got := onAPage(t, "[a]("+to+")"); got != "<p>a</p>\n" {
			t.Errorf("%s became a link: %s", to, got)
		}
	}
}

func TestHarmlessLinksStay(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"http://example.org/a?b=c&d#e", "https://example.org:8080/", "HTTPS://example.org", "mailto:a@example.org", "/threads/41/x#post-7", "../up", "?page=2", "a:b/c/../"[2:], "./a:b"} {
		if got := onAPage(t, "[a]("+to+")"); !strings.Contains(got, "<a href=") {
			t.Errorf("the link to %s was lost: %s", to, got)
		}
	}
}

// What a page may hold, written down a second time and on its own: elements, and for each
// attribute the values it may have.
var (
	safeElements = strings.Fields("p br hr blockquote em strong del sup ul ol li h2 h3 h4 h5 h6 pre code span div table thead tbody tr th td a img input")
	safeValues   = map[string]*regexp.Regexp{
		"href":       regexp.MustCompile(`^(?:(?i:https?)://[^/]|mailto:|[^:]*$|[^:/?#]*[/?#])`),
		"src":        regexp.MustCompile(`^/files/[A-Za-z0-9_./-]+$`),
		"id":         regexp.MustCompile(`^p7-(?:h-[a-z0-9-]+|fn:\d+|fnref\d*:\d+)$`),
		"class":      regexp.MustCompile(`^(?:app-(?:mention|table-scroll|task-item|spoiler)|footnotes|footnote-(?:back)?ref|chroma|language-[a-z]+|[a-z]{1,3}[0-9]?)$`),
		"rel":        regexp.MustCompile(`^nofollow ugc noopener$`),
		"role":       regexp.MustCompile(`^(?:doc-noteref|doc-backlink|doc-endnotes|group)$`),
		"aria-label": regexp.MustCompile(`^(?:Done|Table)$`),
		"type":       regexp.MustCompile(`^checkbox$`),
		"title":      regexp.MustCompile(``), "alt": regexp.MustCompile(``),
		"loading": regexp.MustCompile(`^lazy$`), "tabindex": regexp.MustCompile(`^0$`), "start": regexp.MustCompile(`^\d{1,9}$`),
		"scope": regexp.MustCompile(`^col$`), "align": regexp.MustCompile(`^(?:left|right|center)$`),
		"checked": regexp.MustCompile(`^$`), "disabled": regexp.MustCompile(`^$`),
	}
)

// assertSafe reads a page as a browser does and looks at each element.
func assertSafe(t *testing.T, source, page string) {
	t.Helper()
	if strings.ContainsAny(page, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00") {
		t.Errorf("%q turns the direction of the text: %q", source, page)
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	parsed, err := html.ParseFragment(strings.NewReader(page), body)
	if err != nil {
		t.Fatal(err)
	}
	for _, top := range parsed {
		assertSafeNode(t, source, top)
		for n := range top.Descendants() {
			assertSafeNode(t, source, n)
		}
	}
}

func assertSafeNode(t *testing.T, source string, n *html.Node) {
	t.Helper()
	switch n.Type {
	case html.TextNode:
		return
	case html.ElementNode:
	default:
		t.Errorf("%q put something that is no element on the page: %q", source, n.Data)
		return
	}
	if !slices.Contains(safeElements, n.Data) {
		t.Errorf("%q put the element %s on the page", source, n.Data)
	}
	if n.Data == "a" && within(n, "a") {
		t.Errorf("%q put a link into a link", source)
	}
	for _, a := range n.Attr {
		good, known := safeValues[a.Key]
		if !known || !good.MatchString(a.Val) || a.Namespace != "" {
			t.Errorf("%q put %s=%q on %s", source, a.Key, a.Val, n.Data)
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		"# a\n\n[b](javascript:x) ![c](/files/d.png) @ann **e** `f`", "|a|\n|-|\n|b|", "- [x] a\n  1. b", "a[^1]\n\n[^1]: b", "```go\nfunc\n```",
		"<a href=x onclick=y>", "[a]: /b \"c\"\n\n[a]", "> * > a", ":tada: www.example.org a@b.example", "\u202e&#106;avascript&colon;", "~~a~~ <https://b>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		o := Options{Prefix: "p7", Shift: PostShift, Known: func(string) bool { return true }}
		page, err := Read(t.Context(), source, o)
		if err != nil {
			return
		}
		assertSafe(t, source, page.HTML)
		again, err := Read(t.Context(), source, o)
		if err != nil || again.Text != page.Text || !slices.Equal(again.Mentions, page.Mentions) {
			t.Errorf("%q reads differently a second time: %v", source, err)
		}
	})
}

func TestTheSanitiserAloneHoldsToo(t *testing.T) {
	t.Parallel()
	for _, page := range []string{
		`<script>alert(1)</script>`, `<p onclick="alert(1)" style="color:red" class="nhsuk-header" id="login">a</p>`, `<a href="javascript:alert(1)">a</a>`,
		`<a href="feed:https://example.org" target="_blank" rel="opener" ping="/x">a</a>`, `<img src="https://example.org/x.png" onerror="alert(1)">`, `<img src="/files/../x">`,
		`<input type="password" name="a" checked="checked">`, `<h2 id="p7-login">a</h2>`, `<h1>a</h1>`, `<iframe src="/x"></iframe>`, `<form action="/x"><button>a</button></form>`,
		`<div role="dialog" aria-label="Sign in" tabindex="5">a</div>`, `<span class="nhsuk-u-visually-hidden">a</span>`, `<svg><a xlink:href="javascript:alert(1)">a</a></svg>`,
		`<code class="language-go nhsuk-x">a</code>`, `<!-- a --><style>p{}</style><base href="//evil.example"><meta http-equiv="refresh">`, `<li class="app-task-item x">a</li>`,
		`<table><tbody><tr><td align="char">a</td></tr></tbody></table>`,
	} {
		assertSafe(t, page, policy.Sanitize(page))
	}
}
