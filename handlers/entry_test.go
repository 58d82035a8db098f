package handlers

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"commonroom/cmd/demo/idp"
	"commonroom/handlers/signin"
	"commonroom/models/db"
)

// porch is a town that people sign in to through a real provider, and a roll with Ann Ward on it.
type porch struct {
	*town
	provider *idp.Provider
}

func newPorch(t *testing.T, change func(*Config)) *porch {
	t.Helper()
	d := &porch{}
	d.town = newTown(t, func(c *Config) {
		site := c.PublicURL.String()
		var err error
		d.provider, err = idp.Start(t.Context(), []idp.Persona{
			{Subject: "ann", Name: "Ann at work", Email: "ann@hospital.example", About: "On the roll."},
			{Subject: "ann-home", Name: "Ann at home", Email: "ann@home.example", About: "Nobody knows this address."},
			{Subject: "eve", Name: "Eve <b>Ellis</b>", Email: "ann@hospital.example", Unverified: true, About: "Claims Ann's address."},
		}, []idp.Client{{ID: "commonroom", Secret: "a secret", RedirectURIs: []string{site + "/auth/demo/callback"}}}, "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.provider.Close() })
		c.SignIn, err = signin.New(signin.Config{BaseURL: site, Key: []byte(strings.Repeat("k", 32)), Issuers: []signin.Issuer{{
			Name: "demo", Label: "the demo", URL: d.provider.Issuer(), ClientID: "commonroom", Secret: "a secret", EmailTrust: signin.TrustClaim,
		}}})
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(c)
		}
	})
	if _, err := d.Members.ImportRoll(t.Context(), strings.NewReader("name,e-mails,cohort\nAnn Ward,ann@hospital.example,3\n")); err != nil {
		t.Fatal(err)
	}
	return d
}

// browser keeps cookies and follows redirects, as people's do.
type browser struct {
	*porch
	t *testing.T
	http.Client
}

func (d *porch) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{d, t, http.Client{Jar: jar, Timeout: 20 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}}
	return b
}

// arrival is where a browser has ended up.
type arrival struct {
	status     int
	path, text string
	header     http.Header
}

func (b *browser) do(method, address string, form url.Values) arrival {
	b.t.Helper()
	req, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	res, err := b.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return arrival{res.StatusCode, res.Request.URL.RequestURI(), string(text), res.Header}
}

func (b *browser) see(path string) arrival { return b.do("GET", "http://"+b.addr+path, nil) }

func (b *browser) send(path string, form url.Values) arrival {
	return b.do("POST", "http://"+b.addr+path, form)
}

// as goes through the provider as a persona and gives where the browser ends up.
func (b *browser) as(persona string, form url.Values) arrival {
	b.t.Helper()
	desk := b.send("/auth/demo", form)
	at, err := url.Parse(desk.path)
	if err != nil || at.Path != "/login" {
		b.t.Fatalf("the browser is at %s with %d: %s", desk.path, desk.status, desk.text)
	}
	return b.do("POST", b.provider.Issuer()+"/login", url.Values{"id": {at.Query().Get("id")}, "persona": {persona}})
}

func (b *browser) cookie() string {
	at, _ := url.Parse("http://" + b.addr)
	for _, c := range b.Jar.Cookies(at) {
		if c.Name == "local-session" {
			return c.Value
		}
	}
	return ""
}

// at fails a test whose browser is not where it should be, or does not read what it should.
func (b *browser) at(p arrival, status int, path, says string) {
	b.t.Helper()
	if p.status != status || p.path != path || !strings.Contains(p.text, says) {
		heading := regexp.MustCompile(`(?s)<h1.*?</h1>`).FindString(p.text)
		b.t.Errorf("got %d at %s (%s); want %d at %s with %q", p.status, p.path, heading, status, path, says)
	}
}

func TestAMemberComesIn(t *testing.T) {
	t.Parallel()
	d := newPorch(t, nil)
	b := d.browser(t)
	p := b.see("/sign-in?return_to=/notices")
	b.at(p, 200, "/sign-in?return_to=/notices", "Sign in with the demo")
	if csp := p.header.Get("Content-Security-Policy"); !strings.Contains(csp, "form-action 'self' "+d.provider.Issuer()) {
		t.Errorf("the browser may not go to the provider: %s", csp)
	}
	p = b.as("ann", url.Values{"purpose": {"sign-in"}, "return_to": {"/notices"}})
	b.at(p, 200, "/welcome?return_to=%2Fnotices", "Welcome, Ann Ward")
	b.at(b.send("/welcome", url.Values{"handle": {"Ann!"}, "perspectives": {"medical"}, "return_to": {"/notices"}}), 422, "/welcome", "small letters, digits and hyphens")
	b.at(b.send("/welcome", url.Values{"handle": {"the-insider"}, "return_to": {"//evil.example"}}), 200, "/", "You are in")
	b.at(b.see("/welcome"), 200, "/settings/profile", "My profile")
	if p := b.see("/members/the-insider"); p.status != 200 || !strings.Contains(p.text, "Cohort") {
		t.Errorf("her page answers %d", p.status)
	}
}

func TestAHandleThatIsTakenIsSaid(t *testing.T) {
	t.Parallel()
	b := newPorch(t, nil).browser(t)
	b.as("ann", url.Values{})
	p := b.send("/welcome", url.Values{"handle": {"insider"}, "perspectives": {"medical"}})
	b.at(p, 422, "/welcome", "Somebody has this handle")
	if !strings.Contains(p.text, `value="insider"`) || !regexp.MustCompile(`value="medical"[^>]*checked`).MatchString(p.text) {
		t.Error("what was typed and chosen is lost")
	}
}

func TestTheSessionCookie(t *testing.T) {
	t.Parallel()
	d := newPorch(t, nil)
	for keep, want := range map[string]string{"": "", "true": "max-age=15552000"} {
		b := d.browser(t)
		b.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
			if r.Response.Header.Get("Location") == "/welcome?return_to=%2F" {
				return http.ErrUseLastResponse
			}
			return nil
		}
		form := url.Values{}
		if keep != "" {
			form.Set("keep", keep)
		}
		p := b.as("ann", form)
		set := strings.ToLower(strings.Join(p.header.Values("Set-Cookie"), "\n"))
		session := regexp.MustCompile(`local-session=[a-z0-9]{50,}.*`).FindString(set)
		for _, part := range []string{"httponly", "samesite=lax", "path=/", want} {
			if !strings.Contains(session, part) {
				t.Errorf("keep %q: got %q, want %q in it", keep, session, part)
			}
		}
		if keep == "" && (strings.Contains(session, "max-age") || strings.Contains(session, "expires")) {
			t.Errorf("got %q, which outlives the browser", session)
		}
		if p.header.Get("Cache-Control") != "no-store" {
			t.Errorf("the answer may be kept: %q", p.header.Get("Cache-Control"))
		}
	}
}

func TestSomebodyNotOnTheRollWaitsAndIsAdmitted(t *testing.T) {
	t.Parallel()
	d := newPorch(t, nil)
	b := d.browser(t)
	b.at(b.as("eve", url.Values{"return_to": {"/members"}}), 200, "/join", "We could not find a confirmed e-mail address of yours")
	b.at(b.send("/join", url.Values{"words": {"NHS number 999 000 0018"}}), 422, "/join", "NHS number 999 000 0018</textarea>")
	b.at(b.send("/join", url.Values{"words": {"Cohort 2.\n<script>alert(1)</script>"}}), 200, "/join", "The committee will read what you wrote")
	b.at(b.see("/members"), 403, "/members", "Only members")
	b.at(b.see("/committee/applicants"), 403, "/committee/applicants", "")

	status, list := d.get(t, "committee", "/committee/applicants")
	wrong(t, "the list", status, 200, list)
	found := regexp.MustCompile(`/committee/applicants/\d+`).FindAllString(list, -1)
	path := found[len(found)-1]
	status, one := d.get(t, "committee", path)
	wrong(t, "the applicant", status, 200, one)
	for _, part := range []string{"Eve &lt;b&gt;Ellis&lt;/b&gt;", "Cohort 2.", "&lt;script&gt;", "The address is not confirmed"} {
		if !strings.Contains(one, part) {
			t.Errorf("%q is missing on the page of the applicant", part)
		}
	}
	if strings.Contains(one, "hospital.example") {
		t.Error("the committee is shown the address")
	}
	status, _, again := d.post(t, "committee", path, url.Values{"outcome": {"admit"}, "reason": {""}})
	wrong(t, "without a reason", status, 422, again)
	status, _, again = d.post(t, "committee", path, url.Values{"outcome": {"maybe"}, "reason": {"I know her."}})
	wrong(t, "without a decision", status, 422, again)
	if !strings.Contains(again, "I know her.</textarea>") {
		t.Error("the reason is lost")
	}
	status, to, again := d.post(t, "administrator", path, url.Values{"outcome": {"admit"}, "reason": {"I know her."}})
	wrong(t, "admitting", status, 303, again)
	if to != "/committee/applicants" {
		t.Errorf("leads to %s", to)
	}
	status, _, again = d.post(t, "committee", path, url.Values{"outcome": {"decline"}, "reason": {"Too late."}})
	wrong(t, "deciding again", status, 409, again)

	b.at(b.see("/members"), 401, "/members", "Sign in")
	b.at(b.as("eve", url.Values{"return_to": {"/members"}}), 200, "/welcome?return_to=%2Fmembers", "Welcome, Eve")
	b.at(b.see("/join"), 403, "/join", "your place is settled")
}

func TestSomebodyDeclinedReadsWhy(t *testing.T) {
	t.Parallel()
	d := newPorch(t, nil)
	b := d.browser(t)
	b.as("ann-home", nil)
	_, list := d.get(t, "committee", "/committee/applicants")
	found := regexp.MustCompile(`/committee/applicants/\d+`).FindAllString(list, -1)
	status, _, p := d.post(t, "committee", found[len(found)-1], url.Values{"outcome": {"decline"}, "reason": {"Sign in as you did before."}})
	wrong(t, "declining", status, 303, p)
	b.at(b.as("ann-home", nil), 200, "/join", "The reason given: Sign in as you did before.")
	b.at(b.send("/join", url.Values{"words": {"But I am Ann"}}), 403, "/join", "has been decided")
	if status, list := d.get(t, "committee", "/committee/applicants?show=declined"); status != 200 || !strings.Contains(list, "Ann at home") {
		t.Errorf("the list of those declined answers %d", status)
	}
}

func TestSigningOut(t *testing.T) {
	t.Parallel()
	b := newPorch(t, nil).browser(t)
	b.as("ann", nil)
	token := b.cookie()
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	p := b.send("/sign-out", nil)
	if p.status != 303 || p.header.Get("Clear-Site-Data") != `"cache", "cookies", "storage"` || b.cookie() != "" {
		t.Errorf("got %d, %q, cookie %q", p.status, p.header.Get("Clear-Site-Data"), b.cookie())
	}
	if res, _ := b.ask(t, "GET", "/notices", "", "Cookie", "local-session="+token); res.StatusCode != 401 {
		t.Errorf("the token still opens: %d", res.StatusCode)
	}
	if p := b.see("/sign-out"); p.status != 404 && p.status != 405 {
		t.Errorf("a GET answers %d", p.status)
	}
	if p := b.send("/sign-out", nil); p.status != 303 {
		t.Errorf("signing out twice answers %d", p.status)
	}
}

func TestASecondSignInEndsTheFirstOfTheBrowser(t *testing.T) {
	t.Parallel()
	b := newPorch(t, nil).browser(t)
	b.as("ann", nil)
	first := b.cookie()
	b.as("eve", nil)
	if res, _ := b.ask(t, "GET", "/notices", "", "Cookie", "local-session="+first); b.cookie() == first || res.StatusCode != 401 {
		t.Errorf("the first token answers %d", res.StatusCode)
	}
}

func TestSessionsAreListedAndRevoked(t *testing.T) {
	t.Parallel()
	d := newPorch(t, nil)
	here, there := d.browser(t), d.browser(t)
	here.as("ann", nil)
	there.as("ann", url.Values{"keep": {"true"}})
	p := here.see("/settings/sessions")
	here.at(p, 200, "/settings/sessions", "This browser")
	paths := regexp.MustCompile(`/settings/sessions/\d+/revoke`).FindAllString(p.text, -1)
	if len(paths) != 1 || !strings.Contains(p.text, "Firefox on Linux") || !strings.Contains(p.text, "kept signed in") {
		t.Fatalf("got %v", paths)
	}
	if status, _, _ := d.post(t, "member", paths[0], url.Values{}); status != 404 {
		t.Errorf("somebody else's session: got %d, want 404", status)
	}
	here.at(here.send(paths[0], nil), 200, "/settings/sessions", "That browser is signed out")
	there.at(there.see("/notices"), 401, "/notices", "Sign in")
	there.as("ann", nil)
	there.at(there.send("/settings/sessions/revoke", nil), 200, "/settings/sessions", "signed out everywhere else")
	here.at(here.see("/notices"), 401, "/notices", "Sign in")
}

func TestLinkingAnotherSignIn(t *testing.T) {
	t.Parallel()
	d := newPorch(t, nil)
	b := d.browser(t)
	b.as("ann", nil)
	b.send("/welcome", url.Values{"handle": {"ann"}})
	d.later(11 * time.Minute)
	b.at(b.see("/settings/sign-ins"), 200, "/settings/sign-ins", "Confirm that it is me")
	link := url.Values{"purpose": {"link"}, "return_to": {"/settings/sign-ins"}}
	b.at(b.send("/auth/demo", link), 401, "/auth/demo", "Sign in again")

	confirm := url.Values{"purpose": {"confirm"}, "return_to": {"/settings/sign-ins"}}
	b.at(b.see("/sign-in?return_to=/settings/sign-ins"), 200, "/sign-in?return_to=/settings/sign-ins", "Confirm that it is you")
	if p := b.as("eve", confirm); p.status != 403 || !strings.Contains(p.text, "That is not a sign-in of yours") {
		t.Errorf("confirming as another answers %d", p.status)
	}
	before := b.cookie()
	b.at(b.as("ann", confirm), 200, "/settings/sign-ins", "Link the demo")
	if b.cookie() == before {
		t.Error("the token stayed the same")
	}
	b.at(b.as("ann-home", link), 200, "/settings/sign-ins", "ann@home.example (confirmed)")

	other := d.browser(t)
	other.at(other.as("ann-home", url.Values{"return_to": {"/notices"}}), 200, "/notices", "Ann Ward")
	p := b.see("/settings/sign-ins")
	removes := regexp.MustCompile(`/settings/sign-ins/\d+/remove`).FindAllString(p.text, -1)
	b.at(b.send(removes[0], nil), 200, "/settings/sign-ins", "That sign-in is removed")
	other.at(other.see("/notices"), 401, "/notices", "Sign in")
	p = b.send(removes[1], nil)
	b.at(p, 403, removes[1], "only way you can sign in")
}

func TestLinkingWantsAPerson(t *testing.T) {
	t.Parallel()
	d := newPorch(t, nil)
	b := d.browser(t)
	b.at(b.send("/auth/demo", url.Values{"purpose": {"link"}}), 401, "/auth/demo", "Sign in")
	b.at(b.send("/auth/demo", url.Values{"purpose": {"confirm"}}), 401, "/auth/demo", "Sign in")
	b.at(b.send("/auth/demo", url.Values{"purpose": {"anything"}}), 422, "/auth/demo", "")
	b.at(b.send("/auth/demo", url.Values{"member": {"1"}}), 422, "/auth/demo", "")
	b.at(b.send("/auth/nobody", nil), 404, "/auth/nobody", "")
	if res, _ := d.ask(t, "POST", "/auth/demo", "purpose=link", d.as("suspended")...); res.StatusCode != 403 {
		t.Errorf("a suspended member links: got %d, want 403", res.StatusCode)
	}
}

func TestNothingOfAStrangersAddressIsLogged(t *testing.T) {
	t.Parallel()
	d := newPorch(t, nil)
	d.ask(t, "GET", "/auth/canary-of-a-stranger/callback?code=canary-code&state=canary-state", "")
	if log := d.log.String(); strings.Contains(log, "canary") || !strings.Contains(log, "reason=unknown-provider") {
		t.Errorf("the log says\n%s", log)
	}
}

func TestARefusedCallbackLeavesARow(t *testing.T) {
	t.Parallel()
	d := newPorch(t, nil)
	b := d.browser(t)
	p := b.see("/auth/demo/callback?state=x&code=y")
	b.at(p, 422, "/auth/demo/callback?state=x&code=y", "Sign in")
	if b.cookie() != "" {
		t.Error("there is a session")
	}
	b.see("/auth/%3Cscript%3E/callback?state=x")
	rows, err := db.Values[string](t.Context(), d.db, `
		SELECT l.event || ' ' || l.provider || ' ' || l.reason FROM security_log l ORDER BY l.id`)
	if err != nil || strings.Join(rows, "; ") != "refused demo no-flow; refused unknown unknown-provider" {
		t.Errorf("got %q, %v", rows, err)
	}
}

func TestATakenPlaceIsToldWhatToDo(t *testing.T) {
	t.Parallel()
	d := newPorch(t, nil)
	b := d.browser(t)
	b.as("ann", nil)
	if _, err := d.Members.ImportRoll(t.Context(), strings.NewReader("name,e-mails,cohort\nAnn Ward,ann@hospital.example ann@home.example,3\n")); err != nil {
		t.Fatal(err)
	}
	other := d.browser(t)
	p := other.as("ann-home", nil)
	if p.status != 403 || !strings.Contains(p.text, "sign in as you did before, then link this sign-in") || other.cookie() != "" {
		t.Errorf("got %d, cookie %q", p.status, other.cookie())
	}
}

func TestSignInsHaveALimit(t *testing.T) {
	t.Parallel()
	d := newPorch(t, func(c *Config) { c.Limits.SignInsABrowser = 2 })
	b := d.browser(t)
	b.as("eve", nil)
	b.as("eve", nil)
	p := b.send("/auth/demo", nil)
	if p.status != 429 || p.header.Get("Retry-After") == "" {
		t.Errorf("got %d, Retry-After %q", p.status, p.header.Get("Retry-After"))
	}
	other := d.browser(t)
	other.at(other.as("ann", nil), 200, "/welcome?return_to=%2F", "Welcome")
}

func TestASiteWithoutProvidersSaysSo(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	if status, p := w.get(t, "visitor", "/sign-in"); status != 200 || !strings.Contains(p, "Nobody can sign in yet") {
		t.Errorf("got %d", status)
	}
	if res, _ := w.ask(t, "POST", "/auth/demo", "purpose=sign-in"); res.StatusCode != 404 {
		t.Errorf("got %d, want 404", res.StatusCode)
	}
	if res, _ := w.ask(t, "GET", "/auth/demo/callback", ""); res.StatusCode != 404 {
		t.Errorf("got %d, want 404", res.StatusCode)
	}
}

func TestDevicesAreNamed(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0":            "Edge on Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1": "Safari on iPhone",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36":                         "Chrome on Android",
		"curl/8.0<script>": "A browser",
		"":                 "A browser",
	} {
		if got := device(agent); got != want {
			t.Errorf("%s: got %q, want %q", agent, got, want)
		}
	}
}
