package handlers

import (
	"github.com/gofiber/fiber/v2"

	"commonroom/views"
)

func (s *Server) notices(c *fiber.Ctx) error {
	page, err := s.Notices.Notices(c.UserContext(), s.by(c), c.Query("from"))
	if err != nil {
		return err
	}
	return s.page(c, views.Notices(s.frame(c, "Notices"), page))
}

// readNotices says up to which notice somebody has read.
type readNotices struct {
	UpTo int64 `form:"up_to"`
}

func (s *Server) postNoticesRead(c *fiber.Ctx) error {
	var in readNotices
	if err := form(c, &in); err != nil {
		return err
	}
	if err := s.Notices.ReadAll(c.UserContext(), s.by(c), in.UpTo); err != nil {
		return err
	}
	s.flash(c, "Your notices are marked as read.")
	return seeOther(c, "/notices")
}
