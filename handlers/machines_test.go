package handlers

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"commonroom/models/db"
)

// publicTown is a town that people find at https://commonroom.example, whatever the address of
// the machine it runs on.
func publicTown(t *testing.T) *town {
	t.Helper()
	return newTown(t, func(c *Config) { c.PublicURL = &url.URL{Scheme: "https", Host: "commonroom.example"} })
}

// read asks for a page as it is asked for from outside.
func (w *town) read(t *testing.T, role, path string) (res *http.Response, page string) {
	t.Helper()
	cookie := strings.Replace(w.cookies[role], "local-session", "__Host-session", 1)
	return w.ask(t, http.MethodGet, path, "", "Host", "commonroom.example", "Cookie", cookie)
}

var (
	canonical = regexp.MustCompile(`<link rel="canonical" href="([^"]*)">`)
	property  = regexp.MustCompile(`<meta property="([^"]*)" content="([^"]*)">`)
	dataBlock = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)
)

// canonicalOf is the one address that a page gives itself.
func canonicalOf(page string) string {
	found := canonical.FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

// previewOf are the properties of a page by which others draw a preview of it.
func previewOf(page string) map[string]string {
	list := map[string]string{}
	for _, found := range property.FindAllStringSubmatch(page, -1) {
		list[found[1]] = html.UnescapeString(found[2])
	}
	return list
}

// toldOf is what a page tells search engines, by the type of thing.
func toldOf(t *testing.T, page string) map[string]map[string]any {
	t.Helper()
	told := map[string]map[string]any{}
	for _, block := range dataBlock.FindAllStringSubmatch(page, -1) {
		var all struct {
			Graph []map[string]any `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(block[1]), &all); err != nil {
			t.Errorf("a data block cannot be read: %v", err)
		}
		for _, thing := range all.Graph {
			told[fmt.Sprint(thing["@type"])] = thing
		}
	}
	return told
}

// long makes a thread of two pages.
func (w *town) long(t *testing.T, path string) {
	t.Helper()
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		for n := 2; n <= 30; n++ {
			_, err := db.Exec(t.Context(), tx, `
				INSERT INTO posts (thread_id, number, author_id, body, html, renderer, edited_at, made_at)
				VALUES ($1, $2, $3, $4, $5, 1, $6, $6)`, number41(path), n, w.people["other"].ID, fmt.Sprint("Post ", n), fmt.Sprint("<p>Post ", n, "</p>"), tx.Now)
			if err != nil {
				return err
			}
		}
		_, err := db.Exec(t.Context(), tx, `UPDATE threads SET post_count = 30 WHERE id = $1`, number41(path))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAPublicPageHasOneAddress(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.starts(t, "member", "interoperability", "Who uses FHIR?")
	w.long(t, thread)
	hidden := w.starts(t, "member", "welcome", "For members")
	practice := w.publishes(t, "member", "practice", "Floor walking")
	draft := w.writes(t, "member", "practice", "Not yet")
	project := w.publishes(t, "member", "project", "A better desk")
	month := "/practices/archive/" + w.Now().UTC().Format("2006/01")
	const none = ""
	for _, c := range []struct{ name, role, path, want string }{
		{"the front page", "visitor", "/", "/"},
		{"a page of the site's own", "visitor", "/help/members", "/help/members"},
		{"the boards", "visitor", "/boards", "/boards"},
		{"a public board", "visitor", "/boards/interoperability", "/boards/interoperability"},
		{"a board narrowed to a tag", "visitor", "/boards/interoperability?tag=fhir", "/boards/interoperability?tag=fhir"},
		{"a board narrowed to nothing", "visitor", "/boards/interoperability?tag=nothing", none},
		{"a later page of a board", "visitor", "/boards/interoperability?from=2026-01-01T00:00:00Z.7", none},
		{"a board for members", "member", "/boards/welcome", none},
		{"a thread", "visitor", thread, thread},
		{"a thread, for a member", "other", thread, thread},
		{"its first page by number", "visitor", thread + "?page=1", thread},
		{"its second page", "visitor", thread + "?page=2", thread + "?page=2"},
		{"a form opened on it", "visitor", thread + "?page=2&to=27", thread + "?page=2"},
		{"with what an advertisement adds", "visitor", thread + "?utm_source=x&page=2", thread + "?page=2"},
		{"a thread for members", "member", hidden, none},
		{"a practice", "visitor", practice, practice},
		{"a draft", "member", draft, none},
		{"practices of a tag", "visitor", "/practices?tag=service-desk", "/practices?tag=service-desk"},
		{"practices of no tag", "visitor", "/practices?tag=nothing", none},
		{"a month", "visitor", month, month},
		{"a month without practices", "visitor", "/practices/archive/2001/01", none},
		{"a project", "visitor", project, project},
		{"projects of two filters, in any order", "visitor", "/projects?tag=service-desk&status=running", "/projects?status=running&tag=service-desk"},
		{"its history", "visitor", below(practice, "history"), none},
		{"a member", "member", "/members/other", none},
		{"the members", "member", "/members?q=member", none},
		{"a form", "member", "/threads/new", none},
		{"settings", "member", "/settings/profile", none},
		{"the form that reports", "visitor", "/report", none},
		{"sign-in", "visitor", "/sign-in", none},
		{"what is not there", "visitor", "/threads/7000", none},
	} {
		_, page := w.get(t, c.role, c.path)
		want := c.want
		if want != none {
			want = "http://" + w.addr + want
		}
		if got := canonicalOf(page); got != want {
			t.Errorf("%s: got %q, want %q", c.name, got, want)
		}
		if kept := !strings.Contains(page, `<meta name="robots" content="noindex">`); kept != (want != none) {
			t.Errorf("%s: to be indexed: %t", c.name, kept)
		}
	}
}

// An address of ours in somebody else's page is made of what we were told at start: the request
// has no say in it.
func TestTheAddressOfAPageIsThatOfTheSite(t *testing.T) {
	t.Parallel()
	w := publicTown(t)
	_, page := w.read(t, "visitor", "/practices?tag=")
	if got := canonicalOf(page); got != "https://commonroom.example/practices" {
		t.Errorf("got %q", got)
	}
	res, page := w.ask(t, http.MethodGet, "/practices", "", "Host", "commonroom.example:443", "X-Forwarded-Host", "evil.example")
	if got := canonicalOf(page); res.StatusCode != http.StatusOK || got != "https://commonroom.example/practices" {
		t.Errorf("with another Host: got %d, %q", res.StatusCode, got)
	}
	hasNot(t, page, "evil.example", w.addr)
}

func TestAnOldNameLeadsToTheAddressOfAPage(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.publishes(t, "member", "practice", "Floor walking")
	old := below(path, "walking-the-floor")
	res, _ := w.ask(t, http.MethodGet, old+"?page=1", "")
	if got := res.Header.Get("Location"); res.StatusCode != http.StatusMovedPermanently || got != path+"?page=1" {
		t.Errorf("got %d to %q", res.StatusCode, got)
	}
	_, page := w.get(t, "visitor", res.Header.Get("Location"))
	if got := canonicalOf(page); got != "http://"+w.addr+path {
		t.Errorf("got %q, want %s", got, path)
	}
}

func TestMachinesAreToldWhatAPageIsAbout(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	const title = `A </script> <!-- & "b"`
	root := "http://" + w.addr
	thread := w.starts(t, "member", "interoperability", title)
	w.replies(t, "other", thread, "We **do**.")
	for _, c := range []struct{ kind, path, text string }{
		{"DiscussionForumPosting", thread, "The first words of " + title + "."},
		{"Article", w.publishes(t, "member", "practice", title), ""},
		{"Article", w.publishes(t, "member", "project", title), ""},
	} {
		if c.kind == "Article" {
			w.replies(t, "other", c.path, "We **do**.")
		}
		_, page := w.get(t, "visitor", c.path)
		preview, told := previewOf(page), toldOf(t, page)
		for name, want := range map[string]string{"og:title": title, "og:type": "article", "og:url": root + c.path, "og:site_name": "Commonroom", "og:locale": "en_GB"} {
			if preview[name] != want {
				t.Errorf("%s: %s: got %q, want %q", c.path, name, preview[name], want)
			}
		}
		for _, name := range []string{"og:description", "article:published_time", "article:modified_time"} {
			if preview[name] == "" {
				t.Errorf("%s: no %s", c.path, name)
			}
		}
		has(t, page, `<meta name="twitter:card" content="summary">`, `<meta name="description" content="`)
		said := told[c.kind]
		if said["headline"] != title || said["url"] != root+c.path || said["datePublished"] == nil {
			t.Errorf("%s: got %v", c.path, said)
		}
		if c.text != "" && said["text"] != c.text {
			t.Errorf("%s: got the text %v, want %q", c.path, said["text"], c.text)
		}
		author := said["author"].([]any)[0].(map[string]any)
		if author["@type"] != "Person" || author["name"] != "The member" || author["jobTitle"] != "Analyst" || author["url"] != nil {
			t.Errorf("%s: got the author %v", c.path, author)
		}
		comments := said["comment"].([]any)
		if first := comments[0].(map[string]any); len(comments) != 1 || first["text"] != "We do." || !strings.HasPrefix(first["url"].(string), root+c.path+"#post-") {
			t.Errorf("%s: got the comments %v", c.path, comments)
		}
		steps := told["BreadcrumbList"]["itemListElement"].([]any)
		last := steps[len(steps)-1].(map[string]any)
		if len(steps) < 3 || last["name"] != title || last["item"] != root+c.path {
			t.Errorf("%s: got the way %v", c.path, steps)
		}
		_, page = w.get(t, "member", c.path)
		hasNot(t, page, "og:title", "ld+json")
	}
	_, page := w.get(t, "visitor", "/")
	site := toldOf(t, page)["WebSite"]
	target := site["potentialAction"].(map[string]any)["target"].(map[string]any)
	if got, want := target["urlTemplate"], root+"/search?q={search_term_string}"; got != want || site["url"] != root+"/" {
		t.Errorf("the site is searched at %v, want %s: %v", got, want, site)
	}
}
