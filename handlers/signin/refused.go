package signin

import (
	"fmt"
	"strconv"
	"time"

	"commonroom/models"
)

// Reason is a stable word for why a sign-in was refused, for the audit and for operators.
type Reason string

// The reasons.
const (
	ReasonProvider   Reason = "unknown-provider"
	ReasonDown       Reason = "provider-down"    // it did not answer, or not in time, or with a failure
	ReasonSetup      Reason = "provider-setup"   // what it says of itself does not fit our configuration
	ReasonNoFlow     Reason = "no-flow"          // this browser began no sign-in with this provider
	ReasonSeal       Reason = "seal"             // the cookie is not ours, or another provider's
	ReasonRunOut     Reason = "run-out"          // it was begun too long ago
	ReasonQuery      Reason = "query"            // a parameter is there twice
	ReasonNoState    Reason = "state-missing"    // the callback has none
	ReasonState      Reason = "state"            // the callback is of another sign-in
	ReasonSpent      Reason = "spent"            // this sign-in has been finished before
	ReasonMixUp      Reason = "mix-up"           // the callback names another issuer
	ReasonDeclined   Reason = "declined"         // the person, or the provider, said no
	ReasonNoCode     Reason = "no-code"          // the callback has none
	ReasonExchange   Reason = "exchange"         // the provider would not take the code
	ReasonNoToken    Reason = "no-id-token"      // or none that is text
	ReasonTooLarge   Reason = "too-large"        // an answer beyond any use
	ReasonSignature  Reason = "signature"        // missing, wrong, or of a kind not allowed
	ReasonIssuer     Reason = "issuer"           // the token is of another issuer
	ReasonAudience   Reason = "audience"         // the token is for another site
	ReasonParty      Reason = "authorised-party" // the token was given to another site
	ReasonExpired    Reason = "expired"          // or not valid yet
	ReasonNoExpiry   Reason = "no-expiry"
	ReasonNoNonce    Reason = "nonce-missing"
	ReasonNonce      Reason = "nonce" // the token is of another sign-in
	ReasonTokenHash  Reason = "at-hash"
	ReasonClaims     Reason = "claims"   // of the wrong type
	ReasonSubject    Reason = "subject"  // missing, or beyond what a subject may be
	ReasonStale      Reason = "stale"    // to confirm, and the provider did not ask the person again
	ReasonUserinfo   Reason = "userinfo" // not to be had, or of another subject
	ReasonUnexpected Reason = "unexpected"
)

// Refused is a sign-in that did not happen. For the person it is a *models.Error in plain
// words, in which nothing of the provider's appears; Reason and Error are for us.
type Refused struct {
	Provider string
	Reason   Reason
	said     error
	cause    error
}

// Error is one line for the log, however long or odd the provider's own words are.
func (r *Refused) Error() string {
	text := fmt.Sprintf("sign-in with %s refused: %s", strconv.QuoteToASCII(r.Provider), r.Reason)
	if r.cause == nil {
		return text
	}
	cause := r.cause.Error()
	return text + ": " + strconv.QuoteToASCII(cause[:min(len(cause), 300)])
}

// Unwrap gives what is said to the person, and the failure behind it.
func (r *Refused) Unwrap() []error {
	if r.cause == nil {
		return []error{r.said}
	}
	return []error{r.said, r.cause}
}

// refusal is a Refused on its way up: who was asked, and so what to tell, is known further out.
type refusal struct {
	reason Reason
	cause  error
}

func (r *refusal) Error() string { return string(r.reason) }

func refuse(reason Reason, cause error) error { return &refusal{reason, cause} }

// refused says to the person what to do next.
func refused(p Provider, reason Reason, cause error) *Refused {
	return &Refused{Provider: p.Name, Reason: reason, said: words(p.Label, reason), cause: cause}
}

func words(label string, reason Reason) error {
	switch reason {
	case ReasonProvider:
		return models.NotFound("no such way to sign in")
	case ReasonDown:
		return &models.Error{Kind: models.KindBusy, RetryAfter: 10 * time.Second,
			Message: label + " is not answering. Try again in a minute, or sign in another way."}
	case ReasonSetup:
		return &models.Error{Kind: models.KindBusy, RetryAfter: 10 * time.Minute,
			Message: "Signing in with " + label + " is not set up correctly on our side. Sign in another way, or tell the people who run this site."}
	case ReasonNoFlow, ReasonSeal, ReasonRunOut, ReasonQuery, ReasonNoState, ReasonState, ReasonSpent, ReasonNoCode:
		return models.Invalid("", "This sign-in was begun in another browser, took longer than 10 minutes or is already finished. Start again.")
	case ReasonDeclined:
		return models.Invalid("", "You did not finish signing in with "+label+", so nothing has changed. Start again when you want to.")
	case ReasonStale:
		return models.Invalid("", label+" did not ask you to sign in again, so we cannot tell that it is you. Sign out there, then start again.")
	}
	return models.Forbidden("The answer from " + label + " did not pass our checks, so you are not signed in. Start again; if it happens twice, tell the people who run this site.")
}
