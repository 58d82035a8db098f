package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/views"
)

// standing answers with a page whose words are the same for everybody.
func (s *Server) standing(title string, page func(views.Frame) templ.Component, crumbs ...views.Crumb) fiber.Handler {
	return func(c *fiber.Ctx) error { return s.page(c, page(s.publicFrame(c, title, c.Path(), crumbs...))) }
}

// helpCrumb is the way back to the list of help pages.
var helpCrumb = views.Crumb{Text: "Help", Href: "/help"}

// briefs say in one sentence what a public page of every site is for, where search engines and
// previews show it. They are the pages that the sitemap names beside what members wrote.
var briefs = map[string]string{
	"/":                  "Graduates of the NHS Digital Academy ask each other, share what worked, and improve care a small change at a time.",
	"/about":             "What this place is for, who it is for, and who runs it.",
	"/accessibility":     "How to use this site with a keyboard, a screen reader or without scripts, and what to do when something does not work.",
	"/boards":            "Boards on which members ask, answer and tell. Each says what it is for and who can read it.",
	"/committee":         "Who members elected, what they decide, and how they moderate.",
	"/committee/log":     "The moderation log: what the committee hid, closed or moved, under which rule and why.",
	"/committee/members": "Committee members, now and before: who served, in which office, from when to when.",
	"/conduct":           "The rules of this place, and what the committee does about what breaks them.",
	"/help":              "Help for members, for the committee and for whoever runs the server.",
	"/help/committee":    "How the committee admits members, answers reports and moderates.",
	"/help/keys":         "Single keys that move through a thread or a list, reply, quote and search, and how to turn them off.",
	"/help/members":      "How to join, write, find and follow things here.",
	"/help/search":       "How to search: words, quotes, filters, what is looked through, who finds what, and what comes first.",
	"/help/server":       "How to install, back up and look after the server.",
	"/practices":         "Best practice worth copying, written up by the people who did it.",
	"/practices/archive": "Every practice that was published, by the month it came out.",
	"/privacy":           "What is kept about you, why, for how long, and what you can do about it.",
	"/projects":          "Improvement projects: what members tried at work, and what happened.",
	"/questions":         "The questions that members read and look for most, with their answers.",
	"/tags":              "The subjects of discussions, practices and projects, across all boards.",
	"/terms":             "What you agree to when you write here, and what happens to what you write.",
}
