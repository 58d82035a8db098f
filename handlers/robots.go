package handlers

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"commonroom/models/member"
)

// unsought are addresses that anybody may ask for and no search engine needs: ways in, forms,
// what a thing said before, what is found by searching, and the feeds of one person. The parts of
// a list further on move all the time; what stands in them is in the sitemap.
var unsought = []string{
	"/auth/", "/feeds/private/", "/posts/", "/practices/*/history$", "/practices/*/history/", "/report", "/search?", "/sign-in",
	"/*?from=", "/*&from=", "/*?to=", "/*&to=",
}

var parameters = regexp.MustCompile(`:[a-z]+\??`)

// robotsOf writes what search engines are asked to leave alone: what nobody looks for, and every
// page that would only tell a visitor to sign in.
func robotsOf(routes []route, guards map[string]guard, root string) string {
	barred := slices.Clone(unsought)
	for _, r := range routes {
		if r.Method != fiber.MethodGet || guards[r.Policy](member.Member{}, time.Time{}) == nil {
			continue
		}
		path := parameters.ReplaceAllString(r.Path, "*")
		if strings.Contains(path, "*/") {
			path += "$" // a title may begin with the same word
		}
		barred = append(barred, path)
	}
	slices.Sort(barred)
	var out strings.Builder
	out.WriteString("User-agent: *\n")
	for i, path := range barred {
		covered := slices.ContainsFunc(barred[:i], func(other string) bool { return strings.HasPrefix(path, other) })
		if !covered {
			out.WriteString("Disallow: " + path + "\n")
		}
	}
	out.WriteString("\nSitemap: " + root + "/sitemap.xml\n")
	return out.String()
}

// robots tells search engines what is not for them.
func (s *Server) robots(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "public, max-age=86400")
	return c.SendString(s.barred)
}
