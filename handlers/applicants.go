package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/member"
	"commonroom/views"
)

// join tells an applicant where they stand.
func (s *Server) join(c *fiber.Ctx) error {
	a, err := s.Members.Application(c.UserContext(), s.by(c))
	if err != nil {
		return err
	}
	return s.page(c, views.Join(s.frame(c, "My application"), views.JoinPage{Application: a, Words: a.Words}, nil))
}

func (s *Server) postJoin(c *fiber.Ctx) error {
	var in member.Answer
	err := form(c, &in)
	if err == nil {
		err = s.Members.Answer(c.UserContext(), s.by(c), in)
	}
	if err != nil {
		a, failed := s.Members.Application(c.UserContext(), s.by(c))
		if failed != nil {
			return failed
		}
		return s.again(c, err, func(p models.Problems) templ.Component {
			return views.Join(s.frame(c, "My application"), views.JoinPage{Application: a, Words: in.Words}, p)
		})
	}
	s.flash(c, "The committee will read what you wrote.")
	return seeOther(c, "/join")
}

func (s *Server) applicants(c *fiber.Ctx) error {
	outcome, declined := "waiting", c.Query("show") == "declined"
	if declined {
		outcome = "declined"
	}
	page, err := s.Members.Applicants(c.UserContext(), s.by(c), outcome, c.Query("from"))
	if err != nil {
		return err
	}
	return s.page(c, views.Applicants(s.frame(c, "Applicants", committeeCrumb), page, declined))
}

// applicantsCrumb is the way back to the list of applicants.
var applicantsCrumb = views.Crumb{Text: "Applicants", Href: "/committee/applicants"}

func (s *Server) applicant(c *fiber.Ctx) error {
	a, err := s.Members.Applicant(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	page := views.ApplicantPage{Application: a, Labels: s.ways(), In: member.Decision{Key: newKey()}}
	return s.page(c, views.Applicant(s.frame(c, a.Name, committeeCrumb, applicantsCrumb), page, nil))
}

// postedDecision is the form of a decision: the button that was pressed says which.
type postedDecision struct {
	member.Decision
	Outcome string `form:"outcome"`
}

func (s *Server) postApplicant(c *fiber.Ctx) error {
	var in postedDecision
	err := form(c, &in)
	if err == nil {
		err = s.decideOn(c, in)
	}
	if err != nil {
		a, failed := s.Members.Applicant(c.UserContext(), s.by(c), id(c))
		if failed != nil {
			return err // somebody else has decided meanwhile
		}
		return s.again(c, err, func(p models.Problems) templ.Component {
			page := views.ApplicantPage{Application: a, Labels: s.ways(), In: in.Decision}
			return views.Applicant(s.frame(c, a.Name, committeeCrumb, applicantsCrumb), page, p)
		})
	}
	return seeOther(c, "/committee/applicants")
}

func (s *Server) decideOn(c *fiber.Ctx, in postedDecision) error {
	switch in.Outcome {
	case "admit":
		if err := s.Members.Admit(c.UserContext(), s.by(c), id(c), in.Decision); err != nil {
			return err
		}
		s.flash(c, "They have a place now.")
		return nil
	case "decline":
		if err := s.Members.Decline(c.UserContext(), s.by(c), id(c), in.Decision); err != nil {
			return err
		}
		s.flash(c, "They are told that they were not given a place, and why.")
		return nil
	}
	return models.Invalid("outcome", "Choose whether to give them a place or to decline.")
}
