package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// soon waits until a script says true of the page; what says what the test waits for.
func (v *visit) soon(what, script string) {
	v.t.Helper()
	poll := chromedp.Poll[bool](script, chromedp.WithPollingTimeout(patience), chromedp.WithPollingInterval(20*time.Millisecond))
	if _, err := chromedp.Run(v.ctx, poll); err != nil {
		v.t.Fatalf("%s waits for %s: %v on %s", v.who, what, err, v.where())
	}
}

// types sends keys to whatever has the focus.
func (v *visit) types(text string) {
	v.t.Helper()
	v.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: text})
		return chromedp.Void{}, err
	})
}

// place is where somebody is at on a page: how far they have scrolled, what has the focus, and what
// they have written.
func (v *visit) place() string {
	v.t.Helper()
	return evaluate[string](v, `[Math.round(scrollY), document.activeElement.name || document.activeElement.tagName, document.querySelector("main textarea")?.value,
		Math.round(document.activeElement.getBoundingClientRect().top)].join(" ")`)
}

// TestALivePostMovesNothing has somebody write while posts come in: the line says so, what they are
// at stays where it is, and the posts come when they want them.
func TestALivePostMovesNothing(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	ann := arrive(t, site, "Ann", true)
	ann.signIn("Ann Ward")
	ann.fill("handle", "ann-ward")
	ann.press("Go in")
	ann.open("/boards/questions")
	ann.follow("Start a thread")
	ann.fill("title", "Who looks after the ward tablets?")
	ann.fill("body", "Ours are flat by noon.")
	ann.press("Start the thread")
	thread := ann.path()

	grace := arrive(t, site, "Grace", true)
	grace.signIn("Grace Obi")
	grace.open(thread)
	grace.fill("body", "Half a sen")
	before := grace.place()

	for n := range 2 {
		ann.open(thread)
		ann.fill("body", fmt.Sprintf("An afterthought, number %d.", n+1))
		ann.press("Post reply")
	}
	grace.soon("the line", `document.querySelector(".app-live__words").textContent == "2 new posts"`)
	if now := grace.place(); now != before {
		t.Errorf("Grace was at %q and is at %q", before, now)
	}
	grace.types("tence")
	grace.passes()
	grace.do(chromedp.Focus(chromedp.CSS("main textarea")))
	before = grace.place()
	grace.do(chromedp.Click(chromedp.CSS(".app-live__show")))
	grace.soon("the posts", `document.querySelectorAll("main article").length == 3`)
	grace.sees("An afterthought, number 1.", "An afterthought, number 2.")
	if now := grace.place(); focusOf(now) != focusOf(before) {
		t.Errorf("Grace was at %q and is at %q", before, now)
	}
	grace.soon("the line empty", `document.querySelector(".app-live__words").textContent == ""`)

	// From the keyboard one goes on reading where the button was.
	ann.open(thread)
	ann.fill("body", "And one more.")
	ann.press("Post reply")
	grace.soon("the line", `document.querySelector(".app-live__words").textContent == "1 new post"`)
	grace.do(chromedp.Focus(chromedp.CSS(".app-live__show")))
	grace.do(chromedp.KeyEvent("\r"))
	grace.soon("the focus on the post", `document.activeElement.id == "post-4"`)
	grace.sees("And one more.")

	// What others say of a post shows while it is read.
	grace.fill("body", "Here it is the porters.")
	grace.press("Post reply")
	ann.open(thread)
	ann.do(chromedp.Click(`//article[@id="post-5"]//button[@value="thanks"]`))
	grace.soon("the thanks", `document.querySelector("#post-5 .app-reactions").innerText.includes("Thanks 1")`)
}

// focusOf is what has the focus, what is written there, and where in the window it stands: the page
// may have scrolled to keep it there.
func focusOf(place string) string {
	_, rest, _ := strings.Cut(place, " ")
	return rest
}

// tab opens one more tab in somebody's browser.
func (v *visit) tab(path string) *visit {
	v.t.Helper()
	ctx, leave := chromedp.NewContext(v.ctx)
	v.t.Cleanup(leave)
	tab := &visit{t: v.t, ctx: ctx, site: v.site, who: v.who + " in another tab"}
	tab.do(chromedp.EmulateViewport(1280, 900))
	tab.open(path)
	return tab
}

const leads = `navigator.locks.query().then(all => all.held.filter(lock => lock.name.startsWith("commonroom-live")).length)`

// TestOneTabListensForAll has several tabs of one browser show posts as they come, over one stream,
// and another take over when the one that listens is closed.
func TestOneTabListensForAll(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	visitor := arrive(t, site, "a visitor", true)
	visitor.open("/boards/interoperability")
	visitor.follow("Sending coded allergies between two systems")
	thread := visitor.path()
	second, third := visitor.tab(thread), visitor.tab(thread)

	priya := arrive(t, site, "Priya", true)
	priya.signIn("Priya Raman")
	post := func(words string) {
		priya.open(thread)
		priya.fill("body", words)
		priya.press("Post reply")
	}
	post("One more case.")
	for _, tab := range []*visit{visitor, second, third} {
		tab.soon("the line", `document.querySelector(".app-live__words").textContent == "1 new post"`)
	}
	if n := evaluate[int](second, leads, chromedp.EvalAwaitPromise); n != 1 {
		t.Errorf("%d tabs listen", n)
	}
	visitor.open("/about") // it shows no thread, and has no notices to count
	post("And another.")
	for _, tab := range []*visit{second, third} {
		tab.soon("the line", `document.querySelector(".app-live__words").textContent == "2 new posts"`)
	}
	second.do(chromedp.Click(chromedp.CSS(".app-live__show")))
	second.soon("the posts", `document.querySelector("main").innerText.includes("And another.")`)
	second.sees("One more case.")
}
