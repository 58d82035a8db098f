package views

import (
	"strconv"
	"strings"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/ribbon"
)

// Marks are how far the person who looks has read in the threads on a page, by the thread's id.
type Marks map[int64]ribbon.Ribbon

// continueAt is where somebody with the mark reads on in a thread: "Continue at post 23 (4 new)".
// There is no such place where nothing is new, or they want to hear nothing of it.
func continueAt(t discuss.Thread, mark ribbon.Ribbon) (l Link, ok bool) {
	if mark.New == 0 || mark.Follow == ribbon.Muted {
		return Link{}, false
	}
	noun := "post"
	if t.Kind != discuss.Discussion {
		noun = "comment"
	}
	return Link{
		Text: "Continue at " + noun + " " + strconv.Itoa(mark.Next) + " (" + Thousands(mark.New) + " new)",
		Href: t.PostPath(mark.Next),
	}, true
}

// continueAt is where the person reads on in the thread of a row.
func (f Frame) continueAt(r Row) (l Link, ok bool) {
	if r.Of == nil {
		return Link{}, false
	}
	l, ok = continueAt(*r.Of, f.Marks[r.Of.ID])
	l.Hidden = "in “" + r.Title + "”"
	return l, ok
}

// asks tells whether the thread of a row asks for a perspective of the person's. One that is
// closed or decided asks nobody any more.
func (f Frame) asks(r Row) bool {
	return r.Of != nil && f.Marks[r.Of.ID].Asked && !r.Of.Locked && r.Of.Stands() != discuss.StateDecided
}

// followed says how the person follows the thread of a row, if they have chosen.
func (f Frame) followed(r Row) string {
	if r.Of == nil {
		return ""
	}
	return map[ribbon.Follow]string{
		ribbon.Watching: "Watching", ribbon.Following: "Following", ribbon.Muted: "Muted",
	}[f.Marks[r.Of.ID].Follow]
}

// way is one way to follow a thread, as the menu offers it.
type way struct {
	Follow ribbon.Follow
	Text   string // on its button
	Hint   string
	Now    string // what the menu is called while this is chosen
	Done   string // said once it is chosen
}

var ways = []way{
	{ribbon.Following, "Follow", "New posts stand among your unread ones.", "Following", "You follow this. What is new in it stands among your unread posts."},
	{ribbon.Watching, "Watch", "The same, and each new post is a notice.", "Watching", "You watch this. Each new post will be a notice."},
	{ribbon.Muted, "Mute", "You hear nothing of it: no unread posts, no notices.", "Muted", "You have muted this. You will hear nothing of it."},
	{ribbon.None, "Do not follow", "New posts stand among your unread ones for a month after you read it.", "Follow", "You do not follow this any more."},
}

// FollowWords say what choosing a way to follow has done.
func FollowWords(how ribbon.Follow) string { return wayOf(how).Done }

func wayOf(how ribbon.Follow) way {
	for _, w := range ways {
		if w.Follow == how {
			return w
		}
	}
	return ways[len(ways)-1]
}

// ReadingOn is how the person who looks stands to a thread: where they read on, what is new to them
// on this page, and how they follow it. Nobody but members has one.
type ReadingOn struct {
	Thread   int64
	Mark     ribbon.Ribbon
	Since    int  // the number of the first post on the page that is new since they were here; 0 for none
	Continue Link // to where they read on, unless that is where the page begins
}

// way is how they follow it.
func (r ReadingOn) way() way { return wayOf(r.Mark.Follow) }

func (r ReadingOn) followHref() string { return "/threads/" + itoa64(r.Thread) + "/follow" }

// readHref is where the browser tells which posts it has shown.
func (r ReadingOn) readHref() string { return "/threads/" + itoa64(r.Thread) + "/read" }

// on is how By stands to what they read.
func (r Reading) on() *ReadingOn {
	if !r.By.IsMember() || !r.Thread.Published {
		return nil
	}
	on := &ReadingOn{Thread: r.Thread.ID, Mark: r.Mark}
	next := r.Mark.Next
	for _, p := range r.Posts {
		if p.Number == next && r.Mark.ThreadID != 0 && (next > 1 || r.Thread.Kind != discuss.Discussion) {
			on.Since = next
		}
	}
	if l, ok := continueAt(r.Thread, r.Mark); ok && (len(r.Posts) == 0 || r.Posts[0].Number != next) {
		on.Continue = l
	}
	return on
}

// LastNumber is the number of the last post on the page; 0 for a page without any.
func (r Reading) LastNumber() int {
	if len(r.Posts) == 0 {
		return 0
	}
	return r.Posts[len(r.Posts)-1].Number
}

// News tells whether By has not been shown the page to its end before.
func (r Reading) News() bool { return r.Mark.ThreadID == 0 || r.Mark.ReadTo < r.LastNumber() }

// WaitingPage is one page of what waits for somebody to read it: threads with new posts, or new
// ones.
type WaitingPage struct {
	Path    string // "/unread" or "/new"
	Page    models.Page[discuss.Thread]
	Count   discuss.Waiting
	Cleared int64          // the marking of everything as read that was just made; 0 for none
	All     ribbon.AllRead // the form that makes the next
}

func (p WaitingPage) fresh() bool { return p.Path == "/new" }

// back is the list as the forms on it name it.
func (p WaitingPage) back() string { return strings.TrimPrefix(p.Path, "/") }

// waitingWords are how many wait: "4", or "100+" where nobody counted on.
func waitingWords(n int) string {
	if n >= discuss.MostWaiting {
		return itoa(discuss.MostWaiting) + "+"
	}
	return itoa(n)
}

func (p WaitingPage) title() string {
	if p.fresh() {
		return "New"
	}
	return "Unread"
}

func allReadVerb(p WaitingPage) string {
	if p.fresh() {
		return "seen"
	}
	return "read"
}

// newer is what comes to stand above the list while it is read.
func (p WaitingPage) newer() news {
	if p.fresh() {
		return cameOut
	}
	return posted
}
