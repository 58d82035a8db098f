package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/space"
	"commonroom/views"
)

// ordering makes the page on which the committee puts the boards in their order.
func (s *Server) ordering(c *fiber.Ctx) (p views.OrderPage, err error) {
	list, err := s.Spaces.Spaces(c.UserContext(), s.by(c), "")
	for _, sp := range list {
		if sp.Kind == space.Board {
			p.Boards = append(p.Boards, sp)
		}
	}
	p.Key = newKey()
	return p, err
}

func (s *Server) boardOrder(c *fiber.Ctx) error {
	p, err := s.ordering(c)
	if err != nil {
		return err
	}
	return s.page(c, views.BoardOrder(s.frame(c, "Order of the boards", threadsCrumb), p))
}

// postBoardOrder has a board change places with its neighbour.
func (s *Server) postBoardOrder(c *fiber.Ctx) error {
	var in space.Shift
	err := form(c, &in)
	if err == nil {
		if err = s.Spaces.Shift(c.UserContext(), s.by(c), in); err == nil {
			s.flash(c, "The boards are in their new order.")
			return seeOther(c, "/committee/boards")
		}
	}
	p, absent := s.ordering(c)
	if absent != nil {
		return err
	}
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p.Problems = problems
		return views.BoardOrder(s.frame(c, "Order of the boards", threadsCrumb), p)
	})
}
