package handlers

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

func TestSlowRequestsAreCutOff(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *Config) { c.ReadTimeout, c.IdleTimeout = 200*time.Millisecond, 200*time.Millisecond })
	for name, start := range map[string]string{
		"header":  "GET /healthz HTTP/1.1\r\nHost: ",
		"body":    "POST /healthz HTTP/1.1\r\nHost: $host\r\nContent-Length: 10\r\n\r\nabc",
		"nothing": "",
	} {
		began := time.Now()
		if got := s.raw(t, start); got != 0 && got != 408 {
			t.Errorf("slow %s: got %d, want 408 or nothing", name, got)
		}
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("slow %s: held the connection for %v", name, took)
		}
	}
}

// TestAClientThatDoesNotReadIsCutOff: somebody asks for long pages and never takes them.
func TestAClientThatDoesNotReadIsCutOff(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 16<<20) // more than the buffers on the way hold
	s := open(t, func(c *Config) { c.WriteTimeout = 200 * time.Millisecond }, route{"GET", "/long", "P01", says(long), true})
	for range 20 {
		conn, err := net.Dial("tcp", s.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /long HTTP/1.1\r\nHost: %s\r\n\r\n", s.addr)
	}
	for waited := time.Now(); strings.Count(s.log.String(), "route=/long") < 20 || s.app.Server().GetOpenConnectionsCount() > 0; time.Sleep(time.Millisecond) {
		if time.Since(waited) > 20*time.Second {
			t.Fatalf("%d connections are still open", s.app.Server().GetOpenConnectionsCount())
		}
	}
}

// TestAFloodOfHeaderFieldsIsCutOff sends fields without end.
func TestAFloodOfHeaderFieldsIsCutOff(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /healthz HTTP/1.1\r\nHost: %s\r\n", s.addr)
	sent := 0
	for ; err == nil && sent < 1<<30; sent += len("A: b\r\n") * 100 {
		_, err = io.WriteString(conn, strings.Repeat("A: b\r\n", 100))
	}
	if err == nil {
		t.Errorf("it took %d bytes of header fields", sent)
	}
	if res, _ := s.ask(t, "GET", "/healthz", ""); res.StatusCode != 200 {
		t.Errorf("others get %d", res.StatusCode)
	}
}
