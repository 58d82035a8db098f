package views

import (
	"slices"
	"strconv"
	"strings"
	"time"
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
	Actions     []Link    // few, said in the row: Reply, Quote
	Reactions   Reactions // of a post to be read
	Answer      bool      // it answers the question of its thread
	Press       *Press    // what is done without words, in the row: marking it as the answer
	MorePress   *Press    // the same, behind "More"
	More        []Link    // the rest, behind "More"
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
