package handlers

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
)

// limiter lets each of many do something so often in a span of time, and no more. It is kept
// in memory: a restart forgives everybody, and each node counts for itself. A most of 0 is no
// limit.
type limiter struct {
	span time.Duration
	most int

	mu    sync.Mutex
	times map[string][]time.Time // when each did it, within the span, oldest first
	swept time.Time
}

func newLimiter(most int, span time.Duration) *limiter {
	return &limiter{span: span, most: most, times: map[string][]time.Time{}}
}

// take counts one more for who at now, and gives 0; or, when that is too many, how long to wait.
func (l *limiter) take(who string, now time.Time) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	recent := l.recent(l.times[who], now)
	if l.most > 0 && len(recent) >= l.most {
		l.times[who] = recent
		return max(recent[len(recent)-l.most].Add(l.span).Sub(now), time.Second)
	}
	l.times[who] = append(recent, now)
	return 0
}

// recent leaves out the times that are behind the span.
func (l *limiter) recent(times []time.Time, now time.Time) []time.Time {
	for len(times) > 0 && now.Sub(times[0]) >= l.span {
		times = times[1:]
	}
	return times
}

// sweep forgets, once in a span, all who have done nothing for one.
func (l *limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < l.span {
		return
	}
	l.swept = now
	for who, times := range l.times {
		if len(l.recent(times, now)) == 0 {
			delete(l.times, who)
		}
	}
}

// limitSignIn counts a sign-in that is begun, for the browser and for the address it comes
// from: a whole hospital is one address, so that may do many more. A browser is told from
// others by a cookie that it is given with its first sign-in; one that does not keep it is
// counted by its address alone.
func (s *Server) limitSignIn(c *fiber.Ctx) error {
	browser := c.Cookies(s.cookieName("browser"))
	if browser == "" {
		browser = rand.Text()
		s.remember(c, "browser", browser, time.Hour)
	}
	now := s.Now()
	wait := max(s.signInsABrowser.take(browser, now), s.signInsAnAddress.take(c.IP(), now))
	if wait > 0 {
		return models.Limited("That is a lot of sign-ins in a short time. Wait a minute and try again.", wait)
	}
	return nil
}
