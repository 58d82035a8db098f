package signin_test

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"commonroom/handlers/signin"
	"commonroom/models"

	"github.com/gofiber/fiber/v2"
)

// site is a small application that signs people in and says what came of it.
type site struct {
	base string
	flow *signin.Flow
}

// outcome is what the site says: a login, or why there is none.
type outcome struct {
	Login   *signin.Login
	Reason  signin.Reason
	Kind    models.Kind
	Message string // for the person
	Log     string // for us
}

func newSite(t *testing.T, config signin.Config) *site {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return newSiteOn(t, listener, config)
}

func newSiteOn(t *testing.T, listener net.Listener, config signin.Config) *site {
	t.Helper()
	s := &site{base: "http://" + listener.Addr().String()}
	config.BaseURL, config.Key = s.base, []byte(strings.Repeat("k", 32))
	var err error
	if s.flow, err = signin.New(config); err != nil {
		t.Fatal(err)
	}
	// Not Immutable: the flow may not rely on it.
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	routes(app, s.flow)
	go func() { _ = app.Listener(listener) }()
	t.Cleanup(func() { _ = app.ShutdownWithTimeout(time.Second) })
	return s
}

func routes(app *fiber.App, flow *signin.Flow) {
	app.Post("/auth/:provider", func(c *fiber.Ctx) error {
		to, err := flow.Begin(c, c.Params("provider"), signin.Options{
			Purpose: signin.Purpose(c.FormValue("purpose")), ReturnTo: c.FormValue("return"), Keep: c.FormValue("keep") != "", Member: 7,
		})
		if err != nil {
			return c.JSON(failed(err))
		}
		return c.Redirect(to, http.StatusSeeOther)
	})
	app.Get("/auth/:provider/callback", func(c *fiber.Ctx) error {
		login, err := flow.Finish(c, c.Params("provider"))
		if err != nil {
			return c.JSON(failed(err))
		}
		return c.JSON(outcome{Login: &login})
	})
}

func failed(err error) outcome {
	o := outcome{Kind: models.KindOf(err), Log: err.Error()}
	if r, ok := errors.AsType[*signin.Refused](err); ok {
		o.Reason = r.Reason
	}
	if problems := models.ProblemsOf(err); len(problems) > 0 {
		o.Message = problems[0].Message
	}
	return o
}

// browser keeps cookies and follows nothing by itself.
type browser struct {
	*site
	t      *testing.T
	client *http.Client
}

func (s *site) browser(t *testing.T) *browser {
	jar, _ := cookiejar.New(nil)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections) // before the site waits for them
	return &browser{s, t, &http.Client{Transport: transport, Jar: jar, Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// post presses the sign-in button.
func (b *browser) post(provider string, form url.Values) (*http.Response, outcome) {
	b.t.Helper()
	answer, err := b.client.PostForm(b.base+"/auth/"+provider, form)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer, b.read(answer)
}

// begin presses the button and gives where it leads.
func (b *browser) begin(provider string, form url.Values) *url.URL {
	b.t.Helper()
	answer, o := b.post(provider, form)
	to, err := answer.Location()
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("the sign-in did not begin: %d %+v", answer.StatusCode, o)
	}
	return to
}

// back comes home from the provider.
func (b *browser) back(provider string, query url.Values) outcome {
	b.t.Helper()
	answer, err := b.client.Get(b.base + "/auth/" + provider + "/callback?" + query.Encode())
	if err != nil {
		b.t.Fatal(err)
	}
	return b.read(answer)
}

func (b *browser) read(answer *http.Response) (o outcome) {
	b.t.Helper()
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if answer.StatusCode == http.StatusOK {
		if err := json.Unmarshal(body, &o); err != nil {
			b.t.Fatalf("%v: %s", err, body)
		}
	}
	return o
}

// refusedFor checks that nobody came in, why, and that the person is told in our own words.
func refusedFor(t *testing.T, o outcome, want signin.Reason) {
	t.Helper()
	if o.Login != nil {
		t.Fatalf("somebody came in: %+v", *o.Login)
	}
	if o.Reason != want {
		t.Errorf("reason %q, want %q (%s)", o.Reason, want, o.Log)
	}
	if o.Kind == models.KindInternal || o.Message == "" || strings.Contains(o.Message, canary) {
		t.Errorf("the person is told %q (%s)", o.Message, o.Kind)
	}
	if len(o.Log) > 600 || strings.ContainsAny(o.Log, "\r\n") {
		t.Errorf("the log line is %q", o.Log)
	}
}

// issuer is the usual configuration of a hostile provider.
func (h *hostile) issuer(name string) signin.Issuer {
	return signin.Issuer{Name: name, Label: "Hospital sign-in", URL: h.URL, ClientID: "our-client", Secret: "our-secret", EmailTrust: signin.TrustClaim}
}

// around walks once through the whole sign-in.
func around(t *testing.T, h *hostile, i signin.Issuer, form url.Values) outcome {
	t.Helper()
	b := newSite(t, signin.Config{Issuers: []signin.Issuer{i}}).browser(t)
	return b.back(i.Name, h.consent(t, b.begin(i.Name, form)))
}
