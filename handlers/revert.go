package handlers

import (
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/moderation"
	"commonroom/models/prose"
	"commonroom/views"
)

// reverting finds a post with the version that somebody of the committee means to take it back to.
func (s *Server) reverting(c *fiber.Ctx, in moderation.NewDecision) (d views.Decision, p discuss.Placed, err error) {
	if p, err = s.Discuss.Post(c.UserContext(), s.by(c), id(c)); err != nil {
		return d, p, err
	}
	then, err := s.Discuss.Wording(c.UserContext(), s.by(c), p.Post.ID, number(c.Params("n")))
	if err != nil {
		return d, p, err
	}
	if err := p.CanRevert(then, s.by(c), s.Now()); err != nil {
		return d, p, err
	}
	if d, err = s.postDecision(c, moderation.Revert, p, in); err != nil {
		return d, p, err
	}
	d.Action = c.Path()
	d.Changes = prose.Diff(p.Post.Body, then.Body)
	return d, p, nil
}

// revert is the page on which a committee member says why a post goes back to what it said before.
func (s *Server) revert(c *fiber.Ctx) error {
	d, p, err := s.reverting(c, moderation.NewDecision{Key: newKey()})
	if err != nil {
		return err
	}
	d.In.Version = p.Post.Version
	return s.page(c, views.Decide(s.frame(c, d.Heading(), crumbsOf(p.Thread)...), d, nil))
}

// postRevert takes a post back to what it said before.
func (s *Server) postRevert(c *fiber.Ctx) error {
	var in moderation.NewDecision
	err := form(c, &in)
	if err == nil {
		var p discuss.Placed
		if p, err = s.Discuss.Revert(c.UserContext(), s.by(c), id(c), number(c.Params("n")), in); err == nil {
			s.flash(c, decided)
			return seeOther(c, p.Path())
		}
	}
	d, p, absent := s.reverting(c, in)
	if absent != nil {
		return err
	}
	if models.KindOf(err) == models.KindConflict {
		d.In.Version = p.Post.Version
	}
	return s.decideAgain(c, d, crumbsOf(p.Thread), err)
}
