package views

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/space"
)

var (
	ann   = member.Member{ID: 1, Name: "Ann", Handle: "ann", State: member.Confirmed}
	bob   = member.Member{ID: 2, Name: "Bob", Handle: "bob", State: member.Confirmed}
	carol = member.Member{ID: 3, Name: "Carol", State: member.Confirmed,
		Terms: []member.Term{{Committee: true, From: "2020-01-01", Until: models.Forever}}}
	noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
)

// reading is page 2 of a discussion with 30 posts, where post 26 is by ann.
func reading(by member.Member) Reading {
	board := space.Space{ID: 1, Kind: space.Board, Slug: "open", Name: "Open", Readers: space.Public, Holds: "discussion"}
	return Reading{By: by, Page: 2,
		Thread: discuss.Thread{ID: 41, Kind: discuss.Discussion, Slug: "rotas", Space: board, Author: bob, Published: true, Posts: 30},
		Posts:  []discuss.Post{{ID: 9, Number: 26, Author: ann, HTML: "<p>words</p>", Made: noon, ReplyTo: 3}}}
}

func texts(links []Link) (list []string) {
	for _, l := range links {
		list = append(list, l.Text)
	}
	return list
}

func TestAPostOffersWhatItsReaderMayDo(t *testing.T) {
	t.Parallel()
	locked := func(r *Reading) { r.Thread.Locked = true }
	withdrawn := func(r *Reading) { r.Posts[0].Withdrawn = true }
	hidden := func(r *Reading) { r.Posts[0].Hidden = true }
	for _, c := range []struct {
		name          string
		by            member.Member
		change        func(*Reading)
		actions, more string
	}{
		{"a visitor", member.Member{}, nil, "[]", "[Report]"},
		{"a member", bob, nil, "[Reply Quote]", "[Report]"},
		{"its author", ann, nil, "[Reply Quote Edit]", "[Withdraw]"},
		{"the committee", carol, nil, "[Reply Quote]", "[Hide Make a thread of it Report]"},
		{"a member where it is locked", bob, locked, "[]", "[Report]"},
		{"its author where it is locked", ann, locked, "[]", "[Withdraw]"},
		{"its author, withdrawn", ann, withdrawn, "[Read it or put it back]", "[]"},
		{"a member, withdrawn", bob, withdrawn, "[]", "[]"},
		{"its author, hidden", ann, hidden, "[]", "[Withdraw]"},
		{"the committee, hidden", carol, hidden, "[]", "[Show again]"},
	} {
		r := reading(c.by)
		if c.change != nil {
			c.change(&r)
		}
		e := TalkOf(r, noon).Entries[0]
		if got := fmt.Sprint(texts(e.Actions)); got != c.actions {
			t.Errorf("%s is offered %s, want %s", c.name, got, c.actions)
		}
		if got := fmt.Sprint(texts(e.More)); got != c.more {
			t.Errorf("%s is offered more %s, want %s", c.name, got, c.more)
		}
	}
}

func TestLinksOfAPostLeadToItsPage(t *testing.T) {
	t.Parallel()
	e := TalkOf(reading(bob), noon).Entries[0]
	if got, want := e.Actions[0].Href, "/threads/41/rotas?page=2&to=26#reply"; got != want {
		t.Errorf("reply leads to %s, want %s", got, want)
	}
	if got, want := e.Actions[1].Href, "/threads/41/rotas?page=2&quote=26#reply"; got != want {
		t.Errorf("quote leads to %s, want %s", got, want)
	}
	if got, want := e.ReplyToHref, "/threads/41/rotas#post-3"; got != want {
		t.Errorf("what it answers is at %s, want %s", got, want)
	}
}

func TestAQuotationStandsInTheReplyForm(t *testing.T) {
	t.Parallel()
	r := reading(bob)
	r.Quote, r.Posts[0].Body = 26, "words"
	if got, want := TalkOf(r, noon).Reply.In, "> **Ann** in [post 26](/posts/9):\n>\n> words\n\n"; got.Body != want || got.ReplyTo != 26 {
		t.Errorf("got %+v, want %q in answer to 26", got, want)
	}
	for what, change := range map[string]func(*Reading){
		"a post of another page": func(r *Reading) { r.Quote = 3 },
		"a withdrawn post":       func(r *Reading) { r.Posts[0].Withdrawn = true },
		"a closed thread":        func(r *Reading) { r.Thread.Locked = true },
		"a visitor":              func(r *Reading) { r.By = member.Member{} },
	} {
		other := reading(bob)
		other.Quote, other.Posts[0].Body = 26, "words"
		change(&other)
		if got := TalkOf(other, noon).Reply.In; got.Body != "" || got.ReplyTo != 0 {
			t.Errorf("%s is quoted: %+v", what, got)
		}
	}
}

func TestALongOpeningPostBeginsWithItsParts(t *testing.T) {
	t.Parallel()
	r := reading(bob)
	r.Posts[0].Number, r.Posts[0].HTML = 1, `<h3 id="t1-h-one">One</h3><p>…</p><h4 id="t1-h-in">In one</h4><h3 id="t1-h-two">Two</h3>`
	r.Posts[0].Body = strings.Repeat("words ", 300)
	if got, want := fmt.Sprint(TalkOf(r, noon).Entries[0].Contents), "[{One #t1-h-one } {Two #t1-h-two }]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for what, change := range map[string]func(*Reading){
		"a reply":                 func(r *Reading) { r.Posts[0].Number = 26 },
		"a short post":            func(r *Reading) { r.Posts[0].Body = "words" },
		"a comment on a document": func(r *Reading) { r.Thread.Kind = discuss.Practice },
	} {
		other := r
		other.Posts = []discuss.Post{r.Posts[0]}
		change(&other)
		if got := TalkOf(other, noon).Entries[0].Contents; len(got) != 0 {
			t.Errorf("%s has a list of its parts: %v", what, got)
		}
	}
}

func TestAHiddenPostSaysNothingOfItself(t *testing.T) {
	t.Parallel()
	r := reading(bob)
	r.Posts[0] = discuss.Post{ID: 9, Number: 26, Hidden: true, Made: noon}
	e := TalkOf(r, noon).Entries[0]
	if e.Kind != "hidden" || e.By.Name != "A member" || e.Href != "#post-26" || e.HTML != "" || len(e.Actions)+len(e.More) != 0 {
		t.Errorf("got %+v", e)
	}
	r = reading(ann)
	r.Posts[0].Hidden = true
	r.Actions = []moderation.Action{{PostID: 9, Verb: moderation.Hide, Rule: 3, Reason: "It is about rotas."}}
	if got, want := TalkOf(r, noon).Entries[0].Why, "Rule 3: It is about rotas. Only its author and the committee still see it."; got != want {
		t.Errorf("its author is told %q, want %q", got, want)
	}
}

func TestTheReplyFormSaysWhyItIsShut(t *testing.T) {
	t.Parallel()
	r := reading(bob)
	r.Thread.Locked = true
	if got := TalkOf(r, noon).Reply.Shut; got != "The committee has closed this thread to new posts." {
		t.Errorf("got %q", got)
	}
	r = reading(member.Member{})
	if got := TalkOf(r, noon).Reply; !got.SignIn {
		t.Errorf("a visitor is not asked to sign in: %+v", got)
	}
	r = reading(bob)
	r.ReplyTo = 31
	if got := TalkOf(r, noon).Reply.Title(); got != "Reply" {
		t.Errorf("a post that is not there is answered: %s", got)
	}
}

func TestTheLinksOfAListKeepWhatNarrowsIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, got, want string }{
		{"the next page of a tag", nextHref("/boards/open", filter("tag", "fhir"), "abc"), "/boards/open?tag=fhir&from=abc"},
		{"the next page of all", nextHref("/boards/open", filter("tag", ""), "abc"), "/boards/open?from=abc"},
		{"after the last page", nextHref("/boards/open", filter("tag", "fhir"), ""), ""},
		{"back to the first page of a tag", firstHref(Frame{Query: "tag=fhir&from=xyz"}, "/boards/open", "tag=fhir"), "/boards/open?tag=fhir"},
		{"on the first page", firstHref(Frame{Query: "tag=fhir"}, "/boards/open", "tag=fhir"), ""},
		{"words with blanks", pathWith("/members", filter("q", "ward & co")), "/members?q=ward+%26+co"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestAStateIsSetApartFromItsReason(t *testing.T) {
	t.Parallel()
	got := draw(t, ThreadStanding(Talk{Standing: []Standing{{State: StateLocked, Text: "Closed under rule 3."}}}))
	if !strings.Contains(got, "</strong> Closed under rule 3.") {
		t.Errorf("the word and the sentence run together: %s", got)
	}
}
