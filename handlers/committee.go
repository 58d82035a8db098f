package handlers

import (
	"github.com/gofiber/fiber/v2"

	"commonroom/views"
)

func (s *Server) moderationLog(c *fiber.Ctx) error {
	page, err := s.Moderation.Log(c.UserContext(), s.by(c), c.Query("from"))
	if err != nil {
		return err
	}
	return s.page(c, views.ModerationLog(s.frame(c, "What the committee did", committeeCrumb), page))
}

func (s *Server) conduct(c *fiber.Ctx) error {
	rules, err := s.Moderation.Rules(c.UserContext())
	if err != nil {
		return err
	}
	return s.page(c, views.Conduct(s.frame(c, "Code of conduct"), rules))
}
