package signin_test

import (
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"commonroom/handlers/signin"
)

const entra = "name=entra,label=Microsoft,issuer=https://login.microsoftonline.com/tenant/v2.0,id=abc,secret-file=/run/secret," +
	"auth-origin=https://login.microsoftonline.com,https://fs.hospital.example,email-trust=domains:hospital.example,trust.example,nonce=required"

func TestAnIssuerIsReadFromOneLine(t *testing.T) {
	t.Parallel()
	want := signin.Issuer{
		Name: "entra", Label: "Microsoft", URL: "https://login.microsoftonline.com/tenant/v2.0", ClientID: "abc", SecretFile: "/run/secret",
		AuthOrigins: []string{"https://login.microsoftonline.com", "https://fs.hospital.example"},
		EmailTrust:  signin.TrustDomains("hospital.example", "trust.example"),
	}
	got, err := signin.ParseIssuer(entra)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if again, err := signin.ParseIssuer(got.String()); err != nil || !reflect.DeepEqual(again, want) {
		t.Errorf("written as %s it is %+v, %v", got, again, err)
	}
	linked, err := signin.ParseIssuer("name=li, label=Trusts, North ,issuer=http://localhost:3001,id=a=b,secret=s=1,email-trust=never,nonce=absent,pkce=absent")
	if err != nil || !linked.NoNonce || !linked.NoPKCE || linked.Label != "Trusts,North" || linked.ClientID != "a=b" || linked.Secret != "s=1" {
		t.Errorf("got %+v, %v", linked, err)
	}
	if strings.Contains(linked.String(), "s=1") {
		t.Errorf("the secret is shown: %s", linked)
	}
}

func TestAnIssuerThatCannotWorkIsRefused(t *testing.T) {
	t.Parallel()
	change := func(old, new string) string {
		if !strings.Contains(entra, old) {
			t.Fatal(old)
		}
		return strings.Replace(entra, old, new, 1)
	}
	tests := map[string]string{
		"nothing":                           "",
		"no settings":                       "entra",
		"a setting that is not known":       entra + ",hunter2=x",
		"a setting that is there twice":     entra + ",label=Other",
		"an empty one that is there twice":  "label=,label=,secret=hunter2",
		"no name":                           change("name=entra,", ""),
		"a name that cannot be an address":  change("name=entra", "name=En tra"),
		"a name that climbs":                change("name=entra", "name=../x"),
		"no label":                          change("label=Microsoft", "label="),
		"no issuer":                         change("issuer=https://login.microsoftonline.com/tenant/v2.0", "issuer="),
		"an issuer in the clear":            change("issuer=https", "issuer=http"),
		"an issuer with a password":         change("issuer=https://", "issuer=https://me:hunter2@"),
		"no id":                             change("id=abc", "id="),
		"no secret":                         change("secret-file=/run/secret,", ""),
		"an auth-origin with a path":        change("auth-origin=https://login.microsoftonline.com", "auth-origin=https://login.microsoftonline.com/x"),
		"an auth-origin that ends a policy": change("auth-origin=https://login.microsoftonline.com", "auth-origin=https://a.example; script-src *"),
		"an auth-origin of any host":        change("auth-origin=https://login.microsoftonline.com", "auth-origin=*"),
		"no email-trust":                    change("email-trust=domains:hospital.example,trust.example", "email-trust="),
		"an email-trust that is not known":  change("email-trust=domains:", "email-trust=all:"),
		"a domain of everything":            change("domains:hospital.example", "domains:*"),
		"an empty domain":                   change("domains:hospital.example", "domains:"),
		"a domain with an at sign":          change("domains:hospital.example", "domains:@hospital.example"),
		"a top-level domain":                change("domains:hospital.example", "domains:uk"),
		"a domain in capitals":              change("domains:hospital.example", "domains:Hospital.example"),
		"a nonce that is neither":           change("nonce=required", "nonce=optional"),
		"a pkce that is neither":            entra + ",pkce=plain",
	}
	for name, line := range tests {
		if got, err := signin.ParseIssuer(line); err == nil {
			t.Errorf("%s: %+v", name, got)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error shows a value: %v", name, err)
		}
	}
}

func TestGitHubIsReadFromOneLine(t *testing.T) {
	t.Parallel()
	got, err := signin.ParseGitHub("id=abc,secret=hunter2")
	want := signin.GitHub{ClientID: "abc", Secret: "hunter2", Label: "GitHub", Host: "https://github.com", API: "https://api.github.com"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	if text := got.String(); strings.Contains(text, "hunter2") || !strings.Contains(text, "id=abc,secret=(hidden),label=GitHub") {
		t.Errorf("it is shown as %s", text)
	}
	for _, line := range []string{"", "id=abc", "secret=hunter2", "id=abc,secret=hunter2,host=http://github.example", "id=abc,secret=hunter2,api=x"} {
		if got, err := signin.ParseGitHub(line); err == nil {
			t.Errorf("%s: %+v", line, got)
		}
	}
}

func TestAFlowThatCannotWorkIsRefused(t *testing.T) {
	t.Parallel()
	good, err := signin.ParseIssuer(strings.Replace(entra, "secret-file=/run/secret", "secret=s", 1))
	if err != nil {
		t.Fatal(err)
	}
	noSecret, hub := good, &signin.GitHub{ClientID: "a", Secret: "b"}
	noSecret.Secret, noSecret.SecretFile = "", filepath.Join(t.TempDir(), "gone")
	asHub := good
	asHub.Name = "github"
	tests := []struct {
		name   string
		change func(*signin.Config)
	}{
		{"a base address in the clear", func(c *signin.Config) { c.BaseURL = "http://commonroom.example" }},
		{"a base address with a path", func(c *signin.Config) { c.BaseURL = "https://commonroom.example/room" }},
		{"no base address", func(c *signin.Config) { c.BaseURL = "" }},
		{"a short key", func(c *signin.Config) { c.Key = make([]byte, 31) }},
		{"two providers of one name", func(c *signin.Config) { c.Issuers = []signin.Issuer{good, good} }},
		{"a provider named as GitHub beside GitHub", func(c *signin.Config) { c.Issuers, c.GitHub = []signin.Issuer{asHub}, hub }},
		{"a secret file that is not there", func(c *signin.Config) { c.Issuers = []signin.Issuer{noSecret} }},
		{"a provider that was not checked", func(c *signin.Config) { c.Issuers = []signin.Issuer{{Name: "x"}} }},
	}
	for _, test := range tests {
		config := signin.Config{BaseURL: "https://commonroom.example", Key: make([]byte, 32), Issuers: []signin.Issuer{good}, GitHub: hub}
		if _, err := signin.New(config); err != nil {
			t.Fatal(err)
		}
		test.change(&config)
		if _, err := signin.New(config); err == nil {
			t.Errorf("%s is taken", test.name)
		}
	}
}

func TestTheFormActionsAndTheSecretFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("a secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	one, _ := signin.ParseIssuer(strings.Replace(entra, "/run/secret", file, 1))
	two := signin.Issuer{Name: "google", Label: "Google", URL: "https://accounts.google.com", ClientID: "a", Secret: "b", EmailTrust: signin.TrustClaim}
	flow, err := signin.New(signin.Config{BaseURL: "https://commonroom.example/", Key: make([]byte, 32), Issuers: []signin.Issuer{one, two}, GitHub: &signin.GitHub{ClientID: "a", Secret: "b"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"https://accounts.google.com", "https://fs.hospital.example", "https://github.com", "https://login.microsoftonline.com"}
	if got := flow.FormActions(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func FuzzParseIssuer(f *testing.F) {
	for _, seed := range []string{entra, "name=a,label=b,issuer=http://localhost,id=c,secret=d,email-trust=claim", "a,b=c,,=", "label=,label=", "name=x,auth-origin=https://a\n.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		i, err := signin.ParseIssuer(line)
		if err != nil {
			return
		}
		for _, origin := range i.AuthOrigins {
			if strings.ContainsAny(origin, " ;,'\"\r\n\t") {
				t.Errorf("an origin would break the policy it stands in: %q", origin)
			}
		}
		if i.Secret != "" {
			return // it is not shown, and so not read again
		}
		again, err := signin.ParseIssuer(i.String())
		if err != nil || !reflect.DeepEqual(i, again) {
			t.Errorf("%q became %+v, and %q became %+v, %v", line, i, i.String(), again, err)
		}
	})
}

func TestALocalPathStaysOnThisSite(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/threads/7", "/threads/7/a-slug?page=2&q=a+b#post-9", "/members?q=%C3%A5", "/search?q=%2F%2Fx"} {
		if got := signin.LocalPath(path); got != path {
			t.Errorf("%q became %q", path, got)
		}
	}
	for _, path := range []string{
		"", "threads/7", "//", "//?a", "//#a", "//evil.example", "///evil.example", `/\evil.example`, `\\evil.example`, `/a\..\\evil.example`, "/%2Fevil.example", "/%2f/evil.example",
		"/%5Cevil.example", "/%09/evil.example", "/\t/evil.example", "/\n//evil.example", "/a\r\nSet-Cookie: x=y", "/a%0d%0aSet-Cookie:x", "/.//evil.example",
		"https://evil.example", "https:/evil.example", "https:evil.example", "javascript:alert(1)", "/javascript:alert(1)\x00", " /a", "/a b", "/å", "/%zz", "?a", "#a", "@evil.example",
		"/" + strings.Repeat("a", 1000),
	} {
		if got := signin.LocalPath(path); got != "/" {
			t.Errorf("%q became %q", path, got)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/threads/7?page=2#post-9", "//", "//evil.example", `/\evil.example`, "/%2f%2fevil.example", "/%5cevil", "/\t/evil.example", "/a\r\nb", "https:evil"} {
		f.Add(seed)
	}
	base, _ := url.Parse("https://commonroom.example/auth/x/callback")
	f.Fuzz(func(t *testing.T, path string) {
		got := signin.LocalPath(path)
		if got != path && got != "/" {
			t.Fatalf("%q became %q", path, got)
		}
		if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.ContainsFunc(got, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '\\' }) {
			t.Fatalf("%q is let through", got)
		}
		to, err := base.Parse(got)
		if err != nil || to.Host != base.Host || to.Scheme != base.Scheme || to.User != nil || strings.HasPrefix(to.Path, "//") {
			t.Fatalf("%q leads to %q, %v", got, to, err)
		}
	})
}
