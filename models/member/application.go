package member

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/prose"
)

// Application is where an applicant stands.
type Application struct {
	MemberID int64
	Handle   string
	Name     string
	Words    string // their own
	Outcome  string // waiting, admitted, declined
	Reason   string // the committee's, once decided
	Made     time.Time
	Hints    []Hint // for whoever decides
}

const applications = `SELECT a.member_id, m.handle, m.name, a.words, a.outcome, a.reason, a.made_at
	FROM applications a JOIN members m ON m.id = a.member_id`

func (a *Application) fields() []any {
	return []any{&a.MemberID, &a.Handle, &a.Name, &a.Words, &a.Outcome, &a.Reason, &a.Made}
}

// Hint is one sign-in of an applicant and the entry of the roll that its address leads to, if
// the provider's word for the address is good. The address itself is not shown.
type Hint struct {
	Provider string
	Name     string // as the provider has it
	Trusted  bool   // the address is theirs
	RollName string // on the roll; empty when it is not
	Cohort   int
	Taken    bool // that place has a member already
}

// hintRow is a hint with the applicant it is about.
type hintRow struct {
	Hint
	memberID int64
}

func (h *hintRow) fields() []any {
	return []any{&h.memberID, &h.Provider, &h.Name, &h.Trusted, &h.RollName, &h.Cohort, &h.Taken}
}

// MaxWords is how much an applicant may say: a short paragraph, which is read in full.
const MaxWords = 1000

// pageOfApplicants is how many applicants are shown at a time.
const pageOfApplicants = 25

// Application gives where by stands: M01, for those who have no place.
func (s *Store) Application(ctx context.Context, by Member) (a Application, err error) {
	defer models.Wrap(&err, "read the application of %d", by.ID)
	a, err = db.One(ctx, s.db, (*Application).fields, applications+`
		WHERE a.member_id = $1`, by.ID)
	if models.KindOf(err) == models.KindNotFound {
		return a, models.NotFound("no such application")
	}
	return a, err
}

// Answer is what an applicant says for themselves.
type Answer struct {
	Words string `form:"words"`
}

// Answer keeps an applicant's own words while they wait.
func (s *Store) Answer(ctx context.Context, by Member, in Answer) (err error) {
	defer models.Wrap(&err, "answer for application %d", by.ID)
	words, err := prose.Plain("words", "what you tell the committee", in.Words, MaxWords)
	if err != nil {
		return err
	}
	if words == "" {
		return models.Invalid("words", "Write how the committee can know you: your cohort, the name you had then, or somebody who knows you.")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `
			UPDATE applications SET words = $2 WHERE member_id = $1 AND outcome = 'waiting'`, by.ID, words)
		if err == nil && n == 0 {
			return models.Forbidden("Your application has been decided, so it can no longer be changed.")
		}
		return err
	})
}

// CanAdmit tells why by may not decide about applicants; nil if they may.
func CanAdmit(by Member, now time.Time) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case !by.Holds(Admit, now):
		return models.Forbidden("Only the committee and those who run the server decide who is given a place.")
	}
	return nil
}

// Applicants lists those who wait, or with outcome "declined" those who were not admitted, the
// longest waiting first.
func (s *Store) Applicants(ctx context.Context, by Member, outcome, cursor string) (page models.Page[Application], err error) {
	defer models.Wrap(&err, "list applicants")
	if err := CanAdmit(by, s.db.Now()); err != nil {
		return page, err
	}
	from := models.Cursor{}
	if cursor != "" {
		if from, err = models.ParseCursor(cursor); err != nil {
			return page, err
		}
	}
	rows, err := db.All(ctx, s.db, (*Application).fields, applications+`
		WHERE a.outcome = $1 AND m.state IN ('applicant', 'declined') AND (a.made_at, a.member_id) > ($2, $3)
		ORDER BY a.made_at, a.member_id
		LIMIT $4`, outcome, from.At, from.ID, pageOfApplicants+1)
	if err != nil {
		return page, err
	}
	page = models.PageOf(rows, pageOfApplicants, func(a Application) models.Cursor { return models.Cursor{At: a.Made, ID: a.MemberID} })
	return page, s.addHints(ctx, page.Items)
}

// Applicant reads one application, for whoever may decide about it.
func (s *Store) Applicant(ctx context.Context, by Member, id int64) (a Application, err error) {
	defer models.Wrap(&err, "read application %d", id)
	if err := CanAdmit(by, s.db.Now()); err != nil {
		return a, err
	}
	list, err := db.All(ctx, s.db, (*Application).fields, applications+`
		WHERE a.member_id = $1 AND m.state IN ('applicant', 'declined')`, id)
	if err != nil {
		return a, err
	}
	if len(list) == 0 {
		return a, models.NotFound("no such applicant")
	}
	err = s.addHints(ctx, list)
	return list[0], err
}

// addHints reads, in one query, the sign-ins of the applicants on a page.
func (s *Store) addHints(ctx context.Context, list []Application) error {
	if len(list) == 0 {
		return nil
	}
	at := map[int64]int{}
	var ids []any
	for i, a := range list {
		at[a.MemberID] = i
		ids = append(ids, a.MemberID)
	}
	rows, err := db.All(ctx, s.db, (*hintRow).fields, `
		SELECT i.member_id, i.provider, i.name, i.trusted, coalesce(e.name, ''), coalesce(e.cohort_number, 0), e.member_id IS NOT NULL
		FROM identities i
		LEFT JOIN roll_emails r ON i.trusted AND r.email_key = i.email_key
		LEFT JOIN roll_entries e ON e.id = r.entry_id
		WHERE i.member_id IN (`+marks(len(ids))+`)
		ORDER BY i.linked_at, i.id`, ids...)
	for _, row := range rows {
		i := at[row.memberID]
		list[i].Hints = append(list[i].Hints, row.Hint)
	}
	return err
}

// Decision is what the committee decides about an applicant, and why.
type Decision struct {
	Reason string `form:"reason"`
	Key    string `form:"key"`
}

// MaxReason is the length of a reason: a sentence or two.
const MaxReason = 500

func (in *Decision) validate() (err error) {
	in.Reason, err = prose.Line("reason", "the reason, which the applicant will read", in.Reason, MaxReason)
	return err
}

// Admit gives an applicant a place, with the entry of the roll that one of their addresses leads
// to, if any. Somebody who was declined may be admitted later.
func (s *Store) Admit(ctx context.Context, by Member, id int64, in Decision) (err error) {
	defer models.Wrap(&err, "admit applicant %d", id)
	return s.decided(ctx, by, id, in, func(tx *db.Tx, a Application) error {
		if a.Outcome == "admitted" {
			return models.Conflict("This person has a place already.")
		}
		p, err := placeOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if p.isTaken() {
			return models.Conflict("On the roll this address belongs to " + p.Name + ", whose place is taken. Decline, and ask them to sign in as before and link this sign-in.")
		}
		if p.isFree() {
			if err := claim(ctx, tx, id, p); err != nil {
				return err
			}
		}
		if err := decide(ctx, tx, id, Confirmed, by.ID, in.Reason); err != nil {
			return err
		}
		return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.Admitted, MemberID: id})
	})
}

// Decline tells an applicant that they are not given a place, and why.
func (s *Store) Decline(ctx context.Context, by Member, id int64, in Decision) (err error) {
	defer models.Wrap(&err, "decline applicant %d", id)
	return s.decided(ctx, by, id, in, func(tx *db.Tx, a Application) error {
		if a.Outcome != "waiting" {
			return models.Conflict("This application has been decided already.")
		}
		if err := decide(ctx, tx, id, Declined, by.ID, in.Reason); err != nil {
			return err
		}
		return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.Declined, MemberID: id})
	})
}

// decided runs a decision of by about somebody else's application, once for each form.
func (s *Store) decided(ctx context.Context, by Member, id int64, in Decision, act func(*db.Tx, Application) error) error {
	if err := CanAdmit(by, s.db.Now()); err != nil {
		return err
	}
	if by.ID == id {
		return models.Forbidden("Nobody decides about their own place.")
	}
	if err := in.validate(); err != nil {
		return err
	}
	_, err := s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		a, err := db.One(ctx, tx, (*Application).fields, applications+`
		WHERE a.member_id = $1 AND m.state IN ('applicant', 'declined', 'member')`, id)
		if models.KindOf(err) == models.KindNotFound {
			return 0, models.NotFound("no such applicant")
		}
		if err != nil {
			return 0, err
		}
		return id, act(tx, a)
	})
	return err
}

// placeOf finds the entry of the roll for any trusted address of a person: a free one first.
func placeOf(ctx context.Context, q db.Queryer, id int64) (place, error) {
	p, err := db.One(ctx, q, (*place).fields, `
		SELECT e.id, e.name, e.cohort_number, coalesce(e.member_id, 0)
		FROM identities i
		JOIN roll_emails r ON r.email_key = i.email_key
		JOIN roll_entries e ON e.id = r.entry_id
		WHERE i.member_id = $1 AND i.trusted
		ORDER BY CASE WHEN e.member_id IS NULL THEN 0 ELSE 1 END, e.id
		LIMIT 1`, id)
	if models.KindOf(err) == models.KindNotFound {
		return place{}, nil
	}
	return p, err
}

// decide settles an application and what the person is from now on. Every session and feed
// address they have ends: no token outlives the rights it was given under.
func decide(ctx context.Context, tx *db.Tx, id int64, state State, by int64, reason string) error {
	outcome := "declined"
	if state == Confirmed {
		outcome = "admitted"
	}
	_, err := db.Exec(ctx, tx, `
		UPDATE members SET state = $2, admitted_at = $3, version = version + 1 WHERE id = $1`, id, state, tx.Now)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `
		UPDATE applications SET outcome = $2, reason = $3, decided_by = nullif($4, 0), decided_at = $5
		WHERE member_id = $1`, id, outcome, reason, by, tx.Now)
	if err != nil {
		return err
	}
	if err := index.Put(ctx, tx, index.Member(id)); err != nil {
		return err
	}
	if err := endFeedAddresses(ctx, tx, id); err != nil {
		return err
	}
	return endSessions(ctx, tx, id)
}
