package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/poll"
	"commonroom/views"
)

// postVote casts a vote in the poll of a post, changes it, or takes it back.
func (s *Server) postVote(c *fiber.Ctx) error {
	var in poll.NewVote
	err := form(c, &in)
	if err == nil {
		var p discuss.Placed
		if p, err = s.Discuss.Vote(c.UserContext(), s.by(c), id(c), in); err == nil {
			done := "Your vote is counted. You can change it until the poll closes."
			if in.TakeBack != "" {
				done = "Your vote is taken back."
			}
			s.flash(c, done)
			return seeOther(c, views.PollPath(p))
		}
	}
	return s.voteAgain(c, in, err)
}

// voteAgain draws the form of a poll with what was filled in and what is wrong with it. Who may not
// see the poll any more gets the page of the failure.
func (s *Server) voteAgain(c *fiber.Ctx, in poll.NewVote, failure error) error {
	p, err := s.Discuss.Post(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return failure
	}
	seen, err := s.Discuss.Polls(c.UserContext(), s.by(c), p.Post)
	on, there := seen[p.Post.ID]
	if err != nil || !there {
		return failure
	}
	return s.again(c, failure, func(problems models.Problems) templ.Component {
		b := views.PollOf(on, p.CanVote(s.by(c), on.Poll, s.Now()), in.Key, s.Now())
		b.In, b.Problems, b.Alone = &in, problems, true
		return views.VoteAgain(s.frame(c, "Vote: "+p.Thread.Title, crumbsTo(p.Thread, p.Path())...), p, b)
	})
}
