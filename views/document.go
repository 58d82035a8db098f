package views

import (
	"slices"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/markdown"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Place is where something new is going to stand: one space, or several to choose from.
type Place struct {
	Slug   string        // of the one chosen
	Room   *Room         // the one chosen; nil to choose
	Boards []space.Space // to choose from
}

// Again is the place as a form shows it that was not taken: where there is a choice, whoever
// writes again may think again.
func (p Place) Again() Place {
	if len(p.Boards) > 1 {
		p.Room = nil
	}
	return p
}

func (p Place) field(problems models.Problems) Field {
	f := Field{Name: "board", Label: "Where?", Value: p.Slug, Error: problems.For("board")}
	for _, s := range p.Boards {
		f.Choices = append(f.Choices, Choice{Value: s.Slug, Label: s.Name, Hint: s.Purpose + " " + RoomOf(s).WhoReads()})
	}
	return f
}

// AuthorsPage is who may edit and publish a document.
type AuthorsPage struct {
	Thread   discuss.Thread
	Authors  []member.Member // its maker first
	In       discuss.NewAuthor
	Problems models.Problems
}

// documentHref is an address below that of a document.
func documentHref(t discuss.Thread, rest string) string {
	return "/" + string(t.Kind) + "s/" + itoa64(t.ID) + rest
}

// AuthorsHref is where the authors of a document are listed.
func AuthorsHref(t discuss.Thread) string { return documentHref(t, "/authors") }

// mineLinks are what the authors of a document can do with it.
func mineLinks(t discuss.Thread) []Link {
	return []Link{
		{Text: "Edit this " + string(t.Kind), Href: documentHref(t, "/edit")},
		{Text: "Choose who else edits it", Href: AuthorsHref(t)},
	}
}

// draftWords says who sees a draft, and who will when it is published.
func draftWords(t discuss.Thread) string {
	who := RoomOf(t.Space).WhoReads()
	return "Only you and your co-authors can see this. Once it is published, " + strings.ToLower(who[:1]) + who[1:]
}

// documentFacts stand under the title of a document: where it stands, by whom, and from when.
func documentFacts(f Frame, state State, t discuss.Thread, authors []member.Member, edited bool, at time.Time) []Fact {
	facts := []Fact{{Name: "State", Body: Tag(state)}, {Name: "By", Text: authorNames(authors)}}
	if t.Published {
		facts = append(facts, Fact{Name: "Published", Body: Day(t.Out, f.Now)})
	}
	if edited || !t.Published {
		facts = append(facts, Fact{Name: "Last edited", Body: Day(at, f.Now)})
	}
	return facts
}

// documentRows are documents as rows of a list. The board is said where not all stand in one.
func documentRows(list []discuss.Thread) []Row {
	rows := rowsOf(list)
	mixed := slices.ContainsFunc(list, func(t discuss.Thread) bool { return t.Space.ID != list[0].Space.ID })
	for i, t := range list {
		if !mixed {
			rows[i].Room = nil
		}
		if !t.Published {
			rows[i].Replies = -1
		}
	}
	return rows
}

// authorNames are the authors of a document in one line.
func authorNames(list []member.Member) string {
	names := make([]string, len(list))
	for i, m := range list {
		names[i] = m.Name
	}
	return strings.Join(names, ", ")
}

// partsOf are the headings of a long text as links down its page: those of its highest level.
func partsOf(headings []markdown.Heading) (parts []Link) {
	highest := 6
	for _, h := range headings {
		highest = min(highest, h.Level)
	}
	for _, h := range headings {
		if h.Level == highest {
			parts = append(parts, Link{Text: h.Title, Href: "#" + h.ID})
		}
	}
	return parts
}
