package handlers

import (
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/prose"
	"commonroom/models/search"
	"commonroom/views"
)

// keptWords lists the words that mean the same to search. A link may bring words for a new line.
func (s *Server) keptWords(c *fiber.Ctx) error {
	lines, err := s.Search.Lines(c.UserContext(), s.by(c))
	if err != nil {
		return err
	}
	p := views.WordsPage{Lines: lines, In: search.EditLine{Words: c.Query("words"), Key: newKey()}}
	return s.page(c, views.KeptWords(s.wordsFrame(c), p))
}

// wordsTitle is the name of the list.
const wordsTitle = "Words that mean the same"

func (s *Server) wordsFrame(c *fiber.Ctx) views.Frame { return s.frame(c, wordsTitle, committeeCrumb) }

// postWords adds a line.
func (s *Server) postWords(c *fiber.Ctx) error {
	var in search.EditLine
	err := form(c, &in)
	if err == nil {
		if err = s.Search.AddLine(c.UserContext(), s.by(c), in); err == nil {
			s.flash(c, "The line is added. Searches go by it from now on.")
			return seeOther(c, "/committee/words")
		}
	}
	lines, failed := s.Search.Lines(c.UserContext(), s.by(c))
	if failed != nil {
		return failed
	}
	return s.again(c, err, func(problems models.Problems) templ.Component {
		return views.KeptWords(s.wordsFrame(c), views.WordsPage{Lines: lines, In: in, Problems: problems})
	})
}

// editWords is the form that changes a line, or removes it.
func (s *Server) editWords(c *fiber.Ctx) error {
	line, err := s.Search.Line(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	p := views.LinePage{Line: line, In: search.EditLine{Words: line.Words, Key: newKey()}, RemoveKey: newKey()}
	return s.page(c, views.EditWords(s.lineFrame(c), p))
}

func (s *Server) lineFrame(c *fiber.Ctx) views.Frame {
	return s.frame(c, "Change a line", committeeCrumb, views.Crumb{Text: wordsTitle, Href: "/committee/words"})
}

// saveWords changes a line.
func (s *Server) saveWords(c *fiber.Ctx) error {
	var in search.EditLine
	err := form(c, &in)
	if err == nil {
		if err = s.Search.ChangeLine(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "The line is changed. Searches go by it from now on.")
			return seeOther(c, "/committee/words")
		}
	}
	return s.wordsAgain(c, in, err)
}

// wordsAgain draws the form with the words in it. Where somebody's other change came first it
// says how the two differ, and the next attempt starts from what stands there now.
func (s *Server) wordsAgain(c *fiber.Ctx, in search.EditLine, failure error) error {
	line, err := s.Search.Line(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return failure
	}
	p := views.LinePage{Line: line, In: in, RemoveKey: newKey()}
	if models.KindOf(failure) == models.KindConflict {
		p.Changes = prose.Diff(line.Words, in.Words)
	}
	return s.again(c, failure, func(problems models.Problems) templ.Component {
		p.Problems = problems
		return views.EditWords(s.lineFrame(c), p)
	})
}

// postRemoveWords takes a line off the list. It stands in the field for a new line then, so that a
// slip is undone by one button.
func (s *Server) postRemoveWords(c *fiber.Ctx) error {
	var in search.EditLine
	err := form(c, &in)
	if err == nil {
		var was search.Line
		if was, err = s.Search.RemoveLine(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "The line is removed. If that was a slip, add it again: it stands in the field below.")
			return seeOther(c, "/committee/words?words="+url.QueryEscape(was.Words))
		}
	}
	return s.wordsAgain(c, in, err)
}

// missed lists what members look for and do not find.
func (s *Server) missed(c *fiber.Ctx) error {
	list, err := s.Search.Missed(c.UserContext(), s.by(c))
	if err != nil {
		return err
	}
	return s.page(c, views.Missed(s.frame(c, "What members look for and don’t find", committeeCrumb), list))
}

// postDismiss takes words off that list.
func (s *Server) postDismiss(c *fiber.Ctx) error {
	if err := s.Search.Dismiss(c.UserContext(), s.by(c), id(c)); err != nil {
		return err
	}
	s.flash(c, "It is off the list.")
	return seeOther(c, "/committee/missed")
}
