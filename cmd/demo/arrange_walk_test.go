package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestTheCommitteeArranges has the chair take posts out of a thread, join threads, slow one down and
// move a board, with scripts and without.
func TestTheCommitteeArranges(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			omar := arrive(t, openDemo(t), "Omar", scripts)
			omar.signIn("Omar Haddad")
			omar.open("/boards/questions")
			omar.follow("How do you get ward staff to report small IT faults?")
			thread := omar.path()
			takeOut(omar)
			omar.open(thread)
			omar.sees("Posts 3 to 5 were moved to Counting reports")
			omar.passes()
			slowDown(omar)
			joinAgain(omar, thread)
			shiftBoard(omar)
		})
	}
}

func takeOut(omar *visit) {
	third := "//article[@id='post-3']"
	omar.do(chromedp.Click(third + "//summary[starts-with(normalize-space(), 'More')]"))
	omar.click(third + "//a[starts-with(normalize-space(), 'Make a thread of it')]")
	omar.sees("Make a thread of posts", "Ask the night staff.", "Tom Fielding")
	omar.passes()
	omar.press("Make the thread")
	omar.sees("Enter a title.")
	omar.passes()
	omar.fill("title", "Counting reports")
	omar.fill("reason", "It is worth a thread of its own.")
	omar.press("Make the thread")
	omar.sees("Counting reports", "Ask the night staff.", "in reply to 1")
	omar.passes()
}

func slowDown(omar *visit) {
	omar.follow("Slow down")
	omar.passes()
	omar.tick("pause", "60")
	omar.fill("reason", "It is heated.")
	omar.press("Slow it down")
	omar.sees("Slow mode", "Each member may post once in 1 hour. It is heated.")
	omar.passes()
}

func joinAgain(omar *visit, thread string) {
	omar.open(thread)
	omar.follow("Counting reports")
	omar.follow("Join to another thread")
	omar.passes()
	omar.fill("into", omar.site+thread)
	omar.fill("reason", "It belongs together after all.")
	omar.press("Join the threads")
	omar.sees("How do you get ward staff", "Posts 3 to 5 stand further down, from post 6", "Ask the night staff.")
	omar.passes()
}

func shiftBoard(omar *visit) {
	omar.open("/committee/boards")
	omar.passes()
	omar.click("//main//li[2]//button[starts-with(normalize-space(), 'Move up')]")
	omar.sees("The boards are in their new order.")
}
