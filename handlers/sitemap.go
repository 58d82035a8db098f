package handlers

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/views/sitemap"
)

// Bounds of the sitemap. A file lists what is public among so many thread numbers, so it is a
// few queries by key however large the site is; the index may name so many files, which is what
// sitemaps.org allows, and with more threads than both allow it names the newest.
const (
	sitemapRange = 5_000
	sitemapFiles = 50_000
)

// sitemapPart is the file in which a thread is listed, by its number.
func sitemapPart(id int64) int64 { return (id-1)/sitemapRange + 1 }

// sitemap is the index: a file of the site's own pages, and the files of threads. How many there
// are follows from the first number and the last; what is in them is not looked at.
func (s *Server) sitemap(c *fiber.Ctx) error {
	first, last, err := s.Discuss.Numbers(c.UserContext())
	if err != nil {
		return err
	}
	lines := []sitemap.Line{{Address: s.root() + "/sitemap/pages.xml"}}
	if last > 0 {
		from := max(sitemapPart(first), sitemapPart(last)-sitemapFiles+2)
		for part := from; part <= sitemapPart(last); part++ {
			lines = append(lines, sitemap.Line{Address: s.root() + "/sitemap/threads-" + strconv.FormatInt(part, 10) + ".xml"})
		}
	}
	return s.sendList(c, sitemap.OfFiles(lines))
}

// sitemapPages lists the pages that every site has, and the boards that anybody may read.
func (s *Server) sitemapPages(c *fiber.Ctx) error {
	boards, err := s.Spaces.Spaces(c.UserContext(), member.Member{}, "")
	if err != nil {
		return err
	}
	paths := slices.Collect(maps.Keys(briefs))
	for _, b := range boards {
		paths = append(paths, b.Path())
	}
	slices.Sort(paths)
	var lines []sitemap.Line
	for _, path := range slices.Compact(paths) {
		lines = append(lines, sitemap.Line{Address: s.root() + path})
	}
	return s.sendList(c, sitemap.OfPages(lines))
}

// sitemapThreads lists the public threads, practices and projects of one range of numbers.
func (s *Server) sitemapThreads(c *fiber.Ctx) error {
	first, last, err := s.Discuss.Numbers(c.UserContext())
	if err != nil {
		return err
	}
	part := number(c.Params("part"))
	if last == 0 || part < sitemapPart(first) || part > sitemapPart(last) {
		return models.NotFound("no such part of the sitemap")
	}
	list, err := s.addresses(c.UserContext(), (part-1)*sitemapRange+1, part*sitemapRange)
	if err != nil {
		return err
	}
	lines := make([]sitemap.Line, len(list))
	for i, a := range list {
		lines[i] = sitemap.Line{Address: s.root() + a.Path(), Changed: a.Changed()}
	}
	return s.sendList(c, sitemap.OfPages(lines))
}

// addresses are those of everything public numbered from first to last.
func (s *Server) addresses(ctx context.Context, first, last int64) (all []discuss.Address, err error) {
	for _, of := range []func(context.Context, int64, int64) ([]discuss.Address, error){s.Discuss.Addresses, s.Practices.Addresses, s.Projects.Addresses} {
		list, err := of(ctx, first, last)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// sendList sends a list that is the same for whoever asks. Caches on the way ask each time whether
// it is still so: what is hidden is gone from it at once.
func (s *Server) sendList(c *fiber.Ctx, list sitemap.List) error {
	c.Set(fiber.HeaderCacheControl, "public, no-cache")
	return s.sendDocument(c, sitemap.Type, list.Document(), list.Latest())
}
