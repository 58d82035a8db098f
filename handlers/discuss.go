package handlers

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/poll"
	"commonroom/models/space"
	"commonroom/views"
)

// boards lists the spaces somebody may read.
func (s *Server) boards(c *fiber.Ctx) error {
	list, err := s.Spaces.Spaces(c.UserContext(), s.by(c), "")
	if err != nil {
		return err
	}
	latest, err := s.Discuss.Latest(c.UserContext(), s.by(c))
	if err != nil {
		return err
	}
	frame := s.publicFrame(c, "Threads", "/boards")
	frame.Feeds = []views.Link{threadsFeedLink}
	return s.page(c, views.Boards(frame, views.BoardLines(list, latest)))
}

// board lists the threads of one space.
func (s *Server) board(c *fiber.Ctx) error {
	sp, err := s.Spaces.Space(c.UserContext(), s.by(c), c.Params("slug"))
	if err != nil {
		return err
	}
	if sp.Holds != string(discuss.Discussion) {
		return moved(c, sp.Path())
	}
	tag := c.Query("tag")
	list, err := s.Discuss.Board(c.UserContext(), s.by(c), sp, tag, c.Query("from"))
	if err != nil {
		return err
	}
	page := views.BoardPageOf(sp, list, tag, sp.CanWrite(s.by(c)) == nil)
	frame := s.publicFrame(c, sp.Name, page.Address(), threadsCrumb)
	frame.Description = sp.Purpose
	frame.Marks = s.marks(c, append(list.Pinned, list.Threads...)...)
	frame.Feeds = append(boardFeedLinks(sp), tagFeedLinks(tag, list.Threads)...)
	if sp.Readers != space.Public || page.Void() {
		frame.Face = nil
	}
	return s.page(c, views.Board(frame, page))
}

// threadsCrumb is the way back to the list of boards.
var threadsCrumb = views.Crumb{Text: "Threads", Href: "/boards"}

// newThread is the form that begins a discussion, on the board that the link named or on one
// to choose. A link may name the title too.
func (s *Server) newThread(c *fiber.Ctx) error {
	page := views.StartPage{In: discuss.NewThread{Board: c.Query("board"), Title: c.Query("title"), Sort: c.Query("sort"), Key: newKey()}}
	var err error
	if page.Resumed, err = s.resumed(c, draft.Place{Form: draft.Thread}, &page.In); err != nil {
		return err
	}
	if page.In.Closes == "" {
		page.In.Closes = string(poll.UsualDay(s.Now()))
	}
	if page.Place, err = s.placeOf(c, page.In.Board, discuss.Discussion, page.Resumed); err != nil {
		return err
	}
	if err = s.withSkeleton(c, &page); err != nil {
		return err
	}
	if page.Perspectives, err = s.Members.Perspectives(c.UserContext()); err != nil {
		return err
	}
	page.Similar = s.similarTo(c, page.In.Title)
	return s.page(c, views.StartThread(s.frame(c, "Start a thread", threadsCrumb), page))
}

// postThread begins a discussion.
func (s *Server) postThread(c *fiber.Ctx) error {
	var in discuss.NewThread
	err := form(c, &in)
	if err == nil {
		var t discuss.Thread
		if t, err = s.Discuss.Start(c.UserContext(), s.by(c), in); err == nil {
			if !t.Published {
				s.flash(c, "Your thread waits for its time. Until then only you see it.")
				return seeOther(c, "/scheduled")
			}
			s.flash(c, "Your thread is published.")
			return seeOther(c, t.Path())
		}
	}
	place, absent := s.place(c, in.Board, discuss.Discussion)
	if absent != nil {
		return err
	}
	perspectives, failed := s.Members.Perspectives(c.UserContext())
	if failed != nil {
		return failed
	}
	return s.again(c, err, func(problems models.Problems) templ.Component {
		page := views.StartPage{In: in, Perspectives: perspectives, Place: place.Again(), Problems: problems, Similar: s.similarTo(c, in.Title)}
		return views.StartThread(s.frame(c, "Start a thread", threadsCrumb), page)
	})
}

// thread is a discussion, by the page. A document's number or a wrong name leads to the one
// right address.
func (s *Server) thread(c *fiber.Ctx) error {
	t, err := s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
	if models.KindOf(err) == models.KindNotFound {
		return s.joined(c, err)
	}
	if err != nil {
		return err
	}
	if c.Path() != t.Path() {
		return moved(c, withQuery(c, t.Path()))
	}
	talk, err := s.talk(c, t)
	if err != nil {
		return err
	}
	s.opened(c, t)
	title := t.Title
	if talk.Pager.Page > 1 {
		title += " (page " + strconv.Itoa(talk.Pager.Page) + " of " + strconv.Itoa(talk.Pager.Last) + ")"
	}
	frame := s.readingFrame(c, title, views.Written{Thread: t, Talk: talk})
	return s.page(c, views.Thread(frame, t, talk, s.related(c, t)))
}

// withQuery is path with the query that was asked for.
func withQuery(c *fiber.Ctx, path string) string {
	if query := string(c.Request().URI().QueryString()); query != "" {
		return (&url.URL{Path: path, RawQuery: query}).String()
	}
	return path
}
