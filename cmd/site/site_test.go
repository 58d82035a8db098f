package site

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"commonroom/handlers/signin"
)

func TestEveryStoreIsThere(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), Settings{Database: Database{"sqlite:" + filepath.Join(t.TempDir(), "site.db")}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	stores := reflect.ValueOf(s.Stores)
	for i := range stores.NumField() {
		if stores.Field(i).IsZero() {
			t.Errorf("storesOf leaves out %s", stores.Type().Field(i).Name)
		}
	}
}

func TestOneFileHasOneLockByWhateverName(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, other := filepath.Join(folder, "site.db"), filepath.Join(folder, "other.db")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, other); err != nil {
		t.Fatal(err)
	}
	unlock, err := lock("sqlite:" + file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock("sqlite:" + other); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a second lock by another name: %v", err)
	}
	unlock()
	again, err := lock("sqlite:" + other)
	if err != nil {
		t.Fatalf("after the first was let go: %v", err)
	}
	again()
}

func TestMetricsAreForThisMachineOnly(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"localhost:0": true, "127.0.0.1:0": true, "0.0.0.0:0": false, ":0": false, "[::]:0": false, "192.0.2.1:0": false, "9100": false,
	} {
		ln, err := listenHere(address)
		if (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
		if err == nil {
			ln.Close()
		}
	}
}

func TestTheSignInPageOffersTheProvidersThatAreSet(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), Settings{
		Database:  Database{"sqlite:" + filepath.Join(t.TempDir(), "site.db")},
		PublicURL: &url.URL{Scheme: "http", Host: ln.Addr().String()},
		Issuer: []signin.Issuer{{Name: "trust", Label: "your trust", URL: "https://login.example", ClientID: "us", Secret: "s3cr3t",
			EmailTrust: signin.TrustClaim}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	done := make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	go func() { done <- s.ServeOn(ctx, ln, slog.New(slog.DiscardHandler)) }()
	res, err := http.Get("http://" + ln.Addr().String() + "/sign-in")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || !strings.Contains(string(page), "Sign in with your trust") {
		t.Errorf("got %d, %v, and no button", res.StatusCode, err)
	}
	if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "form-action 'self' https://login.example;") {
		t.Errorf("a browser may not go there: %s", csp)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
