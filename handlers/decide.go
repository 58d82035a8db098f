package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/moderation"
	"commonroom/models/space"
	"commonroom/views"
)

// decide is the page on which a committee member says why, before they do verb to a thread.
func (s *Server) decide(verb moderation.Verb) fiber.Handler {
	return func(c *fiber.Ctx) error {
		t, err := s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
		if err != nil {
			return err
		}
		if err := t.CanDecide(verb, s.by(c), s.Now()); err != nil {
			return err
		}
		d, err := s.threadDecision(c, verb, t, moderation.NewDecision{Key: newKey()})
		if err != nil {
			return err
		}
		return s.page(c, views.Decide(s.frame(c, d.Heading(), crumbsOf(t)...), d, nil))
	}
}

// postDecide does verb to a thread.
func (s *Server) postDecide(verb moderation.Verb) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var in moderation.NewDecision
		err := form(c, &in)
		if err == nil {
			var t discuss.Thread
			if t, err = s.Discuss.Decide(c.UserContext(), s.by(c), verb, id(c), in); err == nil {
				s.flash(c, decided)
				return seeOther(c, t.Path())
			}
		}
		t, absent := s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
		if absent != nil || t.CanDecide(verb, s.by(c), s.Now()) != nil {
			return err
		}
		d, absent := s.threadDecision(c, verb, t, in)
		if absent != nil {
			return absent
		}
		return s.decideAgain(c, d, crumbsOf(t), err)
	}
}

const decided = "It is done. The author is told, and the public log shows the act and your reason."

func (s *Server) decideAgain(c *fiber.Ctx, d views.Decision, crumbs []views.Crumb, err error) error {
	return s.again(c, err, func(problems models.Problems) templ.Component {
		return views.Decide(s.frame(c, d.Heading(), crumbs...), d, problems)
	})
}

func (s *Server) threadDecision(c *fiber.Ctx, verb moderation.Verb, t discuss.Thread, in moderation.NewDecision) (views.Decision, error) {
	d := views.Decision{Verb: verb, What: "“" + t.Title + "”", Back: t.Path(), In: in}
	d.Action = "/threads/" + c.Params("id") + "/" + string(verb)
	var err error
	if d.Rules, err = s.Moderation.Rules(c.UserContext()); err != nil || verb != moderation.Move {
		return d, err
	}
	d.Boards, err = s.boardsFor(c, t)
	return d, err
}

// boardsFor are the boards that a thread can move to.
func (s *Server) boardsFor(c *fiber.Ctx, t discuss.Thread) (boards []space.Space, err error) {
	list, err := s.Spaces.Spaces(c.UserContext(), s.by(c), string(t.Kind))
	for _, sp := range list {
		if t.CanMoveTo(sp) == nil {
			boards = append(boards, sp)
		}
	}
	return boards, err
}

// decidePost is the same page for a post.
func (s *Server) decidePost(verb moderation.Verb) fiber.Handler {
	return func(c *fiber.Ctx) error {
		p, err := s.Discuss.Post(c.UserContext(), s.by(c), id(c))
		if err != nil {
			return err
		}
		if err := p.CanDecide(verb, s.by(c), s.Now()); err != nil {
			return err
		}
		d, err := s.postDecision(c, verb, p, moderation.NewDecision{Key: newKey()})
		if err != nil {
			return err
		}
		return s.page(c, views.Decide(s.frame(c, d.Heading(), crumbsOf(p.Thread)...), d, nil))
	}
}

// postDecidePost does verb to a post.
func (s *Server) postDecidePost(verb moderation.Verb) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var in moderation.NewDecision
		err := form(c, &in)
		if err == nil {
			var p discuss.Placed
			if p, err = s.Discuss.DecidePost(c.UserContext(), s.by(c), verb, id(c), in); err == nil {
				s.flash(c, decided)
				return seeOther(c, p.Path())
			}
		}
		p, absent := s.Discuss.Post(c.UserContext(), s.by(c), id(c))
		if absent != nil || p.CanDecide(verb, s.by(c), s.Now()) != nil {
			return err
		}
		d, absent := s.postDecision(c, verb, p, in)
		if absent != nil {
			return absent
		}
		return s.decideAgain(c, d, crumbsOf(p.Thread), err)
	}
}

func (s *Server) postDecision(c *fiber.Ctx, verb moderation.Verb, p discuss.Placed, in moderation.NewDecision) (views.Decision, error) {
	d := views.Decision{Verb: verb, What: p.Title(), Back: p.Path(), In: in}
	d.Action = "/posts/" + c.Params("id") + "/" + string(verb)
	var err error
	d.Rules, err = s.Moderation.Rules(c.UserContext())
	return d, err
}
