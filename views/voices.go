package views

import (
	"slices"
	"strings"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/member"
)

// askHref is where those who made a thread choose for which perspectives it asks.
func askHref(t discuss.Thread) string { return threadHref(t, "/ask") }

// heard are the voices that have spoken in the thread; silent are those that have not, the ones
// asked for first.
func (t Talk) heard() []discuss.Voice {
	return slices.DeleteFunc(slices.Clone(t.Voices), func(v discuss.Voice) bool { return !v.Heard })
}

func (t Talk) silent() []discuss.Voice {
	list := slices.DeleteFunc(slices.Clone(t.Voices), func(v discuss.Voice) bool { return v.Heard })
	slices.SortStableFunc(list, func(a, b discuss.Voice) int { return rankOf(a) - rankOf(b) })
	return list
}

func rankOf(v discuss.Voice) int {
	if v.Asked {
		return 0
	}
	return 1
}

// askText is the link to choose whom the thread asks.
func (t Talk) askText() string {
	if slices.ContainsFunc(t.Voices, func(v discuss.Voice) bool { return v.Asked }) {
		return "Change whom you ask"
	}
	return "Ask for a perspective"
}

// AskPage is the form on which those who made a thread choose for which perspectives it asks.
type AskPage struct {
	Thread   discuss.Thread
	In       discuss.NewAsk
	Voices   []discuss.Voice
	Conflict bool // somebody changed the thread meanwhile
	Problems models.Problems
}

// now says which the thread asks for as it stands.
func (p AskPage) now() string {
	var names []string
	for _, v := range p.Voices {
		if v.Asked {
			names = append(names, v.Name)
		}
	}
	if len(names) == 0 {
		return "It asks for none now."
	}
	return "It asks now for: " + strings.Join(names, "; ") + "."
}

// all are the perspectives there are.
func (p AskPage) all() []member.Perspective {
	list := make([]member.Perspective, len(p.Voices))
	for i, v := range p.Voices {
		list[i] = v.Perspective
	}
	return list
}

// asked offers perspectives to ask for.
func asked(name string, all []member.Perspective, chosen []string, problems models.Problems) Field {
	f := Field{Name: name, Label: "Whose view would help most?", Optional: true, Error: problems.For(name),
		Hint: "Choose up to three. It stands on the home page of those who speak from there, until they have answered."}
	for _, p := range all {
		f.Choices = append(f.Choices, Choice{Value: p.Slug, Label: p.Name, Chosen: slices.Contains(chosen, p.Slug)})
	}
	return f
}
