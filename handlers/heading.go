package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/views"
)

// myHeading finds a discussion whose heading the person means to change.
func (s *Server) myHeading(c *fiber.Ctx) (discuss.Thread, error) {
	t, err := s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return t, err
	}
	return t, t.CanRetitle(s.by(c))
}

// editHeading is the form that changes what stands above a discussion. With a version it has the
// words of then, to go back to them.
func (s *Server) editHeading(c *fiber.Ctx) error {
	t, err := s.myHeading(c)
	if err != nil {
		return err
	}
	in := discuss.EditHeading{Title: t.Title, Summary: t.Summary, Tags: discuss.TagNames(t.Tags)}
	if earlier := c.Query("version"); earlier != "" {
		if in, err = s.Discuss.EarlierHeading(c.UserContext(), s.by(c), t.ID, number(earlier)); err != nil {
			return err
		}
	}
	in.Version, in.Key = t.Version, newKey()
	return s.page(c, views.EditHeading(s.headingFrame(c, t), views.HeadingPage{Thread: t, In: in}))
}

// saveHeading changes what stands above a discussion.
func (s *Server) saveHeading(c *fiber.Ctx) error {
	var in discuss.EditHeading
	err := form(c, &in)
	if err == nil {
		var t discuss.Thread
		if t, err = s.Discuss.Retitle(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "Your changes are saved.")
			return seeOther(c, t.Path())
		}
	}
	return s.headingAgain(c, in, err)
}

// headingAgain draws the form with the words in it. Where somebody's other change came first it
// says how the two differ, and the next attempt starts from what stands there now.
func (s *Server) headingAgain(c *fiber.Ctx, in discuss.EditHeading, failure error) error {
	t, err := s.myHeading(c)
	if err != nil {
		return failure
	}
	page := views.HeadingPage{Thread: t, In: in, Conflict: models.KindOf(failure) == models.KindConflict}
	if page.Conflict {
		page.In.Version, page.Different = t.Version, t.Against(in)
	}
	return s.again(c, failure, func(problems models.Problems) templ.Component {
		page.Problems = problems
		return views.EditHeading(s.headingFrame(c, t), page)
	})
}

func (s *Server) headingFrame(c *fiber.Ctx, t discuss.Thread) views.Frame {
	return s.documentFrame(c, "Edit title, summary and tags", t)
}

// headingHistory shows how what stands above a discussion has changed.
func (s *Server) headingHistory(c *fiber.Ctx) error {
	t, list, err := s.Discuss.Retitlings(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	page := views.HeadingsPage{Thread: t, Changes: list, Mine: t.CanRetitle(s.by(c)) == nil}
	return s.page(c, views.Headings(s.documentFrame(c, "History", t), page))
}
