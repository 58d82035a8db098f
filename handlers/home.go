package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/views"
)

// How much of each thing the home page shows: what fits a screen or two.
const (
	homeNotices = 5
	homeLately  = 10
	homeNewest  = 3
	homeAsked   = 3
	homeUnread  = 5
	homeTagged  = 5
)

func (s *Server) home(c *fiber.Ctx) error {
	by := s.by(c)
	if by.IsMember() {
		return s.memberHome(c, by)
	}
	return s.visitorHome(c, by)
}

func (s *Server) memberHome(c *fiber.Ctx, by member.Member) (err error) {
	ctx := c.UserContext()
	p := views.MemberPage{Key: newKey()}
	if p.ForYou, err = s.Notices.Newest(ctx, by, homeNotices); err != nil {
		return err
	}
	if p.Asked, err = s.Discuss.AskedOf(ctx, by, homeAsked); err != nil {
		return err
	}
	if p.Unread, err = s.Discuss.UnreadFirst(ctx, by, homeUnread); err != nil {
		return err
	}
	if p.Waiting, err = s.Discuss.Waiting(ctx, by); err != nil {
		return err
	}
	if p.Tagged, err = s.Discuss.InFollowedTags(ctx, by, homeTagged); err != nil {
		return err
	}
	if p.Lately, err = s.Discuss.Lately(ctx, by, homeLately); err != nil {
		return err
	}
	if p.Practices, err = s.Discuss.Newest(ctx, by, discuss.Practice, homeNewest); err != nil {
		return err
	}
	frame := following(s.frame(c, ""))
	frame.Marks = s.marks(c, slices.Concat(p.Unread, p.Asked, p.Tagged, p.Lately)...)
	return s.page(c, views.MemberHome(frame, p))
}

func (s *Server) visitorHome(c *fiber.Ctx, by member.Member) (err error) {
	ctx := c.UserContext()
	var p views.VisitorPage
	if p.Practices, err = s.Discuss.Newest(ctx, by, discuss.Practice, homeNewest); err != nil {
		return err
	}
	if p.Projects, err = s.Discuss.Newest(ctx, by, discuss.Project, homeNewest); err != nil {
		return err
	}
	if p.Threads, err = s.Discuss.Newest(ctx, by, discuss.Discussion, homeNewest); err != nil {
		return err
	}
	return s.page(c, views.VisitorHome(following(s.publicFrame(c, "", "/")), p))
}

// following is the frame of a home page, from which everything public can be followed.
func following(frame views.Frame) views.Frame {
	frame.Feeds = []views.Link{threadsFeedLink, practicesFeedLink, projectsFeedLink}
	return frame
}
