package views

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"commonroom/models/discuss"
)

// Link is words that lead somewhere.
type Link struct {
	Text, Href string
	Hidden     string // said only to those who hear the page: "post 23" behind "Edit"
}

// State is a word about where a thing stands, with its colour and perhaps its icon.
type State struct {
	Text string
	Tone string // "" (plain), "good", "attention", "stop", "ours"
	Icon string // "", "lock", "pin", "hidden", "tick"
}

// The states that several features share.
var (
	StateLocked    = State{"Locked", "", "lock"}
	StatePinned    = State{"Pinned", "ours", "pin"}
	StateSlow      = State{"Slow mode", "attention", ""}
	StateHidden    = State{"Hidden", "stop", "hidden"}
	StateWithdrawn = State{"Withdrawn", "", ""}
	StateQuestion  = State{"Question", "ours", ""}
	StatePoll      = State{"Poll", "ours", ""}
	StateDraft     = State{"Draft", "attention", ""}
	StateAnswer    = State{"Answer", "good", "tick"}
	StateAnswered  = State{"Answered", "good", "tick"}
	StateDecided   = State{"Decided", "good", "tick"}
	StateOpen      = State{"Open", "", ""}
	StatePublished = State{"Published", "good", ""}
	StateAsked     = State{"Asked for", "ours", ""}          // a perspective that has not been heard
	StateAsksYou   = State{"Asks for your view", "ours", ""} // a thread, of the one who reads
)

func (s State) class() string {
	if s.Tone == "" {
		return "app-tag"
	}
	return "app-tag app-tag--" + s.Tone
}

func (s State) icon() templ.Component {
	switch s.Icon {
	case "lock":
		return IconLock()
	case "pin":
		return IconPin()
	case "hidden":
		return IconHidden()
	case "tick":
		return IconTick()
	}
	return templ.NopComponent
}

// Row is one line of a list of threads, practices or projects.
type Row struct {
	Title, Href string
	States      []State
	Summary     string
	Room        *Room  // left out where the whole list stands in one room
	Tags        []Link // to the list of each tag
	Author      string
	At          time.Time // when it was made or published
	Replies     int       // below 0: not said
	Comments    bool      // what it has are comments, as under a document
	LastBy      string    // who posted last
	LastAt      time.Time
	Of          *discuss.Thread // what it leads to, to read on in; nil for what has no posts
}

// repliesWords is "no replies", "1 reply", "1,204 replies"; or "2 comments".
func (r Row) repliesWords() string {
	if r.Comments {
		return Count(r.Replies, "comment", "comments")
	}
	return Count(r.Replies, "reply", "replies")
}

// Pager is where one stands in numbered pages. Base is the address without the page's number,
// such as "/threads/41/rotas" or "/members?q=ward".
type Pager struct {
	Page, Last int
	Base       string
	Label      string // "Pages of this thread" when empty
}

// Href is the address of page n; page 1 has no number.
func (p Pager) Href(n int) string {
	if n <= 1 {
		return p.Base
	}
	mark := "?"
	if strings.Contains(p.Base, "?") {
		mark = "&"
	}
	return p.Base + mark + "page=" + strconv.Itoa(n)
}

// numbers are the pages worth a link: the first, the last and those about this one; 0 stands
// for pages left out.
func (p Pager) numbers() []int {
	var shown []int
	for n := 1; n <= p.Last; n++ {
		near := n >= p.Page-1 && n <= p.Page+1
		switch {
		case n == 1, n == p.Last, near:
			shown = append(shown, n)
		case len(shown) > 0 && shown[len(shown)-1] != 0:
			shown = append(shown, 0)
		}
	}
	return shown
}

func (p Pager) label() string {
	if p.Label == "" {
		return "Pages"
	}
	return p.Label
}

// Fact is one line of a summary: a name and what it is. Body is drawn instead of Text if set.
type Fact struct {
	Name string
	Text string
	Href string // makes Text a link
	Body templ.Component
}
