package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"commonroom/models"
)

// patience is how long a page may take before a test gives up on it. It is no measure of
// speed: a busy machine is slow.
const patience = 30 * time.Second

// openDemo starts the demo with a database and ports of its own, and gives its address.
func openDemo(t *testing.T) string {
	t.Helper()
	address, stop := startDemo(t, filepath.Join(t.TempDir(), "demo.db"))
	t.Cleanup(stop)
	return address
}

// startDemo starts the demo on a database file, and gives its address and what stops it.
func startDemo(t *testing.T, file string) (address string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	at, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- run(ctx, options{
			Database: "sqlite:" + file,
			Listen:   "localhost:0",
			Provider: "localhost:0",
			limits:   models.Limits{ThreadsADay: 100, ReportsADay: 100, SignInsABrowser: 1000, SignInsAnAddress: 1000},
			log:      slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
			say:      func(string, ...any) {},
			ready:    func(address string) { at <- address },
		})
	}()
	select {
	case address = <-at:
	case err := <-done:
		cancel()
		t.Fatalf("the demo did not start: %v", err)
	}
	return address, func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the demo stopped with %v", err)
		}
	}
}

// chromium is one browser for all tests of the package; each person opens a profile of their own in it.
var chromium = sync.OnceValues(func() (context.Context, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			// The library's own options keep the pages of all awake: only one is ever in front.
			ctx, _ := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
				chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)...)
			ctx, closeBrowser = chromedp.NewContext(ctx)
			return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
		}
	}
	return nil, errors.New("there is no Chromium: apt-get install chromium")
})

var closeBrowser = func() {}

func TestMain(m *testing.M) {
	code := m.Run()
	closeBrowser()
	os.Exit(code)
}

// axe is the accessibility checker that is put into each page.
var axe = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile("../../static/node_modules/axe-core/axe.min.js")
	return string(text), err
})

// visit is one person at a browser of their own.
type visit struct {
	t    *testing.T
	ctx  context.Context
	site string
	who  string
	off  bool // pages run no scripts
}

// arrive opens a browser profile for somebody, with scripts or without.
func arrive(t *testing.T, site, who string, scripts bool) *visit {
	t.Helper()
	browser, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(leave)
	v := &visit{t: t, ctx: ctx, site: site, who: who}
	v.do(chromedp.EmulateViewport(1280, 900))
	v.scripts(scripts)
	return v
}

// scripts lets the pages from here on run scripts, or not.
func (v *visit) scripts(on bool) {
	v.t.Helper()
	v.off = !on
	v.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.off})
		return chromedp.Void{}, err
	})
}

func (v *visit) do(step chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx := v.ctx
	if chromedp.FromContext(ctx).Target != nil { // the first step of all must not have a time limit
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, patience)
		defer stop()
	}
	if err := chromedp.Do(ctx, step); err != nil {
		v.t.Fatalf("%s: %v\n%s", v.who, err, v.where())
	}
}

// where tells what the person sees, for a test that failed.
func (v *visit) where() string {
	ctx, stop := context.WithTimeout(v.ctx, patience) // a browser that asks something answers nothing
	defer stop()
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText.slice(0, 1500)`))
	return text
}

func evaluate[T any](v *visit, script string, options ...chromedp.EvaluateOption) T {
	v.t.Helper()
	ctx, stop := context.WithTimeout(v.ctx, patience)
	defer stop()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, options...))
	if err != nil {
		v.t.Fatalf("%s: %.80s: %v", v.who, script, err)
	}
	return value
}

// open goes to an address of the site.
func (v *visit) open(path string) {
	v.t.Helper()
	v.do(chromedp.Navigate(v.site + path))
}

// press clicks the button of the main column with the words, and waits for the page it leads to.
func (v *visit) press(words string) {
	v.t.Helper()
	v.click("//main//button[normalize-space()=" + quoted(words) + "]")
}

// follow clicks the link of the main column with the words, and waits for the page it leads to.
func (v *visit) follow(words string) {
	v.t.Helper()
	v.click("//main//a[normalize-space()=" + quoted(words) + "]")
}

// click marks the page, clicks, and waits until the mark is gone: the next page is there.
func (v *visit) click(xpath string) {
	v.t.Helper()
	evaluate[bool](v, `document.documentElement.dataset.left = "no", true`)
	v.do(chromedp.Click(xpath))
	v.do(chromedp.WaitReady(chromedp.CSS("html:not([data-left]) body")))
	v.whole()
}

// whole waits until the page has been read to its end and its scripts have begun: it begins to show
// before.
func (v *visit) whole() {
	v.t.Helper()
	if v.off { // nothing would answer: it is asked again and again
		for deadline := time.Now().Add(patience); evaluate[string](v, `document.readyState`) != "complete"; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				v.t.Fatalf("%s waits for the whole of %s", v.who, v.where())
			}
		}
		return
	}
	evaluate[bool](v, `new Promise(done => document.readyState === "complete" ? done(true) :
		addEventListener("load", () => done(true)))`, chromedp.EvalAwaitPromise)
}

// fill writes into the field with the name, in place of what it holds, all at once as from the
// clipboard.
func (v *visit) fill(name, text string) {
	v.t.Helper()
	field := fmt.Sprintf(`main [name=%q]`, name)
	evaluate[string](v, fmt.Sprintf("document.querySelector(%q).value = \"\"", field))
	v.do(chromedp.Focus(chromedp.CSS(field)))
	v.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: text})
		return chromedp.Void{}, err
	})
}

// tick picks one of several choices.
func (v *visit) tick(name, value string) {
	v.t.Helper()
	v.do(chromedp.Click(fmt.Sprintf(`//main//label[@for=//input[@name=%q and @value=%q]/@id]`, name, value)))
}

// sees fails unless the words stand on the page.
func (v *visit) sees(words ...string) {
	v.t.Helper()
	text := evaluate[string](v, `document.body.innerText`)
	for _, w := range words {
		if !strings.Contains(text, w) {
			v.t.Fatalf("%s does not see %q on %s", v.who, w, v.where())
		}
	}
}

// doesNotSee fails if the words stand on the page.
func (v *visit) doesNotSee(words string) {
	v.t.Helper()
	if strings.Contains(evaluate[string](v, `document.documentElement.outerHTML`), words) {
		v.t.Fatalf("%s sees %q on %s", v.who, words, v.where())
	}
}

// path is the address of the page, without the site.
func (v *visit) path() string {
	v.t.Helper()
	u, err := url.Parse(evaluate[string](v, `location.href`))
	if err != nil {
		v.t.Fatal(err)
	}
	return u.RequestURI()
}

// signIn signs the person in through the provider, starting from the page they are on.
func (v *visit) signIn(name string) {
	v.t.Helper()
	v.open("/sign-in")
	v.passes()
	v.press("Sign in with the demo's own provider")
	v.press("Sign in as " + name)
}

// checked are the parts of all pages that have been checked.
var checked struct {
	mu    sync.Mutex
	parts map[string]bool
}

// parts is what a page is made of: for each element where it stands, with its classes and what it
// tells about itself, and whether it says anything, but not what it says; and for each heading
// which one comes next.
const parts = `(() => {
	const said = /^(id|name|value|content|href|src|action|formaction|alt|title|datetime|for|list|max|min|pattern|placeholder|d|viewBox|data-.*|aria-(label.*|describedby|controls|owns|activedescendant))$/;
	const place = (e, levels) => e && levels ? place(e.parentElement, levels - 1) + ">" + e.localName + [...e.classList].map(c => "." + c.replace(/[0-9]+/g, "")).join("") : "";
	const elements = [...document.querySelectorAll("html *")].map(e => place(e, 5) +
		[...e.attributes].map(a => a.name === "class" ? "" : " " + a.name + "=" + (said.test(a.name) ? a.value !== "" : a.value.replace(/[0-9]+/g, ""))).join("") +
		[...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim()));
	const steps = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((h, i, all) => h.localName + " then " + all[i + 1]?.localName);
	return [...new Set([...elements, ...steps])];
})()`

// isNew tells whether a page has a part that no page had that was checked, and takes it for
// checked from here on.
func isNew(page []string) (is bool) {
	checked.mu.Lock()
	defer checked.mu.Unlock()
	if checked.parts == nil {
		checked.parts = map[string]bool{}
	}
	for _, part := range page {
		if !checked.parts[part] {
			checked.parts[part], is = true, true
		}
	}
	return is
}

// passes has the page checked for accessibility, on a wide screen and on a small one, in
// light and in dark; nothing may be wrong, and nothing may be wider than the screen. A page
// all of whose parts have been seen on others is not checked again.
func (v *visit) passes() {
	v.t.Helper()
	if !isNew(evaluate[[]string](v, parts)) {
		return
	}
	script, err := axe()
	if err != nil {
		v.t.Fatalf("axe is missing (make assets): %v", err)
	}
	if v.off { // the checker is a script; a page that was loaded without its own stays without
		v.scripts(true)
		defer v.scripts(false)
	}
	evaluate[chromedp.Void](v, script)
	for _, width := range []int64{320, 1280} {
		v.do(chromedp.EmulateViewport(width, 900))
		v.check(width, "light", everything)
		v.check(width, "dark", colours)
		if wide := evaluate[int64](v, `document.documentElement.scrollWidth`); wide > width {
			v.t.Errorf("%s at %d px is %d px wide", v.path(), width, wide)
		}
	}
}

func (v *visit) emulate(scheme string) {
	v.t.Helper()
	v.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return chromedp.Void{}, err
	})
}

// violation is what axe finds wrong.
type violation struct{ ID, Help, Node string }

// What axe is asked. In the dark nothing differs but the colours.
const (
	everything = `{resultTypes: ["violations"]}`
	colours    = `{resultTypes: ["violations"], runOnly: ["color-contrast"]}`
)

func (v *visit) check(width int64, scheme, what string) {
	v.t.Helper()
	v.emulate(scheme)
	found := evaluate[string](v, `axe.run(document, `+what+`).then(r => JSON.stringify(r.violations.map(
		x => ({ID: x.id, Help: x.help, Node: x.nodes[0].html.slice(0, 200)}))))`, chromedp.EvalAwaitPromise)
	var list []violation
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		v.t.Fatal(err)
	}
	for _, x := range list {
		v.t.Errorf("%s at %d px, %s: %s: %s: %s", v.path(), width, scheme, x.ID, x.Help, x.Node)
	}
}

// quoted writes words as a string of XPath, which has no way to escape a quote.
func quoted(words string) string {
	if !strings.Contains(words, "'") {
		return "'" + words + "'"
	}
	return `"` + words + `"`
}
