package search

import (
	"strings"
	"unicode"

	"commonroom/models"
	"commonroom/models/prose"
)

// Take gives the query as it may be looked for: in single lines without what nobody sees. A query
// in which a patient's number stands is not taken at all: it is looked for nowhere and kept
// nowhere.
func (q Query) Take() (Query, error) {
	var problems []error
	for _, f := range []struct {
		name string
		text *string
	}{
		{"q", &q.Text}, {"kind", &q.Kind}, {"board", &q.Board}, {"author", &q.Author}, {"tag", &q.Tag},
		{"cohort", &q.Cohort}, {"after", &q.After}, {"before", &q.Before}, {"is", &q.Is}, {"has", &q.Has}, {"from", &q.From},
	} {
		text := strings.Map(seen, *f.text)
		line, err := prose.Optional(f.name, "this", text, len(text))
		if err != nil {
			problems = append(problems, err)
			continue
		}
		*f.text = line
	}
	q.Author = strings.TrimPrefix(q.Author, "@")
	if q.In != "title" {
		q.In = ""
	}
	if q.Sort != "new" {
		q.Sort = ""
	}
	return q, models.Check(problems...)
}

// seen leaves out what nobody sees: what may have been copied along with a word.
func seen(r rune) rune {
	switch {
	case unicode.IsControl(r):
		return ' '
	case unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

// Asks tells whether anything is looked for: words, or at least a filter.
func (q Query) Asks() bool { return q.Text != "" || q.Filtered() }

// Filtered tells whether something beside the words says what is looked for.
func (q Query) Filtered() bool {
	return q.Kind != "" || q.Board != "" || q.Author != "" || q.Tag != "" || q.Cohort != "" ||
		q.After != "" || q.Before != "" || q.In != "" || q.Is != "" || q.Has != "" || q.Thread != 0
}

// Unfiltered is the query of the words alone.
func (q Query) Unfiltered() Query { return Query{Text: q.Text, Any: q.Any, Sort: q.Sort} }

// Several tells whether the text has several words.
func (q Query) Several() bool { return strings.ContainsRune(q.Text, ' ') }

// OneOf is what a page calls one thing of the kind.
func (k Kind) OneOf() string {
	return map[Kind]string{
		Practice: "Practice", Project: "Project", Discussion: "Discussion", Reply: "Reply", Person: "Member", Page: "Page of the site",
	}[k]
}
