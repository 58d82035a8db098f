package markdown

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The cases of CommonMark and of GFM come with the parser's module and are read from there.
// What safety changes the same way everywhere is put into the expected page by a rule below;
// the few cases that differ beyond that stand in the table of exceptions.

// example is one case: a text and the page it should give.
type example struct {
	name           string
	markdown, html string
}

// Why a case differs from what the specification says.
const (
	rawHTML   = "raw HTML is not let through: it stays on the page as text"
	badLink   = "a link has to be an address that parses; its scheme is written in small letters"
	bareLinks = "GFM links bare addresses, CommonMark does not"
)

// exceptions are the cases of CommonMark whose page differs by more than the rules, under the
// reason why. GFM's cases have none.
var exceptions = map[string][]int{
	rawHTML: {
		21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164,
		165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182,
		183, 184, 185, 186, 187, 188, 189, 190, 191, 201, 308, 309, 344, 475, 476, 477, 491, 494,
		524, 536, 613, 614, 615, 616, 617, 623, 625, 626, 627, 628, 629, 630, 631, 642, 643,
	},
	badLink:   {346, 597},
	bareLinks: {608, 611, 612},
}

// excepted gives the reason why a case may differ, if there is one.
func excepted(name string) (string, bool) {
	for reason, cases := range exceptions {
		for _, n := range cases {
			if name == fmt.Sprintf("commonmark %d", n) {
				return reason, true
			}
		}
	}
	return "", false
}

func TestCommonMarkCasesPass(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(moduleDir(t), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Markdown, HTML string
		Example        int
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) != 652 {
		t.Errorf("got %d cases, want the 652 of CommonMark 0.31", len(cases))
	}
	for _, c := range cases {
		check(t, example{fmt.Sprintf("commonmark %d", c.Example), c.Markdown, c.HTML})
	}
}

func TestGFMCasesPass(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"table", "tasklist", "strikethrough", "linkify", "footnote"} {
		cases := extensionCases(t, file)
		if len(cases) < 4 {
			t.Errorf("%s has only %d cases", file, len(cases))
		}
		for _, c := range cases {
			check(t, c)
		}
	}
}

// check compares one case, and keeps the table of exceptions honest in both directions.
func check(t *testing.T, c example) {
	t.Helper()
	page, err := Read(t.Context(), c.markdown, Options{Shift: 1})
	if err != nil {
		t.Errorf("%s: %v", c.name, err)
		return
	}
	got, want := canonical(t, page.HTML, writtenRules), canonical(t, c.html, append(safetyRules, outlined()))
	reason, ok := excepted(c.name)
	switch {
	case got == want && ok:
		t.Errorf("%s passes, so it is no exception (%s)", c.name, reason)
	case got != want && !ok:
		t.Errorf("%s\nsource %q\ngot    %q\nwant   %q", c.name, c.markdown, got, want)
	}
}

// A rule changes one element of a page; it answers false when the element itself has to go
// and its children stay.
type rule func(n *html.Node) bool

// safetyRules put into an expected page what we do on purpose.
var safetyRules = []rule{
	func(n *html.Node) bool { // nothing is fetched from elsewhere: a picture becomes a link
		if n.Data != "img" {
			return true
		}
		words := attr(n, "alt")
		if words == "" {
			words = attr(n, "src")
		}
		n.AppendChild(&html.Node{Type: html.TextNode, Data: words})
		if within(n, "a") {
			return false
		}
		n.Data, n.DataAtom = "a", atom.A
		to, title := attr(n, "src"), attr(n, "title")
		n.Attr = []html.Attribute{{Key: "href", Val: to}}
		if title != "" {
			n.Attr = append(n.Attr, html.Attribute{Key: "title", Val: title})
		}
		return true
	},
	func(n *html.Node) bool { // only http, https, mailto and relative links
		to := attr(n, "href")
		scheme, _, found := strings.Cut(to, ":")
		return n.Data != "a" || !found || strings.ContainsAny(scheme, "/?#") ||
			slices.Contains([]string{"http", "https", "mailto"}, strings.ToLower(scheme))
	},
	func(n *html.Node) bool { // a link that leads nowhere is none
		return n.Data != "a" || attr(n, "href") != ""
	},
	func(n *html.Node) bool { // classes are ours: that of an unknown language goes
		if n.Data == "code" {
			n.Attr = nil
		}
		return true
	},
}

// outlined has the headings of one page begin at h2 and go down without a gap.
func outlined() rule {
	var above []byte
	return func(n *html.Node) bool {
		if len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			return true
		}
		above = append(slices.DeleteFunc(above, func(level byte) bool { return level >= n.Data[1] }), n.Data[1])
		n.Data = fmt.Sprintf("h%d", min(1+len(above), 6))
		return true
	}
}

// writtenRules take out of a page what we add everywhere.
var writtenRules = []rule{
	func(n *html.Node) bool { return attr(n, "class") != "app-table-scroll" },             // wide tables scroll
	func(n *html.Node) bool { return n.Data != "span" },                                   // coloured code
	func(n *html.Node) bool { n.Attr = slices.DeleteFunc(n.Attr, added(n)); return true }, // see added
	func(n *html.Node) bool { // ids have a prefix
		for i, a := range n.Attr {
			n.Attr[i].Val = strings.TrimPrefix(strings.Replace(a.Val, "#text-", "#", 1), "text-")
		}
		return true
	},
}

// added tells which attributes of n are there for readers and for safety.
func added(n *html.Node) func(html.Attribute) bool {
	keys := map[string][]string{
		"a": {"rel"}, "th": {"scope"}, "pre": {"tabindex", "class"}, "code": {"class"}, "li": {"class"}, "input": {"aria-label"},
		"h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
	}[n.Data]
	if attr(n, "class") == "footnote-backref" {
		keys = append(keys, "title")
	}
	return func(a html.Attribute) bool { return slices.Contains(keys, a.Key) }
}

// canonical parses a page, applies rules to it and writes it in one way.
func canonical(t *testing.T, page string, rules []rule) string {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	parsed, err := html.ParseFragment(strings.NewReader(page), body)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range parsed {
		body.AppendChild(n)
	}
	applyAll(body, rules)
	var b strings.Builder
	for n := body.FirstChild; n != nil; n = n.NextSibling {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}
	return strings.TrimSpace(b.String())
}

func applyAll(n *html.Node, rules []rule) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		applyAll(child, rules)
		if child.Type == html.ElementNode {
			apply(child, rules)
		}
		child = next
	}
	joinText(n)
}

func apply(n *html.Node, rules []rule) {
	for _, rule := range rules {
		if !rule(n) {
			for child := n.FirstChild; child != nil; child = n.FirstChild {
				n.RemoveChild(child)
				n.Parent.InsertBefore(child, n)
			}
			n.Parent.RemoveChild(n)
			return
		}
	}
	slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
}

// joinText makes one of texts that now stand side by side.
func joinText(n *html.Node) {
	for child := n.FirstChild; child != nil && child.NextSibling != nil; {
		next := child.NextSibling
		if child.Type == html.TextNode && next.Type == html.TextNode {
			child.Data += next.Data
			n.RemoveChild(next)
			continue
		}
		child = next
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func within(n *html.Node, tag string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == tag {
			return true
		}
	}
	return false
}

// moduleDir is where the parser's module lies on this machine.
func moduleDir(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// extensionCases reads a file of cases: a number and a title, maybe options, then the text and
// the page between lines of dashes.
func extensionCases(t *testing.T, name string) []example {
	t.Helper()
	f, err := os.Open(filepath.Join(moduleDir(t), "extension", "_test", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []example
	var head, text, page []string
	part := &head
	scanner := bufio.NewScanner(f)
	for scanner.Scan() {
		switch line := scanner.Text(); {
		case strings.HasPrefix(line, "//- - -") && part == &head:
			part = &text
		case strings.HasPrefix(line, "//- - -"):
			part = &page
		case strings.HasPrefix(line, "//= = ="):
			all = append(all, newExample(name, head, text, page))
			head, text, page, part = nil, nil, nil, &head
		default:
			*part = append(*part, line)
		}
	}
	return all
}

func newExample(file string, head, text, page []string) example {
	title := strings.TrimSpace(strings.Join(head, " "))
	number, _, _ := strings.Cut(strings.Fields(title)[0], ":")
	c := example{file + " " + number, strings.Join(text, "\n"), strings.Join(page, "\n") + "\n"}
	if strings.Contains(title, "enableEscape") {
		c.markdown, c.html = unescaped(c.markdown), unescaped(c.html)
	}
	return c
}

// unescaped reads the escapes that some cases use for spaces and other characters.
func unescaped(s string) string {
	quoted := `"` + strings.NewReplacer("\n", `\n`, `"`, `\"`).Replace(s) + `"`
	if plain, err := strconv.Unquote(quoted); err == nil {
		return plain
	}
	return s
}
