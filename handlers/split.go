package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/views"
)

// splitting makes the page on which a committee member chooses the posts that are to be a thread of
// their own: from the one that the link named on.
func (s *Server) splitting(c *fiber.Ctx) (p views.SplitPage, err error) {
	if p.Thread, err = s.Discuss.Thread(c.UserContext(), s.by(c), id(c)); err != nil {
		return p, err
	}
	if err := p.Thread.CanSplit(s.by(c), s.Now()); err != nil {
		return p, err
	}
	p.From = int(min(number(c.Query("from")), lastNumber))
	if p.Posts, p.In.Posts, err = s.Discuss.Following(c.UserContext(), s.by(c), p.Thread, max(p.From, 1)); err != nil {
		return p, err
	}
	list, err := s.Spaces.Spaces(c.UserContext(), s.by(c), string(discuss.Discussion))
	for _, sp := range list {
		if p.Thread.CanSplitTo(sp) == nil {
			p.Boards = append(p.Boards, sp)
		}
	}
	p.In.ToSpace, p.In.Key = p.Thread.Space.ID, newKey()
	return p, err
}

func (s *Server) split(c *fiber.Ctx) error {
	p, err := s.splitting(c)
	if err != nil {
		return err
	}
	return s.page(c, views.Split(s.documentFrame(c, "Make a thread of posts", p.Thread), p))
}

// postSplit makes a thread of its own of some posts.
func (s *Server) postSplit(c *fiber.Ctx) error {
	var in discuss.NewSplit
	err := form(c, &in)
	if err == nil {
		var t discuss.Thread
		if t, err = s.Discuss.Split(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "The posts are a thread of their own. Those who wrote them are told, and the public log shows the act and your reason.")
			return seeOther(c, t.Path())
		}
	}
	p, absent := s.splitting(c)
	if absent != nil {
		return err
	}
	p.In = in
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p.Problems = problems
		return views.Split(s.documentFrame(c, "Make a thread of posts", p.Thread), p)
	})
}

// merging finds a thread that a committee member means to join to another.
func (s *Server) merging(c *fiber.Ctx) (p views.MergePage, err error) {
	if p.Thread, err = s.Discuss.Thread(c.UserContext(), s.by(c), id(c)); err != nil {
		return p, err
	}
	return p, p.Thread.CanMerge(s.by(c), s.Now())
}

func (s *Server) merge(c *fiber.Ctx) error {
	p, err := s.merging(c)
	if err != nil {
		return err
	}
	p.In.Key = newKey()
	return s.page(c, views.Merge(s.documentFrame(c, "Join to another thread", p.Thread), p))
}

// postMerge has a thread join another.
func (s *Server) postMerge(c *fiber.Ctx) error {
	var in discuss.NewMerge
	err := form(c, &in)
	if err == nil {
		var p discuss.Placed
		if p, err = s.Discuss.Merge(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "The threads are one. Those who wrote the posts are told, and the public log shows the act and your reason.")
			return seeOther(c, p.Path())
		}
	}
	p, absent := s.merging(c)
	if absent != nil {
		return err
	}
	p.In = in
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p.Problems = problems
		return views.Merge(s.documentFrame(c, "Join to another thread", p.Thread), p)
	})
}

// joined leads from the address of a thread that has joined another to where it goes on, whoever may
// see that; anybody else is told what they are told of a thread that never was.
func (s *Server) joined(c *fiber.Ctx, absent error) error {
	p, err := s.Discuss.Joined(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return absent
	}
	return moved(c, p.Path())
}
