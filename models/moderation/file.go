package moderation

import (
	"context"
	"net/mail"
	"slices"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// Reason is what is wrong with the thing that is reported.
type Reason string

// Reasons are what a report can say, in the order they are offered.
var Reasons = []Reason{"patient data", "harassment", "illegal content", "copyright", "spam", "off topic", "other"}

// Words say the reason in a sentence.
func (r Reason) Words() string {
	switch r {
	case "patient data":
		return "It could identify a patient"
	case "harassment":
		return "It insults, threatens or harasses somebody"
	case "illegal content":
		return "It is against the law"
	case "copyright":
		return "It uses somebody’s work without permission"
	case "spam":
		return "It advertises or sells something"
	case "off topic":
		return "It is in the wrong place"
	}
	return "Something else"
}

// NewReport is what somebody fills in to report something: a post, a thread, somebody's
// profile, or the address of a page, on this site without its host. With the reason "other" it
// may be about nothing but its words: a message. Contact is for those who are not signed in.
type NewReport struct {
	Post    int64  `form:"post"`
	Thread  int64  `form:"thread"`
	Member  string `form:"member"`
	Page    string `form:"page"`
	Reason  Reason `form:"reason"`
	Words   string `form:"words"`
	Contact string `form:"contact"`
	Key     string `form:"key"`
	number  int    // of a post of Thread, from a pasted address
}

// Bounds of a report.
const (
	maxPage    = 500
	MaxWords   = 2000
	maxContact = 254 // no e-mail address is longer
)

// validate gives the form with its words tidied.
func (in NewReport) validate(by member.Member) (NewReport, error) {
	var errPage, errWords, errContact error
	in.Words, errWords = prose.Plain("words", "your words", in.Words, MaxWords)
	if errWords == nil && in.Words == "" && (by.IsVisitor() || in.Reason == "other") {
		errWords = models.Invalid("words", "Tell us what is wrong.")
	}
	if named, _ := in.named(); !named {
		in.Page, errPage = in.checkPage()
	}
	in.Contact, errContact = contactOf(by, in.Contact)
	return in, models.Check(errPage, in.checkReason(), errWords, errContact)
}

func (in NewReport) checkPage() (string, error) {
	if in.Reason == "other" {
		return prose.Optional("page", "the address of the page", in.Page, maxPage)
	}
	return prose.Line("page", "the address of the page", in.Page, maxPage)
}

func (in NewReport) checkReason() error {
	if !slices.Contains(Reasons, in.Reason) {
		return models.Invalid("reason", "Choose what is wrong.")
	}
	return nil
}

// contactOf takes an e-mail address from somebody we could not reach otherwise.
func contactOf(by member.Member, text string) (string, error) {
	contact, err := prose.Optional("contact", "your e-mail address", text, maxContact)
	if err != nil || contact == "" || !by.IsVisitor() {
		return "", err
	}
	if parsed, err := mail.ParseAddress(contact); err != nil || parsed.Address != contact {
		return contact, models.Invalid("contact", "Enter an e-mail address such as name@example.org, or leave this empty.")
	}
	return contact, nil
}

// File takes a report from anybody: members, applicants, visitors. The same person reporting
// the same thing again, while the first report is open, makes no second one.
func (s *Store) File(ctx context.Context, by member.Member, in NewReport) (id int64, err error) {
	defer models.Wrap(&err, "file a report")
	in, err = in.validate(by)
	if err != nil {
		return 0, err
	}
	return s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		about, err := s.about(ctx, tx, by, in)
		if err != nil {
			return 0, err
		}
		if id, err := openReport(ctx, tx, by, about); id != 0 || err != nil {
			return id, err
		}
		if err := s.checkLimit(ctx, tx, by); err != nil {
			return 0, err
		}
		return file(ctx, tx, by, in, about)
	})
}

func file(ctx context.Context, tx *db.Tx, by member.Member, in NewReport, about About) (int64, error) {
	id, err := insertReport(ctx, tx, by, in, about)
	if err != nil {
		return 0, err
	}
	// Nobody is told that they were reported, so the row names no person concerned.
	return id, activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: activity.Reported, SpaceID: about.SpaceID, ThreadID: about.ThreadID, PostID: about.PostID,
	})
}

func insertReport(ctx context.Context, tx *db.Tx, by member.Member, in NewReport, about About) (int64, error) {
	return db.Value[int64](ctx, tx, `
		INSERT INTO reports (target, thread_id, post_id, space_id, subject_id, page, reason, words, reporter_id, contact, made_at)
		VALUES ($1, nullif($2, 0), nullif($3, 0), nullif($4, 0), nullif($5, 0), $6, $7, $8, nullif($9, 0), $10, $11)
		RETURNING id`,
		about.Kind, about.ThreadID, about.PostID, about.SpaceID, about.SubjectID, about.Page, in.Reason, in.Words,
		by.ID, in.Contact, tx.Now)
}

// openReport finds the open report of by about the same thing; 0 if there is none, and for
// visitors, whom we cannot tell apart.
func openReport(ctx context.Context, tx *db.Tx, by member.Member, about About) (int64, error) {
	if by.IsVisitor() {
		return 0, nil
	}
	page := ""
	if about.Kind == OnPage {
		page = about.Page
	}
	id, err := db.Value[int64](ctx, tx, `
		SELECT r.id FROM reports r
		WHERE r.reporter_id = $1 AND r.state = 'open' AND r.target = $2
		  AND coalesce(r.thread_id, 0) = $3 AND coalesce(r.post_id, 0) = $4 AND coalesce(r.subject_id, 0) = $5
		  AND ($2 <> 'page' OR r.page = $6)
		LIMIT 1`, by.ID, about.Kind, about.ThreadID, about.PostID, about.SubjectID, page)
	if models.KindOf(err) == models.KindNotFound {
		return 0, nil
	}
	return id, err
}

// checkLimit keeps one person to a number of reports a day. The reports of visitors are counted
// by address before they come here. Reports dated after now, by a clock that was wrong, do not
// count: they would keep somebody waiting for as long as it was wrong by.
func (s *Store) checkLimit(ctx context.Context, tx *db.Tx, by member.Member) error {
	if by.IsVisitor() {
		return nil
	}
	made, err := db.Values[time.Time](ctx, tx, `
		SELECT r.made_at FROM reports r
		WHERE r.reporter_id = $1 AND r.made_at > $2 AND r.made_at <= $3
		ORDER BY r.made_at DESC
		LIMIT $4`, by.ID, tx.Now.Add(-day), tx.Now, s.limits.ReportsADay)
	if err != nil || len(made) < s.limits.ReportsADay {
		return err
	}
	return models.Limited("You have sent as many reports as one person can in a day. The committee reads them all. Try again tomorrow.",
		made[len(made)-1].Add(day).Sub(tx.Now))
}

const day = 24 * time.Hour
