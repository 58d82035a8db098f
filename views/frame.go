// Package views draws the pages: templ components that are functions of their parameters. What
// a page would have to work out is worked out here in Go, where it is tested.
package views

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
)

// Person is the one who looks at a page, as far as its frame must know. The zero Person is a
// visitor.
type Person struct {
	ID           int64
	Handle, Name string
	Applicant    bool // signed in, not yet confirmed
	Member       bool // holds a place; false while suspended
	Committee    bool // holds a committee office today
	Admin        bool // runs the server
	Suspended    bool
	KeysOff      bool // goes without the shortcuts that are one key
}

// Visitor tells whether nobody is signed in.
func (p Person) Visitor() bool { return p.ID == 0 }

// ProfilePath is where the person's own profile stands.
func (p Person) ProfilePath() string { return "/members/" + p.Handle }

// Crumb is one step of the way from the home page to this one; the space comes first.
type Crumb struct{ Text, Href string }

// Frame is what every page shares.
type Frame struct {
	Title       string // of the page, without the site's name
	Description string // one sentence for search engines and previews; may be empty
	By          Person
	Notices     int    // unread
	Path, Query string // of this page: marks the door one stands in
	Now         time.Time
	Crumbs      []Crumb
	Flash       string    // what the last act did, said once, such as "Your reply is posted."
	Root        string    // the site's public address, such as https://commonroom.example
	Face        *Face     // what the page shows to machines; nil keeps search engines away
	Feeds       []Link    // what a feed reader can follow of what this page lists
	SiteName    string    // "Commonroom" when empty
	DemoNote    string    // one line above all pages of a demonstration
	Files       bool      // may add files to what they write
	Previews    []Preview // the words of a form on the page, as they will look
	Marks       Marks     // how far the person has read in the threads listed on the page
	Problems    bool      // a form on the page was refused: its title begins with "Error"
}

// Site is the name of the community's site.
func (f Frame) Site() string {
	if f.SiteName == "" {
		return "Commonroom"
	}
	return f.SiteName
}

// FullTitle is the text of the browser's tab: "Page name - Commonroom".
func (f Frame) FullTitle() string {
	title := f.Site()
	if f.Title != "" {
		title = f.Title + " - " + f.Site()
	}
	if f.Problems {
		return "Error: " + title
	}
	return title
}

// Here is the path and query of this page, to come back to after signing in.
func (f Frame) Here() string {
	if f.Query == "" {
		return f.Path
	}
	return f.Path + "?" + f.Query
}

// Door is one of the rooms in the row under the header.
type Door struct{ Text, Href string }

// Doors are the rooms this person may walk into.
func (f Frame) Doors() []Door {
	doors := []Door{
		{"Threads", "/boards"},
		{"Practices", "/practices"},
		{"Projects", "/projects"},
		{"Committee", "/committee"},
	}
	if f.By.Member {
		doors = append(doors, Door{"Members", "/members"})
	}
	return doors
}

// Mine are the pages about the person who looks, for the menu under their name.
func (f Frame) Mine() []Door {
	switch {
	case f.By.Suspended:
		return nil
	case f.By.Applicant:
		return []Door{{"My application", "/join"}, {"My sign-ins", "/settings/sign-ins"}, {"Where I am signed in", "/settings/sessions"}}
	}
	doors := []Door{
		{"Unread", "/unread"},
		{"My page", f.By.ProfilePath()},
		{"My drafts", "/drafts"},
		{"My scheduled threads", "/scheduled"},
		{"My bookmarks", "/bookmarks"},
		{"My profile", "/settings/profile"},
		{"My sign-ins", "/settings/sign-ins"},
		{"Where I am signed in", "/settings/sessions"},
		{"My private feeds", "/settings/feeds"},
		{"Keyboard shortcuts", "/help/keys"},
	}
	if f.By.Committee || f.By.Admin {
		doors = append(doors, Door{"Applicants", "/committee/applicants"})
	}
	if f.By.Committee {
		doors = append(doors, Door{"Reports", "/reports"})
	}
	return doors
}

// In gives the aria-current of a door: "page" on its own page, "true" on those behind it.
func (f Frame) In(d Door) string {
	path := f.Path
	if strings.HasPrefix(path, "/threads") || strings.HasPrefix(path, "/posts") || path == "/questions" {
		path = "/boards/" // a thread stands behind its board
	}
	switch {
	case path == d.Href:
		return "page"
	case strings.HasPrefix(path, d.Href+"/"):
		return "true"
	}
	return "false"
}

// NoticeWords says the count of unread notices to somebody who hears the page.
func (f Frame) NoticeWords() string {
	switch f.Notices {
	case 0:
		return "Notices"
	case 1:
		return "Notices, 1 new"
	}
	return "Notices, " + strconv.Itoa(f.Notices) + " new"
}

// SignInPath is the sign-in page that leads back to this one.
func (f Frame) SignInPath() templ.SafeURL {
	if f.Path == "" || f.Path == "/" || strings.HasPrefix(f.Path, "/sign-in") {
		return "/sign-in"
	}
	return templ.SafeURL("/sign-in?return_to=" + url.QueryEscape(f.Here()))
}
