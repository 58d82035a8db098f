package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"commonroom/models/discuss"
	"commonroom/views"
)

// mostQuestions is how many questions the page lists: what somebody looks through.
const mostQuestions = 20

// topQuestions lists the questions most read and found: all that somebody may read, or those of
// one board.
func (s *Server) topQuestions(c *fiber.Ctx) (err error) {
	ctx, by := c.UserContext(), s.by(c)
	p := views.QuestionsPage{}
	if slug := c.Query("board"); slug != "" {
		if p.Board, err = s.Spaces.Space(ctx, by, slug); err != nil {
			return err
		}
	}
	if p.Boards, err = s.Spaces.Spaces(ctx, by, string(discuss.Discussion)); err != nil {
		return err
	}
	if p.Questions, err = s.Discuss.TopQuestions(ctx, by, p.Board.ID, mostQuestions); err != nil {
		return err
	}
	frame := s.publicFrame(c, p.Title(), "/questions", threadsCrumb)
	if p.Board.ID != 0 {
		frame.Face = nil
	}
	return s.page(c, views.Questions(frame, p))
}

// opened counts that a member opened a discussion.
func (s *Server) opened(c *fiber.Ctx, t discuss.Thread) {
	if meant(c) {
		s.Search.Read(s.by(c), t.ID)
	}
}

// meant tells whether somebody asked for the page to read it. A browser that fetches one in case
// they go there has read nothing.
func meant(c *fiber.Ctx) bool {
	ahead := strings.Contains(c.Get("Sec-Purpose"), "prefetch") || strings.Contains(c.Get("Purpose"), "prefetch")
	return c.Method() == fiber.MethodGet && !ahead
}
