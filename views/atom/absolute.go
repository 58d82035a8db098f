package atom

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// absoluteLinks gives stored HTML with the links and pictures in it that are relative made
// absolute: it is read far from the page it was written for. All else stays byte for byte.
func absoluteLinks(text, page string) string {
	base, err := url.Parse(page)
	if err != nil || !strings.Contains(text, "href=") && !strings.Contains(text, "src=") {
		return text
	}
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(text))
	for tokens.Next() != html.ErrorToken {
		raw := string(tokens.Raw()) // Token lets go of it
		token := tokens.Token()
		if resolve(&token, base) {
			raw = token.String()
		}
		out.WriteString(raw)
	}
	return out.String()
}

// resolve makes what a tag points at absolute, and tells whether it changed anything.
func resolve(token *html.Token, base *url.URL) (changed bool) {
	for i, a := range token.Attr {
		if a.Key != "href" && a.Key != "src" {
			continue
		}
		to, err := url.Parse(a.Val)
		if err != nil || to.IsAbs() {
			continue
		}
		token.Attr[i].Val = base.ResolveReference(to).String()
		changed = true
	}
	return changed
}
