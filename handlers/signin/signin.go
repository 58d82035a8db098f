// Package signin brings people in through the identity providers that whoever runs the server
// has set up. It sends a browser to a provider, takes it back, and says who came: an issuer
// and a subject, which together are one identity, with what the provider says of their e-mail
// and name. Whether an identity is a member is not decided here.
//
// Every provider is held to be hostile until its answer has been checked; and so is every
// callback, since anyone can write one.
package signin

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Purpose is what a sign-in is for.
type Purpose string

// The purposes.
const (
	ToSignIn  Purpose = "sign-in"
	ToLink    Purpose = "link"    // one more identity for the member who is signed in
	ToConfirm Purpose = "confirm" // that whoever is signed in is at the keyboard now
)

// Options are what a sign-in is begun with; Login gives them back when it is done.
type Options struct {
	Purpose  Purpose // ToSignIn when empty
	ReturnTo string  // where to go afterwards; anything but a local path becomes "/"
	Keep     bool    // keep the person signed in on this device
	Member   int64   // who began it, for ToLink and ToConfirm
}

// Login is who came back, once everything has been checked.
type Login struct {
	Provider string // the name in our configuration
	Issuer   string
	Subject  string // with Issuer, the identity; an e-mail is never one

	Email        string // empty when the provider gave none that can be one
	EmailTrusted bool   // the configuration takes this provider's word that Email is theirs
	Name         string // as the provider has it, in one clean line

	Purpose  Purpose
	ReturnTo string // a local path
	Keep     bool
	Member   int64 // must be compared with who is signed in now: the browser may have changed hands
}

// Config is what a Flow needs.
type Config struct {
	BaseURL string // the site's public address, such as "https://commonroom.example"
	Key     []byte // at least 32 random bytes; a change of key ends the sign-ins under way
	Issuers []Issuer
	GitHub  *GitHub

	// First tells whether a sign-in comes back for the first time, wherever it may have come back
	// before: on this node or another, before a restart or after. When nil, this process alone is
	// asked.
	First func(ctx context.Context, state string) (bool, error)

	Timeout time.Duration    // for one request to a provider; 5 seconds when zero
	Retry   time.Duration    // how long a provider that did not answer is left alone; 5 seconds when zero
	Now     func() time.Time // the clock; time.Now when nil
}

// Flow signs people in. It is safe for use by many at once.
type Flow struct {
	services []service // in the order of the configuration
	base     string
	secure   bool
	seal     cipher.AEAD
	spent    spent
	first    func(ctx context.Context, state string) (bool, error)
	now      func() time.Time
}

// Provider is one way to sign in, as a page offers it.
type Provider struct{ Name, Label string }

// New makes a Flow. It speaks to no provider: one that is down must not keep the server from
// starting. It reads the files that secrets are in.
func New(c Config) (*Flow, error) {
	c.Timeout = cmpOr(c.Timeout, 5*time.Second)
	c.Retry = cmpOr(c.Retry, 5*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	base, err := url.Parse(c.BaseURL)
	if err != nil || !sound(base) || (base.Path != "" && base.Path != "/") || base.RawQuery != "" {
		return nil, fmt.Errorf("sign-in: base URL %q: it must be https://host, or http:// on localhost, without a path", c.BaseURL)
	}
	f := &Flow{base: base.Scheme + "://" + base.Host, secure: base.Scheme == "https", first: c.First, now: c.Now}
	if f.seal, err = sealer(c.Key); err != nil {
		return nil, err
	}
	if err := f.add(c); err != nil {
		return nil, err
	}
	return f, nil
}

func cmpOr(d, standard time.Duration) time.Duration {
	if d <= 0 {
		return standard
	}
	return d
}

func (f *Flow) add(c Config) error {
	client := &http.Client{Timeout: c.Timeout, Transport: newBounded(), CheckRedirect: noRedirect}
	for _, issuer := range c.Issuers {
		if err := issuer.ready(); err != nil {
			return err
		}
		f.services = append(f.services, newOIDC(issuer, f.callback(issuer.Name), client, c))
	}
	if c.GitHub != nil {
		hub := *c.GitHub
		if err := hub.ready(); err != nil {
			return err
		}
		f.services = append(f.services, newGitHub(hub, f.callback(githubName), client))
	}
	seen := map[string]bool{}
	for _, s := range f.services {
		name := s.offer().Name
		if seen[name] {
			return fmt.Errorf("sign-in: two providers are named %q", name)
		}
		seen[name] = true
	}
	return nil
}

// noRedirect keeps a client secret from following a redirect to somebody else.
func noRedirect(*http.Request, []*http.Request) error {
	return errors.New("the provider answered with a redirect, which is not followed")
}

func (f *Flow) callback(name string) string { return f.base + "/auth/" + name + "/callback" }

// Providers are the ways to sign in, in the order of the configuration.
func (f *Flow) Providers() []Provider {
	all := make([]Provider, len(f.services))
	for i, s := range f.services {
		all[i] = s.offer()
	}
	return all
}

// FormActions are the origins that a sign-in form may end at. They belong in the form-action
// of the content security policy: Chromium holds it against the redirects after a form too.
func (f *Flow) FormActions() []string {
	var all []string
	for _, s := range f.services {
		all = append(all, s.origins()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (f *Flow) service(name string) (service, bool) {
	for _, s := range f.services {
		if s.offer().Name == name {
			return s, true
		}
	}
	return nil, false
}
