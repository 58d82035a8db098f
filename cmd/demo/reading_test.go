package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestReadingOn has somebody read a long thread bit by bit: the mark moves with what is shown, and
// every list says where to read on. Without scripts it moves page by page.
func TestReadingOn(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			readOn(t, openDemo(t), scripts)
		})
	}
}

func readOn(t *testing.T, site string, scripts bool) {
	ann := arrive(t, site, "Ann", true)
	ann.signIn("Ann Ward")
	ann.fill("handle", "ann-ward")
	ann.press("Go in")
	ann.open("/threads/new?board=questions")
	ann.fill("title", "Who looks after the ward tablets?")
	ann.fill("body", "Ours are flat by noon.")
	ann.press("Start the thread")
	thread := ann.path()
	for n := range 7 {
		ann.fill("body", fmt.Sprintf("A long afterthought, number %d.\n\n%s", n+1, longWinded(30)))
		ann.press("Post reply")
	}

	grace := arrive(t, site, "Grace", scripts)
	grace.signIn("Grace Obi")
	grace.open("/new")
	grace.sees("New (", "Who looks after the ward tablets?")
	grace.passes()
	if scripts { // a browser that listens counts what it shows; its pages may not have begun to
		evaluate[bool](grace, `fetch("/events", {headers: {Accept: "text/event-stream"}}).then(r => r.body.cancel()).then(() => true)`, chromedp.EvalAwaitPromise)
	}
	grace.open(thread)
	if scripts {
		grace.soon("the first post told", toldUpTo(1))
		ann.open(thread)
		ann.fill("body", "Later.")
		ann.press("Post reply")
		grace.open("/boards/questions")
		grace.sees("Continue at post 2 (8 new)")
		grace.passes()
		grace.follow("Continue at post 2 (8 new) in “Who looks after the ward tablets?”")
		grace.sees("New since you were here")
		grace.passes()
		grace.soon("the second post told", toldUpTo(2))
		grace.open("/unread")
		grace.sees("Continue at post 3 (7 new)")
	} else {
		ann.open(thread)
		ann.fill("body", "Later.")
		ann.press("Post reply")
		grace.open("/unread")
		grace.sees("Continue at post 9 (1 new)")
		grace.passes()
		grace.open(thread)
		grace.sees("New since you were here")
	}

	grace.open(thread)
	grace.do(chromedp.Click(chromedp.CSS(".app-follow > summary")))
	grace.passes()
	grace.click("//main//button[@value='muted'][contains(@class, 'app-follow__way')]")
	grace.sees("You have muted this.", "Muted")
	grace.open("/unread")
	grace.passes()
	grace.press("Mark all as read")
	grace.sees("Everything is marked as read.", "You have read it all.")
	grace.passes()
	grace.press("Undo")
	grace.sees("Everything is as it was before.")
}

// toldUpTo is true once the browser has told that the post with the number was shown.
func toldUpTo(number int) string {
	return fmt.Sprintf(`document.querySelector("[data-read]").dataset.told == "%d"`, number)
}

// longWinded is n paragraphs, so that a post is higher than a screen.
func longWinded(n int) string { return strings.Repeat("And so on.\n\n", n) }
