package views

import (
	"strconv"
	"strings"

	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/search"
)

// roleOf is what a member does and where: "lead nurse for informatics, Leeds".
func roleOf(m member.Member) string {
	return inLine(m.JobTitle, m.Organisation, m.Region)
}

// factsOf are what is known about a member beside their role.
func factsOf(p member.Profile) (facts []Fact) {
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, Fact{Name: name, Text: text})
		}
	}
	if p.Cohort > 0 {
		add("Cohort", strconv.Itoa(p.Cohort))
	}
	var names []string
	for _, v := range p.Perspectives {
		names = append(names, v.Name)
	}
	add("Speaks from", strings.Join(names, "; "))
	for _, t := range p.Terms {
		add(t.Office, t.Span())
	}
	add("Handle", "@"+p.Handle)
	return facts
}

// postWords says where a post stands: "Reply 7 in Top ten support calls".
func postWords(p discuss.Placed) string {
	number := strconv.Itoa(p.Post.Number)
	switch {
	case p.Thread.Kind != discuss.Discussion:
		return "Comment " + number + " on " + p.Thread.Title
	case p.Post.Number == 1:
		return p.Thread.Title
	}
	return "Reply " + number + " in " + p.Thread.Title
}

func excerptOf(p discuss.Placed) string { return prose.Excerpt(p.Post.Body, 200) }

// membersSearch is the search that looks through all of members' profiles for the same words.
func membersSearch(q string) string {
	return searchPath(search.Query{Text: q, Kind: string(search.Person)})
}
