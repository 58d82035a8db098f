package views

import (
	"cmp"

	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/space"
)

// RoomOf is a space as pages show it.
func RoomOf(s space.Space) Room {
	return Room{Kind: string(s.Kind), Readers: string(s.Readers), Name: s.Name, Href: s.Path()}
}

// AuthorOf is who wrote something, as everybody may see. Only somebody who has a place has a
// page to lead to.
func AuthorOf(m member.Member) Author {
	a := Author{Name: m.Name, JobTitle: m.JobTitle, Organisation: m.Organisation}
	if m.State == member.Confirmed {
		a.Handle = m.Handle
	}
	return a
}

// RowOf is a thread, a practice or a project as a row of a list that spans several spaces.
func RowOf(t discuss.Thread) Row {
	row := RowIn(t)
	room := RoomOf(t.Space)
	row.Room, row.Tags = &room, TagLinksOf(t)
	return row
}

// RowIn is the same as a row of a list that stands in one space.
func RowIn(t discuss.Thread) Row {
	row := Row{
		Title:   t.Title,
		Href:    t.Path(),
		States:  StatesOf(t),
		Summary: cmp.Or(t.Outcome, t.Summary),
		Tags:    tagLinksIn(t),
		Author:  t.Author.Name,
		At:      t.Out,
		Replies: t.Replies(), Comments: t.Kind != discuss.Discussion,
		Of: &t,
	}
	if t.Replies() > 0 {
		row.LastBy, row.LastAt = t.LastBy, t.LastPost
	}
	return row
}

// StatesOf are the states of a thread that a reader should know of.
func StatesOf(t discuss.Thread) (states []State) {
	if !t.Published {
		states = append(states, StateDraft)
	}
	if t.Asks {
		states = append(states, StateQuestion)
	}
	if t.Polled {
		states = append(states, StatePoll)
	}
	states = append(states, standsOf(t)...)
	if t.Hidden {
		states = append(states, StateHidden)
	}
	if t.Pinned {
		states = append(states, StatePinned)
	}
	if t.Locked {
		states = append(states, StateLocked)
	}
	return states
}

// TagLinksOf are the subjects of a thread, each leading to all that shares it.
func TagLinksOf(t discuss.Thread) []Link {
	return tagLinks(t, func(slug string) string { return tagPath(slug) })
}

// tagLinksIn are the same in a list that stands in one space, which they narrow.
func tagLinksIn(t discuss.Thread) []Link {
	return tagLinks(t, func(slug string) string { return pathWith(t.Space.Path(), filter("tag", slug)) })
}

func tagLinks(t discuss.Thread, to func(slug string) string) []Link {
	links := make([]Link, len(t.Tags))
	for i, tag := range t.Tags {
		links[i] = Link{Text: tag.Name, Href: to(tag.Slug)}
	}
	return links
}

// rowsOf are threads as rows of a list that spans several spaces.
func rowsOf(threads []discuss.Thread) []Row {
	rows := make([]Row, len(threads))
	for i, t := range threads {
		rows[i] = RowOf(t)
	}
	return rows
}
