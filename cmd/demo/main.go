// Command demo serves the site with sample content and an identity provider of its own, for
// somebody who wants to look at it, and for the tests that walk through it in a browser. It is
// never part of the program that serves a community.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"commonroom/cmd/demo/idp"
	"commonroom/cmd/site"
	"commonroom/handlers/signin"
	"commonroom/models"
)

// options are what can be told to the demo; all of it may be left alone.
type options struct {
	Database string `default:"sqlite:data/demo.db" placeholder:"URL" help:"Where the demo keeps its data (${default})."`
	Files    string `placeholder:"DIRECTORY" help:"Where the files of the demo are kept: beside the database unless told, or in data/demo-files with PostgreSQL."`
	Listen   string `default:"localhost:3000" placeholder:"HOST:PORT" help:"Where to listen (${default})."`
	Provider string `default:"localhost:3001" placeholder:"HOST:PORT" help:"Where the identity provider of the demo listens (${default}). People who signed in come back as themselves only while it stays."`
	Metrics  string `default:"" placeholder:"HOST:PORT" help:"Where /metrics is found; nowhere unless told."`

	limits models.Limits // of posting; the usual ones if empty
	log    *slog.Logger
	say    func(format string, args ...any)
	ready  func(at string) // called once it serves, for tests; may be nil
}

func main() {
	o := options{say: func(format string, args ...any) { fmt.Printf(format+"\n", args...) }}
	kong.Parse(&o, kong.Name("demo"), kong.Description("Commonroom with sample content and people to sign in as."))
	o.log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// The demo is one client of its own provider. The secret guards nothing: both are in this
// process, and the provider answers this machine alone.
const (
	provider     = "demo"
	clientID     = "commonroom-demo"
	clientSecret = "only-for-the-demo"
)

// run serves the demo until ctx ends.
func run(ctx context.Context, o options) (err error) {
	ln, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return fmt.Errorf("%w (is another demo running?)", err)
	}
	address := publicAddress(o.Listen, ln)
	desk, err := idp.Start(ctx, offered(), []idp.Client{{
		ID: clientID, Secret: clientSecret, RedirectURIs: []string{address + "/auth/" + provider + "/callback"},
	}}, o.Provider)
	if err != nil {
		return errors.Join(err, ln.Close())
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	s, err := site.Open(ctx, settings(o, address, desk.Issuer()))
	if err != nil {
		return errors.Join(err, ln.Close())
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := furnish(ctx, s, desk.Issuer()); err != nil {
		return errors.Join(fmt.Errorf("make the sample content: %w", err), ln.Close())
	}
	greet(o, address)
	return s.ServeOn(ctx, ln, o.log)
}

// publicAddress is the address people type: the host as it was asked for, with the port that
// was really given.
func publicAddress(asked string, ln net.Listener) string {
	host, _, _ := net.SplitHostPort(asked)
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	return "http://" + net.JoinHostPort(host, port)
}

func settings(o options, address, issuer string) site.Settings {
	public, err := url.Parse(address)
	if err != nil {
		panic(err) // it was put together a line above
	}
	s := site.Settings{
		PublicURL: public,
		Metrics:   o.Metrics,
		SiteName:  "Commonroom",
		Issuer: []signin.Issuer{{
			Name: provider, Label: "the demo's own provider", URL: issuer, ClientID: clientID, Secret: clientSecret, EmailTrust: signin.TrustClaim,
		}},
		DemoNote: "This is a demonstration. All people and organisations in it are made up.",
		Limits:   o.limits,
	}
	s.Database.Database, s.Files = o.Database, o.Files
	if s.Files == "" && !strings.HasPrefix(o.Database, "sqlite:") {
		s.Files = "data/demo-files" // nothing is beside such a database, and the sample has files
	}
	return s
}

// greet says where it is and what to try.
func greet(o options, address string) {
	o.say("\nCommonroom is at %s\n", address)
	o.say("Look around as a visitor, then sign in as one of these people:\n")
	for _, p := range personas {
		o.say("  %-14s %s", p.Name, p.About)
	}
	o.say("\nWhat you do is kept in %s. Ctrl-C stops it.", o.Database)
	if o.ready != nil {
		o.ready(address)
	}
}
