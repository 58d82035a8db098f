package views

import (
	"html"
	"strings"
	"time"
	"unicode/utf8"

	"commonroom/models/discuss"
	"commonroom/models/member"
)

// Face is what a page that is for everybody shows to machines: to search engines, and to whatever
// draws the preview of a link. A page without one is kept out of search engines.
type Face struct {
	Path    string   // the one address of the page, below the site's own
	Written *Written // what somebody wrote, on the page of that; nil for a list
}

// Written is one thread that a visitor may see, as its page shows it: a discussion, or a document
// with its comments.
type Written struct {
	Thread  discuss.Thread
	Authors []member.Member // of a document
	HTML    string          // of a document: what it says first
	Edited  time.Time       // when a document was changed last; zero if it was not since it came out
	Talk    Talk
}

// Address is the one address of the page, as other sites write it; empty for one that is not
// for everybody.
func (f Frame) Address() string {
	if f.Face == nil {
		return ""
	}
	return f.Root + f.Face.Path
}

// Brief is the sentence about the page that search engines and previews show.
func (f Frame) Brief() string {
	if f.Description == "" && f.Face != nil && f.Face.Written != nil {
		return f.Face.Written.opening()
	}
	return f.Description
}

// meta is one property of a page as the Open Graph names it.
type meta struct{ Property, Content string }

// preview is what other sites draw where somebody posts a link to the page.
func (f Frame) preview() []meta {
	list := []meta{
		{"og:title", f.heading()}, {"og:url", f.Address()}, {"og:site_name", f.Site()}, {"og:locale", "en_GB"},
	}
	if brief := f.Brief(); brief != "" {
		list = append(list, meta{"og:description", brief})
	}
	w := f.Face.Written
	if w == nil {
		return append(list, meta{"og:type", "website"})
	}
	return append(list, meta{"og:type", "article"},
		meta{"article:published_time", machine(w.Thread.Out)}, meta{"article:modified_time", machine(w.changed())})
}

// heading is the title of the page without the site's name; the front page has only that.
func (f Frame) heading() string {
	if f.Title == "" {
		return f.Site()
	}
	return f.Title
}

// changed is when something was last added to the page or changed on it.
func (w Written) changed() time.Time {
	latest := w.Thread.Out
	for _, t := range []time.Time{w.Thread.LastPost, w.Edited} {
		if t.After(latest) {
			latest = t
		}
	}
	return latest
}

// openingLength is how many characters of a text stand for the whole: more than a search engine
// shows, and little beside the page it is on.
const openingLength = 300

// longestEscaped is how many bytes a character of a rendered text has at most: &quot; and what
// four bytes and a tag or two add.
const longestEscaped = 8

// opening is how the text begins that the page is about: the document, or the first post where
// it stands on this page for everybody to read.
func (w Written) opening() string {
	if e, ok := w.first(); ok {
		return opening(e.HTML)
	}
	return opening(w.HTML)
}

// first is the post that opens a discussion, if it is on this page and may be read.
func (w Written) first() (Entry, bool) {
	if w.Thread.Kind != discuss.Discussion || len(w.Talk.Entries) == 0 {
		return Entry{}, false
	}
	if e := w.Talk.Entries[0]; e.Number == 1 && e.open() {
		return e, true
	}
	return Entry{}, false
}

// open tells whether everybody may read the post.
func (e Entry) open() bool { return e.Kind == "" }

// opening gives the first words of a rendered text without their marks, ending with a whole word.
// It reads no further than it must: a page has many texts.
func opening(rendered string) string {
	var b strings.Builder
	for rendered != "" && b.Len() < longestEscaped*openingLength {
		text, rest, _ := strings.Cut(rendered, "<")
		b.WriteString(text[:min(len(text), longestEscaped*openingLength)])
		tag, after, _ := strings.Cut(rest, ">")
		if block(tag) {
			b.WriteByte(' ')
		}
		rendered = after
	}
	text := strings.Join(strings.Fields(strings.ToValidUTF8(html.UnescapeString(b.String()), "")), " ")
	if utf8.RuneCountInString(text) <= openingLength {
		return text
	}
	text = string([]rune(text)[:openingLength])
	if at := strings.LastIndexByte(text, ' '); at > 0 {
		text = text[:at]
	}
	return strings.TrimRight(text, ".,;:") + "…"
}

// block tells whether a tag parts words, as the end of a paragraph does and the end of a bold
// word does not.
func block(tag string) bool {
	name, _, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " ")
	switch name {
	case "a", "strong", "em", "code", "del", "span", "sup", "sub":
		return false
	}
	return true
}
