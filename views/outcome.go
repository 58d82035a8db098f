package views

import (
	"cmp"
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/prose"
)

// Press is an act that needs no words: a button of its own.
type Press struct{ Action, Text, Hidden string }

// Outcome is what stands above the posts of a thread about what came of it.
type Outcome struct {
	Line   string // in one line, by who may say so
	Answer *Said
	Ways   []Link // to the summary, and to say where the thread stands
}

// Said is a post in a few words, with the way to it.
type Said struct {
	Number  int
	Href    string
	By      Author
	Excerpt string
}

// excerptOfAnswer is how many characters of the answer stand above the thread: some four lines.
const excerptOfAnswer = 280

func saidIn(t discuss.Thread, p discuss.Post, length int) Said {
	return Said{Number: p.Number, Href: t.PostPath(p.Number), By: AuthorOf(p.Author), Excerpt: prose.Excerpt(p.Body, length)}
}

func (r Reading) outcome(now time.Time) Outcome {
	o := Outcome{Line: r.Thread.Outcome}
	if r.Answer != nil {
		said := saidIn(r.Thread, *r.Answer, excerptOfAnswer)
		o.Answer = &said
	}
	if r.Thread.Long() {
		o.Ways = append(o.Ways, Link{Text: "Summary of this thread", Href: threadHref(r.Thread, "/summary")})
	}
	if r.Thread.Author.ID == r.By.ID && r.Thread.CanSettle(r.By, now) == nil {
		o.Ways = append(o.Ways, stateLink(r.Thread))
	}
	return o
}

// stateLink leads to where it is said how a discussion stands: in the open for its author, among what
// else it does for the committee.
func stateLink(t discuss.Thread) Link {
	return Link{Text: "Say where this stands", Href: threadHref(t, "/state")}
}

// standsOf is where a discussion stands, as a list says it.
func standsOf(t discuss.Thread) []State {
	switch t.Stands() {
	case discuss.StateOpen:
		return []State{StateOpen}
	case discuss.StateAnswered:
		return []State{StateAnswered}
	case discuss.StateDecided:
		return []State{StateDecided}
	}
	return nil
}

// press is what whoever asked, or the committee, does with a post of a question. Whoever waits for an
// answer finds it in the row; for all others it stands behind "More".
func (r Reading) press(p discuss.Placed, now time.Time) (inRow, inMore *Press) {
	which := "post " + itoa(p.Post.Number)
	if p.CanMarkAnswer(r.By, now) != nil {
		return nil, nil
	}
	if p.Post.Number == r.Thread.Answer {
		return nil, &Press{postHref(p.Post.ID, "/answer/remove"), "This is not the answer", which}
	}
	mark := &Press{postHref(p.Post.ID, "/answer"), "Mark as the answer", which}
	if r.Thread.Answer == 0 && r.Thread.Author.ID == r.By.ID && p.Post.Author.ID != r.By.ID {
		return mark, nil
	}
	return nil, mark
}

// StatePage is the form that says where a discussion stands. Changed says that somebody has said so
// meanwhile.
type StatePage struct {
	discuss.Thread
	In       discuss.EditState
	Problems models.Problems
	Changed  bool
}

func (p StatePage) state() Field {
	return Field{
		Name: "state", Label: "Where does this discussion stand?", Value: string(p.In.State), Error: p.Problems.For("state"),
		Choices: []Choice{
			{Value: string(discuss.StateOpen), Label: "Open", Hint: "It goes on."},
			{Value: string(discuss.StateAnswered), Label: "Answered", Hint: "Whoever asked has what they looked for."},
			{Value: string(discuss.StateDecided), Label: "Decided", Hint: "Those who talked have come to an end."},
		},
	}
}

func (p StatePage) outcome() Field {
	return Field{
		Name: "outcome", Label: "In one line", Value: p.In.Outcome, Error: p.Problems.For("outcome"),
		Hint: "What came of it, for those who only look at the list. Leave it empty while it is open.",
	}
}

// StatePageOf is the form as it is first opened.
func StatePageOf(t discuss.Thread, key string) StatePage {
	return StatePage{Thread: t, In: discuss.EditState{State: cmp.Or(t.Stands(), discuss.StateOpen), Outcome: t.Outcome, Version: t.StateVersion, Key: key}}
}

// excerptOfReacted is how many characters of each post a summary has.
const excerptOfReacted = 400

// summaryLead says what a summary holds.
func summaryLead(s discuss.Summary) string {
	holds := "The posts that most members reacted to, in the order they were written."
	if s.Marked != nil {
		holds = "The answer, then the posts that most members reacted to, in the order they were written."
	}
	return holds + " The whole thread has " + Thousands(s.Thread.Standing()) + " posts."
}
