// Package sitemap draws the lists by which search engines find the public pages of the site, in
// the words of sitemaps.org: files of addresses, and one index of the files.
package sitemap

import (
	"bytes"
	"encoding/xml"
	"time"
)

// Type is what a list is sent as.
const Type = "application/xml; charset=utf-8"

// Line is one address in a list.
type Line struct {
	Address string
	Changed time.Time // zero where that is not known
}

// List is one file of addresses, or the index.
type List struct {
	name, each string // the elements of the list and of a line
	Lines      []Line
}

// OfPages makes a file of addresses.
func OfPages(lines []Line) List { return List{"urlset", "url", lines} }

// OfFiles makes the index.
func OfFiles(lines []Line) List { return List{"sitemapindex", "sitemap", lines} }

// lineLength is how many bytes a line takes, more or less.
const lineLength = 160

// Document is the list as it is sent. It is written line by line: reflection would cost more than
// finding the addresses does.
func (l List) Document() []byte {
	var out bytes.Buffer
	out.Grow(lineLength * (len(l.Lines) + 1))
	out.WriteString(xml.Header + `<` + l.name + ` xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, line := range l.Lines {
		out.WriteString("<" + l.each + "><loc>")
		xml.Escape(&out, []byte(line.Address))
		out.WriteString("</loc>")
		if !line.Changed.IsZero() {
			out.WriteString("<lastmod>" + line.Changed.UTC().Format(time.RFC3339) + "</lastmod>")
		}
		out.WriteString("</" + l.each + ">\n")
	}
	out.WriteString("</" + l.name + ">\n")
	return out.Bytes()
}

// Latest is when the line changed that changed last; zero where that is not known.
func (l List) Latest() (latest time.Time) {
	for _, line := range l.Lines {
		if line.Changed.After(latest) {
			latest = line.Changed
		}
	}
	return latest
}
