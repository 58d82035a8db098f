package handlers

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/views"
)

// answer is what a kind of failure looks like from outside. Models have never heard of it.
type answer struct {
	status           int
	heading, message string // message is used where the error has none of its own
}

var answers = map[models.Kind]answer{
	models.KindInvalid:   {422, "We could not take this as it stands", ""},
	models.KindSignIn:    {401, "Sign in first", ""},
	models.KindConfirm:   {401, "Sign in again", ""},
	models.KindForbidden: {403, "You cannot do this", ""},
	models.KindNotFound:  {404, "There is nothing here", "It may have been moved or taken away, or the address may be mistyped."},
	models.KindConflict:  {409, "This has changed since you opened it", ""},
	models.KindLimited:   {429, "That was too much at once", ""},
	models.KindBusy:      {503, "We are busy just now", ""},
	models.KindReadOnly:  {503, "Nothing can be saved just now", ""},
	models.KindInternal:  {500, "Something went wrong on our side", "Nothing you did caused it, and we have made a note of it. Try again in a few minutes."},
}

// refusals are the failures that come about before a model is asked.
var refusals = map[int]answer{
	400: {400, "We could not read that request", "Go back and try again."},
	404: {404, answers[models.KindNotFound].heading, answers[models.KindNotFound].message},
	405: {405, "This page cannot do that", "Go back and use the links and buttons on the page."},
	408: {408, "The request took too long to arrive", "Check your connection and try again."},
	413: {413, "That is too much to send at once", "Go back, shorten it or send it in parts, and try again."},
	421: {421, "This is another website's address", "Open this site by its own address."},
	431: {431, "The request has too much in its header", "Delete the cookies of this site and try again."},
}

// answerTo tells what an error looks like from outside.
func answerTo(err error) answer {
	if e, ok := errors.AsType[*fiber.Error](err); ok {
		if a, ok := refusals[e.Code]; ok {
			return a
		}
		return answers[models.KindInternal]
	}
	err = inKind(err)
	a := answers[models.KindOf(err)]
	if problems := models.ProblemsOf(err); a.message == "" && len(problems) > 0 {
		a.message = problems[0].Message
	}
	return a
}

// inKind gives work that was given up, for taking too long or because the server stops, its kind.
func inKind(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return models.Busy(err)
	}
	return err
}

func statusOf(err error) int { return answerTo(err).status }

// failTimeout is for drawing the page of a failure: the time for finding the answer itself may
// be up.
const failTimeout = 2 * time.Second

// fail turns an error into a page: the only place where that happens.
func (s *Server) fail(c *fiber.Ctx, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), failTimeout)
	defer cancel()
	c.SetUserContext(ctx)
	a, r := answerTo(err), about(c)
	s.note(c, err)
	ours := a.status == fiber.StatusInternalServerError
	if !ours {
		if reason := s.recognise(c); reason != nil {
			s.Log.Warn("not recognised", "id", r.id, "error", reason)
		}
	}
	page := views.Failure{Status: a.status, Heading: a.heading, Message: a.message, Actions: waysOn(c, err)}
	if ours {
		page.Request = r.id
	}
	if a.status == fiber.StatusNotFound && s.by(c).IsVisitor() {
		page.Message += " If it is for members only, signing in may help."
	}
	if r.pattern != "none" && c.Method() == fiber.MethodPost {
		page.Kept = words(c)
	}
	s.retryAfter(c, err)
	if drawing := s.draw(c, page); drawing != nil {
		s.Log.Error("no page for a failure", "id", r.id, "error", drawing)
		plainly(c, a)
	}
}

// note writes down the cause of a failure that is ours: a defect, or a store that takes nothing.
func (s *Server) note(c *fiber.Ctx, err error) {
	r := about(c)
	switch models.KindOf(inKind(err)) {
	case models.KindInternal:
		if statusOf(err) == fiber.StatusInternalServerError {
			s.Log.Error("failed", "id", r.id, "route", r.pattern, "error", err)
		}
	case models.KindReadOnly:
		s.Log.Error("nothing can be saved", "id", r.id, "route", r.pattern, "error", err)
	case models.KindBusy:
		s.Log.Warn("busy", "id", r.id, "route", r.pattern, "error", err)
	}
}

// plainly sends the words of a failure where there can be no page.
func plainly(c *fiber.Ctx, a answer) {
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	c.Status(a.status).Response().SetBodyString(a.heading + ". " + a.message + "\n")
}

// draw makes the page of a failure; one that cannot be drawn must not fail again.
func (s *Server) draw(c *fiber.Ctx, page views.Failure) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("panic in the page of a failure")
		}
	}()
	return s.send(c, page.Status, views.ErrorPage(s.frame(c, page.Heading), page))
}

// refuse answers what fasthttp could not read: there is no request to speak of, so there is no
// page either.
func (s *Server) refuse(c *fiber.Ctx, err error) error {
	for _, h := range s.headers {
		c.Set(h.name, h.value)
	}
	plainly(c, answerTo(err))
	s.record(c)
	return nil
}

// retryAfter says when trying again may help, where an error knows.
func (s *Server) retryAfter(c *fiber.Ctx, err error) {
	if e, ok := errors.AsType[*models.Error](inKind(err)); ok && e.RetryAfter > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds()))))
	}
}

// waysOn are the links under a failure, where the home page is not the best of them.
func waysOn(c *fiber.Ctx, err error) []views.Link {
	switch models.KindOf(err) {
	case models.KindSignIn, models.KindConfirm:
		back := views.Frame{Path: "/"}
		if c.Method() == fiber.MethodGet {
			back.Path, back.Query = c.Path(), string(c.Request().URI().QueryString())
		}
		return []views.Link{{Text: "Sign in", Href: string(back.SignInPath())}, {Text: "Go to the home page", Href: "/"}}
	}
	return nil
}

// words are what a person wrote in a form that was not taken, so that they do not lose them.
// What has no blank in it is a choice or a number of the form's own.
func words(c *fiber.Ctx) []views.KeptField {
	values, err := posted(c)
	if bringsFiles(c) {
		var p parcel
		p, err = unpacked(c)
		values = p.fields
	}
	if err != nil {
		return nil
	}
	var kept []views.KeptField
	for name, list := range values {
		for _, text := range list {
			text = strings.ToValidUTF8(text, "")
			if strings.ContainsFunc(strings.TrimSpace(text), unicode.IsSpace) {
				kept = append(kept, views.KeptField{Label: labelOf(name), Text: text})
			}
		}
	}
	slices.SortFunc(kept, func(a, b views.KeptField) int { return strings.Compare(a.Label+a.Text, b.Label+b.Text) })
	return kept
}

// labelOf makes a heading of a field's name: "Job title" of job_title.
func labelOf(name string) string {
	label := []rune(strings.ToValidUTF8(strings.ReplaceAll(name, "_", " "), ""))
	if len(label) == 0 {
		return "Text"
	}
	label[0] = unicode.ToUpper(label[0])
	return string(label)
}
