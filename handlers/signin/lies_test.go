package signin_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"commonroom/handlers/signin"

	"github.com/go-jose/go-jose/v4"
)

func TestAnHonestProviderSaysWhoCame(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	o := around(t, h, h.issuer("hospital"), url.Values{"return": {"/threads/7?page=2#post-9"}, "keep": {"on"}, "purpose": {"link"}})
	want := signin.Login{
		Provider: "hospital", Issuer: h.URL, Subject: "subject-1", Email: "ann@hospital.example", EmailTrusted: true, Name: "Ann Ward",
		Purpose: signin.ToLink, ReturnTo: "/threads/7?page=2#post-9", Keep: true, Member: 7,
	}
	if o.Login == nil || *o.Login != want {
		t.Errorf("got %+v, want %+v", o, want)
	}
}

// set makes a lie that changes one claim; nil takes it away.
func set(name string, value any) func(map[string]any) {
	return func(claims map[string]any) {
		if value == nil {
			delete(claims, name)
			return
		}
		claims[name] = value
	}
}

func TestAProviderThatLiesBringsNobodyIn(t *testing.T) {
	t.Parallel()
	claim := func(name string, value any) func(*hostile) {
		return func(h *hostile) { h.claims = set(name, value) }
	}
	sign := func(how func(h *hostile, claims map[string]any) string) func(*hostile) {
		return func(h *hostile) { h.sign = func(claims map[string]any) string { return how(h, claims) } }
	}
	tests := []struct {
		name string
		lie  func(*hostile)
		want signin.Reason
	}{
		{"the signature is by another key", sign(func(h *hostile, c map[string]any) string { return signed(jose.RS256, h.otherKey, "k1", c) }), signin.ReasonSignature},
		{"the signature is by another key that the token brings along", sign(func(h *hostile, c map[string]any) string {
			return signedWith(jose.RS256, h.otherKey, &jose.SignerOptions{EmbedJWK: true}, c)
		}), signin.ReasonSignature},
		{"the claims were changed after signing", sign(func(h *hostile, c map[string]any) string {
			parts := strings.Split(signed(jose.RS256, h.key, "k1", c), ".")
			c["sub"] = "victim"
			return parts[0] + "." + strings.Split(unsigned(c, ""), ".")[1] + "." + parts[2]
		}), signin.ReasonSignature},
		{"the algorithm is none", sign(func(_ *hostile, c map[string]any) string { return unsigned(c, "") }), signin.ReasonSignature},
		{"the algorithm is none over a real signature", sign(func(h *hostile, c map[string]any) string {
			return unsigned(c, strings.Split(signed(jose.RS256, h.key, "k1", c), ".")[2])
		}), signin.ReasonSignature},
		{"the algorithm is HS256 with the public key", sign(func(h *hostile, c map[string]any) string {
			return signed(jose.HS256, publicPEM(h.key), "k1", c)
		}), signin.ReasonSignature},
		{"the algorithm is HS256 with the client secret", sign(func(_ *hostile, c map[string]any) string {
			return signed(jose.HS256, []byte(strings.Repeat("our-secret", 4)), "k1", c)
		}), signin.ReasonSignature},
		{"the issuer is another", claim("iss", "https://accounts.example"), signin.ReasonIssuer},
		{"there is no issuer", claim("iss", nil), signin.ReasonIssuer},
		{"the audience is another site", claim("aud", "other-client"), signin.ReasonAudience},
		{"there is no audience", claim("aud", nil), signin.ReasonAudience},
		{"the token was given to another site", claim("azp", "other-client"), signin.ReasonParty},
		{"there are two audiences and no authorised party", claim("aud", []string{"our-client", "other-client"}), signin.ReasonParty},
		{"it has expired", claim("exp", time.Now().Add(-time.Second).Unix()), signin.ReasonExpired},
		{"it is not valid yet", claim("nbf", time.Now().Add(time.Hour).Unix()), signin.ReasonExpired},
		{"it has no expiry", claim("exp", nil), signin.ReasonNoExpiry},
		{"its expiry is in quotes", claim("exp", "9999999999"), signin.ReasonClaims},
		{"the nonce is missing", claim("nonce", nil), signin.ReasonNoNonce},
		{"the nonce is another", claim("nonce", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), signin.ReasonNonce},
		{"the access token is not the one the token was made with", claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"), signin.ReasonTokenHash},
		{"there is no subject", claim("sub", nil), signin.ReasonSubject},
		{"the subject is empty", claim("sub", ""), signin.ReasonSubject},
		{"the subject is too long", claim("sub", strings.Repeat("s", 256)), signin.ReasonSubject},
		{"the subject has a line break in it", claim("sub", "a\nb"), signin.ReasonSubject},
		{"the subject is there in two spellings, the second with a long s", claim("\u017fub", "victim"), signin.ReasonClaims},
		{"userinfo is about somebody else", func(h *hostile) { h.userinfo = set("sub", "victim") }, signin.ReasonUserinfo},
		{"userinfo has no subject", func(h *hostile) { h.userinfo = set("sub", nil) }, signin.ReasonUserinfo},
		{"there is no ID token", func(h *hostile) { h.token = set("id_token", nil) }, signin.ReasonNoToken},
		{"the ID token is a number", func(h *hostile) { h.token = set("id_token", 12345) }, signin.ReasonUnexpected},
		{"the ID token is not one", func(h *hostile) { h.token = set("id_token", canary) }, signin.ReasonSignature},
		{"the ID token has 1 MB", func(h *hostile) { h.token = set("id_token", strings.Repeat("x", 1<<20)) }, signin.ReasonTooLarge},
		{"a claim has 1 MB", claim("name", strings.Repeat("x", 1<<20)), signin.ReasonTooLarge},
		{"the ID token has 64 kB", claim("name", strings.Repeat("x", 64<<10)), signin.ReasonTooLarge},
		{"userinfo has 1 MB", func(h *hostile) { h.userinfo = set("name", strings.Repeat("x", 1<<20)) }, signin.ReasonTooLarge},
		{"the token endpoint redirects", elsewhere("/token"), signin.ReasonDown},
		{"the token endpoint fails", breaks("/token", 500), signin.ReasonDown},
		{"the token endpoint answers a page", breaks("/token", 200), signin.ReasonExchange},
		{"the key set fails", breaks("/keys", 500), signin.ReasonDown},
		{"the key set is a page", breaks("/keys", 200), signin.ReasonDown},
		{"userinfo fails", breaks("/userinfo", 500), signin.ReasonUserinfo},
		{"userinfo is a page", breaks("/userinfo", 200), signin.ReasonUserinfo},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := newHostile(t)
			test.lie(h)
			refusedFor(t, around(t, h, h.issuer("hospital"), nil), test.want)
		})
	}
}

// breaks makes one path answer with a page.
func breaks(path string, status int) func(*hostile) {
	return func(h *hostile) {
		h.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == path {
				w.WriteHeader(status)
				_, _ = w.Write([]byte("<h1>" + canary + "</h1>"))
			}
			return r.URL.Path == path
		}
	}
}

// elsewhere makes one path redirect in the way that has the body, and so the secret, sent on
// to where it would be answered.
func elsewhere(path string) func(*hostile) {
	return func(h *hostile) {
		h.before = func(w http.ResponseWriter, r *http.Request) bool {
			first := r.URL.Path == path && r.URL.RawQuery == ""
			if first {
				http.Redirect(w, r, path+"?again", http.StatusTemporaryRedirect)
			}
			return first
		}
	}
}

func TestADiscoveryThatDoesNotFitIsRefusedBeforeAnybodyIsSentThere(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		discovery func(map[string]any)
		want      signin.Reason
	}{
		{"the issuer is another", set("issuer", "https://accounts.example"), signin.ReasonSetup},
		{"the sign-in page is at an origin that was not configured", set("authorization_endpoint", "https://phishing.example/authorize"), signin.ReasonSetup},
		{"the secret would travel in the clear", set("token_endpoint", "http://login.example/token"), signin.ReasonSetup},
		{"userinfo would travel in the clear", set("userinfo_endpoint", "http://login.example/userinfo"), signin.ReasonSetup},
		{"there is no token endpoint", set("token_endpoint", nil), signin.ReasonSetup},
		{"it has 1 MB", set("scopes_supported", strings.Repeat("x", 1<<20)), signin.ReasonDown},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := newHostile(t)
			h.discovery = test.discovery
			b := newSite(t, signin.Config{Issuers: []signin.Issuer{h.issuer("hospital")}}).browser(t)
			_, o := b.post("hospital", nil)
			refusedFor(t, o, test.want)
		})
	}
}

func TestWhenAnEmailIsTrusted(t *testing.T) {
	t.Parallel()
	domains := signin.TrustDomains("hospital.example", "trust.example")
	both := func(name string, value any) func(*hostile) { return func(h *hostile) { set(name, value)(h.person) } }
	email := func(value string) func(*hostile) {
		return func(h *hostile) { h.person["email"] = value; delete(h.person, "email_verified") }
	}
	tests := []struct {
		name  string
		trust signin.EmailTrust
		lie   func(*hostile)
		email string
		want  bool
	}{
		{"verified, where the claim is taken", signin.TrustClaim, func(*hostile) {}, "ann@hospital.example", true},
		{"verified, where nothing is taken", signin.TrustNever, func(*hostile) {}, "ann@hospital.example", false},
		{"a victim's address that is not verified", signin.TrustClaim, both("email_verified", false), "ann@hospital.example", false},
		{`a victim's address that is "false"`, signin.TrustClaim, both("email_verified", "false"), "ann@hospital.example", false},
		{`a victim's address that is "true", in quotes`, signin.TrustClaim, both("email_verified", "true"), "ann@hospital.example", false},
		{"a victim's address that is 1", signin.TrustClaim, both("email_verified", 1), "ann@hospital.example", false},
		{"a victim's address of which nothing is said", signin.TrustClaim, both("email_verified", nil), "ann@hospital.example", false},
		{"a claim of nearly the same name", signin.TrustClaim, func(h *hostile) { delete(h.person, "email_verified"); h.person["Email_Verified"] = true }, "ann@hospital.example", false},
		{"nothing said, of the organisation's domain", domains, email("ann@hospital.example"), "ann@hospital.example", true},
		{"the domain in capitals", domains, email("Ann@HOSPITAL.example"), "Ann@HOSPITAL.example", true},
		{"said to be false, of the organisation's domain", domains, both("email_verified", false), "ann@hospital.example", false},
		{"a domain with ours at its end", domains, email("ann@evilhospital.example"), "ann@evilhospital.example", false},
		{"a domain below ours", domains, email("ann@ward.hospital.example"), "ann@ward.hospital.example", false},
		{"a domain that begins with ours", domains, email("ann@hospital.example.evil.example"), "ann@hospital.example.evil.example", false},
		{"a domain that ends in a dot", domains, email("ann@hospital.example."), "ann@hospital.example.", false},
		{"a domain with a letter that folds to one of ours", signin.TrustDomains("desk.example"), email("ann@des\u212a.example"), "", false},
		{"two at signs", domains, email("ann@evil.example@hospital.example"), "", false},
		{"an at sign in quotes", domains, email(`"ann@evil.example"@hospital.example`), "", false},
		{"a line break", domains, email("ann\n@hospital.example"), "", false},
		{"two addresses", domains, email("ann@evil.example,ann@hospital.example"), "", false},
		{"no address", signin.TrustClaim, both("email", nil), "", false},
		{"an address that is a list", signin.TrustClaim, both("email", []string{"ann@hospital.example"}), "", false},
		{"an address that userinfo alone gives and verifies", signin.TrustClaim, func(h *hostile) {
			h.claims = func(c map[string]any) { delete(c, "email"); delete(c, "email_verified") }
		}, "ann@hospital.example", true},
		{"userinfo's address with the token's word", signin.TrustClaim, func(h *hostile) {
			h.claims, h.userinfo = set("email", nil), set("email_verified", nil)
		}, "ann@hospital.example", false},
		{"the signed address, where userinfo has a victim's", signin.TrustClaim, func(h *hostile) {
			h.userinfo = set("email", "victim@hospital.example")
		}, "ann@hospital.example", true},
		{"a signed address that is not verified, where userinfo says it is", signin.TrustClaim, func(h *hostile) {
			h.claims = set("email_verified", false)
		}, "ann@hospital.example", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := newHostile(t)
			test.lie(h)
			i := h.issuer("hospital")
			i.EmailTrust = test.trust
			o := around(t, h, i, nil)
			if o.Login == nil {
				t.Fatalf("nobody came in: %+v", o)
			}
			if o.Login.Email != test.email || o.Login.EmailTrusted != test.want {
				t.Errorf("got %q, trusted %v; want %q, %v", o.Login.Email, o.Login.EmailTrusted, test.email, test.want)
			}
		})
	}
}

func TestAnIdentityIsIssuerAndSubject(t *testing.T) {
	t.Parallel()
	first, second, later := newHostile(t), newHostile(t), newHostile(t)
	s := newSite(t, signin.Config{Issuers: []signin.Issuer{first.issuer("first"), second.issuer("second"), later.issuer("later")}})
	come := func(h *hostile, name string) signin.Login {
		b := s.browser(t)
		o := b.back(name, h.consent(t, b.begin(name, nil)))
		if o.Login == nil {
			t.Fatalf("nobody came in: %+v", o)
		}
		return *o.Login
	}
	one, other := come(first, "first"), come(second, "second")
	if one.Subject != other.Subject || one.Issuer == other.Issuer {
		t.Errorf("the same subject at two providers is %s %s and %s %s", one.Issuer, one.Subject, other.Issuer, other.Subject)
	}
	before := come(later, "later")
	later.person["email"] = "ann.moved@trust.example"
	after := come(later, "later")
	if after.Email == before.Email || after.Issuer != before.Issuer || after.Subject != before.Subject {
		t.Errorf("a changed e-mail: %+v, then %+v", before, after)
	}
}

func TestANameIsOneCleanLine(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"Ann\r\n\tWard":                 "Ann Ward",
		"Ann \u202eWard\u0000":          "Ann Ward",
		"  ":                            "",
		"<b>Ann</b>":                    "<b>Ann</b>", // a page escapes it
		strings.Repeat("å", 300):        strings.Repeat("å", 100),
		strings.Repeat("a", 99) + " bc": strings.Repeat("a", 99),
	}
	for said, want := range tests {
		h := newHostile(t)
		h.person["name"] = said
		o := around(t, h, h.issuer("hospital"), nil)
		if o.Login == nil || o.Login.Name != want {
			got, _ := json.Marshal(o)
			t.Errorf("%q became %s, want %q", said, got, want)
		}
	}
}
