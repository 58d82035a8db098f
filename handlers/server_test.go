package handlers

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
)

// site is a server that listens on a free port of this machine.
type site struct {
	*Server
	addr string
	log  *logged
	stop context.CancelFunc
	done chan error
}

// logged keeps what the server logs, for a test to read.
type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// open starts a server that keeps nothing, whose configuration the test may change, with routes
// of the test's own.
func open(t *testing.T, change func(*Config), extra ...route) *site {
	t.Helper()
	return openOn(t, Stores{}, change, extra...)
}

// openOn starts a server over stores.
func openOn(t *testing.T, stores Stores, change func(*Config), extra ...route) *site {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr, log := ln.Addr().String(), &logged{}
	config := Config{
		PublicURL: &url.URL{Scheme: "http", Host: addr},
		Limits:    models.DefaultLimits(),
		Log:       slog.New(slog.NewTextHandler(log, nil)),
	}
	if change != nil {
		change(&config)
	}
	server, err := New(config, stores)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.mount(extra); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &site{Server: server, addr: addr, log: log, stop: stop, done: make(chan error, 1)}
	go func() { s.done <- server.Serve(ctx, ln) }()
	t.Cleanup(stop)
	return s
}

// ask sends one request of a method and path with header fields, given as name, value, …
func (s *site) ask(t *testing.T, method, path, body string, fields ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(method, "http://"+s.addr+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(fields); i += 2 {
		req.Header.Set(fields[i], fields[i+1])
		if fields[i] == "Host" {
			req.Host = fields[i+1]
		}
	}
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(text)
}

// raw writes bytes to the server as they are and gives the status of the first answer, or 0 if
// the connection was closed without one.
func (s *site) raw(t *testing.T, request string) int {
	t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := io.WriteString(conn, strings.ReplaceAll(request, "$host", s.addr)); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0
	}
	res.Body.Close()
	return res.StatusCode
}

func says(text string) fiber.Handler {
	return func(c *fiber.Ctx) error { return c.SendString(text) }
}

func TestSmugglingIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t, nil, route{"POST", "/taken", "P01", says("taken"), true})
	const post = "POST /taken HTTP/1.1\r\n"
	cases := []struct {
		name, request string
		want          int
	}{
		{"a plain request is taken", post + "Host: $host\r\nContent-Length: 3\r\n\r\nabc", 200},
		{"two lengths that differ", post + "Host: $host\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
		{"a line feed inside a chunk extension", post + "Host: $host\r\nTransfer-Encoding: chunked\r\n\r\n3;a\nb\r\nabc\r\n0\r\n\r\n", 400},
		{"a length and chunks", post + "Host: $host\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400},
		{"chunks and a length", post + "Host: $host\r\nTransfer-Encoding: chunked\r\ncontent-length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400},
		{"chunks alone are taken", post + "Host: $host\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 200},
		{"a length first of all", post + "Content-Length: 3\r\nHost: $host\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400},
		{"a blank before the colon", post + "Host: $host\r\nTransfer-Encoding : chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400},
		{"no host", post + "Content-Length: 3\r\n\r\nabc", 400},
		{"two hosts", post + "Host: $host\r\nHost: evil.example\r\nContent-Length: 3\r\n\r\nabc", 400},
		{"another host in the request line", "POST http://evil.example/taken HTTP/1.1\r\nHost: $host\r\nContent-Length: 3\r\n\r\nabc", 421},
		{"a header beyond the buffer", post + "Host: $host\r\nX-Long: " + strings.Repeat("a", 20000) + "\r\n\r\n", 431},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := s.raw(t, tc.request); got != tc.want {
				t.Errorf("got %d, want %d", got, tc.want)
			}
		})
	}
}

func TestOnlyTheSitesOwnHostIsAnswered(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *Config) { c.PublicURL = &url.URL{Scheme: "https", Host: "commonroom.example"} },
		route{"GET", "/page", "P01", says("here"), true})
	cases := []struct {
		host, path string
		want       int
	}{
		{"commonroom.example", "/page", 200},
		{"CommonRoom.example:443", "/page", 200},
		{"commonroom.example:80", "/page", 421},
		{"commonroom.example.evil.example", "/page", 421},
		{"localhost", "/page", 421},
		{"127.0.0.1:3000", "/page", 421},
		{"localhost:3000", "/healthz", 200},
		{"127.0.0.1", "/readyz", 200},
		{"[::1]:3000", "/healthz", 200},
		{"evil.example", "/healthz", 421},
	}
	for _, tc := range cases {
		res, _ := s.ask(t, "GET", tc.path, "", "Host", tc.host, "X-Forwarded-Host", "commonroom.example")
		if res.StatusCode != tc.want {
			t.Errorf("%s for %s: got %d, want %d", tc.path, tc.host, res.StatusCode, tc.want)
		}
	}
}

func TestOnlyATrustedProxyNamesTheAddress(t *testing.T) {
	t.Parallel()
	address := route{"GET", "/address", "P01", func(c *fiber.Ctx) error { return c.SendString(c.IP()) }, true}
	cases := []struct {
		name    string
		proxies []string
		fields  []string
		want    string
	}{
		{"nobody is trusted unless told", nil, []string{"X-Real-IP", "192.0.2.7", "X-Forwarded-For", "192.0.2.7"}, "127.0.0.1"},
		{"another proxy is trusted", []string{"192.0.2.1"}, []string{"X-Real-IP", "192.0.2.7"}, "127.0.0.1"},
		{"this one is", []string{"127.0.0.0/8"}, []string{"X-Real-IP", "192.0.2.7"}, "192.0.2.7"},
		{"its word is an address", []string{"127.0.0.1"}, []string{"X-Real-IP", "<script>"}, "127.0.0.1"},
		{"what the client forwards is not its word", []string{"127.0.0.1"}, []string{"X-Forwarded-For", "192.0.2.7"}, "127.0.0.1"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, func(c *Config) { c.Proxies = tc.proxies }, address)
			if _, got := s.ask(t, "GET", "/address", "", tc.fields...); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t, nil, route{"POST", "/taken", "P01", says("taken"), true}, route{"GET", "/read", "P01", says("read"), true})
	cases := []struct {
		name, method, path string
		want               int
		fields             []string
	}{
		{"our own page", "POST", "/taken", 200, []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://" + s.addr}},
		{"an old browser on our own page", "POST", "/taken", 200, []string{"Origin", "http://" + s.addr}},
		{"a program without a browser", "POST", "/taken", 200, nil},
		{"another site", "POST", "/taken", 403, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}},
		{"a neighbour on the same domain", "POST", "/taken", 403, []string{"Sec-Fetch-Site", "same-site"}},
		{"another site in an old browser", "POST", "/taken", 403, []string{"Origin", "https://evil.example"}},
		{"a sandboxed frame", "POST", "/taken", 403, []string{"Origin", "null"}},
		{"a link on another site", "GET", "/read", 200, []string{"Sec-Fetch-Site", "cross-site"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			body := ""
			if tc.method == "POST" {
				body = "body=some+words+of+theirs"
			}
			res, page := s.ask(t, tc.method, tc.path, body, tc.fields...)
			if res.StatusCode != tc.want {
				t.Errorf("got %d, want %d", res.StatusCode, tc.want)
			}
			if strings.Contains(page, "words of theirs") {
				t.Error("another site's words stand on our page")
			}
		})
	}
}

func TestEveryAnswerTellsTheBrowserWhatIsAllowed(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *Config) {
		c.PublicURL = &url.URL{Scheme: "https", Host: "commonroom.example"}
		c.FormAction = []string{"https://login.example"}
	}, route{"GET", "/broken", "P01", func(*fiber.Ctx) error { panic("oh") }, true})
	want := map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
			"connect-src 'self'; manifest-src 'self'; form-action 'self' https://login.example; base-uri 'none'; frame-ancestors 'none'",
		"Strict-Transport-Security":  "max-age=31536000",
		"X-Content-Type-Options":     "nosniff",
		"X-Frame-Options":            "DENY",
		"Referrer-Policy":            "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
	}
	for path, status := range map[string]int{"/healthz": 200, "/nothing": 404, "/broken": 500, "/robots.txt": 200} {
		res, _ := s.ask(t, "GET", path, "", "Host", "commonroom.example")
		if res.StatusCode != status {
			t.Errorf("%s: got %d, want %d", path, res.StatusCode, status)
		}
		for name, value := range want {
			if got := res.Header.Get(name); got != value {
				t.Errorf("%s: %s is %q, want %q", path, name, got, value)
			}
		}
	}
	plain := open(t, nil)
	if res, _ := plain.ask(t, "GET", "/healthz", ""); res.Header.Get("Strict-Transport-Security") != "" {
		t.Error("a site on http promises https")
	}
}

func TestBodiesHaveALimit(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *Config) { c.BodyLimit = 1000 }, route{"POST", "/taken", "P01", says("taken"), true})
	if res, _ := s.ask(t, "POST", "/taken", strings.Repeat("a", 1000)); res.StatusCode != 200 {
		t.Errorf("at the limit: got %d, want 200", res.StatusCode)
	}
	const head = "POST /taken HTTP/1.1\r\nHost: $host\r\n"
	if got := s.raw(t, head+"Content-Length: 1001\r\n\r\n"); got != 413 {
		t.Errorf("announced beyond the limit: got %d, want 413", got)
	}
	endless := head + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("64\r\n"+strings.Repeat("a", 100)+"\r\n", 11)
	if got := s.raw(t, endless); got != 413 {
		t.Errorf("endless: got %d, want 413", got)
	}
}

func TestStoppingLetsRequestsFinish(t *testing.T) {
	t.Parallel()
	inside, release := make(chan bool), make(chan bool)
	s := open(t, nil, route{"GET", "/slow", "P01", func(c *fiber.Ctx) error {
		close(inside)
		<-release
		return c.SendString("finished")
	}, true})
	got := make(chan string)
	go func() {
		_, text := s.ask(t, "GET", "/slow", "")
		got <- text
	}()
	<-inside
	s.stop()
	for refused := false; !refused; {
		conn, err := net.Dial("tcp", s.addr)
		if refused = err != nil; !refused {
			conn.Close()
		}
	}
	close(release)
	if text := <-got; text != "finished" {
		t.Errorf("the request under way got %q", text)
	}
	if err := <-s.done; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestStoppingDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	inside, cancelled := make(chan bool), make(chan bool)
	s := open(t, func(c *Config) { c.DrainTimeout = 200 * time.Millisecond }, route{"GET", "/stuck", "P01", func(c *fiber.Ctx) error {
		close(inside)
		<-c.UserContext().Done()
		close(cancelled)
		return c.UserContext().Err()
	}, true})
	go func() {
		if conn, err := net.Dial("tcp", s.addr); err == nil {
			defer conn.Close()
			fmt.Fprintf(conn, "GET /stuck HTTP/1.1\r\nHost: %s\r\n\r\n", s.addr)
			_, _ = io.Copy(io.Discard, conn)
		}
	}()
	<-inside
	s.stop()
	select {
	case <-s.done:
	case <-time.After(5 * time.Second):
		t.Fatal("still waiting")
	}
	select {
	case <-cancelled:
	case <-time.After(5 * time.Second):
		t.Fatal("the work of the stuck request goes on")
	}
}

func TestReadinessIsTheStores(t *testing.T) {
	t.Parallel()
	var failure error
	var mu sync.Mutex
	s := open(t, func(c *Config) {
		c.Ready = func(context.Context) error {
			mu.Lock()
			defer mu.Unlock()
			return failure
		}
	})
	if res, _ := s.ask(t, "GET", "/readyz", ""); res.StatusCode != 200 {
		t.Errorf("got %d, want 200", res.StatusCode)
	}
	mu.Lock()
	failure = errors.New("disk I/O error in /var/lib/secret")
	mu.Unlock()
	res, text := s.ask(t, "GET", "/readyz", "")
	if res.StatusCode != 503 || strings.Contains(text, "secret") {
		t.Errorf("got %d %q, want 503 and no detail", res.StatusCode, text)
	}
	if res, _ := s.ask(t, "GET", "/healthz", ""); res.StatusCode != 200 {
		t.Errorf("healthz: got %d, want 200", res.StatusCode)
	}
	if res, _ := s.ask(t, "GET", "/metrics", ""); res.StatusCode != 404 {
		t.Errorf("metrics on the public listener: got %d, want 404", res.StatusCode)
	}
}

func TestRoutesWithoutAKnownPolicyDoNotStart(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	if err := s.mount([]route{{"GET", "/page", "X99", says(""), false}}); err == nil {
		t.Error("a route with an unknown policy was mounted")
	}
}

func TestMisconfiguredServersDoNotStart(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ url, proxy string }{
		{"http://commonroom.example", ""},
		{"https://commonroom.example/path", ""},
		{"commonroom.example", ""},
		{"https://commonroom.example", "proxy.example"},
	} {
		u, err := url.Parse(tc.url)
		if err != nil {
			t.Fatal(err)
		}
		config := Config{PublicURL: u}
		if tc.proxy != "" {
			config.Proxies = []string{tc.proxy}
		}
		if _, err := New(config, Stores{}); err == nil {
			t.Errorf("%v starts", tc)
		}
	}
}

// TestAServerToldToStopBeforeItHasBegunListensNoMore: a stop may come in the very moment of the
// start, before the framework knows what it listens on.
func TestAServerToldToStopBeforeItHasBegunListensNoMore(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for range 20 {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		server, err := New(s.Config, Stores{})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := server.Serve(ctx, ln); err != nil {
			t.Error(err)
		}
		if _, err := ln.Accept(); !errors.Is(err, net.ErrClosed) {
			t.Fatalf("got %v, want a listener that was closed", err)
		}
	}
}
