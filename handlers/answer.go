package handlers

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/views"
)

// postAnswer marks a post as the answer of its thread.
func (s *Server) postAnswer(c *fiber.Ctx) error {
	p, err := s.Discuss.MarkAnswer(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	s.flash(c, "Post "+strconv.Itoa(p.Post.Number)+" is marked as the answer.")
	return seeOther(c, p.Path())
}

func (s *Server) postNoAnswer(c *fiber.Ctx) error {
	p, err := s.Discuss.UnmarkAnswer(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	s.flash(c, "Post "+strconv.Itoa(p.Post.Number)+" is no longer marked as the answer.")
	return seeOther(c, p.Path())
}

// answer finds the post marked as the answer of a thread, which may stand on the page already; nil
// without one.
func (s *Server) answer(c *fiber.Ctx, by member.Member, t discuss.Thread, page []discuss.Post) (*discuss.Post, error) {
	if t.Answer == 0 {
		return nil, nil
	}
	if i := slices.IndexFunc(page, func(p discuss.Post) bool { return p.Number == t.Answer }); i >= 0 {
		return &page[i], nil
	}
	p, err := s.Discuss.MarkedAnswer(c.UserContext(), by, t)
	if models.KindOf(err) == models.KindNotFound {
		return nil, nil
	}
	return &p, err
}

// threadState is the form that says where a discussion stands.
func (s *Server) threadState(c *fiber.Ctx) error {
	t, err := s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	if err := t.CanSettle(s.by(c), s.Now()); err != nil {
		return err
	}
	return s.page(c, views.EditThreadState(s.stateFrame(c, t), views.StatePageOf(t, newKey())))
}

func (s *Server) stateFrame(c *fiber.Ctx, t discuss.Thread) views.Frame {
	return s.frame(c, "Where does this stand?", crumbsTo(t, t.Path())...)
}

func (s *Server) saveThreadState(c *fiber.Ctx) error {
	var in discuss.EditState
	err := form(c, &in)
	if err == nil {
		var t discuss.Thread
		if t, err = s.Discuss.Settle(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "It is saved where this discussion stands.")
			return seeOther(c, t.Path())
		}
	}
	t, gone := s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
	if gone != nil || t.CanSettle(s.by(c), s.Now()) != nil {
		return err
	}
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p := views.StatePage{Thread: t, In: in, Problems: problems, Changed: models.KindOf(err) == models.KindConflict}
		return views.EditThreadState(s.stateFrame(c, t), p)
	})
}

// summary is what to read of a long thread.
func (s *Server) summary(c *fiber.Ctx) error {
	sum, err := s.Discuss.Summary(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	return s.page(c, views.ThreadSummary(s.documentFrame(c, "Summary", sum.Thread), sum))
}
