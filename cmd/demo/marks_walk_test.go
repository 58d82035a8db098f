package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestWhatHelpedIsMarked walks from a question to its answer: a reaction, a bookmark with a note,
// the answer marked, and one line on what came of it, with scripts and without.
func TestWhatHelpedIsMarked(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := openDemo(t)
			ruth := arrive(t, site, "Ruth", scripts)
			ruth.signIn("Ruth Okafor")
			ruth.open("/boards/questions")
			ruth.follow("What goes on one slide for the board about data quality?")
			thread := ruth.path()
			react(ruth)
			bookmark(ruth)
			ruth.open(thread)
			settle(ruth)

			visitor := arrive(t, site, "a visitor", scripts)
			visitor.open("/questions")
			visitor.sees("Answered", "Read the answer")
			visitor.passes()
			grace := arrive(t, site, "Grace", scripts)
			grace.signIn("Grace Obi")
			grace.open("/notices")
			grace.sees("Ruth Okafor marked your post as the answer to “What goes on one slide for the board about data quality?”")
		})
	}
}

// answering is the post that helped: grace's.
const answering = "//article[@id='post-2']"

// insight is the button under it, when it has been pressed or not.
func insight(pressed string) string {
	return answering + "//button[@value='insight' and @aria-pressed='" + pressed + "']"
}

// react says that the post is an insight, and takes it back. With scripts the focus stays on the
// button; without, it is the page of the post that comes again.
func react(ruth *visit) {
	ruth.do(chromedp.Click(answering + "//summary[starts-with(normalize-space(), 'React')]"))
	ruth.passes()
	ruth.do(chromedp.Click(insight("false")))
	ruth.do(chromedp.WaitVisible(insight("true")))
	ruth.sees("Insight 1")
	if focus := evaluate[string](ruth, `document.activeElement.id.split("-")[0]`); !ruth.off && focus != "insight" {
		ruth.t.Errorf("after the press the focus is on %q", focus)
	}
	ruth.passes()
	ruth.do(chromedp.Click(answering + "//a[starts-with(normalize-space(), 'Who')]"))
	ruth.do(chromedp.WaitVisible("//h1[starts-with(normalize-space(), 'Who reacted')]"))
	ruth.sees("Ruth Okafor", "Insight")
	ruth.passes()
	ruth.follow("What goes on one slide for the board about data quality?")
	ruth.do(chromedp.Click(insight("true")))
	ruth.do(chromedp.WaitReady(insight("false")))
}

// bookmark saves the post with one press, and adds a note.
func bookmark(ruth *visit) {
	saved := answering + "//a[starts-with(normalize-space(), 'Saved')]"
	ruth.do(chromedp.Click(answering + "//button[starts-with(normalize-space(), 'Save')]"))
	ruth.do(chromedp.WaitVisible(saved))
	ruth.click(saved)
	ruth.passes()
	ruth.fill("note", "For the next meeting.")
	ruth.press("Save the bookmark")
	ruth.sees("My bookmarks", "For the next meeting.", "One number, one picture")
	ruth.passes()
}

// settle marks the post as the answer, and says what came of the question.
func settle(ruth *visit) {
	ruth.click(answering + "//button[starts-with(normalize-space(), 'Mark as the answer')]")
	ruth.sees("Post 2 is marked as the answer.", "Read the answer")
	ruth.passes()
	ruth.follow("Say where this stands")
	ruth.passes()
	ruth.fill("outcome", "One number, one picture, one name.")
	ruth.press("Save where it stands")
	ruth.sees("Answered", "One number, one picture, one name.")
	ruth.passes()
}
