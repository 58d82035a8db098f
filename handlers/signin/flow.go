package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/oauth2"

	"commonroom/models"
)

// service is one provider of one kind: OpenID Connect, or GitHub.
type service interface {
	offer() Provider
	issuer() string
	origins() []string
	trust() EmailTrust

	// begin gives the address at the provider that a person is sent to.
	begin(context.Context, trip) (string, error)
	// identify exchanges the code and checks all that the provider then says.
	identify(ctx context.Context, code string, t trip) (person, error)
}

// person is whom a provider says it has before it: checked as far as it can be, not yet cleaned.
type person struct {
	subject, email, name string
	verified             said
}

// Begin sets a cookie and gives the address to send the browser to (with 303). The error is a
// *Refused.
func (f *Flow) Begin(c *fiber.Ctx, provider string, o Options) (to string, err error) {
	s, ok := f.service(provider)
	if !ok {
		return "", refused(Provider{Name: strings.Clone(provider)}, ReasonProvider, nil)
	}
	defer told(s.offer(), &err)
	t := trip{
		State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(),
		Purpose: o.Purpose, ReturnTo: LocalPath(o.ReturnTo), Keep: o.Keep, Member: o.Member,
		Until: f.now().Add(flowLife),
	}
	if t.Purpose == "" {
		t.Purpose = ToSignIn
	}
	if to, err = s.begin(c.UserContext(), t); err != nil {
		return "", err
	}
	return to, f.keep(c, s.offer().Name, t)
}

// Finish takes a person back from the provider. The error is a *Refused, but where Config.First
// has an error of its own.
func (f *Flow) Finish(c *fiber.Ctx, provider string) (_ Login, err error) {
	s, ok := f.service(provider)
	if !ok {
		return Login{}, refused(Provider{Name: strings.Clone(provider)}, ReasonProvider, nil)
	}
	defer told(s.offer(), &err)
	t, err := f.take(c, s.offer().Name)
	if err != nil {
		return Login{}, err
	}
	code, err := f.answer(c, s, t)
	if err != nil {
		return Login{}, err
	}
	who, err := s.identify(c.UserContext(), code, t)
	if err != nil {
		return Login{}, err
	}
	email := address(who.email)
	return Login{
		Provider: s.offer().Name, Issuer: s.issuer(), Subject: who.subject,
		Email: email, EmailTrusted: s.trust().trusts(email, who.verified), Name: cleanName(who.name),
		Purpose: t.Purpose, ReturnTo: LocalPath(t.ReturnTo), Keep: t.Keep, Member: t.Member,
	}, nil
}

// answer reads from the callback the few words we asked for, and nothing else: goth would take
// redirect_uri and code_verifier from whoever wrote the address.
func (f *Flow) answer(c *fiber.Ctx, s service, t trip) (code string, err error) {
	said := map[string]string{}
	for _, name := range []string{"state", "iss", "error", "code"} {
		values := c.Context().QueryArgs().PeekMulti(name)
		if len(values) > 1 {
			return "", refuse(ReasonQuery, fmt.Errorf("%s is there %d times", name, len(values)))
		}
		if len(values) == 1 {
			said[name] = string(values[0]) // a copy: the request's memory is used again
		}
	}
	switch {
	case said["state"] == "":
		return "", refuse(ReasonNoState, nil)
	case subtle.ConstantTimeCompare([]byte(said["state"]), []byte(t.State)) != 1:
		return "", refuse(ReasonState, nil)
	}
	if err := f.spend(c.UserContext(), t); err != nil {
		return "", err
	}
	switch {
	case said["iss"] != "" && said["iss"] != s.issuer():
		return "", refuse(ReasonMixUp, fmt.Errorf("the callback is from %s", said["iss"]))
	case said["error"] != "":
		return "", refuse(declined(said["error"]), errors.New(said["error"]))
	case said["code"] == "":
		return "", refuse(ReasonNoCode, nil)
	}
	return said["code"], nil
}

// spend ends a sign-in, however it goes on from here: the same one comes back only once.
func (f *Flow) spend(ctx context.Context, t trip) error {
	if !f.spent.first(t.State, t.Until, f.now()) {
		return refuse(ReasonSpent, nil)
	}
	if f.first == nil {
		return nil
	}
	switch first, err := f.first(ctx, t.State); {
	case err != nil:
		return err
	case !first:
		return refuse(ReasonSpent, nil)
	}
	return nil
}

// declined sorts the errors a provider may send a person back with (RFC 6749, 4.1.2.1).
func declined(code string) Reason {
	switch code {
	case "access_denied", "user_cancelled_login", "user_cancelled_authorize": // the latter two are LinkedIn's
		return ReasonDeclined
	case "server_error", "temporarily_unavailable":
		return ReasonDown
	}
	return ReasonSetup
}

// told turns what went wrong into a Refused, panics included: goth has type assertions that an
// odd answer breaks, and a stranger's answer must not bring a request down.
func told(p Provider, err *error) {
	if broken := recover(); broken != nil {
		*err = fmt.Errorf("panic: %v", broken)
	}
	if kind := models.KindOf(*err); *err == nil || kind == models.KindBusy || kind == models.KindReadOnly {
		return // our own store's trouble is not the provider's
	}
	r, ok := errors.AsType[*refusal](*err)
	if !ok {
		r = &refusal{ReasonUnexpected, *err}
	}
	*err = refused(p, r.reason, r.cause)
}
