// Package sitemap draws the lists by which search engines find the public pages of the site, in
// the words of sitemaps.org: files of addresses, and one index of the files.
package sitemap

import (
	"encoding/xml"
	"io"
	"time"
)

// Type is what both are sent as.
const Type = "application/xml; charset=utf-8"

const space = "http://www.sitemaps.org/schemas/sitemap/0.9"

// Line is one address in a list.
type Line struct {
	Address string `xml:"loc"`
	Changed Moment `xml:"lastmod,omitempty"`
}

// Moment is a time as the lists write it: UTC, to the second.
type Moment string

// At gives a moment; none for the zero time.
func At(t time.Time) Moment {
	if t.IsZero() {
		return ""
	}
	return Moment(t.UTC().Format(time.RFC3339))
}

// Pages is one file of addresses.
type Pages struct {
	XMLName xml.Name
	Lines   []Line `xml:"url"`
}

// Files is the index of all files.
type Files struct {
	XMLName xml.Name
	Lines   []Line `xml:"sitemap"`
}

// OfPages makes a file.
func OfPages(lines []Line) Pages {
	return Pages{XMLName: xml.Name{Space: space, Local: "urlset"}, Lines: lines}
}

// OfFiles makes the index.
func OfFiles(lines []Line) Files {
	return Files{XMLName: xml.Name{Space: space, Local: "sitemapindex"}, Lines: lines}
}

// Write sends the file.
func (p Pages) Write(w io.Writer) error { return write(w, p) }

// Write sends the index.
func (f Files) Write(w io.Writer) error { return write(w, f) }

func write(w io.Writer, list any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(list)
}
