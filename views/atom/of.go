package atom

import (
	"net/url"
	"strconv"
	"time"

	"commonroom/models/discuss"
	"commonroom/models/feed"
	"commonroom/models/moderation"
)

// Head says what a feed is of and where it stands. ID, Self and Page are paths; all addresses in
// the document are made of them and the site's, never of what a request called it.
type Head struct {
	Site     *url.URL
	SiteName string
	Title    string
	Subtitle string
	ID       string // what the feed is known by for ever
	Self     string // where it is read
	Page     string // the page that it follows
}

// Of makes the feed of some texts.
func Of(h Head, list []feed.Entry) Feed {
	f := h.feed()
	for _, e := range list {
		f.add(h.entry(e))
	}
	return f
}

// OfLog makes the feed of what the committee did.
func OfLog(h Head, list []moderation.Action) Feed {
	f := h.feed()
	for _, a := range list {
		address := h.absolute(h.Page + "#" + a.Anchor())
		f.add(Entry{
			ID:        address,
			Title:     a.Heading(),
			Published: Moment{a.At},
			Updated:   Moment{a.At},
			Links:     []Link{{Rel: "alternate", Type: "text/html", Href: address}},
			Authors:   []Person{{Name: a.Signed()}},
			Content:   &Content{Type: "text", Text: a.Sentence()},
		})
	}
	return f
}

// feed is the document before it has entries. One without any has never changed.
func (h Head) feed() Feed {
	return Feed{
		Lang:     "en-GB",
		ID:       h.absolute(h.ID),
		Title:    h.Title + " - " + h.SiteName,
		Subtitle: h.Subtitle,
		Updated:  Moment{time.Unix(0, 0)},
		Author:   &Person{Name: h.SiteName},
		Links: []Link{
			{Rel: "self", Type: "application/atom+xml", Href: h.absolute(h.Self)},
			{Rel: "alternate", Type: "text/html", Href: h.absolute(h.Page)},
		},
	}
}

// add puts an entry last; the feed is as new as the newest of them.
func (f *Feed) add(e Entry) {
	if e.Updated.After(f.Updated.Time) {
		f.Updated = e.Updated
	}
	f.Entries = append(f.Entries, e)
}

func (h Head) entry(e feed.Entry) Entry {
	page := h.absolute(e.Thread.Path())
	if e.PostID != 0 {
		page = h.absolute(e.Thread.PostPath(e.Number))
	}
	entry := Entry{
		ID:        h.absolute(permanent(e)),
		Title:     title(e),
		Published: Moment{e.Published},
		Updated:   Moment{e.Updated},
		Links:     []Link{{Rel: "alternate", Type: "text/html", Href: page}},
		Authors:   authors(e),
		Content:   &Content{Type: "html", Text: absoluteLinks(text(e), page)},
	}
	if e.Opens() {
		entry.Summary = e.Thread.Summary
		for _, t := range e.Thread.Tags {
			entry.Categories = append(entry.Categories, Category{Term: t.Slug, Label: t.Name})
		}
	}
	return entry
}

// permanent is the address that stays whatever becomes of the title or the board.
func permanent(e feed.Entry) string {
	id := strconv.FormatInt(e.Thread.ID, 10)
	switch {
	case e.PostID != 0:
		return "/posts/" + strconv.FormatInt(e.PostID, 10)
	case e.Thread.Kind == discuss.Practice:
		return "/practices/" + id
	}
	return "/projects/" + id
}

// title names the thread, and of a reply its number too: "Top calls, post 7".
func title(e feed.Entry) string {
	if e.Opens() {
		return e.Thread.Title
	}
	return e.Thread.Title + ", post " + strconv.Itoa(e.Number)
}

func authors(e feed.Entry) (list []Person) {
	for _, name := range e.Authors {
		list = append(list, Person{Name: name})
	}
	if list == nil {
		list = []Person{{Name: "Somebody in " + e.Thread.Space.Name}}
	}
	return list
}

// text is what the entry says: a project has two texts, under the headings of its page.
func text(e feed.Entry) string {
	if e.PostID != 0 || e.Thread.Kind != discuss.Project {
		return e.HTML
	}
	text := ""
	if e.HTML != "" {
		text = "<h2>Aim</h2>\n" + e.HTML
	}
	if e.Problem != "" {
		text += "<h2>Problem</h2>\n" + e.Problem
	}
	return text
}

// absolute makes a path of the site an address that can be read anywhere.
func (h Head) absolute(path string) string {
	return h.Site.Scheme + "://" + h.Site.Host + path
}
