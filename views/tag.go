package views

import (
	"slices"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/prose"
	"commonroom/models/ribbon"
)

// tagPath is the page of a tag.
func tagPath(slug string) string { return "/tags/" + slug }

// SubjectsPage is the tags there are.
type SubjectsPage struct {
	Used    []discuss.Use // on the first page
	Mine    []ribbon.Choice
	List    []discuss.Subject
	Next    string // the slug that the next page begins behind
	Further bool   // this is not the first page
}

// mine are the tags that the reader follows, or those that they mute.
func (p SubjectsPage) mine(how ribbon.Follow) (links []Link) {
	for _, c := range p.Mine {
		if c.Follow == how {
			links = append(links, Link{Text: c.Name, Href: tagPath(c.Slug)})
		}
	}
	return links
}

func (p SubjectsPage) usedLinks() []Link {
	links := make([]Link, len(p.Used))
	for i, u := range p.Used {
		links[i] = Link{Text: u.Name + " (" + Thousands(u.Threads) + ")", Href: tagPath(u.Slug), Hidden: "threads"}
	}
	return links
}

// SubjectPage is one page of what has a tag.
type SubjectPage struct {
	discuss.Subject
	Kind      discuss.Kind // the only one shown; empty for all
	Page      models.Page[discuss.Thread]
	Follow    ribbon.Follow
	Committee bool // may describe it
}

// Address is the one address of the list.
func (p SubjectPage) Address() string { return pathWith(tagPath(p.Slug), p.filter()) }

func (p SubjectPage) filter() string { return filter("kind", string(p.Kind)) }

// Void tells whether the list was narrowed to nothing: anybody can make up such an address.
func (p SubjectPage) Void() bool { return len(p.Page.Items) == 0 }

// Title is the name of the tag, for a heading and a tab.
func (p SubjectPage) Title() string { return "Tagged " + p.Name }

// tabs are the kinds of thread as links, and "Everything".
func (p SubjectPage) tabs() []Tab {
	tabs := []Tab{{Link{Text: "Everything", Href: tagPath(p.Slug)}, p.Kind == ""}}
	for _, k := range []struct {
		kind discuss.Kind
		text string
	}{{discuss.Discussion, "Discussions"}, {discuss.Practice, "Practices"}, {discuss.Project, "Projects"}} {
		tabs = append(tabs, Tab{Link{Text: k.text, Href: pathWith(tagPath(p.Slug), filter("kind", string(k.kind)))}, p.Kind == k.kind})
	}
	return tabs
}

// Tab is one of several lists to choose from.
type Tab struct {
	Link
	Here bool // it is the one shown
}

func (t Tab) current() string {
	if t.Here {
		return "page"
	}
	return "false"
}

// followWords says what following or muting does.
func (p SubjectPage) followWords() string {
	switch p.Follow {
	case ribbon.Following:
		return "You follow this tag: what is new in it stands on your home page."
	case ribbon.Muted:
		return "You have muted this tag: what has it is left out of what is new and unread for you, but for threads that you follow."
	}
	return "Follow this tag to have what is new in it on your home page. Mute it to hear nothing of it."
}

// followActs are the choices that are not made yet.
func (p SubjectPage) followActs() []Choice {
	all := []Choice{
		{Value: string(ribbon.Following), Label: "Follow this tag"},
		{Value: string(ribbon.Muted), Label: "Mute this tag"},
	}
	i := slices.IndexFunc(all, func(c Choice) bool { return c.Value == string(p.Follow) })
	if i < 0 {
		return all
	}
	undo := [...]string{"Stop following", "Hear of it again"}
	all[i] = Choice{Label: undo[i]}
	return all
}

// DescribePage is the form with which the committee says what a tag is for. Changes are set when it
// was described meanwhile.
type DescribePage struct {
	discuss.Subject
	In       discuss.EditSubject
	Problems models.Problems
	Changes  []prose.Change
}
