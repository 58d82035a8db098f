package site

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
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
