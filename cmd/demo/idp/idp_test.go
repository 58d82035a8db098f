package idp

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const callback = "http://localhost:3000/auth/demo/callback"

var (
	people = []Persona{
		{Subject: "ann", Name: "Ann Ward", Email: "ann.ward@hospital.example", About: "Start a thread."},
		{Subject: "bo", Name: "Bo <b>Lind</b>", Email: "bo@elsewhere.example", Unverified: true, About: "Wait to be admitted."},
	}
	sites = []Client{{ID: "commonroom", Secret: "a secret", RedirectURIs: []string{callback}}}
)

func start(t *testing.T) *Provider {
	t.Helper()
	p, err := Start(t.Context(), people, sites, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// visit asks once, following nothing.
func visit(t *testing.T, method, address string, form url.Values, change ...func(*http.Request)) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range change {
		c(request)
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func atSite(p *Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: "commonroom", ClientSecret: "a secret", RedirectURL: callback,
		Endpoint: oauth2.Endpoint{AuthURL: p.Issuer() + "/authorize", TokenURL: p.Issuer() + "/oauth/token", AuthStyle: oauth2.AuthStyleInHeader},
		Scopes:   []string{"openid", "profile", "email"},
	}
}

// ask goes to the page of personas and gives the sign-in's id.
func ask(t *testing.T, p *Provider, verifier string) string {
	t.Helper()
	answer, body := visit(t, "GET", atSite(p).AuthCodeURL("the-state", oauth2.S256ChallengeOption(verifier), oidc.Nonce("the-nonce")), nil)
	to, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || to.Path != "/login" {
		t.Fatalf("authorize answered %d to %q: %s", answer.StatusCode, to, body)
	}
	return to.Query().Get("id")
}

// choose signs in as subject and gives what the site's callback would receive.
func choose(t *testing.T, p *Provider, id, subject string) url.Values {
	t.Helper()
	answer, body := visit(t, "POST", p.Issuer()+"/login", url.Values{"id": {id}, "persona": {subject}})
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("the page answered %d: %s", answer.StatusCode, body)
	}
	answer, _ = visit(t, "GET", answer.Header.Get("Location"), nil)
	to, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || !strings.HasPrefix(to.String(), callback+"?") {
		t.Fatalf("the callback is %q", to)
	}
	return to.Query()
}

func TestAPersonaSignsInWithCodeAndPKCE(t *testing.T) {
	t.Parallel()
	p := start(t)
	for _, person := range people {
		verifier := oauth2.GenerateVerifier()
		back := choose(t, p, ask(t, p, verifier), person.Subject)
		if back.Get("state") != "the-state" {
			t.Fatalf("state = %q", back.Get("state"))
		}
		token, err := atSite(p).Exchange(t.Context(), back.Get("code"), oauth2.VerifierOption(verifier))
		if err != nil {
			t.Fatal(err)
		}
		provider, err := oidc.NewProvider(t.Context(), p.Issuer())
		if err != nil {
			t.Fatal(err)
		}
		signed, err := provider.Verifier(&oidc.Config{ClientID: "commonroom"}).Verify(t.Context(), token.Extra("id_token").(string))
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Email    string `json:"email"`
			Verified any    `json:"email_verified"`
			Name     string `json:"name"`
		}
		if err := signed.Claims(&got); err != nil {
			t.Fatal(err)
		}
		if signed.Subject != person.Subject || signed.Nonce != "the-nonce" || got.Email != person.Email || got.Name != person.Name || (got.Verified == true) == person.Unverified {
			t.Errorf("token of %s says %+v, nonce %q", person.Name, got, signed.Nonce)
		}
		info, err := provider.UserInfo(t.Context(), oauth2.StaticTokenSource(token))
		if err != nil || info.Subject != person.Subject || info.Email != person.Email {
			t.Errorf("userinfo = %+v, %v", info, err)
		}
	}
}

func TestAnExchangeIsRefused(t *testing.T) {
	t.Parallel()
	p := start(t)
	tests := []struct {
		name   string
		change func(*oauth2.Config, *string)
		twice  bool
	}{
		{"when the code comes a second time", func(*oauth2.Config, *string) {}, true},
		{"when the verifier is another one", func(_ *oauth2.Config, v *string) { *v = oauth2.GenerateVerifier() }, false},
		{"when there is no verifier", func(_ *oauth2.Config, v *string) { *v = "" }, false},
		{"when the secret is wrong", func(c *oauth2.Config, _ *string) { c.ClientSecret = "guessed" }, false},
		{"when the redirect URI is another one", func(c *oauth2.Config, _ *string) { c.RedirectURL = "http://localhost:3000/other" }, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			site, verifier := atSite(p), oauth2.GenerateVerifier()
			code := choose(t, p, ask(t, p, verifier), "ann").Get("code")
			if test.twice {
				if _, err := site.Exchange(t.Context(), code, oauth2.VerifierOption(verifier)); err != nil {
					t.Fatal(err)
				}
			}
			test.change(site, &verifier)
			if token, err := site.Exchange(t.Context(), code, oauth2.VerifierOption(verifier)); err == nil {
				t.Errorf("got %v", token)
			}
		})
	}
}

func TestASignInCannotBegin(t *testing.T) {
	t.Parallel()
	p := start(t)
	tests := []struct {
		name   string
		change func(url.Values)
	}{
		{"without a challenge", func(q url.Values) { q.Del("code_challenge"); q.Del("code_challenge_method") }},
		{"with a plain challenge", func(q url.Values) { q.Set("code_challenge_method", "plain") }},
		{"for a token instead of a code", func(q url.Values) { q.Set("response_type", "id_token token") }},
		{"for a client it does not know", func(q url.Values) { q.Set("client_id", "other") }},
		{"towards another address", func(q url.Values) { q.Set("redirect_uri", callback+"/../evil") }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			address, _ := url.Parse(atSite(p).AuthCodeURL("s", oauth2.S256ChallengeOption(oauth2.GenerateVerifier())))
			query := address.Query()
			test.change(query)
			address.RawQuery = query.Encode()
			answer, _ := visit(t, "GET", address.String(), nil)
			if to := answer.Header.Get("Location"); strings.HasPrefix(to, "/login") || strings.Contains(to, "evil") || strings.Contains(to, "code=") {
				t.Errorf("it was sent to %q", to)
			}
		})
	}
}

func TestThePageOfPersonas(t *testing.T) {
	t.Parallel()
	p := start(t)
	id := ask(t, p, oauth2.GenerateVerifier())
	answer, body := visit(t, "GET", p.Issuer()+"/login?id="+id, nil)
	for _, want := range []string{"Sign in as Ann Ward", "ann.ward@hospital.example", "Start a thread.", "Bo &lt;b&gt;Lind", "(not verified)", "localhost:3000"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	policy := answer.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || !strings.HasSuffix(policy, "form-action 'self' http://localhost:3000") {
		t.Errorf("policy = %q", policy)
	}
	if answer, _ := visit(t, "POST", p.Issuer()+"/login", url.Values{"id": {id}, "persona": {"nobody"}}); answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a persona that does not exist: %d", answer.StatusCode)
	}
	crossSite := func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }
	if answer, _ := visit(t, "POST", p.Issuer()+"/login", url.Values{"id": {id}, "persona": {"ann"}}, crossSite); answer.StatusCode != http.StatusForbidden {
		t.Errorf("another site chose a persona: %d", answer.StatusCode)
	}
	choose(t, p, id, "ann")
	if answer, _ := visit(t, "POST", p.Issuer()+"/login", url.Values{"id": {id}, "persona": {"bo"}}); answer.StatusCode != http.StatusGone {
		t.Errorf("a second choice: %d", answer.StatusCode)
	}
}

func TestAPersonMayGoBackWithoutSigningIn(t *testing.T) {
	t.Parallel()
	p := start(t)
	id := ask(t, p, oauth2.GenerateVerifier())
	answer, _ := visit(t, "POST", p.Issuer()+"/login", url.Values{"id": {id}, "persona": {""}})
	if got, want := answer.Header.Get("Location"), callback+"?error=access_denied&state=the-state"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOnlyThisMachineIsAnswered(t *testing.T) {
	t.Parallel()
	p := start(t)
	for remote, want := range map[string]int{"127.0.0.1:5000": 200, "[::1]:5000": 200, "10.1.2.3:5000": 403, "[2001:db8::1]:5000": 403, "": 403} {
		request := httptest.NewRequestWithContext(t.Context(), "GET", p.Issuer()+"/", nil)
		request.RemoteAddr = remote
		answer := httptest.NewRecorder()
		p.server.Handler.ServeHTTP(answer, request)
		if answer.Code != want {
			t.Errorf("from %q: %d, want %d", remote, answer.Code, want)
		}
	}
	rebound := func(r *http.Request) { r.Host = "evil.example" }
	if answer, _ := visit(t, "GET", p.Issuer()+"/", nil, rebound); answer.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another name: %d", answer.StatusCode)
	}
}

func TestStartRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		personas []Persona
		clients  []Client
		addr     string
	}{
		{"every interface", people, sites, ":0"},
		{"an address of the network", people, sites, "192.0.2.1:0"},
		{"a name that may mean anything", people, sites, "idp.example:0"},
		{"an address without a port", people, sites, "localhost"},
		{"nobody to be", nil, sites, "127.0.0.1:0"},
		{"two personas of one subject", []Persona{people[0], people[0]}, sites, "127.0.0.1:0"},
		{"a subject with a colon", []Persona{{Subject: "a:b"}}, sites, "127.0.0.1:0"},
		{"a client without a secret", people, []Client{{ID: "x", RedirectURIs: []string{callback}}}, "127.0.0.1:0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if p, err := Start(t.Context(), test.personas, test.clients, test.addr); err == nil {
				_ = p.Close()
				t.Error("it started")
			}
		})
	}
}

func TestKeysAreFreshAndTheProviderEndsWithItsContext(t *testing.T) {
	t.Parallel()
	keys := func(p *Provider) string {
		_, body := visit(t, "GET", p.Issuer()+"/keys", nil)
		var set struct{ Keys []struct{ Kid, N string } }
		if err := json.Unmarshal([]byte(body), &set); err != nil || len(set.Keys) != 1 {
			t.Fatalf("keys = %s, %v", body, err)
		}
		return set.Keys[0].Kid + set.Keys[0].N
	}
	if first, second := keys(start(t)), keys(start(t)); first == second {
		t.Error("two starts share a key")
	}
	ctx, cancel := context.WithCancel(t.Context())
	p, err := Start(ctx, people, sites, "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(p.Issuer(), "http://localhost:") {
		t.Errorf("issuer = %q", p.Issuer())
	}
	cancel()
	<-p.done
}
