package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/maphash"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/member"
	"commonroom/views"
)

// frame is what a page shares with all others, for whoever asked for it. Inside the drawing
// of a refused form it says so in the title.
func (s *Server) frame(c *fiber.Ctx, title string, crumbs ...views.Crumb) views.Frame {
	return views.Frame{
		Title:    title,
		By:       s.person(c),
		Notices:  s.unread(c),
		Path:     wayBack(c),
		Query:    string(c.Request().URI().QueryString()),
		Now:      s.Now(),
		Crumbs:   crumbs,
		Flash:    s.flashed(c),
		SiteName: s.SiteName,
		DemoNote: s.DemoNote,
		Root:     s.root(),
		Problems: about(c).refused,
		Files:    s.Uploads.CanAdd(s.by(c)) == nil,
		Previews: about(c).previews,
	}
}

// pieceFrame is what a piece of the page at path must know of it. What the last act had to say
// is left for a page.
func (s *Server) pieceFrame(c *fiber.Ctx, path string) views.Frame {
	return views.Frame{By: s.person(c), Path: path, Now: s.Now(), SiteName: s.SiteName, Root: s.root()}
}

// root is the public address of the site, before any path.
func (s *Server) root() string { return s.PublicURL.Scheme + "://" + s.PublicURL.Host }

// publicFrame is the frame of a page that everybody may read, whose one address is path. Search
// engines keep of a list only where it begins: what stands further on moves with every new row.
func (s *Server) publicFrame(c *fiber.Ctx, title, path string, crumbs ...views.Crumb) views.Frame {
	frame := s.frame(c, title, crumbs...)
	frame.Description = briefs[path]
	if c.Query("from") == "" {
		frame.Face = &views.Face{Path: path}
	}
	return frame
}

// wayBack is the address of the page, to be led back to after signing in. That of a feed is none to
// look at, and may hold a secret.
func wayBack(c *fiber.Ctx) string {
	if strings.HasPrefix(c.Path(), "/feeds/") {
		return "/"
	}
	return c.Path()
}

// unread is how many notices wait for whoever asked. That they could not be counted is noted
// and stops nobody reading.
func (s *Server) unread(c *fiber.Ctx) int {
	by := s.by(c)
	if by.IsVisitor() {
		return 0
	}
	n, err := s.Notices.Unread(c.UserContext(), by)
	if err != nil {
		s.Log.Error("notices not counted", "error", err)
	}
	return n
}

// person is who looks at a page, as far as the frame must know.
func (s *Server) person(c *fiber.Ctx) views.Person {
	by, now := s.by(c), s.Now()
	return views.Person{
		ID:        by.ID,
		Handle:    by.Handle,
		Name:      by.Name,
		Applicant: by.State == member.Applicant || by.State == member.Declined,
		Member:    by.IsMember(),
		Committee: by.IsMember() && by.Holds(member.Moderate, now),
		Admin:     by.IsMember() && by.Holds(member.Administer, now),
		Suspended: by.State == member.Suspended,
		KeysOff:   by.KeysOff,
	}
}

// page sends a page.
func (s *Server) page(c *fiber.Ctx, page templ.Component) error {
	return s.send(c, fiber.StatusOK, page)
}

// again draws a form again, with the person's words in it and what is wrong with them. An
// error that is not about what they sent is returned, and becomes a page of its own.
func (s *Server) again(c *fiber.Ctx, err error, draw func(models.Problems) templ.Component) error {
	if texts, ok := errors.AsType[preview](err); ok {
		return s.previewed(c, texts, draw)
	}
	kind := models.KindOf(err)
	if kind == models.KindInternal || kind == models.KindNotFound {
		return err
	}
	about(c).refused = true
	s.note(c, err)
	s.retryAfter(c, err)
	return s.send(c, statusOf(err), draw(models.ProblemsOf(err)))
}

// send draws a page straight into the answer. Members' pages may be kept by their own browser,
// which asks each time whether they are still right.
func (s *Server) send(c *fiber.Ctx, status int, page templ.Component) error {
	c.Response().ResetBody()
	if err := page.Render(c.UserContext(), c); err != nil {
		c.Response().ResetBody()
		return fmt.Errorf("draw the page: %w", err)
	}
	c.Status(status).Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	c.Set(fiber.HeaderVary, fiber.HeaderCookie)
	reading := c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead
	switch {
	case string(c.Response().Header.Peek(fiber.HeaderCacheControl)) == "no-store":
	case status != fiber.StatusOK || !reading:
		c.Set(fiber.HeaderCacheControl, "no-store")
	default:
		c.Set(fiber.HeaderCacheControl, "private, no-cache")
		unlessSame(c)
	}
	return nil
}

// tagSeed makes tags that nobody can work out beforehand; a restart only makes them miss.
var tagSeed = maphash.MakeSeed()

// unlessSame tags the page and, if that is what the browser has, sends nothing more. A tag is
// made of the whole page, so it stands for the person, their rights and every version on it.
func unlessSame(c *fiber.Ctx) {
	tag := fmt.Sprintf(`W/"%x"`, maphash.Bytes(tagSeed, c.Response().Body()))
	c.Set(fiber.HeaderETag, tag)
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), tag) {
		c.Response().ResetBody()
		c.Status(fiber.StatusNotModified)
	}
}

// sendDocument sends what machines ask for again and again, or only says that it is still the
// one that they have. Who has no tag and knows a date alone is believed where it is the very date
// of the latest thing in it; one without a date has none to know.
func (s *Server) sendDocument(c *fiber.Ctx, kind string, document []byte, latest time.Time) error {
	sum := sha256.Sum256(document)
	tag, dated := `"`+hex.EncodeToString(sum[:16])+`"`, ""
	// Within its own second the date does not yet tell two versions apart.
	if at := latest.Truncate(time.Second); !latest.IsZero() && s.Now().Sub(at) >= time.Second {
		dated = at.UTC().Format(http.TimeFormat)
		c.Set(fiber.HeaderLastModified, dated)
	}
	c.Set(fiber.HeaderETag, tag)
	known := c.Get(fiber.HeaderIfNoneMatch)
	if strings.Contains(known, tag) || known == "*" || known == "" && dated != "" && c.Get(fiber.HeaderIfModifiedSince) == dated {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, kind)
	return c.Send(document)
}

// seeOther sends the browser on to read what an act has made.
func seeOther(c *fiber.Ctx, path string) error {
	return c.Redirect(localPath(path), fiber.StatusSeeOther)
}

// moved sends the browser to the one right address of what it asked for. The next change of a
// title may make another address right, so nobody keeps the answer.
func moved(c *fiber.Ctx, path string) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Redirect(localPath(path), fiber.StatusMovedPermanently)
}

// newKey is the mark of one form: sent twice, it counts once.
func newKey() string { return rand.Text() }
