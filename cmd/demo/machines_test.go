package main

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// watched has the browser note what it was asked to do on a page and refused.
const watched = `window.refused = []; document.addEventListener("securitypolicyviolation", e => window.refused.push(e.violatedDirective + " " + e.blockedURI))`

// Our policy lets no script run that stands in a page. What search engines read stands there as
// one, of a type that no browser runs: whether it leaves that alone is for a browser to say.
func TestABrowserLeavesWhatIsForMachinesAlone(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	const title = `Who </script><script>window.ran=1</script><!-- reads "this" & that?`
	ann := arrive(t, site, "Ann", true)
	ann.signIn("Ann Ward")
	ann.fill("handle", "ann-ward")
	ann.press("Go in")
	ann.open("/threads/new?board=interoperability")
	ann.fill("title", title)
	ann.fill("body", `Words </script><script>window.ran=1</script><!-- and "more" & more.`)
	ann.press("Start the thread")
	thread := ann.path()

	visitor := arrive(t, site, "a visitor", true)
	visitor.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, cdpage.AddScriptToEvaluateOnNewDocument, cdpage.AddScriptToEvaluateOnNewDocumentParams{Source: watched})
		return chromedp.Void{}, err
	})
	for _, path := range []string{"/", "/practices", thread} {
		visitor.open(path)
		if got := evaluate[string](visitor, `window.refused.join("; ")`); got != "" {
			t.Errorf("%s: the browser refused %s", path, got)
		}
		if n := evaluate[int64](visitor, `JSON.parse(document.querySelector("head > script[type='application/ld+json']").textContent)["@graph"].length`); n < 1 {
			t.Errorf("%s: the browser reads nothing", path)
		}
	}
	if evaluate[bool](visitor, `window.ran === 1`) {
		t.Error("a title was run as a script")
	}
	const said = `JSON.parse(document.querySelector("script[type='application/ld+json']").textContent)["@graph"].at(-1).headline`
	if got := evaluate[string](visitor, said); got != title {
		t.Errorf("got the title %q, want %q", got, title)
	}
	visitor.sees(title)
	// The watch itself can see: a script that the policy forbids is noted.
	evaluate[bool](visitor, `document.head.append(Object.assign(document.createElement("script"), {textContent: "window.ran = 2"})), true`)
	if got := evaluate[string](visitor, `window.refused.join("; ")`); got != "script-src-elem inline" {
		t.Errorf("of a forbidden script the browser notes %q", got)
	}
}
