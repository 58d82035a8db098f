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
	"time"
)

// looks searches as the person of a role, and gives the page.
func (w *town) looks(t *testing.T, role, query string) string {
	t.Helper()
	status, page := w.get(t, role, "/search?"+query)
	wrong(t, "the search "+query+" of the "+role, status, http.StatusOK, page)
	return page
}

var hitTitle = regexp.MustCompile(`(?s)<h3 class="app-row__title"><a href="([^"]*)">(.*?)</a>`)

// hitsOf are the addresses of the hits on a page.
func hitsOf(page string) (paths []string) {
	for _, found := range hitTitle.FindAllStringSubmatch(page, -1) {
		paths = append(paths, html.UnescapeString(found[1]))
	}
	return paths
}

func TestASearchShowsWhatItFound(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.starts(t, "other", "interoperability", "Who moves discharge letters?")
	w.replies(t, "insider", thread, "We send discharge letters by noon.")
	w.replies(t, "member", thread, "Ours are late.")
	w.publishes(t, "other", "practice", "Floor walking")
	page := w.looks(t, "member", "q=discharge+letters")
	has(t, page, "2 found", "Who moves <mark>discharge</mark> <mark>letters</mark>?", "Interoperability", `href="/members/other"`, "Analyst, Example Trust",
		"and 1 more post in this thread", "<title>discharge letters: search - Commonroom</title>", `<meta name="robots" content="noindex">`)
	hasNot(t, page, "Floor walking", "Nothing found")
	page = w.looks(t, "visitor", "q=discharge+letters")
	has(t, page, "The other", "Members find more.")
	hasNot(t, page, `href="/members/other"`, "Analyst, Example Trust", `name="author"`, `name="cohort"`)
	page = w.looks(t, "member", "q=discharge&thread="+number41(thread))
	has(t, page, "2 found", "Reply 2", "In “Who moves discharge letters?”", `name="thread" value="`+number41(thread)+`"`)
}

func TestOperatorsBecomeControls(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.starts(t, "other", "interoperability", "Who moves discharge letters?")
	page := w.looks(t, "member", "q="+url.QueryEscape(`discharge -summary "letters" board:interoperability author:@other kind:discussion after:2000 in:title tag:FHIR`))
	has(t, page, `value="discharge -summary &#34;letters&#34;"`, `<option value="interoperability" selected>`, `<option value="discussion" selected>`, `id="field-author" name="author" type="text" value="other"`,
		`id="field-after" name="after" type="text" value="2000"`, `id="field-tag" name="tag" type="text" value="FHIR"`,
		"In Interoperability", "By other", "From 2000 on", "In the title only", "Tagged FHIR", "1 found")
	without := strings.ReplaceAll(regexp.MustCompile(`href="(/search\?[^"]*)">\s*<span class="nhsuk-u-visually-hidden">Remove the filter: </span>\s*<span>By other`).FindStringSubmatch(page)[1], "&amp;", "&")
	if strings.Contains(without, "author") || !strings.Contains(without, "board=interoperability") || !strings.Contains(without, "-summary") {
		t.Errorf("without the author the search is %s", without)
	}
	for query, want := range map[string]string{
		"q=letters+before:whenever": "is no date",
		"q=letters&kind=nonsense":   "There is no kind “nonsense”",
		"q=letters&cohort=many":     "is no cohort",
	} {
		has(t, w.looks(t, "member", query), want)
	}
	has(t, w.looks(t, "visitor", "q=letters+author:other"), "Nothing found", "sign in to do it")
}

func TestAnEmptySearchSaysWhatThereIs(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, query := range []string{"", "q=", "q=+&kind=&board=&sort=", "q=%E2%80%8B"} {
		page := w.looks(t, "visitor", query)
		has(t, page, `href="/help/search"`, "Type a few words")
		hasNot(t, page, "Nothing found", "app-found")
	}
}

func TestNothingFoundLeadsOn(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.starts(t, "other", "interoperability", "Who moves discharge letters?")
	page := w.looks(t, "member", "q=dischrage")
	has(t, page, "Nothing found", "Did you mean", `href="/search?q=discharge"`, `href="/threads/new?title=dischrage"`)
	page = w.looks(t, "member", "q=%22discharge%22&kind=project")
	has(t, page, `href="/search?q=%22discharge%22">Search the whole site, without filters`, `href="/threads/new?title=discharge"`)
	page = w.looks(t, "visitor", "q=zebras")
	has(t, page, `href="/sign-in?return_to=%2Fthreads%2Fnew%3Ftitle%3Dzebras"`, `href="/about"`)
	page = w.looks(t, "member", "q=discharge+zebras")
	has(t, page, "Nothing has all of these words. These have some of them.", "Who moves")
	has(t, w.looks(t, "member", "q=discharge+letters"), `href="/search?any=1&amp;q=discharge+letters"`)
}

func TestPagesOfResultsRepeatNothing(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for i := range 25 {
		w.starts(t, "other", "interoperability", fmt.Sprint("Rota question ", i))
	}
	for _, query := range []string{"q=rota&in=title", "q=rota&sort=new", "board=interoperability"} {
		seen, pages := map[string]bool{}, 0
		for path := "/search?" + query; path != ""; pages++ {
			_, page := w.get(t, "member", path)
			for _, hit := range hitsOf(page) {
				if seen[hit] {
					t.Errorf("%s: %s is shown again", query, hit)
				}
				seen[hit] = true
			}
			path = ""
			if next := regexp.MustCompile(`rel="next" href="([^"]*)"`).FindStringSubmatch(page); next != nil {
				path = html.UnescapeString(next[1])
				for part := range strings.SplitSeq(query, "&") {
					if !strings.Contains(path, part) {
						t.Errorf("%s is lost on the way to %s", part, path)
					}
				}
			}
		}
		if len(seen) != 25 || pages != 3 {
			t.Errorf("%s: got %d of 25 on %d pages", query, len(seen), pages)
		}
	}
	has(t, w.looks(t, "member", "q=rota&from=nonsense"), "25 found")
}

func TestASearchWithAPatientsNumberIsStopped(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	const number = "999 000 0018"
	for _, path := range []string{"/search?q=", "/search?tag=", "/search?q=x&author=", "/search?q=author:"} {
		for _, role := range []string{"visitor", "member"} {
			res, page := w.ask(t, http.MethodGet, path+url.QueryEscape("patient "+number), "", w.as(role)...)
			wrong(t, path, res.StatusCode, http.StatusUnprocessableEntity, page)
			has(t, page, "looks like a patient", "There is a problem")
			if res.Header.Get("Cache-Control") != "no-store" || strings.Contains(page, "return_to=%2Fsearch%3F") {
				t.Errorf("%s: the number is kept in the browser or carried on to the sign-in", path)
			}
		}
	}
	res, _ := w.ask(t, http.MethodGet, "/search/suggest?q="+url.QueryEscape("patient "+number), "", w.as("member")...)
	if res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a suggestion answers %d", res.StatusCode)
	}
	if strings.Contains(w.log.String(), "0018") {
		t.Error("the number stands in the log")
	}
	hasNot(t, w.looksAt(t, "member", "/threads/new?title="+url.QueryEscape("patient "+number)), "Is there something like this already?")
}

// looksAt reads a page that is there.
func (w *town) looksAt(t *testing.T, role, path string) string {
	t.Helper()
	status, page := w.get(t, role, path)
	wrong(t, path, status, http.StatusOK, page)
	return page
}

func TestWhatIsFoundIsTextAndNoMarkup(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.starts(t, "other", "interoperability", "<script>alert(1)</script> gazebo")
	w.replies(t, "other", thread, "`<script>alert(2)</script>` a gazebo `<img src=x onerror=alert(3)>`")
	for _, query := range []string{"q=gazebo", "q=gazebo&thread=" + number41(thread), "q=" + url.QueryEscape(`<script>alert(4)</script> gazebo "><b>`), "q=gazebo&tag=" + url.QueryEscape(`"><script>`)} {
		page := w.looks(t, "member", query)
		hasNot(t, page, "<script>alert", "<img src=x", `"><b>`, `"><script>`)
	}
	_, answer := w.get(t, "member", "/search/suggest?q=gaz")
	has(t, answer, `\u003cscript\u003e`)
	hasNot(t, answer, "<script>")
}

func TestAnAddressWithUnknownQuestionsIsRefused(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, path := range []string{"/search?q=rotas&admin=1", "/search?q=a&q=b", "/search?thread=some", "/search?any=perhaps", "/search/suggest?q=a&kind=page"} {
		status, page := w.get(t, "member", path)
		wrong(t, path, status, http.StatusUnprocessableEntity, page)
	}
	for _, text := range []string{`"`, `-`, `OR`, `a OR`, `board:`, `:::`, `((()`, `*`, `%`, `\`, "a\u202eb", strings.Repeat("a ", 2000), `kind:"x`, "-\"", "\u0007"} {
		status, page := w.get(t, "member", "/search?q="+url.QueryEscape(text))
		wrong(t, fmt.Sprintf("%.20q", text), status, http.StatusOK, page)
	}
	if status, _ := w.get(t, "member", "/search?q=100%"); status != http.StatusOK {
		t.Errorf("a sign that a browser would have written otherwise: %d", status)
	}
}

func TestSearchesAndSuggestionsAreLimitedApart(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.SearchesAMinute, c.Limits.SuggestionsAMinute = 2, 3 })
	for _, tc := range []struct {
		role, path string
		most       int
	}{
		{"member", "/search?q=rotas", 2}, {"member", "/search/suggest?q=rotas", 3},
		{"visitor", "/search?q=rotas", 2 * peopleOfANetwork}, {"visitor", "/search/suggest?q=rotas", 3 * peopleOfANetwork},
	} {
		for i := range tc.most + 1 {
			res, page := w.ask(t, http.MethodGet, tc.path, "", w.as(tc.role)...)
			want := http.StatusOK
			if i == tc.most {
				want = http.StatusTooManyRequests
			}
			wrong(t, fmt.Sprint(tc.path, " of the ", tc.role, ", time ", i+1), res.StatusCode, want, page)
			if (want == http.StatusOK) != (res.Header.Get("Retry-After") == "") {
				t.Errorf("%s: Retry-After is %q", tc.path, res.Header.Get("Retry-After"))
			}
		}
	}
	if status, page := w.get(t, "member", "/search"); status != http.StatusOK {
		wrong(t, "the form alone", status, http.StatusOK, page)
	}
	if status, page := w.get(t, "other", "/search?q=rotas"); status != http.StatusOK {
		wrong(t, "somebody else's search", status, http.StatusOK, page)
	}
	w.later(time.Minute)
	w.looks(t, "member", "q=rotas")
}

// suggested are the suggestions for what somebody typed.
func (w *town) suggested(t *testing.T, role, typed string) (list []suggestion) {
	t.Helper()
	res, answer := w.ask(t, http.MethodGet, "/search/suggest?q="+url.QueryEscape(typed), "", w.as(role)...)
	wrong(t, "suggest for "+typed, res.StatusCode, http.StatusOK, answer)
	if res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("Content-Type") != "application/json" {
		t.Errorf("it is sent as %s, %s", res.Header.Get("Content-Type"), res.Header.Get("Cache-Control"))
	}
	if err := json.Unmarshal([]byte(answer), &list); err != nil {
		t.Errorf("%s: %v", answer, err)
	}
	return list
}

func TestSuggestionsAreWhatTheReaderMayRead(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	public := w.starts(t, "other", "interoperability", "Gazebo letters")
	w.starts(t, "other", "questions", "Gazebo rotas")
	w.put(t)
	if got := fmt.Sprint(w.suggested(t, "visitor", "gaz")); got != fmt.Sprint([]suggestion{{"Titles", "Gazebo letters", "Interoperability", public}}) {
		t.Errorf("a visitor is suggested %s", got)
	}
	if got := w.suggested(t, "member", "gaz"); len(got) != 2 {
		t.Errorf("a member is suggested %v", got)
	}
	if got := w.suggested(t, "member", "fac"); len(got) != 1 || got[0].Group != "Members" || got[0].Path != "/members/facilitator" {
		t.Errorf("of members a member is suggested %v", got)
	}
	if got := w.suggested(t, "visitor", "fac"); len(got) != 0 {
		t.Errorf("of members a visitor is suggested %v", got)
	}
	if got := w.suggested(t, "member", "fhi"); len(got) != 1 || got[0].Group != "Tags" {
		t.Errorf("of tags a member is suggested %v", got)
	}
	if got := w.suggested(t, "member", " "); got == nil || len(got) != 0 {
		t.Errorf("for nothing a member is suggested %v", got)
	}
}

func TestWhoSaidItInAGroupIsNotToldInResults(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.starts(t, "facilitator", "rotas", "Gazebo rotas")
	page := w.looks(t, "insider", "q=gazebo")
	has(t, page, "1 found", "<mark>Gazebo</mark> rotas", "Peer group")
	hasNot(t, page, "The facilitator")
	has(t, w.looks(t, "member", "q=gazebo"), "Nothing found")
}

func TestEveryPageHasASearchField(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.starts(t, "other", "interoperability", "Gazebo letters")
	w.replies(t, "other", thread, "More.")
	for path, within := range map[string]string{
		"/": "", "/members": "", "/no/such/page": "", "/about": "",
		thread:                     `name="thread" value="` + number41(thread) + `"`,
		"/boards/interoperability": `name="board" value="interoperability"`,
		"/practices":               `name="kind" value="practice"`,
		"/projects":                `name="kind" value="project"`,
	} {
		_, page := w.get(t, "member", path)
		has(t, page, `action="/search"`, `<label class="nhsuk-u-visually-hidden" for="site-search">`, within)
	}
	has(t, w.looksAt(t, "member", "/members?q=ward"), `href="/search?kind=member&amp;q=ward"`)
}

func TestATitleIsComparedWithWhatIsThere(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	first := w.starts(t, "other", "interoperability", "Gazebo letters in spring")
	second := w.starts(t, "other", "interoperability", "Spring gazebo letters")
	page := w.looksAt(t, "member", "/threads/new?board=questions&title="+url.QueryEscape(`Gazebo letters <b>`))
	has(t, page, "Is there something like this already?", first, second, `value="Gazebo letters &lt;b&gt;"`)
	hasNot(t, w.looksAt(t, "member", "/threads/new"), "something like this")
	status, _, page := w.post(t, "member", "/threads", url.Values{"board": {"questions"}, "title": {"Gazebo letters"}, "summary": {""}, "tags": {""}, "body": {""}})
	wrong(t, "a thread without words", status, http.StatusUnprocessableEntity, page)
	has(t, page, "Is there something like this already?", first)
	for _, form := range []string{"/practices/new", "/projects/new"} {
		has(t, w.looksAt(t, "member", form+"?title=Gazebo+letters"), "Is there something like this already?", first)
		hasNot(t, w.looksAt(t, "member", form), "something like this")
	}
	part := w.looksAt(t, "member", "/search/similar?title=Gazebo+letters")
	has(t, part, "Is there something like this already?", first, second)
	hasNot(t, part, "<html", "<main")
	if part := w.looksAt(t, "member", "/search/similar?title=patient+9990000018"); part != "" {
		t.Errorf("a title with a patient's number is answered with %s", part)
	}
	page = w.looksAt(t, "visitor", first)
	has(t, page, "Related", second)
	w.write(t, `UPDATE threads SET hidden = TRUE WHERE id = `+number41(second))
	hasNot(t, w.looksAt(t, "visitor", first), "Related")
}

func TestAResultsPageIsKeptForTheWayBack(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.starts(t, "other", "interoperability", "Gazebo letters")
	res, _ := w.ask(t, http.MethodGet, "/search?q=gazebo", "", w.as("member")...)
	if res.Header.Get("Cache-Control") != "private, no-cache" || res.Header.Get("ETag") == "" {
		t.Errorf("it is sent with %q and the tag %q", res.Header.Get("Cache-Control"), res.Header.Get("ETag"))
	}
	again, _ := w.ask(t, http.MethodGet, "/search?q=gazebo", "", append(w.as("member"), "If-None-Match", res.Header.Get("ETag"))...)
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("the page that they have: got %d", again.StatusCode)
	}
}

func TestTheSearchPageHasOneFieldAndSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	page := w.looks(t, "member", "q=letters")
	has(t, page, `id="field-q"`)
	hasNot(t, page, `id="site-search"`)
	page = w.looks(t, "member", "q=-letters")
	has(t, page, "Nothing to look for", "Add a word for what you look for.", "How search works")
	hasNot(t, page, "Ask this", "Try fewer words")
	has(t, w.looks(t, "visitor", "q=unicorn"), "Nothing found", "Members find more")
}
