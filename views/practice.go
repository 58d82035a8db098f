package views

import (
	"unicode/utf8"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/member"
	"commonroom/models/practice"
	"commonroom/models/prose"
	"commonroom/models/search"
)

// PracticeList is one page of the library.
type PracticeList struct {
	Tag    string // the slug of the only subject shown; empty for all
	Tags   []discuss.Tag
	Page   models.Page[discuss.Thread]
	Drafts []discuss.Thread // the reader's own, on the first page
}

// Address is the one address of the list.
func (p PracticeList) Address() string { return pathWith("/practices", filter("tag", p.Tag)) }

// Void tells whether the list was narrowed to nothing: anybody can make up such an address.
func (p PracticeList) Void() bool { return p.Tag != "" && len(p.Page.Items) == 0 }

// tagName is the name of the subject shown, or its slug if no practice has it.
func (p PracticeList) tagName() string {
	for _, t := range p.Tags {
		if t.Slug == p.Tag {
			return t.Name
		}
	}
	return p.Tag
}

func (p PracticeList) tagLinks() []Link {
	links := make([]Link, len(p.Tags))
	for i, t := range p.Tags {
		links[i] = Link{Text: t.Name, Href: pathWith("/practices", filter("tag", t.Slug))}
	}
	return links
}

// MonthPage is one page of the practices of a month.
type MonthPage struct {
	Month practice.Month
	Page  models.Page[discuss.Thread]
}

// MonthTitle is the heading of a month of the archive.
func MonthTitle(m practice.Month) string { return "Practices of " + MonthWords(m.Day().Start()) }

// PracticePage is one practice with its comments.
type PracticePage struct {
	practice.Practice
	Authors []member.Member
	Talk    Talk
	Related []search.Hit
}

// Written is the practice as machines are shown it.
func (p PracticePage) Written() Written {
	w := Written{Thread: p.Thread, Authors: p.Authors, HTML: p.HTML, Talk: p.Talk}
	if p.Edited() {
		w.Edited = p.EditedAt
	}
	return w
}

// contents lists the parts of a text that is too long to see at a glance.
func (p PracticePage) contents() []Link {
	if utf8.RuneCountInString(p.Body) < longText {
		return nil
	}
	return partsOf(prose.Contents(p.Body))
}

// longText is the length from which a text has a list of its parts: two screens or so.
const longText = 1500

func (p PracticePage) facts(f Frame) []Fact {
	state := StatePublished
	if !p.Published {
		state = StateDraft
	}
	return documentFacts(f, state, p.Thread, p.Authors, p.Edited(), p.EditedAt)
}

func (p PracticePage) sideFacts(f Frame) []Fact {
	facts := []Fact{{Name: "Board", Text: p.Space.Name, Href: p.Space.Path()}, {Name: "Authors", Body: bylines(f, p.Authors)}}
	if len(p.Tags) > 0 {
		facts = append(facts, Fact{Name: "Tags", Body: TagLinks(TagLinksOf(p.Thread))})
	}
	return append(facts, Fact{Name: "History", Text: "Version " + itoa64(p.Version), Href: documentHref(p.Thread, "/history")})
}

// PracticeForm is the form that writes or edits a practice. Was is set for an edit.
type PracticeForm struct {
	Similar   *Similar // of a new one: what there is about the same already
	In        practice.EditPractice
	Place     Place // of a new one
	Was       *practice.Practice
	Conflict  bool               // it was saved meanwhile
	Different []prose.Part       // how the words in the form differ from what is saved now
	Back      *practice.Revision // the version whose words stand in the form; nil if those of now
	Problems  models.Problems
	Resumed   Resumed
}

// place is where a draft of the form belongs.
func (p PracticeForm) place() draft.Place {
	if p.Was == nil {
		return draft.Place{Form: draft.Practice}
	}
	return draft.Place{Form: draft.Practice, ID: p.Was.Thread.ID}
}

// HistoryPage is the versions of a practice that the reader may know.
type HistoryPage struct {
	Thread   discuss.Thread
	Versions []practice.Revision // the latest first
	Mine     bool                // the reader may go back to one
}

func (p HistoryPage) versionHref(r practice.Revision) string {
	return documentHref(p.Thread, "/history/"+itoa64(r.Version))
}

// VersionPage is one version of a practice and what it differs in from another.
type VersionPage struct {
	HistoryPage
	Version   practice.Revision
	From      *practice.Revision // what it is compared with; nil for the first one known
	Different []prose.Part
}

// backHref leads to where the reader goes back to the version; empty where they cannot, or need not.
func (p VersionPage) backHref() string {
	if !p.Mine || p.Version.Version == p.Versions[0].Version {
		return ""
	}
	return documentHref(p.Thread, versionQuery("/edit", p.Version.Version))
}

// others are the versions that this one can be compared with.
func (p VersionPage) others() (links []Link) {
	for _, r := range p.Versions {
		if r.Version != p.Version.Version && (p.From == nil || r.Version != p.From.Version) {
			links = append(links, Link{Text: "Version " + itoa64(r.Version), Href: p.versionHref(p.Version) + "?from=" + itoa64(r.Version)})
		}
	}
	return links
}

func (p VersionPage) whole() []prose.Change {
	return []prose.Change{{Kind: prose.Same, Text: p.Version.Body}}
}
