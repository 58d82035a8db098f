package handlers

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/member"
)

// who is the person behind a request, once they have been recognised.
type who struct {
	asked   bool
	by      member.Member
	session member.Session
	lapsed  bool // the browser came with a session that is over
}

// by is who made the request: the zero Member for a visitor.
func (s *Server) by(c *fiber.Ctx) member.Member { return about(c).who.by }

// recognise finds out who is behind a request. A visitor has no cookie and costs no query; a
// cookie that has lost its session makes a visitor.
func (s *Server) recognise(c *fiber.Ctx) error {
	r := about(c)
	token := c.Cookies(s.cookieName("session"))
	if r.who.asked || token == "" {
		return nil
	}
	r.who.asked = true
	var err error
	if r.who.by, r.who.session, err = s.Members.Current(c.UserContext(), token); err != nil {
		return err
	}
	if r.who.by.IsVisitor() {
		r.who.lapsed = true
		s.forget(c, "session")
	}
	return nil
}

// session is the session the request belongs to: the zero Session for a visitor.
func (s *Server) session(c *fiber.Ctx) member.Session { return about(c).who.session }

// confirmed asks that the person signed in a few minutes ago, before what cannot be taken back.
func (s *Server) confirmed(c *fiber.Ctx) error {
	if !s.session(c).IsFresh(s.Now()) {
		return models.Confirm()
	}
	return nil
}

// cookieName is the name of a cookie: over https one that a browser keeps to this host and to
// secure lines, and on this machine itself a clearly different one.
func (s *Server) cookieName(what string) string {
	if s.PublicURL.Scheme == "https" {
		return "__Host-" + what
	}
	return "local-" + what
}

// remember sets a cookie that no script reads and no other site sends along with a form.
// Without an age it goes when the browser is closed.
func (s *Server) remember(c *fiber.Ctx, what, value string, age time.Duration) {
	c.Cookie(&fiber.Cookie{
		Name:        s.cookieName(what),
		Value:       value,
		Path:        "/",
		MaxAge:      int(age.Seconds()),
		SessionOnly: age == 0,
		Secure:      s.PublicURL.Scheme == "https",
		HTTPOnly:    true,
		SameSite:    fiber.CookieSameSiteLaxMode,
	})
}

// forget takes a cookie back.
func (s *Server) forget(c *fiber.Ctx, what string) {
	c.Cookie(&fiber.Cookie{
		Name:     s.cookieName(what),
		Path:     "/",
		Expires:  time.Unix(1, 0),
		Secure:   s.PublicURL.Scheme == "https",
		HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// signedOut leaves nothing of the person in the browser.
func (s *Server) signedOut(c *fiber.Ctx) {
	s.forget(c, "session")
	c.Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
}

// flash has the next page say once what this act did. It travels in a cookie, which nobody
// but this site can set, rather than in an address, which anybody can make up.
func (s *Server) flash(c *fiber.Ctx, text string) {
	s.remember(c, "flash", base64.RawURLEncoding.EncodeToString([]byte(text)), time.Minute)
}

// sessionOver is said once to somebody whose session has ended, by time or because what they may
// do has changed.
const sessionOver = "You are signed out. Sign in again to go on."

// flashed takes what the last act had to say.
func (s *Server) flashed(c *fiber.Ctx) string {
	raw := c.Cookies(s.cookieName("flash"))
	if raw == "" && about(c).who.lapsed {
		c.Set(fiber.HeaderCacheControl, "no-store")
		return sessionOver
	}
	if raw == "" {
		return ""
	}
	s.forget(c, "flash")
	c.Set(fiber.HeaderCacheControl, "no-store")
	text, err := base64.RawURLEncoding.DecodeString(raw)
	if err != nil {
		return ""
	}
	return string(text)
}

// localPath is a place on this site to go back to, or the home page when text names any other:
// browsers read a backslash as a slash, and two slashes as another site.
func localPath(text string) string {
	odd := strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f })
	if odd || !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//") {
		return "/"
	}
	return text
}
