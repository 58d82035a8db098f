package main

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// keystroke is what a keyboard sends for a key.
type keystroke struct {
	name, text string
	code       int64
}

// The keys of the walk.
var (
	enterKey = keystroke{"Enter", "\r", 13}
	tabKey   = keystroke{"Tab", "", 9}
	leftKey  = keystroke{"ArrowLeft", "", 37}
	rightKey = keystroke{"ArrowRight", "", 39}
)

// presses presses a key on what has the focus, in one event, so that a script may keep it from
// being typed.
func (v *visit) presses(k keystroke) {
	v.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{"keyDown", "keyUp"} {
		v.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
			_, err := cdp.Call(ctx, target, input.DispatchKeyEvent, input.DispatchKeyEventParams{
				Type: kind, Key: k.name, Code: k.name, Text: k.text, WindowsVirtualKeyCode: k.code,
			})
			return chromedp.Void{}, err
		})
	}
}

// TestAPostIsComposedFromTheKeyboard writes a post with the toolbar, the preview, and names and tags
// that complete themselves, without a mouse.
func TestAPostIsComposedFromTheKeyboard(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	grace := arrive(t, site, "Grace", true)
	grace.signIn("Grace Obi")
	grace.reads()
	grace.do(chromedp.Focus(chromedp.CSS("markdown-toolbar")))
	grace.presses(rightKey)
	if got := evaluate[string](grace, `document.activeElement.textContent`); got != "Bold" {
		t.Errorf("one key to the right in the toolbar is %q", got)
	}
	grace.presses(enterKey)
	grace.types("really")
	grace.holds("**really**")

	grace.writes(" ask @pri")
	grace.soon("a list", `document.querySelectorAll(".app-complete [role=option]").length > 1`)
	grace.sees("Priya Raman")
	grace.passes()
	grace.do(chromedp.Focus(chromedp.CSS("main textarea")))
	grace.writes("y")
	grace.soon("a list again", `document.querySelectorAll(".app-complete [role=option][aria-selected=true]").length == 1`)
	grace.presses(enterKey)
	grace.holds("**really** ask @priya ")
	grace.writes("about the #service")
	grace.soon("tags", `document.querySelectorAll(".app-complete [role=option][aria-selected=true]").length == 1`)
	grace.presses(tabKey)
	grace.holds("**really** ask @priya about the [service desk](/tags/service-desk) ")

	grace.do(chromedp.Focus(chromedp.CSS("#field-body-tab-write")))
	grace.presses(rightKey)
	grace.soon("the preview", `document.querySelector(".app-composer__preview strong")?.textContent == "really"`)
	grace.passes()
	if links := evaluate[int](grace, `document.querySelectorAll(".app-composer__preview a[href='/members/priya'], .app-composer__preview a[href='/tags/service-desk']").length`); links != 2 {
		t.Errorf("the preview has %d of 2 links", links)
	}
	grace.presses(leftKey)
	grace.press("Post reply")
	grace.sees("really ask @priya about the service desk")
}

func TestWhatIsSelectedIsQuoted(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	grace := arrive(t, site, "Grace", true)
	grace.signIn("Grace Obi")
	grace.reads()
	grace.writes("Before.")
	evaluate[bool](grace, `(range => { range.selectNodeContents(document.querySelector("#post-3 .app-prose p")); getSelection().removeAllRanges(); getSelection().addRange(range); return true; })(document.createRange())`)
	grace.do(chromedp.Click("//article[@id='post-3']//a[starts-with(normalize-space(), 'Quote')]"))
	grace.soon("the quotation", `document.querySelector("main textarea").value.includes("> ")`)
	got := evaluate[string](grace, `document.querySelector("main textarea").value.replace(/posts\/\d+/, "posts/N")`)
	if want := "Before.\n\n> **Priya Raman** in [post 3](/posts/N):\n>\n> Ask the night staff. They have the same faults and nobody to ring.\n\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	grace.sees("Reply to post 3")
	grace.writes("After.")
	grace.kept()
	grace.press("Post reply")
	grace.sees("Before.", "After.", "in reply to 3")
}
