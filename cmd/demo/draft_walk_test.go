package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// cut is the command that takes a page's line away, or gives it back.
var cut = cdp.Command[cutParams, cdp.Empty]{Method: "Network.emulateNetworkConditions"}

type cutParams struct {
	Offline  bool    `json:"offline"`
	Latency  float64 `json:"latency"`
	Download float64 `json:"downloadThroughput"`
	Upload   float64 `json:"uploadThroughput"`
}

// line cuts the connection of the page, or mends it.
func (v *visit) line(there bool) {
	v.t.Helper()
	v.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, cut, cutParams{Offline: !there, Download: -1, Upload: -1})
		return chromedp.Void{}, err
	})
}

// writes types on at the end of the words.
func (v *visit) writes(text string) {
	v.t.Helper()
	v.do(chromedp.Focus(chromedp.CSS("main textarea")))
	evaluate[bool](v, `(area => (area.setSelectionRange(area.value.length, area.value.length), true))(document.querySelector("main textarea"))`)
	v.types(text)
}

// kept waits until what the form says is saved.
func (v *visit) kept() {
	v.t.Helper()
	v.soon("the draft saved", `document.querySelector("[data-draft-state]").textContent.startsWith("Draft saved") &&
		!Object.keys(localStorage).some(name => name.startsWith("draft/"))`)
}

// told waits until the form says the words.
func (v *visit) told(words string) {
	v.t.Helper()
	v.soon(fmt.Sprintf("the words %q", words), fmt.Sprintf(`[...document.querySelectorAll(".app-draft-alert")].some(one => one.textContent.includes(%q))`, words))
}

// holds fails unless these are the words in the form.
func (v *visit) holds(want string) {
	v.t.Helper()
	if got := evaluate[string](v, `document.querySelector("main textarea").value`); got != want {
		v.t.Errorf("%s: the form holds %q, want %q", v.who, got, want)
	}
}

// narrow makes the window a small one.
func (v *visit) narrow() { v.t.Helper(); v.do(chromedp.EmulateViewport(320, 640)) }

const asked = "How do you get ward staff to report small IT faults?"

// reads opens the thread that the drafts are for.
func (v *visit) reads() {
	v.t.Helper()
	v.open("/boards/questions")
	v.follow(asked)
}

func TestHalfAPostOnAPhoneIsFinishedAtTheDesk(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	phone := arrive(t, site, "Priya on her phone", true)
	phone.signIn("Priya Raman")
	phone.narrow()
	phone.reads()
	phone.writes("The night staff told us th")
	phone.kept()
	phone.passes()
	phone.narrow()

	desk := arrive(t, site, "Priya at her desk", true)
	desk.signIn("Priya Raman")
	desk.open("/drafts")
	desk.passes()
	desk.follow("Reply in " + asked)
	desk.holds("The night staff told us th")
	desk.passes()
	desk.writes("at nobody had asked.")
	desk.press("Post reply")
	desk.sees("The night staff told us that nobody had asked.")
	desk.open("/drafts")
	desk.sees("Here stands what you began")

	evaluate[bool](phone, `document.dispatchEvent(new Event("visibilitychange"))`)
	phone.told("This draft was sent or thrown away")
	phone.holds("The night staff told us th")
}

func TestThreeDraftsInOneThread(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	tom := arrive(t, site, "Tom", true)
	tom.signIn("Tom Fielding")
	for _, words := range []string{"The first thing", "The second thing", "The third thing"} {
		tom.reads()
		tom.writes(words)
		tom.kept()
	}
	tom.reads()
	tom.sees("You have 3 drafts here", "The first thing", "The second thing", "The third thing")
	tom.passes()
	tom.click(`//section[@aria-label="Your drafts here"]//li[contains(., "The second thing")]/a`)
	tom.holds("The second thing")
	tom.writes(" is done")
	tom.kept()
	// Who reloads the page goes on where they were, at the address that others have too.
	tom.do(chromedp.Reload())
	tom.soon("the draft again", `document.querySelector("main textarea").value == "The second thing is done"`)
	if path := tom.path(); strings.Contains(path, "draft=") {
		t.Errorf("the address is %s", path)
	}
	tom.press("Post reply")
	tom.sees("The second thing is done", "You have 2 drafts here")
}

func TestACutLineLosesNothing(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	ruth := arrive(t, site, "Ruth", true)
	ruth.signIn("Ruth Okafor")
	ruth.reads()
	ruth.writes("The picture co")
	ruth.kept()
	ruth.line(false)
	ruth.writes("des are worth it")
	ruth.told("There is no connection")
	ruth.line(true)
	ruth.kept()
	ruth.holds("The picture codes are worth it")

	ruth.line(false)
	ruth.writes(", every one")
	ruth.told("There is no connection")
	left := evaluate[string](ruth, `JSON.stringify({...localStorage})`)
	ruth.do(chromedp.Navigate("about:blank")) // the window is closed
	ruth.line(true)
	ruth.open("/about")
	evaluate[bool](ruth, `(Object.assign(localStorage, `+left+`), true)`) // should it have come through all the same
	ruth.reads()
	ruth.told("is saved as a draft")
	ruth.open("/drafts")
	ruth.sees("The picture codes are worth it, every one")
	if n := evaluate[int](ruth, `document.querySelectorAll("main .app-row").length`); n != 1 {
		t.Errorf("there are %d drafts", n)
	}
}

func TestAStaleWindowIsToldAndBothTextsAreKept(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	home := arrive(t, site, "Grace at home", true)
	home.signIn("Grace Obi")
	home.reads()
	home.writes("From home")
	home.kept()

	work := arrive(t, site, "Grace at work", true)
	work.signIn("Grace Obi")
	work.reads()
	work.click(`//section[@aria-label="Your drafts here"]//a`)
	work.writes(", and from work")
	work.kept()

	evaluate[bool](home, `document.dispatchEvent(new Event("visibilitychange"))`)
	home.told("This draft was changed in another window")
	home.writes(", later")
	home.told("Both texts are kept")
	home.passes()
	home.holds("From home, later")
	home.open("/drafts")
	home.sees("From home, later", "From home, and from work")
}

func TestDraftsNeedNoScript(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	omar := arrive(t, site, "Omar", false)
	omar.signIn("Omar Haddad")
	omar.reads()
	omar.fill("body", "## Twice\n\nWe tried it **twice**")
	omar.press("Preview")
	omar.sees("Nothing is sent yet")
	omar.passes()
	omar.press("Save draft")
	omar.sees("Your draft is saved", "You are going on with a draft")
	omar.passes()
	omar.open("/drafts")
	omar.follow("Reply in " + asked)
	omar.holds("## Twice\n\nWe tried it **twice**")
	omar.press("Post reply")
	omar.sees("We tried it twice")
	omar.reads()
	omar.doesNotSee("Your drafts here")
	omar.fill("body", "To be thrown away")
	omar.press("Save draft")
	omar.follow("Throw it away")
	omar.passes()
	omar.press("Throw it away")
	omar.sees("The draft is thrown away.", "Here stands what you began")
}
