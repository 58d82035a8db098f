package signin_test

import (
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"commonroom/cmd/demo/idp"
	"commonroom/handlers/signin"
)

// demo is a site with the demo's identity provider beside it.
func demo(t *testing.T) (*site, *idp.Provider) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	personas := []idp.Persona{
		{Subject: "ann", Name: "Ann Ward", Email: "ann.ward@hospital.example", About: "Start a thread."},
		{Subject: "bo", Name: "Bo Lind", Email: "bo@elsewhere.example", Unverified: true, About: "Wait to be admitted."},
	}
	client := idp.Client{ID: "commonroom", Secret: "a secret", RedirectURIs: []string{"http://" + listener.Addr().String() + "/auth/demo/callback"}}
	provider, err := idp.Start(t.Context(), personas, []idp.Client{client}, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = provider.Close() })
	s := newSiteOn(t, listener, signin.Config{Issuers: []signin.Issuer{{
		Name: "demo", Label: "Demo", URL: provider.Issuer(), ClientID: client.ID, Secret: client.Secret, EmailTrust: signin.TrustClaim,
	}}})
	return s, provider
}

// walk is a person with a browser: to the page of personas, and back as the one they choose.
func walk(t *testing.T, s *site, persona string, form url.Values) outcome {
	t.Helper()
	b := s.browser(t)
	b.client.CheckRedirect = nil
	page, err := b.client.PostForm(s.base+"/auth/demo", form)
	if err != nil {
		t.Fatal(err)
	}
	defer page.Body.Close()
	body, _ := io.ReadAll(page.Body)
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindSubmatch(body)
	if id == nil {
		t.Fatalf("%s is not the page of personas: %s", page.Request.URL, body)
	}
	page.Request.URL.RawQuery = ""
	done, err := b.client.PostForm(page.Request.URL.String(), url.Values{"id": {string(id[1])}, "persona": {persona}})
	if err != nil {
		t.Fatal(err)
	}
	return b.read(done)
}

func TestSigningInWithTheDemoProvider(t *testing.T) {
	t.Parallel()
	s, provider := demo(t)
	for _, want := range []signin.Login{
		{Subject: "ann", Email: "ann.ward@hospital.example", EmailTrusted: true, Name: "Ann Ward", Purpose: signin.ToSignIn, ReturnTo: "/boards"},
		{Subject: "bo", Email: "bo@elsewhere.example", EmailTrusted: false, Name: "Bo Lind", Purpose: signin.ToConfirm, ReturnTo: "/"},
	} {
		want.Provider, want.Issuer, want.Member = "demo", provider.Issuer(), 7
		o := walk(t, s, want.Subject, url.Values{"purpose": {string(want.Purpose)}, "return": {want.ReturnTo}})
		if o.Login == nil || *o.Login != want {
			t.Errorf("got %+v, want %+v", o, want)
		}
	}
	refusedFor(t, walk(t, s, "", nil), signin.ReasonDeclined)
	if got := s.flow.FormActions(); len(got) != 1 || got[0] != provider.Issuer() {
		t.Errorf("form actions = %v", got)
	}
	if got := s.flow.Providers(); len(got) != 1 || got[0] != (signin.Provider{Name: "demo", Label: "Demo"}) {
		t.Errorf("providers = %v", got)
	}
}

// hub answers as GitHub's addresses do.
func hub(t *testing.T, user, emails string, status int) *hostile {
	t.Helper()
	h := newHostile(t)
	says := func(w http.ResponseWriter, status int, body string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
	h.before = func(w http.ResponseWriter, r *http.Request) bool {
		switch r.URL.Path {
		case "/login/oauth/access_token":
			if r.FormValue("code") != "the-code" || !strings.HasSuffix(r.FormValue("redirect_uri"), "/auth/github/callback") {
				says(w, 200, `{"error":"bad_verification_code","error_description":"`+canary+`"}`)
				return true
			}
			says(w, 200, `{"access_token":"t","token_type":"bearer","scope":"read:user,user:email"}`)
		case "/user":
			says(w, 200, user)
		case "/user/emails":
			says(w, status, emails)
		}
		return true
	}
	return h
}

func TestSigningInWithGitHub(t *testing.T) {
	t.Parallel()
	const list = `[{"email":"public@elsewhere.example","primary":false,"verified":true},{"email":"ann@hospital.example","primary":true,"verified":true}]`
	tests := []struct {
		name, user, emails, code string
		status                   int
		want                     signin.Login
		reason                   signin.Reason
	}{
		{"the verified primary address counts, not the one on the profile", `{"id":42,"login":"ann","name":"Ann Ward","email":"public@elsewhere.example"}`, list, "the-code", 200,
			signin.Login{Subject: "42", Email: "ann@hospital.example", EmailTrusted: true, Name: "Ann Ward"}, ""},
		{"nobody's name is their login", `{"id":42,"login":"ann"}`, list, "the-code", 200,
			signin.Login{Subject: "42", Email: "ann@hospital.example", EmailTrusted: true, Name: "ann"}, ""},
		{"a primary address that is not verified is none", `{"id":42,"login":"ann","email":"victim@hospital.example"}`, `[{"email":"victim@hospital.example","primary":true,"verified":false}]`, "the-code", 200,
			signin.Login{Subject: "42", Name: "ann"}, ""},
		{"no address at all", `{"id":42,"login":"ann"}`, `[]`, "the-code", 200, signin.Login{Subject: "42", Name: "ann"}, ""},
		{"an answer without an id", `{"login":"ann"}`, list, "the-code", 200, signin.Login{}, signin.ReasonSubject},
		{"an answer that is no JSON", `<h1>` + canary, list, "the-code", 200, signin.Login{}, signin.ReasonUserinfo},
		{"a list that is not to be had", `{"id":42,"email":"a@b.example"}`, list, "the-code", 403, signin.Login{}, signin.ReasonUserinfo},
		{"a code that it does not know", `{"id":42}`, list, "guessed", 200, signin.Login{}, signin.ReasonExchange},
		{"an answer of 1 MB", `{"id":42,"name":"` + strings.Repeat("x", 1<<20) + `"}`, list, "the-code", 200, signin.Login{}, signin.ReasonTooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := hub(t, test.user, test.emails, test.status)
			b := newSite(t, signin.Config{GitHub: &signin.GitHub{ClientID: "our-client", Secret: "our-secret", Host: h.URL, API: h.URL}}).browser(t)
			to := b.begin("github", nil)
			o := b.back("github", url.Values{"state": {to.Query().Get("state")}, "code": {test.code}})
			if test.reason != "" {
				refusedFor(t, o, test.reason)
				return
			}
			test.want.Provider, test.want.Issuer, test.want.Purpose, test.want.ReturnTo, test.want.Member = "github", h.URL, signin.ToSignIn, "/", 7
			if o.Login == nil || *o.Login != test.want {
				t.Errorf("got %+v, want %+v", o, test.want)
			}
		})
	}
}
