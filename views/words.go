package views

import (
	"net/url"
	"strings"

	"commonroom/models"
	"commonroom/models/prose"
	"commonroom/models/search"
)

// WordsPage is the list of words that mean the same, with the form for a new line.
type WordsPage struct {
	Lines    []search.Line
	In       search.EditLine
	Problems models.Problems
}

// LinePage is the form that changes one line. Changes are set when it has changed meanwhile.
type LinePage struct {
	Line      search.Line
	In        search.EditLine
	RemoveKey string
	Problems  models.Problems
	Changes   []prose.Change
}

func linePath(l search.Line) string { return "/committee/words/" + itoa64(l.ID) }

// lineField asks for a line.
func lineField(label, value string, problems models.Problems) Field {
	return Field{Name: "words", Label: label, Hint: "At least two, with commas between. For example: EPR, electronic patient record", Value: value,
		Error: problems.For("words"), Autocomplete: "off"}
}

// tryPath searches for the first words of a line.
func tryPath(l search.Line) string {
	first, _, _ := strings.Cut(l.Words, ",")
	return seekPath(first)
}

func seekPath(words string) string { return "/search?q=" + url.QueryEscape(words) }

func meanPath(m search.Miss) string { return "/committee/words?words=" + url.QueryEscape(m.Words+", ") }

func askPath(m search.Miss) string {
	return "/threads/new?sort=question&title=" + url.QueryEscape(m.Words)
}

func missPath(m search.Miss) string { return "/committee/missed/" + itoa64(m.ID) }

// missWords says how often something was looked for: "Looked for 7 times, last on 4 May 2026".
func missWords(m search.Miss) string {
	return "Looked for " + Count(m.Times, "time", "times") + ", last on " + FullDay(m.LastDay.Start())
}

// words are those that stand in the form: what was typed, or after a removal that came to nothing
// what the line says now.
func (p LinePage) words() string {
	if p.In.Words == "" && len(p.Changes) > 0 {
		return p.Line.Words
	}
	return p.In.Words
}

// field shows the line whole, however long it is.
func (p LinePage) field() Field {
	f := lineField("Words that mean the same", p.words(), p.Problems)
	f.Rows = 3
	return f
}
