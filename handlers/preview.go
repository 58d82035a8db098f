package handlers

import (
	"reflect"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/draft"
	"commonroom/views"
)

// previewField is the button of a form that shows what its words will look like and sends nothing.
const previewField = "preview"

// textsOf names the formatted texts of a form, whose fields have a `prose:"post"` tag, or
// `prose:"document"` where the text has a page of its own.
func textsOf(t reflect.Type) (list []draft.Text) {
	for _, f := range reflect.VisibleFields(t) {
		if as := f.Tag.Get("prose"); as != "" {
			list = append(list, draft.Text{Field: f.Tag.Get("form"), Document: as == "document"})
		}
	}
	return list
}

// preview is what form answers in place of a failure when somebody only means to look at their
// words. Every form is drawn again with the words in it where they could not be taken; so it is
// here, by again, with the words as they will look.
type preview []draft.Text

func (p preview) Error() string { return "only a look at the words" }

// Unwrap says what becomes of it where the form cannot be drawn again, as in a thread that has
// gone meanwhile.
func (p preview) Unwrap() error { return models.NotFound("nothing to look at") }

// previewed draws the form again with what its texts will look like, or with why they would not
// be taken.
func (s *Server) previewed(c *fiber.Ctx, texts preview, draw func(models.Problems) templ.Component) error {
	shown, err := s.look(c, texts)
	if err != nil {
		return s.again(c, err, draw)
	}
	about(c).previews = shown
	return s.send(c, fiber.StatusOK, draw(nil))
}

// look renders those texts of a form that have been written; a form without any is told so.
func (s *Server) look(c *fiber.Ctx, texts []draft.Text) (shown []views.Preview, err error) {
	if err := s.limitPreview(c); err != nil {
		return nil, err
	}
	var wrong []error
	for i, t := range texts {
		last := i == len(texts)-1
		if strings.TrimSpace(t.Words) == "" && (len(shown) > 0 || len(wrong) > 0 || !last) {
			continue
		}
		html, err := s.Drafts.Preview(c.UserContext(), s.by(c), t)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		shown = append(shown, views.Preview{Field: t.Field, HTML: html})
	}
	return shown, models.Check(wrong...)
}

// postPreview answers a script with what one text will look like, as a piece of a page.
func (s *Server) postPreview(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	var in struct {
		Body string `form:"body"`
		As   string `form:"as"`
	}
	if err := form(c, &in); err != nil {
		return err
	}
	shown, err := s.look(c, []draft.Text{{Field: "body", Words: in.Body, Document: in.As == "document"}})
	if kind := models.KindOf(err); kind == models.KindInvalid || kind == models.KindLimited {
		s.retryAfter(c, err)
		return s.send(c, statusOf(err), views.NoPreview(models.ProblemsOf(err)[0].Message))
	}
	if err != nil {
		return err
	}
	return s.send(c, fiber.StatusOK, views.PreviewOf(shown[0]))
}
