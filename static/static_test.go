package static

import (
	"io/fs"
	"strings"
	"testing"
)

func TestEveryNameInTheManifestIsAFile(t *testing.T) {
	t.Parallel()
	if !Built() {
		t.Skip("the assets are not built: run npm run build in static/")
	}
	for name := range manifest {
		path := strings.TrimPrefix(Asset(name), "/assets/")
		if path == name {
			t.Errorf("%s has no hash in its address", name)
		}
		if _, err := fs.Stat(Files(), path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheStyleSheetAsksNobodyElse(t *testing.T) {
	t.Parallel()
	if !Built() {
		t.Skip("the assets are not built: run npm run build in static/")
	}
	css, err := fs.ReadFile(Files(), manifest["app.css"])
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"frutiger", "http://", "https://", "@import"} {
		if strings.Contains(strings.ToLower(string(css)), word) {
			t.Errorf("the style sheet mentions %q", word)
		}
	}
}
