package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/markbates/goth/providers/openidConnect"
	"golang.org/x/oauth2"
)

// rediscover is how long a discovery document holds. Keys are not meant: they are fetched
// again whenever a token names one that is not known.
const rediscover = 24 * time.Hour

// openID is one OpenID Connect provider. What it says of itself is asked when it is first
// needed, so that one that is down does not keep the server from starting.
type openID struct {
	Issuer
	callback string
	client   *http.Client
	retry    time.Duration
	now      func() time.Time

	mu      sync.Mutex
	known   *known    // nil until it has answered once
	next    time.Time // when to ask again
	trouble error     // why the last asking failed
}

// known is what a provider's discovery document gives.
type known struct {
	goth   *openidConnect.Provider
	strict *oidc.IDTokenVerifier
	lax    *oidc.IDTokenVerifier // checks the signature alone, to name what strict refused
}

func newOIDC(i Issuer, callback string, client *http.Client, c Config) *openID {
	return &openID{Issuer: i, callback: callback, client: client, retry: c.Retry, now: c.Now}
}

func (o *openID) offer() Provider   { return Provider{o.Name, o.Label} }
func (o *openID) issuer() string    { return o.URL }
func (o *openID) origins() []string { return o.AuthOrigins }
func (o *openID) trust() EmailTrust { return o.EmailTrust }

func (o *openID) begin(ctx context.Context, t trip) (string, error) {
	k, err := o.discovered(ctx)
	if err != nil {
		return "", err
	}
	session, err := k.goth.BeginAuth(t.State)
	if err != nil {
		return "", err
	}
	raw, err := session.GetAuthURL()
	if err != nil {
		return "", err
	}
	to, err := url.Parse(raw)
	if err != nil {
		return "", err
	}
	query := to.Query()
	if !o.NoNonce {
		query.Set("nonce", t.Nonce)
	}
	if !o.NoPKCE {
		query.Set("code_challenge", oauth2.S256ChallengeFromVerifier(t.Verifier))
		query.Set("code_challenge_method", "S256")
	}
	if t.Purpose == ToConfirm {
		query.Set("max_age", fmt.Sprint(int(confirmWithin.Seconds())))
	}
	to.RawQuery = query.Encode()
	return to.String(), nil
}

func (o *openID) identify(ctx context.Context, code string, t trip) (person, error) {
	k, err := o.discovered(ctx)
	if err != nil {
		return person{}, err
	}
	session, err := o.exchange(k, code, t)
	if err != nil {
		return person{}, err
	}
	// Before goth looks at the token: it checks no signature, and panics without an exp.
	subject, claims, err := o.verify(ctx, k, session, t)
	if err != nil {
		return person{}, err
	}
	user, err := k.goth.FetchUser(session) // asks userinfo and compares its subject, if there is one
	if err != nil {
		return person{}, refuse(reasonOf(err, ReasonUserinfo), err)
	}
	if user.UserID != subject { // goth has compared already; who somebody is, is worth a second look
		return person{}, refuse(ReasonUserinfo, errors.New("it has another subject"))
	}
	who := person{subject: subject, email: text(claims, "email"), verified: saidOf(claims), name: user.Name}
	if who.email == "" {
		who.email, who.verified = user.Email, unsigned(claims, user.RawData)
	}
	return who, nil
}

// unsigned reads email_verified for an address that only userinfo gave. goth lays userinfo
// over the token's claims; a word in the token without an address was about some other one.
func unsigned(claims, laidOver map[string]any) said {
	if saidOf(claims) != saidNothing {
		return saidOther
	}
	return saidOf(laidOver)
}

func (o *openID) exchange(k *known, code string, t trip) (*openidConnect.Session, error) {
	session, err := k.goth.UnmarshalSession("{}")
	if err != nil {
		return nil, err
	}
	params := url.Values{"code": {code}}
	if !o.NoPKCE {
		params.Set("code_verifier", t.Verifier)
	}
	provider := *k.goth
	provider.HTTPClient = unrepeated(o.client)
	if _, err := session.Authorize(&provider, params); err != nil {
		return nil, refuse(reasonOf(err, ReasonExchange), err)
	}
	held, ok := session.(*openidConnect.Session)
	switch {
	case !ok || held.IDToken == "":
		return nil, refuse(ReasonNoToken, nil)
	case len(held.IDToken) > largestToken:
		return nil, refuse(ReasonTooLarge, nil)
	}
	return held, nil
}

// discovered gives what the provider says of itself, asking it when that is due. One that does
// not answer is left alone for a while, and what it said before goes on being used.
func (o *openID) discovered(ctx context.Context) (*known, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.now()
	if now.Before(o.next) {
		return o.known, o.trouble
	}
	k, err := o.discover(ctx)
	switch {
	case err == nil:
		o.known, o.trouble, o.next = k, nil, now.Add(rediscover)
	case o.known != nil:
		o.next = now.Add(o.retry)
	default:
		o.trouble, o.next = err, o.now().Add(o.retry)
	}
	return o.known, o.trouble
}

func (o *openID) discover(ctx context.Context) (*known, error) {
	// The client bounds the time; a person who gives up must not fail those who wait with them.
	provider, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), o.client), o.URL)
	if _, other := errors.AsType[*oidc.IssuerMismatchError](err); other {
		return nil, refuse(ReasonSetup, err)
	}
	if err != nil {
		return nil, refuse(ReasonDown, err)
	}
	at := provider.Endpoint()
	if err := o.fits(at.AuthURL, at.TokenURL, provider.UserInfoEndpoint()); err != nil {
		return nil, refuse(ReasonSetup, err)
	}
	g, err := openidConnect.NewCustomisedURL(o.ClientID, o.Secret, o.callback, at.AuthURL, at.TokenURL, o.URL, provider.UserInfoEndpoint(), "", "openid", "profile", "email")
	if err != nil {
		return nil, refuse(ReasonSetup, err)
	}
	g.HTTPClient = o.client
	g.SetName(o.Name)
	return &known{
		goth:   g,
		strict: provider.Verifier(&oidc.Config{ClientID: o.ClientID, Now: o.now}),
		lax:    provider.Verifier(&oidc.Config{SkipClientIDCheck: true, SkipExpiryCheck: true, SkipIssuerCheck: true}),
	}, nil
}

// fits checks that secrets go nowhere in the clear, and that our content security policy lets
// a form end where the provider's sign-in page is.
func (o *openID) fits(auth, token, userinfo string) error {
	for _, address := range []string{auth, token, userinfo} {
		u, err := url.Parse(address)
		if address == "" && address == userinfo {
			continue // it may have none
		}
		if err != nil || !sound(u) {
			return fmt.Errorf("its address %q is not https", address)
		}
	}
	if origin := originOf(auth); !slices.Contains(o.AuthOrigins, origin) {
		return fmt.Errorf("its sign-in page is at %s: set auth-origin to that", origin)
	}
	return nil
}
