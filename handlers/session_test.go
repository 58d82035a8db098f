package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/views"
)

// sample is a site with a few pages of the test's own.
func sample(t *testing.T, change func(*Config)) *town {
	t.Helper()
	var w *town
	page := func(c *fiber.Ctx) error {
		return w.page(c, views.ErrorPage(w.frame(c, "Sample"), views.Failure{Heading: "Sample", Message: w.by(c).Handle}))
	}
	act := func(c *fiber.Ctx) error {
		w.flash(c, "It is <done>.")
		return seeOther(c, "/sample")
	}
	refused := func(c *fiber.Ctx) error {
		return w.again(c, models.Limited("Wait a little.", time.Minute), func(p models.Problems) templ.Component {
			return views.ErrorPage(w.frame(c, "Sample"), views.Failure{Heading: "Sample", Message: p[0].Message})
		})
	}
	w = newTown(t, change,
		route{"GET", "/sample", "P01", page, false},
		route{"GET", "/sample/own", "D07", page, false},
		route{"GET", "/sample/confirmed", "D07", func(c *fiber.Ctx) error {
			if err := w.confirmed(c); err != nil {
				return err
			}
			return page(c)
		}, false},
		route{"POST", "/sample", "D02", act, false},
		route{"POST", "/sample/refused", "P01", refused, false},
	)
	return w
}

func TestAVisitorCostsNoQuery(t *testing.T) {
	t.Parallel()
	w := sample(t, nil)
	w.get(t, "visitor", "/sample")
	if log := w.log.String(); !strings.Contains(log, "route=/sample status=200") || !strings.Contains(log, "queries=0") {
		t.Errorf("the log says\n%s", log)
	}
	if _, page := w.get(t, "member", "/sample"); !strings.Contains(page, "<p>member</p>") {
		t.Errorf("a member is not recognised on\n%s", page)
	}
}

func TestACookieWithoutASessionMakesAVisitor(t *testing.T) {
	t.Parallel()
	w := sample(t, nil)
	for _, token := range []string{"x", strings.Repeat("x", 5000), "a%00b"} {
		res, page := w.ask(t, "GET", "/sample", "", "Cookie", "local-session="+token)
		if res.StatusCode != 200 || !strings.Contains(page, "Sign in") {
			t.Errorf("%.10q: got %d", token, res.StatusCode)
		}
		if !strings.Contains(page, sessionOver) || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%.10q: nothing says that the session is over, once; %q", token, res.Header.Get("Cache-Control"))
		}
		if taken := res.Header.Get("Set-Cookie"); !regexp.MustCompile(`^local-session=; .*1970`).MatchString(taken) {
			t.Errorf("%.10q: the cookie is left in place: %q", token, taken)
		}
	}
	if _, page := w.get(t, "visitor", "/sample"); strings.Contains(page, sessionOver) {
		t.Error("a visitor is told of a session they never had")
	}
	if res, _ := w.ask(t, "GET", "/sample", "", "Cookie", w.cookies["member"][:30]); res.StatusCode != 200 {
		t.Errorf("half a token: got %d", res.StatusCode)
	}
}

func TestCookiesAreHardened(t *testing.T) {
	t.Parallel()
	w := sample(t, func(c *Config) { c.PublicURL = &url.URL{Scheme: "https", Host: "commonroom.example"} })
	cookie := strings.Replace(w.cookies["member"], "local-", "__Host-", 1)
	res, _ := w.ask(t, "POST", "/sample", "a=b", "Cookie", cookie, "Host", "commonroom.example", "Sec-Fetch-Site", "same-origin")
	got := res.Header.Get("Set-Cookie")
	for _, want := range []string{"__Host-flash=", "path=/", "HttpOnly", "secure", "SameSite=Lax"} {
		if res.StatusCode != 303 || !strings.Contains(got, want) {
			t.Errorf("got %d %q, want %s", res.StatusCode, got, want)
		}
	}
	if strings.Contains(strings.ToLower(got), "domain") {
		t.Errorf("the cookie is shared with other hosts: %q", got)
	}
	if res, _ := w.ask(t, "GET", "/sample/own", "", "Cookie", w.cookies["member"], "Host", "commonroom.example"); res.StatusCode != 401 {
		t.Errorf("a cookie of the plain name on https: got %d", res.StatusCode)
	}
}

func TestAFlashIsSaidOnce(t *testing.T) {
	t.Parallel()
	w := sample(t, nil)
	res, _ := w.ask(t, "POST", "/sample", "a=b", w.as("member")...)
	cookie := strings.SplitN(res.Header.Get("Set-Cookie"), ";", 2)[0]
	if res.StatusCode != 303 || res.Header.Get("Location") != "/sample" {
		t.Fatalf("got %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	res, page := w.ask(t, "GET", "/sample", "", "Cookie", w.cookies["member"]+"; "+cookie)
	if !strings.Contains(page, "It is &lt;done&gt;.") || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%q, and it is not said on\n%s", res.Header.Get("Cache-Control"), page)
	}
	if taken := res.Header.Get("Set-Cookie"); !strings.Contains(taken, "1970") {
		t.Errorf("the cookie is left in place: %q", taken)
	}
}

func TestPagesAreKeptByTheirReaderOnly(t *testing.T) {
	t.Parallel()
	w := sample(t, nil)
	res, _ := w.ask(t, "GET", "/sample", "", w.as("member")...)
	tag := res.Header.Get("ETag")
	if res.Header.Get("Cache-Control") != "private, no-cache" || res.Header.Get("Vary") != "Cookie" || tag == "" {
		t.Errorf("got %q, %q, %q", res.Header.Get("Cache-Control"), res.Header.Get("Vary"), tag)
	}
	for role, want := range map[string]int{"member": 304, "visitor": 200, "other": 200} {
		if res, _ := w.ask(t, "GET", "/sample", "", append(w.as(role), "If-None-Match", tag)...); res.StatusCode != want {
			t.Errorf("the same tag from the %s: got %d, want %d", role, res.StatusCode, want)
		}
	}
	if res, _ := w.ask(t, "GET", "/sample/own", "", w.as("member")...); res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("own page: %q", res.Header.Get("Cache-Control"))
	}
}

func TestARefusedFormComesBackWithItsStatus(t *testing.T) {
	t.Parallel()
	w := sample(t, nil)
	res, page := w.ask(t, "POST", "/sample/refused", "a=b", w.as("member")...)
	if res.StatusCode != 429 || res.Header.Get("Retry-After") != "60" || !strings.Contains(page, "<title>Error: Sample") {
		t.Errorf("got %d, Retry-After %q\n%s", res.StatusCode, res.Header.Get("Retry-After"), page)
	}
}

func TestASignInGrowsStale(t *testing.T) {
	t.Parallel()
	w := sample(t, nil)
	if status, _ := w.get(t, "member", "/sample/confirmed"); status != 200 {
		t.Errorf("just signed in: got %d", status)
	}
	w.later(11 * time.Minute)
	status, page := w.get(t, "member", "/sample/confirmed")
	wrong(t, "eleven minutes later", status, 401, page)
	if !strings.Contains(page, fmt.Sprintf(`href="/sign-in?return_to=%s"`, url.QueryEscape("/sample/confirmed"))) {
		t.Errorf("no way to sign in again on\n%s", page)
	}
}

func TestASuspendedMemberSeesWhatAVisitorSees(t *testing.T) {
	t.Parallel()
	w := sample(t, nil)
	for path, want := range map[string]int{"/sample": http.StatusOK, "/sample/own": http.StatusOK} {
		status, page := w.get(t, "suspended", path)
		wrong(t, path, status, want, page)
	}
	status, _, page := w.post(t, "suspended", "/sample", url.Values{"body": {"Words of mine"}})
	wrong(t, "posting", status, 403, page)
	if !strings.Contains(page, "Your membership is suspended") || !strings.Contains(page, "Words of mine") {
		t.Errorf("the page does not say why, or loses the words:\n%s", page)
	}
}
