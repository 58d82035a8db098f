package main

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// TestFromAListToAReplyByKeys does so without a mouse, and turns the keys off in the end.
func TestFromAListToAReplyByKeys(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	grace := arrive(t, site, "Grace", true)
	grace.signIn("Grace Obi")
	grace.open("/boards/questions")
	grace.hits("jjk")
	grace.leaves("o")
	grace.soon("a thread", `document.querySelector("main article#post-1") !== null`)
	grace.hits("j")
	grace.soon("the first post", `document.activeElement.id == "post-1"`)
	grace.passes()
	grace.hits("jk")
	grace.soon("the first post again", `document.activeElement.id == "post-1"`)
	grace.hits("r")
	grace.soon("the form that answers it", `document.activeElement.name == "body" && document.querySelector("#reply [name=reply_to]")?.value == "1"`)
	evaluate[bool](grace, `document.activeElement.blur(), true`)
	grace.hits("r") // the first post is still the one that the keys are about
	grace.soon("the form", `document.activeElement.name == "body"`)
	grace.hits("jr?")
	grace.soon("what was written", `document.activeElement.value == "jr?" && !document.querySelector("dialog")`)
	grace.fill("body", "By keys alone.")
	grace.press("Post reply")
	grace.sees("By keys alone.")

	grace.hits("?")
	grace.soon("the list", `document.querySelector("dialog[open] table") !== null`)
	grace.passes()
	grace.hits("j")
	grace.do(chromedp.KeyEvent("\u001b"))
	grace.soon("the page", `document.querySelector("dialog") === null`)
	grace.hits("/")
	grace.soon("the search field", `document.activeElement.name == "q" && document.activeElement.value == ""`)
	evaluate[bool](grace, `document.activeElement.blur(), true`)
	grace.leaves("gh")
	grace.soon("the home page", `location.pathname == "/"`)

	grace.open("/help/keys")
	grace.passes()
	grace.press("Turn the shortcuts off")
	grace.sees("The shortcuts are off.")
	grace.hits("/")
	if at := evaluate[string](grace, `document.activeElement.tagName`); at == "INPUT" {
		t.Error("a key does something though they are off")
	}
	grace.press("Turn the shortcuts on")
	grace.hits("/")
	grace.soon("the search field", `document.activeElement.name == "q"`)

	visitor := arrive(t, site, "a visitor", true)
	visitor.open("/help/keys")
	visitor.do(chromedp.Click(`//button[normalize-space()="Turn the shortcuts off"]`))
	visitor.open("/")
	visitor.hits("/")
	if at := evaluate[string](visitor, `document.activeElement.tagName`); at == "INPUT" {
		t.Error("a key does something though the visitor turned them off")
	}
}

// hits presses keys one after the other, each as one stroke of a keyboard: what a page does not take
// is written where the focus is, and only that.
func (v *visit) hits(keys string) {
	v.t.Helper()
	for _, key := range strings.Split(keys, "") {
		v.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
			stroke := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Text: key}
			if _, err := cdp.Call(ctx, target, input.DispatchKeyEvent, stroke); err != nil {
				return chromedp.Void{}, err
			}
			stroke.Type, stroke.Text = input.DispatchKeyEventTypeKeyUp, ""
			_, err := cdp.Call(ctx, target, input.DispatchKeyEvent, stroke)
			return chromedp.Void{}, err
		})
	}
}

// leaves presses keys that lead to another page, and waits until it is there.
func (v *visit) leaves(text string) {
	v.t.Helper()
	evaluate[bool](v, `document.documentElement.dataset.left = "no", true`)
	v.hits(text)
	v.do(chromedp.WaitReady(chromedp.CSS("html:not([data-left]) body")))
	v.whole()
}

// TestCodeAndLinksAreCopied presses the buttons that copy.
func TestCodeAndLinksAreCopied(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	grace := arrive(t, site, "Grace", true)
	grace.signIn("Grace Obi")
	grace.open("/threads/new?board=questions")
	grace.fill("title", "How do I ask for one patient?")
	grace.fill("body", "## The request\n\n```\nGET /Patient/1\nAccept: application/fhir+json\n```\n\nIt answers 404.")
	grace.press("Start the thread")
	grace.passes()
	// The clipboard is the whole machine's, and belongs to one window at a time.
	evaluate[bool](grace, `Object.defineProperty(navigator, "clipboard", {value: {writeText: async text => { window.copied = text }}}), true`)
	copied := func(press, want string) {
		t.Helper()
		grace.do(chromedp.Click(press))
		grace.soon("what was copied: "+want, `document.querySelector("main").innerText.includes("Copied")`)
		if got := evaluate[string](grace, `window.copied`); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		grace.soon("the button again", `!document.querySelector("main").innerText.includes("Copied")`)
	}
	copied(`//button[@class="app-code__copy"]`, "GET /Patient/1\nAccept: application/fhir+json\n")
	post := evaluate[string](grace, `document.querySelector("#post-1 .app-post__facts a").href`)
	grace.do(chromedp.Click(`//article[@id="post-1"]//summary[starts-with(normalize-space(), "More")]`))
	grace.passes()
	copied(`//article[@id="post-1"]//button[contains(., "Copy link")]`, post)
	page := evaluate[string](grace, `location.href.split("#")[0]`)
	copied(`//button[@class="app-hash"]`, page+"#"+evaluate[string](grace, `document.querySelector(".app-prose h3").id`))
	if mail := evaluate[string](grace, `decodeURIComponent(document.querySelector("#post-1 a[href^='mailto:']").href)`); mail != "mailto:?body="+post {
		t.Errorf("an e-mail about what members alone read begins %q", mail)
	}
}
