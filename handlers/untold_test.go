package handlers

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// What a visitor is told by what machines read is the same whatever stands in private rooms.
func TestMachinesAreToldNothingOfPrivateRooms(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	th := w.opens(t, "member", "interoperability", "Top calls", "First.")
	w.opens(t, "member", "welcome", "For members", "Words.")
	told := func() (all []string) {
		for _, path := range []string{"/sitemap.xml", "/sitemap/pages.xml", "/sitemap/threads-1.xml", "/robots.txt", "/feeds/threads.atom",
			"/feeds/boards/interoperability.atom", "/feeds/tags/" + th.Tags[0].Slug + ".atom", "/feeds/log.atom"} {
			res, page := w.ask(t, http.MethodGet, path, "")
			all = append(all, fmt.Sprint(path, res.StatusCode, res.Header.Get("ETag"), res.Header.Get("Last-Modified"), page))
		}
		return all
	}
	w.later(time.Hour)
	before := told()
	secret := w.opens(t, "insider", "rotas", "Quince", "Quince.")
	w.answers(t, "insider", secret, "Quince.")
	w.later(time.Hour)
	for i, after := range told() {
		if after != before[i] {
			t.Errorf("a private room changes\n%s\ninto\n%s", before[i], after)
		}
	}
}

// A board that is not for everybody has no public feed, and none that could be told from one of no board.
func TestAFeedOfABoardThatIsNotPublicIsNone(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.opens(t, "insider", "rotas", "Quince", "Quince.")
	w.opens(t, "insider", "welcome", "Quince", "Quince.")
	byChance := regexp.MustCompile(`(?i)[A-Z2-7]{26}|"[0-9a-f]{8,}"`)
	answer := func(role, path, name string) string {
		var fields []string
		if role != "visitor" {
			fields = w.as(role)
		}
		res, page := w.ask(t, http.MethodGet, strings.ReplaceAll(path, "NAME", name), "", fields...)
		for _, header := range []string{"Date", "X-Request-Id", "Content-Length"} {
			res.Header.Del(header)
		}
		return byChance.ReplaceAllString(strings.ReplaceAll(fmt.Sprint(res.StatusCode, res.Header, page), name, "NAME"), "")
	}
	for _, role := range []string{"visitor", "member", "insider"} {
		for _, path := range []string{"/feeds/boards/NAME.atom", "/search?q=calls&board=NAME", "/search?board=NAME"} {
			if role == "insider" && strings.HasPrefix(path, "/search") {
				continue
			}
			none := answer(role, path, "zyzzy")
			if got := answer(role, path, "rotas"); got != none {
				t.Errorf("%s at %s: of a private group\n%s\nof none\n%s", role, path, got, none)
			}
			if got := answer(role, path, "welcome"); got != none && (role == "visitor" || strings.HasPrefix(path, "/feeds")) {
				t.Errorf("%s at %s: of a board for members\n%s\nof none\n%s", role, path, got, none)
			}
		}
	}
}
