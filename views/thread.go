package views

import (
	"net/url"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/prose"
	"commonroom/models/space"
)

func threadFacts(f Frame, t discuss.Thread) []Fact {
	facts := []Fact{
		{Name: "Board", Text: t.Space.Name, Href: t.Space.Path()},
		{Name: "Started by", Body: threadAuthor(f, t)},
		{Name: "Replies", Text: Thousands(t.Replies())},
		{Name: "Last post", Body: threadTime(f, t)},
	}
	if len(t.Tags) > 0 {
		facts = append(facts, Fact{Name: "Tags", Body: threadTags(t)})
	}
	return facts
}

// actsHeading names the box of what can be done about a thread.
func actsHeading(f Frame) string {
	if f.By.Committee {
		return "For the committee"
	}
	return "Something wrong?"
}

// StartPage is the form that begins a discussion: on one board, or on one of several.
type StartPage struct {
	In       discuss.NewThread
	Board    *Room         // where it is going to stand; nil to choose
	Boards   []space.Space // to choose from
	Problems models.Problems
}

func (p StartPage) boardField() Field {
	f := Field{Name: "board", Label: "Where?", Value: p.In.Board, Error: p.Problems.For("board")}
	for _, s := range p.Boards {
		f.Choices = append(f.Choices, Choice{Value: s.Slug, Label: s.Name, Hint: s.Purpose + " " + RoomOf(s).WhoReads()})
	}
	return f
}

func (p StartPage) back() string {
	if p.Board != nil {
		return p.Board.Href
	}
	return "/boards"
}

// EditPage is the form that changes a post. Changes are set when it has changed meanwhile: how
// what somebody wants to save differs from what the post says now.
type EditPage struct {
	discuss.Placed
	In       discuss.EditPost
	Problems models.Problems
	Changes  []prose.Change
}

// traceWords says what readers will see of the change.
func (p EditPage) traceWords(now time.Time) string {
	if p.Post.Silent(now) && !p.Post.Edited {
		return "It is only a few minutes old: nobody is told that you changed it."
	}
	return "What it said before stays in its history, for everybody who can read it."
}

// BoardLine is one space in the list of spaces.
type BoardLine struct {
	Room    Room
	Purpose string
	Latest  *discuss.Thread // posted in last; nil in an empty space
}

// BoardLines sets beside each space what was posted in last.
func BoardLines(list []space.Space, latest map[int64]discuss.Thread) []BoardLine {
	lines := make([]BoardLine, len(list))
	for i, s := range list {
		lines[i] = BoardLine{Room: RoomOf(s), Purpose: s.Purpose}
		if t, ok := latest[s.ID]; ok {
			lines[i].Latest = &t
		}
	}
	return lines
}

// BoardPage is one page of the threads of a space.
type BoardPage struct {
	Room        Room
	Slug        string
	Purpose     string
	Tag         string // the slug of the only tag shown; empty for all
	CanStart    bool
	Rows        []Row
	First, Next string // addresses of the first and of the following page
}

// BoardPageOf makes the page from what the board lists at a cursor.
func BoardPageOf(s space.Space, b discuss.Board, tag, cursor string, canStart bool) BoardPage {
	p := BoardPage{Room: RoomOf(s), Slug: s.Slug, Purpose: s.Purpose, Tag: tag, CanStart: canStart}
	for _, t := range append(b.Pinned, b.Threads...) {
		p.Rows = append(p.Rows, RowIn(t))
	}
	filter := ""
	if tag != "" {
		filter = "tag=" + url.QueryEscape(tag)
	}
	p.Next = nextHref(s.Path(), filter, b.Next)
	if cursor != "" {
		p.First = strings.TrimSuffix(s.Path()+"?"+filter, "?")
	}
	return p
}

func (b BoardPage) startHref() string { return "/threads/new?board=" + url.QueryEscape(b.Slug) }

func historyFirst(f Frame, h discuss.History) string {
	if f.Query == "" {
		return ""
	}
	return postHref(h.Post.ID, "/history")
}

func historyOlder(h discuss.History) string {
	if h.Older == 0 {
		return ""
	}
	return postHref(h.Post.ID, "/history?before="+itoa64(h.Older))
}

// excerptLength is two or three lines of a list.
const excerptLength = 200

func excerpt(p discuss.Post) string { return prose.Excerpt(p.Body, excerptLength) }

// firstHref leads back to the start of a list that is walked by cursor, from a later page.
func firstHref(f Frame, base string) string {
	if !strings.Contains(f.Query, "from=") {
		return ""
	}
	return base
}
