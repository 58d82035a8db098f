package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestSearchingByKeyboard walks from the search field to a post and back, with nothing but keys.
func TestSearchingByKeyboard(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	t.Run("with suggestions", func(t *testing.T) {
		t.Parallel()
		grace := arrive(t, site, "Grace", true)
		grace.signIn("Grace Obi")
		pickASuggestion(grace)
		refineAndRead(grace)
	})
	t.Run("without scripts", func(t *testing.T) {
		t.Parallel()
		priya := arrive(t, site, "Priya", false)
		priya.signIn("Priya Raman")
		refineAndRead(priya)
	})
	t.Run("finding nothing", func(t *testing.T) {
		t.Parallel()
		ask(arrive(t, site, "Omar", true))
	})
}

// keys types keys into whatever has the focus.
func (v *visit) keys(keys string) {
	v.t.Helper()
	v.do(chromedp.KeyEvent(keys))
}

// enter presses Enter, and waits for the page that it leads to.
func (v *visit) enter() {
	v.t.Helper()
	evaluate[bool](v, `document.documentElement.dataset.left = "no", true`)
	v.keys(kb.Enter)
	v.do(chromedp.WaitReady(chromedp.CSS("html:not([data-left]) body")))
	v.whole()
}

// focused is what has the focus: its id, or what it says.
func (v *visit) focused() string {
	v.t.Helper()
	return evaluate[string](v, `(e => e.id || e.textContent.replace(/\s+/g, " ").trim())(document.activeElement)`)
}

// furthest is more steps than there are on any page.
const furthest = 150

// tabTo goes on with Tab until something that begins with the words has the focus.
func (v *visit) tabTo(words string) {
	v.t.Helper()
	for range furthest {
		if v.keys(kb.Tab); strings.HasPrefix(v.focused(), words) {
			return
		}
	}
	v.t.Fatalf("%s does not get to %q on %s", v.who, words, v.where())
}

// active is the suggestion that the field says is the active one.
const active = `(e => e ? e.textContent : "")(document.getElementById(document.activeElement.getAttribute("aria-activedescendant")))`

func pickASuggestion(v *visit) {
	v.open("/")
	v.tabTo("site-search")
	v.keys("ser")
	v.soon("suggestions", `document.querySelectorAll("[role=option]").length > 1`)
	if said := evaluate[string](v, `document.querySelector(".app-seek [role=status]").textContent`); !strings.HasSuffix(said, " suggestions") {
		v.t.Errorf("it is said: %q", said)
	}
	v.passes()
	for _, step := range []struct{ key, at string }{
		{kb.ArrowDown, "first"}, {kb.ArrowUp, "none"}, {kb.ArrowUp, "last"}, {kb.ArrowDown, "none"}, {kb.ArrowDown, "first"}, {kb.End, "last"}, {kb.Home, "first"},
	} {
		v.keys(step.key)
		options := evaluate[[]string](v, `[...document.querySelectorAll("[role=option]")].map(o => o.textContent)`)
		want := map[string]string{"first": options[0], "last": options[len(options)-1], "none": ""}[step.at]
		if got := evaluate[string](v, active); got != want {
			v.t.Errorf("after %q %q is active, want %q", step.key, got, want)
		}
	}
	v.passes()
	v.keys(kb.Escape)
	if v.focused() != "site-search" || evaluate[string](v, `document.activeElement.ariaExpanded`) != "false" {
		v.t.Error("Escape does not close the list alone")
	}
	v.keys("v")
	v.soon("the list", `document.activeElement.ariaExpanded === "true"`)
	v.keys(kb.ArrowDown)
	title := evaluate[string](v, `document.querySelector("[aria-selected=true] .app-suggest__text").textContent`)
	v.enter()
	v.sees(title)
	if strings.HasPrefix(v.path(), "/search") {
		v.t.Errorf("the suggestion leads to %s", v.path())
	}
}

func refineAndRead(v *visit) {
	v.open("/practices")
	v.tabTo("site-search")
	v.keys("patient")
	v.enter()
	v.sees("found", "By kind")
	v.passes()
	v.tabTo("Replies and comments")
	v.enter()
	v.sees("found")
	v.passes()
	results := v.path()
	if !strings.Contains(results, "kind=reply") {
		v.t.Fatalf("the facet leads to %s", results)
	}
	hit := evaluate[string](v, `document.querySelectorAll(".app-hits h3 a")[1].textContent.replace(/\s+/g, " ").trim()`)
	v.tabTo("Remove the filter")
	v.tabTo("Best first")
	v.tabTo(hit)
	at := evaluate[float64](v, `scrollY`)
	v.enter()
	post := v.path()
	inView := `(b => b.top < innerHeight && b.bottom > 0)(document.getElementById(location.hash.slice(1)).getBoundingClientRect())`
	if hash := evaluate[string](v, `location.hash`); !strings.HasPrefix(hash, "#post-") || !evaluate[bool](v, inView) {
		v.t.Errorf("the hit leads to %s%s", post, hash)
	}
	evaluate[bool](v, `history.back(), true`)
	v.comesTo(results, at)
}

// comesTo waits until the page is there again, as far down as it was.
func (v *visit) comesTo(path string, down float64) {
	v.t.Helper()
	var here string
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		here, _ = chromedp.Run(v.ctx, chromedp.Evaluate[string](`location.pathname + location.search + " at " + scrollY`))
		if here == fmt.Sprint(path, " at ", down) {
			return
		}
	}
	v.t.Errorf("%s comes back to %s, not to %s at %v", v.who, here, path, down)
}

func ask(omar *visit) {
	omar.open("/search?q=unicorn+stables")
	omar.sees("Nothing found", "Sign in to ask")
	omar.passes()
	omar.open("/search")
	omar.passes()
	omar.signIn("Omar Haddad")
	omar.open("/search?q=unicorn+stables")
	omar.tabTo("Ask this")
	omar.passes()
	omar.enter()
	if title := evaluate[string](omar, `document.getElementById("field-title").value`); title != "unicorn stables" {
		omar.t.Errorf("the title begins with %q", title)
	}
	omar.open("/help/search")
	omar.passes()
	omar.open("/search?q=patient+9990000018")
	omar.sees("looks like a patient's NHS number")
	omar.passes()
	omar.open("/search?q=service+desk&tag=service+desk&in=title")
	omar.passes()
}
