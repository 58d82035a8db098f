package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/prose"
	"commonroom/models/ribbon"
	"commonroom/views"
)

// tagsCrumb is the way back to the list of tags.
var tagsCrumb = views.Crumb{Text: "Tags", Href: "/tags"}

// subjects lists the tags of what somebody may see.
func (s *Server) subjects(c *fiber.Ctx) (err error) {
	ctx, by, behind := c.UserContext(), s.by(c), c.Query("from")
	p := views.SubjectsPage{Further: behind != ""}
	if p.List, p.Next, err = s.Discuss.Subjects(ctx, by, behind); err != nil {
		return err
	}
	if !p.Further {
		if p.Used, err = s.Discuss.Used(ctx, by); err != nil {
			return err
		}
		if p.Mine, err = s.Ribbons.Tags(ctx, by); err != nil {
			return err
		}
	}
	return s.page(c, views.Subjects(s.publicFrame(c, "Tags", "/tags"), p))
}

// subject lists what has a tag: everything, or one kind of it.
func (s *Server) subject(c *fiber.Ctx) (err error) {
	ctx, by := c.UserContext(), s.by(c)
	p := views.SubjectPage{}
	if p.Kind, err = kindAsked(c.Query("kind")); err != nil {
		return err
	}
	if p.Subject, err = s.Discuss.Subject(ctx, by, c.Params("slug")); err != nil {
		return err
	}
	if p.Page, err = s.Discuss.Tagged(ctx, by, p.Subject, p.Kind, c.Query("from")); err != nil {
		return err
	}
	mine, err := s.Ribbons.Tags(ctx, by)
	if err != nil {
		return err
	}
	for _, choice := range mine {
		if choice.Slug == p.Slug {
			p.Follow = choice.Follow
		}
	}
	frame := s.publicFrame(c, p.Title(), p.Address(), tagsCrumb)
	frame.Description = p.Description
	frame.Feeds = tagFeedLinks(p.Slug, p.Page.Items)
	if len(frame.Feeds) == 0 { // nothing of it on this page is for everybody
		frame.Face = nil
	}
	p.Committee = frame.By.Committee
	return s.page(c, views.Subject(frame, p))
}

// kindAsked is the kind of thread that an address names; empty for all.
func kindAsked(text string) (discuss.Kind, error) {
	switch k := discuss.Kind(text); k {
	case "", discuss.Discussion, discuss.Practice, discuss.Project:
		return k, nil
	}
	return "", models.NotFound("no such kind of thread")
}

// postFollowTag follows a tag, mutes it, or neither.
func (s *Server) postFollowTag(c *fiber.Ctx) error {
	var in struct {
		Follow ribbon.Follow `form:"follow"`
	}
	if err := form(c, &in); err != nil {
		return err
	}
	if err := s.Ribbons.ChooseTag(c.UserContext(), s.by(c), c.Params("slug"), in.Follow); err != nil {
		return err
	}
	said := map[ribbon.Follow]string{
		ribbon.Following: "You follow this tag.",
		ribbon.Muted:     "You hear nothing of this tag any more.",
		ribbon.None:      "You neither follow nor mute this tag.",
	}
	s.flash(c, said[in.Follow])
	return seeOther(c, "/tags/"+c.Params("slug"))
}

// describeTag is where the committee says what a tag is for.
func (s *Server) describeTag(c *fiber.Ctx) error {
	g, err := s.Discuss.Describing(c.UserContext(), s.by(c), c.Params("slug"))
	if err != nil {
		return err
	}
	p := views.DescribePage{Subject: g, In: discuss.EditSubject{Name: g.Name, Description: g.Description, Key: newKey()}}
	return s.page(c, views.DescribeSubject(s.describeFrame(c, g), p))
}

func (s *Server) describeFrame(c *fiber.Ctx, g discuss.Subject) views.Frame {
	return s.frame(c, "Say what a tag is for", tagsCrumb, views.Crumb{Text: g.Name, Href: "/tags/" + g.Slug})
}

// postDescribeTag saves that.
func (s *Server) postDescribeTag(c *fiber.Ctx) error {
	var in discuss.EditSubject
	err := form(c, &in)
	if err == nil {
		if err = s.Discuss.Describe(c.UserContext(), s.by(c), c.Params("slug"), in); err == nil {
			s.flash(c, "It is saved what this tag is for.")
			return seeOther(c, "/tags/"+c.Params("slug"))
		}
	}
	g, gone := s.Discuss.Describing(c.UserContext(), s.by(c), c.Params("slug"))
	if gone != nil {
		return err
	}
	p := views.DescribePage{Subject: g, In: in}
	if models.KindOf(err) == models.KindConflict {
		p.Changes = prose.Diff(g.Name+"\n"+g.Description, in.Name+"\n"+in.Description)
	}
	return s.again(c, err, func(problems models.Problems) templ.Component {
		p.Problems = problems
		return views.DescribeSubject(s.describeFrame(c, g), p)
	})
}
