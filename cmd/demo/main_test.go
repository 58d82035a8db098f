package main

import (
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"testing"
)

func page(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", url, res.StatusCode, err)
	}
	return string(text)
}

var headings = regexp.MustCompile(`(?:practices|projects|threads)/\d+/[a-z0-9-]+`)

func TestASecondStartKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "demo.db")
	var seen [2][]string
	for i := range seen {
		address, stop := startDemo(t, file)
		seen[i] = headings.FindAllString(page(t, address+"/"), -1)
		stop()
	}
	if len(seen[0]) < 6 || len(seen[0]) != len(seen[1]) {
		t.Errorf("first start shows %d things, second %d: %v, %v", len(seen[0]), len(seen[1]), seen[0], seen[1])
	}
}

func TestTheFirstPostsStandInTheirMonth(t *testing.T) {
	t.Parallel()
	text := page(t, openDemo(t)+"/practices/archive/2019/02")
	for _, want := range []string{"What we keep when the programme ends", "Before you fix the service desk, stand next to it", "8 February 2019", "21 February 2019"} {
		if !regexp.MustCompile(regexp.QuoteMeta(want)).MatchString(text) {
			t.Errorf("the archive of February 2019 does not show %q", want)
		}
	}
}
