package sitemap

import (
	"encoding/xml"
	"testing"
	"time"
)

func TestAListIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 4, 10, 0, 0, 5, time.FixedZone("BST", 3600))
	lines := []Line{{Address: `https://commonroom.example/boards?a=1&tag=<"'>ü`}, {Address: "https://commonroom.example/", Changed: at}}
	for name, list := range map[string]List{"urlset": OfPages(lines), "sitemapindex": OfFiles(lines)} {
		var read struct {
			XMLName xml.Name
			Lines   []struct {
				Loc     string `xml:"loc"`
				Lastmod string `xml:"lastmod"`
			} `xml:",any"`
		}
		if err := xml.Unmarshal(list.Document(), &read); err != nil {
			t.Fatal(err)
		}
		if want := (xml.Name{Space: "http://www.sitemaps.org/schemas/sitemap/0.9", Local: name}); read.XMLName != want || len(read.Lines) != 2 {
			t.Fatalf("got %v with %d lines", read.XMLName, len(read.Lines))
		}
		if got := read.Lines[0]; got.Loc != lines[0].Address || got.Lastmod != "" {
			t.Errorf("%s: got %q at %q", name, got.Loc, got.Lastmod)
		}
		if got, want := read.Lines[1].Lastmod, "2026-05-04T09:00:00Z"; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
		if got := list.Latest(); !got.Equal(at) {
			t.Errorf("%s: the latest is %v", name, got)
		}
	}
	if got := OfPages(nil).Latest(); !got.IsZero() {
		t.Errorf("of nothing the latest is %v", got)
	}
}
