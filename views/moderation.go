package views

import (
	"strings"

	"commonroom/models"
	"commonroom/models/moderation"
)

// reasonField offers what can be wrong.
func reasonField(in moderation.NewReport, p models.Problems) Field {
	f := Field{Name: "reason", Label: "What is wrong?", Value: string(in.Reason), Error: p.For("reason")}
	for _, r := range moderation.Reasons {
		f.Choices = append(f.Choices, Choice{Value: string(r), Label: r.Words()})
	}
	return f
}

// wordsField asks for words. A member's reason may be enough.
func wordsField(f Frame, in moderation.NewReport, p models.Problems) Field {
	return Field{Name: "words", Label: "Tell us more", Optional: !f.By.Visitor(), Value: in.Words, Error: p.For("words"), Rows: 5, Max: moderation.MaxWords,
		Hint: "Do not repeat patient data here: say where it is."}
}

func pageField(in moderation.NewReport, p models.Problems) Field {
	return Field{Name: "page", Label: "Address of the page", Value: in.Page, Error: p.For("page"),
		Hint: "Copy it from the top of your browser. Leave it empty if you choose “Something else” and only want to write to the committee."}
}

func contactField(in moderation.NewReport, p models.Problems) Field {
	return Field{Name: "contact", Label: "Your e-mail address", Type: "email", Autocomplete: "email", Optional: true, Value: in.Contact, Error: p.For("contact"),
		Hint: "Only if you would like an answer. Only the committee sees it, and uses it only for this."}
}

// lines cuts plain text where its writer did.
func lines(text string) []string { return strings.Split(text, "\n") }

// reportPath is the committee's page of one report.
func reportPath(r moderation.Report) string { return "/reports/" + itoa64(r.ID) }

// reporter says who reported.
func reporter(r moderation.Report) string {
	if r.Reporter == "" {
		return "Somebody who is not signed in"
	}
	return r.Reporter
}

// reportActs are what the committee can do about what was reported.
func reportActs(a moderation.About) []Link {
	var links []Link
	if a.Path() != "" {
		links = append(links, Link{Text: "Read it where it stands", Href: a.Path()})
	}
	if a.Kind == moderation.OnPost {
		links = append(links, Link{Text: "Hide the post", Href: a.Path() + "/hide"})
	}
	if a.ThreadID != 0 {
		thread := "/threads/" + itoa64(a.ThreadID)
		links = append(links, Link{Text: "Hide the whole thread", Href: thread + "/hide"}, Link{Text: "Close the thread to replies", Href: thread + "/lock"})
	}
	return links
}

// reportTitle is the heading of the list.
func reportTitle(state moderation.State) string {
	if state == moderation.Closed {
		return "Closed reports"
	}
	return "Open reports"
}

// reportFilter is what narrows the list to one state: the open ones go without saying.
func reportFilter(state moderation.State) string {
	if state == moderation.Closed {
		return filter("state", string(state))
	}
	return ""
}

func rulePath(number int) string { return moderation.Rule{Number: number}.Path() }
