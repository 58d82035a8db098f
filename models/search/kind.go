package search

import (
	"strings"

	"commonroom/models/index"
)

// Kind is what a hit is, in the word that kind: takes.
type Kind string

// The kinds of hit.
const (
	Discussion Kind = "discussion"
	Reply      Kind = "reply"
	Practice   Kind = "practice"
	Project    Kind = "project"
	Person     Kind = "member"
	Page       Kind = "page"
)

// kinds says for each kind which sorts of place it has, and its name on pages. A later feature
// that wants to be found adds its line here, its sort and its text to models/index, its weight to
// rank.go and how it is read to hit.go.
var kinds = []struct {
	kind     Kind
	from, to index.Sort
	name     string
}{
	{Practice, index.Practices, index.Practices, "Practices"},
	{Project, index.Projects, index.Projects, "Projects"},
	{Discussion, index.Discussions, index.Lively, "Discussions"},
	{Reply, index.Replies, index.Replies, "Replies and comments"},
	{Person, index.People, index.People, "Members"},
	{Page, index.Pages, index.Pages, "Pages of the site"},
}

func kindOf(p index.Place) Kind {
	for _, k := range kinds {
		if k.from <= p.Sort() && p.Sort() <= k.to {
			return k.kind
		}
	}
	return Page
}

// Name is what pages call things of the kind.
func (k Kind) Name() string {
	for _, known := range kinds {
		if known.kind == k {
			return known.name
		}
	}
	return ""
}

// kindTyped is the kind that somebody typed, in capitals or of several: "Practices", "replies".
func kindTyped(text string) string {
	text = strings.ToLower(text)
	for _, k := range kinds {
		if one := string(k.kind); text == one+"s" || text == strings.TrimSuffix(one, "y")+"ies" {
			return one
		}
	}
	return text
}

// Kinds are all of them, in the order of the form.
func Kinds() []Kind {
	list := make([]Kind, len(kinds))
	for i, k := range kinds {
		list[i] = k.kind
	}
	return list
}
