package handlers

import (
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/views"
	"commonroom/views/atom"
)

// privateFeed answers with what the member may read whose address was asked for, by that alone:
// a feed reader cannot sign in. An address that is none, or none any more, is a page that is not
// there.
func (s *Server) privateFeed(make feedOf) fiber.Handler {
	return func(c *fiber.Ctx) error {
		token := c.Params("token")
		by, address, err := s.Members.Follower(c.UserContext(), token)
		if err != nil {
			return err
		}
		f, err := make(c, follower{
			by:   by,
			root: "/feeds/private/" + token,
			id:   "/feeds/private/" + strconv.FormatInt(address.ID, 10),
			note: "For " + by.Name + " alone: whoever has this address reads what you may read.",
		})
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderCacheControl, "private, no-cache")
		c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
		c.Set("X-Robots-Tag", "noindex")
		return s.sendFeed(c, f)
	}
}

// memberFeed is of what one member posted. Only members read each other's pages, so it has a
// private address alone.
func (s *Server) memberFeed(c *fiber.Ctx, to follower) (f atom.Feed, err error) {
	p, err := s.Members.Profile(c.UserContext(), to.by, c.Params("handle"))
	if err != nil {
		return f, err
	}
	list, err := s.Feeds.PostsOf(c.UserContext(), to.by, p.ID)
	return atom.Of(s.head(to, "/members/"+p.Handle+".atom", p.Path(), "Posts by "+p.Name), list), err
}

// newAddress is the cookie that brings the token of an address from the act that made it to the
// one page that shows it.
const newAddress = "feed-address"

func (s *Server) feedAddresses(c *fiber.Ctx) error {
	page, err := s.feedAddressesOf(c)
	if err != nil {
		return err
	}
	if page.New, err = s.newAddresses(c); err != nil {
		return err
	}
	return s.page(c, views.FeedAddresses(s.frame(c, "My private feeds"), page, nil))
}

func (s *Server) feedAddressesOf(c *fiber.Ctx) (views.FeedAddressesPage, error) {
	list, err := s.Members.FeedAddresses(c.UserContext(), s.by(c))
	return views.FeedAddressesPage{Addresses: list, Fresh: s.confirmed(c) == nil, Key: newKey()}, err
}

// newAddresses are the addresses that one just made opens, to be copied: shown once.
func (s *Server) newAddresses(c *fiber.Ctx) ([]views.Link, error) {
	token := c.Cookies(s.cookieName(newAddress))
	if token == "" {
		return nil, nil
	}
	s.forget(c, newAddress)
	boards, err := s.Spaces.Spaces(c.UserContext(), s.by(c), string(discuss.Discussion))
	if err != nil {
		return nil, err
	}
	return views.PrivateFeeds(s.PublicURL.Scheme+"://"+s.PublicURL.Host+"/feeds/private/"+token, boards), nil
}

func (s *Server) postFeedAddress(c *fiber.Ctx) error {
	var in member.NewFeedAddress
	var token string
	err := form(c, &in)
	if err == nil {
		token, err = s.Members.MakeFeedAddress(c.UserContext(), s.by(c), s.session(c), in)
	}
	if err != nil {
		page, failed := s.feedAddressesOf(c)
		if failed != nil {
			return failed
		}
		page.Name, page.Key = in.Name, in.Key
		return s.again(c, err, func(p models.Problems) templ.Component {
			return views.FeedAddresses(s.frame(c, "My private feeds"), page, p)
		})
	}
	if token != "" {
		s.remember(c, newAddress, token, time.Minute)
	}
	return seeOther(c, "/settings/feeds")
}

func (s *Server) postRevokeFeedAddress(c *fiber.Ctx) error {
	if err := s.Members.RevokeFeedAddress(c.UserContext(), s.by(c), id(c)); err != nil {
		return err
	}
	s.flash(c, "That address opens nothing any more.")
	return seeOther(c, "/settings/feeds")
}
