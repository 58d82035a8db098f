package handlers

import (
	"fmt"
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
