package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/moderation"
	"commonroom/views"
)

// talk reads the page of a thread's posts that was asked for (?page=), ready to be drawn by
// views.Comments: a discussion's own, or the comments of a practice or a project.
func (s *Server) talk(c *fiber.Ctx, t discuss.Thread) (views.Talk, error) {
	r := views.Reading{By: s.by(c), Root: s.root(), Thread: t, Page: pageNumber(c), ReplyTo: int(number(c.Query("to"))), Quote: int(number(c.Query("quote"))), Key: newKey()}
	var err error
	if r.Posts, err = s.Discuss.Posts(c.UserContext(), r.By, t, r.Page); err != nil {
		return views.Talk{}, err
	}
	if err = s.layOver(c, &r); err != nil {
		return views.Talk{}, err
	}
	if r.Answer, err = s.answer(c, r.By, t, r.Posts); err != nil {
		return views.Talk{}, err
	}
	if r.Voices, err = s.Discuss.Heard(c.UserContext(), r.By, t); err != nil {
		return views.Talk{}, err
	}
	if r.Resumed, err = s.resumed(c, draft.Place{Form: draft.Reply, ID: t.ID}, &r.In); err != nil {
		return views.Talk{}, err
	}
	if r.Free, err = s.Discuss.Free(c.UserContext(), r.By, t); err != nil {
		return views.Talk{}, err
	}
	r.Mark = s.marks(c, t)[t.ID]
	s.shown(c, r)
	return views.TalkOf(r, s.Now()), nil
}

// layOver adds to posts that were read what hangs on them, what is the reader's own of them, and why some are gone.
func (s *Server) layOver(c *fiber.Ctx, r *views.Reading) (err error) {
	if r.Mine, err = s.Marks.Mine(c.UserContext(), r.By, r.Posts); err != nil {
		return err
	}
	r.PollKey = newKey()
	if r.Polls, err = s.Discuss.Polls(c.UserContext(), r.By, r.Posts...); err != nil {
		return err
	}
	r.Actions, err = s.whyGone(c, *r)
	return err
}

// laterPosts are the posts of a thread behind one that its page shows, to be put under that: they
// alone, without a page around them.
func (s *Server) laterPosts(c *fiber.Ctx) error {
	t, err := s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	after := number(c.Params("after"))
	if after == 0 && c.Params("after") != "0" || after > lastNumber {
		return models.NotFound("no such post")
	}
	r := views.Reading{By: s.by(c), Root: s.root(), Thread: t, Page: t.Pages()}
	if r.Posts, err = s.Discuss.PostsAfter(c.UserContext(), r.By, t, int(after)); err != nil {
		return err
	}
	if err = s.layOver(c, &r); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store") // it is asked for once
	return s.page(c, views.Entries(s.pieceFrame(c, t.Path()), views.TalkOf(r, s.Now())))
}

// whyGone reads what the committee decided, where something on the page was decided about.
func (s *Server) whyGone(c *fiber.Ctx, r views.Reading) ([]moderation.Action, error) {
	decided := r.Thread.Hidden || r.Thread.Locked || r.Thread.SlowMinutes > 0
	for _, p := range r.Posts {
		decided = decided || p.Hidden
	}
	if !decided {
		return nil, nil
	}
	return s.Moderation.ActionsOn(c.UserContext(), r.By, r.Thread.ID)
}

// postReply adds a post to a thread of any kind: a discussion, a practice or a project.
func (s *Server) postReply(c *fiber.Ctx) error {
	var in discuss.NewReply
	err := form(c, &in)
	if err == nil {
		var p discuss.Placed
		if p, err = s.Discuss.Reply(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "Your post is published.")
			return seeOther(c, p.Path())
		}
	}
	return s.replyAgain(c, in, err)
}

// replyAgain draws the reply form with the words in it and what is wrong with them. Who
// may no longer see the thread gets the page of the failure, which keeps the words too.
func (s *Server) replyAgain(c *fiber.Ctx, in discuss.NewReply, failure error) error {
	t, err := s.Discuss.Thread(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return failure
	}
	reading := views.Reading{By: s.by(c), Thread: t}
	if reading.Actions, err = s.whyGone(c, reading); err != nil {
		return err
	}
	if reading.Free, err = s.Discuss.Free(c.UserContext(), reading.By, t); err != nil {
		return err
	}
	return s.again(c, failure, func(problems models.Problems) templ.Component {
		r := views.ReplyForm{Thread: t, In: in, Problems: problems, Cold: t.Cold(s.Now()), Slow: reading.SlowWords(s.Now())}
		return views.NewReply(s.frame(c, r.Title(), crumbsOf(t)...), r)
	})
}

// crumbsOf lead from the list of spaces to a thread.
func crumbsOf(t discuss.Thread) []views.Crumb {
	crumbs := []views.Crumb{{Text: t.Space.Name, Href: t.Space.Path()}}
	if t.Kind == discuss.Discussion {
		crumbs = append([]views.Crumb{threadsCrumb}, crumbs...)
	}
	return crumbs
}

// crumbsTo lead there, and on to a place in the thread.
func crumbsTo(t discuss.Thread, path string) []views.Crumb {
	return append(crumbsOf(t), views.Crumb{Text: t.Title, Href: path})
}
