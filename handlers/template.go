package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/prose"
	"commonroom/views"
)

// withSkeleton puts the template of its board into the form of a new thread in which nothing is written.
func (s *Server) withSkeleton(c *fiber.Ctx, page *views.StartPage) (err error) {
	for _, b := range page.Place.Boards {
		if b.Slug == page.Place.Slug && page.In.Body == "" && page.Resumed.Now == nil {
			page.In.Body, err = s.Discuss.Skeleton(c.UserContext(), b)
		}
	}
	return err
}

// template is where the committee says what threads on a board begin with.
func (s *Server) template(c *fiber.Ctx) error {
	t, err := s.Discuss.Template(c.UserContext(), s.by(c), c.Params("slug"))
	if err != nil {
		return err
	}
	in := discuss.EditTemplate{Body: t.Body, Version: t.Version, Key: newKey()}
	return s.page(c, views.EditTemplate(s.templateFrame(c, t), views.TemplatePage{Template: t, In: in}))
}

func (s *Server) templateFrame(c *fiber.Ctx, t discuss.Template) views.Frame {
	return s.frame(c, "Template: "+t.Space.Name, threadsCrumb, views.Crumb{Text: t.Space.Name, Href: t.Space.Path()})
}

// postTemplate changes the template of a board.
func (s *Server) postTemplate(c *fiber.Ctx) error {
	var in discuss.EditTemplate
	err := form(c, &in)
	if err == nil {
		var t discuss.Template
		if t, err = s.Discuss.SaveTemplate(c.UserContext(), s.by(c), c.Params("slug"), in); err == nil {
			done := "The template is saved. Who starts a thread from this page finds it in the form."
			if t.Body == "" {
				done = "This board has no template now."
			}
			s.flash(c, done)
			return seeOther(c, t.Space.Path())
		}
	}
	t, absent := s.Discuss.Template(c.UserContext(), s.by(c), c.Params("slug"))
	if absent != nil {
		return err
	}
	p := views.TemplatePage{Template: t, In: in}
	if models.KindOf(err) == models.KindConflict {
		p.Changes, p.In.Version = prose.Diff(t.Body, in.Body), t.Version
	}
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p.Problems = problems
		return views.EditTemplate(s.templateFrame(c, t), p)
	})
}
