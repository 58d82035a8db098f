package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"commonroom/cmd/site"
	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/upload"
)

// chair is the handle of the one who moderates in the sample.
const chair = "omar"

// decorator makes the sample by doing what members do, with the clock set back to when they
// did it. It knows the members it has made by their persona.
type decorator struct {
	*site.Site
	issuer string
	today  time.Time
	people map[string]member.Member

	threads map[string]discuss.Thread // the discussions, by title, as they stand once everybody has spoken
}

// furnish makes the sample content in a site that has none; a site that has members is left
// as it is.
func furnish(ctx context.Context, s *site.Site, issuer string) error {
	there, err := s.Members.Any(ctx)
	if err != nil || there {
		return err
	}
	d := &decorator{Site: s, issuer: issuer, today: time.Now(), people: map[string]member.Member{}, threads: map[string]discuss.Thread{}}
	defer s.SetClock(time.Now)
	for _, step := range []func(context.Context) error{d.enrol, d.elect, d.talk, d.mark, d.write, d.label, d.begin, d.arrange, d.browse} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return s.Notices.Deliver(ctx)
}

// ago sets the clock to so many days before today, at a time of day when people write.
func (d *decorator) ago(days float64) {
	moment := d.today.Add(-time.Duration(days * 24 * float64(time.Hour)))
	d.SetClock(func() time.Time { return moment })
}

// enrol imports the roll and has everybody who is not absent take their place.
func (d *decorator) enrol(ctx context.Context) error {
	d.ago(joined(1) + 10)
	if _, err := d.Members.ImportRoll(ctx, strings.NewReader(rollFile())); err != nil {
		return err
	}
	for i, p := range everybody() {
		if p.absent {
			continue
		}
		d.ago(joined(p.cohort) - float64(i))
		if err := d.arrive(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	return nil
}

func (d *decorator) arrive(ctx context.Context, p persona) error {
	out, err := d.Members.SignIn(ctx, member.Login{
		Issuer: d.issuer, Subject: p.Subject, Provider: provider, Email: p.Email, Trusted: !p.Unverified, Name: p.Name,
		Device: "the demo", Address: "127.0.0.1",
	})
	if err != nil || !out.Member.IsMember() {
		return err
	}
	if err := d.Members.Welcome(ctx, out.Member, member.Welcome{Handle: p.Subject, Perspectives: p.perspectives}); err != nil {
		return err
	}
	by, err := d.Members.Member(ctx, out.Member.ID)
	if err != nil {
		return err
	}
	err = d.Members.SaveProfile(ctx, by, member.EditProfile{
		Name: p.Name, JobTitle: p.job, Organisation: p.at, Region: p.region, About: p.about,
		Perspectives: p.perspectives, Version: by.Version, Key: rand.Text(),
	})
	if err != nil {
		return err
	}
	d.people[p.Subject], err = d.Members.Member(ctx, by.ID)
	return err
}

// elect seats today's committee, and the one before it.
func (d *decorator) elect(ctx context.Context) error {
	day := func(months int) models.Day { return models.DayOf(d.today.AddDate(0, months, 0)) }
	d.ago(235)
	for _, p := range personas {
		term := member.NewTerm{Who: p.Subject, Office: p.office, From: day(-7), Until: day(17), How: "elected"}
		switch {
		case p.past != "":
			term.Office, term.From, term.Until = p.past, day(-31), day(-7)
		case p.office == "administrator":
			term.Until, term.How = "", "appointed"
		case p.office == "":
			continue
		}
		if _, err := d.Members.Grant(ctx, term); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		var err error
		if d.people[p.Subject], err = d.Members.Member(ctx, d.people[p.Subject].ID); err != nil {
			return err
		}
	}
	return nil
}

// talk has everybody say what they said, in the order they said it.
func (d *decorator) talk(ctx context.Context) error {
	for _, t := range discussions() {
		if err := d.hold(ctx, t); err != nil {
			return fmt.Errorf("%s: %w", t.title, err)
		}
	}
	return nil
}

func (d *decorator) hold(ctx context.Context, t talk) error {
	first := t.posts[0]
	d.ago(first.ago)
	thread, err := d.Discuss.Start(ctx, d.people[first.who], discuss.NewThread{
		Board: t.board, Title: t.title, Summary: t.summary, Tags: t.tags, Body: first.text, Ask: t.asks, Key: rand.Text(), NewPoll: t.poll.ask(d.today),
	})
	if err != nil {
		return err
	}
	if err := d.vote(ctx, t, thread); err != nil {
		return err
	}
	if t.pinned {
		_, err := d.Discuss.Decide(ctx, d.people[chair], moderation.Pin, thread.ID, moderation.NewDecision{
			Reason: "Newcomers find it first.", Key: rand.Text(),
		})
		if err != nil {
			return err
		}
	}
	if err := d.answer(ctx, thread.ID, t.posts[1:]); err != nil {
		return err
	}
	d.threads[t.title], err = d.Discuss.Thread(ctx, d.people[chair], thread.ID)
	return err
}

// answer adds posts to a thread, and has the chair hide those that break a rule.
func (d *decorator) answer(ctx context.Context, threadID int64, posts []said) error {
	for _, p := range posts {
		d.ago(p.ago)
		text, err := d.wording(ctx, threadID, p)
		if err != nil {
			return err
		}
		if err := d.readTo(ctx, p.who, threadID); err != nil {
			return err
		}
		made, err := d.Discuss.Reply(ctx, d.people[p.who], threadID, discuss.NewReply{Body: text, ReplyTo: p.replyTo, Revive: true, Key: rand.Text()})
		if err != nil {
			return err
		}
		if p.breaks == 0 {
			continue
		}
		d.ago(p.ago - 0.3)
		_, err = d.Discuss.DecidePost(ctx, d.people[chair], moderation.Hide, made.Post.ID, moderation.NewDecision{
			Rule: p.breaks, Reason: p.because, Key: rand.Text(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readTo has somebody read a thread to its end, as one does before one answers.
func (d *decorator) readTo(ctx context.Context, who string, threadID int64) error {
	t, err := d.Discuss.Thread(ctx, d.people[who], threadID)
	if err != nil {
		return err
	}
	return d.Ribbons.Read(ctx, d.people[who], threadID, t.Posts)
}

// wording is what a post says, under what it quotes.
func (d *decorator) wording(ctx context.Context, threadID int64, p said) (string, error) {
	by := d.people[p.who]
	for _, k := range p.shows {
		u, err := d.Uploads.Take(ctx, by, upload.NewFile{Name: k.name, Data: k.data()})
		if err != nil {
			return "", err
		}
		p.text += "\n\n" + u.Markdown(k.words)
	}
	if !p.quotes {
		return p.text, nil
	}
	t, err := d.Discuss.Thread(ctx, by, threadID)
	if err != nil {
		return "", err
	}
	posts, err := d.Discuss.Posts(ctx, by, t, 1)
	if err != nil {
		return "", err
	}
	return posts[p.replyTo-1].Quote() + "\n\n" + p.text, nil
}
