package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestTheMainJob walks from a visitor's first look to the public log of what the committee
// did, as people do it, with scripts and without.
func TestTheMainJob(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			walk(t, openDemo(t), scripts)
		})
	}
}

func walk(t *testing.T, site string, scripts bool) {
	ann := arrive(t, site, "Ann", scripts)
	lookAround(ann)
	thread := startThread(ann)

	grace := arrive(t, site, "Grace", scripts)
	reply(grace, thread)

	priya := arrive(t, site, "Priya", scripts)
	comment(priya)

	omar := arrive(t, site, "Omar", scripts)
	hide(omar, thread)

	told(grace, thread)
	readLog(arrive(t, site, "a visitor", scripts))
}

// lookAround reads a public practice as a visitor, and signs in for the first time.
func lookAround(ann *visit) {
	ann.open("/")
	ann.sees("A common room for digital health leaders")
	ann.passes()
	ann.follow("Practices")
	ann.passes()
	ann.follow("Three questions before we build a dashboard")
	ann.sees("Who will look at it, and when in their day?", "Grace Obi")
	ann.passes()
	ann.signIn("Ann Ward")
	ann.sees("Ann Ward")
	ann.passes()
	ann.fill("handle", "ann-ward")
	ann.press("Go in")
}

func startThread(ann *visit) string {
	ann.open("/boards")
	ann.passes()
	ann.follow("Questions")
	ann.passes()
	ann.follow("Start a thread")
	ann.passes()
	ann.press("Start the thread")
	ann.sees("Enter a title.")
	ann.passes()
	ann.fill("title", "Who looks after the ward tablets?")
	ann.fill("body", "Ours are flat by noon. Who charges them where you work?")
	ann.press("Start the thread")
	ann.sees("Who looks after the ward tablets?", "Ours are flat by noon.")
	ann.passes()
	return ann.path()
}

func reply(grace *visit, thread string) {
	grace.signIn("Grace Obi")
	grace.sees("What will your next small change be?")
	grace.passes()
	grace.open(thread)
	grace.fill("body", "**Nobody**, so we did:\n\n| who | when |\n|---|---|\n| porters | nights |\n\n- [x] labels\n\n`buy-our-tablets.example` @ann-ward")
	grace.press("Post reply")
	grace.sees("Nobody", "porters", "buy-our-tablets.example")
	grace.passes()
}

func comment(priya *visit) {
	priya.signIn("Priya Raman")
	priya.open("/projects")
	priya.passes()
	priya.follow("An IT service desk that answers")
	priya.sees("42 %", "Comments")
	priya.fill("body", "Which of the small changes helped most?")
	priya.press("Post comment")
	priya.sees("Which of the small changes helped most?")
	priya.passes()
}

// theirs is the reply that advertises.
const theirs = "//article[.//*[contains(., 'buy-our-tablets')]]"

func hide(omar *visit, thread string) {
	omar.signIn("Omar Haddad")
	omar.open(thread)
	omar.do(chromedp.Click(theirs + "//summary[starts-with(normalize-space(), 'More')]"))
	omar.click(theirs + "//a[starts-with(normalize-space(), 'Hide')]")
	omar.passes()
	omar.tick("rule", "4")
	omar.fill("reason", "It advertises tablets.")
	omar.press("Hide it")
	omar.sees("Hidden")
	omar.passes()
}

func told(grace *visit, thread string) {
	grace.open("/notices")
	grace.sees("was hidden under rule 4", "It advertises tablets.")
	grace.passes()
}

func readLog(visitor *visit) {
	visitor.open("/committee")
	visitor.passes()
	visitor.open("/committee/log")
	visitor.sees("A reply in Questions was hidden under rule 4: It advertises tablets.")
	visitor.doesNotSee("Grace Obi")
	visitor.doesNotSee("buy-our-tablets")
	visitor.passes()
}
