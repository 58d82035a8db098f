package signin

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
)

// flowLife is how long a person may take at the provider: enough for a second factor, short
// enough that a browser left open is not an open door.
const flowLife = 10 * time.Minute

// trip is one sign-in under way. It travels in the person's own browser, sealed.
type trip struct {
	State, Nonce, Verifier string
	Purpose                Purpose
	ReturnTo               string
	Keep                   bool
	Member                 int64
	Until                  time.Time
}

// sealer makes the seal from a key that may serve other ends too.
func sealer(key []byte) (cipher.AEAD, error) {
	if len(key) < 32 {
		return nil, errors.New("sign-in: the key must have at least 32 bytes")
	}
	own, err := hkdf.Key(sha256.New, key, nil, "commonroom sign-in flow 1", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(own)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// cookie is one for each provider. A __Host- cookie cannot be planted by a sibling domain;
// browsers take one over https only.
func (f *Flow) cookie(provider string) *fiber.Cookie {
	prefix := "__Host-signin-"
	if !f.secure {
		prefix = "localhost-signin-"
	}
	return &fiber.Cookie{Name: prefix + provider, Path: "/", Secure: f.secure, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode}
}

func (f *Flow) keep(c *fiber.Ctx, provider string, t trip) error {
	plain, err := json.Marshal(t)
	if err != nil {
		return err
	}
	cookie := f.cookie(provider)
	cookie.MaxAge = int(flowLife.Seconds())
	// The provider's name is sealed in, so that the cookie of one opens nothing at another.
	cookie.Value = base64.RawURLEncoding.EncodeToString(f.seal.Seal(nil, nil, plain, []byte(provider)))
	c.Cookie(cookie)
	return nil
}

// take opens the cookie and has the browser forget it: one callback ends a sign-in, however it
// ends.
func (f *Flow) take(c *fiber.Ctx, provider string) (trip, error) {
	cookie := f.cookie(provider)
	value := c.Cookies(cookie.Name)
	if value == "" {
		return trip{}, refuse(ReasonNoFlow, nil)
	}
	cookie.Expires = time.Unix(1, 0) // not c.ClearCookie: it omits Secure, and then a __Host- cookie stays
	c.Cookie(cookie)
	return f.open(provider, value)
}

func (f *Flow) open(provider, value string) (t trip, err error) {
	sealed, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return trip{}, refuse(ReasonSeal, err)
	}
	plain, err := f.seal.Open(nil, nil, sealed, []byte(provider))
	if err != nil {
		return trip{}, refuse(ReasonSeal, err)
	}
	if err := json.Unmarshal(plain, &t); err != nil {
		return trip{}, refuse(ReasonSeal, err)
	}
	// One that has longer to go than any was begun by a clock that was wrong.
	if left := t.Until.Sub(f.now()); left < 0 || left > flowLife+clockSkew {
		return trip{}, refuse(ReasonRunOut, nil)
	}
	return t, nil
}

// spent remembers the sign-ins that have come back, for as long as their cookies could be sent
// again by somebody who kept one. It is this process's memory: for restarts and other nodes,
// Config.First remembers too.
type spent struct {
	mu    sync.Mutex
	until map[string]time.Time
	swept time.Time
}

// first tells whether state comes back for the first time.
func (s *spent) first(state string, until, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.until == nil {
		s.until = map[string]time.Time{}
	}
	if now.Sub(s.swept).Abs() > time.Minute {
		s.sweep(now)
	}
	if _, again := s.until[state]; again {
		return false
	}
	s.until[state] = until
	return true
}

func (s *spent) sweep(now time.Time) {
	for state, until := range s.until {
		if now.After(until) {
			delete(s.until, state)
		}
	}
	s.swept = now
}
