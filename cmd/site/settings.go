package site

import (
	"errors"
	"log/slog"
	"net"
	"net/url"
	"os"

	"commonroom/models"
)

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
	PublicURL    *url.URL `name:"public-url" default:"http://localhost:3000" placeholder:"URL" help:"Where people find the site, without a path (${default})."`
	Listen       string   `default:"localhost:3000" placeholder:"HOST:PORT" help:"Where to listen; a proxy in front speaks https (${default})."`
	Metrics      string   `default:"localhost:9100" placeholder:"HOST:PORT" help:"Where this machine, and no other, finds /metrics and why the server is not ready; empty for nowhere (${default})."`
	TrustedProxy []string `placeholder:"ADDRESS" help:"Addresses or ranges of proxies whose X-Real-IP is believed; none unless told."`
	SiteName     string   `default:"Commonroom" placeholder:"NAME" help:"What the site is called (${default})."`
	LogFormat    string   `default:"text" enum:"text,json" help:"How to write the log: text or json (${default})."`

	DemoNote string        `kong:"-"` // one line above all pages of a demonstration
	Limits   models.Limits `kong:"-"` // the usual ones if empty
}

// Log is the log in the format asked for.
func (s Settings) Log() *slog.Logger {
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
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
