package poll

import (
	"context"
	"fmt"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/prose"
)

// Bounds of a poll.
const (
	leastOptions = 2
	mostOptions  = 10 // more than somebody compares, and most of a screen
	maxWords     = 120
	maxQuestion  = 200

	// longest is how many days a poll stays open at most. What is to be decided later than in a
	// year is asked again by then.
	longest = 366
)

// NewPoll is what somebody fills in to ask a poll with a post. Without options there is none.
type NewPoll struct {
	Question string `form:"poll_question"`
	Options  string `form:"poll_options"` // one a line
	How      string `form:"poll_how"`     // a Sort; single when empty
	Secret   string `form:"poll_secret"`  // "yes", or else it is open
	Closes   string `form:"poll_closes"`  // its last day, such as 2026-12-24
}

// Take checks what was filled in, at a moment. Without a poll the answer is nil.
func (in NewPoll) Take(now time.Time) (*Poll, error) {
	if strings.TrimSpace(in.Options) == "" {
		if strings.TrimSpace(in.Question) == "" {
			return nil, nil
		}
		return nil, models.Invalid("poll_options", "Write at least two options, each on its own line, or leave the question of the poll empty.")
	}
	p := Poll{Sort: Sort(in.How), Secret: in.Secret == "yes"}
	var wrongQuestion, wrongOptions, wrongSort, wrongDay error
	p.Question, wrongQuestion = prose.Optional("poll_question", "the question", in.Question, maxQuestion)
	p.Options, wrongOptions = options(in.Options)
	switch p.Sort {
	case "":
		p.Sort = Single
	case Single, Multiple, Ranked:
	default:
		wrongSort = models.Invalid("poll_how", "Choose how members vote.")
	}
	p.Closes, wrongDay = closing(in.Closes, now)
	return &p, models.Check(wrongQuestion, wrongOptions, wrongSort, wrongDay)
}

// options takes the lines that are not empty, each of them once.
func options(text string) (list []Option, err error) {
	there := map[string]bool{}
	for line := range strings.Lines(text) {
		words, err := prose.Optional("poll_options", "an option", line, maxWords)
		if err != nil {
			return nil, err
		}
		if words == "" {
			continue
		}
		if there[prose.Fold(words)] {
			return nil, models.Invalid("poll_options", "“"+words+"” stands there twice. Take one of them out.")
		}
		there[prose.Fold(words)] = true
		list = append(list, Option{Number: len(list) + 1, Words: words})
	}
	switch {
	case len(list) < leastOptions:
		return nil, models.Invalid("poll_options", "Write at least two options, each on its own line.")
	case len(list) > mostOptions:
		return nil, models.Invalid("poll_options", fmt.Sprintf("Use at most %d options. There are %d now.", mostOptions, len(list)))
	}
	return list, nil
}

// closing is the end of the last day on which votes are taken.
func closing(text string, now time.Time) (time.Time, error) {
	day, err := models.ParseDay(strings.TrimSpace(text))
	if err != nil {
		return time.Time{}, models.Invalid("poll_closes", "Enter the last day to vote, such as "+string(models.DayOf(now.AddDate(0, 0, usual)))+".")
	}
	end := day.Start().AddDate(0, 0, 1) // by the calendar: a day of London may have 23 hours
	switch {
	case !now.Before(end):
		return time.Time{}, models.Invalid("poll_closes", "Choose a last day to vote that is not over.")
	case day > models.DayOf(now.AddDate(0, 0, longest)):
		return time.Time{}, models.Invalid("poll_closes", "Choose a last day to vote within a year.")
	}
	return end, nil
}

// usual is how many days a poll is open unless who asks says otherwise: long enough for those who
// look in once a week.
const usual = 14

// UsualDay is the last day that the form of a new poll offers.
func UsualDay(now time.Time) models.Day { return models.DayOf(now.AddDate(0, 0, usual)) }

// Ask hangs the poll on a post that was just written.
func Ask(ctx context.Context, tx *db.Tx, postID int64, p Poll) (err error) {
	defer models.Wrap(&err, "ask a poll with post %d", postID)
	_, err = db.Exec(ctx, tx, `
		INSERT INTO polls (post_id, question, sort, secret, closes_at) VALUES ($1, $2, $3, $4, $5)`,
		postID, p.Question, p.Sort, p.Secret, p.Closes)
	if err != nil {
		return err
	}
	for _, o := range p.Options { // mostOptions at most
		_, err := db.Exec(ctx, tx, `
			INSERT INTO poll_options (post_id, number, words) VALUES ($1, $2, $3)`, postID, o.Number, o.Words)
		if err != nil {
			return err
		}
	}
	_, err = db.Exec(ctx, tx, `UPDATE posts SET polled = TRUE WHERE id = $1`, postID)
	return err
}
