package main

import (
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"io/fs"
	"slices"

	"commonroom/models/practice"
	"commonroom/models/project"
)

// The posts of the community's first month, as files: the way an older site's posts come in.
//
//go:embed practices/*.md
var firstPosts embed.FS

// paper is a practice or a project of the sample, with the comments on it.
type paper struct {
	who                  string
	ago                  float64
	title, summary, tags string
	body                 string // of a practice
	aim, problem, team   string // of a project
	status               project.Status
	draft                bool
	comments             []said
}

var practices = []paper{
	{
		who: "priya", ago: 60, title: "A medicines box that says what changed, and why",
		summary: "Only what changed goes into the letter, each with its reason. General practice rings us half as often.",
		tags:    "discharge, medicines",
		body: "## The problem\n\nOur letters listed every medicine. What had *changed* was in there somewhere.\n\n" +
			"## What we do now\n\n1. The prescriber marks each medicine as started, changed, stopped or left alone.\n" +
			"2. The letter shows the first three, each with a reason in a few words.\n3. The full list stays on page two.\n\n" +
			"## What it took\n\n| who | what | how long |\n|---|---|---|\n| pharmacy | agree the four words | two meetings |\n| supplier | one form, one template | six weeks |\n| wards | a poster and a visit | a morning each |\n\n" +
			"## What we would do differently\n\n- [x] Ask general practice first\n- [ ] Measure calls *before* we changed anything\n\n" +
			"We only have our own count of calls from three months after.[^1]\n\n[^1]: About 40 a week before, as the team remembers it, and 19 a week since.",
		comments: []said{
			{who: "ruth", ago: 58, text: "Does the reason come from a list or is it free text?"},
			{who: "priya", ago: 57.5, text: "Free text, 60 characters. We tried a list: everybody chose \"clinical decision\".", replyTo: 1},
		},
	},
	{
		who: "grace", ago: 20, title: "Three questions before we build a dashboard",
		summary: "Who will do what differently on Monday? If nobody can say, we draw no dashboard.",
		tags:    "data quality, small changes",
		body: "## The questions\n\n1. Who will look at it, and when in their day?\n2. What will they do differently when the line goes up?\n" +
			"3. What are they using now, and why is that not enough?\n\n" +
			"## What happened\n\nOf eleven requests, four went away, three became one, and four were built. All four are still opened each week.\n\n" +
			"> A dashboard nobody opens is a very slow way to say no.\n",
	},
	{
		who: "grace", ago: 2, title: "What our waiting list chart does not show", tags: "data quality",
		summary: "Notes for a practice I have not finished.", draft: true,
		body: "Things to write about:\n\n- who is *not* on the list\n- what a step in the line means when the rule changed\n",
	},
}

var projects = []paper{
	{
		who: "tom", ago: 90, status: project.Running, team: "Two service desk analysts, a ward clerk, and whoever is on the floor that day",
		title:   "An IT service desk that answers",
		summary: "Four in ten of our people are unhappy with how fast we respond. We try one small change at a time.",
		tags:    "service desk, small changes",
		aim: "Answer 80 % of calls within 30 seconds, lose fewer than 5 %, and halve the time to solve what we cannot solve on the call, " +
			"within a year.",
		problem: "When we asked, **42 %** of our users were unhappy with our responsiveness. We looked at the figures behind that:\n\n" +
			"| what | where we began |\n|---|---|\n| calls answered within 30 seconds | 50 % |\n| calls never answered | over 20 % |\n| days to solve what was not solved on the call | 10 on average |\n\n" +
			"Behind each call that nobody answers is a ward that works round a fault.\n\n" +
			"### What we are trying\n\n1. Floor walking\n2. Time with the people who use the systems\n3. Automating frequent tasks\n4. Self-service\n" +
			"5. Analysing how the service performs\n6. The ten most frequent calls, each with a workaround\n7. Looking at the real impact on clinical services\n8. Using the data to change what we provide\n",
		comments: []said{
			{who: "omar", ago: 88, text: "From the emergency department: the calls nobody answers are ours. We cannot wait on the line, so we hang up and reboot."},
			{who: "tom", ago: 87, text: "That is the sentence our board needs to hear. May I use it?", replyTo: 1},
			{who: "omar", ago: 86.8, text: "Please do.", replyTo: 2},
			{who: "grace", ago: 85, text: "Plot the unanswered calls by hour before you add people. Ours all came in two hours of the morning."},
		},
	},
	{
		who: "ruth", ago: 15, status: project.Planned, team: "A community midwife, a digital midwife, a service user",
		title:   "One question fewer at booking",
		summary: "Women are asked the same question up to five times. We want to ask it once.",
		tags:    "maternity, small changes",
		aim:     "By next summer nobody is asked again for what they have told us at booking.",
		problem: "The booking appointment, the scan, triage and the ward each ask for the same history, because each has its own form.\n\nWe do not know yet how often. **Counting that is our first small change.**",
	},
}

// write has everybody write up what they wrote up, and the others comment.
func (d *decorator) write(ctx context.Context) error {
	if err := d.bring(ctx); err != nil {
		return err
	}
	for _, p := range slices.Concat(practices, laterPractices) {
		if err := d.practise(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p.title, err)
		}
	}
	for _, p := range slices.Concat(projects, laterProjects) {
		if err := d.improve(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p.title, err)
		}
	}
	return nil
}

// bring imports the first posts, with the dates they have.
func (d *decorator) bring(ctx context.Context) error {
	folder, err := fs.Sub(firstPosts, "practices")
	if err != nil {
		return err
	}
	d.ago(230)
	done, err := d.Practices.Import(ctx, folder)
	for _, i := range done {
		if i.Outcome == practice.Refused {
			return fmt.Errorf("%s", i)
		}
	}
	return err
}

func (d *decorator) practise(ctx context.Context, p paper) error {
	d.ago(p.ago)
	made, err := d.Practices.Write(ctx, d.people[p.who], practice.NewPractice{
		Board: "practices", Title: p.title, Summary: p.summary, Tags: p.tags, Body: p.body, Key: rand.Text(),
	})
	if err != nil || p.draft {
		return err
	}
	if _, err := d.Practices.Publish(ctx, d.people[p.who], made.ID); err != nil {
		return err
	}
	return d.answer(ctx, made.ID, p.comments)
}

func (d *decorator) improve(ctx context.Context, p paper) error {
	d.ago(p.ago)
	by := d.people[p.who]
	made, err := d.Projects.Start(ctx, by, project.NewProject{
		Board: "projects", Title: p.title, Summary: p.summary, Tags: p.tags, Aim: p.aim, Problem: p.problem,
		Organisation: by.Organisation, Team: p.team, Status: string(p.status), Key: rand.Text(),
	})
	if err != nil || p.draft {
		return err
	}
	if _, err := d.Projects.Publish(ctx, by, made.ID); err != nil {
		return err
	}
	return d.answer(ctx, made.ID, p.comments)
}
