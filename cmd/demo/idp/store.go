package idp

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/subtle"
	"errors"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

const (
	requestLife = 10 * time.Minute // to choose a persona
	codeLife    = time.Minute      // from the persona page to the site
	tokenLife   = 5 * time.Minute
)

// store keeps what is under way, in memory: a restart forgets it all, keys included.
type store struct {
	personas []Persona
	clients  map[string]client
	key      signingKey

	mu       sync.Mutex
	requests map[string]request
	codes    map[string]code
	tokens   map[string]token
}

type code struct {
	request string
	until   time.Time
}

type token struct {
	subject string
	scopes  []string
	until   time.Time
}

func newStore(personas []Persona, clients []Client) (*store, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	s := &store{
		personas: personas,
		clients:  map[string]client{},
		key:      signingKey{private: key, id: rand.Text()},
		requests: map[string]request{},
		codes:    map[string]code{},
		tokens:   map[string]token{},
	}
	for _, c := range clients {
		s.clients[c.ID] = client{c}
	}
	return s, nil
}

func (s *store) persona(subject string) (Persona, bool) {
	for _, p := range s.personas {
		if p.Subject == subject {
			return p, true
		}
	}
	return Persona{}, false
}

// CreateAuthRequest begins a sign-in. PKCE is not left to the client's choice.
func (s *store) CreateAuthRequest(_ context.Context, asked *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	if asked.CodeChallenge == "" || asked.CodeChallengeMethod != oidc.CodeChallengeMethodS256 {
		return nil, oidc.ErrInvalidRequest().WithDescription("PKCE with S256 is required")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep(time.Now())
	r := request{asked: *asked, id: rand.Text(), begun: time.Now()}
	s.requests[r.id] = r
	return r, nil
}

// sweep forgets what has run out.
func (s *store) sweep(now time.Time) {
	for id, r := range s.requests {
		if now.Sub(r.begun) > requestLife {
			delete(s.requests, id)
		}
	}
	for value, c := range s.codes {
		if now.After(c.until) {
			delete(s.codes, value)
		}
	}
	for id, t := range s.tokens {
		if now.After(t.until) {
			delete(s.tokens, id)
		}
	}
}

var errGone = errors.New("this sign-in has run out or is finished")

// choose settles who signs in. It can be done once for each request.
func (s *store) choose(id, subject string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.requests[id]
	if !ok || r.subject != "" || time.Since(r.begun) > requestLife {
		return errGone
	}
	r.subject, r.chosen = subject, time.Now()
	s.requests[id] = r
	return nil
}

// AuthRequestByID finds a sign-in under way.
func (s *store) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	return s.request(id)
}

func (s *store) request(id string) (request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.requests[id]
	if !ok || time.Since(r.begun) > requestLife {
		return request{}, errGone
	}
	return r, nil
}

// AuthRequestByCode finds the sign-in a code stands for, and spends the code.
func (s *store) AuthRequestByCode(_ context.Context, value string) (op.AuthRequest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.codes[value]
	delete(s.codes, value)
	r, under := s.requests[c.request]
	if !ok || !under || time.Now().After(c.until) {
		return nil, errGone
	}
	return r, nil
}

// SaveAuthCode keeps the code that a sign-in ended with.
func (s *store) SaveAuthCode(_ context.Context, id, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[value] = code{request: id, until: time.Now().Add(codeLife)}
	return nil
}

// DeleteAuthRequest forgets a sign-in that has been answered.
func (s *store) DeleteAuthRequest(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.requests, id)
	return nil
}

// CreateAccessToken makes the token that opens the userinfo endpoint.
func (s *store) CreateAccessToken(_ context.Context, asked op.TokenRequest) (string, time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, until := rand.Text(), time.Now().Add(tokenLife)
	s.tokens[id] = token{subject: asked.GetSubject(), scopes: asked.GetScopes(), until: until}
	return id, until, nil
}

// SetUserinfoFromToken answers the userinfo endpoint.
func (s *store) SetUserinfoFromToken(_ context.Context, info *oidc.UserInfo, id, subject, _ string) error {
	s.mu.Lock()
	t, ok := s.tokens[id]
	s.mu.Unlock()
	if !ok || t.subject != subject || time.Now().After(t.until) {
		return errGone
	}
	return s.describe(info, subject, t.scopes)
}

// SetUserinfoFromRequest fills the ID token.
func (s *store) SetUserinfoFromRequest(_ context.Context, info *oidc.UserInfo, asked op.IDTokenRequest, scopes []string) error {
	return s.describe(info, asked.GetSubject(), scopes)
}

func (s *store) describe(info *oidc.UserInfo, subject string, scopes []string) error {
	p, ok := s.persona(subject)
	if !ok {
		return errors.New("no such persona")
	}
	info.Subject = p.Subject
	for _, scope := range scopes {
		switch scope {
		case oidc.ScopeEmail:
			info.Email, info.EmailVerified = p.Email, oidc.Bool(!p.Unverified)
		case oidc.ScopeProfile:
			info.Name = p.Name
		}
	}
	return nil
}

// GetClientByClientID finds a site we sign people in for.
func (s *store) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	c, ok := s.clients[id]
	if !ok {
		return nil, errors.New("no such client")
	}
	return c, nil
}

// AuthorizeClientIDSecret checks that a site is the one it says.
func (s *store) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	c, ok := s.clients[id]
	if !ok || subtle.ConstantTimeCompare([]byte(c.Secret), []byte(secret)) != 1 {
		return errors.New("no such client, or another secret")
	}
	return nil
}

// SigningKey gives the key that signs ID tokens.
func (s *store) SigningKey(context.Context) (op.SigningKey, error) { return s.key, nil }

// KeySet gives the public half of the key, for those who verify.
func (s *store) KeySet(context.Context) ([]op.Key, error) { return []op.Key{publicKey{s.key}}, nil }

// SignatureAlgorithms says how ID tokens are signed.
func (s *store) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.RS256}, nil
}
