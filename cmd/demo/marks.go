package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/mark"
)

// reacted is what several members said of one post of the sample, with one press each.
type reacted struct {
	title  string
	number int
	said   discuss.Reaction
	who    []string
}

var reactions = []reacted{
	{"How do you get ward staff to report small IT faults?", 2, discuss.Thanks, []string{"grace", "ruth", "omar"}},
	{"How do you get ward staff to report small IT faults?", 2, discuss.TryingThis, []string{"ruth", "priya"}},
	{"How do you get ward staff to report small IT faults?", 3, discuss.TryingThis, []string{"tom"}},
	{"How do you get ward staff to report small IT faults?", 5, discuss.Insight, []string{"grace", "priya", "omar", "ruth"}},
	{"FHIR or HL7 version 2 for a new results interface?", 2, discuss.Thanks, []string{"mei", "omar", "helen"}},
	{"FHIR or HL7 version 2 for a new results interface?", 2, discuss.Insight, []string{"daniel", "priya"}},
	{"What do you send with a discharge summary, and what do you leave out?", 2, discuss.Insight, []string{"omar", "grace"}},
	{"What do you send with a discharge summary, and what do you leave out?", 3, discuss.SameHere, []string{"priya", "helen"}},
	{"What does your shared care record show to a paramedic?", 2, discuss.Thanks, []string{"seun", "aoife", "carys"}},
	{"What does your shared care record show to a paramedic?", 2, discuss.TryingThis, []string{"daniel"}},
	{"What is your small change this month?", 5, discuss.Insight, []string{"grace", "priya"}},
	{"What is your small change this month?", 7, discuss.SameHere, []string{"tom", "priya", "omar", "ruth"}},
	{"What is your small change this month?", 13, discuss.TryingThis, []string{"tom", "priya", "omar"}},
	{"What is your small change this month?", 18, discuss.SameHere, []string{"grace", "tom"}},
	{"What is your small change this month?", 26, discuss.Insight, []string{"grace", "omar", "helen"}},
	{"What is your small change this month?", 29, discuss.Thanks, []string{"grace", "tom", "priya", "omar", "daniel"}},
}

// answers are the posts that who asked has marked, by the title of the question.
var answers = map[string]int{
	"How do you get ward staff to report small IT faults?":   2,
	"FHIR or HL7 version 2 for a new results interface?":     2,
	"What does your shared care record show to a paramedic?": 2,
}

// outcomes are what came of some threads, in one line.
var outcomes = map[string]discuss.EditState{
	"Reunion residential in May: two days by the sea":      {State: discuss.StateDecided, Outcome: "We meet on the first weekend in May."},
	"Mentors for the new cohort: who has an hour a month?": {State: discuss.StateOpen, Outcome: "Still looking for mentors."},
}

// mark has members say what they think of the posts of others, and what came of their questions.
func (d *decorator) mark(ctx context.Context) error {
	d.ago(1)
	for _, r := range reactions {
		p, err := d.postOf(ctx, r.title, r.number)
		if err != nil {
			return err
		}
		for _, who := range r.who {
			if _, err := d.Marks.React(ctx, d.people[who], p.ID, r.said); err != nil {
				return fmt.Errorf("%s, %s: %w", r.title, who, err)
			}
		}
	}
	for title, number := range answers {
		p, err := d.postOf(ctx, title, number)
		if err != nil {
			return err
		}
		if _, err := d.Discuss.MarkAnswer(ctx, d.threads[title].Author, p.ID); err != nil {
			return fmt.Errorf("%s: %w", title, err)
		}
	}
	for title, in := range outcomes {
		in.Version, in.Key = 1, rand.Text()
		if _, err := d.Discuss.Settle(ctx, d.threads[title].Author, d.threads[title].ID, in); err != nil {
			return fmt.Errorf("%s: %w", title, err)
		}
	}
	return d.keep(ctx)
}

// keep has a member keep a post, to be reminded of it in two days.
func (d *decorator) keep(ctx context.Context) error {
	p, err := d.postOf(ctx, "How do you get ward staff to report small IT faults?", 3)
	if err != nil {
		return err
	}
	_, err = d.Marks.Note(ctx, d.people["grace"], p.ID, mark.EditBookmark{
		Note: "Ask Priya for the picture codes.", Remind: string(models.DayOf(d.today.AddDate(0, 0, 2))), Key: rand.Text(),
	})
	return err
}

// postOf finds a post of the sample.
func (d *decorator) postOf(ctx context.Context, title string, number int) (discuss.Post, error) {
	posts, err := d.Discuss.Posts(ctx, d.people[chair], d.threads[title], discuss.PageOf(number))
	if err != nil {
		return discuss.Post{}, err
	}
	i := slices.IndexFunc(posts, func(p discuss.Post) bool { return p.Number == number })
	if i < 0 {
		return discuss.Post{}, fmt.Errorf("there is no post %d in %q", number, title)
	}
	return posts[i], nil
}
