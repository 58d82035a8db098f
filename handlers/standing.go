package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/views"
)

// standing answers with a page whose words are the same for everybody.
func (s *Server) standing(title string, page func(views.Frame) templ.Component, crumbs ...views.Crumb) fiber.Handler {
	return func(c *fiber.Ctx) error { return s.page(c, page(s.frame(c, title, crumbs...))) }
}

// helpCrumb is the way back to the list of help pages.
var helpCrumb = views.Crumb{Text: "Help", Href: "/help"}
