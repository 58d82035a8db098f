package views

import (
	"commonroom/models"
	"commonroom/models/member"
	"commonroom/models/space"
)

// FeedAddressesPage lists the addresses by which one's feed readers read, and makes new ones.
type FeedAddressesPage struct {
	Addresses []member.FeedAddress
	New       []Link // what the address made just now opens; shown this once
	Fresh     bool   // signed in so lately that one may be made
	Name, Key string // of the form
}

func (p FeedAddressesPage) field(problems models.Problems) Field {
	return Field{Name: "name", Label: "What is it for?", Value: p.Name, Error: problems.For("name"), Width: 20, Autocomplete: "off",
		Hint: "So that you know it again, such as: feed reader on my phone."}
}

func revokeFeedPath(a member.FeedAddress) string {
	return "/settings/feeds/" + itoa64(a.ID) + "/revoke"
}

// PrivateFeeds are the feeds that a private address opens, by its root, with those of the boards
// that its owner may read.
func PrivateFeeds(root string, boards []space.Space) []Link {
	list := []Link{
		{Text: "Newest threads", Href: root + "/threads.atom"},
		{Text: "Practices", Href: root + "/practices.atom"},
		{Text: "Projects", Href: root + "/projects.atom"},
		{Text: "What the committee did", Href: root + "/log.atom"},
	}
	for _, s := range boards {
		list = append(list, Link{Text: s.Name, Href: root + "/boards/" + s.Slug + ".atom"})
	}
	return list
}
