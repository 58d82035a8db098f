package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/practice"
	"commonroom/views"
)

var practiceCrumb = views.Crumb{Text: "Practices", Href: "/practices"}

// practiceList lists what members published, the newest first.
func (s *Server) practiceList(c *fiber.Ctx) (err error) {
	ctx, by, cursor := c.UserContext(), s.by(c), c.Query("from")
	p := views.PracticeList{Tag: c.Query("tag")}
	if p.Page, err = s.Practices.List(ctx, by, practice.Filter{Tag: p.Tag}, cursor); err != nil {
		return err
	}
	if p.Tags, err = s.Practices.Tags(ctx, by); err != nil {
		return err
	}
	if cursor == "" && p.Tag == "" {
		if p.Drafts, err = s.Practices.Drafts(ctx, by); err != nil {
			return err
		}
	}
	frame := s.publicFrame(c, "Practices", p.Address())
	frame.Feeds = append([]views.Link{practicesFeedLink}, tagFeedLinks(p.Tag, p.Page.Items)...)
	frame.Marks = s.marks(c, p.Page.Items...)
	if p.Void() {
		frame.Face = nil
	}
	return s.page(c, views.Practices(frame, p))
}

// archive lists the months in which practices came out.
func (s *Server) archive(c *fiber.Ctx) error {
	years, err := s.Practices.Months(c.UserContext(), s.by(c))
	if err != nil {
		return err
	}
	return s.page(c, views.Archive(s.publicFrame(c, "Practices by month", "/practices/archive", practiceCrumb), years))
}

// archiveMonth lists the practices of one month. A month has one address: /2019/02.
func (s *Server) archiveMonth(c *fiber.Ctx) error {
	month, err := practice.ParseMonth(c.Params("year"), c.Params("month"))
	if err != nil {
		return err
	}
	p := views.MonthPage{Month: month}
	if p.Page, err = s.Practices.InMonth(c.UserContext(), s.by(c), month, c.Query("from")); err != nil {
		return err
	}
	frame := s.publicFrame(c, views.MonthTitle(month), month.Path(), practiceCrumb, views.Crumb{Text: "By month", Href: "/practices/archive"})
	frame.Marks = s.marks(c, p.Page.Items...)
	if len(p.Page.Items) == 0 {
		frame.Face = nil
	}
	return s.page(c, views.ArchiveMonth(frame, p))
}

// practice is one practice with its comments. A wrong name leads to the one right address.
func (s *Server) practice(c *fiber.Ctx) error {
	p, err := s.Practices.Practice(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	if c.Path() != p.Path() {
		return moved(c, withQuery(c, p.Path()))
	}
	page := views.PracticePage{Practice: p}
	if page.Talk, err = s.talk(c, p.Thread); err != nil {
		return err
	}
	if page.Authors, err = s.Discuss.Authors(c.UserContext(), p.Thread); err != nil {
		return err
	}
	page.Related = s.related(c, p.Thread)
	return s.page(c, views.Practice(s.readingFrame(c, p.Title, page.Written()), page))
}

// newPractice is the form that begins a practice. A link may name the board and the title.
func (s *Server) newPractice(c *fiber.Ctx) error {
	in := practice.NewPractice{Board: c.Query("board"), Title: c.Query("title"), Key: newKey()}
	resumed, err := s.resumed(c, draft.Place{Form: draft.Practice}, &in)
	if err != nil {
		return err
	}
	place, err := s.placeOf(c, in.Board, discuss.Practice, resumed)
	if err != nil {
		return err
	}
	p := views.PracticeForm{In: in.Edit(), Place: place, Resumed: resumed, Similar: s.similarTo(c, in.Title)}
	return s.page(c, views.WritePractice(s.frame(c, "Write a practice", practiceCrumb), p))
}

// postPractice makes a draft.
func (s *Server) postPractice(c *fiber.Ctx) error {
	var in practice.NewPractice
	err := form(c, &in)
	if err == nil {
		var p practice.Practice
		if p, err = s.Practices.Write(c.UserContext(), s.by(c), in); err == nil {
			s.flash(c, "Your draft is saved.")
			return seeOther(c, p.Path())
		}
	}
	place, absent := s.place(c, in.Board, discuss.Practice)
	if absent != nil {
		return err
	}
	p := views.PracticeForm{In: in.Edit(), Place: place.Again(), Similar: s.similarTo(c, in.Title)}
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p.Problems = problems
		return views.WritePractice(s.frame(c, "Write a practice", practiceCrumb), p)
	})
}

// editPractice is the form that changes a practice. With a version it has the words of then, to go
// back to them.
func (s *Server) editPractice(c *fiber.Ctx) error {
	p, err := s.myPractice(c)
	if err != nil {
		return err
	}
	in := practice.EditPractice{Title: p.Title, Summary: p.Summary, Tags: discuss.TagNames(p.Tags), Body: p.Body, Version: p.Version, Key: newKey()}
	page := views.PracticeForm{In: in, Was: &p}
	if earlier := c.Query("version"); earlier != "" {
		r, err := s.Practices.Revision(c.UserContext(), s.by(c), p.ID, number(earlier))
		if err != nil {
			return err
		}
		page.Back, page.In = &r, r.Again(in)
	} else if page.Resumed, err = s.resumed(c, draft.Place{Form: draft.Practice, ID: p.ID}, &page.In); err != nil {
		return err
	}
	return s.page(c, views.EditPractice(s.documentFrame(c, "Edit practice", p.Thread), page))
}

// myPractice finds a practice that the person means to change.
func (s *Server) myPractice(c *fiber.Ctx) (practice.Practice, error) {
	p, err := s.Practices.Practice(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return p, err
	}
	return p, p.CanEdit()
}

// savePractice saves a new version.
func (s *Server) savePractice(c *fiber.Ctx) error {
	var in practice.EditPractice
	err := form(c, &in)
	if err == nil {
		var p practice.Practice
		if p, err = s.Practices.Edit(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "Your changes are saved.")
			return seeOther(c, p.Path())
		}
	}
	return s.practiceAgain(c, in, err)
}

// practiceAgain draws the form with the words in it. Where somebody's other version came first
// it says how the two differ, and the next attempt starts from what is saved now.
func (s *Server) practiceAgain(c *fiber.Ctx, in practice.EditPractice, failure error) error {
	p, err := s.myPractice(c)
	if err != nil {
		return failure
	}
	page := views.PracticeForm{In: in, Was: &p, Conflict: models.KindOf(failure) == models.KindConflict}
	if page.Conflict {
		page.In.Version, page.Different = p.Version, p.Against(in)
	}
	return s.again(c, failure, func(problems models.Problems) templ.Component {
		page.Problems = problems
		return views.EditPractice(s.documentFrame(c, "Edit practice", p.Thread), page)
	})
}

// publishPractice shows a draft to all who may read its board.
func (s *Server) publishPractice(c *fiber.Ctx) error {
	p, err := s.Practices.Publish(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	s.flash(c, "Your practice is published.")
	return seeOther(c, p.Path())
}

// practiceHistory lists the versions of a practice.
func (s *Server) practiceHistory(c *fiber.Ctx) error {
	p, err := s.practiceVersions(c)
	if err != nil {
		return err
	}
	return s.page(c, views.PracticeHistory(s.documentFrame(c, "History", p.Thread), p))
}

func (s *Server) practiceVersions(c *fiber.Ctx) (p views.HistoryPage, err error) {
	was, err := s.Practices.Practice(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return p, err
	}
	p.Thread, p.Mine = was.Thread, was.CanEdit() == nil
	p.Versions, err = s.Practices.History(c.UserContext(), s.by(c), p.Thread.ID)
	return p, err
}

// practiceVersion shows one version, and what it differs in from the one before it or from the
// one that was asked for.
func (s *Server) practiceVersion(c *fiber.Ctx) (err error) {
	var p views.VersionPage
	if p.HistoryPage, err = s.practiceVersions(c); err != nil {
		return err
	}
	if p.Version, err = s.Practices.Revision(c.UserContext(), s.by(c), p.Thread.ID, number(c.Params("n"))); err != nil {
		return err
	}
	if err := s.compare(c, &p); err != nil {
		return err
	}
	return s.page(c, views.PracticeVersion(s.documentFrame(c, "Version "+c.Params("n"), p.Thread), p))
}

func (s *Server) compare(c *fiber.Ctx, p *views.VersionPage) error {
	from, asked := number(c.Query("from")), c.Query("from") != ""
	if !asked {
		from = p.Version.Version - 1
	}
	earlier, err := s.Practices.Revision(c.UserContext(), s.by(c), p.Thread.ID, from)
	switch {
	case models.KindOf(err) == models.KindNotFound && !asked: // the first that this reader may know
		return nil
	case err != nil:
		return err
	}
	p.From, p.Different = &earlier, p.Version.Since(earlier)
	return nil
}
