package handlers

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"commonroom/models/search"
)

// searches are addresses that look for every word and for all that begins with a stem, in each way
// in which one can look. A stem alone is no word that anybody wrote, so that what a page
// says of it is never what was asked for.
func (p *planted) searches() (paths []string) {
	for _, word := range p.words {
		paths = append(paths, "/search?q="+word, "/search/suggest?q="+word, "/complete/tags?q="+word, "/complete/members?q="+word, "/search/suggest?q="+word[:len(word)-2])
	}
	for stem := range readersOf {
		for _, rest := range []string{"", "&in=title", "&sort=new", "&any=1", "+-" + stem + "title", "+OR+calls", "+calls&any=1", "&after=2000", "&before=2100", "&cohort=1"} {
			paths = append(paths, "/search?q="+stem+rest)
		}
		for _, how := range []string{`"` + stem + `"`, "in:title " + stem, "kind:reply " + stem, "tag:" + stem, "author:other " + stem, "board:rotas " + stem} {
			paths = append(paths, "/search?q="+url.QueryEscape(how))
		}
		for _, kind := range search.Kinds() {
			paths = append(paths, "/search?q="+stem+"&kind="+string(kind))
		}
		for _, slug := range slugs {
			paths = append(paths, "/search?q="+stem+"&board="+slug)
		}
		paths = append(paths, "/search/suggest?q="+stem, "/complete/tags?q="+stem[:3], "/complete/members?q="+stem[:3], "/search/suggest?q="+stem[:3], "/threads/new?title="+stem, "/search/similar?title="+stem)
	}
	return append(paths, p.lists()...)
}

// lists are searches for nothing but what stands somewhere, or was written by somebody.
func (p *planted) lists() (paths []string) {
	for _, id := range slices.Concat(p.tokens["threads"], p.tokens["practices"], p.tokens["projects"]) {
		paths = append(paths, "/search?thread="+id, "/search?q=calls&thread="+id)
	}
	for _, slug := range slugs {
		paths = append(paths, "/search?board="+slug, "/search?sort=new&board="+slug)
	}
	for _, m := range p.people {
		paths = append(paths, "/search?author="+m.Handle)
	}
	for _, slug := range p.tokens["tags"] {
		paths = append(paths, "/search?tag="+slug)
	}
	for _, kind := range search.Kinds() {
		paths = append(paths, "/search?kind="+string(kind))
	}
	return append(paths, "/search?after=2000", "/search?cohort=1")
}

// A word that nobody may read who asks is answered as one that nobody has written: with the same
// bytes, but for the word itself and for what is made by chance.
func TestAWordThatIsNotForThemAnswersAsOneThatNobodyWrote(t *testing.T) {
	t.Parallel()
	p := plant(t)
	for _, path := range []string{"/search?q=WORD", "/search/suggest?q=WORD"} {
		if got := p.answer(t, "insider", path, "quolltitle"); got == p.answer(t, "insider", path, "zzyzxxxxxx") {
			t.Errorf("an insider does not find at %s what is for them:\n%s", path, got)
		}
	}
	for _, role := range []string{"visitor", "applicant", "member", "suspended", "ex_insider"} {
		for _, stem := range slices.Sorted(maps.Keys(readersOf)) {
			if slices.Contains(strings.Fields(readersOf[stem]), role) {
				continue
			}
			for _, path := range []string{"/search?q=WORD", "/search?in=title&q=WORD", "/search?any=1&q=calls+WORD", "/search?sort=new&q=WORD", "/search?kind=reply&q=WORD", "/search/suggest?q=WORD", "/search/similar?title=WORD"} {
				for _, word := range []string{stem + "title", stem + "body", stem} {
					got, want := p.answer(t, role, path, word), p.answer(t, role, path, "zzyzx"+strings.Repeat("x", len(word)-5))
					if got != want {
						t.Fatalf("the %s who asks for %s at %s is told\n%s\nand of what nobody wrote\n%s", role, word, path, got, want)
					}
				}
			}
		}
	}
}

// answer is what a search for a word answers, without the word.
func (p *planted) answer(t *testing.T, role, path, word string) string {
	t.Helper()
	res, page := p.site.ask(t, http.MethodGet, strings.ReplaceAll(path, "WORD", word), "", p.as(role)...)
	for _, name := range []string{"Date", "X-Request-Id", "Content-Length", "Etag"} {
		res.Header.Del(name)
	}
	return fmt.Sprint(res.StatusCode, res.Header) + strings.ReplaceAll(chance.ReplaceAllString(page, ""), word, "{}")
}
