package views

import (
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/mark"
	"commonroom/models/prose"
)

func bookmarkPath(post int64) string { return postHref(post, "/bookmark") }

// excerptOfBookmark is how many characters of a post stand in the list: enough to know it again.
const excerptOfBookmark = 160

// keptWords are the first words of a post that somebody keeps.
func keptWords(p discuss.Post) string { return prose.Excerpt(p.Body, excerptOfBookmark) }

// BookmarkPage is the form of a bookmark. Changed says that it has changed meanwhile.
type BookmarkPage struct {
	mark.Bookmark
	In       mark.EditBookmark
	Problems models.Problems
	Changed  bool
}

func (p BookmarkPage) note() Field {
	return Field{
		Name: "note", Label: "Note", Optional: true, Hint: "Only you see it.",
		Value: p.In.Note, Error: p.Problems.For("note"), Rows: 3, Max: mark.MaxNote,
	}
}

func (p BookmarkPage) remind() Field {
	return Field{
		Name: "remind", Label: "Remind me on", Optional: true, Type: "date", Width: 10,
		Hint:  "You get one notice on that day. Leave it empty for none. " + dayWords,
		Value: p.In.Remind, Error: p.Problems.For("remind"),
	}
}

// onDay says the day of a reminder, within a sentence.
func onDay(d models.Day, now time.Time) string { return DayWords(d.Start(), now) }
