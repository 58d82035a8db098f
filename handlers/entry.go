package handlers

import (
	"errors"
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/handlers/signin"
	"commonroom/models"
	"commonroom/models/member"
	"commonroom/views"
)

// ways are the providers that people may sign in with.
func (s *Server) ways() []views.Way {
	if s.SignIn == nil {
		return nil
	}
	var ways []views.Way
	for _, p := range s.SignIn.Providers() {
		ways = append(ways, views.Way{Name: p.Name, Label: p.Label})
	}
	return ways
}

// beginSignIn is what the form of the sign-in page sends.
type beginSignIn struct {
	Purpose  string `form:"purpose"`
	ReturnTo string `form:"return_to"`
	Keep     bool   `form:"keep"`
}

// signInPage offers the ways in; to somebody signed in, those by which they may show again that
// it is them.
func (s *Server) signInPage(c *fiber.Ctx) error {
	page, err := s.waysIn(c, signin.LocalPath(c.Query("return_to")))
	if err != nil {
		return err
	}
	return s.page(c, views.SignIn(s.frame(c, titleOf(page)), page, nil))
}

func titleOf(p views.SignInPage) string {
	if p.Confirms() {
		return "Confirm that it is you"
	}
	return "Sign in"
}

func (s *Server) waysIn(c *fiber.Ctx, returnTo string) (views.SignInPage, error) {
	page := views.SignInPage{Ways: s.ways(), ReturnTo: returnTo, Purpose: string(signin.ToSignIn)}
	by := s.by(c)
	if by.IsVisitor() {
		return page, nil
	}
	linked, err := s.Members.Identities(c.UserContext(), by)
	page.Purpose, page.Ways = string(signin.ToConfirm), linkedWays(page.Ways, linked)
	return page, err
}

// linkedWays are those of the providers that a person has linked.
func linkedWays(ways []views.Way, linked []member.Identity) (mine []views.Way) {
	known := map[string]bool{}
	for _, i := range linked {
		known[i.Provider] = true
	}
	for _, w := range ways {
		if known[w.Name] {
			mine = append(mine, w)
		}
	}
	return mine
}

// postSignIn sends the browser to a provider.
func (s *Server) postSignIn(c *fiber.Ctx) error {
	var in beginSignIn
	if err := form(c, &in); err != nil {
		return err
	}
	by, purpose := s.by(c), signin.Purpose(in.Purpose)
	if err := s.mayBegin(c, purpose); err != nil {
		return err
	}
	if s.SignIn == nil {
		return models.NotFound("no such way to sign in")
	}
	to, err := s.SignIn.Begin(c, c.Params("provider"), signin.Options{Purpose: purpose, ReturnTo: in.ReturnTo, Keep: in.Keep, Member: by.ID})
	if err != nil {
		return s.notSignedIn(c, err)
	}
	return c.Redirect(to, fiber.StatusSeeOther)
}

// mayBegin asks what a sign-in for a purpose wants first.
func (s *Server) mayBegin(c *fiber.Ctx, purpose signin.Purpose) error {
	if err := s.limitSignIn(c); err != nil {
		return err
	}
	switch purpose {
	case "", signin.ToSignIn:
		return nil
	case signin.ToLink:
		if err := settled(s.by(c), s.Now()); err != nil {
			return err
		}
		return s.confirmed(c)
	case signin.ToConfirm:
		return signedIn(s.by(c), s.Now())
	}
	return errForm
}

// callback takes a person back from a provider.
func (s *Server) callback(c *fiber.Ctx) error {
	if s.SignIn == nil {
		return models.NotFound("no such way to sign in")
	}
	login, err := s.SignIn.Finish(c, c.Params("provider"))
	if err != nil {
		return s.notSignedIn(c, err)
	}
	switch login.Purpose {
	case signin.ToLink:
		err = s.link(c, login)
	case signin.ToConfirm:
		err = s.confirm(c, login)
	default:
		return s.enterAs(c, login)
	}
	if err != nil {
		return s.signInAgain(c, err)
	}
	return seeOther(c, login.ReturnTo)
}

// enterAs signs a person in and sends them where they are needed first.
func (s *Server) enterAs(c *fiber.Ctx, login signin.Login) error {
	out, err := s.Members.SignIn(c.UserContext(), s.loginOf(c, login))
	if err != nil {
		return s.signInAgain(c, err)
	}
	s.remember(c, "session", out.Token, out.Age)
	switch {
	case out.Member.State == member.Applicant || out.Member.State == member.Declined:
		return seeOther(c, "/join")
	case out.Member.IsMember() && !out.Member.Welcomed:
		return seeOther(c, "/welcome?return_to="+url.QueryEscape(login.ReturnTo))
	}
	return seeOther(c, login.ReturnTo)
}

func (s *Server) loginOf(c *fiber.Ctx, l signin.Login) member.Login {
	return member.Login{
		Issuer: l.Issuer, Subject: l.Subject, Provider: l.Provider, Email: l.Email, Trusted: l.EmailTrusted, Name: l.Name,
		Device: device(c.Get(fiber.HeaderUserAgent)), Address: c.IP(), Keep: l.Keep, Old: c.Cookies(s.cookieName("session")),
	}
}

// errOtherHands is said where one person began and another, or nobody, is here now.
var errOtherHands = models.Forbidden("Somebody else is signed in here now. Start again.")

func (s *Server) link(c *fiber.Ctx, login signin.Login) error {
	by := s.by(c)
	if by.IsVisitor() || by.ID != login.Member {
		return errOtherHands
	}
	if err := settled(by, s.Now()); err != nil {
		return err
	}
	if err := s.Members.Link(c.UserContext(), by, s.session(c), s.loginOf(c, login)); err != nil {
		return err
	}
	s.flash(c, "This sign-in is linked. You can use it from now on.")
	return nil
}

func (s *Server) confirm(c *fiber.Ctx, login signin.Login) error {
	by := s.by(c)
	if by.IsVisitor() || by.ID != login.Member {
		return errOtherHands
	}
	token, err := s.Members.Confirm(c.UserContext(), by, s.session(c), s.loginOf(c, login))
	if err != nil {
		return err
	}
	s.remember(c, "session", token, s.session(c).Age())
	return nil
}

// notSignedIn notes a sign-in that came to nothing, and offers the ways in again. Reason and
// provider are our own words: nothing that a stranger sent reaches the log.
func (s *Server) notSignedIn(c *fiber.Ctx, err error) error {
	no, ok := errors.AsType[*signin.Refused](err)
	if !ok {
		return err
	}
	provider, cause := no.Provider, err
	if no.Reason == signin.ReasonProvider { // its name is whatever a stranger wrote in the address
		provider, cause = "unknown", nil
	}
	s.Log.Warn("sign-in refused", "id", about(c).id, "provider", provider, "reason", string(no.Reason), "error", cause)
	if err := s.limitAddress(c); err != nil {
		return err
	}
	if err := s.Members.LogRefusal(c.UserContext(), provider, string(no.Reason), c.IP()); err != nil {
		return err
	}
	return s.signInAgain(c, err)
}

// signInAgain draws the sign-in page with what went wrong.
func (s *Server) signInAgain(c *fiber.Ctx, err error) error {
	page, failed := s.waysIn(c, "/")
	if failed != nil {
		return failed
	}
	return s.again(c, err, func(p models.Problems) templ.Component {
		return views.SignIn(s.frame(c, titleOf(page)), page, p)
	})
}

// postSignOut ends the session. Whoever has none is signed out already.
func (s *Server) postSignOut(c *fiber.Ctx) error {
	if by := s.by(c); !by.IsVisitor() {
		err := s.Members.SignOut(c.UserContext(), by, s.session(c).ID)
		if err != nil && models.KindOf(err) != models.KindNotFound {
			return err
		}
	}
	s.signedOut(c)
	return seeOther(c, "/")
}
