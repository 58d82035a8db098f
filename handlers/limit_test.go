package handlers

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

func TestLimiterLetsEachDoSoMuchInASpan(t *testing.T) {
	t.Parallel()
	l, start := newLimiter(2, time.Minute), time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	steps := []struct {
		who   string
		after time.Duration
		wait  time.Duration
	}{
		{"ann", 0, 0},
		{"ann", 20 * time.Second, 0},
		{"ann", 30 * time.Second, 30 * time.Second},
		{"bob", 30 * time.Second, 0},
		{"ann", 59*time.Second + 900*time.Millisecond, time.Second},
		{"ann", 60 * time.Second, 0},
		{"ann", 61 * time.Second, 19 * time.Second},
		{"ann", 200 * time.Second, 0},
	}
	for _, step := range steps {
		if got := l.take(step.who, start.Add(step.after)); got != step.wait {
			t.Errorf("%s after %v: waits %v, want %v", step.who, step.after, got, step.wait)
		}
	}
	if len(l.turns) != 1 {
		t.Errorf("%d are remembered, want ann alone", len(l.turns))
	}
}

// TestAClockPutRightKeepsNobodyWaiting: what was counted while the clock was days ahead must
// not keep a whole hospital out for days.
func TestAClockPutRightKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	l, right := newLimiter(2, time.Minute), time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	const days = 72 * time.Hour
	for i, step := range []struct {
		at   time.Duration
		wait time.Duration
	}{
		{days, 0}, {days, 0}, {days, time.Minute}, // the clock is ahead
		{0, 0}, {0, 0}, {0, time.Minute}, // it is put right: counted as if nothing had been
		{-days, 0}, {-days, 0}, {-days, time.Minute}, // it falls behind
		{0, 0},
	} {
		if got := l.take("ann", right.Add(step.at)); got != step.wait {
			t.Errorf("step %d: waits %v, want %v", i+1, got, step.wait)
		}
	}
}

func TestSignInsAreLimitedByBrowserAndByAddress(t *testing.T) {
	t.Parallel()
	var s *site
	begin := func(c *fiber.Ctx) error {
		if err := s.limitSignIn(c); err != nil {
			return err
		}
		return c.SendString("begun")
	}
	s = open(t, func(c *Config) { c.Limits.SignInsABrowser, c.Limits.SignInsAnAddress = 2, 5 },
		route{"POST", "/begin", "P04", begin, true})
	begun := func(browser string) (status int, retry string) {
		res, _ := s.ask(t, "POST", "/begin", "a=b", "Cookie", "local-browser="+browser)
		return res.StatusCode, res.Header.Get("Retry-After")
	}
	for i, want := range []int{200, 200, 429} {
		if got, retry := begun("one"); got != want || (want == 429) == (retry == "") {
			t.Errorf("try %d of one browser: got %d, Retry-After %q, want %d", i+1, got, retry, want)
		}
	}
	for i, want := range []int{200, 200, 429} {
		if got, _ := begun(fmt.Sprint("other", i)); got != want {
			t.Errorf("another browser at the address: got %d, want %d", got, want)
		}
	}
}

func TestMadeUpBrowsersFillNoMemory(t *testing.T) {
	t.Parallel()
	var s *site
	begin := func(c *fiber.Ctx) error { return s.limitSignIn(c) }
	s = open(t, func(c *Config) { c.Limits.SignInsABrowser, c.Limits.SignInsAnAddress = 2, 3 },
		route{"POST", "/begin", "P04", begin, true})
	for i := range 10 {
		s.ask(t, "POST", "/begin", "a=b", "Cookie", fmt.Sprintf("local-browser=%d%s", i, strings.Repeat("x", 3000*(i%2))))
	}
	if got := len(s.signInsABrowser.turns); got > 3 {
		t.Errorf("%d browsers are remembered of an address that may sign in 3 times", got)
	}
	for browser := range s.signInsABrowser.turns {
		if len(browser) > longestBrowser {
			t.Errorf("a browser of %d characters is remembered", len(browser))
		}
	}
}

func TestAWholeIPv6NetworkIsOneAddress(t *testing.T) {
	t.Parallel()
	var s *site
	begin := func(c *fiber.Ctx) error { return s.limitSignIn(c) }
	s = open(t, func(c *Config) { c.Limits.SignInsAnAddress, c.Proxies = 3, []string{"127.0.0.1"} },
		route{"POST", "/begin", "P04", begin, true})
	for i := range 4 {
		res, _ := s.ask(t, "POST", "/begin", "a=b", "X-Real-IP", fmt.Sprintf("2001:db8::%d", i+1))
		if limited := res.StatusCode == 429; limited != (i == 3) {
			t.Errorf("sign-in %d of one network: got %d", i+1, res.StatusCode)
		}
	}
}

func TestAReportThatFailsGivesNoOtherTurnBack(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.ReportsADay = 2 })
	report := func(key, words string) int {
		status, _, _ := w.post(t, "visitor", "/report", url.Values{"page": {"/about"}, "reason": {"spam"}, "words": {words}, "key": {key}})
		return status
	}
	for i, key := range []string{newKey(), newKey()} {
		if got := report(key, "It sells watches."); got != 303 {
			t.Fatalf("report %d: got %d", i+1, got)
		}
		if got := report(key, ""); got != 422 {
			t.Errorf("the same form without words: got %d", got)
		}
	}
	if got := report(newKey(), "It sells watches."); got != 429 {
		t.Errorf("a third report where two are allowed: got %d", got)
	}
}

func TestSearchesAreLimitedForEachMember(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.SearchesAMinute = 2 })
	for i, want := range []int{200, 200, 429} {
		res, _ := w.ask(t, "GET", "/members?q=ward", "", w.as("member")...)
		if res.StatusCode != want || (want == 429) == (res.Header.Get("Retry-After") == "") {
			t.Errorf("search %d: got %d, Retry-After %q", i+1, res.StatusCode, res.Header.Get("Retry-After"))
		}
	}
	for what, role := range map[string]string{"/members?q=ward": "other", "/members": "member"} {
		if status, page := w.get(t, role, what); status != 200 {
			wrong(t, what+" of the "+role, status, 200, page)
		}
	}
	w.later(time.Minute)
	status, page := w.get(t, "member", "/members?q=ward")
	wrong(t, "a minute later", status, 200, page)
}

// What no rule of its own holds back costs a row each time all the same.
func TestWhoPressesAButtonAllDayIsToldToWait(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.ActsAMinute = 3 })
	thread := w.opens(t, "member", "interoperability", "Top calls", "Words.")
	press := "/posts/" + w.firstPost(t, thread.ID) + "/reactions"
	for n, way := range []string{"add", "remove", "add", "remove"} {
		want := []int{303, 303, 303, 429}[n]
		status, _, page := w.post(t, "other", press, url.Values{way: {"thanks"}, "key": nil})
		wrong(t, way, status, want, page)
	}
	for path, want := range map[string]int{"/bookmarks": 200, "/posts/" + w.firstPost(t, thread.ID) + "/reactions": 200} {
		status, page := w.get(t, "other", path)
		wrong(t, "reading "+path, status, want, page)
	}
	status, _, page := w.post(t, "insider", press, url.Values{"add": {"thanks"}, "key": nil})
	wrong(t, "somebody else", status, 303, page)
	status, _, page = w.post(t, "other", "/sign-out", url.Values{})
	wrong(t, "signing out", status, 303, page)
}
