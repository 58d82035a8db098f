// Package site puts a server together from its parts: the database under its lock, the models,
// the sign-in and the handlers. The commands only choose what to do with it.
package site

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"

	"commonroom/handlers"
	"commonroom/handlers/signin"
	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/feed"
	"commonroom/models/mark"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/notify"
	"commonroom/models/poll"
	"commonroom/models/practice"
	"commonroom/models/project"
	"commonroom/models/ribbon"
	"commonroom/models/search"
	"commonroom/models/space"
	"commonroom/models/upload"
	"commonroom/static"
)

// Site is everything that is kept, and the models that know what to do with it.
type Site struct {
	handlers.Stores
	settings Settings
	db       *db.DB
	polls    *poll.Store
	unlock   func()
}

// Open opens the database for this process alone, and brings it up to date.
func Open(ctx context.Context, settings Settings) (*Site, error) {
	unlock, err := lock(settings.Database.Database)
	if err != nil {
		return nil, err
	}
	s, err := connect(settings)
	if err != nil {
		unlock()
		return nil, err
	}
	s.unlock = unlock
	if err := errors.Join(s.db.Migrate(ctx), s.Uploads.Prepare()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Beside opens the database that a running server may have open too. It makes none, and
// changes no schema.
func Beside(ctx context.Context, settings Settings) (*Site, error) {
	if file := fileOf(settings.Database.Database); file != "" {
		if _, err := os.Stat(file); err != nil {
			return nil, fmt.Errorf("there is no database yet: commonroom migrate makes it: %w", err)
		}
	}
	s, err := connect(settings)
	if err != nil {
		return nil, err
	}
	if err := s.db.Ready(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func connect(settings Settings) (*Site, error) {
	syscall.Umask(0o077) // what is kept here is nobody else's to read
	d, err := db.Open(settings.Database.Database)
	if err != nil {
		return nil, err
	}
	if settings.Limits == (models.Limits{}) {
		settings.Limits = models.DefaultLimits()
	}
	return &Site{Stores: storesOf(d, settings), settings: settings, db: d, polls: poll.New(d), unlock: func() {}}, nil
}

func storesOf(d *db.DB, settings Settings) handlers.Stores {
	return handlers.Stores{
		Members:    member.New(d),
		Spaces:     space.New(d),
		Discuss:    discuss.New(d, settings.Limits),
		Drafts:     draft.New(d),
		Marks:      mark.New(d),
		Moderation: moderation.New(d, settings.Limits),
		Practices:  practice.New(d, settings.Limits),
		Projects:   project.New(d, settings.Limits),
		Search:     search.New(d),
		Notices:    notify.New(d),
		Feeds:      feed.New(d),
		Ribbons:    ribbon.New(d),
		Uploads:    upload.New(d, settings.Limits, settings.files()),
	}
}

// Close closes the database and lets go of its lock.
func (s *Site) Close() error {
	err := errors.Join(s.Uploads.Close(), s.db.Close())
	s.unlock()
	return err
}

// errAssets is said by a server that was built without its looks.
var errAssets = errors.New("this program was built without its style sheet and scripts: build it with \"make build\"")

// Serve listens, and answers requests until ctx ends; then it finishes those under way.
func (s *Site) Serve(ctx context.Context, log *slog.Logger) error {
	ln, err := net.Listen("tcp", s.settings.Listen)
	if err != nil {
		return err
	}
	return s.ServeOn(ctx, ln, log)
}

// ServeOn does the same on a listener that is open already, and closes it.
func (s *Site) ServeOn(ctx context.Context, ln net.Listener, log *slog.Logger) error {
	var background sync.WaitGroup
	defer background.Wait() // so that nothing is at work when the database is closed
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server, err := s.server(ctx, log)
	if err != nil {
		return errors.Join(err, ln.Close())
	}
	background.Go(func() { s.sweepDaily(ctx, log) })
	background.Go(func() { s.keepIndex(ctx, server, log) })
	background.Go(func() { s.keepCount(ctx, log) })
	background.Go(func() { s.keepClock(ctx, log) })
	background.Go(func() { s.Notices.Follow(ctx, log) })
	background.Go(func() { s.Notices.Announce(ctx, log) })
	log.Info("serving", "at", s.settings.PublicURL.String(), "listening", ln.Addr().String(), "database", s.settings.Shown())
	defer s.countLast(log)
	return server.Serve(ctx, ln)
}

// SetClock sets the clock that everything is dated by. The demo tells of the past with it.
func (s *Site) SetClock(clock func() time.Time) { s.db.SetClock(clock) }

// server puts the server together, with its metrics on a listener of their own until ctx ends.
func (s *Site) server(ctx context.Context, log *slog.Logger) (*handlers.Server, error) {
	settings := s.settings
	if !static.Built() {
		return nil, errAssets
	}
	key, err := settings.key()
	if err != nil {
		return nil, err
	}
	s.Search.MarkWith(key)
	s.Notices.SealWith(key)
	flow, err := s.signIn(key)
	if err != nil {
		return nil, err
	}
	server, err := handlers.New(handlers.Config{
		PublicURL: settings.PublicURL,
		Proxies:   settings.TrustedProxy,
		SignIn:    flow,
		Limits:    settings.Limits,
		SiteName:  settings.SiteName,
		DemoNote:  settings.DemoNote,
		Log:       log,
		Now:       s.db.Now,
		Ready:     s.db.Ready,
		Count:     count,
	}, s.Stores)
	if err != nil || settings.Metrics == "" {
		return server, err
	}
	return server, serveMetrics(ctx, settings.Metrics, server.Metrics())
}

// signIn brings people in through the providers that are set up. It asks none of them yet.
func (s *Site) signIn(key []byte) (*signin.Flow, error) {
	return signin.New(signin.Config{
		BaseURL: s.settings.PublicURL.String(),
		Key:     key,
		Issuers: s.settings.Issuer,
		GitHub:  s.settings.GitHub,
		First:   s.Members.FirstReturn,
		Now:     s.db.Now,
	})
}

func count(ctx context.Context) (context.Context, func() int64) {
	var counter db.Counter
	return db.Counting(ctx, &counter), counter.Queries
}

// serveMetrics answers on a listener of its own until ctx ends.
func serveMetrics(ctx context.Context, address string, handler http.Handler) error {
	ln, err := listenHere(address)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(ln) }() // it ends with Close below
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return nil
}

// sweepDaily throws away what is kept for a time only, at the start and then once a day.
func (s *Site) sweepDaily(ctx context.Context, log *slog.Logger) {
	every(ctx, 24*time.Hour, func() {
		err := errors.Join(s.db.Sweep(ctx), s.Members.Sweep(ctx), s.Search.Sweep(ctx), s.Drafts.Sweep(ctx), s.Uploads.Sweep(ctx))
		if err != nil && ctx.Err() == nil {
			log.Warn("could not sweep", "error", err)
		}
	})
}
