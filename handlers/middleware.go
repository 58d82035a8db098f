package handlers

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/upload"
	"commonroom/views"
)

// request is what the server knows of one request beside what came over the wire.
type request struct {
	id      string // said to the person on a page that reports a failure, and written in the log
	pattern string // of the route, such as /threads/:id: never the path, which may hold a secret
	began   time.Time
	queries func() int64
	who     who
	refused bool // a form is being drawn again
	// keep keeps a file that comes with a form, once it is known who sent it.
	keep func(upload.NewFile) (upload.Upload, error)
	// previews are the words of a form that is drawn again, as they will look.
	previews []views.Preview
}

const requestKey = "request"

// about gives what is known of a request; of one that fasthttp refused to read, next to nothing.
func about(c *fiber.Ctx) *request {
	if r, ok := c.Locals(requestKey).(*request); ok {
		return r
	}
	return &request{pattern: "unreadable", began: time.Now(), queries: func() int64 { return 0 }}
}

// observe gives every request an id, turns its error or panic into a page, and writes the one
// line of the log that says how it went.
func (s *Server) observe(c *fiber.Ctx) error {
	r := &request{id: rand.Text(), pattern: "none", began: time.Now(), queries: func() int64 { return 0 }}
	c.Locals(requestKey, r)
	c.Set(fiber.HeaderXRequestID, r.id)
	if err := survive(c); err != nil {
		s.fail(c, err)
	}
	s.record(c)
	return nil
}

// survive hands the request on and turns a panic into an error.
func survive(c *fiber.Ctx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return c.Next()
}

// record writes the access log and the metrics. Neither holds an address, a path or a query.
func (s *Server) record(c *fiber.Ctx) {
	r := about(c)
	took, status := time.Since(r.began), c.Response().StatusCode()
	s.metrics.answered(c.Method(), r.pattern, status, took)
	s.Log.Info("request", "id", r.id, "method", c.Method(), "route", r.pattern, "status", status,
		"ms", float64(took.Microseconds())/1000, "queries", r.queries())
}

// inTime bounds the work for one request, and counts the queries it takes. The context is
// cancelled with the server's, never with fasthttp's, which is recycled.
func (s *Server) inTime(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(s.work, s.WorkTimeout)
	defer cancel()
	if s.Count != nil {
		ctx, about(c).queries = s.Count(ctx)
	}
	c.SetUserContext(ctx)
	return c.Next()
}

// header is one header field that every answer carries.
type header struct{ name, value string }

// headersFor says what a browser may do with our pages: load what is ours, run no inline script,
// be framed by nobody, and post forms here or to an identity provider (a browser applies
// form-action to the redirect that answers a POST, too).
func headersFor(c Config) []header {
	policy := []string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self'",
		"font-src 'self'",
		"connect-src 'self'",
		"manifest-src 'self'",
		"form-action " + strings.Join(append([]string{"'self'"}, c.FormAction...), " "),
		"base-uri 'none'",
		"frame-ancestors 'none'",
	}
	list := []header{
		{fiber.HeaderContentSecurityPolicy, strings.Join(policy, "; ")},
		{fiber.HeaderXContentTypeOptions, "nosniff"},
		{fiber.HeaderXFrameOptions, "DENY"},
		{fiber.HeaderReferrerPolicy, "same-origin"},
		{fiber.HeaderPermissionsPolicy, "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
	}
	if c.PublicURL.Scheme == "https" {
		list = append(list, header{fiber.HeaderStrictTransportSecurity, "max-age=31536000"})
	}
	return list
}

// protect sets the headers that every answer carries.
func (s *Server) protect(c *fiber.Ctx) error {
	for _, h := range s.headers {
		c.Set(h.name, h.value)
	}
	return c.Next()
}

// hostsOf are the Host values that mean this site: with the port, and without it where the
// scheme implies it.
func hostsOf(public *url.URL) map[string]bool {
	host := strings.ToLower(public.Host)
	hosts := map[string]bool{host: true}
	if port := map[string]string{"http": "80", "https": "443"}[public.Scheme]; public.Port() == "" {
		hosts[net.JoinHostPort(public.Hostname(), port)] = true
	} else if public.Port() == port {
		hosts[strings.TrimSuffix(host, ":"+port)] = true
	}
	return hosts
}

// knownHost refuses requests meant for another site, so that no link, cookie or cache entry can
// be made for a name that is not ours. Both places where a request may say its host count. A
// probe on this machine may call us by a loopback name.
func (s *Server) knownHost(c *fiber.Ctx) error {
	probe := c.Path() == "/healthz" || c.Path() == "/readyz"
	for _, raw := range [][]byte{c.Request().Header.Host(), c.Context().URI().Host()} {
		host := strings.ToLower(string(raw))
		if !s.hosts[host] && !(probe && loopback(host)) {
			return fiber.ErrMisdirectedRequest
		}
	}
	return c.Next()
}

// legible refuses an address that asks with bytes which are no text: a browser sends none, and
// the databases differ in what they make of them.
func (s *Server) legible(c *fiber.Ctx) error {
	for name, value := range c.Context().QueryArgs().All() {
		if !utf8.Valid(name) || !utf8.Valid(value) || bytes.IndexByte(value, 0) >= 0 {
			return fiber.ErrBadRequest
		}
	}
	return c.Next()
}

// oneLength refuses a body that says its length in two ways: a proxy in front may have believed
// the other one, and then what is a body to us was a request to it.
func (s *Server) oneLength(c *fiber.Ctx) error {
	head := &c.Request().Header
	const chunked = -1
	if head.ContentLength() == chunked && bytes.Contains(bytes.ToLower(append([]byte("\n"), head.RawHeaders()...)), []byte("\ncontent-length:")) {
		c.Context().SetConnectionClose()
		return fiber.ErrBadRequest
	}
	return c.Next()
}

// loopback tells whether a host, with or without a port, is this machine itself.
func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// sameOrigin refuses what another site makes a browser send here.
type sameOrigin struct{ check *http.CrossOriginProtection }

func newSameOrigin(public *url.URL) sameOrigin {
	check := http.NewCrossOriginProtection()
	if err := check.AddTrustedOrigin(public.Scheme + "://" + public.Host); err != nil {
		panic(err) // the public URL was checked before
	}
	return sameOrigin{check}
}

// fromHere checks every request that may change something, sign-in among them. The standard
// library knows the rules; it is shown the few things of a request that they are about.
func (s *Server) fromHere(c *fiber.Ctx) error {
	r := &http.Request{
		Method: c.Method(),
		Host:   string(c.Request().Host()),
		URL:    &url.URL{Path: c.Path()},
		Header: http.Header{},
	}
	for _, name := range []string{"Sec-Fetch-Site", fiber.HeaderOrigin} {
		if value := c.Get(name); value != "" {
			r.Header.Set(name, value)
		}
	}
	if s.sameURL.check.Check(r) != nil {
		return models.Forbidden("This form was sent from another website, so we did not take it. Open the page here and send it again.")
	}
	return c.Next()
}
