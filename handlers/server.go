// Package handlers answers requests: it reads them, asks a model and sends a view. It holds no
// rule about who may do what to which thing, no SQL and no markup.
package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"commonroom/handlers/signin"
	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/feed"
	"commonroom/models/mark"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/notify"
	"commonroom/models/practice"
	"commonroom/models/project"
	"commonroom/models/ribbon"
	"commonroom/models/search"
	"commonroom/models/space"
	"commonroom/models/upload"
)

// Config is what a server is told at start. The zero value of a number or a duration stands
// for the usual one.
type Config struct {
	PublicURL  *url.URL      // where people find the site; links, cookies and HSTS follow from it
	Proxies    []string      // addresses and ranges of proxies whose X-Real-IP is believed
	SignIn     *signin.Flow  // the identity providers; without any nobody can sign in
	FormAction []string      // origins a browser may be sent to after a POST, beside the providers' own
	Limits     models.Limits // how much one person may do in how little time
	SiteName   string        // "Commonroom" when empty
	DemoNote   string        // one line above all pages of a demonstration

	BodyLimit    int           // bytes of a request's body
	ReadTimeout  time.Duration // for a whole request to arrive
	WriteTimeout time.Duration // for a whole answer to leave
	IdleTimeout  time.Duration // between two requests on one connection
	WorkTimeout  time.Duration // for finding the answer
	DrainTimeout time.Duration // for requests under way when the server is told to stop
	Beat         time.Duration // between two signs of life on a live stream

	Log   *slog.Logger
	Now   func() time.Time            // the clock of the stores
	Ready func(context.Context) error // whether the store answers
	// Count makes a context whose queries are counted, for the log and for tests. It is handed
	// over because nothing here may know the database.
	Count func(context.Context) (context.Context, func() int64)
}

// Stores are the models that are asked.
type Stores struct {
	Members    *member.Store
	Spaces     *space.Store
	Discuss    *discuss.Store
	Drafts     *draft.Store
	Marks      *mark.Store
	Moderation *moderation.Store
	Practices  *practice.Store
	Projects   *project.Store
	Search     *search.Store
	Notices    *notify.Store
	Feeds      *feed.Store
	Ribbons    *ribbon.Store
	Uploads    *upload.Store
}

// The usual values. The body limit takes two texts of 20,000 characters of four bytes each,
// written as a form writes them; what a hospital's slow line needs is in the timeouts.
const (
	usualBodyLimit    = 1 << 20
	usualReadTimeout  = 15 * time.Second
	usualWriteTimeout = 30 * time.Second
	usualIdleTimeout  = 75 * time.Second
	usualWorkTimeout  = 20 * time.Second
	usualDrainTimeout = 9 * time.Second // the whole stop has to be over in 10
	usualBeat         = 12 * time.Second

	readBuffer = 16384 // bytes of one request's header fields: single sign-on cookies are long
)

// Server answers the requests of one site.
type Server struct {
	Config
	Stores
	app     *fiber.App
	guards  map[string]guard   // by policy
	stop    context.CancelFunc // ends the work of requests that outlast the drain
	work    context.Context
	hosts   map[string]bool
	headers []header
	sameURL sameOrigin
	metrics *metrics
	barred  string // what robots.txt says

	signInsABrowser, signInsAnAddress *limiter
	reportsANetwork                   *limiter // of people who are not signed in
	searches, suggestions, previews   pace
	streams                           *streams
	draftSaves                        pace
	files, acts, bodies               *limiter // of people who are signed in
}

// New makes a server of config that asks stores; it does not listen yet.
func New(config Config, stores Stores) (*Server, error) {
	return newGuarded(config, stores, guards)
}

// newGuarded makes a server whose doors are kept by guards.
func newGuarded(config Config, stores Stores, guards map[string]guard) (*Server, error) {
	s := &Server{Config: config.withUsual(), Stores: stores, guards: guards, metrics: newMetrics()}
	if err := s.check(); err != nil {
		return nil, err
	}
	s.work, s.stop = context.WithCancel(context.Background())
	s.hosts = hostsOf(s.PublicURL)
	if s.SignIn != nil {
		s.FormAction = append(slices.Clone(s.FormAction), s.SignIn.FormActions()...)
	}
	s.headers = headersFor(s.Config)
	s.signInsABrowser = newLimiter(s.Limits.SignInsABrowser, time.Minute)
	s.searches = newPace(s.Limits.SearchesAMinute, time.Minute)
	s.suggestions = newPace(s.Limits.SuggestionsAMinute, time.Minute)
	s.draftSaves = newPace(s.Limits.DraftsAMinute, time.Minute)
	s.previews = newPace(s.Limits.PreviewsAMinute, time.Minute)
	s.files = newLimiter(s.Limits.FilesAMinute, time.Minute)
	s.acts = newLimiter(s.Limits.ActsAMinute, time.Minute)
	s.bodies = newLimiter(s.Limits.LargeBodies, uploadTimeout)
	s.reportsANetwork = newLimiter(s.Limits.ReportsADay, 24*time.Hour)
	s.signInsAnAddress = newLimiter(s.Limits.SignInsAnAddress, time.Minute)
	s.streams = newStreams(s.Limits.Streams)
	s.metrics.watch(s.streams)
	s.sameURL = newSameOrigin(s.PublicURL)
	s.app = fiber.New(fiber.Config{
		DisableStartupMessage:   true,
		Immutable:               true,
		CaseSensitive:           true,
		EnableTrustedProxyCheck: true,
		EnableIPValidation:      true,
		TrustedProxies:          s.Proxies,
		ProxyHeader:             "X-Real-IP",
		ReadBufferSize:          readBuffer,
		BodyLimit:               s.BodyLimit,
		ReadTimeout:             s.ReadTimeout,
		WriteTimeout:            s.WriteTimeout,
		IdleTimeout:             s.IdleTimeout,
		ErrorHandler:            s.refuse,
	})
	s.app.Server().CloseOnShutdown = true
	s.app.Server().HeaderReceived = s.admit
	s.app.Server().DisablePreParseMultipartForm = true // unpacked reads what brings files, and leaves none about
	s.app.Use(s.observe, s.protect, s.oneLength, s.knownHost, s.legible, s.fromHere, s.inTime)
	if err := s.mount(s.routes()); err != nil {
		return nil, err
	}
	s.barred = robotsOf(s.routes(), s.guards, s.root())
	return s, nil
}

func (c Config) withUsual() Config {
	usual := func(d *time.Duration, value time.Duration) {
		if *d == 0 {
			*d = value
		}
	}
	usual(&c.ReadTimeout, usualReadTimeout)
	usual(&c.WriteTimeout, usualWriteTimeout)
	usual(&c.IdleTimeout, usualIdleTimeout)
	usual(&c.WorkTimeout, usualWorkTimeout)
	usual(&c.DrainTimeout, usualDrainTimeout)
	usual(&c.Beat, usualBeat)
	if c.BodyLimit == 0 {
		c.BodyLimit = usualBodyLimit
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// check refuses what would only be noticed when it has done harm.
func (s *Server) check() error {
	u := s.PublicURL
	switch {
	case u == nil || u.Host == "" || u.Path != "" && u.Path != "/":
		return errors.New("the public URL must be a scheme and a host, such as https://commonroom.example")
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Host)):
		return errors.New("the public URL must begin with https://, but on this machine itself (http://localhost:3000)")
	}
	for _, proxy := range s.Proxies {
		_, _, err := net.ParseCIDR(proxy)
		if err != nil && net.ParseIP(proxy) == nil {
			return errors.New("a trusted proxy must be an address or a range, not " + proxy)
		}
	}
	return nil
}

// Serve answers requests from ln until ctx ends; then it takes no new ones, ends live streams,
// gives what is under way DrainTimeout to finish, and returns.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	defer s.stop()
	failed := make(chan error, 1)
	go func() { failed <- s.app.Listener(ln) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.Log.Info("stopping", "drain", s.DrainTimeout.String())
	s.streams.end()
	// Told to stop before it has begun, the framework would not know of the listener yet and
	// leave it open: we close it, and wait until it has noticed.
	_ = ln.Close()
	<-failed
	if err := s.app.ShutdownWithTimeout(s.DrainTimeout); err != nil && !errors.Is(err, net.ErrClosed) {
		s.Log.Warn("stopped with requests under way", "error", err)
	}
	s.stop()
	s.streams.wait.Wait()
	return nil
}
