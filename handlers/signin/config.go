package signin

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
)

// Issuer is one OpenID Connect provider as it is configured. A provider of many tenants under
// one address, such as Entra's "common", is not supported: its issuer differs by person.
type Issuer struct {
	Name        string // in our addresses: small letters, digits and hyphens
	Label       string // on the button
	URL         string // the issuer, exactly as its tokens have it
	ClientID    string
	Secret      string
	SecretFile  string     // read at start when Secret is empty
	AuthOrigins []string   // where its sign-in pages are; the issuer's own origin when empty
	EmailTrust  EmailTrust // whether an e-mail it gives is taken as the person's own
	NoNonce     bool       // it returns no nonce (LinkedIn)
	NoPKCE      bool       // it trips on a code challenge (LinkedIn)
}

var urlSafe = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

// ParseIssuer reads an issuer from one line of settings, as a flag or the environment has it:
//
//	name=entra,label=Microsoft,issuer=https://…,id=…,secret-file=…,email-trust=domains:a,b
//
// The further settings are secret, auth-origin, nonce and pkce (each "required" or "absent").
// A comma may stand in a value as long as what follows it does not read like a setting.
func ParseIssuer(line string) (Issuer, error) {
	settings, err := parseSettings(line, "name", "label", "issuer", "id", "secret", "secret-file", "auth-origin", "email-trust", "nonce", "pkce")
	if err != nil {
		return Issuer{}, err
	}
	i := Issuer{
		Name: settings["name"], Label: settings["label"], URL: settings["issuer"],
		ClientID: settings["id"], Secret: settings["secret"], SecretFile: settings["secret-file"],
		EmailTrust: EmailTrust(settings["email-trust"]),
	}
	if origins := settings["auth-origin"]; origins != "" {
		i.AuthOrigins = strings.Split(origins, ",")
	}
	if i.NoNonce, err = absent("nonce", settings["nonce"]); err != nil {
		return Issuer{}, err
	}
	if i.NoPKCE, err = absent("pkce", settings["pkce"]); err != nil {
		return Issuer{}, err
	}
	return i, i.check()
}

// UnmarshalText is ParseIssuer, for flags.
func (i *Issuer) UnmarshalText(text []byte) (err error) {
	*i, err = ParseIssuer(string(text))
	return err
}

// String is the line that ParseIssuer reads, with the secret left out.
func (i Issuer) String() string {
	parts := []string{"name=" + i.Name, "label=" + i.Label, "issuer=" + i.URL, "id=" + i.ClientID}
	parts = append(parts, hidden(i.Secret, i.SecretFile)...)
	if len(i.AuthOrigins) > 0 {
		parts = append(parts, "auth-origin="+strings.Join(i.AuthOrigins, ","))
	}
	parts = append(parts, "email-trust="+string(i.EmailTrust))
	if i.NoNonce {
		parts = append(parts, "nonce=absent")
	}
	if i.NoPKCE {
		parts = append(parts, "pkce=absent")
	}
	return strings.Join(parts, ",")
}

func hidden(secret, file string) []string {
	switch {
	case secret != "":
		return []string{"secret=(hidden)"}
	case file != "":
		return []string{"secret-file=" + file}
	}
	return nil
}

func (i Issuer) check() error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("sign-in provider %q: "+format, append([]any{i.Name}, args...)...)
	}
	issuer, err := url.Parse(i.URL)
	switch {
	case !urlSafe.MatchString(i.Name):
		return bad("name must be small letters, digits and hyphens, and begin with a letter")
	case i.Label == "":
		return bad("label is missing: it is what the button says")
	case err != nil || !sound(issuer):
		return bad("issuer must be an https address (http only on localhost)")
	case i.ClientID == "":
		return bad("id is missing: it is the client id that the provider gave you")
	case i.Secret == "" && i.SecretFile == "":
		return bad("secret or secret-file is missing")
	}
	for _, origin := range i.AuthOrigins {
		if u, err := url.Parse(origin); err != nil || !sound(u) || u.Scheme+"://"+u.Host != origin {
			return bad("auth-origin %q must be like https://login.example, without a path", origin)
		}
	}
	if err := i.EmailTrust.check(); err != nil {
		return bad("%w", err)
	}
	return nil
}

// ready checks an issuer that may have been written in code, and reads its secret.
func (i *Issuer) ready() (err error) {
	if err := i.check(); err != nil {
		return err
	}
	if len(i.AuthOrigins) == 0 {
		i.AuthOrigins = []string{originOf(i.URL)}
	}
	i.Secret, err = secret(i.Secret, i.SecretFile)
	return err
}

// secret gives what is set, or else what the file holds without its last line break.
func secret(set, file string) (string, error) {
	if set != "" {
		return set, nil
	}
	held, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("sign-in: secret: %w", err)
	}
	if text := strings.TrimRight(string(held), "\r\n"); text != "" {
		return text, nil
	}
	return "", fmt.Errorf("sign-in: secret: %s is empty", file)
}

// parseSettings reads key=value pairs with commas between. Its errors name keys, never values:
// a value may be a secret.
func parseSettings(line string, known ...string) (map[string]string, error) {
	settings, last := map[string]string{}, ""
	for part := range strings.SplitSeq(line, ",") {
		key, value, pair := strings.Cut(part, "=")
		key = strings.TrimSpace(key)
		_, twice := settings[key]
		switch {
		case !pair && last == "":
			return nil, errors.New("sign-in: settings must read key=value, with commas between")
		case !pair:
			settings[last] += "," + strings.TrimSpace(part)
		case !slices.Contains(known, key):
			return nil, fmt.Errorf("sign-in: there is an unknown setting after %q; known are %s", last, strings.Join(known, ", "))
		case twice:
			return nil, fmt.Errorf("sign-in: setting %q is there twice", key)
		default:
			settings[key], last = strings.TrimSpace(value), key
		}
	}
	return settings, nil
}

func absent(key, value string) (bool, error) {
	switch value {
	case "", "required":
		return false, nil
	case "absent":
		return true, nil
	}
	return false, fmt.Errorf("sign-in: %s must be required or absent", key)
}

// sound tells whether u is a place that secrets may be sent to: https, or this machine.
func sound(u *url.URL) bool {
	if u.Host == "" || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	here := u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback())
	return u.Scheme == "https" || (u.Scheme == "http" && here)
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
