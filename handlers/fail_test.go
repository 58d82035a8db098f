package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
)

func TestEachKindOfFailureHasItsStatus(t *testing.T) {
	t.Parallel()
	cause := errors.New("constraint failed: members.email")
	cases := []struct {
		name       string
		err        error
		want       int
		says, wait string
	}{
		{"invalid", models.Invalid("body", "Write something first."), 422, "Write something first.", ""},
		{"several fields", models.Problems{{Field: "title", Message: "Give it a title."}}, 422, "Give it a title.", ""},
		{"visitor", models.SignIn(), 401, "Sign in to do this.", ""},
		{"stale sign-in", models.Confirm(), 401, "Sign in again", ""},
		{"forbidden", models.Forbidden("Voting closed on 3 May."), 403, "Voting closed on 3 May.", ""},
		{"not found", models.NotFound("no such thread"), 404, "There is nothing here", ""},
		{"wrapped", fmt.Errorf("read: %w", models.NotFound("no such thread")), 404, "There is nothing here", ""},
		{"conflict", models.Conflict("Ann has changed this."), 409, "Ann has changed this.", ""},
		{"limited", models.Limited("Wait a little.", 1500*time.Millisecond), 429, "Wait a little.", "2"},
		{"busy", models.Busy(cause), 503, "Nothing was lost", "1"},
		{"out of time", fmt.Errorf("query: %w", context.DeadlineExceeded), 503, "Nothing was lost", "1"},
		{"the server stops", fmt.Errorf("query: %w", context.Canceled), 503, "Nothing was lost", "1"},
		{"read-only", models.ReadOnly(cause), 503, "Reading still works", "60"},
		{"internal", fmt.Errorf("insert: %w", cause), 500, "Something went wrong on our side", ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, nil, route{"GET", "/failing", "P01", func(*fiber.Ctx) error { return tc.err }, true})
			res, page := s.ask(t, "GET", "/failing", "")
			if res.StatusCode != tc.want || !strings.Contains(page, tc.says) {
				t.Errorf("got %d, want %d and %q in\n%s", res.StatusCode, tc.want, tc.says, page)
			}
			if got := res.Header.Get("Retry-After"); got != tc.wait {
				t.Errorf("Retry-After is %q, want %q", got, tc.wait)
			}
			if got := res.Header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control is %q", got)
			}
			if strings.Contains(page, "constraint") || strings.Contains(page, "insert") {
				t.Error("the page tells what is inside")
			}
		})
	}
}

func TestPanicsAndFailuresAreLoggedUnderTheRequestsName(t *testing.T) {
	t.Parallel()
	s := open(t, nil, route{"GET", "/broken/:id", "P01", func(*fiber.Ctx) error { panic("no such luck") }, true})
	res, page := s.ask(t, "GET", "/broken/s3cr3t?token=s3cr3t", "")
	name := res.Header.Get("X-Request-Id")
	if res.StatusCode != 500 || len(name) < 20 || !strings.Contains(page, name) {
		t.Errorf("got %d, request %q, on\n%s", res.StatusCode, name, page)
	}
	if strings.Contains(page, "luck") || strings.Contains(page, ".go") {
		t.Error("the page tells what is inside")
	}
	log := s.log.String()
	if !strings.Contains(log, "no such luck") || strings.Count(log, "id="+name) != 2 || !strings.Contains(log, "route=/broken/:id") {
		t.Errorf("the log does not tell:\n%s", log)
	}
	if strings.Contains(log, "s3cr3t") {
		t.Errorf("the log tells too much:\n%s", log)
	}
}

func TestWordsThatCouldNotBeSavedAreGivenBack(t *testing.T) {
	t.Parallel()
	refuse := func(*fiber.Ctx) error { return models.Forbidden("The thread was locked.") }
	s := open(t, nil, route{"POST", "/failing", "P01", refuse, true})
	form := url.Values{"body": {"Some <b>words</b> of mine"}, "key": {"ABCDEF"}, "": {"a b"}}
	res, page := s.ask(t, "POST", "/failing", form.Encode())
	if res.StatusCode != 403 || !strings.Contains(page, "Some &lt;b&gt;words&lt;/b&gt; of mine") || strings.Contains(page, "ABCDEF") {
		t.Errorf("got %d\n%s", res.StatusCode, page)
	}
}

func TestAddressesThatDoNotExist(t *testing.T) {
	t.Parallel()
	s := open(t, nil, route{"POST", "/only-post", "P01", says("taken"), true})
	res, page := s.ask(t, "GET", "/nothing/<script>", "")
	if res.StatusCode != 404 || !strings.Contains(page, "There is nothing here") || strings.Contains(page, "<script>") {
		t.Errorf("got %d\n%s", res.StatusCode, page)
	}
	if res, _ := s.ask(t, "GET", "/only-post", ""); res.StatusCode != 405 || res.Header.Get("Allow") == "" {
		t.Errorf("the wrong method: got %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
	if res, _ := s.ask(t, "HEAD", "/healthz", ""); res.StatusCode != 200 {
		t.Errorf("HEAD: got %d", res.StatusCode)
	}
}

func TestAssetsAreServedByNameOnly(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for _, path := range []string{"/assets/", "/assets/.keep", "/assets/manifest.json", "/assets/../server.go",
		"/assets/%2e%2e/%2e%2e/go.mod", "/assets/%252e%252e/go.mod", "/assets//etc/passwd", "/assets/..%5cgo.mod"} {
		if res, _ := s.ask(t, "GET", path, ""); res.StatusCode != 404 {
			t.Errorf("%s: got %d, want 404", path, res.StatusCode)
		}
	}
	for name, a := range built() {
		res, body := s.ask(t, "GET", "/assets/"+name, "", "Accept-Encoding", "identity")
		if res.StatusCode != 200 || body != string(a.plain) || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: got %d, %d bytes, %q", name, res.StatusCode, len(body), res.Header.Get("Cache-Control"))
		}
		if a.brot == nil {
			continue
		}
		res, body = s.ask(t, "GET", "/assets/"+name, "", "Accept-Encoding", "gzip, br")
		if res.Header.Get("Content-Encoding") != "br" || len(body) >= len(a.plain) {
			t.Errorf("%s: got %d bytes in %q", name, len(body), res.Header.Get("Content-Encoding"))
		}
	}
}

func TestLocalPath(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"/threads/41?page=2#post-7": "/threads/41?page=2#post-7",
		"":                          "/",
		"threads":                   "/",
		"https://evil.example/":     "/",
		"//evil.example/":           "/",
		`/\evil.example/`:           "/",
		"/\t/evil.example/":         "/",
		"/a\r\nSet-Cookie: x=y":     "/",
	} {
		if got := localPath(text); got != want {
			t.Errorf("localPath(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestGuardsStandInTheMatrix(t *testing.T) {
	t.Parallel()
	rows := matrix(t)
	for policy := range guards {
		if rows[policy] == nil {
			t.Errorf("the matrix has no row %s", policy)
		}
	}
	seen := map[string]bool{}
	for _, r := range open(t, nil).routes() {
		if seen[r.Method+" "+r.Path] {
			t.Errorf("%s %s stands in the table twice", r.Method, r.Path)
		}
		seen[r.Method+" "+r.Path] = true
		if rows[r.Policy] == nil {
			t.Errorf("%s %s has the policy %q, which is not in the matrix", r.Method, r.Path, r.Policy)
		}
		if !regexp.MustCompile(`^(GET|POST)$`).MatchString(r.Method) {
			t.Errorf("%s %s: pages are read by GET and changed by POST", r.Method, r.Path)
		}
	}
}
