package views

import (
	"strconv"
	"strings"

	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// Resumed is what somebody has kept of a form that they open.
type Resumed struct {
	Now    *draft.Draft // what the form goes on with; nil for nothing
	Others []draft.Draft
	Lost   bool          // the draft they asked for is not there any more
	boards []space.Space // that something new can stand on
}

// on is the same for something new, which stands on one of several boards.
func (r Resumed) on(p Place) Resumed {
	r.boards = p.Boards
	return r
}

// DraftHref leads to the form in a place, to go on with a draft; with 0 to the empty form.
func DraftHref(p draft.Place, id int64) string {
	path, anchor := "", ""
	switch {
	case p.Form == draft.Reply:
		path, anchor = "/threads/"+itoa64(p.ID), "#reply"
	case p.Form == draft.Post:
		path = postHref(p.ID, "/edit")
	case p.ID == 0:
		path = "/" + string(p.Form) + "s/new"
	default:
		path = "/" + string(p.Form) + "s/" + itoa64(p.ID) + "/edit"
	}
	if id != 0 {
		path += "?draft=" + itoa64(id)
	}
	return path + anchor
}

// DraftPath is the page that shows one draft.
func DraftPath(id int64) string { return "/drafts/" + itoa64(id) }

// DraftKept says what became of words that were to be kept.
func DraftKept(k draft.Kept) string {
	switch k.Outcome {
	case draft.Apart:
		return "This draft was changed in another window or on another device. Both texts are kept: what you write here is a draft of its own now."
	case draft.Gone:
		return "This draft was sent or thrown away in another window or on another device. What you write here is kept as a new draft."
	case draft.Nothing:
		return "There is nothing to keep. Write something first."
	case draft.Sent:
		return "You have sent this form already, so there is nothing to keep."
	}
	return "Your draft is saved. You find it under “My drafts”, on any device."
}

// longestDraftWords is how much of a draft tells it from others in a list.
const longestDraftWords = 120

// draftWordsOf are the first words of a draft.
func draftWordsOf(d draft.Draft) string { return d.Words(longestDraftWords) }

// draftBeside are the first words of a draft that its title in a list does not say already.
func draftBeside(d draft.Draft) string {
	words := draftWordsOf(d)
	if d.Open() && d.Place.ID == 0 && words == prose.Excerpt(d.Fields.Get("title"), longestDraftWords) {
		return ""
	}
	return words
}

// draftHere tells a draft from others of the same form: by its title and its board, or by its first
// words where it has no title.
func (r Resumed) draftHere(d draft.Draft) string {
	words := draftWordsOf(d)
	if title := prose.Excerpt(d.Fields.Get("title"), longestDraftWords); title != "" {
		words = title
	}
	for _, b := range r.boards {
		if d.Place.ID == 0 && b.Slug == d.Fields.Get("board") {
			words += ", for " + b.Name + ","
		}
	}
	return words
}

// DraftTitle says what a draft was to be.
func DraftTitle(d draft.Draft) string {
	switch {
	case !d.Open():
		return "Draft for something you can no longer read"
	case d.Place.Form == draft.Post:
		return "Change of post " + itoa(d.PostNumber) + " in " + d.ThreadTitle
	case d.Place.Form == draft.Reply && d.ThreadKind != string(discuss.Discussion):
		return "Comment on " + d.ThreadTitle
	case d.Place.Form == draft.Reply:
		return "Reply in " + d.ThreadTitle
	case d.Place.ID != 0:
		return "Change of " + d.ThreadTitle
	}
	return "New " + string(d.Place.Form) + titled(d.Fields.Get("title"))
}

func titled(title string) string {
	if title == "" {
		return ""
	}
	return ": " + title
}

// draftTexts are the texts of a draft, each under what its form calls it.
func draftTexts(d draft.Draft) (list []KeptField) {
	for _, f := range []struct{ name, label string }{
		{"title", "Title"}, {"summary", "Summary"}, {"tags", "Tags"}, {"aim", "Aim"}, {"problem", "Problem"}, {"body", "Your words"}, {"note", "What you changed"},
	} {
		if text := d.Fields.Get(f.name); text != "" {
			list = append(list, KeptField{Label: f.label, Text: text})
		}
	}
	return list
}

// keptRows is the height of a field that only shows a text: a line for a line.
func keptRows(k KeptField) string {
	const line = 60 // characters, about
	return strconv.Itoa(min(max(1, strings.Count(k.Text, "\n")+1+len(k.Text)/line), 12))
}

// draftRowHref leads on from a draft in a list: to its form, or to its words alone.
func draftRowHref(d draft.Draft) string {
	if d.Open() {
		return DraftHref(d.Place, d.ID)
	}
	return DraftPath(d.ID)
}

// words say above a form what else is kept for it.
func (r Resumed) words() string {
	if len(r.Others) == 1 {
		return "You have a draft here"
	}
	return "You have " + itoa(len(r.Others)) + " drafts here"
}
