package main

import (
	"context"
	"crypto/rand"
	"fmt"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/moderation"
)

// arrange has the chair do what keeps boards tidy: take an aside to a thread of its own, slow one down,
// pin one for a while.
func (d *decorator) arrange(ctx context.Context) error {
	for title, act := range map[string]func(context.Context, discuss.Thread) error{
		"What is your small change this month?":                                 d.takeOut,
		"Optimization after go-live: who decides what comes next?":              d.slowDown,
		"What do you send with a discharge summary, and what do you leave out?": d.pinFor,
	} {
		if err := act(ctx, d.threads[title]); err != nil {
			return fmt.Errorf("%s: %w", title, err)
		}
	}
	return nil
}

func (d *decorator) takeOut(ctx context.Context, t discuss.Thread) error {
	d.ago(2)
	_, err := d.Discuss.Split(ctx, d.people[chair], t.ID, discuss.NewSplit{
		Posts: []int{21, 22}, ToSpace: t.Space.ID, Title: "What did you learn from a shift with the porters?",
		Reason: "This deserves a thread of its own, where it can be found.", Key: rand.Text(),
	})
	return err
}

func (d *decorator) slowDown(ctx context.Context, t discuss.Thread) error {
	d.ago(200)
	_, err := d.Discuss.Decide(ctx, d.people[chair], moderation.Slow, t.ID, moderation.NewDecision{
		Pause: 60, Reason: "Many want to answer at once. An hour between two posts leaves room for all.", Key: rand.Text(),
	})
	return err
}

func (d *decorator) pinFor(ctx context.Context, t discuss.Thread) error {
	d.ago(5)
	_, err := d.Discuss.Decide(ctx, d.people[chair], moderation.Pin, t.ID, moderation.NewDecision{
		Until: string(models.DayOf(d.today.AddDate(0, 0, 25))), Reason: "We collect answers for the meeting next month.", Key: rand.Text(),
	})
	return err
}
