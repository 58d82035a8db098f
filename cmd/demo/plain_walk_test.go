package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAllOfItWithoutScripts asks a question with a poll and a picture, from a preview over a draft to
// the thread; answers it with a quotation, votes, reacts, keeps the post; and marks what answered it. No page
// runs a script.
func TestAllOfItWithoutScripts(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	grace := arrive(t, site, "Grace", false)
	grace.signIn("Grace Obi")
	composePlainly(grace)
	grace.narrow()
	thread := sendPlainly(grace)

	tom := arrive(t, site, "Tom", false)
	tom.signIn("Tom Fielding")
	tom.open(thread)
	votePlainly(tom)
	markPlainly(tom)
	quotePlainly(tom)

	grace.open(thread)
	grace.click("//article[@id='post-2']//button[starts-with(normalize-space(), 'Mark as the answer')]")
	grace.sees("Post 2 is marked as the answer.", "Answered")
	grace.passes()
}

const whichRota = "Which rota do we print?"

// composePlainly looks at a preview of a question, and keeps it as a draft.
func composePlainly(grace *visit) {
	grace.open("/threads/new?board=questions")
	grace.tick("sort", "question")
	grace.fill("title", whichRota)
	grace.fill("tags", "rotas, wards")
	grace.fill("body", "There are **two** on the wall.\n\n- the old one\n- the right one")
	grace.press("Preview")
	if bold := evaluate[string](grace, `document.querySelector("main .app-prose strong")?.textContent ?? ""`); bold != "two" {
		grace.t.Errorf("the preview shows %q in bold", bold)
	}
	grace.passes()
	grace.press("Save draft")
	grace.sees("Your draft is saved.")
	grace.passes()
}

// sendPlainly goes on with the draft, adds a poll and a picture, and starts the thread.
func sendPlainly(grace *visit) string {
	grace.open("/drafts")
	grace.click("//main//a[contains(., '" + whichRota + "')]")
	if got := grace.value("title"); got != whichRota {
		grace.t.Fatalf("the draft goes on with the title %q", got)
	}
	grace.opens("Add a poll")
	grace.fill("poll_options", "The old one\nThe right one")
	grace.opens("Add a picture or a file")
	grace.chooses("main [name=file_body]", onDisk(grace.t, "Wall.png", drawArrivals()))
	grace.fill("describe_body", "The wall with both rotas")
	grace.passes()
	grace.press("Start the thread")
	if grace.shownWide("The wall with both rotas") == 0 {
		grace.t.Error("the picture is not shown")
	}
	grace.sees(whichRota, "There are two on the wall.", "The right one", "Question")
	grace.passes()
	path := grace.path()
	grace.open("/drafts")
	grace.doesNotSee(whichRota)
	return path
}

func votePlainly(tom *visit) {
	tom.do(chromedp.Click("//main//label[normalize-space()='The right one']"))
	tom.press("Vote")
	tom.sees("Your vote is counted.", "You chose: The right one")
	tom.passes()
}

// markPlainly thanks for the question, and keeps it.
func markPlainly(tom *visit) {
	tom.click("//article[@id='post-1']//button[starts-with(normalize-space(), 'Thanks')]")
	tom.do(chromedp.WaitReady("//article[@id='post-1']//button[@value='thanks' and @aria-pressed='true']"))
	tom.click("//article[@id='post-1']//button[starts-with(normalize-space(), 'Save')]")
	tom.sees("Saved")
	tom.passes()
}

// quotePlainly answers the question with its words above.
func quotePlainly(tom *visit) {
	tom.click("//article[@id='post-1']//a[starts-with(normalize-space(), 'Quote')]")
	words := tom.value("body")
	tom.fill("body", words+"\n\nThe one with a date on it.")
	tom.press("Post reply")
	tom.sees("The one with a date on it.", "in reply to 1")
	if quoted := evaluate[string](tom, `document.querySelector("#post-2 blockquote")?.textContent ?? ""`); quoted == "" {
		tom.t.Error("the reply quotes nothing")
	}
	tom.passes()
}
