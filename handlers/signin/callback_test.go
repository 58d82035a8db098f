package signin_test

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"commonroom/handlers/signin"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/oauth2"
)

func TestAForgedCallbackBringsNobodyIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		forge func(b *browser, h *hostile, query url.Values) outcome
		want  signin.Reason
	}{
		{"the state is missing", func(b *browser, _ *hostile, q url.Values) outcome {
			q.Del("state")
			return b.back("hospital", q)
		}, signin.ReasonNoState},
		{"the state is another", func(b *browser, _ *hostile, q url.Values) outcome {
			q.Set("state", "guessed")
			return b.back("hospital", q)
		}, signin.ReasonState},
		{"the state is there twice", func(b *browser, _ *hostile, q url.Values) outcome {
			q.Add("state", "guessed")
			return b.back("hospital", q)
		}, signin.ReasonQuery},
		{"the code is there twice", func(b *browser, _ *hostile, q url.Values) outcome {
			q.Add("code", "another")
			return b.back("hospital", q)
		}, signin.ReasonQuery},
		{"the code is missing", func(b *browser, _ *hostile, q url.Values) outcome {
			q.Del("code")
			return b.back("hospital", q)
		}, signin.ReasonNoCode},
		{"the same callback comes again", func(b *browser, _ *hostile, q url.Values) outcome {
			b.mustComeIn(q)
			return b.back("hospital", q)
		}, signin.ReasonNoFlow},
		{"the same callback comes again with its cookie and a fresh code", func(b *browser, h *hostile, q url.Values) outcome {
			kept := b.cookies()
			b.mustComeIn(q)
			b.setCookies(kept)
			return b.back("hospital", h.again(q))
		}, signin.ReasonSpent},
		{"another browser, with no sign-in under way", func(b *browser, _ *hostile, q url.Values) outcome {
			return b.site.browser(b.t).back("hospital", q)
		}, signin.ReasonNoFlow},
		{"another browser, with a sign-in of its own under way", func(b *browser, _ *hostile, q url.Values) outcome {
			victim := b.site.browser(b.t)
			victim.begin("hospital", nil)
			return victim.back("hospital", q)
		}, signin.ReasonState},
		{"a code of another browser's sign-in, with this one's state", func(b *browser, h *hostile, q url.Values) outcome {
			other := b.site.browser(b.t)
			q.Set("code", h.consent(b.t, other.begin("hospital", nil)).Get("code"))
			return b.back("hospital", q)
		}, signin.ReasonExchange},
		{"a code that was used before", func(b *browser, h *hostile, q url.Values) outcome {
			b.mustComeIn(q)
			next := h.consent(b.t, b.begin("hospital", nil))
			next.Set("code", q.Get("code"))
			return b.back("hospital", next)
		}, signin.ReasonExchange},
		{"the other provider's callback", func(b *browser, _ *hostile, q url.Values) outcome {
			return b.back("other", q)
		}, signin.ReasonNoFlow},
		{"the other provider's callback, with this one's cookie under its name", func(b *browser, _ *hostile, q url.Values) outcome {
			for _, c := range b.cookies() {
				c.Name = strings.Replace(c.Name, "hospital", "other", 1)
				b.setCookies([]*http.Cookie{c})
			}
			return b.back("other", q)
		}, signin.ReasonSeal},
		{"the issuer in the callback is another", func(b *browser, _ *hostile, q url.Values) outcome {
			q.Set("iss", "https://accounts.example")
			return b.back("hospital", q)
		}, signin.ReasonMixUp},
		{"the cookie was tampered with", func(b *browser, _ *hostile, q url.Values) outcome {
			for _, c := range b.cookies() {
				c.Value = c.Value[:len(c.Value)-4] + "AAAA"
				b.setCookies([]*http.Cookie{c})
			}
			return b.back("hospital", q)
		}, signin.ReasonSeal},
		{"the cookie is no cookie of ours", func(b *browser, _ *hostile, q url.Values) outcome {
			for _, c := range b.cookies() {
				c.Value = "!" + canary
				b.setCookies([]*http.Cookie{c})
			}
			return b.back("hospital", q)
		}, signin.ReasonSeal},
		{"an attacker's code with the attacker's verifier and redirect address", func(b *browser, h *hostile, q url.Values) outcome {
			verifier := oauth2.GenerateVerifier()
			evil := &url.URL{RawQuery: url.Values{"code_challenge": {oauth2.S256ChallengeFromVerifier(verifier)}, "redirect_uri": {"https://evil.example"}}.Encode()}
			q.Set("code", h.consent(b.t, evil).Get("code"))
			q.Set("code_verifier", verifier)
			q.Set("redirect_uri", "https://evil.example")
			return b.back("hospital", q)
		}, signin.ReasonExchange},
		{"the person said no", func(b *browser, _ *hostile, q url.Values) outcome {
			q.Del("code")
			q.Set("error", "access_denied")
			q.Set("error_description", canary)
			return b.back("hospital", q)
		}, signin.ReasonDeclined},
		{"an error that is no error", func(b *browser, _ *hostile, q url.Values) outcome {
			q.Set("error", "<script>"+canary+"\r\n"+strings.Repeat("x", 2000))
			return b.back("hospital", q)
		}, signin.ReasonSetup},
		{"a provider that does not exist", func(b *browser, _ *hostile, q url.Values) outcome {
			return b.back(canary, q)
		}, signin.ReasonProvider},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h, other := newHostile(t), newHostile(t)
			b := newSite(t, signin.Config{Issuers: []signin.Issuer{h.issuer("hospital"), other.issuer("other")}}).browser(t)
			query := h.consent(t, b.begin("hospital", nil))
			refusedFor(t, test.forge(b, h, query), test.want)
		})
	}
}

func (b *browser) mustComeIn(query url.Values) {
	b.t.Helper()
	if o := b.back("hospital", query); o.Login == nil {
		b.t.Fatalf("nobody came in: %+v", o)
	}
}

func (b *browser) cookies() []*http.Cookie {
	u, _ := url.Parse(b.base)
	return b.client.Jar.Cookies(u)
}

func (b *browser) setCookies(cookies []*http.Cookie) {
	u, _ := url.Parse(b.base)
	b.client.Jar.SetCookies(u, cookies)
}

// again gives the callback a code of the same nonce and challenge, as a hostile provider can.
func (h *hostile) again(query url.Values) url.Values {
	h.mu.Lock()
	defer h.mu.Unlock()
	last := h.asked[len(h.asked)-1]
	h.grants["fresh"] = grant{challenge: oauth2.S256ChallengeFromVerifier(last.Get("code_verifier")), redirect: last.Get("redirect_uri")}
	again := maps.Clone(query)
	again.Set("code", "fresh")
	return again
}

func TestWhatStandsInTheCallbackIsNotPassedOn(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	b := newSite(t, signin.Config{Issuers: []signin.Issuer{h.issuer("hospital")}}).browser(t)
	query := h.consent(t, b.begin("hospital", nil))
	for _, name := range []string{"redirect_uri", "code_verifier", "nonce", "return_to", "client_id", "grant_type"} {
		query.Set(name, "https://evil.example")
	}
	b.mustComeIn(query)
	for _, sent := range h.asked {
		for name, values := range sent {
			if slices.Contains(values, "https://evil.example") {
				t.Errorf("the provider was sent %s=%s", name, values)
			}
		}
	}
}

func TestASignInIsBegunWithStateNonceAndChallenge(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	plain := h.issuer("linkedin")
	plain.NoNonce, plain.NoPKCE = true, true
	s := newSite(t, signin.Config{Issuers: []signin.Issuer{h.issuer("hospital"), plain}})
	first, second := s.browser(t).begin("hospital", nil).Query(), s.browser(t).begin("hospital", nil).Query()
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(first.Get(name)) < 26 || first.Get(name) == second.Get(name) {
			t.Errorf("%s is %q, then %q", name, first.Get(name), second.Get(name))
		}
	}
	if first.Get("code_challenge_method") != "S256" || first.Get("redirect_uri") != s.base+"/auth/hospital/callback" || first.Get("response_type") != "code" {
		t.Errorf("begun with %v", first)
	}
	b := s.browser(t)
	to := b.begin("linkedin", nil)
	if q := to.Query(); q.Has("nonce") || q.Has("code_challenge") || q.Has("code_challenge_method") {
		t.Errorf("begun with %v", q)
	}
	if o := b.back("linkedin", h.consent(t, to)); o.Login == nil {
		t.Errorf("nobody came in: %+v", o)
	}
	if got := s.browser(t).begin("hospital", url.Values{"purpose": {"confirm"}}).Query().Get("max_age"); got != "600" {
		t.Errorf("to confirm, max_age = %q", got)
	}
}

func TestATokenWithANonceIsRefusedWhereNoneWasSent(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	h.claims = set("nonce", "of another sign-in")
	i := h.issuer("linkedin")
	i.NoNonce = true
	refusedFor(t, around(t, h, i, nil), signin.ReasonNonce)
}

func TestToConfirmThePersonMustHaveSignedInJustNow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		ago  time.Duration
		want signin.Reason
	}{
		{"two minutes ago", 2 * time.Minute, ""},
		{"an hour ago", time.Hour, signin.ReasonStale},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := newHostile(t)
			h.claims = set("auth_time", time.Now().Add(-test.ago).Unix())
			o := around(t, h, h.issuer("hospital"), url.Values{"purpose": {"confirm"}})
			if test.want != "" {
				refusedFor(t, o, test.want)
			} else if o.Login == nil || o.Login.Purpose != signin.ToConfirm {
				t.Errorf("got %+v", o)
			}
			if o := around(t, h, h.issuer("hospital"), nil); o.Login == nil {
				t.Errorf("an ordinary sign-in: %+v", o)
			}
		})
	}
}

func TestOneCallbackSentManyTimesAtOnceComesInOnce(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	s := newSite(t, signin.Config{Issuers: []signin.Issuer{h.issuer("hospital")}})
	b := s.browser(t)
	query, cookies := h.consent(t, b.begin("hospital", nil)), b.cookies()
	var in atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		twin := s.browser(t)
		twin.setCookies(cookies)
		all.Go(func() {
			if o := twin.back("hospital", query); o.Login != nil {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d came in", in.Load())
	}
}

// clock is a clock that a test moves.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time       { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *clock) move(d time.Duration) { c.ahead.Add(int64(d)) }

func TestASignInRunsOutAfterTenMinutes(t *testing.T) {
	t.Parallel()
	var c clock
	h := newHostile(t)
	b := newSite(t, signin.Config{Issuers: []signin.Issuer{h.issuer("hospital")}, Now: c.now}).browser(t)
	query := h.consent(t, b.begin("hospital", nil))
	c.move(9 * time.Minute)
	b.mustComeIn(query)
	query = h.consent(t, b.begin("hospital", nil))
	c.move(10*time.Minute + time.Second)
	refusedFor(t, b.back("hospital", query), signin.ReasonRunOut)
	query = h.consent(t, b.begin("hospital", nil))
	c.move(-72 * time.Hour) // it was begun by a clock that was wrong: not three days longer
	refusedFor(t, b.back("hospital", query), signin.ReasonRunOut)
}

func TestAProviderThatIsDeadOrSlowIsLeftAloneAndAskedAgainLater(t *testing.T) {
	t.Parallel()
	var c clock
	var dead atomic.Bool
	var asked atomic.Int32
	h := newHostile(t)
	h.before = func(_ http.ResponseWriter, r *http.Request) bool {
		asked.Add(1)
		if dead.Load() {
			select { // the client gives up, which shows only once the body is read
			case <-r.Context().Done():
			case <-t.Context().Done():
			}
		}
		return dead.Load()
	}
	dead.Store(true)
	b := newSite(t, signin.Config{Issuers: []signin.Issuer{h.issuer("hospital")}, Timeout: 150 * time.Millisecond, Retry: time.Minute, Now: c.now}).browser(t)
	for range 3 {
		_, o := b.post("hospital", nil)
		refusedFor(t, o, signin.ReasonDown)
	}
	if asked.Load() != 1 {
		t.Errorf("it was asked %d times in a minute", asked.Load())
	}
	dead.Store(false)
	c.move(time.Minute + time.Second)
	query := h.consent(t, b.begin("hospital", nil))
	dead.Store(true) // now between the redirect and the callback
	refusedFor(t, b.back("hospital", query), signin.ReasonDown)
	c.move(25 * time.Hour) // it is due to be asked again, and what it said before still serves
	b.begin("hospital", nil)
}

func TestAProviderThatIsNotThereStopsNothing(t *testing.T) {
	t.Parallel()
	gone := newHostile(t)
	gone.Close()
	h := newHostile(t)
	b := newSite(t, signin.Config{Issuers: []signin.Issuer{gone.issuer("gone"), h.issuer("hospital")}}).browser(t)
	_, o := b.post("gone", nil)
	refusedFor(t, o, signin.ReasonDown)
	b.mustComeIn(h.consent(t, b.begin("hospital", nil)))
}

func TestKeysMayBeRotated(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	b := newSite(t, signin.Config{Issuers: []signin.Issuer{h.issuer("hospital")}}).browser(t)
	b.mustComeIn(h.consent(t, b.begin("hospital", nil)))
	h.key = h.otherKey // under the same id, even
	b.mustComeIn(h.consent(t, b.begin("hospital", nil)))
}

func TestTheCookie(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	for base, want := range map[string]string{
		"https://commonroom.example": "__Host-signin-hospital",
		"http://localhost:3000":      "localhost-signin-hospital",
	} {
		flow, err := signin.New(signin.Config{BaseURL: base, Key: make([]byte, 32), Issuers: []signin.Issuer{h.issuer("hospital")}})
		if err != nil {
			t.Fatal(err)
		}
		app := fiber.New()
		routes(app, flow)
		begun, err := app.Test(httptest.NewRequest("POST", "/auth/hospital", nil), 5000)
		if err != nil {
			t.Fatal(err)
		}
		home := httptest.NewRequest("GET", "/auth/hospital/callback", nil)
		home.AddCookie(begun.Cookies()[0])
		done, err := app.Test(home, 5000)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []*http.Cookie{begun.Cookies()[0], done.Cookies()[0]} {
			if c.Name != want || c.Path != "/" || c.Domain != "" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != strings.HasPrefix(base, "https") {
				t.Errorf("at %s: %v", base, c)
			}
		}
		if got := begun.Cookies()[0]; got.MaxAge != 600 || len(got.String()) > 2000 {
			t.Errorf("at %s: %v", base, got)
		}
		if got := done.Cookies()[0]; got.Value != "" || got.Expires.IsZero() || got.Expires.After(time.Now()) {
			t.Errorf("at %s it is not forgotten: %v", base, got)
		}
	}
}

// TestASignInComesBackOnceOnAllNodes: the cookie is kept, and sent with a fresh code to another
// node, or to the same one after a restart.
func TestASignInComesBackOnceOnAllNodes(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	var seen sync.Map
	first := func(_ context.Context, state string) (bool, error) {
		_, again := seen.LoadOrStore(state, true)
		return !again, nil
	}
	b := newSite(t, signin.Config{Issuers: []signin.Issuer{h.issuer("hospital")}, First: first}).browser(t)
	if o := b.back("hospital", h.consent(t, b.begin("hospital", nil))); o.Login == nil {
		t.Fatalf("nobody came in: %+v", o)
	}
	query := h.consent(t, b.begin("hospital", nil))
	seen.Store(query.Get("state"), true) // another node has had it
	refusedFor(t, b.back("hospital", query), signin.ReasonSpent)
}
