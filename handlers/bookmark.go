package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/mark"
	"commonroom/views"
)

// bookmarks lists the posts that somebody keeps.
func (s *Server) bookmarks(c *fiber.Ctx) error {
	page, err := s.Marks.Bookmarks(c.UserContext(), s.by(c), c.Query("from"))
	if err != nil {
		return err
	}
	return s.page(c, views.Bookmarks(s.frame(c, "My bookmarks"), page))
}

// postBookmark keeps a post, and leads back to it.
func (s *Server) postBookmark(c *fiber.Ctx) error {
	p, err := s.Marks.Keep(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	return seeOther(c, p.Path())
}

// bookmark is the form for a note, and for the day on which to be reminded.
func (s *Server) bookmark(c *fiber.Ctx) error {
	b, err := s.Marks.Bookmark(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	in := mark.EditBookmark{Note: b.Note, Remind: string(b.Remind), Version: b.Version, Key: newKey()}
	return s.page(c, views.EditBookmark(s.postFrame(c, "Bookmark of post", b.Placed), views.BookmarkPage{Bookmark: b, In: in}))
}

func (s *Server) saveBookmark(c *fiber.Ctx) error {
	var in mark.EditBookmark
	err := form(c, &in)
	if err == nil {
		if _, err = s.Marks.Note(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "Your bookmark is saved.")
			return seeOther(c, "/bookmarks")
		}
	}
	b, gone := s.Marks.Bookmark(c.UserContext(), s.by(c), id(c))
	if gone != nil {
		return err
	}
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p := views.BookmarkPage{Bookmark: b, In: in, Problems: problems, Changed: models.KindOf(err) == models.KindConflict}
		return views.EditBookmark(s.postFrame(c, "Bookmark of post", b.Placed), p)
	})
}

func (s *Server) postRemoveBookmark(c *fiber.Ctx) error {
	if err := s.Marks.Drop(c.UserContext(), s.by(c), id(c)); err != nil {
		return err
	}
	s.flash(c, "The bookmark is removed.")
	return seeOther(c, "/bookmarks")
}
