package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestFromTheListToAReplyByKeyboard goes from the list of boards to a reply that stands, with
// nothing but keys.
func TestFromTheListToAReplyByKeyboard(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ruth := arrive(t, site, "Ruth", scripts)
			ruth.signIn("Ruth Okafor")
			ruth.open("/boards")
			ruth.tabTo("Questions")
			ruth.enter()
			ruth.tabTo("Which phone case survives a ward?")
			ruth.enter()
			ruth.inReadingOrder()
			answerByKeyboard(ruth, "The one that hangs on a cord, "+name+".")
		})
	}
}

// answerByKeyboard answers the second post of the thread that somebody reads, and goes on from
// where the answer stands.
func answerByKeyboard(v *visit, words string) {
	v.t.Helper()
	v.tabTo("Reply to post 2")
	replyByKeyboard(v)
	v.keys(words)
	v.tabTo("Post reply")
	v.enter()
	v.sees(words, "in reply to 2")
	hash := evaluate[string](v, `location.hash`)
	said := evaluate[string](v, `document.querySelector(location.hash)?.innerText ?? ""`)
	if !strings.HasPrefix(hash, "#post-") || !strings.Contains(said, words) {
		v.t.Errorf("the reply leads to %s, which says %q", hash, said)
	}
	v.passes()
	v.keys(kb.Tab)
	if inside := evaluate[bool](v, `document.querySelector(location.hash).contains(document.activeElement)`); !inside {
		v.t.Errorf("the next step from the new post is to %q", v.focused())
	}
}

// replyByKeyboard follows the link “Reply” that has the focus, to the words. With scripts it leads there
// at once.
func replyByKeyboard(v *visit) {
	v.t.Helper()
	if !v.off {
		v.keys(kb.Enter)
		v.soon("the focus in the words", `document.activeElement.id == "field-body"`)
		v.sees("Reply to post 2", "Read post 2 again")
		return
	}
	v.enter()
	v.sees("Reply to post 2")
	if v.tabTo("Read post 2 again"); evaluate[string](v, `location.hash`) != "#reply" {
		v.t.Errorf("“Reply” leads to %s", v.path())
	}
	v.tabToField("field-body")
}

// tabToField goes on with Tab until the field with the id has the focus.
func (v *visit) tabToField(id string) {
	v.t.Helper()
	for v.tabTo(id); v.focused() != id; v.tabTo(id) {
	}
}

// step is one stop on the way through a page by Tab.
type step struct {
	Words     string // what has the focus
	Onward    bool   // it stands behind the stop before, in the page as it is read
	Backwards bool   // it stands above the stop before, in the same post
	Shown     bool   // it can be seen
}

// stride looks at what has the focus, and at where it stands to what had it before.
const stride = `(() => {
	const now = document.activeElement, before = window.before;
	window.before = now;
	const box = now.getBoundingClientRect(), post = now.closest("article");
	const same = post && before?.isConnected && before.closest("article") === post;
	return {
		Words: (now.id || now.textContent).replace(/\s+/g, " ").trim().slice(0, 60),
		Onward: !before?.isConnected || before === document.body || !!(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING),
		Backwards: !!same && box.bottom < before.getBoundingClientRect().top,
		Shown: now === document.body || box.width > 0 && box.height > 0,
	};
})()`

// inReadingOrder goes through the page by Tab: each stop stands behind the one before it. Its posts
// are articles with a heading each, in the order of their numbers.
func (v *visit) inReadingOrder() {
	v.t.Helper()
	evaluate[bool](v, `(document.activeElement.blur(), getSelection().removeAllRanges(), window.before = document.body, scrollTo(0, 0), true)`)
	stops := 0
	for range furthest {
		v.keys(kb.Tab)
		s := evaluate[step](v, stride)
		if !s.Onward {
			break // round to the beginning
		}
		if s.Backwards || !s.Shown {
			v.t.Errorf("%s: Tab leads to %q: above the stop before: %t, to be seen: %t", v.path(), s.Words, s.Backwards, s.Shown)
		}
		stops++
	}
	if focusable := evaluate[int](v, `[...document.querySelectorAll("a[href], button, input:not([type=hidden]), textarea, summary, select")].filter(e => !e.disabled && e.checkVisibility()).length`); stops < focusable/2 {
		v.t.Errorf("%s: Tab stops %d times, and there are %d things to stop at", v.path(), stops, focusable)
	}
	v.postsAreArticles()
}

func (v *visit) postsAreArticles() {
	v.t.Helper()
	headings := evaluate[[]string](v, `[...document.querySelectorAll("main article")].map(a => {
		const heading = a.querySelector("h2, h3");
		return heading && a.getAttribute("aria-labelledby") === heading.id ? heading.textContent.replace(/\s+/g, " ").trim() : "";
	})`)
	want := make([]string, len(headings))
	for i := range headings {
		want[i] = fmt.Sprintf("Post %d ", i+1)
	}
	if len(headings) == 0 || !slices.EqualFunc(headings, want, strings.HasPrefix) {
		v.t.Errorf("%s: the posts are headed %q", v.path(), headings)
	}
}

// TestATitleIsComparedWhileItIsTyped has what there is already come up under a title, and leaves
// the focus where it is.
func TestATitleIsComparedWhileItIsTyped(t *testing.T) {
	t.Parallel()
	tom := arrive(t, openDemo(t), "Tom", true)
	tom.signIn("Tom Fielding")
	for _, form := range []string{"/threads/new?board=questions", "/practices/new", "/projects/new"} {
		tom.open(form)
		tom.tabToField("field-title")
		tom.keys("Discharge letters to general practice")
		tom.soon("similar things", `document.querySelectorAll("[data-similar] li").length > 0`)
		if n := evaluate[int](tom, `document.querySelectorAll("[data-similar] li").length`); n > 5 {
			t.Errorf("%s: %d things are similar", form, n)
		}
		if said := evaluate[string](tom, `document.querySelector("[data-similar-status]").textContent`); !strings.Contains(said, "like this") {
			t.Errorf("%s: it is said: %q", form, said)
		}
		if tom.focused() != "field-title" {
			t.Errorf("%s: the focus is at %q", form, tom.focused())
		}
		tom.passes()
		tom.fill("title", "Xylophones")
		tom.soon("none of them", `document.querySelectorAll("[data-similar] li").length === 0`)
		evaluate[string](tom, `document.querySelector("main [name=title]").value = ""`) // so that the browser lets the page go
	}
}
