package handlers

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/views"
)

// post is the lasting address of one post: it leads to where the post stands now.
func (s *Server) post(c *fiber.Ctx) error {
	p, err := s.Discuss.Post(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	return seeOther(c, p.Path())
}

// postReplies reads the posts that answer one.
func (s *Server) postReplies(c *fiber.Ctx) error {
	after := int(min(number(c.Query("after")), lastNumber))
	p, list, next, err := s.Discuss.RepliesTo(c.UserContext(), s.by(c), id(c), after)
	if err != nil {
		return err
	}
	mine, err := s.Marks.Mine(c.UserContext(), s.by(c), append([]discuss.Post{p.Post}, list...))
	if err != nil {
		return err
	}
	page := views.RepliesOf(views.Reading{By: s.by(c), Thread: p.Thread, Posts: list, Mine: mine}, p.Post, next, s.Now())
	return s.page(c, views.Replies(s.postFrame(c, "Replies to post", p), page))
}

// quotePost gives the words that quote a post, as they go into an answer.
func (s *Server) quotePost(c *fiber.Ctx) error {
	p, err := s.Discuss.Post(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	if err := p.CanQuote(s.by(c)); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, "text/markdown; charset=utf-8")
	return c.SendString(p.Post.Quote())
}

// editPost is the form that changes the words of a post. With a version it has the words of then,
// to go back to them.
func (s *Server) editPost(c *fiber.Ctx) error {
	p, err := s.Discuss.Post(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	if err := p.CanEdit(s.by(c)); err != nil {
		return err
	}
	page := views.EditPage{Placed: p, In: discuss.EditPost{Body: p.Post.Body, Version: p.Post.Version, Key: newKey()}}
	if earlier := c.Query("version"); earlier != "" {
		back, err := s.Discuss.Wording(c.UserContext(), s.by(c), p.Post.ID, number(earlier))
		if err != nil {
			return err
		}
		page.In.Body, page.Back = back.Body, &back
	} else if page.Resumed, err = s.resumed(c, draft.Place{Form: draft.Post, ID: p.Post.ID}, &page.In); err != nil {
		return err
	}
	return s.page(c, views.EditPost(s.postFrame(c, "Edit post", p), page))
}

// savePost changes the words of a post.
func (s *Server) savePost(c *fiber.Ctx) error {
	var in discuss.EditPost
	err := form(c, &in)
	if err == nil {
		var p discuss.Placed
		if p, err = s.Discuss.Edit(c.UserContext(), s.by(c), id(c), in); err == nil {
			s.flash(c, "Your changes are saved.")
			return seeOther(c, p.Path())
		}
	}
	return s.editAgain(c, in, err)
}

// editAgain draws the form with the words in it. Where somebody's other change came first it
// says how the two differ, and the next attempt starts from what stands there now.
func (s *Server) editAgain(c *fiber.Ctx, in discuss.EditPost, failure error) error {
	p, err := s.Discuss.Post(c.UserContext(), s.by(c), id(c))
	if err != nil || p.CanEdit(s.by(c)) != nil {
		return failure
	}
	page := views.EditPage{Placed: p, In: in}
	if models.KindOf(failure) == models.KindConflict {
		page = page.Against()
		page.In.Version = p.Post.Version
	}
	return s.again(c, failure, func(problems models.Problems) templ.Component {
		page.Problems = problems
		return views.EditPost(s.postFrame(c, "Edit post", p), page)
	})
}

// withdrawPost asks before a post is withdrawn, or shows its author one that was.
func (s *Server) withdrawPost(c *fiber.Ctx) error {
	p, err := s.Discuss.Post(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	if err := p.CanWithdraw(s.by(c)); err != nil {
		return err
	}
	return s.page(c, views.WithdrawPost(s.postFrame(c, "Withdraw post", p), p))
}

func (s *Server) postWithdraw(c *fiber.Ctx) error {
	p, err := s.Discuss.Withdraw(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	s.flash(c, "Your post is withdrawn. You can put it back.")
	return seeOther(c, p.Path())
}

func (s *Server) postPutBack(c *fiber.Ctx) error {
	p, err := s.Discuss.PutBack(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	s.flash(c, "Your post is back.")
	return seeOther(c, p.Path())
}

// postHistory shows what a post said before.
func (s *Server) postHistory(c *fiber.Ctx) error {
	h, err := s.Discuss.History(c.UserContext(), s.by(c), id(c), number(c.Query("before")))
	if err != nil {
		return err
	}
	page := views.PostHistoryPage{History: h, By: s.by(c), Now: s.Now()}
	return s.page(c, views.PostHistory(s.postFrame(c, "History of post", h.Placed), page))
}

// postFrame is the frame of a page about one post.
func (s *Server) postFrame(c *fiber.Ctx, what string, p discuss.Placed) views.Frame {
	return s.frame(c, what+" "+strconv.Itoa(p.Post.Number), crumbsTo(p.Thread, p.Path())...)
}
