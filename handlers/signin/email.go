package signin

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"commonroom/models"
)

// EmailTrust says when an e-mail that a provider gives is taken as the person's own: "claim",
// "domains:a,b" or "never".
type EmailTrust string

// The modes that have no list. The third is TrustDomains.
const (
	TrustClaim EmailTrust = "claim" // when the provider says email_verified
	TrustNever EmailTrust = "never"
)

const domainsPrefix = "domains:"

// TrustDomains trusts addresses of exactly these domains (not of those below them), whatever
// the provider leaves unsaid. It is for a provider that an organisation runs for its own
// people, such as a single tenant of Entra, which sends no email_verified.
func TrustDomains(domains ...string) EmailTrust {
	return EmailTrust(domainsPrefix + strings.Join(domains, ","))
}

func (t EmailTrust) domains() ([]string, bool) {
	list, ok := strings.CutPrefix(string(t), domainsPrefix)
	return strings.Split(list, ","), ok
}

func (t EmailTrust) check() error {
	if t == TrustClaim || t == TrustNever {
		return nil
	}
	domains, ok := t.domains()
	if !ok {
		return errors.New("email-trust must be claim, domains:a,b or never")
	}
	for _, d := range domains {
		if !plainDomain(d) {
			return errors.New("email-trust: each domain must be like hospital.example, in small letters")
		}
	}
	return nil
}

func plainDomain(d string) bool {
	odd := func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-.", r) }
	return strings.Contains(d, ".") && !strings.ContainsFunc(d, odd) && strings.Trim(d, ".-") == d
}

// said is what a provider says of an address: that it is verified, nothing, or anything else.
// Only the JSON boolean true is yes. Some send the string "true"; a provider that does not
// keep to the type is not one whose word decides who somebody is.
type said int

const (
	saidNothing said = iota
	saidYes
	saidOther
)

// saidOf reads email_verified. The key is matched exactly, as encoding/json would not do for a
// struct: a claim named "Email_Verified" may be one that people fill in themselves.
func saidOf(claims map[string]any) said {
	value, there := claims["email_verified"]
	switch {
	case !there:
		return saidNothing
	case value == true:
		return saidYes
	}
	return saidOther
}

func (t EmailTrust) trusts(email string, verified said) bool {
	if email == "" || verified == saidOther {
		return false
	}
	if t == TrustClaim {
		return verified == saidYes
	}
	domains, ok := t.domains()
	if !ok {
		return false
	}
	_, domain, _ := strings.Cut(email, "@")
	for _, d := range domains {
		if models.EmailKey(domain) == d {
			return true
		}
	}
	return false
}

// address gives s when it can be an e-mail address, and nothing otherwise.
func address(s string) string {
	if s = strings.TrimSpace(s); models.IsEmail(s) {
		return s
	}
	return ""
}

// cleanName makes one line of what a provider calls somebody; it is shown, and never trusted.
func cleanName(s string) string {
	const most = 100 // characters
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	runes := []rune(strings.Join(strings.Fields(s), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), most)]))
}
