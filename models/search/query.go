package search

import (
	"strings"
	"unicode"

	"commonroom/models/words"
)

// Query is what somebody looks for. Each filter can also be typed among the words, as in
// "discharge board:questions after:2025"; what a filter of the form says, and what is typed, both
// hold.
type Query struct {
	Text   string `form:"q"`
	Kind   string `form:"kind"`
	Board  string `form:"board"`
	Author string `form:"author"` // a handle or a name
	Tag    string `form:"tag"`
	Cohort string `form:"cohort"`
	After  string `form:"after"`  // a year, a month or a day: from its beginning on
	Before string `form:"before"` // a year, a month or a day: until it begins
	In     string `form:"in"`     // "title", or nothing
	Is     string `form:"is"`     // a state, such as "unread"
	Has    string `form:"has"`    // what stands in it beside words, such as "file"
	Any    bool   `form:"any"`    // any of the words will do
	Sort   string `form:"sort"`   // "new", or nothing for the best first
	Thread int64  `form:"thread"` // within one thread
	From   string `form:"from"`   // where the page begins
}

// Bounds of what is looked for: beyond them a search costs more than it finds.
const (
	maxText    = 400 // bytes
	maxClauses = 10
	maxPhrase  = 8
	maxRows    = 3 // phrases: to see that words stand in a row costs more than that they are there
)

// asked is a query as it was understood.
type asked struct {
	Query
	clauses []clause // all of which have to fit
	not     []term   // none of which may
	rows    int      // how many terms are words in a row
	last    string   // the word being typed, if the text ends with one: what it may become fits too
}

// clause is one thing a text has to have, in one of several ways.
type clause struct {
	terms []term
	typed string // as it was typed, to tell which word was not understood
	exact bool   // in quotes: nothing but these words
}

// term is some words: in a row, or each anywhere.
type term struct {
	stems []string
	inRow bool
	named bool // another name of what was typed
}

// understand reads what was typed. Everything can be typed: what is no operator is a word.
func understand(q Query) asked {
	for _, field := range []*string{&q.Kind, &q.Board, &q.Author, &q.Tag, &q.Cohort, &q.After, &q.Before, &q.Is, &q.Has} {
		*field = legible(*field)
	}
	a := asked{Query: q}
	a.Text = ""
	or := false
	items := split(q.Text)
	for i, it := range items {
		switch {
		case !it.quoted && it.text == "OR" && i > 0 && i < len(items)-1:
			or = len(a.clauses) > 0
			continue
		case !it.quoted && (it.text == "AND" || it.text == "OR"):
			continue
		case !it.quoted && a.operator(it):
			continue
		}
		a.add(it, or, i == len(items)-1 && !endsOpen(q.Text))
		or = false
	}
	return a
}

// endsOpen tells whether the last word is over: a blank or a sign follows it.
func endsOpen(text string) bool {
	return strings.TrimRightFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) != text
}

// add takes in one word or phrase: or says that the one before it may be there instead.
func (a *asked) add(it item, or, last bool) {
	a.Text = strings.TrimSpace(a.Text + " " + it.written(or))
	t := termOf(it)
	if t.inRow {
		if a.rows++; a.rows > maxRows {
			t.inRow = false
		}
	}
	if len(t.stems) == 0 {
		return
	}
	if it.minus {
		if len(a.not) < maxClauses {
			a.not = append(a.not, t)
		}
		return
	}
	if or {
		c := &a.clauses[len(a.clauses)-1]
		if len(c.terms) < maxClauses {
			c.terms, c.typed = append(c.terms, t), c.typed+" OR "+it.text
		}
		return
	}
	if len(a.clauses) == maxClauses {
		return
	}
	a.clauses = append(a.clauses, clause{terms: []term{t}, typed: it.text, exact: it.quoted})
	if last && !it.quoted && len(t.stems) == 1 {
		a.last = words.Fold(it.text)
	}
}

// termOf makes a term of an item: several words in one item, such as well-being, stand in a row.
func termOf(it item) term {
	var stems []string
	for _, token := range words.All(it.text) {
		stems = append(stems, token.Stem)
	}
	stems = stems[:min(len(stems), maxPhrase)]
	return term{stems: stems, inRow: len(stems) > 1}
}

// operators are the filters that can be typed, by the word before the colon.
var operators = map[string]func(*Query, string){
	"kind":   func(q *Query, v string) { q.Kind = kindTyped(v) },
	"board":  func(q *Query, v string) { q.Board = strings.ToLower(v) },
	"author": func(q *Query, v string) { q.Author = strings.TrimPrefix(v, "@") },
	"tag":    func(q *Query, v string) { q.Tag = v },
	"cohort": func(q *Query, v string) { q.Cohort = v },
	"after":  func(q *Query, v string) { q.After = v },
	"before": func(q *Query, v string) { q.Before = v },
	"is":     func(q *Query, v string) { q.Is = strings.ToLower(v) },
	"has":    func(q *Query, v string) { q.Has = strings.TrimSuffix(strings.ToLower(v), "s") },
}

// operator takes in an item that is a filter, such as tag:epr; it tells whether the item was one.
func (a *asked) operator(it item) bool {
	name, value, found := strings.Cut(it.text, ":")
	name = strings.ToLower(name)
	if !found || value == "" || it.minus {
		return false
	}
	if name == "in" && strings.EqualFold(value, "title") {
		a.In = "title"
		return true
	}
	set, known := operators[name]
	if known {
		set(&a.Query, value)
	}
	return known
}

// legible is what was typed without what nobody types: control characters, and bytes that are no
// characters. Too long a text is cut.
func legible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text[:min(len(text), maxText)], " "))
}

// item is one piece of what was typed: a word, a phrase in quotes, an operator.
type item struct {
	text   string
	quoted bool
	minus  bool
}

// written is the item as it is shown again.
func (it item) written(or bool) string {
	text := it.text
	if it.quoted {
		text = `"` + text + `"`
	}
	if it.minus {
		text = "-" + text
	}
	if or {
		text = "OR " + text
	}
	return text
}

// split takes the text apart at blanks outside quotes. A quote that is never closed goes on to
// the end.
func split(text string) (items []item) {
	text = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`).Replace(legible(text))
	for text = strings.TrimLeftFunc(text, unicode.IsSpace); text != ""; text = strings.TrimLeftFunc(text, unicode.IsSpace) {
		it := item{}
		if rest, found := strings.CutPrefix(text, "-"); found && rest != "" && !strings.HasPrefix(rest, " ") {
			it.minus, text = true, rest
		}
		if rest, found := strings.CutPrefix(text, `"`); found {
			it.quoted = true
			it.text, text, _ = strings.Cut(rest, `"`)
		} else {
			it.text, text = cutWord(text)
		}
		if strings.TrimSpace(it.text) != "" {
			items = append(items, it)
		}
	}
	return items
}

// cutWord cuts the text at the first blank, or after the closing quote of a value as in tag:"data
// quality".
func cutWord(text string) (word, rest string) {
	inQuotes := false
	end := strings.IndexFunc(text, func(r rune) bool {
		if r == '"' {
			inQuotes = !inQuotes
		}
		return unicode.IsSpace(r) && !inQuotes
	})
	if end < 0 {
		end = len(text)
	}
	return strings.ReplaceAll(text[:end], `"`, ""), text[end:]
}
