package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAPollFromTheFormToAVoteTakenBack asks a poll, votes in it and looks at what has closed, as
// people do it, with scripts and without.
func TestAPollFromTheFormToAVoteTakenBack(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := openDemo(t)
			grace := arrive(t, site, "Grace", scripts)
			thread := askPoll(grace)
			priya := arrive(t, site, "Priya", scripts)
			voteIn(priya, thread)
			lookBack(priya)
			postpone(grace)
			shape(arrive(t, site, "Omar", scripts))
		})
	}
}

// opens shows what stands behind a summary.
func (v *visit) opens(words string) {
	v.t.Helper()
	v.do(chromedp.Click("//main//summary[contains(., " + quoted(words) + ")]"))
}

func askPoll(grace *visit) string {
	grace.signIn("Grace Obi")
	grace.open("/threads/new?board=welcome")
	grace.tick("sort", "discussion")
	grace.fill("title", "Which chart first?")
	grace.fill("body", "We have room for one.")
	grace.opens("Add a poll")
	grace.passes()
	grace.fill("poll_options", "Waits")
	grace.tick("poll_how", "ranked")
	grace.press("Start the thread")
	grace.sees("Write at least two options, each on its own line.")
	grace.passes()
	grace.fill("poll_options", "Waits\nFalls\nStaff")
	grace.press("Start the thread")
	grace.sees("Which chart first?", "Put them in your order", "No members have voted", "You see how it stands when you have voted")
	grace.passes()
	return grace.path()
}

func voteIn(priya *visit, thread string) {
	priya.signIn("Priya Raman")
	priya.open(thread)
	priya.places("2", "2", "")
	priya.press("Vote")
	priya.sees("Two options have place 2.")
	priya.passes()
	priya.places("2", "1", "")
	priya.press("Vote")
	priya.sees("Your vote is counted.", "Your order: 1. Falls, 2. Waits", "How it stands", "Leads")
	priya.opens("Change your vote")
	priya.opens("Who put what first")
	priya.passes()
	priya.press("Take my vote back")
	priya.sees("Your vote is taken back.", "You see how it stands when you have voted")
}

// places fills in the places of a ranking, in the order of its options.
func (v *visit) places(list ...string) {
	v.t.Helper()
	for i, place := range list {
		evaluate[string](v, `document.querySelectorAll("main select[name=place]")[`+string(rune('0'+i))+`].value = "`+place+`"`)
	}
}

func lookBack(priya *visit) {
	priya.open("/boards/welcome")
	priya.sees("Poll")
	priya.follow("Are you thinking of leaving the health service?")
	priya.sees("Secret: nobody sees who chose what", "8 members voted", "50 %", "Most votes")
	priya.doesNotSee("Who chose what")
	priya.passes()
	priya.open("/boards/welcome")
	priya.follow("Which Saturday for the autumn walk?")
	priya.sees("You chose: The third", "80 %", "Leads")
	priya.opens("Who chose what")
	priya.passes()
}

// postpone has a thread come out next year, moves it, and publishes it after all.
func postpone(grace *visit) {
	grace.open("/threads/new?board=welcome")
	grace.tick("sort", "question")
	grace.fill("title", "What did you change this month?")
	grace.fill("body", "Small things count.")
	grace.opens("Publish it later")
	evaluate[string](grace, `document.querySelector("[name=later_day]").value = "2001-01-01"`)
	grace.press("Start the thread")
	grace.sees("Choose a time that is still to come")
	grace.passes()
	evaluate[string](grace, `document.querySelector("[name=later_day]").value = new Date(Date.now() + 9e8).toISOString().slice(0, 10)`)
	grace.press("Start the thread")
	grace.sees("My scheduled threads", "What did you change this month?", "at 09:00")
	grace.opens("Change the time")
	grace.passes()
	grace.follow("What did you change this month?")
	grace.sees("Only you see this.")
	grace.passes()
	grace.open("/scheduled")
	grace.press("Publish now: What did you change this month?")
	grace.sees("Your thread is published.")
}

// shape gives a board a template, and begins a thread with it.
func shape(omar *visit) {
	omar.signIn("Omar Haddad")
	omar.open("/boards/welcome")
	omar.follow("Change what threads here begin with")
	omar.passes()
	omar.fill("body", "## What I tried\n\nTwo lines.")
	omar.press("Save the template")
	omar.follow("Start a thread")
	if got := evaluate[string](omar, `document.querySelector("[name=body]").value`); got != "## What I tried\n\nTwo lines." {
		omar.t.Errorf("a thread begins with %q", got)
	}
}
