package main

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/poll"
)

// ballot is a poll of the sample: when it closes, in days before today, and what people chose. In a
// ranking each says the place of every option; otherwise the numbers of the options they choose.
type ballot struct {
	options []string
	how     poll.Sort
	secret  bool
	closes  float64
	votes   map[string]string
}

// ask fills in the form of a poll; without one it stays empty.
func (b *ballot) ask(today time.Time) (in poll.NewPoll) {
	if b == nil {
		return in
	}
	in = poll.NewPoll{Options: strings.Join(b.options, "\n"), How: string(b.how)}
	in.Closes = string(models.DayOf(today.Add(-time.Duration(b.closes * 24 * float64(time.Hour)))))
	if b.secret {
		in.Secret = "yes"
	}
	return in
}

// vote has everybody vote half a day after the poll was asked.
func (d *decorator) vote(ctx context.Context, t talk, thread discuss.Thread) error {
	if t.poll == nil {
		return nil
	}
	d.ago(t.posts[0].ago - 0.5)
	posts, err := d.Discuss.Posts(ctx, d.people[t.posts[0].who], thread, 1)
	if err != nil {
		return err
	}
	for who, chosen := range t.poll.votes {
		in := poll.NewVote{Choice: strings.Fields(chosen), Key: rand.Text()}
		if t.poll.how == poll.Ranked {
			in = poll.NewVote{Place: strings.Split(chosen, " "), Key: rand.Text()}
		}
		if _, err := d.Discuss.Vote(ctx, d.people[who], posts[0].ID, in); err != nil {
			return err
		}
	}
	return nil
}

// pollTalks are discussions that begin with a poll: one that is open, and two that have closed.
var pollTalks = []talk{
	{
		board: "welcome", title: "Which Saturday for the autumn walk?",
		summary: "Derwent Water, six miles, dogs welcome.",
		posts: []said{
			{who: "sian", ago: 3, text: "The walk was the best day of last year, so let us do it again. Tick every Saturday you could come on."},
			{who: "tom", ago: 2.2, text: "I will bring the flapjacks, whichever it is.", replyTo: 1},
		},
		poll: &ballot{
			options: []string{"The first of the month", "The second", "The third", "The fourth"}, how: poll.Multiple, closes: -11,
			votes: map[string]string{"sian": "1 2 3 4", "tom": "2 3", "grace": "2", "hugh": "1 2", "priya": "3"},
		},
	},
	{
		board: "welcome", title: "What shall the winter evenings be about?",
		summary: "Four evenings, and the order in which we hold them.",
		posts: []said{
			{who: "omar", ago: 58, text: "We have four speakers who said yes. Put them in the order in which you would like to hear them."},
			{who: "omar", ago: 41, text: "That is a clear order. I will ask the speakers.", replyTo: 1},
		},
		poll: &ballot{
			options: []string{"Telling a board no", "Buying well", "Sleep and rotas", "Writing that people read"}, how: poll.Ranked, closes: 43,
			votes: map[string]string{"omar": "2 4 1 3", "grace": "1 3 4 2", "helen": "3  1 2", "tom": "1 4 2 3", "zoe": "2 3 4 1", "daniel": "  1 "},
		},
	},
	{
		board: "welcome", title: "Are you thinking of leaving the health service?",
		summary: "Nobody sees who says what.",
		posts: []said{
			{who: "grace", ago: 96, text: "I ask because two of my cohort have gone this year and neither said a word before. Say it here, where nobody sees that it is you."},
			{who: "helen", ago: 79, text: "Five of eight, then. I did not expect to be relieved, and I am: I thought it was me.", replyTo: 1},
		},
		poll: &ballot{
			options: []string{"Yes, this year", "Now and then", "No"}, how: poll.Single, secret: true, closes: 81,
			votes: map[string]string{"grace": "2", "helen": "2", "tom": "3", "zoe": "1", "daniel": "2", "omar": "3", "priya": "3", "hugh": "2"},
		},
	},
}
