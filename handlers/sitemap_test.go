package handlers

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/member"
)

// listed is one address in the sitemap, read without the types that wrote it.
type listed struct {
	Loc     string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
	Lastmod string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
}

// file asks for a file of the sitemap and reads it, as an index or as a list of pages.
func (w *town) file(t *testing.T, path, kind string) []listed {
	t.Helper()
	res, text := w.ask(t, http.MethodGet, path, "")
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "application/xml; charset=utf-8" {
		t.Fatalf("%s: got %d, %s", path, res.StatusCode, res.Header.Get("Content-Type"))
	}
	const space = "http://www.sitemaps.org/schemas/sitemap/0.9"
	var list struct {
		XMLName xml.Name
		Files   []listed `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
		Pages   []listed `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	if err := xml.Unmarshal([]byte(text), &list); err != nil || list.XMLName != (xml.Name{Space: space, Local: kind}) {
		t.Fatalf("%s: got %v, %v, want a %s", path, list.XMLName, err, kind)
	}
	if len(list.Pages) > 5000 || len(list.Files) > 50_000 || len(text) > 50_000_000 {
		t.Errorf("%s has more than a file may have", path)
	}
	return append(list.Files, list.Pages...)
}

// mapped walks the whole sitemap and gives the pages in it, below the site's own address, with when
// they changed.
func (w *town) mapped(t *testing.T) (pages map[string]string, files []string) {
	t.Helper()
	root := "http://" + w.addr
	pages = map[string]string{}
	for _, f := range w.file(t, "/sitemap.xml", "sitemapindex") {
		path := strings.TrimPrefix(f.Loc, root)
		files = append(files, path)
		for _, p := range w.file(t, path, "urlset") {
			path, ours := strings.CutPrefix(p.Loc, root)
			if _, twice := pages[path]; twice || !ours {
				t.Errorf("%s is listed twice or is not ours", p.Loc)
			}
			pages[path] = p.Lastmod
		}
	}
	return pages, files
}

// everySort makes a thread of every kind, in every sort of space and state, and gives the addresses
// of those that are for everybody. Their numbers lie in three parts of the sitemap.
func (w *town) everySort(t *testing.T) (public []string) {
	t.Helper()
	ctx := t.Context()
	makers := map[string]maker{"threads": discussion, "practices": practiceOf, "projects": projectOf}
	states := map[string]spot{"public": inPublic, "members": inMembers, "private": inPrivate,
		"hidden": inPublic.hid(), "draft": inPublic.unsaid(), "hidden draft": inPublic.unsaid().hid()}
	err := w.db.Write(ctx, func(tx *db.Tx) error {
		for _, from := range []int64{farOff, farOff + 4999, farOff + 12_000} {
			if err := startAt(ctx, tx, "threads", from); err != nil {
				return err
			}
			for root, make := range makers {
				for state, at := range states {
					th, err := make(ctx, tx, w, at, w.people["other"].ID)
					if err != nil {
						return err
					}
					if state == "public" {
						public = append(public, "/"+root+"/"+th.token+"/top-calls")
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return public
}

func TestTheSitemapNamesExactlyWhatIsPublic(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	pages, files := w.mapped(t)
	if len(files) != 1 {
		t.Errorf("a site without threads has the files %v", files)
	}
	for path := range pages {
		if strings.Count(path, "/") > 2 {
			t.Errorf("a site without threads has %s", path)
		}
	}
	public := w.everySort(t)
	pages, files = w.mapped(t)
	if len(files) != 4 {
		t.Errorf("got the files %v, want the pages and three parts", files)
	}
	for _, path := range public {
		if pages[path] == "" {
			t.Errorf("%s is not in the sitemap, or does not say when it changed", path)
		}
	}
	threads := 0
	for path, changed := range pages {
		status, page := w.get(t, "visitor", path)
		wrong(t, path, status, http.StatusOK, page)
		if got := canonicalOf(page); got != "http://"+w.addr+path {
			t.Errorf("%s says that it stands at %q", path, got)
		}
		if _, err := time.Parse(time.RFC3339, changed); changed != "" && err != nil {
			t.Errorf("%s changed at %q", path, changed)
		}
		if strings.HasSuffix(path, "/top-calls") {
			threads++
		}
	}
	if threads != len(public) {
		t.Errorf("got %d threads, want %d", threads, len(public))
	}
	for _, path := range []string{"/sitemap/threads-1.xml", "/sitemap/threads-0.xml", "/sitemap/threads-x.xml", "/sitemap/threads-140004.xml"} {
		status, page := w.get(t, "visitor", path)
		wrong(t, path, status, http.StatusNotFound, page)
	}
}

// A page of the site's own that anybody may read and that gives itself an address is in the
// sitemap: whoever adds one adds it to briefs.
func TestTheSitemapNamesThePagesThatEverySiteHas(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	pages, _ := w.mapped(t)
	for _, r := range w.routes() {
		if r.Method != http.MethodGet || r.Bare || strings.Contains(r.Path, ":") {
			continue
		}
		_, page := w.get(t, "visitor", r.Path)
		_, there := pages[r.Path]
		if public := canonicalOf(page) != ""; public != there {
			t.Errorf("%s: has an address of its own: %t, is in the sitemap: %t", r.Path, public, there)
		}
		if there && briefs[r.Path] == "" {
			t.Errorf("%s does not say what it is for", r.Path)
		}
	}
	for board, there := range map[string]bool{"/boards/interoperability": true, "/boards/welcome": false, "/boards/rotas": false} {
		if _, got := pages[board]; got != there {
			t.Errorf("%s is in the sitemap: %t, want %t", board, got, there)
		}
	}
}

func TestWhatIsHiddenLeavesTheSitemapAtOnce(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.starts(t, "member", "interoperability", "Floor walking")
	w.later(time.Minute)
	ask := func(fields ...string) (*http.Response, string) {
		return w.ask(t, http.MethodGet, "/sitemap/threads-1.xml", "", fields...)
	}
	res, text := ask()
	tag, changed := res.Header.Get("ETag"), res.Header.Get("Last-Modified")
	has(t, text, path)
	if tag == "" || changed == "" || res.Header.Get("Cache-Control") != "public, no-cache" {
		t.Errorf("got the tag %q, the date %q, %q", tag, changed, res.Header.Get("Cache-Control"))
	}
	for _, known := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", changed}, {"If-None-Match", tag, "If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"}} {
		if res, text := ask(known...); res.StatusCode != http.StatusNotModified || text != "" {
			t.Errorf("%v: got %d with %d bytes, want 304 with none", known, res.StatusCode, len(text))
		}
	}
	w.replies(t, "other", path, "We do.")
	for _, known := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", changed}} {
		if res, _ := ask(known...); res.StatusCode != http.StatusOK {
			t.Errorf("after a reply, %v: got %d, want 200", known, res.StatusCode)
		}
	}
	res, _ = ask()
	tag = res.Header.Get("ETag")
	status, _, page := w.post(t, "committee", "/threads/"+number41(path)+"/hide", url.Values{"rule": {"3"}, "reason": {"It is an advertisement."}, "to_space": {"0"}})
	wrong(t, "hide", status, http.StatusSeeOther, page)
	if res, text = ask("If-None-Match", tag); res.StatusCode != http.StatusOK || strings.Contains(text, "floor-walking") {
		t.Errorf("after it was hidden: got %d, %s", res.StatusCode, text)
	}
}

// barredBy reads robots.txt as RFC 9309 has it: the lines for all robots, with * and $.
func barredBy(t *testing.T, text string) (barred func(path string) bool, sitemaps []string) {
	t.Helper()
	var rules []*regexp.Regexp
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "Disallow":
			rule := strings.ReplaceAll(regexp.QuoteMeta(value), `\*`, ".*")
			if end, cut := strings.CutSuffix(rule, `\$`); cut {
				rule = end + "$"
			}
			rules = append(rules, regexp.MustCompile("^"+rule))
		case "Sitemap":
			sitemaps = append(sitemaps, value)
		case "User-agent", "":
		default:
			t.Errorf("robots.txt has the line %q", line)
		}
	}
	return func(path string) bool {
		return slices.ContainsFunc(rules, func(r *regexp.Regexp) bool { return r.MatchString(path) })
	}, sitemaps
}

func TestRobotsAreKeptFromWhatIsNotForThemAndNothingElse(t *testing.T) {
	t.Parallel()
	w := publicTown(t)
	_, text := w.read(t, "visitor", "/robots.txt")
	barred, sitemaps := barredBy(t, text)
	if !slices.Equal(sitemaps, []string{"https://commonroom.example/sitemap.xml"}) {
		t.Errorf("got the sitemaps %v", sitemaps)
	}
	for _, r := range w.routes() {
		path := addressOf(r.Path, thing{token: "41", params: map[string]string{"slug": "hide-and-seek", "year": "2019", "month": "02"}})
		refused := w.guards[r.Policy](member.Member{}, time.Time{}) != nil
		if r.Method == http.MethodGet && refused && !barred(path) {
			t.Errorf("robots may ask for %s, which tells them to sign in:\n%s", path, text)
		}
	}
	for _, path := range []string{"/", "/sitemap.xml", "/sitemap/threads-1.xml", "/feeds/threads.atom", "/boards", "/boards/welcome", "/boards/interoperability?tag=fhir",
		"/threads/41/hide-and-seek", "/threads/41/rotas?page=2", "/practices", "/practices/41/edit-less", "/practices/41/history-of-rotas", "/practices/archive/2019/02",
		"/projects/41/rotas", "/projects?status=running", "/committee/log", "/committee/members", "/help/members", "/assets/app.css"} {
		if barred(path) {
			t.Errorf("robots may not ask for %s:\n%s", path, text)
		}
	}
	for _, path := range []string{"/sign-in", "/sign-in?return_to=%2F", "/auth/demo/callback", "/report?post=7", "/search?q=rotas", "/posts/7", "/posts/7/history",
		"/practices/41/history", "/practices/41/history/2", "/boards/interoperability?from=x", "/practices?tag=rotas&from=x", "/feeds/private/abc/threads.atom"} {
		if !barred(path) {
			t.Errorf("robots may ask for %s:\n%s", path, text)
		}
	}
}
