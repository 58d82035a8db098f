package handlers

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/project"
	"commonroom/views"
)

var projectCrumb = views.Crumb{Text: "Projects", Href: "/projects"}

// projectList lists what members try, the newest first.
func (s *Server) projectList(c *fiber.Ctx) error {
	ctx, by, cursor := c.UserContext(), s.by(c), c.Query("from")
	filter, err := project.NewFilter(c.Query("status"), c.Query("tag"))
	if err != nil {
		return err
	}
	p := views.ProjectList{Filter: filter}
	if p.Page, err = s.Projects.List(ctx, by, filter, cursor); err != nil {
		return err
	}
	if cursor == "" && filter == (project.Filter{}) {
		if p.Drafts, err = s.Projects.Drafts(ctx, by); err != nil {
			return err
		}
	}
	frame := s.publicFrame(c, "Projects", p.Address())
	frame.Feeds = append([]views.Link{projectsFeedLink}, tagFeedLinks(filter.Tag, p.Threads())...)
	frame.Marks = s.marks(c, p.Threads()...)
	if p.Void() {
		frame.Face = nil
	}
	return s.page(c, views.Projects(frame, p))
}

// project is one project with its comments. A wrong name leads to the one right address.
func (s *Server) project(c *fiber.Ctx) error {
	p, err := s.Projects.Project(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	if c.Path() != p.Path() {
		return moved(c, withQuery(c, p.Path()))
	}
	page := views.ProjectPage{Project: p}
	if page.Talk, err = s.talk(c, p.Thread); err != nil {
		return err
	}
	if page.Authors, err = s.Discuss.Authors(c.UserContext(), p.Thread); err != nil {
		return err
	}
	page.Related = s.related(c, p.Thread)
	return s.page(c, views.Project(s.readingFrame(c, p.Title, page.Written()), page))
}

// newProject is the form that begins a project. A link may name the board and the title.
func (s *Server) newProject(c *fiber.Ctx) error {
	in := project.NewProject{Board: c.Query("board"), Title: c.Query("title"), Organisation: s.by(c).Organisation, Key: newKey()}
	resumed, err := s.resumed(c, draft.Place{Form: draft.Project}, &in)
	if err != nil {
		return err
	}
	place, err := s.placeOf(c, in.Board, discuss.Project, resumed)
	if err != nil {
		return err
	}
	p := views.ProjectForm{In: in.Edit(), Place: place, Resumed: resumed, Similar: s.similarTo(c, in.Title)}
	return s.page(c, views.StartProject(s.frame(c, "Start a project", projectCrumb), p))
}

// postProject makes a draft, of one line or of more.
func (s *Server) postProject(c *fiber.Ctx) error {
	var in project.NewProject
	err := form(c, &in)
	if err == nil {
		err = s.onlyBoard(c, &in)
	}
	if err == nil {
		var p project.Project
		if p, err = s.Projects.Start(c.UserContext(), s.by(c), in); err == nil {
			return s.begun(c, p)
		}
	}
	place, absent := s.place(c, in.Board, discuss.Project)
	if absent != nil {
		return err
	}
	p := views.ProjectForm{In: in.Edit(), Place: place.Again(), Similar: s.similarTo(c, in.Title)}
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p.Problems = problems
		return views.StartProject(s.frame(c, "Start a project", projectCrumb), p)
	})
}

// onlyBoard settles where a project is made when the form did not say and there is no choice.
func (s *Server) onlyBoard(c *fiber.Ctx, in *project.NewProject) error {
	if in.Board != "" {
		return nil
	}
	place, err := s.place(c, "", discuss.Project)
	in.Board = place.Slug
	return err
}

// begun leads on from a new draft: to what is still to be said in it, or to the draft itself.
func (s *Server) begun(c *fiber.Ctx, p project.Project) error {
	if p.Aim == "" || p.Problem == "" {
		s.flash(c, "Your draft is saved. Go on here, now or later: only you can see it.")
		return seeOther(c, "/projects/"+strconv.FormatInt(p.ID, 10)+"/edit")
	}
	s.flash(c, "Your draft is saved.")
	return seeOther(c, p.Path())
}

// editProject is the form that changes a project.
func (s *Server) editProject(c *fiber.Ctx) error {
	p, err := s.myProject(c)
	if err != nil {
		return err
	}
	page := views.ProjectForm{In: asItIs(p), Was: &p}
	if page.Resumed, err = s.resumed(c, draft.Place{Form: draft.Project, ID: p.ID}, &page.In); err != nil {
		return err
	}
	return s.page(c, views.EditProject(s.documentFrame(c, "Edit project", p.Thread), page))
}

// asItIs fills the form with what is saved.
func asItIs(p project.Project) project.EditProject {
	return project.EditProject{Title: p.Title, Summary: p.Summary, Tags: discuss.TagNames(p.Tags), Aim: p.Aim, Problem: p.Problem,
		Organisation: p.Organisation, Team: p.Team, Status: string(p.Status), Version: p.Version, Key: newKey()}
}

// myProject finds a project that the person means to change.
func (s *Server) myProject(c *fiber.Ctx) (project.Project, error) {
	p, err := s.Projects.Project(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return p, err
	}
	return p, p.CanEdit()
}

// saveProject saves a new version.
func (s *Server) saveProject(c *fiber.Ctx) error {
	var in project.EditProject
	err := form(c, &in)
	if err == nil {
		var p project.Project
		if p, err = s.Projects.Edit(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "Your changes are saved.")
			return seeOther(c, p.Path())
		}
	}
	return s.projectAgain(c, in, err)
}

// projectAgain draws the form with the words in it. Where somebody's other version came first
// it says how the two differ, and the next attempt starts from what is saved now.
func (s *Server) projectAgain(c *fiber.Ctx, in project.EditProject, failure error) error {
	p, err := s.myProject(c)
	if err != nil {
		return failure
	}
	page := views.ProjectForm{In: in, Was: &p, Conflict: models.KindOf(failure) == models.KindConflict}
	if page.Conflict {
		page.In.Version, page.Different = p.Version, p.Against(in)
	}
	return s.again(c, failure, func(problems models.Problems) templ.Component {
		page.Problems = problems
		return views.EditProject(s.documentFrame(c, "Edit project", p.Thread), page)
	})
}

// publishProject shows a draft to all who may read its board. What it still lacks is asked for
// in the form.
func (s *Server) publishProject(c *fiber.Ctx) error {
	p, err := s.Projects.Publish(c.UserContext(), s.by(c), id(c))
	if models.KindOf(err) == models.KindInvalid {
		was, absent := s.myProject(c)
		if absent != nil {
			return absent
		}
		return s.projectAgain(c, asItIs(was), err)
	}
	if err != nil {
		return err
	}
	s.flash(c, "Your project is published.")
	return seeOther(c, p.Path())
}
