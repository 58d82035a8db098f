package handlers

import (
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/views"
)

// committeeCrumb is the way back to the committee's page.
var committeeCrumb = views.Crumb{Text: "Committee", Href: "/committee"}

func (s *Server) committee(c *fiber.Ctx) error {
	ctx, by := c.UserContext(), s.by(c)
	seats, err := s.Members.Committee(ctx, models.DayOf(s.Now()))
	if err != nil {
		return err
	}
	log, err := s.Moderation.Log(ctx, by, "")
	if err != nil {
		return err
	}
	open, err := s.Moderation.OpenReports(ctx, by)
	if err != nil {
		return err
	}
	return s.page(c, views.Committee(s.publicFrame(c, "The committee", "/committee"),
		views.CommitteePage{Seats: seats, Lately: views.LatelyOf(log.Items), Open: open}))
}

func (s *Server) committeeMembers(c *fiber.Ctx) error {
	seats, err := s.Members.Committee(c.UserContext(), models.DayOf(s.Now()))
	if err != nil {
		return err
	}
	return s.page(c, views.CommitteeMembers(s.publicFrame(c, "Committees by year", "/committee/members", committeeCrumb), seats))
}

func (s *Server) moderationLog(c *fiber.Ctx) error {
	page, err := s.Moderation.Log(c.UserContext(), s.by(c), c.Query("from"))
	if err != nil {
		return err
	}
	frame := s.publicFrame(c, "What the committee did", "/committee/log", committeeCrumb)
	frame.Feeds = []views.Link{logFeedLink}
	return s.page(c, views.ModerationLog(frame, page))
}

func (s *Server) conduct(c *fiber.Ctx) error {
	rules, err := s.Moderation.Rules(c.UserContext())
	if err != nil {
		return err
	}
	return s.page(c, views.Conduct(s.publicFrame(c, "Code of conduct", "/conduct"), rules))
}
