// Package idp is the demo's own identity provider: a page of personas that stands where
// Microsoft or Google would, so that signing in can be tried in full on one machine. The
// protocol is real (authorization code with PKCE S256, signed tokens, codes that work once);
// the proof of who somebody is, is not. So it listens on the loopback interface alone, answers
// nobody else, and is never part of the commonroom binary.
package idp

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/zitadel/oidc/v3/pkg/op"
)

// Persona is somebody the person at the keyboard can be.
type Persona struct {
	Subject    string // stable between starts, so that the same persona comes back as the same member
	Name       string
	Email      string
	Unverified bool   // the provider has not checked that the address is theirs
	About      string // one sentence on what this persona may try
}

// Client is one site that signs people in through this provider.
type Client struct {
	ID, Secret   string
	RedirectURIs []string // compared whole
}

// Provider is a running identity provider.
type Provider struct {
	issuer string
	server *http.Server
	done   chan struct{} // closed when the server has stopped
}

// Start runs a provider on addr, a loopback host and port such as "localhost:3001", until ctx
// ends or Close is called. Port 0 takes a free one; since a member is known by issuer and
// subject, a demo that keeps its data needs the same port each time. Keys are made afresh.
func Start(ctx context.Context, personas []Persona, clients []Client, addr string) (*Provider, error) {
	if err := check(personas, clients); err != nil {
		return nil, err
	}
	listener, host, err := listen(ctx, addr)
	if err != nil {
		return nil, err
	}
	p := &Provider{issuer: "http://" + host, done: make(chan struct{})}
	handler, err := p.handler(personas, clients, host)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	p.server = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
	go func() {
		defer close(p.done)
		_ = p.server.Serve(listener) // ends with ErrServerClosed: Close is the only way out
	}()
	context.AfterFunc(ctx, func() { _ = p.Close() })
	return p, nil
}

// Issuer is the provider's address, and the name it signs its tokens with.
func (p *Provider) Issuer() string { return p.issuer }

// Close stops the provider and waits until it has stopped.
func (p *Provider) Close() error {
	err := p.server.Close()
	<-p.done
	return err
}

func check(personas []Persona, clients []Client) error {
	if len(personas) == 0 || len(clients) == 0 {
		return errors.New("idp: at least one persona and one client are needed")
	}
	seen := map[string]bool{}
	for _, p := range personas {
		// The library joins token and subject with a colon.
		if p.Subject == "" || seen[p.Subject] || strings.Contains(p.Subject, ":") {
			return fmt.Errorf("idp: persona %q needs a subject of its own, without a colon", p.Name)
		}
		seen[p.Subject] = true
	}
	for _, c := range clients {
		if c.ID == "" || c.Secret == "" || len(c.RedirectURIs) == 0 {
			return fmt.Errorf("idp: client %q needs an id, a secret and a redirect URI", c.ID)
		}
	}
	return nil
}

// listen opens addr, and gives the host and port that the issuer is named by.
func listen(ctx context.Context, addr string) (net.Listener, string, error) {
	name, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, "", fmt.Errorf("idp: address %q: %w", addr, err)
	}
	if !loopback(name) {
		return nil, "", fmt.Errorf("idp: address %q is not a loopback address: anyone could sign in as anyone", addr)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, "", fmt.Errorf("idp: %w", err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return listener, net.JoinHostPort(name, port), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func (p *Provider) handler(personas []Persona, clients []Client, host string) (http.Handler, error) {
	var key [32]byte
	rand.Read(key[:])
	store, err := newStore(personas, clients)
	if err != nil {
		return nil, err
	}
	protocol, err := op.NewProvider(&op.Config{
		CryptoKey: key, CryptoKeyId: "demo", CodeMethodS256: true, AuthMethodPost: true,
	}, store, op.StaticIssuer(p.issuer), op.WithAllowInsecure(), op.WithCORSOptions(nil))
	if err != nil {
		return nil, fmt.Errorf("idp: %w", err)
	}
	desk := &desk{store: store, issuer: p.issuer, origins: origins(clients)}
	mux := http.NewServeMux()
	// Only what the code flow needs: the library would also serve introspection, device codes…
	for _, path := range []string{"/.well-known/openid-configuration", "/authorize", "/authorize/callback", "/oauth/token", "/keys", "/userinfo"} {
		mux.Handle(path, protocol)
	}
	desk.routes(mux)
	return onlyHere(host, mux), nil
}

// origins are the sites that a sign-in ends at, which the page's policy has to allow.
func origins(clients []Client) []string {
	var all []string
	for _, c := range clients {
		for _, uri := range c.RedirectURIs {
			if u, err := url.Parse(uri); err == nil && u.Host != "" {
				all = append(all, u.Scheme+"://"+u.Host)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// onlyHere refuses whoever is not on this machine, and whoever came by another name than ours:
// a page elsewhere can point its own name at 127.0.0.1 and read what we answer.
func onlyHere(host string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from, _, err := net.SplitHostPort(r.RemoteAddr)
		switch {
		case err != nil || !loopback(from):
			http.Error(w, "This identity provider answers its own machine only.", http.StatusForbidden)
		case r.Host != host:
			http.Error(w, "This identity provider is at "+host+".", http.StatusMisdirectedRequest)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
			next.ServeHTTP(w, r)
		}
	})
}
