package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models/member"
	"commonroom/views"
)

func (s *Server) members(c *fiber.Ctx) error {
	q := c.Query("q")
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
	posts, err := s.postsOf(c, f, p.Member)
	if err != nil {
		return err
	}
	return s.page(c, views.Member(f, p, posts))
}

// postsOf draws what a member has posted where whoever asks may read it.
func (s *Server) postsOf(c *fiber.Ctx, f views.Frame, m member.Member) (templ.Component, error) {
	page, err := s.Discuss.PostsOf(c.UserContext(), s.by(c), m.ID, c.Query("from"))
	return views.MemberPosts(f, m, page), err
}
