package site

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"commonroom/handlers/signin"
	"commonroom/models"
)

// Secret is a setting that is never printed.
type Secret string

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "(hidden)"
}

// Database says where everything is kept: every command needs it.
type Database struct {
	Database string `default:"sqlite:data/commonroom.db" placeholder:"URL" help:"Where everything is kept: sqlite:FILE, or postgres://… (${default})."`
}

// Shown is the setting as it may be printed: without the password in it.
func (d Database) Shown() string {
	u, err := url.Parse(d.Database)
	if err != nil {
		return "(unreadable)"
	}
	if q := u.Query(); q.Has("password") {
		q.Set("password", "xxxxx")
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}

// Settings are what whoever runs a server decides.
type Settings struct {
	Database     `embed:""`
	Files        string          `placeholder:"DIRECTORY" help:"Where the files that members add are kept: beside the database unless told; with PostgreSQL none are taken until you say, and every node has to reach the same directory."`
	PublicURL    *url.URL        `name:"public-url" default:"http://localhost:3000" placeholder:"URL" help:"Where people find the site, without a path (${default})."`
	Listen       string          `default:"localhost:3000" placeholder:"HOST:PORT" help:"Where to listen; a proxy in front speaks https (${default})."`
	Metrics      string          `default:"localhost:9100" placeholder:"HOST:PORT" help:"Where this machine, and no other, finds /metrics and why the server is not ready; empty for nowhere (${default})."`
	TrustedProxy []string        `placeholder:"ADDRESS" help:"Addresses or ranges of proxies whose X-Real-IP is believed; none unless told."`
	Issuer       []signin.Issuer `sep:";" placeholder:"SETTINGS" help:"An OpenID Connect provider to sign in with, as name=…,label=…,issuer=…,id=…,secret-file=…,email-trust=…; several with ; between or with the flag repeated."`
	GitHub       *signin.GitHub  `name:"github" placeholder:"SETTINGS" help:"Sign in with GitHub, as id=…,secret-file=…."`
	SecretKey    Secret          `placeholder:"TEXT" help:"32 characters or more that nobody can guess, the same on every node; made anew at each start if empty, which ends the sign-ins under way."`
	SiteName     string          `default:"Commonroom" placeholder:"NAME" help:"What the site is called (${default})."`
	LogFormat    string          `default:"text" enum:"text,json" help:"How to write the log: text or json (${default})."`

	DemoNote string        `kong:"-"` // one line above all pages of a demonstration
	Limits   models.Limits `kong:"-"` // the usual ones if empty
}

// files is the directory in which the files that members add are kept; empty for none.
func (s Settings) files() string {
	if file := fileOf(s.Database.Database); s.Files == "" && file != "" {
		return strings.TrimSuffix(file, filepath.Ext(file)) + "-files"
	}
	return s.Files
}

// Log is the log in the format asked for.
func (s Settings) Log() *slog.Logger {
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

// minKey is how long the secret key must be: 32 characters of a made-up word or of hex digits
// are beyond guessing.
const minKey = 32

// key is the secret that seals what a browser holds for us.
func (s Settings) key() ([]byte, error) {
	switch {
	case s.SecretKey == "":
		key := make([]byte, minKey)
		_, err := rand.Read(key)
		return key, err
	case len(s.SecretKey) < minKey:
		return nil, fmt.Errorf("the secret key has to have %d characters or more; openssl rand -hex 32 makes one", minKey)
	}
	return []byte(s.SecretKey), nil
}

// listenHere opens the listener for what only this machine may see.
func listenHere(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, errors.New("metrics: write host:port, not " + address)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, errors.New("metrics: listen on localhost only, not on " + address)
	}
	return net.Listen("tcp", address)
}
