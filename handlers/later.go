package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/views"
)

// scheduled lists the threads of one's own that are not out yet.
func (s *Server) scheduled(c *fiber.Ctx) error {
	list, err := s.Discuss.Scheduled(c.UserContext(), s.by(c))
	if err != nil {
		return err
	}
	return s.page(c, views.Scheduled(s.frame(c, "My scheduled threads", threadsCrumb), views.ScheduledPage{List: list, Key: newKey()}))
}

// postSchedule has a thread of one's own come out at another time.
func (s *Server) postSchedule(c *fiber.Ctx) error {
	var in discuss.NewTime
	err := form(c, &in)
	if err == nil {
		if _, err = s.Discuss.Schedule(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "It comes out at the time you chose.")
			return seeOther(c, "/scheduled")
		}
	}
	list, failed := s.Discuss.Scheduled(c.UserContext(), s.by(c))
	if failed != nil {
		return failed
	}
	if models.KindOf(err) != models.KindInvalid {
		return err
	}
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p := views.ScheduledPage{List: list, Key: newKey(), In: &in, ID: id(c), Problems: problems}
		return views.Scheduled(s.frame(c, "My scheduled threads", threadsCrumb), p)
	})
}

// pressed is a form of one button.
type pressed struct {
	Key string `form:"key"`
}

// postPublishNow lets a thread of one's own out before its time.
func (s *Server) postPublishNow(c *fiber.Ctx) error {
	var in pressed
	if err := form(c, &in); err != nil {
		return err
	}
	t, err := s.Discuss.PublishNow(c.UserContext(), s.by(c), id(c), in.Key)
	if err != nil {
		return err
	}
	s.flash(c, "Your thread is published.")
	return seeOther(c, t.Path())
}

// postPutAside takes the time off a thread of one's own.
func (s *Server) postPutAside(c *fiber.Ctx) error {
	var in pressed
	if err := form(c, &in); err != nil {
		return err
	}
	if _, err := s.Discuss.PutAside(c.UserContext(), s.by(c), id(c), in.Key); err != nil {
		return err
	}
	s.flash(c, "It is put aside. Only you see it until you give it a time or publish it.")
	return seeOther(c, "/scheduled")
}
