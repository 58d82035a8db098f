package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/handlers/signin"
	"commonroom/models"
	"commonroom/models/member"
	"commonroom/views"
)

// welcome asks a new member for their handle and perspectives. Whoever has chosen goes on to
// their profile, where perspectives can be changed.
func (s *Server) welcome(c *fiber.Ctx) error {
	by := s.by(c)
	if by.Welcomed || !by.IsMember() {
		return seeOther(c, "/settings/profile")
	}
	all, err := s.Members.Perspectives(c.UserContext())
	if err != nil {
		return err
	}
	page := views.WelcomePage{In: member.Welcome{Handle: by.Handle}, All: all, ReturnTo: signin.LocalPath(c.Query("return_to"))}
	return s.page(c, views.Welcome(s.frame(c, "Welcome"), page, nil))
}

// postedWelcome is the form of the welcome with the page that somebody was on their way to.
type postedWelcome struct {
	member.Welcome
	ReturnTo string `form:"return_to"`
}

func (s *Server) postWelcome(c *fiber.Ctx) error {
	var in postedWelcome
	err := form(c, &in)
	if err == nil {
		err = s.Members.Welcome(c.UserContext(), s.by(c), in.Welcome)
	}
	returnTo := signin.LocalPath(in.ReturnTo)
	if err != nil {
		all, failed := s.Members.Perspectives(c.UserContext())
		if failed != nil {
			return failed
		}
		return s.again(c, err, func(p models.Problems) templ.Component {
			return views.Welcome(s.frame(c, "Welcome"), views.WelcomePage{In: in.Welcome, All: all, ReturnTo: returnTo}, p)
		})
	}
	s.flash(c, "You are in. Say hello on the Welcome board.")
	return seeOther(c, returnTo)
}

func (s *Server) editProfile(c *fiber.Ctx) error {
	own, err := s.Members.Own(c.UserContext(), s.by(c))
	if err != nil {
		return err
	}
	all, err := s.Members.Perspectives(c.UserContext())
	if err != nil {
		return err
	}
	page := views.ProfilePage{In: views.EditOf(own, newKey()), All: all}
	return s.page(c, views.EditProfile(s.frame(c, "My profile"), page, nil))
}

func (s *Server) postProfile(c *fiber.Ctx) error {
	by := s.by(c)
	var in member.EditProfile
	err := form(c, &in)
	if err == nil {
		err = s.Members.SaveProfile(c.UserContext(), by, in)
	}
	if err != nil {
		return s.profileAgain(c, in, err)
	}
	s.flash(c, "Your profile is saved.")
	if !by.IsMember() {
		return seeOther(c, "/settings/profile")
	}
	return seeOther(c, by.Path())
}

// profileAgain draws the form with the words in it. Where another window's save came first it says
// how the two differ, and the next attempt starts from that one.
func (s *Server) profileAgain(c *fiber.Ctx, in member.EditProfile, failure error) error {
	all, err := s.Members.Perspectives(c.UserContext())
	if err != nil {
		return err
	}
	page := views.ProfilePage{In: in, All: all, Conflict: models.KindOf(failure) == models.KindConflict}
	if page.Conflict {
		own, err := s.Members.Own(c.UserContext(), s.by(c))
		if err != nil {
			return err
		}
		page.In.Version, page.Different = own.Version, own.Against(in, all)
	}
	return s.again(c, failure, func(p models.Problems) templ.Component {
		return views.EditProfile(s.frame(c, "My profile"), page, p)
	})
}

func (s *Server) sessions(c *fiber.Ctx) error {
	list, err := s.Members.Sessions(c.UserContext(), s.by(c))
	if err != nil {
		return err
	}
	page := views.SessionsPage{Sessions: list, Here: s.session(c).ID}
	return s.page(c, views.Sessions(s.frame(c, "Where I am signed in"), page))
}

func (s *Server) postRevoke(c *fiber.Ctx) error {
	if err := s.Members.SignOut(c.UserContext(), s.by(c), id(c)); err != nil {
		return err
	}
	s.flash(c, "That browser is signed out.")
	return seeOther(c, "/settings/sessions")
}

func (s *Server) postRevokeOthers(c *fiber.Ctx) error {
	if err := s.Members.SignOutElsewhere(c.UserContext(), s.by(c), s.session(c)); err != nil {
		return err
	}
	s.flash(c, "You are signed out everywhere else.")
	return seeOther(c, "/settings/sessions")
}

func (s *Server) signIns(c *fiber.Ctx) error {
	page, err := s.signInsOf(c)
	if err != nil {
		return err
	}
	return s.page(c, views.SignIns(s.frame(c, "My sign-ins"), page, nil))
}

func (s *Server) signInsOf(c *fiber.Ctx) (views.SignInsPage, error) {
	list, err := s.Members.Identities(c.UserContext(), s.by(c))
	return views.SignInsPage{Identities: list, Ways: s.ways(), Fresh: s.confirmed(c) == nil}, err
}

func (s *Server) postUnlink(c *fiber.Ctx) error {
	err := s.Members.Unlink(c.UserContext(), s.by(c), s.session(c), id(c))
	if err != nil {
		page, failed := s.signInsOf(c)
		if failed != nil {
			return failed
		}
		return s.again(c, err, func(p models.Problems) templ.Component {
			return views.SignIns(s.frame(c, "My sign-ins"), page, p)
		})
	}
	s.flash(c, "That sign-in is removed, and you are signed out everywhere else.")
	return seeOther(c, "/settings/sign-ins")
}
