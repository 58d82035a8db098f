package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/markbates/goth"
	"github.com/markbates/goth/providers/github"
)

const githubName = "github"

// GitHub is the configuration for signing in with GitHub, which does not speak OpenID Connect.
type GitHub struct {
	ClientID   string
	Secret     string
	SecretFile string // read at start when Secret is empty
	Label      string // on the button; "GitHub" when empty
	Host       string // https://github.com when empty; an enterprise server has its own
	API        string // https://api.github.com when empty
}

// ParseGitHub reads the settings from one line, such as "id=…,secret-file=…". The further ones
// are secret, label, host and api.
func ParseGitHub(line string) (GitHub, error) {
	settings, err := parseSettings(line, "id", "secret", "secret-file", "label", "host", "api")
	if err != nil {
		return GitHub{}, err
	}
	g := GitHub{
		ClientID: settings["id"], Secret: settings["secret"], SecretFile: settings["secret-file"],
		Label: settings["label"], Host: settings["host"], API: settings["api"],
	}
	return g, g.check()
}

// UnmarshalText is ParseGitHub, for flags.
func (g *GitHub) UnmarshalText(text []byte) (err error) {
	*g, err = ParseGitHub(string(text))
	return err
}

// String is the line that ParseGitHub reads, with the secret left out.
func (g GitHub) String() string {
	line := "id=" + g.ClientID
	for _, part := range hidden(g.Secret, g.SecretFile) {
		line += "," + part
	}
	for _, part := range [][2]string{{"label", g.Label}, {"host", g.Host}, {"api", g.API}} {
		if part[1] != "" {
			line += "," + part[0] + "=" + part[1]
		}
	}
	return line
}

// check fills in what is standard, and refuses what cannot work.
func (g *GitHub) check() error {
	standard := func(s *string, otherwise string) {
		if *s == "" {
			*s = otherwise
		}
	}
	standard(&g.Label, "GitHub")
	standard(&g.Host, "https://github.com")
	standard(&g.API, "https://api.github.com")
	for _, address := range []string{g.Host, g.API} {
		if u, err := url.Parse(address); err != nil || !sound(u) {
			return fmt.Errorf("sign-in with GitHub: %q is not an https address", address)
		}
	}
	if g.ClientID == "" || (g.Secret == "" && g.SecretFile == "") {
		return errors.New("sign-in with GitHub: id, and secret or secret-file, are needed")
	}
	return nil
}

func (g *GitHub) ready() (err error) {
	if err := g.check(); err != nil {
		return err
	}
	g.Secret, err = secret(g.Secret, g.SecretFile)
	return err
}

// gitHub signs people in by plain OAuth. goth does not pass a code verifier on here, so no
// challenge is sent: state in a sealed cookie is what ties the code to the browser.
type gitHub struct {
	GitHub
	goth   *github.Provider
	client *http.Client
}

func newGitHub(g GitHub, callback string, client *http.Client) *gitHub {
	provider := github.NewCustomisedURL(g.ClientID, g.Secret, callback,
		g.Host+"/login/oauth/authorize", g.Host+"/login/oauth/access_token", g.API+"/user", g.API+"/user/emails",
		"read:user", "user:email")
	provider.HTTPClient = client
	return &gitHub{g, provider, client}
}

func (g *gitHub) offer() Provider   { return Provider{githubName, g.Label} }
func (g *gitHub) issuer() string    { return g.Host }
func (g *gitHub) origins() []string { return []string{originOf(g.Host)} }
func (g *gitHub) trust() EmailTrust { return TrustClaim }

func (g *gitHub) begin(_ context.Context, t trip) (string, error) {
	session, err := g.goth.BeginAuth(t.State)
	if err != nil {
		return "", err
	}
	return session.GetAuthURL()
}

func (g *gitHub) identify(ctx context.Context, code string, _ trip) (person, error) {
	session, provider := &github.Session{}, *g.goth
	provider.HTTPClient = unrepeated(g.client)
	if _, err := session.Authorize(&provider, url.Values{"code": {code}}); err != nil {
		return person{}, refuse(reasonOf(err, ReasonExchange), err)
	}
	user, err := g.goth.FetchUser(session)
	if err != nil && !errors.Is(err, github.ErrNoVerifiedGitHubPrimaryEmail) {
		return person{}, refuse(reasonOf(err, ReasonUserinfo), err)
	}
	if user.UserID == "0" { // what goth makes of an answer without an id
		return person{}, refuse(ReasonSubject, nil)
	}
	email, err := g.primary(ctx, session.AccessToken)
	if err != nil {
		return person{}, refuse(reasonOf(err, ReasonUserinfo), err)
	}
	return person{subject: user.UserID, email: email, verified: saidYes, name: nameOf(user)}, nil
}

func nameOf(user goth.User) string {
	if user.Name == "" {
		return user.NickName
	}
	return user.Name
}

// primary gives the verified primary address, or none. goth takes the address on the public
// profile when there is one, which need not be it.
func (g *gitHub) primary(ctx context.Context, accessToken string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, g.API+"/user/emails", nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+accessToken)
	answer, err := g.client.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the list of e-mails answered %d", answer.StatusCode)
	}
	var list []struct {
		Email             string
		Primary, Verified bool
	}
	if err := json.NewDecoder(answer.Body).Decode(&list); err != nil {
		return "", err
	}
	for _, e := range list {
		if e.Primary && e.Verified {
			return e.Email, nil
		}
	}
	return "", nil
}
