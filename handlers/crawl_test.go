package handlers

import (
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A second way to the same words that forgot to ask is how other forums lost theirs. Everybody
// follows every link from the front page, and knocks at every route with the numbers of things
// that are not for them: no word may turn up, in a page or in a header field.
func TestNobodyMeetsWordsThatAreNotForThem(t *testing.T) {
	t.Parallel()
	p := plant(t)
	seeds := append(p.seeds(), "/")
	inside := p.crawl("insider", append(p.followed("insider"), seeds...), nil)
	met := map[string]bool{}
	var mu sync.Mutex
	var wait sync.WaitGroup
	for _, role := range append(slices.Clone(columns), "other") {
		wait.Go(func() {
			c := p.crawl(role, append(p.followed(role), seeds...), inside.tags)
			mu.Lock()
			defer mu.Unlock()
			if part := fmt.Sprintf("/sitemap/threads-%d.xml", sitemapPart(farOff+1)); c.tags[part] == "" {
				t.Errorf("the %s does not come to %s", role, part)
			}
			for _, problem := range c.problems {
				t.Error(problem)
			}
			maps.Copy(met, c.met)
		})
	}
	wait.Wait()
	for _, word := range p.words {
		if met[word] == slices.Contains(unshown, word) {
			t.Errorf("%s is met by somebody: %t", word, met[word])
		}
	}
}

// crawler walks the site as one person.
type crawler struct {
	*planted
	role     string
	theirs   map[string]string // tags of pages as an insider was sent them
	tags     map[string]string // of pages as this person was sent them
	met      map[string]bool   // words that this person came across
	problems []string
}

// most is more pages than the planted site has for anybody: beyond it, links lead round in
// circles that never close.
const most = 6000

func (p *planted) crawl(role string, seeds []string, theirs map[string]string) *crawler {
	c := &crawler{planted: p, role: role, theirs: theirs, tags: map[string]string{}, met: map[string]bool{}}
	seen, queue := map[string]bool{}, slices.Clone(seeds)
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if seen[path] {
			continue
		}
		if seen[path] = true; len(seen) > most {
			c.problems = append(c.problems, "the "+role+" finds no end of pages, the last at "+path)
			break
		}
		queue = append(queue, c.look(path)...)
	}
	return c
}

// chance is what rand.Text makes, for a form's key, a request's id or a cookie: letters that now
// and then spell anything.
var chance = regexp.MustCompile(`[A-Z2-7]{26}`)

// look reads one page and gives its links.
func (c *crawler) look(path string) []string {
	req, err := http.NewRequest(http.MethodGet, "http://"+c.addr+path, nil)
	if err != nil {
		c.problems = append(c.problems, err.Error())
		return nil
	}
	req.Header.Set("Cookie", c.cookies[c.role])
	if tag := c.theirs[path]; tag != "" && c.role != "insider" && !sameForAll(path) {
		req.Header.Set("If-None-Match", tag)
	}
	res, err := client.Do(req)
	if err != nil {
		c.problems = append(c.problems, err.Error())
		return nil
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode == http.StatusNotModified || res.StatusCode >= 500 {
		c.problems = append(c.problems, fmt.Sprintf("the %s at %s: %d, %v", c.role, path, res.StatusCode, err))
	}
	c.tags[path] = res.Header.Get("ETag")
	c.read(path, fmt.Sprint(res.Header)+string(raw))
	if to := res.Header.Get("Location"); to != "" {
		return []string{to}
	}
	return slices.DeleteFunc(linksOf(string(raw)), func(to string) bool { return searches(path) && searches(to) })
}

// searches tells whether an address is a search. From one there are ways on to all that are
// narrower, and from each of those again: what has to be looked for is in the seeds.
func searches(path string) bool { return strings.HasPrefix(path, "/search?") }

// askedFor are the words that the person asked for themselves, which the page says back to them.
func askedFor(path string) []string {
	u, err := url.Parse(path)
	if err != nil {
		return nil
	}
	var own []string
	for _, name := range []string{"q", "title"} {
		own = append(own, strings.FieldsFunc(strings.ToLower(u.Query().Get(name)), func(r rune) bool { return r < 'a' || r > 'z' })...)
	}
	return own
}

// sameForAll tells whether a page is the public's, whoever asks, or a file, or so small that it says
// the same to many: then everybody has its tag.
func sameForAll(path string) bool {
	return strings.HasPrefix(path, "/files/") || strings.HasSuffix(path, "/reactions") || strings.HasPrefix(path, "/sitemap") || strings.HasPrefix(path, "/feeds/") && !strings.HasPrefix(path, "/feeds/private/")
}

// linkPattern is a link to a page of this site, or a line of the sitemap.
var linkPattern = regexp.MustCompile(`(?:href="|<loc>http://[^/<]*)(/[^"<]*)["<]`)

// read looks for words in what was sent. What the person asked for themselves is not told to them.
func (c *crawler) read(path, text string) {
	for _, own := range []string{path, html.EscapeString(path), url.QueryEscape(path), url.PathEscape(path)} {
		text = strings.ReplaceAll(text, own, "")
	}
	text = strings.ToLower(chance.ReplaceAllString(text, ""))
	own := askedFor(path)
	for stem, readers := range readersOf {
		for _, word := range wordsOf(text, stem) {
			if slices.Contains(own, word) {
				continue
			}
			c.met[word] = true
			if !slices.Contains(strings.Fields(readers), c.role) {
				c.problems = append(c.problems, fmt.Sprintf("the %s meets %q at %s", c.role, word, path))
			}
		}
	}
}

func TestLettersByChanceAreNoWords(t *testing.T) {
	t.Parallel()
	c := &crawler{role: "applicant", met: map[string]bool{}}
	c.read("/posts/7", `map[X-Request-Id:[QUOLLLLAS2ABCDEFGHIJKLMNOP]]<input value="ABCDEFGHIJKLMNOPQUOKKA2345">`)
	if len(c.problems) > 0 {
		t.Errorf("letters by chance are taken for words: %v", c.problems)
	}
	c.read("/posts/7", "<p>Quollbody</p>")
	if len(c.problems) != 1 {
		t.Errorf("a word is not met: %v", c.problems)
	}
}

// wordsOf are the words in a text that begin with a stem.
func wordsOf(text, stem string) (words []string) {
	for {
		at := strings.Index(text, stem)
		if at < 0 {
			return words
		}
		text = text[at:]
		end := len(text) - len(strings.TrimLeft(text, "abcdefghijklmnopqrstuvwxyz"))
		words = append(words, text[:end])
		text = text[end:]
	}
}

// linksOf are the pages of this site that a page leads to.
func linksOf(page string) (paths []string) {
	for _, found := range linkPattern.FindAllStringSubmatch(page, -1) {
		path, _, _ := strings.Cut(html.UnescapeString(found[1]), "#")
		if !strings.HasPrefix(path, "/assets/") && !strings.HasPrefix(path, "//") {
			paths = append(paths, path)
		}
	}
	return paths
}

// seeds are the addresses that somebody could make up who knows all numbers and names.
func (p *planted) seeds() (paths []string) {
	for _, r := range p.routes() {
		if r.Method == http.MethodGet && r.shows() {
			paths = append(paths, p.filled(r.Path)...)
		}
	}
	for _, id := range p.tokens["posts"] {
		paths = append(paths, "/report?post="+id, "/report/thanks?post="+id)
	}
	for _, id := range slices.Concat(p.tokens["threads"], p.tokens["practices"], p.tokens["projects"]) {
		paths = append(paths, "/events?threads="+id+".0", "/report?thread="+id, "/report/thanks?thread="+id, "/threads/"+id+"?page=1&to=1")
	}
	for _, list := range []string{"/practices", "/boards/interoperability", "/boards/welcome", "/boards/rotas"} {
		for _, slug := range p.tokens["tags"] {
			paths = append(paths, list+"?tag="+slug)
		}
	}
	for stem := range readersOf {
		paths = append(paths, "/members?q="+stem[:3])
	}
	paths = append(paths, p.searches()...)
	for _, slug := range slugs {
		paths = append(paths, "/questions?board="+slug, "/threads/new?board="+slug, "/practices/new?board="+slug, "/projects/new?board="+slug)
	}
	return paths
}

// feeds are the addresses of a route for feed readers, of somebody's by their token.
func (p *planted) feeds(path, token string) (paths []string) {
	var names []string
	switch {
	case strings.Contains(path, "/tags/"):
		names = p.tokens["tags"]
	case strings.Contains(path, "/boards/"):
		names = slices.Collect(maps.Values(slugs))
	case strings.Contains(path, "/members/"):
		for _, m := range p.people {
			names = append(names, m.Handle)
		}
	default:
		names = []string{""}
	}
	for _, name := range names {
		paths = append(paths, addressOf(path, thing{token: name, params: map[string]string{"token": token}}))
	}
	return paths
}

// followed are the private feeds of somebody, who has an address whatever they are now. The visitor
// has none.
func (p *planted) followed(role string) (paths []string) {
	for _, r := range p.routes() {
		if strings.HasPrefix(r.Path, "/feeds/private/") {
			paths = append(paths, p.feeds(r.Path, p.feedTokens[role])...)
		}
	}
	return paths
}

// filled are the addresses of a route about each thing that was planted.
func (p *planted) filled(path string) (paths []string) {
	root := strings.Split(path, "/")[1]
	tokens := slices.Clone(p.tokens[root])
	switch {
	case !strings.ContainsAny(path, ":"):
		return []string{path}
	case root == "feeds":
		return p.feeds(path, "no-such-token")
	case root == "threads":
		tokens = slices.Concat(tokens, p.tokens["practices"], p.tokens["projects"])
	case root == "boards":
		tokens = slices.Collect(maps.Values(slugs))
	case root == "members":
		for _, m := range p.people {
			tokens = append(tokens, m.Handle)
		}
	}
	for _, token := range tokens {
		for n := 1; n <= 3; n++ {
			now := p.Now()
			th := thing{token: token, params: map[string]string{"slug": "", "n": fmt.Sprint(n), "provider": "demo", "name": p.fileNames[token], "after": "0",
				"year": fmt.Sprint(now.Year()), "month": now.Format("01")}}
			if root == "boards" {
				delete(th.params, "slug")
			}
			if address := strings.TrimSuffix(addressOf(path, th), "/"); !slices.Contains(paths, address) {
				paths = append(paths, address)
			}
		}
	}
	return paths
}
