// Package atom draws feeds: Atom documents (RFC 4287) that feed readers ask for again and again.
// What identifies an entry is the permanent address of what it shows, so a new title or another
// board never makes a second entry of it.
package atom

import (
	"encoding/xml"
	"io"
	"time"
)

// Feed is one document. Its types follow the order of the elements in RFC 4287.
type Feed struct {
	XMLName  xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string   `xml:"xml:lang,attr"`
	ID       string   `xml:"id"`
	Title    string   `xml:"title"`
	Subtitle string   `xml:"subtitle,omitempty"`
	Updated  Moment   `xml:"updated"`
	Links    []Link   `xml:"link"`
	Author   *Person  `xml:"author"`
	Entries  []Entry  `xml:"entry"`
}

// Entry is one thing that a feed tells of.
type Entry struct {
	ID         string     `xml:"id"`
	Title      string     `xml:"title"`
	Published  Moment     `xml:"published"`
	Updated    Moment     `xml:"updated"`
	Links      []Link     `xml:"link"`
	Authors    []Person   `xml:"author"`
	Categories []Category `xml:"category"`
	Summary    string     `xml:"summary,omitempty"`
	Content    *Content   `xml:"content"`
}

// Link leads to the feed itself, or to the page that it follows.
type Link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

// Person is who wrote something.
type Person struct {
	Name string `xml:"name"`
}

// Category is a tag.
type Category struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

// Content is the text of an entry: "html" with markup, "text" without.
type Content struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// Moment is a time as Atom writes it: UTC, to the millisecond.
type Moment struct{ time.Time }

// MarshalText is what encoding/xml calls.
func (m Moment) MarshalText() ([]byte, error) {
	return []byte(m.UTC().Format("2006-01-02T15:04:05.000Z07:00")), nil
}

// Type is what a feed is sent as.
const Type = "application/atom+xml; charset=utf-8"

// Write sends the document. Characters that XML does not allow are replaced, so that one slip in
// one text never makes the whole unreadable.
func (f Feed) Write(w io.Writer) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(f)
}
