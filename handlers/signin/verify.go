package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/markbates/goth/providers/openidConnect"
)

const (
	// confirmWithin is how fresh a sign-in at the provider has to be to confirm who is there.
	confirmWithin = 10 * time.Minute
	// clockSkew is how far a provider's clock may be from ours.
	clockSkew = time.Minute
	// longestSubject is OpenID Connect Core's limit.
	longestSubject = 255
)

// verify checks the ID token: signature, issuer, audience and expiry by go-oidc, and what that
// leaves to its callers.
func (o *openID) verify(ctx context.Context, k *known, held *openidConnect.Session, t trip) (subject string, claims map[string]any, err error) {
	token, err := k.strict.Verify(ctx, held.IDToken)
	if err != nil {
		return "", nil, refuse(o.why(ctx, k, held.IDToken, err), err)
	}
	if err := token.Claims(&claims); err != nil {
		return "", nil, refuse(ReasonClaims, err)
	}
	for _, check := range []error{
		o.checkParty(token, claims),
		o.checkNonce(token, t),
		checkHash(token, held.AccessToken),
		checkTypes(token, claims),
		o.checkFresh(claims, t),
	} {
		if check != nil {
			return "", nil, check
		}
	}
	return token.Subject, claims, nil
}

// why names what go-oidc refused, which it says in prose only. Nothing is let in by it.
func (o *openID) why(ctx context.Context, k *known, raw string, refused error) Reason {
	if strings.Contains(refused.Error(), "fetching keys") {
		return ReasonDown
	}
	signed, err := k.lax.Verify(ctx, raw)
	switch {
	case err != nil:
		return ReasonSignature
	case signed.Issuer != o.URL:
		return ReasonIssuer
	case !slices.Contains(signed.Audience, o.ClientID):
		return ReasonAudience
	case signed.Expiry.IsZero():
		return ReasonNoExpiry
	}
	return ReasonExpired
}

// checkParty: a token for several sites must have been given to ours (Core, 3.1.3.7).
func (o *openID) checkParty(token *oidc.IDToken, claims map[string]any) error {
	party, there := claims["azp"]
	if (there && party != o.ClientID) || (!there && len(token.Audience) > 1) {
		return refuse(ReasonParty, nil)
	}
	return nil
}

func (o *openID) checkNonce(token *oidc.IDToken, t trip) error {
	want := t.Nonce
	if o.NoNonce {
		want = "" // none was sent; one that is there was made for some other sign-in
	}
	switch {
	case token.Nonce == "" && want != "":
		return refuse(ReasonNoNonce, nil)
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(want)) != 1:
		return refuse(ReasonNonce, nil)
	}
	return nil
}

func checkHash(token *oidc.IDToken, accessToken string) error {
	if token.AccessTokenHash == "" {
		return nil
	}
	if err := token.VerifyAccessToken(accessToken); err != nil {
		return refuse(ReasonTokenHash, err)
	}
	return nil
}

// checkTypes: go-oidc takes an exp in quotes and claims in any case, goth neither.
func checkTypes(token *oidc.IDToken, claims map[string]any) error {
	if _, number := claims["exp"].(float64); !number {
		return refuse(ReasonClaims, errors.New("exp is not a number"))
	}
	if text(claims, "sub") != token.Subject {
		return refuse(ReasonClaims, errors.New("sub is there in several ways"))
	}
	return checkSubject(token.Subject)
}

func checkSubject(subject string) error {
	odd := func(r rune) bool { return r < ' ' || r == 0x7f }
	if subject == "" || len(subject) > longestSubject || strings.ContainsFunc(subject, odd) {
		return refuse(ReasonSubject, nil)
	}
	return nil
}

// checkFresh holds a provider that says when the person signed in there to what we asked. Many
// say nothing; then the round trip itself is all the confirmation there is.
func (o *openID) checkFresh(claims map[string]any, t trip) error {
	at, there := claims["auth_time"].(float64)
	if t.Purpose != ToConfirm || !there {
		return nil
	}
	if o.now().Sub(time.Unix(int64(at), 0)) > confirmWithin+clockSkew {
		return refuse(ReasonStale, nil)
	}
	return nil
}

func text(claims map[string]any, name string) string {
	s, _ := claims[name].(string)
	return s
}
