package markdown

import (
	"html"
	"regexp"
)

var (
	headingWithID = regexp.MustCompile(`(?s)<h([2-6]) id="([^"]+)">(.*?)</h[2-6]>`)
	anyTag        = regexp.MustCompile(`<[^>]*>`)
)

// Contents lists the headings of HTML that Render made, without reading its source again.
func Contents(rendered string) (all []Heading) {
	for _, found := range headingWithID.FindAllStringSubmatch(rendered, -1) {
		title := html.UnescapeString(anyTag.ReplaceAllString(found[3], ""))
		if title != "" {
			all = append(all, Heading{Level: int(found[1][0] - '0'), ID: found[2], Title: title})
		}
	}
	return all
}
