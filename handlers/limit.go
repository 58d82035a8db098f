package handlers

import (
	"crypto/rand"
	"net/netip"
	"slices"
	"strconv"
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
	turns map[string][]turn // what each did within the span, oldest first
	swept time.Time
}

// turn is one thing done. A form has its key, so that the same one sent again is no further turn.
type turn struct {
	at  time.Time
	key string
}

func newLimiter(most int, span time.Duration) *limiter {
	return &limiter{span: span, most: most, turns: map[string][]turn{}}
}

// take counts one more for who at now, and gives 0; or, when that is too many, how long to wait.
func (l *limiter) take(who string, now time.Time) (wait time.Duration) {
	wait, _ = l.takeFor(who, "", now)
	return wait
}

// takeFor is take for a form with a key, which counts once however often it is sent: counted
// says that it did this time.
func (l *limiter) takeFor(who, key string, now time.Time) (wait time.Duration, counted bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	recent := l.recent(l.turns[who], now)
	if key != "" && slices.ContainsFunc(recent, func(t turn) bool { return t.key == key }) {
		return 0, false
	}
	if l.most > 0 && len(recent) >= l.most {
		l.turns[who] = recent
		return max(recent[len(recent)-l.most].at.Add(l.span).Sub(now), time.Second), false
	}
	l.turns[who] = append(recent, turn{now, key})
	return 0, true
}

// giveBack forgets the form with a key, which was counted and came to nothing.
func (l *limiter) giveBack(who, key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turns[who] = slices.DeleteFunc(l.turns[who], func(t turn) bool { return t.key == key })
}

// outOfStep is how far apart requests that are answered at once may be dated, in whatever order
// they are counted.
const outOfStep = 5 * time.Second

// recent leaves out the turns that are behind the span, and those that are still to come: a
// clock that was wrong keeps nobody waiting.
func (l *limiter) recent(turns []turn, now time.Time) []turn {
	for len(turns) > 0 && now.Sub(turns[0].at) >= l.span {
		turns = turns[1:]
	}
	for len(turns) > 0 && turns[len(turns)-1].at.Sub(now) > outOfStep {
		turns = turns[:len(turns)-1]
	}
	return turns
}

// sweep forgets, once in a span, all who have done nothing for one.
func (l *limiter) sweep(now time.Time) {
	if now.Sub(l.swept).Abs() < l.span {
		return
	}
	l.swept = now
	for who, turns := range l.turns {
		if len(l.recent(turns, now)) == 0 {
			delete(l.turns, who)
		}
	}
}

// longestBrowser is longer than the mark that limitSignIn gives a browser: no other is kept.
const longestBrowser = 64

// limitSignIn counts a sign-in that is begun, for the browser and for the address it comes
// from: a whole hospital is one address, so that may do many more. A browser is told from
// others by a cookie that it is given with its first sign-in; one that does not keep it, or
// makes up its own each time, is counted by its address. That is asked first, so that what a
// stranger makes up does not fill the memory either.
func (s *Server) limitSignIn(c *fiber.Ctx) error {
	browser := c.Cookies(s.cookieName("browser"))
	if browser == "" || len(browser) > longestBrowser {
		browser = rand.Text()
		s.remember(c, "browser", browser, time.Hour)
	}
	if err := s.limitAddress(c); err != nil {
		return err
	}
	return tooManySignIns(s.signInsABrowser.take(browser, s.Now()))
}

// limitAddress counts a sign-in for the network it comes from, and what a stranger can have
// noted who only invents callbacks.
func (s *Server) limitAddress(c *fiber.Ctx) error {
	return tooManySignIns(s.signInsAnAddress.take(network(c.IP()), s.Now()))
}

func tooManySignIns(wait time.Duration) error {
	if wait > 0 {
		return models.Limited("That is a lot of sign-ins in a short time. Wait a minute and try again.", wait)
	}
	return nil
}

// limitReport does act, which takes a report, if the network of a visitor has a report left.
// The reports of people who are signed in are counted by the model.
func (s *Server) limitReport(c *fiber.Ctx, key string, act func() error) error {
	if !s.by(c).IsVisitor() {
		return act()
	}
	who := network(c.IP())
	wait, counted := s.reportsANetwork.takeFor(who, key, s.Now())
	if wait > 0 {
		return models.Limited("We have had many reports from your network today. Try again tomorrow, or sign in if you have a place here.", wait)
	}
	err := act()
	if err != nil && counted {
		s.reportsANetwork.giveBack(who, key)
	}
	return err
}

// pace is how often a person may do something; of visitors the network counts, which may be a
// hospital, and has the turns of so many people.
type pace struct{ person, network *limiter }

// peopleOfANetwork is how many visitors of one network may be at it at once.
const peopleOfANetwork = 10

func newPace(most int, span time.Duration) pace {
	return pace{newLimiter(most, span), newLimiter(peopleOfANetwork*most, span)}
}

// limit counts one more of whoever asks, and refuses it in these words if that is too many.
func (s *Server) limit(c *fiber.Ctx, p pace, words string) error {
	whose, count := network(c.IP()), p.network
	if by := s.by(c); !by.IsVisitor() {
		whose, count = strconv.FormatInt(by.ID, 10), p.person
	}
	if wait := count.take(whose, s.Now()); wait > 0 {
		return models.Limited(words, wait)
	}
	return nil
}

// limitSearch counts a search: each reads all there is to search.
func (s *Server) limitSearch(c *fiber.Ctx) error {
	return s.limit(c, s.searches, "That is a lot of searches in a short time. Wait a minute and try again.")
}

// limitSuggestion counts suggestions apart: some come with each word that is typed.
func (s *Server) limitSuggestion(c *fiber.Ctx) error {
	return s.limit(c, s.suggestions, "That is a lot of suggestions in a short time. Wait a minute, or search without them.")
}

// limitPreview counts a preview: rendering is pure computation.
func (s *Server) limitPreview(c *fiber.Ctx) error {
	return s.limit(c, s.previews, "That is a lot of previews in a short time. Wait a minute and try again: your words are still here.")
}

// limitDraft counts words that are kept: a script does so every few seconds.
func (s *Server) limitDraft(c *fiber.Ctx) error {
	return s.limit(c, s.draftSaves, "Drafts are saved too often. Wait a minute: your words are still here.")
}

// limitFile counts a file that is sent, whatever becomes of it: only those that are taken count
// among those of a day, and one that is refused may have cost as much to look at.
func (s *Server) limitFile(c *fiber.Ctx) error {
	if wait := s.files.take(strconv.FormatInt(s.by(c).ID, 10), s.Now()); wait > 0 {
		return models.Limited("That is a lot of files in a short time. Wait a minute and try again.", wait)
	}
	return nil
}

// limitAct counts what somebody sends who is signed in, so that a program which presses a button
// all day does not fill the record of who did what. Whoever wants to sign out can.
func (s *Server) limitAct(c *fiber.Ctx, r route) error {
	if r.Method != fiber.MethodPost || r.Policy == "P04" || s.by(c).IsVisitor() {
		return nil
	}
	if wait := s.acts.take(strconv.FormatInt(s.by(c).ID, 10), s.Now()); wait > 0 {
		return models.Limited("You have sent a great deal in a short time. Wait a minute and send this again.", wait)
	}
	return nil
}

// network is what counts as one address: with IPv6 everybody has a network of their own.
func network(ip string) string {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return ""
	}
	if address = address.Unmap(); address.Is4() {
		return address.String()
	}
	prefix, err := address.WithZone("").Prefix(64)
	if err != nil {
		return ""
	}
	return prefix.String()
}
