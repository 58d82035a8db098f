package handlers

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"

	"commonroom/models/discuss"
)

// feedAt reads a feed the way a feed reader does, which has no cookie.
func (w *town) feedAt(t *testing.T, path string) *atom.Feed {
	t.Helper()
	res, text := w.ask(t, http.MethodGet, path, "")
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		wrong(t, path, res.StatusCode, http.StatusOK, text)
		t.FailNow()
	}
	if err := xml.Unmarshal([]byte(text), new(struct{})); err != nil {
		t.Fatalf("%s is not XML: %v", path, err)
	}
	if kind := gofeed.DetectFeedType(strings.NewReader(text)); kind != gofeed.FeedTypeAtom {
		t.Errorf("%s is of type %v", path, kind)
	}
	f, err := (&atom.Parser{}).Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return f
}

// titles are the titles of a feed's entries, in order.
func titles(f *atom.Feed) string {
	var list []string
	for _, e := range f.Entries {
		list = append(list, e.Title)
	}
	return strings.Join(list, "; ")
}

// opens has somebody begin a discussion on a board, through its form.
func (w *town) opens(t *testing.T, role, board, title, body string) discuss.Thread {
	t.Helper()
	th, err := w.Discuss.Start(t.Context(), w.people[role], discuss.NewThread{
		Board: board, Title: title, Summary: "In short.", Tags: "Phones & desks", Body: body, Key: newKey()})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func (w *town) answers(t *testing.T, role string, th discuss.Thread, body string) discuss.Placed {
	t.Helper()
	p, err := w.Discuss.Reply(t.Context(), w.people[role], th.ID, discuss.NewReply{Body: body, Key: newKey()})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What somebody wrote comes out of a parser that is not ours as it went in.
func TestAnEntrySurvivesTheRoundTrip(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	const title = `Calls < 30 s & "answered" – it’s ]]> fine 🎉`
	body := "Is `a < b && c` **so**? 🎉 See [there](https://example.org/a?b=1&c=2), [here](/conduct#rule-3) and @other.\n\n## A part\n\n- [x] done\n\nText[^1].\n\n[^1]: Note."
	th := w.opens(t, "member", "interoperability", title, body)
	posts, err := w.Discuss.Posts(t.Context(), w.people["member"], th, 1)
	if err != nil {
		t.Fatal(err)
	}
	site := "http://" + w.addr
	for _, path := range []string{"/feeds/threads.atom", "/feeds/boards/interoperability.atom", "/feeds/tags/" + th.Tags[0].Slug + ".atom"} {
		f := w.feedAt(t, path)
		if f.ID != site+path || f.Language != "en-GB" || f.Links[0].Rel != "self" || f.Links[0].Href != site+path || f.Links[1].Rel != "alternate" {
			t.Errorf("%s: the head is %+v", path, f)
		}
		e := f.Entries[0]
		want := strings.NewReplacer(`href="/`, `href="`+site+`/`, `href="#`, `href="`+site+th.Path()+"#").Replace(posts[0].HTML)
		switch {
		case e.Title != title || e.Summary != "In short.":
			t.Errorf("%s: got %q, %q", path, e.Title, e.Summary)
		case e.Content.Value != want || e.Content.Type != "html":
			t.Errorf("%s: got\n%s\nwant\n%s", path, e.Content.Value, want)
		case e.Authors[0].Name != "The member" || e.Categories[0].Label != "Phones & desks" || e.Categories[0].Term != th.Tags[0].Slug:
			t.Errorf("%s: got %v, %v", path, e.Authors[0], e.Categories[0])
		case e.Links[0].Href != site+th.PostPath(1) || !strings.HasPrefix(e.ID, site+"/posts/") || strings.Contains(e.ID, th.Slug):
			t.Errorf("%s: got %s, %s", path, e.Links[0].Href, e.ID)
		case !e.PublishedParsed.Equal(th.Out) || !e.UpdatedParsed.Equal(th.Out) || !f.UpdatedParsed.Equal(th.Out):
			t.Errorf("%s: got %v, %v, %v, want %v", path, e.PublishedParsed, e.UpdatedParsed, f.UpdatedParsed, th.Out)
		}
		if strings.Contains(e.Content.Value, `"/`) || !strings.Contains(e.Content.Value, `href="`+site+`/members/other"`) {
			t.Errorf("%s: links that are relative, or none to a member: %s", path, e.Content.Value)
		}
	}
}

// A reader knows an entry by its id: an edit, a new title or another board makes no second one.
func TestAnEntryStaysTheSameWhenItsWordsChange(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	th := w.opens(t, "member", "interoperability", "Top calls", "First.")
	reply := w.answers(t, "other", th, "A reply.")
	before := w.feedAt(t, "/feeds/boards/interoperability.atom")
	if got := titles(before); got != "Top calls, post 2; Top calls" {
		t.Fatalf("got %s", got)
	}
	w.later(time.Hour)
	if _, err := w.Discuss.Edit(t.Context(), w.people["other"], reply.Post.ID, discuss.EditPost{Body: "Other words.", Version: reply.Post.Version, Key: newKey()}); err != nil {
		t.Fatal(err)
	}
	w.write(t, `UPDATE threads SET title = 'Top ten calls', slug = 'top-ten-calls' WHERE id = $1`, th.ID)
	after := w.feedAt(t, "/feeds/boards/interoperability.atom")
	was, is := before.Entries[0], after.Entries[0]
	switch {
	case is.ID != was.ID || is.Title != "Top ten calls, post 2" || !strings.Contains(is.Content.Value, "Other words."):
		t.Errorf("got %s %s %s, want the id %s", is.ID, is.Title, is.Content.Value, was.ID)
	case !is.UpdatedParsed.After(*was.UpdatedParsed) || !after.UpdatedParsed.Equal(*is.UpdatedParsed):
		t.Errorf("an edit: updated at %v, before at %v, the feed at %v", is.UpdatedParsed, was.UpdatedParsed, after.UpdatedParsed)
	case !is.PublishedParsed.Equal(*was.PublishedParsed) || after.Entries[1].ID != before.Entries[1].ID:
		t.Errorf("an edit: published at %v, before at %v", is.PublishedParsed, was.PublishedParsed)
	}
	w.write(t, `UPDATE spaces SET readers = 'public' WHERE slug = 'questions'`)
	w.write(t, `UPDATE threads SET space_id = $2 WHERE id = $1`, th.ID, w.board(t, "questions"))
	if moved := w.feedAt(t, "/feeds/boards/questions.atom"); moved.Entries[0].ID != was.ID {
		t.Errorf("moved: got the id %s, want %s", moved.Entries[0].ID, was.ID)
	}
}

// What is taken out of sight is out of every feed at the next request.
func TestWhatIsTakenAwayLeavesItsFeeds(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ change, want string }{
		"a reply hidden":          {`UPDATE posts SET hidden = TRUE WHERE number = 2`, "Top calls, post 3; Top calls"},
		"a reply withdrawn":       {`UPDATE posts SET withdrawn = TRUE WHERE number = 3`, "Top calls, post 2; Top calls"},
		"the first post hidden":   {`UPDATE posts SET hidden = TRUE WHERE number = 1`, "Top calls, post 3; Top calls, post 2"},
		"the thread hidden":       {`UPDATE threads SET hidden = TRUE`, ""},
		"the thread for members":  {`UPDATE threads SET space_id = (SELECT id FROM spaces WHERE slug = 'welcome')`, ""},
		"the board for members":   {`UPDATE spaces SET readers = 'members' WHERE slug = 'interoperability'`, "none"},
		"the thread in the group": {`UPDATE threads SET space_id = (SELECT id FROM spaces WHERE slug = 'rotas')`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, nil)
			th := w.opens(t, "member", "interoperability", "Top calls", "First.")
			w.answers(t, "other", th, "Second.")
			w.answers(t, "other", th, "Third.")
			const board = "/feeds/boards/interoperability.atom"
			res, _ := w.ask(t, http.MethodGet, board, "")
			w.write(t, tc.change)
			if tc.want == "none" {
				again, page := w.ask(t, http.MethodGet, board, "", "If-None-Match", res.Header.Get("ETag"))
				wrong(t, name, again.StatusCode, http.StatusNotFound, page)
			} else if got := titles(w.feedAt(t, board)); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			opened := strings.HasSuffix(tc.want, "Top calls")
			if got := titles(w.feedAt(t, "/feeds/threads.atom")); (got == "Top calls") != opened {
				t.Errorf("of threads: got %q, want it there: %t", got, opened)
			}
			if res, page := w.ask(t, http.MethodGet, "/feeds/tags/"+th.Tags[0].Slug+".atom", ""); (res.StatusCode == 200) != opened {
				wrong(t, "of the tag", res.StatusCode, http.StatusNotFound, page)
			}
		})
	}
}

// Pages show the committee what it hid, and authors their own. Their feed readers are not shown it:
// they would keep it.
func TestWhatIsHiddenLeavesTheFeedsOfThoseWhoSeeIt(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	th := w.opens(t, "other", "interoperability", "Top calls", "First.")
	w.answers(t, "other", th, "Second.")
	w.write(t, `UPDATE posts SET hidden = TRUE WHERE number = 2`)
	for _, role := range []string{"committee", "other"} {
		root := w.follows(t, role)
		if got := titles(w.feedAt(t, root+"/boards/interoperability.atom")); got != "Top calls" {
			t.Errorf("a hidden reply, to the %s: got %s", role, got)
		}
		w.write(t, `UPDATE threads SET hidden = TRUE`)
		for _, path := range []string{"/threads.atom", "/boards/interoperability.atom", "/members/other.atom"} {
			if got := titles(w.feedAt(t, root+path)); got != "" {
				t.Errorf("a hidden thread, to the %s at %s: got %s", role, path, got)
			}
		}
		w.write(t, `UPDATE threads SET hidden = FALSE`)
	}
}

// However much is said where a reader may not read, it takes no place in their feed.
func TestWhatIsNotForAReaderTakesNoPlace(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.opens(t, "member", "interoperability", "For all", "Words.")
	for range 41 {
		w.opens(t, "member", "welcome", "For members", "Words.")
	}
	if got := titles(w.feedAt(t, "/feeds/threads.atom")); got != "For all" {
		t.Errorf("got %q", got)
	}
}

// A feed reader asks every half hour, and mostly nothing is new.
func TestAFeedThatIsTheSameIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.later(0) // the clock stands still until it is moved
	th := w.opens(t, "member", "interoperability", "Top calls", "First.")
	const path = "/feeds/boards/interoperability.atom"
	if res, _ := w.ask(t, http.MethodGet, path, ""); res.Header.Get("Last-Modified") != "" {
		t.Errorf("within its own second the feed is dated %s", res.Header.Get("Last-Modified"))
	}
	w.later(time.Minute)
	res, text := w.ask(t, http.MethodGet, path, "")
	tag, date := res.Header.Get("ETag"), res.Header.Get("Last-Modified")
	if want := th.Out.UTC().Format(http.TimeFormat); date != want || res.Header.Get("Cache-Control") != "public, no-cache" || res.Header.Get("Set-Cookie") != "" {
		t.Errorf("got %v, want the date %s", res.Header, want)
	}
	head, body := w.ask(t, http.MethodHead, path, "")
	if head.StatusCode != http.StatusOK || body != "" || head.Header.Get("ETag") != tag || head.ContentLength != int64(len(text)) {
		t.Errorf("HEAD: got %d, %d bytes, %v", head.StatusCode, head.ContentLength, head.Header)
	}
	early := th.Out.Add(-time.Hour).UTC().Format(http.TimeFormat)
	asked := func(want int, fields ...string) {
		t.Helper()
		res, body := w.ask(t, http.MethodGet, path, "", fields...)
		if res.StatusCode != want || want == http.StatusNotModified && (body != "" || res.Header.Get("ETag") == "") {
			t.Errorf("%v: got %d with %d bytes, want %d", fields, res.StatusCode, len(body), want)
		}
	}
	asked(304, "If-None-Match", tag)
	asked(304, "If-None-Match", `"other", W/`+tag)
	asked(304, "If-Modified-Since", date)
	asked(200, "If-Modified-Since", early)
	asked(200, "If-None-Match", `"other"`, "If-Modified-Since", date) // the tag has the last word
	w.answers(t, "other", th, "A reply.")
	w.later(time.Minute)
	asked(200, "If-None-Match", tag)
	asked(200, "If-Modified-Since", date)
	w.write(t, `UPDATE posts SET hidden = TRUE WHERE number = 2`)
	asked(304, "If-None-Match", tag) // as it was
}

// A proxy that is set up badly hands on what somebody made up: no link may be made of that.
func TestNoFeedBelievesWhatItIsCalled(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.PublicURL = &url.URL{Scheme: "https", Host: "commonroom.example"} })
	w.opens(t, "member", "interoperability", "Top calls", "See [here](/about) and ![p](/files/1).")
	for _, path := range []string{"/feeds/threads.atom", "/feeds/boards/interoperability.atom", "/feeds/practices.atom", "/feeds/log.atom"} {
		_, text := w.ask(t, http.MethodGet, path, "", "Host", "commonroom.example:443", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "gopher")
		if strings.Contains(text, "evil") || strings.Contains(text, ":443") || strings.Contains(text, "gopher") || !strings.Contains(text, "https://commonroom.example/") {
			t.Errorf("%s: %s", path, text)
		}
		if res, _ := w.ask(t, http.MethodGet, path, "", "Host", "evil.example"); res.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("%s for another host: got %d", path, res.StatusCode)
		}
	}
}

// One slip in what is stored must not take everybody's feed away.
func TestCharactersThatXMLForbidsDoNotBreakAFeed(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.opens(t, "member", "interoperability", "Top calls", "First.")
	for _, c := range []rune{1, 8, 0x0b, 0x0c, 0x1b, 0x1f, 0x7f, 0x85, 0xfffe, 0xffff, 0x10ffff} {
		odd := "Top" + string(c) + "calls"
		w.write(t, `UPDATE threads SET title = $1, summary = $1`, odd)
		w.write(t, `UPDATE posts SET html = $1`, "<p>"+odd+"</p>")
		w.write(t, `UPDATE members SET name = $1`, odd)
		w.write(t, `UPDATE tags SET name = $1`, odd)
		f := w.feedAt(t, "/feeds/threads.atom")
		if e := f.Entries[0]; !strings.HasPrefix(e.Title, "Top") || !strings.HasSuffix(e.Content.Value, "calls</p>") {
			t.Errorf("%U: got %q, %q", c, e.Title, e.Content.Value)
		}
	}
}

// Documents have their texts in their feeds, and all who wrote them.
func TestDocumentsHaveFeeds(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	practice := w.makes(t, inPublic.unsaid()).token
	w.write(t, `UPDATE threads SET published = TRUE`)
	w.write(t, `INSERT INTO thread_authors (thread_id, member_id) SELECT t.id, $1 FROM threads t`, w.people["insider"].ID)
	w.write(t, `UPDATE practices SET html = '<p><a href="#p-h-1">Do</a> this.</p>'`)
	f := w.feedAt(t, "/feeds/practices.atom")
	e := f.Entries[0]
	want := `<p><a href="http://` + w.addr + `/practices/` + practice + `/top-calls#p-h-1">Do</a> this.</p>`
	if e.ID != "http://"+w.addr+"/practices/"+practice || e.Content.Value != want || len(e.Authors) != 2 || e.Authors[1].Name != "The insider" {
		t.Errorf("got %s, %s, %v", e.ID, e.Content.Value, e.Authors)
	}
	if status, page := w.get(t, "visitor", strings.TrimPrefix(e.ID, "http://"+w.addr)); status != http.StatusMovedPermanently {
		wrong(t, "the permanent address", status, http.StatusMovedPermanently, page)
	}
	for _, path := range []string{"/feeds/boards/practices.atom", "/feeds/boards/.atom", "/feeds/tags/.atom", "/feeds/boards/interoperability", "/feeds/"} {
		status, page := w.get(t, "member", path)
		wrong(t, path, status, http.StatusNotFound, page)
	}
}

// An act of the committee is told with its rule and reason, without a name.
func TestTheLogHasAFeed(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	th := w.opens(t, "member", "interoperability", "Top calls", "First.")
	status, _, page := w.post(t, "committee", "/threads/"+strings.Split(th.Path(), "/")[2]+"/hide", url.Values{"rule": {"3"}, "reason": {"Off the <subject>."}, "to_space": {"0"}})
	wrong(t, "hiding", status, http.StatusSeeOther, page)
	e := w.feedAt(t, "/feeds/log.atom").Entries[0]
	if e.Title != "A thread in Interoperability was hidden" || !strings.HasSuffix(e.Content.Value, "under rule 3: Off the <subject>.") || e.Authors[0].Name != "the committee" {
		t.Errorf("got %q, %q, %v", e.Title, e.Content.Value, e.Authors[0])
	}
	_, mark, _ := strings.Cut(e.ID, "#")
	if _, page := w.get(t, "visitor", "/committee/log"); !strings.Contains(page, `id="`+mark+`"`) {
		t.Errorf("the log has no %s", mark)
	}
}
