package views

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"commonroom/models/discuss"
)

// Author is who wrote something, as everybody may see: name, role, organisation. The link to
// the profile is drawn only for members.
type Author struct {
	Name, JobTitle, Organisation string
	Handle                       string // empty for somebody without a page, such as a former member
}

// Role is what stands behind the name: "lead nurse for informatics, Leeds".
func (a Author) Role() string {
	return inLine(a.JobTitle, a.Organisation)
}

// inLine joins what is there with commas.
func inLine(parts ...string) string {
	there := slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return strings.Join(there, ", ")
}

// Entry is one post of a thread, ready to be drawn.
type Entry struct {
	Number      int
	Href        string // the permalink, "/posts/912"
	By          Author
	At          time.Time
	ReplyTo     int // the number of the post it answers; 0 for none
	ReplyToHref string
	Replies     int       // how many answer it
	RepliesHref string    // to the only one of them, or to all
	Contents    []Link    // the parts of a long post that opens a thread
	HTML        string    // rendered and cleaned when it was written
	Poll        *PollBox  // that hangs on the post; nil for none
	HistoryHref string    // set when the words have changed since: draws "(edited)"
	Kind        string    // "" (to be read), "hidden" or "withdrawn"
	Why         string    // for hidden and withdrawn: what happened, under which rule
	Moved       *Left     // where the post has gone from here: then there is nothing else
	Actions     []Link    // few, said in the row: Reply, Quote
	Reactions   Reactions // of a post to be read
	Answer      bool      // it answers the question of its thread
	Press       *Press    // what is done without words, in the row: marking it as the answer
	MorePress   *Press    // the same, behind "More"
	More        []Link    // the rest, behind "More"
}

// Left is one or several numbers whose posts stand in another thread now, one after the other.
type Left struct {
	From, To int // the numbers
	discuss.Moved
}

// placesOf draws together neighbours that have gone to the same thread, in their order.
func placesOf(entries []Entry) (list []Entry) {
	for _, e := range entries {
		if n := len(list); e.Moved != nil && n > 0 && list[n-1].Moved.goesOn(*e.Moved) {
			list[n-1].Moved.To = e.Number
			continue
		}
		list = append(list, e)
	}
	return list
}

func (p *Left) goesOn(next Left) bool {
	return p != nil && p.To+1 == next.From && p.Title == next.Title && samePage(p.Path, next.Path)
}

// samePage tells whether two addresses of posts are on one thread.
func samePage(a, b string) bool {
	thread := func(path string) string {
		return strings.FieldsFunc(path+"#", func(r rune) bool { return r == '#' || r == '?' })[0]
	}
	return a == "" && b == "" || a != "" && b != "" && thread(a) == thread(b)
}

// words say which: "Post 7 was moved to", "Posts 7 to 9 were moved to".
// Of what came back to the thread: "Post 3 is now".
func (p Left) words() string {
	switch {
	case p.Here > 0 && p.From == p.To:
		return "Post " + itoa(p.From) + " is now "
	case p.Here > 0:
		return "Posts " + itoa(p.From) + " to " + itoa(p.To) + " stand further down, from "
	}
	if p.From == p.To {
		return "Post " + itoa(p.From) + " was moved to "
	}
	return "Posts " + itoa(p.From) + " to " + itoa(p.To) + " were moved to "
}

// where is what the link to the place says.
func (p Left) where() string {
	if p.Here > 0 {
		return "post " + itoa(p.Here)
	}
	return p.Title
}

// rest are the anchors of the numbers after the first.
func (p Left) rest() (list []string) {
	for n := p.From + 1; n <= p.To; n++ {
		list = append(list, Entry{Number: n}.Anchor())
	}
	return list
}

// Anchor is where the post stands on its page: "post-23".
func (e Entry) Anchor() string { return "post-" + strconv.Itoa(e.Number) }

func (e Entry) number() string { return strconv.Itoa(e.Number) }

// shown tells whether the words are drawn: a hidden post comes with its words only for those
// who may still read them.
func (e Entry) shown() bool { return e.HTML != "" && e.Kind != "withdrawn" }

// what names the state of a post whose words are gone for most.
func (e Entry) what() string {
	if e.Kind == "hidden" {
		return "Hidden by the committee"
	}
	return "Withdrawn by its author"
}
