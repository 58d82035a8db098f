package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/views"
)

// ask is where those who made a thread of any kind choose for which perspectives it asks.
func (s *Server) ask(c *fiber.Ctx) error {
	p, err := s.askPage(c)
	if err != nil {
		return err
	}
	p.In.Key = newKey()
	for _, v := range p.Voices {
		if v.Asked {
			p.In.Perspectives = append(p.In.Perspectives, v.Slug)
		}
	}
	return s.page(c, views.AskPerspectives(s.askFrame(c, p), p))
}

func (s *Server) askPage(c *fiber.Ctx) (p views.AskPage, err error) {
	if p.Thread, err = s.Discuss.Asking(c.UserContext(), s.by(c), id(c)); err != nil {
		return p, err
	}
	p.Voices, err = s.Discuss.Heard(c.UserContext(), s.by(c), p.Thread)
	return p, err
}

func (s *Server) askFrame(c *fiber.Ctx, p views.AskPage) views.Frame {
	return s.documentFrame(c, "Ask for a perspective", p.Thread)
}

// postAsk saves that choice.
func (s *Server) postAsk(c *fiber.Ctx) error {
	var in discuss.NewAsk
	err := form(c, &in)
	if err == nil {
		var t discuss.Thread
		if t, err = s.Discuss.Ask(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "Whom it asks is saved.")
			return seeOther(c, t.Path())
		}
	}
	p, gone := s.askPage(c)
	if gone != nil {
		return err
	}
	p.In, p.Conflict = in, models.KindOf(err) == models.KindConflict
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p.Problems = problems
		return views.AskPerspectives(s.askFrame(c, p), p)
	})
}
