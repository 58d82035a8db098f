package views

import (
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
	"commonroom/models/words"
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
	if t.Pinned && t.Until != models.Forever {
		facts = append(facts, Fact{Name: "Pinned until", Text: FullDay(t.Until.Start())})
	}
	if t.Retitled {
		facts = append(facts, Fact{Name: "Title and tags", Text: "How they changed", Href: threadHref(t, "/history")})
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

// StartPage is the form that begins a discussion.
type StartPage struct {
	In           discuss.NewThread
	Place        Place
	Similar      *Similar             // what there is about the same already
	Perspectives []member.Perspective // to ask for
	Problems     models.Problems
	Resumed      Resumed
}

// sortField asks what sort of discussion it is. Where the title that a link brought asks something,
// a question is chosen already.
func (p StartPage) sortField() Field {
	f := Field{Name: "sort", Label: "What is it?", Value: p.In.Sort, Error: p.Problems.For("sort"), Choices: []Choice{
		{Value: discuss.SortQuestion, Label: "A question", Hint: "You want an answer. Lists say that it is one."},
		{Value: discuss.SortDiscussion, Label: "A discussion", Hint: "You tell something, or want to hear what others think."},
	}}
	if f.Value == "" && words.Asks(p.In.Title) {
		f.Value = discuss.SortQuestion
	}
	return f
}

func (p StartPage) back() string {
	if p.Place.Room != nil {
		return p.Place.Room.Href
	}
	return "/boards"
}

// EditPage is the form that changes a post.
type EditPage struct {
	discuss.Placed
	In        discuss.EditPost
	Problems  models.Problems
	Conflict  bool             // it was changed meanwhile
	Different []prose.Part     // how the words in the form differ from what the post says now
	Back      *discuss.Wording // the version whose words stand in the form; nil if those of now
	Resumed   Resumed
}

// postParts are the parts of a post that can differ.
func postParts(earlier, later string) []prose.Part {
	return prose.Compare(prose.Pair{Name: "The words", Earlier: earlier, Later: later})
}

// Against sets how what is in the form differs from what the post says now.
func (p EditPage) Against() EditPage {
	p.Conflict, p.Different = true, postParts(p.Post.Body, p.In.Body)
	return p
}

// HeadingPage is the form that changes what stands above a discussion.
type HeadingPage struct {
	discuss.Thread
	In        discuss.EditHeading
	Problems  models.Problems
	Conflict  bool
	Different []prose.Part
}

// traceWords says what readers will see of the change.
func (p HeadingPage) traceWords() string {
	return "The address stays the same. What stood there before stays in the history of the thread, for everybody who can read it, but for the first five minutes."
}

// HeadingsPage is how the heading of a discussion has changed.
type HeadingsPage struct {
	discuss.Thread
	Changes []discuss.Retitling
	Mine    bool // the reader may go back
}

func threadHref(t discuss.Thread, rest string) string { return "/threads/" + itoa64(t.ID) + rest }

func versionQuery(rest string, version int64) string { return rest + "?version=" + itoa64(version) }

// traceWords says what readers will see of the change.
func (p EditPage) traceWords(now time.Time) string {
	if p.Post.Silent(now) && !p.Post.Edited {
		return "It is only a few minutes old, so it will not say that you changed it."
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
	Room     Room
	Slug     string
	Purpose  string
	Tag      string // the slug of the only tag shown; empty for all
	CanStart bool
	Rows     []Row
	Next     string // the cursor of the following page
	Newer    int    // threads with new posts since the walk began
}

// BoardPageOf makes the page from what the board lists.
func BoardPageOf(s space.Space, b discuss.Board, tag string, canStart bool) BoardPage {
	p := BoardPage{Room: RoomOf(s), Slug: s.Slug, Purpose: s.Purpose, Tag: tag, CanStart: canStart, Next: b.Next, Newer: b.Newer}
	for _, t := range append(b.Pinned, b.Threads...) {
		p.Rows = append(p.Rows, RowIn(t))
	}
	return p
}

// Address is the one address of the list.
func (b BoardPage) Address() string { return pathWith(b.Room.Href, filter("tag", b.Tag)) }

// Void tells whether the list was narrowed to nothing: anybody can make up such an address.
func (b BoardPage) Void() bool { return b.Tag != "" && len(b.Rows) == 0 }

func (b BoardPage) startHref() string { return pathWith("/threads/new", filter("board", b.Slug)) }

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
