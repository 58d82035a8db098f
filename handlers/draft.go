package handlers

import (
	"net/url"
	"reflect"
	"time"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/practice"
	"commonroom/models/project"
	"commonroom/views"
)

// formOf is what the form in a place fills in: a draft of it has these fields and no others.
func formOf(p draft.Place) reflect.Type {
	switch {
	case p.Form == draft.Thread:
		return reflect.TypeFor[discuss.NewThread]()
	case p.Form == draft.Post:
		return reflect.TypeFor[discuss.EditPost]()
	case p.Form == draft.Practice && p.ID == 0:
		return reflect.TypeFor[practice.NewPractice]()
	case p.Form == draft.Practice:
		return reflect.TypeFor[practice.EditPractice]()
	case p.Form == draft.Project && p.ID == 0:
		return reflect.TypeFor[project.NewProject]()
	case p.Form == draft.Project:
		return reflect.TypeFor[project.EditProject]()
	}
	return reflect.TypeFor[discuss.NewReply]()
}

// ofTheForm are the fields that a form has about itself: they are no part of the draft.
var ofTheForm = []string{"key", "draft", "draft_seq", "draft_place", "turn", "save"}

// drafted are the texts of all forms that can be kept.
var drafted = preview{{Field: "body"}, {Field: "aim"}, {Field: "problem"}}

// unsent reads a form that is to be kept and not sent.
func unsent(c *fiber.Ctx) (in draft.Unsent, err error) {
	values, misfit, err := sent(c, drafted)
	if err := models.Check(err, misfit); err != nil {
		return in, err
	}
	if in.Place, err = draft.ParsePlace(values.Get("draft_place")); err != nil {
		return in, err
	}
	many := fieldsOf(formOf(in.Place))
	many["turn"], many["save"] = false, false
	if err := models.Check(known(values, many), plain(values)); err != nil {
		return in, err
	}
	in.Key, in.Turn = values.Get("key"), number(values.Get("turn"))
	in.Draft, in.DraftSeq = number(values.Get("draft")), number(values.Get("draft_seq"))
	for _, name := range ofTheForm {
		values.Del(name)
	}
	in.Fields = draft.Fields(values)
	return in, nil
}

// postDraft keeps what a form holds. A script sends it while somebody writes, and is told what
// became of it; the button "Save draft" leads to the form again, with the words in it.
func (s *Server) postDraft(c *fiber.Ctx) error {
	byScript := c.Get(fiber.HeaderAccept) == fiber.MIMEApplicationJSON
	in, err := unsent(c)
	if err == nil {
		err = s.limitDraft(c)
	}
	var k draft.Kept
	if err == nil {
		k, err = s.Drafts.Save(c.UserContext(), s.by(c), in)
	}
	switch {
	case byScript:
		return s.tellDraft(c, k, err)
	case err != nil:
		return err
	}
	s.flash(c, views.DraftKept(k))
	return seeOther(c, views.DraftHref(in.Place, k.ID))
}

// keptDraft is what a script is told of the words it sent.
type keptDraft struct {
	Outcome draft.Outcome `json:"outcome,omitempty"`
	ID      int64         `json:"id,omitempty"`
	Seq     int64         `json:"seq,omitempty"`
	Saved   string        `json:"saved,omitempty"`
	Says    string        `json:"says,omitempty"`  // to the person, when there is something to say
	Other   string        `json:"other,omitempty"` // where the text is that was saved elsewhere meanwhile
}

// tellDraft answers a script.
func (s *Server) tellDraft(c *fiber.Ctx, k draft.Kept, err error) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	switch kind := models.KindOf(err); kind {
	case "":
	case models.KindInvalid, models.KindForbidden, models.KindLimited, models.KindNotFound:
		s.retryAfter(c, err)
		return c.Status(statusOf(err)).JSON(keptDraft{Says: models.ProblemsOf(err)[0].Message})
	default:
		return err
	}
	told := keptDraft{Outcome: k.Outcome, ID: k.ID, Seq: k.Seq}
	if !k.Saved.IsZero() {
		told.Saved = k.Saved.Format(time.RFC3339)
	}
	if k.Outcome == draft.Apart || k.Outcome == draft.Gone {
		told.Says = views.DraftKept(k)
	}
	if k.Other != 0 {
		told.Other = views.DraftPath(k.Other)
	}
	return c.JSON(told)
}

// resumed lists the drafts that somebody has for a form, and fills the form with the one that its
// address names.
func (s *Server) resumed(c *fiber.Ctx, p draft.Place, in interface{ Follow(draft.Draft) }) (r views.Resumed, err error) {
	list, err := s.Drafts.In(c.UserContext(), s.by(c), p)
	if err != nil {
		return r, err
	}
	wanted := number(c.Query("draft"))
	for _, d := range list {
		if d.ID != wanted {
			r.Others = append(r.Others, d)
			continue
		}
		refill(in, d)
		r.Now = &d
	}
	r.Lost = wanted != 0 && r.Now == nil && s.by(c).IsMember()
	return r, nil
}

// refill puts the words of a draft into a form. What the form no longer has is left out.
func refill(in interface{ Follow(draft.Draft) }, d draft.Draft) {
	values := url.Values{}
	for name := range fieldsOf(reflect.TypeOf(in).Elem()) {
		if list, ok := d.Fields[name]; ok {
			values[name] = list
		}
	}
	_ = decoder.Decode(in, values) // a field that cannot be read any more stays as it was
	in.Follow(d)
}

// drafts lists what somebody has begun and not sent.
func (s *Server) drafts(c *fiber.Ctx) error {
	list, err := s.Drafts.Drafts(c.UserContext(), s.by(c))
	if err != nil {
		return err
	}
	return s.page(c, views.Drafts(s.frame(c, "My drafts"), list))
}

// draftsCrumb is the way back to the list of drafts.
var draftsCrumb = views.Crumb{Text: "My drafts", Href: "/drafts"}

// draft shows the words of one, wherever they were meant to go.
func (s *Server) draft(c *fiber.Ctx) error {
	d, err := s.Drafts.Draft(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	return s.page(c, views.Draft(s.frame(c, views.DraftTitle(d), draftsCrumb), d))
}

// draftState tells a script that comes back to a form which version of its draft is the latest.
func (s *Server) draftState(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	d, err := s.Drafts.Draft(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	return c.JSON(keptDraft{Outcome: draft.Saved, ID: d.ID, Seq: d.Seq, Saved: d.Saved.Format(time.RFC3339), Other: views.DraftHref(d.Place, d.ID)})
}

// postRemoveDraft throws one away.
func (s *Server) postRemoveDraft(c *fiber.Ctx) error {
	if err := s.Drafts.Remove(c.UserContext(), s.by(c), id(c)); err != nil {
		return err
	}
	s.flash(c, "The draft is thrown away.")
	return seeOther(c, "/drafts")
}
