package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/upload"
)

// filePolicy is what a browser is told of everything that a member added: to keep it apart from
// our pages, to save it rather than show it as a page of its own, and to run nothing in it.
const filePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

// file sends a file that a member added.
func (s *Server) file(c *fiber.Ctx) error { return s.sendFile(c, false) }

// smallFile sends a wide picture as a post shows it.
func (s *Server) smallFile(c *fiber.Ctx) error { return s.sendFile(c, true) }

// sendFile sends a file to whoever may have it now. A browser may keep it, and asks each time
// whether it still may.
func (s *Server) sendFile(c *fiber.Ctx, small bool) error {
	f, err := s.Uploads.Open(c.UserContext(), s.by(c), id(c), c.Params("name"), small)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+f.Name+`"`)
	c.Set(fiber.HeaderContentType, f.Type.Media())
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	c.Set(fiber.HeaderVary, fiber.HeaderCookie)
	tag := `"` + f.Tag[:32] + `"`
	c.Set(fiber.HeaderETag, tag)
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), tag) {
		c.Status(fiber.StatusNotModified)
		return f.Bytes.Close()
	}
	return c.SendStream(f.Bytes, int(f.Length)) // which closes it
}

// added is what a script is told of a file that was taken: what to put into the text, and what to
// show beside it.
type added struct {
	Markdown string `json:"markdown"`
	Title    string `json:"title"`
	Shown    string `json:"shown,omitempty"` // the address of a picture
}

// postUpload takes a file from a script and tells what to put into the text. Without a script the
// form of the text itself brings the file: see sent.
func (s *Server) postUpload(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	sent, err := unpacked(c)
	if err != nil {
		return s.notAdded(c, err)
	}
	u, err := s.keepFile(c, sent.first())
	if err != nil {
		return s.notAdded(c, err)
	}
	answer := added{Markdown: u.Markdown(""), Title: u.Title}
	if u.Picture() {
		answer.Shown = u.Shown()
	}
	return c.JSON(answer)
}

// keepFile keeps a file that somebody sent, on its own or with a form.
func (s *Server) keepFile(c *fiber.Ctx, in upload.NewFile) (upload.Upload, error) {
	if err := s.limitFile(c); err != nil {
		return upload.Upload{}, err
	}
	return s.Uploads.Take(c.UserContext(), s.by(c), in)
}

// notAdded tells a script why a file was not taken.
func (s *Server) notAdded(c *fiber.Ctx, err error) error {
	problems := models.ProblemsOf(inKind(err))
	if len(problems) == 0 {
		return err
	}
	s.note(c, err)
	s.retryAfter(c, err)
	return c.Status(statusOf(err)).JSON(struct {
		Error string `json:"error"`
	}{problems[0].Message})
}
