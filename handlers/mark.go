package handlers

import (
	"github.com/gofiber/fiber/v2"

	"commonroom/models/discuss"
	"commonroom/views"
)

// reaction is what the buttons under a post send: one that somebody gives, or takes back.
type reaction struct {
	Add    discuss.Reaction `form:"add"`
	Remove discuss.Reaction `form:"remove"`
}

// postReaction keeps what somebody says of a post with one press, and leads back to the post.
func (s *Server) postReaction(c *fiber.Ctx) error {
	var in reaction
	if err := form(c, &in); err != nil {
		return err
	}
	act, said := s.Marks.React, in.Add
	if in.Remove != "" {
		act, said = s.Marks.TakeBack, in.Remove
	}
	p, err := act(c.UserContext(), s.by(c), id(c), said)
	if err != nil {
		return err
	}
	return seeOther(c, p.Path())
}

// reactions is the row of reactions of one post, for the script that puts it anew.
func (s *Server) reactions(c *fiber.Ctx) error {
	p, err := s.Discuss.Post(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	if p.Post.Hidden || p.Post.Withdrawn {
		p.Post.Reactions = discuss.Tally{} // its page tells of none either
	}
	mine, err := s.Marks.Mine(c.UserContext(), s.by(c), []discuss.Post{p.Post})
	if err != nil {
		return err
	}
	return s.page(c, views.ReactionRow(views.ReactionsOf(s.by(c), p, mine[p.Post.ID])))
}

// reacted lists who reacted to a post.
func (s *Server) reacted(c *fiber.Ctx) error {
	who, err := s.Marks.Who(c.UserContext(), s.by(c), id(c), c.Query("from"))
	if err != nil {
		return err
	}
	return s.page(c, views.Reacted(s.postFrame(c, "Who reacted to post", who.Placed), who))
}
