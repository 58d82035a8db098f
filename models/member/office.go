package member

import (
	"context"
	"slices"
	"strings"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
)

// hows are the ways into an office.
var hows = []string{"elected", "co-opted", "officer", "appointed"}

// NewTerm is an office to be given to somebody.
type NewTerm struct {
	Who    string     // their handle, or an e-mail address they sign in with or have on the roll
	Office string     // its slug, such as chair or administrator
	From   models.Day // today when empty
	Until  models.Day // the last day of power; no end when empty
	How    string     // elected, co-opted, officer or appointed; appointed when empty
}

// office is a position that can be held.
type office struct {
	id          int64
	name        string
	administers bool
}

func (o *office) fields() []any { return []any{&o.id, &o.name, &o.administers} }

// Grant gives a member an office for a term, or the administrator role. It is for whoever runs
// the server: nobody can reach it from a page. The member signs in again to use it.
func (s *Store) Grant(ctx context.Context, in NewTerm) (t Term, err error) {
	defer models.Wrap(&err, "grant %q to %q", in.Office, in.Who)
	if err := in.settle(models.DayOf(s.db.Now())); err != nil {
		return Term{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		m, err := whoIs(ctx, tx, in.Who)
		if err != nil {
			return err
		}
		o, err := officeOf(ctx, tx, in.Office)
		if err != nil {
			return err
		}
		t, err = grant(ctx, tx, m, o, in)
		return err
	})
	return t, err
}

// settle fills in what was left out and checks the rest.
func (in *NewTerm) settle(today models.Day) error {
	fill := func(d *models.Day, usual models.Day) {
		if *d == "" {
			*d = usual
		}
	}
	fill(&in.From, today)
	fill(&in.Until, models.Forever)
	if in.How == "" {
		in.How = "appointed"
	}
	for field, d := range map[string]models.Day{"from": in.From, "until": in.Until} {
		if _, err := models.ParseDay(string(d)); err != nil {
			return models.Invalid(field, "Write the day like 2026-11-24.")
		}
	}
	switch {
	case in.Until < in.From:
		return models.Invalid("until", "The term ends before it begins.")
	case !slices.Contains(hows, in.How):
		return models.Invalid("how", "How must be one of "+strings.Join(hows, ", ")+".")
	}
	return nil
}

func grant(ctx context.Context, tx *db.Tx, m Member, o office, in NewTerm) (Term, error) {
	if !m.IsMember() {
		return Term{}, models.Forbidden(m.Name + " is not a member. Admit them first, or put them on the roll and have them sign in again.")
	}
	for _, t := range m.Terms {
		if t.OfficeSlug == in.Office && t.From <= in.Until && in.From <= t.Until {
			return Term{}, models.Conflict(m.Name + " holds this office already, " + t.Span() + ".")
		}
	}
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO terms (member_id, office_id, from_day, until_day, how, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		RETURNING id`, m.ID, o.id, in.From, in.Until, in.How, tx.Now)
	if err != nil {
		return Term{}, err
	}
	if err := endSessions(ctx, tx, m.ID); err != nil {
		return Term{}, err
	}
	if err := activity.Record(ctx, tx, activity.Entry{Verb: activity.TermGranted, MemberID: m.ID, Detail: o.name}); err != nil {
		return Term{}, err
	}
	return db.One(ctx, tx, (*Term).fields, `
		SELECT `+termCols+` FROM terms t JOIN offices o ON o.id = t.office_id WHERE t.id = $1`, id)
}

// EndTerm ends the term of an office that a member holds today, or is to hold: last is its last
// day of power, yesterday when empty, so that the power is gone at once. The last administrator
// stays.
func (s *Store) EndTerm(ctx context.Context, who, officeSlug string, last models.Day) (err error) {
	defer models.Wrap(&err, "end the term of %q as %q", who, officeSlug)
	if last == "" {
		last = models.DayOf(models.DayOf(s.db.Now()).Start().AddDate(0, 0, -1))
	}
	if _, err := models.ParseDay(string(last)); err != nil {
		return models.Invalid("until", "Write the day like 2026-11-24.")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		m, err := whoIs(ctx, tx, who)
		if err != nil {
			return err
		}
		today := models.DayOf(tx.Now)
		for _, t := range m.Terms {
			if t.OfficeSlug == officeSlug && t.Until >= today && t.Until > last {
				return endTerm(ctx, tx, m, t, last)
			}
		}
		return models.NotFound("no such term: " + m.Name + " does not hold this office after that day")
	})
}

func endTerm(ctx context.Context, tx *db.Tx, m Member, t Term, last models.Day) error {
	if t.Administers {
		if err := anotherAdministers(ctx, tx, t, models.DayOf(last.Start().AddDate(0, 0, 1))); err != nil {
			return err
		}
	}
	query, args := `UPDATE terms SET until_day = $2 WHERE id = $1`, []any{t.ID, last}
	if last < t.From { // it never began
		query, args = `DELETE FROM terms WHERE id = $1`, args[:1]
	}
	if _, err := db.Exec(ctx, tx, query, args...); err != nil {
		return err
	}
	if err := endSessions(ctx, tx, m.ID); err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{Verb: activity.TermEnded, MemberID: m.ID, Detail: t.Office})
}

// anotherAdministers refuses to leave nobody who runs the server on the day the term t is over.
func anotherAdministers(ctx context.Context, q db.Queryer, t Term, day models.Day) error {
	n, err := db.Value[int](ctx, q, `
		SELECT count(*)
		FROM terms t
		JOIN offices o ON o.id = t.office_id
		JOIN members m ON m.id = t.member_id
		WHERE o.administers AND m.state = 'member' AND t.id <> $1 AND t.from_day <= $2 AND t.until_day >= $2`, t.ID, day)
	if err == nil && n == 0 {
		err = models.Conflict("Nobody else would be an administrator then. Make somebody else one first.")
	}
	return err
}

// whoIs finds a member by handle or by e-mail address.
func whoIs(ctx context.Context, q db.Queryer, who string) (Member, error) {
	if strings.Contains(who, "@") {
		return ByEmail(ctx, q, who)
	}
	id, err := db.Value[int64](ctx, q, `SELECT m.id FROM members m WHERE m.handle = $1`, strings.ToLower(strings.TrimSpace(who)))
	if err != nil {
		return Member{}, absent(err)
	}
	return Of(ctx, q, id)
}

func officeOf(ctx context.Context, q db.Queryer, slug string) (office, error) {
	o, err := db.One(ctx, q, (*office).fields, `SELECT o.id, o.name, o.administers FROM offices o WHERE o.slug = $1`, slug)
	if models.KindOf(err) != models.KindNotFound {
		return o, err
	}
	known, err := db.Values[string](ctx, q, `SELECT o.slug FROM offices o ORDER BY o.position`)
	if err != nil {
		return office{}, err
	}
	return office{}, models.Invalid("office", "There is no such office. There are: "+strings.Join(known, ", ")+".")
}

// Seat is a term with the member who holds or held it.
type Seat struct {
	Term
	Handle, Name, JobTitle, Organisation string
}

func (s *Seat) fields() []any {
	return append(s.Term.fields(), &s.Handle, &s.Name, &s.JobTitle, &s.Organisation)
}

// Seats are the terms on the committee, seen from one day.
type Seats struct {
	Now    []Seat // in the order of the offices
	Coming []Seat
	Past   []Seat // the latest first
}

// mostSeats bounds the committee page: some decades of a committee of twelve.
const mostSeats = 500

// Committee lists who sits, will sit and sat on the committee on a day. Anyone may read it.
func (s *Store) Committee(ctx context.Context, day models.Day) (seats Seats, err error) {
	defer models.Wrap(&err, "list the committee")
	all, err := db.All(ctx, s.db, (*Seat).fields, `
		SELECT `+termCols+`, m.handle, m.name, m.job_title, m.organisation
		FROM terms t
		JOIN offices o ON o.id = t.office_id
		JOIN members m ON m.id = t.member_id
		WHERE o.committee
		ORDER BY t.until_day DESC, o.position, m.name_key, t.id
		LIMIT $1`, mostSeats)
	if err != nil {
		return seats, err
	}
	for _, seat := range all {
		switch {
		case seat.On(day):
			seats.Now = append(seats.Now, seat)
		case seat.From > day:
			seats.Coming = append(seats.Coming, seat)
		default:
			seats.Past = append(seats.Past, seat)
		}
	}
	slices.SortStableFunc(seats.Now, func(a, b Seat) int { return a.position - b.position })
	return seats, nil
}
