package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAMemberQuotesAndReadsReplies answers a post with its words above, with scripts and without.
func TestAMemberQuotesAndReadsReplies(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ruth := arrive(t, openDemo(t), "Ruth", scripts)
			ruth.signIn("Ruth Okafor")
			ruth.open("/boards/questions")
			ruth.follow("How do you get ward staff to report small IT faults?")
			ruth.sees("2 replies", "Tom")
			ruth.passes()
			thread := ruth.path()
			ruth.quotes("post-3")
			ruth.sees("Reply to post 3")
			ruth.passes()
			words := evaluate[string](ruth, `document.querySelector("main textarea[name=body]").value`)
			evaluate[string](ruth, `document.querySelector("main textarea[name=body]").value = ""`)
			ruth.fill("body", words+"The paper form we kept, on one ward.")
			ruth.press("Post reply")
			ruth.sees("The paper form we kept, on one ward.", "in post 3:", "in reply to 3")
			ruth.passes()
			ruth.open(thread)
			ruth.click("//article[@id='post-3']//a[contains(normalize-space(), 'replies')]")
			ruth.sees("Replies to post 3", "The picture code worked for us too.", "The paper form we kept, on one ward.")
			ruth.doesNotSee("We did. It went up from 4 to 19 a week")
			ruth.passes()
		})
	}
}

// quotes presses the link "Quote" of a post. With scripts its words come into the form on the same
// page, without them with the next one.
func (v *visit) quotes(post string) {
	v.t.Helper()
	link := "//article[@id='" + post + "']//a[starts-with(normalize-space(), 'Quote')]"
	if v.off {
		v.click(link)
		return
	}
	v.do(chromedp.Click(link))
	v.soon("the quotation", `document.querySelector("main textarea[name=body]").value.startsWith("> ")`)
}
