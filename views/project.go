package views

import (
	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/member"
	"commonroom/models/project"
	"commonroom/models/prose"
	"commonroom/models/search"
)

// ProjectList is one page of the projects.
type ProjectList struct {
	Filter project.Filter
	Page   models.Page[project.Entry]
	Drafts []project.Entry // the reader's own, on the first page
}

// Address is the one address of the list.
func (p ProjectList) Address() string { return projectsHref(p.Filter) }

// Void tells whether the list was narrowed to nothing: anybody can make up such an address.
func (p ProjectList) Void() bool { return p.Filter != project.Filter{} && len(p.Page.Items) == 0 }

// Threads are the threads of the projects on the page.
func (p ProjectList) Threads() []discuss.Thread {
	threads := make([]discuss.Thread, len(p.Page.Items))
	for i, e := range p.Page.Items {
		threads[i] = e.Thread
	}
	return threads
}

// filters are the states of projects as links, and "All".
func (p ProjectList) filters() []Link {
	links := []Link{{Text: "All", Href: projectsHref(project.Filter{Tag: p.Filter.Tag})}}
	for _, s := range project.Statuses {
		links = append(links, Link{Text: s.Word(), Href: projectsHref(project.Filter{Status: s, Tag: p.Filter.Tag})})
	}
	return links
}

// here tells which of the filters is in force.
func (p ProjectList) here(l Link) string {
	if l.Href == projectsHref(p.Filter) {
		return "page"
	}
	return "false"
}

func projectFilter(f project.Filter) string {
	return filter("status", string(f.Status), "tag", f.Tag)
}

func projectsHref(f project.Filter) string { return pathWith("/projects", projectFilter(f)) }

// projectRows are projects as rows of a list, with where each stands.
func projectRows(list []project.Entry) []Row {
	threads := make([]discuss.Thread, len(list))
	for i, e := range list {
		threads[i] = e.Thread
	}
	rows := documentRows(threads)
	for i, e := range list {
		rows[i].States = append([]State{projectState(e.Status)}, rows[i].States...)
		if e.Organisation != "" {
			rows[i].Author += ", " + e.Organisation
		}
	}
	return rows
}

// projectState is where a project stands, as a word with a tone. Stopped is as good as any.
func projectState(s project.Status) State {
	tones := map[project.Status]string{project.Running: "ours", project.Finished: "good"}
	return State{Text: s.Word(), Tone: tones[s]}
}

// ProjectPage is one project with its comments.
type ProjectPage struct {
	project.Project
	Authors []member.Member
	Talk    Talk
	Related []search.Hit
}

// Written is the project as machines are shown it.
func (p ProjectPage) Written() Written {
	w := Written{Thread: p.Thread, Authors: p.Authors, HTML: p.AimHTML, Talk: p.Talk}
	if p.Edited() {
		w.Edited = p.EditedAt
	}
	return w
}

func (p ProjectPage) facts(f Frame) []Fact {
	return documentFacts(f, projectState(p.Status), p.Thread, p.Authors, p.Edited(), p.EditedAt)
}

func (p ProjectPage) sideFacts(f Frame) []Fact {
	var facts []Fact
	for _, said := range []Fact{{Name: "Organisation", Text: p.Organisation}, {Name: "Team", Text: p.Team}} {
		if said.Text != "" {
			facts = append(facts, said)
		}
	}
	facts = append(facts, Fact{Name: "Authors", Body: bylines(f, p.Authors)})
	if len(p.Tags) > 0 {
		facts = append(facts, Fact{Name: "Tags", Body: TagLinks(TagLinksOf(p.Thread))})
	}
	return append(facts, Fact{Name: "Board", Text: p.Space.Name, Href: p.Space.Path()})
}

// ProjectForm is the form that starts or edits a project. Was is set for an edit.
type ProjectForm struct {
	Similar   *Similar // of a new one: what there is about the same already
	In        project.EditProject
	Place     Place // of a new one
	Was       *project.Project
	Conflict  bool         // it was saved meanwhile
	Different []prose.Part // how the words in the form differ from what is saved now
	Problems  models.Problems
	Resumed   Resumed
}

// place is where a draft of the form belongs.
func (p ProjectForm) place() draft.Place {
	if p.Was == nil {
		return draft.Place{Form: draft.Project}
	}
	return draft.Place{Form: draft.Project, ID: p.Was.Thread.ID}
}

func (p ProjectForm) statusField() Field {
	f := Field{Name: "status", Label: "Where does it stand?", Value: p.In.Status, Error: p.Problems.For("status")}
	for _, s := range project.Statuses {
		f.Choices = append(f.Choices, Choice{Value: string(s), Label: s.Word()})
	}
	return f
}
