package signin_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/oauth2"
)

// canary stands in everything a provider says: it must reach nobody's page.
const canary = "canary-of-the-provider"

// hostile is a provider that keeps to the protocol until a test tells it how to lie.
type hostile struct {
	*httptest.Server
	key, otherKey *rsa.PrivateKey
	person        map[string]any // claims of whoever signs in

	// The lies. They are set before the first request and not touched after.
	discovery func(map[string]any)
	claims    func(map[string]any)
	sign      func(claims map[string]any) string
	token     func(map[string]any)
	userinfo  func(map[string]any)
	before    func(http.ResponseWriter, *http.Request) bool // true when it has answered

	mu     sync.Mutex
	grants map[string]grant
	asked  []url.Values // what the token endpoint was sent
}

type grant struct{ challenge, redirect, nonce string }

// Two keys serve every test: making one takes longer than the rest of a test.
var keys = sync.OnceValue(func() [2]*rsa.PrivateKey {
	var made [2]*rsa.PrivateKey
	for i := range made {
		made[i], _ = rsa.GenerateKey(rand.Reader, 2048)
	}
	return made
})

func newHostile(t *testing.T) *hostile {
	t.Helper()
	h := &hostile{
		key: keys()[0], otherKey: keys()[1],
		grants: map[string]grant{},
		person: map[string]any{"sub": "subject-1", "name": "Ann Ward", "email": "ann@hospital.example", "email_verified": true},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", h.serveDiscovery)
	mux.HandleFunc("GET /keys", h.serveKeys)
	mux.HandleFunc("POST /token", h.serveToken)
	mux.HandleFunc("GET /userinfo", h.serveUserinfo)
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.before == nil || !h.before(w, r) {
			mux.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(h.Close)
	t.Cleanup(h.CloseClientConnections) // first, or Close waits for them
	return h
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

func (h *hostile) serveDiscovery(w http.ResponseWriter, _ *http.Request) {
	document := map[string]any{
		"issuer": h.URL, "authorization_endpoint": h.URL + "/authorize", "token_endpoint": h.URL + "/token",
		"userinfo_endpoint": h.URL + "/userinfo", "jwks_uri": h.URL + "/keys",
		// A provider that would have us take its word for anything.
		"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"},
	}
	if h.discovery != nil {
		h.discovery(document)
	}
	answer(w, http.StatusOK, document)
}

func (h *hostile) serveKeys(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: h.key.Public(), KeyID: "k1", Algorithm: "RS256", Use: "sig"}}})
}

// consent is the person saying yes: it gives the code and state that the browser brings back.
func (h *hostile) consent(t *testing.T, to *url.URL) url.Values {
	t.Helper()
	query, code := to.Query(), rand.Text()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.grants[code] = grant{query.Get("code_challenge"), query.Get("redirect_uri"), query.Get("nonce")}
	return url.Values{"code": {code}, "state": {query.Get("state")}}
}

func (h *hostile) serveToken(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	h.mu.Lock()
	h.asked = append(h.asked, maps.Clone(r.PostForm))
	g, ok := h.grants[r.PostForm.Get("code")]
	delete(h.grants, r.PostForm.Get("code"))
	h.mu.Unlock()
	verifier := r.PostForm.Get("code_verifier")
	proven := (g.challenge == "" && verifier == "") || oauth2.S256ChallengeFromVerifier(verifier) == g.challenge
	if !ok || !proven || r.PostForm.Get("redirect_uri") != g.redirect {
		answer(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": canary})
		return
	}
	answer(w, http.StatusOK, h.tokens(g))
}

func (h *hostile) tokens(g grant) map[string]any {
	access := rand.Text()
	sum := sha256.Sum256([]byte(access))
	claims := map[string]any{
		"iss": h.URL, "aud": "our-client", "iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix(),
		"at_hash": base64.RawURLEncoding.EncodeToString(sum[:16]),
	}
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	maps.Copy(claims, h.person)
	if h.claims != nil {
		h.claims(claims)
	}
	sign := h.sign
	if sign == nil {
		sign = func(claims map[string]any) string { return signed(jose.RS256, h.key, "k1", claims) }
	}
	tokens := map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": sign(claims)}
	if h.token != nil {
		h.token(tokens)
	}
	return tokens
}

func (h *hostile) serveUserinfo(w http.ResponseWriter, _ *http.Request) {
	info := maps.Clone(h.person)
	if h.userinfo != nil {
		h.userinfo(info)
	}
	answer(w, http.StatusOK, info)
}

func signed(algorithm jose.SignatureAlgorithm, key any, id string, claims map[string]any) string {
	options := (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", id)
	return signedWith(algorithm, key, options, claims)
}

func signedWith(algorithm jose.SignatureAlgorithm, key any, options *jose.SignerOptions, claims map[string]any) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, options)
	if err != nil {
		panic(err)
	}
	payload, _ := json.Marshal(claims)
	object, err := signer.Sign(payload)
	if err != nil {
		panic(err)
	}
	compact, _ := object.CompactSerialize()
	return compact
}

// unsigned writes a token with alg none and the signature given.
func unsigned(claims map[string]any, signature string) string {
	payload, _ := json.Marshal(claims)
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"none","kid":"k1"}`)) + "." + encode(payload) + "." + signature
}

// publicPEM is the public key as a shared secret, the old trick against libraries that let the
// token choose how it is checked.
func publicPEM(key *rsa.PrivateKey) []byte {
	der, _ := x509.MarshalPKIXPublicKey(key.Public())
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}
