package views

import (
	"html"
	"strings"
	"time"
	"unicode"
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
const openingLength = 200

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
// It reads each character once and no more of them than it must: a page has many texts.
func opening(rendered string) string {
	out := make([]byte, 0, 2*openingLength)
	written, whole, gap := 0, 0, false
	for rendered != "" {
		var r rune
		r, rendered = character(rendered)
		switch {
		case r == nothing:
			continue
		case unicode.IsSpace(r):
			gap = true
			continue
		case gap && written > 0:
			whole = len(out)
			out, written = append(out, ' '), written+1
		}
		if gap = false; written >= openingLength {
			return cut(out, whole)
		}
		out, written = utf8.AppendRune(out, r), written+1
	}
	return string(out)
}

// cut ends a text with the last whole word, if there is one.
func cut(text []byte, whole int) string {
	if whole > 0 {
		text = text[:whole]
	}
	return strings.TrimRight(string(text), " .,;:") + "…"
}

// nothing stands for what a reader does not see.
const nothing rune = -1

// longestEntity is how many bytes a character takes at most that is written by its name or number.
const longestEntity = 10

// character reads what a rendered text begins with: a tag is a space where it parts words, and
// nothing otherwise.
func character(rendered string) (r rune, rest string) {
	switch rendered[0] {
	case '<':
		tag, rest, _ := strings.Cut(rendered[1:], ">")
		if parts(tag) {
			return ' ', rest
		}
		return nothing, rest
	case '&':
		if end := strings.IndexByte(rendered[:min(len(rendered), longestEntity)], ';'); end > 0 {
			r, _ = utf8.DecodeRuneInString(html.UnescapeString(rendered[:end+1]))
			return r, rendered[end+1:]
		}
	}
	r, size := utf8.DecodeRuneInString(rendered)
	if r == utf8.RuneError && size == 1 {
		r = nothing
	}
	return r, rendered[size:]
}

// parts tells whether a tag parts words, as the end of a paragraph does and the end of a bold word
// does not.
func parts(tag string) bool {
	name, _, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " ")
	switch name {
	case "a", "strong", "em", "code", "del", "span", "sup", "sub":
		return false
	}
	return true
}
