package handlers

import (
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/views"
)

// place finds where a new thread or document is to stand: on the board that was named, on the
// only one there is, or on one to choose.
func (s *Server) place(c *fiber.Ctx, slug string, kind discuss.Kind) (p views.Place, err error) {
	p.Slug = slug
	if slug != "" { // which says so if there is none that this person may know of
		if _, err := s.Spaces.Space(c.UserContext(), s.by(c), slug); err != nil {
			return p, err
		}
	}
	if p.Boards, err = s.Spaces.Spaces(c.UserContext(), s.by(c), string(kind)); err != nil {
		return p, err
	}
	if slug == "" && len(p.Boards) == 1 {
		p.Slug = p.Boards[0].Slug
	}
	for _, b := range p.Boards {
		if b.Slug == p.Slug {
			room := views.RoomOf(b)
			p.Room = &room
		}
	}
	return p, nil
}

// placeOf is place for a form that may go on with a draft. The board of that may be out of sight by
// now: then another is to be chosen.
func (s *Server) placeOf(c *fiber.Ctx, slug string, kind discuss.Kind, r views.Resumed) (views.Place, error) {
	p, err := s.place(c, slug, kind)
	if models.KindOf(err) == models.KindNotFound && r.Now != nil {
		return s.place(c, "", kind)
	}
	return p, err
}

// authored finds a document of a kind and those who may edit it, for one of them.
func (s *Server) authored(c *fiber.Ctx, kind discuss.Kind) (p views.AuthorsPage, err error) {
	p.Thread, err = s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return p, err
	}
	if p.Thread.Kind != kind {
		return p, models.NotFound("no such " + string(kind))
	}
	if p.Authors, err = s.Discuss.Authors(c.UserContext(), p.Thread); err != nil {
		return p, err
	}
	return p, p.Thread.CanName(s.by(c), among(p.Authors, s.by(c)))
}

func among(list []member.Member, by member.Member) bool {
	return slices.ContainsFunc(list, func(m member.Member) bool { return m.ID == by.ID })
}

// authors is where the authors of a document say who else edits it.
func (s *Server) authors(kind discuss.Kind) fiber.Handler {
	return func(c *fiber.Ctx) error {
		p, err := s.authored(c, kind)
		if err != nil {
			return err
		}
		p.In.Key = newKey()
		return s.page(c, views.DocumentAuthors(s.documentFrame(c, "Authors", p.Thread), p))
	}
}

// postAuthor names another author of a document.
func (s *Server) postAuthor(kind discuss.Kind) fiber.Handler {
	return s.changeAuthors(kind, func(c *fiber.Ctx, p views.AuthorsPage) error {
		err := s.Discuss.AddAuthor(c.UserContext(), s.by(c), p.Thread.ID, p.In)
		if err == nil {
			s.flash(c, "They can edit it now too.")
		}
		return err
	})
}

// postRemoveAuthor takes an author of a document off its list.
func (s *Server) postRemoveAuthor(kind discuss.Kind) fiber.Handler {
	return s.changeAuthors(kind, func(c *fiber.Ctx, p views.AuthorsPage) error {
		err := s.Discuss.RemoveAuthor(c.UserContext(), s.by(c), p.Thread.ID, p.In)
		if err == nil {
			s.flash(c, "They cannot edit it any more.")
		}
		return err
	})
}

func (s *Server) changeAuthors(kind discuss.Kind, act func(*fiber.Ctx, views.AuthorsPage) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		p, err := s.authored(c, kind)
		if err != nil {
			return err
		}
		if err = form(c, &p.In); err == nil {
			if err = act(c, p); err == nil {
				return seeOther(c, s.afterAuthors(c, p.Thread))
			}
		}
		if p.In.Key == "" {
			p.In.Key = newKey()
		}
		return s.again(c, err, func(problems models.Problems) templ.Component {
			p.Problems = problems
			return views.DocumentAuthors(s.documentFrame(c, "Authors", p.Thread), p)
		})
	}
}

// afterAuthors is the list of authors again, but for somebody who has taken themselves off it.
func (s *Server) afterAuthors(c *fiber.Ctx, t discuss.Thread) string {
	if _, err := s.authored(c, t.Kind); err == nil {
		return views.AuthorsHref(t)
	}
	return t.Space.Path()
}

// documentFrame is the frame of a page about a thread or the document it belongs to, such as its
// history.
func (s *Server) documentFrame(c *fiber.Ctx, title string, t discuss.Thread) views.Frame {
	return s.frame(c, title+": "+t.Title, crumbsTo(t, t.Path())...)
}

// readingFrame is the frame of the page on which a thread is read, with its title as that page has
// it. A thread that visitors may see shows its face to machines.
func (s *Server) readingFrame(c *fiber.Ctx, title string, w views.Written) views.Frame {
	frame := s.frame(c, title, crumbsOf(w.Thread)...)
	frame.Description = w.Thread.Summary
	if w.Thread.Public() {
		frame.Face = &views.Face{Path: w.Talk.Pager.Href(w.Talk.Pager.Page), Written: &w}
	}
	return frame
}

// takeBack makes a published document a draft again.
func (s *Server) takeBack(kind discuss.Kind) fiber.Handler {
	return func(c *fiber.Ctx) error {
		t, err := s.Discuss.TakeBack(c.UserContext(), s.by(c), kind, id(c))
		if err != nil {
			return err
		}
		s.flash(c, "It is a draft again. Only you and your co-authors can see it.")
		return seeOther(c, t.Path())
	}
}
