package views

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/poll"
)

// PollBox is a poll under the post that asks it, for the person who reads it at a moment.
type PollBox struct {
	poll.Seen
	In       *poll.NewVote // what was filled in and not taken; nil otherwise
	Key      string        // of the form
	Problems models.Problems
	Shut     string // why this person cannot vote; empty if they can
	SignIn   bool   // signing in may open it
	Alone    bool   // the form has a page of its own
	Now      time.Time
}

// PollOf makes the box for whoever shut speaks to, or for somebody who may vote if it is nil.
func PollOf(seen poll.Seen, shut error, key string, now time.Time) PollBox {
	b := PollBox{Seen: seen, Key: key, Now: now}
	if shut != nil {
		b.SignIn = models.KindOf(shut) == models.KindSignIn
		b.Shut = models.ProblemsOf(shut)[0].Message
	}
	return b
}

// PollPath is where the poll of a post stands on its page.
func PollPath(p discuss.Placed) string {
	page, _, _ := strings.Cut(p.Path(), "#")
	return page + "#" + pollID(p.Post.ID)
}

func pollID(postID int64) string { return "poll-" + itoa64(postID) }

func (b PollBox) id() string { return pollID(b.PostID) }

func (b PollBox) action() string { return postHref(b.PostID, "/vote") }

func (b PollBox) title() string {
	if b.Question == "" {
		return "Poll"
	}
	return b.Question
}

func (b PollBox) voted() bool { return len(b.Mine) > 0 }

func (b PollBox) open() bool { return b.Poll.Open(b.Now) }

// shows tells whether the result is on the page.
func (b PollBox) shows() bool { return b.Poll.Shows(b.Mine, b.Now) }

// secrecy says who sees what, in a few words.
func (b PollBox) secrecy() string {
	if b.Secret {
		return "Secret: nobody sees who chose what"
	}
	return "Open: members who have voted see who chose what"
}

// turnout is "12 members have voted", or "12 members voted" once it has closed.
func (b PollBox) turnout() string {
	verb := " voted"
	if b.open() {
		verb = " have voted"
		if b.Voters == 1 {
			verb = " has voted"
		}
	}
	return upperFirst(Count(b.Voters, "member", "members")) + verb
}

// waits says why there is no result on the page, and when there will be one.
func (b PollBox) waits() string {
	switch {
	case !b.open() && b.Voters == 0:
		return "Nobody voted."
	case !b.open():
		return "Fewer than three members voted. The result of a secret poll with so few votes is not shown, because a voter could work out what the others chose."
	case b.Secret:
		return "Nobody sees how it stands before it has closed. Then everybody who can read this sees the result."
	case b.voted():
		return ""
	case b.Shut != "":
		return "The result is shown here when it has closed."
	}
	return "You see how it stands when you have voted. Until it closes you can change your vote, or take it back."
}

// mine says what the reader chose.
func (b PollBox) mine() string {
	var words []string
	for i, number := range b.Mine {
		text := b.Options[number-1].Words
		if b.Sort == poll.Ranked {
			text = strconv.Itoa(i+1) + ". " + text
		}
		words = append(words, text)
	}
	if b.Sort == poll.Ranked {
		return "Your order: " + strings.Join(words, ", ")
	}
	return "You chose: " + strings.Join(words, ", ")
}

// how says what a voter does: "Choose one".
func how(s poll.Sort) string {
	switch s {
	case poll.Multiple:
		return "Choose any number"
	case poll.Ranked:
		return "Put them in your order"
	}
	return "Choose one"
}

// choiceField asks which options somebody chooses, with what they chose before or just now.
func (b PollBox) choiceField() Field {
	f := Field{Name: "choice", Label: how(b.Sort), Error: b.Problems.For("choice")}
	if !b.Alone {
		f.ID = b.id() + "-choice"
	}
	for _, o := range b.Options {
		f.Choices = append(f.Choices, Choice{Value: strconv.Itoa(o.Number), Label: o.Words, Chosen: b.filled(o.Number)})
	}
	return f
}

// filled tells whether an option is ticked in the form.
func (b PollBox) filled(number int) bool {
	if b.In == nil {
		return b.Mine.Has(number)
	}
	return slices.Contains(b.In.Choice, strconv.Itoa(number))
}

// placeField asks for the place of one option in a ranking. What is wrong with the places is said
// once, above them all.
func (b PollBox) placeField(o poll.Option) Field {
	f := Field{Name: "place", ID: b.id() + "-place-" + strconv.Itoa(o.Number), Label: o.Words, Choices: []Choice{{Label: "No place"}}}
	if b.Alone && o.Number == 1 {
		f.ID = "" // where the summary of what is wrong leads to
	}
	for i := range b.Options {
		place := strconv.Itoa(i + 1)
		f.Choices = append(f.Choices, Choice{Value: place, Label: place})
	}
	switch {
	case b.In == nil && b.Mine.Place(o.Number) > 0:
		f.Value = strconv.Itoa(b.Mine.Place(o.Number))
	case b.In != nil && o.Number <= len(b.In.Place):
		f.Value = b.In.Place[o.Number-1]
	}
	return f
}

// rankingField is the question over the places.
func (b PollBox) rankingField() Field {
	return Field{Name: "places", ID: b.id() + "-places", Label: how(b.Sort), Error: b.Problems.For("place"),
		Hint: "Give your first choice place 1, the next place 2. You can leave options out."}
}

// share is how much of all that it could have an option has, from 0 to 100.
func (b PollBox) share(o poll.Option) int {
	most := b.Voters
	if b.Sort == poll.Ranked {
		most *= len(b.Options)
	}
	if most == 0 {
		return 0
	}
	return (100*b.Weight(o) + most/2) / most
}

// leads tells whether no option has more than this one.
func (b PollBox) leads(o poll.Option) bool {
	top := b.Result()[0]
	return b.Weight(o) > 0 && b.Weight(o) == b.Weight(top) && o.Firsts == top.Firsts
}

// leading is the word behind an option that leads.
func (b PollBox) leading() State {
	word := "Leads"
	if !b.open() {
		word = "Most votes"
		if b.Sort == poll.Ranked {
			word = "Most points"
		}
	}
	return State{Text: word, Tone: "good"}
}

// resultCaption names the table of the result.
func (b PollBox) resultCaption() string {
	if b.open() {
		return "How it stands"
	}
	return "Result"
}

// rule says how a ranking is counted.
func (b PollBox) rule() string {
	return "A first place counts " + Count(len(b.Options), "point", "points") + ", each place after it one fewer, and what was left out none. Of options with as many points, the one with more first places stands first."
}

// namesHeading stands over the names.
func (b PollBox) namesHeading() string {
	if b.Sort == poll.Ranked {
		return "Who put what first"
	}
	return "Who chose what"
}

// pollVoters are the voters of one option, with how many more there are.
type pollVoters struct {
	Words  string
	Voters []poll.Voter
	More   int
}

// after is what stands behind the name with an index: a comma, or how many more there are.
func (p pollVoters) after(i int) string {
	switch {
	case i < len(p.Voters)-1:
		return ","
	case p.More > 0:
		return " and " + Thousands(p.More) + " more"
	}
	return ""
}

// byOption sets the voters beside what they chose.
func (b PollBox) byOption() (list []pollVoters) {
	for _, o := range b.Result() {
		line := pollVoters{Words: o.Words, More: o.Firsts}
		for _, v := range b.Who {
			if v.Number == o.Number {
				line.Voters, line.More = append(line.Voters, v), line.More-1
			}
		}
		if o.Firsts > 0 {
			list = append(list, line)
		}
	}
	return list
}

// pollFields are the questions of the form that starts a thread with a poll.
type pollFields struct {
	In       poll.NewPoll
	Problems models.Problems
}

// open tells whether the fields are shown without being asked for.
func (p pollFields) open() bool {
	for _, name := range []string{"poll_question", "poll_options", "poll_how", "poll_closes"} {
		if p.Problems.For(name) != "" {
			return true
		}
	}
	return strings.TrimSpace(p.In.Options+p.In.Question) != ""
}

func (p pollFields) question() Field {
	return Field{Name: "poll_question", Label: "What do you ask?", Optional: true, Value: p.In.Question, Error: p.Problems.For("poll_question"),
		Hint: "Leave it empty if the title asks it."}
}

func (p pollFields) options() Field {
	return Field{Name: "poll_options", Label: "Options", Hint: "From 2 to 10, each on its own line. Without options there is no poll.", Value: p.In.Options,
		Error: p.Problems.For("poll_options"), Rows: 5}
}

func (p pollFields) how() Field {
	f := Field{Name: "poll_how", Label: "How do members vote?", Value: p.In.How, Error: p.Problems.For("poll_how"), Choices: []Choice{
		{Value: string(poll.Single), Label: "They choose one option"},
		{Value: string(poll.Multiple), Label: "They choose any number of options"},
		{Value: string(poll.Ranked), Label: "They put the options in an order", Hint: "A first place counts most points, each place after it one fewer."},
	}}
	if f.Value == "" {
		f.Value = string(poll.Single)
	}
	return f
}

func (p pollFields) secret() Field {
	f := Field{Name: "poll_secret", Label: "Who sees who chose what?", Value: p.In.Secret, Choices: []Choice{
		{Value: "no", Label: "Open", Hint: "Members see it once they have voted, and the result so far."},
		{Value: "yes", Label: "Secret", Hint: "Nobody. The result is shown when the poll has closed, and then who chose what is deleted."},
	}}
	if f.Value == "" {
		f.Value = "no"
	}
	return f
}

func (p pollFields) closes() Field {
	return Field{Name: "poll_closes", Label: "Last day to vote", Type: "date", Width: 10, Hint: "Votes are taken until the end of that day. " + dayWords,
		Value: p.In.Closes, Error: p.Problems.For("poll_closes")}
}
