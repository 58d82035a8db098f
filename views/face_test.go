package views

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/space"
)

// graph is what a search engine reads out of a page: read here without the types that wrote it.
func graph(t *testing.T, page string) (things []map[string]any) {
	t.Helper()
	_, rest, found := strings.Cut(page, `<script type="application/ld+json">`)
	text, _, closed := strings.Cut(rest, `</script>`)
	if !found || !closed {
		return nil
	}
	var all struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil || all.Context != "https://schema.org" {
		t.Errorf("the linked data cannot be read: %v\n%s", err, text)
	}
	return all.Graph
}

// hostile are words that would end a script or begin a tag, were they written as they are.
const hostile = `</script><script>alert(1)</script><!-- <img src=x onerror="alert(1)"> ]]> & ' "` + "\u2028"

func someThread(title string) discuss.Thread {
	return discuss.Thread{
		ID: 41, Kind: discuss.Discussion, Title: title, Slug: "rotas", Published: true, Posts: 3,
		Space:  space.Space{Kind: space.Board, Slug: "interoperability", Name: title, Readers: space.Public, Holds: "discussion"},
		Author: member.Member{Name: title, JobTitle: title, Organisation: title, Handle: "ann-ward", State: member.Confirmed},
		Tags:   []discuss.Tag{{Slug: "fhir", Name: title}},
	}
}

func TestWordsCannotBreakOutOfTheHead(t *testing.T) {
	t.Parallel()
	thread := someThread(hostile)
	talk := Talk{Pager: Pager{Page: 1, Last: 1, Base: thread.Path()}, Entries: []Entry{
		{Number: 1, By: AuthorOf(thread.Author), HTML: "<p>First &lt;/script&gt; words</p>"},
		{Number: 2, By: AuthorOf(thread.Author), HTML: "<p>Second &lt;!-- words</p>"},
	}}
	f := Frame{Title: hostile, Description: hostile, SiteName: hostile, Root: "https://commonroom.example",
		Crumbs: []Crumb{{Text: hostile, Href: "/boards"}}, Face: &Face{Path: thread.Path(), Written: &Written{Thread: thread, Talk: talk}}}
	page := draw(t, face(f))
	if got := strings.Count(page, "<script"); got != 1 {
		t.Errorf("got %d scripts, want 1:\n%s", got, page)
	}
	if strings.Contains(page, "<!--") || strings.Contains(page, "<img") {
		t.Errorf("words are written as they are:\n%s", page)
	}
	things := graph(t, page)
	if len(things) != 2 || things[1]["headline"] != hostile {
		t.Errorf("the title does not come back as it was: %v", things)
	}
}

func TestADiscussionTellsWhatSearchEnginesAskFor(t *testing.T) {
	t.Parallel()
	thread := someThread("Rotas")
	thread.Out = moment(t, "2026-03-01T09:00:00Z")
	talk := Talk{Pager: Pager{Page: 1, Last: 1, Base: thread.Path()}, Entries: []Entry{
		{Number: 1, By: AuthorOf(thread.Author), At: thread.Out, HTML: "<p>First words</p>"},
		{Number: 2, By: Author{Name: "Tom"}, At: thread.Out, HTML: "<p>Second <strong>w</strong>ords</p><p>and more</p>"},
		{Number: 3, Kind: "hidden", By: Author{Name: "Hidden one"}, HTML: "<p>Hidden words</p>"},
		{Number: 4, Kind: "withdrawn", By: Author{Name: "Gone"}, HTML: "<p>Withdrawn words</p>"},
	}}
	f := Frame{Title: "Rotas", Root: "https://commonroom.example", Face: &Face{Path: thread.Path(), Written: &Written{Thread: thread, Talk: talk}}}
	page := draw(t, face(f))
	for _, gone := range []string{"Hidden", "Withdrawn", "Gone", "/members/"} {
		if strings.Contains(page, gone) {
			t.Errorf("machines are told %q", gone)
		}
	}
	said := graph(t, page)[1]
	for name, want := range map[string]string{"@type": "DiscussionForumPosting", "headline": "Rotas", "text": "First words",
		"datePublished": "2026-03-01T09:00:00Z", "url": "https://commonroom.example/threads/41/rotas"} {
		if said[name] != want {
			t.Errorf("%s: got %v, want %s", name, said[name], want)
		}
	}
	author := said["author"].([]any)[0].(map[string]any)
	if author["name"] != "Rotas" || author["jobTitle"] != "Rotas" || author["url"] != nil {
		t.Errorf("got the author %v", author)
	}
	comments := said["comment"].([]any)
	if len(comments) != 1 {
		t.Fatalf("got %d comments, want 1", len(comments))
	}
	for name, want := range map[string]string{"@type": "Comment", "text": "Second words and more",
		"datePublished": "2026-03-01T09:00:00Z", "url": "https://commonroom.example/threads/41/rotas#post-2"} {
		if got := comments[0].(map[string]any)[name]; got != want {
			t.Errorf("the comment's %s: got %v, want %s", name, got, want)
		}
	}
}

func TestADiscussionWhoseFirstPostIsHiddenIsNotTold(t *testing.T) {
	t.Parallel()
	thread := someThread("Rotas")
	talk := Talk{Pager: Pager{Page: 1, Last: 1}, Entries: []Entry{
		{Number: 1, Kind: "hidden", HTML: "<p>Hidden words</p>"}, {Number: 2, HTML: "<p>Second words</p>"},
	}}
	w := Written{Thread: thread, Talk: talk}
	f := Frame{Title: "Rotas", Face: &Face{Path: thread.Path(), Written: &w}}
	if page := draw(t, face(f)); strings.Contains(page, "Hidden words") || len(graph(t, page)) != 1 {
		t.Errorf("got %s", page)
	}
	w.Talk.Pager.Page, w.Talk.Entries = 2, []Entry{{Number: 26, HTML: "<p>Later words</p>"}}
	said := graph(t, draw(t, face(f)))[1]
	if said["text"] != nil || said["url"] != thread.Path() || len(said["comment"].([]any)) != 1 {
		t.Errorf("on the second page: got %v", said)
	}
}

func TestMembersAndPrivatePagesTellMachinesNothing(t *testing.T) {
	t.Parallel()
	public := &Face{Path: "/boards"}
	for _, c := range []struct {
		name string
		f    Frame
		want []string
	}{
		{"a page without a face is not indexed", Frame{Title: "Boards", Description: "Words"}, []string{"noindex"}},
		{"a visitor's page tells all", Frame{Title: "Boards", Face: public}, []string{"canonical", "og:title", "ld+json"}},
		{"a member's page tells its address", Frame{Title: "Boards", Face: public, By: Person{ID: 7}}, []string{"canonical"}},
	} {
		page := draw(t, face(c.f))
		for _, mark := range []string{"noindex", "canonical", "og:title", "ld+json"} {
			if got, want := strings.Contains(page, mark), slices.Contains(c.want, mark); got != want {
				t.Errorf("%s: %s: got %t, want %t", c.name, mark, got, want)
			}
		}
	}
}

func TestAnOpeningIsTheFirstWords(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("<p>Größe &amp; Maß.</p>\n", 100)
	for _, c := range []struct{ name, html, want string }{
		{"marks are left out", "<p>We <strong>d</strong>o.</p>", "We do."},
		{"blocks are parted", "<ul><li>one</li><li>two</li></ul>", "one two"},
		{"characters are themselves", "<p>a &lt; b &amp;amp; c</p>", "a < b &amp; c"},
		{"nothing is nothing", "", ""},
		{"a tag that never ends is left out", "<p>words</p><img alt=", "words"},
	} {
		if got := opening(c.html); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	got := opening(long)
	if n := utf8.RuneCountInString(got); n > openingLength+1 || n < openingLength-20 || !strings.HasSuffix(got, "…") || !utf8.ValidString(got) {
		t.Errorf("a long text: got %d characters, %q", n, got)
	}
	if got := opening(strings.Repeat("ä", 9000)); utf8.RuneCountInString(got) != openingLength+1 {
		t.Errorf("one long word: got %q", got)
	}
}

func FuzzAnOpeningIsTextOfBoundedLength(f *testing.F) {
	for _, seed := range []string{"<p>We <b", "&#x10FFFF;<", "<<<>>>", hostile, "\xff<p>\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, rendered string) {
		if got := opening(rendered); !utf8.ValidString(got) || utf8.RuneCountInString(got) > openingLength+1 {
			t.Errorf("%q: got %q", rendered, got)
		}
	})
}
