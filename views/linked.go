package views

import (
	"commonroom/models/discuss"
	"commonroom/models/member"
)

// linked is something in the words of schema.org, as search engines read it out of a page. Every
// kind of thing uses some of the fields. What a page has many of has a smaller type.
type linked struct {
	Context   string   `json:"@context,omitempty"`
	Graph     []linked `json:"@graph,omitempty"`
	Type      string   `json:"@type,omitempty"`
	Name      string   `json:"name,omitempty"`
	URL       string   `json:"url,omitempty"`
	Item      string   `json:"item,omitempty"`     // where a step of the way leads to
	Position  int      `json:"position,omitempty"` // of a step of the way, from 1
	Steps     []linked `json:"itemListElement,omitempty"`
	Headline  string   `json:"headline,omitempty"`
	About     string   `json:"description,omitempty"`
	Text      string   `json:"text,omitempty"`
	Published string   `json:"datePublished,omitempty"`
	Modified  string   `json:"dateModified,omitempty"`
	Language  string   `json:"inLanguage,omitempty"`
	Section   string   `json:"articleSection,omitempty"`
	Keywords  []string `json:"keywords,omitempty"`
	Author    []person `json:"author,omitempty"`
	Publisher *linked  `json:"publisher,omitempty"`
	PartOf    *linked  `json:"isPartOf,omitempty"`
	Page      string   `json:"mainEntityOfPage,omitempty"`
	Comments  []remark `json:"comment,omitempty"`
	Count     *int     `json:"commentCount,omitempty"`
	Action    *linked  `json:"potentialAction,omitempty"`
	Target    *linked  `json:"target,omitempty"`
	Template  string   `json:"urlTemplate,omitempty"`
	Input     string   `json:"query-input,omitempty"`
}

// person is who wrote something, as a visitor sees them: by name and role, without a page.
type person struct {
	Type     string  `json:"@type"`
	Name     string  `json:"name"`
	JobTitle string  `json:"jobTitle,omitempty"`
	WorksFor *worker `json:"worksFor,omitempty"`
}

// worker is the organisation that somebody works for.
type worker struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// remark is one post that answers what the page is about.
type remark struct {
	Type      string `json:"@type"`
	URL       string `json:"url"`
	Author    person `json:"author"`
	Published string `json:"datePublished"`
	Text      string `json:"text"`
}

// linked is what the page says to search engines: where it stands, and what stands on it. There is
// nothing in it that the page itself does not show to a visitor.
func (f Frame) linked() linked {
	all := linked{Context: "https://schema.org"}
	switch {
	case f.Face.Path == "/":
		all.Graph = append(all.Graph, f.site())
	default:
		all.Graph = append(all.Graph, f.way())
	}
	if w := f.Face.Written; w != nil {
		if said := f.said(*w); said.Type != "" {
			all.Graph = append(all.Graph, said)
		}
	}
	return all
}

// site is the whole site, and how it is searched.
func (f Frame) site() linked {
	return linked{
		Type: "WebSite", Name: f.Site(), URL: f.Root + "/", About: f.Brief(), Language: "en-GB",
		Action: &linked{
			Type:   "SearchAction",
			Target: &linked{Type: "EntryPoint", Template: f.Root + "/search?q={search_term_string}"},
			Input:  "required name=search_term_string",
		},
	}
}

// way is how one comes to the page, as the breadcrumbs say it, with the page itself at its end.
func (f Frame) way() linked {
	steps := []linked{{Type: "ListItem", Position: 1, Name: "Home", Item: f.Root + "/"}}
	for _, c := range append(f.Crumbs[:len(f.Crumbs):len(f.Crumbs)], Crumb{f.heading(), f.Face.Path}) {
		steps = append(steps, linked{Type: "ListItem", Position: len(steps) + 1, Name: c.Text, Item: f.Root + c.Href})
	}
	return linked{Type: "BreadcrumbList", Steps: steps}
}

// said is a discussion or a document with the posts on this page. What opens a discussion is on
// its first page alone; where the committee has hidden it, nothing is said.
func (f Frame) said(w Written) linked {
	t := w.Thread
	said := linked{
		Headline: t.Title, About: t.Summary, URL: f.Root + t.Path(), Page: f.Root + t.Path(), Language: "en-GB",
		Published: machine(t.Out), Keywords: tagNames(t), Comments: f.comments(w), Count: new(t.Replies()),
		PartOf: &linked{Type: "WebPage", Name: t.Space.Name, URL: f.Root + t.Space.Path()},
	}
	if t.Kind == discuss.Discussion {
		first, shown := w.first()
		if w.Talk.Pager.Page <= 1 && !shown {
			return linked{}
		}
		said.Type, said.Author = "DiscussionForumPosting", []person{personOf(AuthorOf(t.Author))}
		said.Text = opening(first.HTML)
		return said
	}
	said.Type, said.Section = "Article", t.Space.Name
	said.Author = people(w.Authors)
	said.Publisher = &linked{Type: "Organization", Name: f.Site(), URL: f.Root + "/"}
	said.Modified = machine(t.Out)
	if !w.Edited.IsZero() {
		said.Modified = machine(w.Edited)
	}
	return said
}

// comments are the posts on the page that everybody may read, but for the one that opens a
// discussion.
func (f Frame) comments(w Written) []remark {
	list := make([]remark, 0, len(w.Talk.Entries))
	for _, e := range w.Talk.Entries {
		if !e.open() || e.Number == 1 && w.Thread.Kind == discuss.Discussion {
			continue
		}
		list = append(list, remark{
			Type: "Comment", URL: f.Root + w.Thread.PostPath(e.Number), Author: personOf(e.By),
			Published: machine(e.At), Text: opening(e.HTML),
		})
	}
	return list
}

func personOf(a Author) person {
	p := person{Type: "Person", Name: a.Name, JobTitle: a.JobTitle}
	if a.Organisation != "" {
		p.WorksFor = &worker{Type: "Organization", Name: a.Organisation}
	}
	return p
}

func people(list []member.Member) []person {
	all := make([]person, len(list))
	for i, m := range list {
		all[i] = personOf(AuthorOf(m))
	}
	return all
}

func tagNames(t discuss.Thread) []string {
	names := make([]string, len(t.Tags))
	for i, tag := range t.Tags {
		names[i] = tag.Name
	}
	return names
}
