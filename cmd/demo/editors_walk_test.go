package main

import (
	"testing"
)

// TestTwoEditors has two members change one practice at once, and one member change a post of
// theirs in two browsers: who comes second sees the difference before anything is replaced.
func TestTwoEditors(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := openDemo(t)
			grace, tom := arrive(t, site, "Grace", scripts), arrive(t, site, "Tom", scripts)
			grace.signIn("Grace Obi")
			tom.signIn("Tom Fielding")
			editPracticeTogether(grace, tom)
			again := arrive(t, site, "Grace at another browser", scripts)
			again.signIn("Grace Obi")
			editPostTwice(grace, again)
		})
	}
}

// value is what stands in a field of the main column.
func (v *visit) value(name string) string {
	v.t.Helper()
	return evaluate[string](v, `document.querySelector("main form [name=`+name+`]").value`)
}

func editPracticeTogether(grace, tom *visit) {
	grace.open("/practices")
	grace.follow("Three questions before we build a dashboard")
	practice := grace.path()
	grace.follow("Choose who else edits it")
	grace.fill("handle", "@tom")
	grace.press("Add this author")
	for _, v := range []*visit{grace, tom} {
		v.open(practice)
		v.follow("Edit this practice")
	}
	was := grace.value("body")
	grace.fill("body", was+"\n\nA fourth: who says when it may go?")
	grace.press("Save this version")
	grace.sees("A fourth: who says when it may go?")

	tom.fill("body", was+"\n\nA fourth: what does it replace?")
	tom.press("Save this version")
	tom.sees("This practice has changed since you opened it", "who says when", "what does")
	tom.passes()
	if got := tom.value("body"); got != was+"\n\nA fourth: what does it replace?" {
		tom.t.Errorf("of Tom's words are left: %q", got)
	}
	tom.fill("body", was+"\n\nA fourth: who says when it may go?\n\nA fifth: what does it replace?")
	tom.press("Save this version")
	tom.sees("A fourth: who says when it may go?", "A fifth: what does it replace?")
	tom.open(practice)
	tom.click("//main//a[starts-with(normalize-space(), 'Version ')]")
	tom.sees("Grace Obi", "Tom Fielding")
	tom.passes()
}

func editPostTwice(grace, again *visit) {
	grace.open("/boards/questions")
	grace.follow("How do you get ward staff to report small IT faults?")
	thread := grace.path()
	for _, v := range []*visit{grace, again} {
		v.open(thread)
		v.click("//article[@id='post-1']//a[starts-with(normalize-space(), 'Edit')]")
	}
	was := grace.value("body")
	grace.fill("body", was+"\n\nWe have 12 wards.")
	grace.press("Save changes")
	grace.sees("We have 12 wards.")
	again.fill("body", was+"\n\nWe have 11 wards and a hospice.")
	again.press("Save changes")
	again.sees("This post has changed since you opened it", "12")
	again.passes()
	if got := again.value("body"); got != was+"\n\nWe have 11 wards and a hospice." {
		again.t.Errorf("of the words are left: %q", got)
	}
	again.press("Save changes")
	again.sees("We have 11 wards and a hospice.")
	again.doesNotSee("We have 12 wards.")
}
