package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// answers presses the link "Reply" of a post, with scripts.
func (v *visit) answers(number string) {
	v.t.Helper()
	v.do(chromedp.Click("//article[@id='post-" + number + "']//a[starts-with(normalize-space(), 'Reply')]"))
	v.soon("the form that answers post "+number, `document.activeElement.name == "body" && document.querySelector("#reply [name=reply_to]")?.value == "`+number+`"`)
}

// TestReplyKeepsWhatIsWritten begins to write, and says only then which post the words answer.
func TestReplyKeepsWhatIsWritten(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	ruth := arrive(t, site, "Ruth", true)
	ruth.signIn("Ruth Okafor")
	ruth.reads()
	at := ruth.path()
	ruth.writes("We tried it too.")
	ruth.kept()
	ruth.answers("2")
	ruth.sees("Reply to post 2", "Read post 2 again", "Not in reply to 2")
	ruth.passes()
	ruth.holds("We tried it too.")
	ruth.answers("3")
	ruth.sees("Reply to post 3")
	ruth.doesNotSee("Not in reply to 2")
	if now := ruth.path(); now != at {
		t.Errorf("“Reply” leads from %s to %s", at, now)
	}
	if shown := evaluate[bool](ruth, `(box => box.top >= 0 && box.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())`); !shown {
		t.Error("the words are out of sight")
	}
	ruth.soon("the draft with its post saved", `document.querySelector("[data-draft-state]").textContent.startsWith("Draft saved") &&
		!Object.keys(localStorage).some(name => name.startsWith("draft/"))`)

	ruth.open("/drafts")
	if n := evaluate[int](ruth, `document.querySelectorAll("main .app-row").length`); n != 1 {
		t.Errorf("there are %d drafts", n)
	}
	ruth.follow("Reply in " + asked)
	ruth.holds("We tried it too.")
	ruth.sees("Reply to post 3", "Not in reply to 3")
	ruth.passes()
	ruth.do(chromedp.Click(`//main//button[normalize-space()="Not in reply to 3"]`))
	ruth.soon("the form of the thread", `document.activeElement.name == "body" && !document.querySelector("[name=reply_to]") && document.getElementById("reply-title").textContent == "Reply"`)
	ruth.soon("told so", `document.querySelector("[data-answers] + [role=status]").textContent.includes("no single post")`)
	ruth.passes()
	ruth.press("Post reply")
	ruth.sees("We tried it too.")
	if facts := evaluate[string](ruth, `document.querySelector(location.hash).innerText`); strings.Contains(facts, "in reply to") {
		t.Errorf("the post says %q", facts)
	}
}

// TestWhoComesToTheFormCanWrite arrives at the form from another page.
func TestWhoComesToTheFormCanWrite(t *testing.T) {
	t.Parallel()
	ruth := arrive(t, openDemo(t), "Ruth", true)
	ruth.signIn("Ruth Okafor")
	ruth.reads()
	ruth.open(strings.Split(ruth.path(), "#")[0] + "?to=2#reply")
	ruth.soon("the focus in the text, where it stays", `(window.held = document.activeElement.name == "body" ? (window.held ?? 0) + 1 : 0) > 10`)
	ruth.hits("jr?")
	ruth.holds("jr?")
	ruth.sees("Reply to post 2", "Not in reply to 2")
	ruth.answers("3")
	ruth.holds("jr?")
}

// TestABoardBringsItsTemplate chooses boards before and after something is written.
func TestABoardBringsItsTemplate(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	omar := arrive(t, site, "Omar", true)
	omar.signIn("Omar Haddad")
	omar.open("/boards/questions/template")
	omar.sees("from this board’s page")
	omar.fill("body", "## What we tried")
	omar.press("Save the template")
	omar.open("/threads/new")
	omar.tick("board", "questions")
	omar.soon("the template", `document.querySelector("main textarea[name=body]").value == "## What we tried"`)
	omar.soon("told so", `[...document.querySelectorAll("[role=status]")].some(one => one.textContent.includes("template is in your words"))`)
	if evaluate[bool](omar, `document.querySelector('form[action="/threads"]').dataset.kept !== undefined`) {
		t.Error("a draft is kept of which nothing was written")
	}
	omar.passes()
	omar.tick("board", "interoperability")
	omar.soon("no template", `document.querySelector("main textarea[name=body]").value == ""`)
	omar.writes("My own words")
	omar.tick("board", "questions")
	omar.soon("the board", `document.querySelector("[name=board]:checked").value == "questions"`)
	omar.kept()
	omar.holds("My own words")
}
