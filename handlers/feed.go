package handlers

import (
	"bytes"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/space"
	"commonroom/views"
	"commonroom/views/atom"
)

// follower is for whom a feed is made, and what its addresses and its identifiers begin with.
type follower struct {
	by       member.Member
	root, id string
	note     string // said at the head of each feed
}

// anyone follows the public feeds: a visitor, whoever asks.
var anyone = follower{root: "/feeds", id: "/feeds"}

// feedOf makes one feed for a follower.
type feedOf func(c *fiber.Ctx, to follower) (atom.Feed, error)

// publicFeed answers with what a visitor may read, whoever asks. Caches on the way may keep it,
// but ask each time whether it is still so: what is hidden is gone from the feed at once.
func (s *Server) publicFeed(make feedOf) fiber.Handler {
	return func(c *fiber.Ctx) error {
		f, err := make(c, anyone)
		if models.KindOf(err) == models.KindSignIn {
			return models.NotFound("no such feed") // signing in would not help: it is the same for all
		}
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderCacheControl, "public, no-cache")
		return s.sendFeed(c, f)
	}
}

// sendFeed sends a feed.
func (s *Server) sendFeed(c *fiber.Ctx, f atom.Feed) error {
	var document bytes.Buffer
	if err := f.Write(&document); err != nil {
		return err
	}
	return s.sendDocument(c, atom.Type, document.Bytes(), f.Updated.Time)
}

// head is the head of the feed at a path under the follower's root, which follows a page.
func (s *Server) head(to follower, path, page, title string) atom.Head {
	return atom.Head{
		Site:     s.PublicURL,
		SiteName: views.Frame{SiteName: s.SiteName}.Site(),
		Title:    title,
		Subtitle: to.note,
		ID:       to.id + path,
		Self:     to.root + path,
		Page:     page,
	}
}

func (s *Server) threadsFeed(c *fiber.Ctx, to follower) (atom.Feed, error) {
	list, err := s.Feeds.Threads(c.UserContext(), to.by)
	return atom.Of(s.head(to, "/threads.atom", "/boards", "Newest threads"), list), err
}

func (s *Server) practicesFeed(c *fiber.Ctx, to follower) (atom.Feed, error) {
	list, err := s.Feeds.Practices(c.UserContext(), to.by)
	return atom.Of(s.head(to, "/practices.atom", "/practices", "Practices"), list), err
}

func (s *Server) projectsFeed(c *fiber.Ctx, to follower) (atom.Feed, error) {
	list, err := s.Feeds.Projects(c.UserContext(), to.by)
	return atom.Of(s.head(to, "/projects.atom", "/projects", "Projects"), list), err
}

func (s *Server) logFeed(c *fiber.Ctx, to follower) (atom.Feed, error) {
	page, err := s.Moderation.Log(c.UserContext(), to.by, "")
	return atom.OfLog(s.head(to, "/log.atom", "/committee/log", "What the committee did"), page.Items), err
}

func (s *Server) tagFeed(c *fiber.Ctx, to follower) (atom.Feed, error) {
	tag, list, err := s.Feeds.Tagged(c.UserContext(), to.by, c.Params("slug"))
	return atom.Of(s.head(to, "/tags/"+tag.Slug+".atom", "/tags/"+tag.Slug, "Tagged "+tag.Name), list), err
}

// boardFeed is of a space in which one talks; practices and projects have feeds of their own.
func (s *Server) boardFeed(c *fiber.Ctx, to follower) (f atom.Feed, err error) {
	sp, err := s.Spaces.Space(c.UserContext(), to.by, c.Params("slug"))
	if err != nil {
		return f, err
	}
	if sp.Holds != string(discuss.Discussion) {
		return f, models.NotFound("no such board")
	}
	list, err := s.Feeds.Board(c.UserContext(), to.by, sp)
	return atom.Of(s.head(to, "/boards/"+sp.Slug+".atom", sp.Path(), sp.Name), list), err
}

// Links to the public feeds, for the pages that they follow.
var (
	threadsFeedLink   = views.Link{Text: "Newest threads", Href: "/feeds/threads.atom"}
	practicesFeedLink = views.Link{Text: "Practices", Href: "/feeds/practices.atom"}
	projectsFeedLink  = views.Link{Text: "Projects", Href: "/feeds/projects.atom"}
	logFeedLink       = views.Link{Text: "What the committee did", Href: "/feeds/log.atom"}
)

// boardFeedLinks leads to the feed of a board, if everybody may read it.
func boardFeedLinks(sp space.Space) []views.Link {
	if sp.Readers != space.Public {
		return nil
	}
	return []views.Link{{Text: sp.Name, Href: "/feeds/boards/" + sp.Slug + ".atom"}}
}

// tagFeedLinks leads to the feed of the tag that a list was narrowed by, if anything with it is
// for everybody: without that there is no such feed.
func tagFeedLinks(slug string, listed []discuss.Thread) []views.Link {
	for _, t := range listed {
		for _, tag := range t.Tags {
			if tag.Slug == slug && t.Space.Readers == space.Public && t.Published && !t.Hidden {
				return []views.Link{{Text: "Tagged " + tag.Name, Href: "/feeds/tags/" + slug + ".atom"}}
			}
		}
	}
	return nil
}
