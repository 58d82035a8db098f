package markdown

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// policy is the last wall: it knows every element, attribute, class and form of id that the
// renderer writes, and drops all else, should the renderer ever be talked into it.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "blockquote", "em", "strong", "del", "sup", "ul", "ol", "li",
		"h2", "h3", "h4", "h5", "h6", "pre", "code", "span", "div",
		"table", "thead", "tbody", "tr", "th", "td", "a", "img", "input", "details", "summary")
	p.AllowNoAttrs().OnElements("span", "a")

	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowURLSchemes(schemes...)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(exactly("nofollow ugc noopener")).OnElements("a")
	p.AllowAttrs("title").OnElements("a", "img")
	p.AllowAttrs("src").Matching(ownFile).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(regexp.MustCompile(`^[1-9][0-9]{0,3}$`)).OnElements("img")
	p.AllowAttrs("loading").Matching(exactly("lazy")).OnElements("img")

	allowNames(p)
	p.AllowAttrs("role").Matching(exactly("doc-noteref", "doc-backlink")).OnElements("a")
	p.AllowAttrs("role").Matching(exactly("doc-endnotes", "group")).OnElements("div")
	p.AllowAttrs("aria-label").Matching(exactly("Table")).OnElements("div")
	p.AllowAttrs("tabindex").Matching(exactly("0")).OnElements("div", "pre")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("scope").Matching(exactly("col")).OnElements("th")
	p.AllowAttrs("align").Matching(exactly("left", "center", "right")).OnElements("th", "td")

	p.AllowAttrs("type").Matching(exactly("checkbox")).OnElements("input")
	p.AllowAttrs("checked", "disabled").Matching(exactly("")).OnElements("input")
	p.AllowAttrs("aria-label").Matching(exactly("Done")).OnElements("input")
	return p
}

// allowNames lets through the ids and the classes.
func allowNames(p *bluemonday.Policy) {
	const prefix = `^[a-z][a-z0-9]{0,31}-`
	p.AllowAttrs("id").Matching(regexp.MustCompile(prefix+`h-[a-z0-9-]+$`)).OnElements("h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("id").Matching(regexp.MustCompile(prefix + `fn:[0-9]+$`)).OnElements("li")
	p.AllowAttrs("id").Matching(regexp.MustCompile(prefix + `fnref[0-9]*:[0-9]+$`)).OnElements("sup")
	p.AllowAttrs("class").Matching(exactly("app-mention", "app-picture", "footnote-ref", "footnote-backref")).OnElements("a")
	p.AllowAttrs("class").Matching(exactly("app-table-scroll", "footnotes")).OnElements("div")
	p.AllowAttrs("class").Matching(exactly("app-spoiler")).OnElements("details")
	p.AllowAttrs("class").Matching(exactly("app-task-item")).OnElements("li")
	p.AllowAttrs("class").Matching(exactly("chroma")).OnElements("pre")
	p.AllowAttrs("class").Matching(exactly(tokenClasses()...)).OnElements("span")
	var names []string
	for _, name := range languageNames() {
		names = append(names, "language-"+name)
	}
	p.AllowAttrs("class").Matching(exactly(names...)).OnElements("code")
}

// exactly matches one of values and nothing around it.
func exactly(values ...string) *regexp.Regexp {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = regexp.QuoteMeta(value)
	}
	return regexp.MustCompile(`\A(?:` + strings.Join(quoted, "|") + `)\z`)
}
