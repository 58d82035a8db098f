package handlers

import (
	"github.com/gofiber/fiber/v2"

	"commonroom/views"
)

func (s *Server) members(c *fiber.Ctx) error {
	q := c.Query("q")
	if q != "" {
		if err := s.limitSearch(c); err != nil {
			return err
		}
	}
	page, err := s.Members.Find(c.UserContext(), s.by(c), q, c.Query("from"))
	if err != nil {
		return err
	}
	return s.page(c, views.Members(s.frame(c, "Members"), q, page))
}

func (s *Server) member(c *fiber.Ctx) error {
	p, err := s.Members.Profile(c.UserContext(), s.by(c), c.Params("handle"))
	if err != nil {
		return err
	}
	f := s.frame(c, p.Name, views.Crumb{Text: "Members", Href: "/members"})
	documents, err := s.Discuss.DocumentsOf(c.UserContext(), s.by(c), p.ID)
	if err != nil {
		return err
	}
	f.Marks = s.marks(c, documents...)
	posts, err := s.Discuss.PostsOf(c.UserContext(), s.by(c), p.ID, c.Query("from"))
	if err != nil {
		return err
	}
	return s.page(c, views.Member(f, p, documents, posts))
}
