package handlers

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/ribbon"
	"commonroom/views"
)

// marks reads how far the person has read in the threads on a page: one query, and none for a
// visitor. That they could not be read is noted and stops nobody reading.
func (s *Server) marks(c *fiber.Ctx, threads ...discuss.Thread) views.Marks {
	by := s.by(c)
	if !by.IsMember() {
		return nil
	}
	ids := make([]int64, len(threads))
	for i, t := range threads {
		ids[i] = t.ID
	}
	marks, err := s.Ribbons.Of(c.UserContext(), by, ids...)
	if err != nil {
		s.Log.Error("ribbons not read", "error", err)
	}
	return marks
}

// shown moves the person's ribbon to the end of a page of posts that is sent to them. It is the one
// write that a GET makes: it needs no script, and a browser that tells by itself which posts it
// shows is left to do so. That the ribbon could not be moved is noted and stops nobody reading.
func (s *Server) shown(c *fiber.Ctx, r views.Reading) {
	if !r.By.IsMember() || !meant(c) || s.session(c).Tells(s.Now()) || !r.News() {
		return
	}
	if err := s.read(c, r.Thread, r.LastNumber()); err != nil {
		s.Log.Error("ribbon not moved", "error", err)
	}
}

// read moves the person's ribbon, and with it reads the notices of the posts it has passed.
func (s *Server) read(c *fiber.Ctx, t discuss.Thread, number int) error {
	if err := s.Ribbons.Read(c.UserContext(), s.by(c), t.ID, number); err != nil {
		return err
	}
	return s.Notices.ReadIn(c.UserContext(), s.by(c), t.ID, number)
}

// readTo is what a browser tells that has shown posts: the number of the last one.
type readTo struct {
	To int `form:"to"`
}

// postRead moves the person's ribbon to a post that their browser has shown.
func (s *Server) postRead(c *fiber.Ctx) error {
	var in readTo
	if err := form(c, &in); err != nil {
		return err
	}
	t, err := s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	if err := s.read(c, t, in.To); err != nil {
		return err
	}
	if err := s.Members.Tell(c.UserContext(), s.session(c)); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// newFollow is how somebody wants to follow a thread, and the list they said so on.
type newFollow struct {
	Follow ribbon.Follow `form:"follow"`
	Back   string        `form:"back"` // "unread" or "new"; the thread if empty
}

// postFollow has the person watch, follow or mute a thread.
func (s *Server) postFollow(c *fiber.Ctx) error {
	var in newFollow
	if err := form(c, &in); err != nil {
		return err
	}
	t, err := s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	if err := s.Ribbons.Choose(c.UserContext(), s.by(c), t.ID, in.Follow); err != nil {
		return err
	}
	s.flash(c, views.FollowWords(in.Follow))
	if in.Back == "unread" || in.Back == "new" {
		return seeOther(c, "/"+in.Back)
	}
	return seeOther(c, t.Path())
}

// unreadList lists the threads with posts that the person has not read.
func (s *Server) unreadList(c *fiber.Ctx) error {
	page, err := s.Discuss.Unread(c.UserContext(), s.by(c), c.Query("from"))
	return s.waitingPage(c, "Unread", views.WaitingPage{Page: page, Path: "/unread"}, err)
}

// freshList lists what came out lately and the person has never opened.
func (s *Server) freshList(c *fiber.Ctx) error {
	page, err := s.Discuss.Fresh(c.UserContext(), s.by(c), c.Query("from"))
	return s.waitingPage(c, "New", views.WaitingPage{Page: page, Path: "/new"}, err)
}

func (s *Server) waitingPage(c *fiber.Ctx, title string, p views.WaitingPage, err error) error {
	if err != nil {
		return err
	}
	if p.Count, err = s.Discuss.Waiting(c.UserContext(), s.by(c)); err != nil {
		return err
	}
	p.Cleared, p.All = number(c.Query("cleared")), ribbon.AllRead{At: s.Now().UnixMilli(), Key: newKey()}
	frame := s.frame(c, title)
	frame.Marks = s.marks(c, p.Page.Items...)
	return s.page(c, views.Waiting(frame, p))
}

// postAllRead marks everything as read that was unread on a page.
func (s *Server) postAllRead(c *fiber.Ctx) error { return s.clearAll(c, "/unread", s.Ribbons.ReadAll) }

// postAllSeen marks everything as seen that was new on a page.
func (s *Server) postAllSeen(c *fiber.Ctx) error { return s.clearAll(c, "/new", s.Ribbons.SeenAll) }

func (s *Server) clearAll(c *fiber.Ctx, path string, act func(context.Context, member.Member, ribbon.AllRead) (int64, error)) error {
	var in ribbon.AllRead
	if err := form(c, &in); err != nil {
		return err
	}
	clearing, err := act(c.UserContext(), s.by(c), in)
	if err != nil {
		return err
	}
	return seeOther(c, path+"?cleared="+strconv.FormatInt(clearing, 10))
}

// undone is the marking that somebody takes back, and the list they do so on.
type undone struct {
	Cleared int64  `form:"cleared"`
	Back    string `form:"back"`
}

// postUndoAllRead takes back a marking of everything as read.
func (s *Server) postUndoAllRead(c *fiber.Ctx) error {
	var in undone
	if err := form(c, &in); err != nil {
		return err
	}
	if err := s.Ribbons.Undo(c.UserContext(), s.by(c), in.Cleared); err != nil {
		return err
	}
	s.flash(c, "Everything is as it was before.")
	if in.Back == "new" {
		return seeOther(c, "/new")
	}
	return seeOther(c, "/unread")
}
