package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/ribbon"
)

// talked starts a discussion of n posts by "other" on a public board.
func (w *town) talked(t *testing.T, title string, n int) discuss.Thread {
	t.Helper()
	return w.talkedOn(t, w.opens(t, "other", "interoperability", title, "The first."), n-1)
}

// talkedOn adds n posts of "other" to a thread.
func (w *town) talkedOn(t *testing.T, thread discuss.Thread, n int) discuss.Thread {
	t.Helper()
	for range n {
		w.answers(t, "other", thread, "One more.")
	}
	thread.Posts += n
	return thread
}

// mark is how far the person of a role has read in a thread, and how they follow it.
func (w *town) mark(t *testing.T, role string, thread discuss.Thread) ribbon.Ribbon {
	t.Helper()
	marks, err := w.Ribbons.Of(t.Context(), w.people[role], thread.ID)
	if err != nil {
		t.Fatal(err)
	}
	return marks[thread.ID]
}

func (w *town) wantRead(t *testing.T, what, role string, thread discuss.Thread, want int) {
	t.Helper()
	if got := w.mark(t, role, thread).ReadTo; got != want {
		t.Errorf("%s: read up to %d, want %d", what, got, want)
	}
}

// tells fails the test unless a page has a text, or has not.
func tells(t *testing.T, what, page, text string, want bool) {
	t.Helper()
	if strings.Contains(page, text) != want {
		t.Errorf("%s: %q is on the page: %t, want %t", what, text, !want, want)
	}
}

func TestWithoutScriptsReadingIsMarkedPageByPage(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.talked(t, "Who is on call?", 30)
	_, list := w.get(t, "member", "/boards/interoperability")
	tells(t, "a thread never opened", list, "Continue at", false)

	_, page := w.get(t, "member", thread.Path())
	tells(t, "the first visit", page, "New since you were here", false)
	w.wantRead(t, "the first page", "member", thread, 25)
	_, list = w.get(t, "member", "/boards/interoperability")
	tells(t, "the board after the first page", list, "Continue at post 26 (5 new)", true)
	tells(t, "the board after the first page", list, thread.PostPath(26), true)

	_, page = w.get(t, "member", thread.Path())
	tells(t, "the first page again", page, "Continue at post 26 (5 new)", true)
	_, page = w.get(t, "member", thread.Path()+"?page=2")
	tells(t, "the second page", page, "New since you were here", true)
	w.wantRead(t, "the second page", "member", thread, 30)
	w.get(t, "member", thread.Path())
	w.wantRead(t, "back on the first page", "member", thread, 30)

	w.talkedOn(t, thread, 1)
	_, page = w.get(t, "member", thread.Path()+"?page=2")
	inOrder(t, page, `id="post-30"`, `id="new"`, `id="post-31"`)
}

func TestTheFirstNewPostOfADocumentIsMarked(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.publishes(t, "other", "practice", "Ten top calls")
	w.get(t, "member", path)
	_, page := w.get(t, "member", path)
	tells(t, "no comments yet", page, "New since you were here", false)
	thread, err := w.Discuss.Thread(t.Context(), w.people["member"], number(strings.Split(path, "/")[2]))
	if err != nil {
		t.Fatal(err)
	}
	w.talkedOn(t, thread, 2)
	_, page = w.get(t, "member", "/practices")
	tells(t, "the list", page, "Continue at comment 1 (2 new)", true)
	_, page = w.get(t, "member", path)
	inOrder(t, page, `id="comments"`, `id="new"`, `id="post-1"`)
}

func TestWhatWasNotReadIsNotMarked(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.talked(t, "Who is on call?", 3)
	for name, c := range map[string]struct {
		role, method string
		fields       []string
	}{
		"a page fetched in case":        {"member", http.MethodGet, []string{"Sec-Purpose", "prefetch;prerender"}},
		"the same in the older words":   {"member", http.MethodGet, []string{"Purpose", "prefetch"}},
		"only the header of the page":   {"member", http.MethodHead, nil},
		"an applicant":                  {"applicant", http.MethodGet, nil},
		"somebody whose place is taken": {"suspended", http.MethodGet, nil},
	} {
		w.ask(t, c.method, thread.Path(), "", append(w.as(c.role), c.fields...)...)
		if got := w.mark(t, c.role, thread); got.ThreadID != 0 {
			t.Errorf("%s: there is a mark: %+v", name, got)
		}
	}
	_, page := w.get(t, "visitor", thread.Path())
	tells(t, "a visitor", page, "data-read", false)
	tells(t, "a visitor", page, "app-follow", false)
}

func TestABrowserThatListensIsLeftToTellWhatItShows(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.live(t)
	thread := w.talked(t, "Who is on call?", 5)
	w.listen(t, "member", "")
	w.get(t, "member", thread.Path())
	w.wantRead(t, "its first thread", "member", thread, 0)
}

func TestABrowserThatTellsWhatItShowsIsLeftToDoSo(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.talked(t, "Who is on call?", 5)
	path := fmt.Sprint("/threads/", thread.ID, "/read")
	tell := func(to string) {
		t.Helper()
		status, _, page := w.post(t, "member", path, url.Values{"to": {to}, "key": nil})
		wrong(t, "to tell "+to, status, http.StatusNoContent, page)
	}
	tell("2")
	w.get(t, "member", thread.Path())
	w.wantRead(t, "a page sent to such a browser", "member", thread, 2)
	tell("4")
	tell("3")
	w.wantRead(t, "a telling that came late", "member", thread, 4)
	w.write(t, `UPDATE sessions SET told_day = $1 WHERE told_day <> ''`, models.DayOf(w.Now().Add(-8*24*time.Hour)))
	w.get(t, "member", thread.Path())
	w.wantRead(t, "a browser that has told nothing for a week", "member", thread, 5)
}

func TestAThreadIsFollowedAndMuted(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.talked(t, "Who is on call?", 2)
	w.get(t, "member", thread.Path())
	w.talkedOn(t, thread, 1)
	path := fmt.Sprint("/threads/", thread.ID, "/follow")
	for _, c := range []struct {
		follow, word string
		continues    bool
	}{{"watching", "Watching", true}, {"following", "Following", true}, {"muted", "Muted", false}, {"", "Follow", true}} {
		status, location, page := w.post(t, "member", path, url.Values{"follow": {c.follow}, "key": nil})
		wrong(t, "to choose "+c.follow, status, http.StatusSeeOther, page)
		if location != thread.Path() {
			t.Errorf("choosing %q leads to %s", c.follow, location)
		}
		_, list := w.get(t, "member", "/boards/interoperability")
		tells(t, c.word+" on the board", list, "Continue at post 3 (1 new)", c.continues)
		tells(t, c.word+" on the board", list, "<span>"+c.word+"</span>", c.follow != "")
		if got := string(w.mark(t, "member", thread).Follow); got != c.follow {
			t.Errorf("chosen %q, got %q", c.follow, got)
		}
	}
	_, page := w.get(t, "member", thread.Path())
	tells(t, "the menu", page, `<span>Follow</span>`, true)
	status, _, _ := w.post(t, "member", path, url.Values{"follow": {"shouting"}, "key": nil})
	wrong(t, "a way that there is not", status, http.StatusUnprocessableEntity, "")
}

func TestWhatWaitsIsListedMarkedReadAndPutBack(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.later(time.Minute)
	_, page := w.get(t, "member", "/unread")
	has(t, page, "Unread (0)", "New (0)", "You have read it all.")
	thread := w.talked(t, "Who is on call?", 2)
	other := w.talked(t, "What is new?", 1)
	w.get(t, "member", thread.Path())
	w.talkedOn(t, thread, 2)
	_, page = w.get(t, "member", "/unread")
	has(t, page, "Unread (1)", "New (1)", "Continue at post 3 (2 new)", "Mark all as read")
	hasNot(t, page, other.Title)
	_, page = w.get(t, "member", "/new")
	has(t, page, other.Title, "Mark all as seen")
	_, page = w.get(t, "member", "/")
	has(t, page, "All unread (1)", "new threads (1)", "Continue at post 3 (2 new)")

	at := url.Values{"at": {fmt.Sprint(w.Now().UnixMilli())}}
	for _, c := range []struct{ path, verb, said string }{
		{"/unread", "read", "Everything is marked as read."}, {"/new", "seen", "All new threads are marked as seen."},
	} {
		at.Del("key")
		status, location, page := w.post(t, "member", c.path+"/"+c.verb, at)
		wrong(t, c.said, status, http.StatusSeeOther, page)
		_, page = w.get(t, "member", location)
		has(t, page, c.said, ">Undo<", " (0)")
		_, cleared, _ := strings.Cut(location, "?cleared=")
		status, location, page = w.post(t, "member", "/unread/undo", url.Values{"cleared": {cleared}, "back": {c.path[1:]}, "key": nil})
		wrong(t, "undo", status, http.StatusSeeOther, page)
		if location != c.path {
			t.Errorf("undoing leads to %s, want %s", location, c.path)
		}
		_, page = w.get(t, "member", c.path)
		has(t, page, "Unread (1)", "New (1)")
	}
}

func TestAThreadIsMutedFromTheListsOfWhatWaits(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.later(time.Minute)
	thread := w.talked(t, "Who is on call?", 1)
	for _, list := range []string{"new", "elsewhere"} {
		status, location, page := w.post(t, "member", fmt.Sprint("/threads/", thread.ID, "/follow"), url.Values{"follow": {"muted"}, "back": {list}, "key": nil})
		wrong(t, "mute", status, http.StatusSeeOther, page)
		if want := map[string]string{"new": "/new", "elsewhere": thread.Path()}[list]; location != want {
			t.Errorf("muting on %s leads to %s, want %s", list, location, want)
		}
	}
	for _, path := range []string{"/new", "/"} {
		_, page := w.get(t, "member", path)
		hasNot(t, page, thread.Title)
	}
	_, page := w.get(t, "member", "/boards/interoperability")
	has(t, page, thread.Title, "<span>Muted</span>")
}

func TestReadingAThreadReadsItsNotices(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.opens(t, "member", "interoperability", "Who is on call?", "I ask.")
	w.answers(t, "other", thread, "I am.")
	if err := w.Notices.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, page := w.get(t, "member", "/")
	has(t, page, "Notices, 1 new")
	_, page = w.get(t, "member", thread.Path())
	hasNot(t, page, "Notices, 1 new")
}

func TestALaterPageSaysWhatHasComeSince(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	var threads []discuss.Thread
	for i := range 30 {
		w.later(time.Second)
		threads = append(threads, w.talked(t, fmt.Sprint("Thread ", i), 1))
	}
	_, page := w.get(t, "visitor", "/boards/interoperability")
	hasNot(t, page, "since you began to read")
	_, rest, _ := strings.Cut(page, `rel="next" href="`)
	next, _, _ := strings.Cut(rest, `"`)
	_, page = w.get(t, "visitor", next)
	hasNot(t, page, "since you began to read")
	for _, thread := range threads[:3] {
		w.later(time.Second)
		w.talkedOn(t, thread, 2)
	}
	_, page = w.get(t, "visitor", next)
	has(t, page, "3 threads have new posts since you began to read this list.", "Back to the first page")
}
