package poll

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/member"
)

var morning = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

func TestAFormWithoutOptionsAsksNoPoll(t *testing.T) {
	t.Parallel()
	p, err := NewPoll{Options: " \n", Closes: "2026-05-18", How: "single", Secret: "no"}.Take(morning)
	if p != nil || err != nil {
		t.Errorf("got %v, %v", p, err)
	}
}

func TestAPollIsTakenAsItWasWritten(t *testing.T) {
	t.Parallel()
	p, err := NewPoll{Question: " Where? ", Options: "Leeds\r\n\n  York  \nBath", How: "ranked", Secret: "yes", Closes: "2026-05-18"}.Take(morning)
	if err != nil {
		t.Fatal(err)
	}
	words := make([]string, len(p.Options))
	for i, o := range p.Options {
		words[i] = fmt.Sprint(o.Number, " ", o.Words)
	}
	if p.Question != "Where?" || strings.Join(words, ", ") != "1 Leeds, 2 York, 3 Bath" || p.Sort != Ranked || !p.Secret {
		t.Errorf("got %+v", p)
	}
	if end := time.Date(2026, 5, 18, 23, 0, 0, 0, time.UTC); !p.Closes.Equal(end) || p.LastDay() != "2026-05-18" {
		t.Errorf("it closes at %v, whose last day is %s: want the end of 18 May in London", p.Closes, p.LastDay())
	}
}

func TestWhatIsWrongWithAPollIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	good := NewPoll{Options: "Leeds\nYork", Closes: "2026-05-04"}
	if _, err := good.Take(morning); err != nil {
		t.Fatalf("a poll that closes today is refused: %v", err)
	}
	for _, c := range []struct {
		name, field string
		change      func(*NewPoll)
	}{
		{"a question alone", "poll_options", func(in *NewPoll) { in.Question, in.Options = "Where?", "" }},
		{"one option", "poll_options", func(in *NewPoll) { in.Options = "Leeds" }},
		{"eleven options", "poll_options", func(in *NewPoll) { in.Options = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk" }},
		{"an option twice", "poll_options", func(in *NewPoll) { in.Options = "Leeds\nYork\nLEEDS" }},
		{"a long option", "poll_options", func(in *NewPoll) { in.Options = "Leeds\n" + strings.Repeat("a", 121) }},
		{"a patient's number", "poll_options", func(in *NewPoll) { in.Options = "Leeds\nNHS number 999 000 0018" }},
		{"no such way to vote", "poll_how", func(in *NewPoll) { in.How = "loudly" }},
		{"no day", "poll_closes", func(in *NewPoll) { in.Closes = "soon" }},
		{"a day that is over", "poll_closes", func(in *NewPoll) { in.Closes = "2026-05-03" }},
		{"a day too far off", "poll_closes", func(in *NewPoll) { in.Closes = "2027-06-01" }},
	} {
		in := good
		c.change(&in)
		_, err := in.Take(morning)
		if models.ProblemsOf(err).For(c.field) == "" {
			t.Errorf("%s: %s is not named in %v", c.name, c.field, err)
		}
	}
}

func TestAVoteIsReadByTheSortOfThePoll(t *testing.T) {
	t.Parallel()
	options := []Option{{Number: 1}, {Number: 2}, {Number: 3}}
	for _, c := range []struct {
		name string
		sort Sort
		in   NewVote
		want Vote // none where it is refused
	}{
		{"one of one", Single, NewVote{Choice: []string{"2"}}, Vote{2}},
		{"two of one", Single, NewVote{Choice: []string{"1", "2"}}, nil},
		{"one option named twice", Single, NewVote{Choice: []string{"2", "2"}}, Vote{2}},
		{"several, in any order", Multiple, NewVote{Choice: []string{"3", "1"}}, Vote{1, 3}},
		{"nothing", Multiple, NewVote{}, nil},
		{"an option that is not there", Multiple, NewVote{Choice: []string{"4"}}, nil},
		{"no number", Single, NewVote{Choice: []string{"one"}}, nil},
		{"an order", Ranked, NewVote{Place: []string{"2", "3", "1"}}, Vote{3, 1, 2}},
		{"an order of some, with a gap", Ranked, NewVote{Place: []string{"3", "", "1"}}, Vote{3, 1}},
		{"two in one place", Ranked, NewVote{Place: []string{"1", "1", ""}}, nil},
		{"no places", Ranked, NewVote{Place: []string{"", "", ""}}, nil},
		{"a place that is not there", Ranked, NewVote{Place: []string{"4"}}, nil},
		{"too many places", Ranked, NewVote{Place: []string{"1", "2", "3", ""}}, nil},
	} {
		got, err := Poll{Sort: c.sort, Options: options}.Take(c.in)
		if !slices.Equal(got, c.want) || (err == nil) != (c.want != nil) {
			t.Errorf("%s: got %v, %v, want %v", c.name, got, err, c.want)
		}
	}
	if got, err := (Poll{Sort: Single, Options: options}).Take(NewVote{Choice: []string{"1"}, TakeBack: "yes"}); got != nil || err != nil {
		t.Errorf("a vote taken back: got %v, %v", got, err)
	}
}

func TestWhoSeesHowAPollStands(t *testing.T) {
	t.Parallel()
	closes := morning.Add(time.Hour)
	before, after := morning, closes
	voted := Vote{1}
	someone := member.Member{ID: 1, State: member.Confirmed}
	for _, c := range []struct {
		name         string
		secret       bool
		voters       int
		mine         Vote
		by           member.Member
		now          time.Time
		shows, names bool
	}{
		{"open, before one has voted", false, 9, nil, someone, before, false, false},
		{"open, when one has voted", false, 9, voted, someone, before, true, true},
		{"open and closed", false, 9, nil, someone, after, true, true},
		{"open and closed, to a visitor", false, 9, nil, member.Member{}, after, true, false},
		{"open, and nobody has voted", false, 0, nil, someone, after, false, false},
		{"secret, before one has voted", true, 9, nil, someone, before, false, false},
		{"secret, when one has voted", true, 9, voted, someone, before, false, false},
		{"secret and closed", true, 9, voted, someone, after, true, false},
		{"secret and closed with two votes", true, 2, voted, someone, after, false, false},
		{"secret and closed with three votes", true, 3, nil, member.Member{}, after, true, false},
	} {
		p := Poll{Secret: c.secret, Voters: c.voters, Closes: closes}
		if got := p.Shows(c.mine, c.now); got != c.shows {
			t.Errorf("%s: the result is shown: %t", c.name, got)
		}
		if got := p.Names(c.by, c.mine, c.now); got != c.names {
			t.Errorf("%s: who chose what is shown: %t", c.name, got)
		}
	}
}

func TestAResultStandsInTheOrderOfWhatOptionsHave(t *testing.T) {
	t.Parallel()
	p := Poll{Sort: Ranked, Options: []Option{
		{Number: 1, Points: 4, Firsts: 0}, {Number: 2, Points: 7}, {Number: 3, Points: 4, Firsts: 1}, {Number: 4, Points: 4, Firsts: 0},
	}}
	var got []int
	for _, o := range p.Result() {
		got = append(got, o.Number)
	}
	if !slices.Equal(got, []int{2, 3, 1, 4}) {
		t.Errorf("got %v: points first, then first places, then as it was written", got)
	}
}
