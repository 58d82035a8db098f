package main

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// chooses puts files of the machine into the field that a selector picks.
func (v *visit) chooses(field string, files ...string) {
	v.t.Helper()
	v.do(chromedp.SetUploadFiles(chromedp.CSS(field), files))
}

// onDisk writes a file to be chosen.
func onDisk(t *testing.T, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// shownWide is how wide the picture is that the page shows with words; 0 if it has not come.
func (v *visit) shownWide(words string) int {
	v.t.Helper()
	return evaluate[int](v, `[...document.images].filter(i => i.alt === "`+words+`").map(i => i.naturalWidth)[0] ?? 0`)
}

func TestAPictureIsAddedWithoutScripts(t *testing.T) {
	t.Parallel()
	ann := arrive(t, openDemo(t), "Ann", false)
	ann.open("/boards")
	ann.signIn("Grace Obi")
	ann.open("/threads/new?board=interoperability")
	ann.fill("title", "A board for the ward")
	ann.fill("body", "This is what it looks like.")
	ann.do(chromedp.Click(`//main//summary[normalize-space()="Add a picture or a file"]`))
	ann.passes()
	ann.chooses("main [name=file_body]", onDisk(t, "Ward board.png", drawArrivals()))
	ann.fill("describe_body", "A board with [bars]")
	ann.press("Preview")
	ann.sees("Nothing is sent yet")
	if got := ann.shownWide("A board with [bars]"); got != 1280 {
		t.Errorf("the preview shows it %d wide", got)
	}
	ann.passes()
	ann.press("Start the thread")
	ann.sees("A board for the ward", "This is what it looks like.")
	if got := ann.shownWide("A board with [bars]"); got != 1280 {
		t.Errorf("the post shows it %d wide", got)
	}
	ann.passes()
}

func TestPicturesAreChosenPastedAndDragged(t *testing.T) {
	t.Parallel()
	ann := arrive(t, openDemo(t), "Ann", true)
	ann.open("/boards")
	ann.signIn("Grace Obi")
	ann.open("/threads/new?board=interoperability")
	ann.fill("title", "A board for the ward")
	ann.fill("body", "This is what it looks like.")
	ann.do(chromedp.Focus(chromedp.CSS(".app-files__button")))
	ann.chooses(".app-files input[type=file]",
		onDisk(t, "Ward board.png", drawArrivals()), onDisk(t, "Drawing.png", []byte("<svg><script/></svg>")), onDisk(t, "Arrivals.csv", tableOfArrivals()))
	ann.soon("the files", `document.querySelectorAll(".app-files__row").length === 3 && !document.querySelector(".app-files progress")`)
	ann.sees("Drawing.png: This is a web page, or a drawing written like one (SVG)")
	ann.sees("Leave it empty only if the picture is decoration.")
	ann.soon("the field that asks what it shows", `document.activeElement.matches(".app-files__words input")`)
	ann.passes()
	ann.do(chromedp.Focus(chromedp.CSS(".app-files__words input")))
	ann.do(chromedp.SendKeys(chromedp.CSS(".app-files__words input"), "A board with [bars]"))

	gives := func(event, kind, name string) {
		ann.t.Helper()
		evaluate[bool](ann, `(() => {
			const bytes = Uint8Array.from(atob("`+base64.StdEncoding.EncodeToString(drawArrivals())+`"), c => c.charCodeAt(0));
			const bag = new DataTransfer();
			bag.items.add(new File([bytes], "`+name+`", {type: "image/png"}));
			return document.querySelector("[name=body]").dispatchEvent(new `+kind+`("`+event+`", {bubbles: true, cancelable: true, clipboardData: bag, dataTransfer: bag}));
		})()`)
	}
	gives("paste", "ClipboardEvent", "pasted.png")
	gives("drop", "DragEvent", "dragged.png")
	ann.soon("the files", `document.querySelectorAll(".app-files__row").length === 5 && !document.querySelector(".app-files progress")`)
	text := evaluate[string](ann, `document.querySelector("[name=body]").value`)
	for _, want := range []string{"![A board with \\[bars\\]](/files/", "[Arrivals (CSV, 223 bytes)](/files/", "/pasted-1600x800.png)", "/dragged-1600x800.png)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "\n\n\n") || strings.Contains(text, "Adding") || strings.Contains(text, "Drawing") {
		t.Errorf("something is left of what was not added:\n%s", text)
	}
	ann.press("Start the thread")
	ann.sees("This is what it looks like.", "Arrivals (CSV, 223 bytes)")
	if got := ann.shownWide("A board with [bars]"); got != 1280 {
		t.Errorf("the post shows it %d wide", got)
	}
	ann.passes()
}
