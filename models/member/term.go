package member

import (
	"context"
	"strconv"
	"time"

	"commonroom/models"
	"commonroom/models/db"
)

// Power is something that only the holder of an office may do.
type Power string

// The powers. Those of an office follow from whether it sits on the committee and whether it
// administers the server.
const (
	Moderate   Power = "moderate"   // hide, restore, lock, move and pin; read reports
	Admit      Power = "admit"      // admit or decline applicants
	Administer Power = "administer" // run the server and grant offices
)

// Term is one member's time in an office. Authority is a term, never a flag: the day after
// Until the power is gone, without anybody doing anything.
type Term struct {
	ID          int64
	MemberID    int64
	Office      string // its name, such as "Chair"
	OfficeSlug  string
	Committee   bool // the office sits on the committee
	Administers bool
	From, Until models.Day // Until is the last day of power
	How         string     // elected, co-opted, officer, appointed
	position    int        // of the office among the others
}

const termCols = `t.id, t.member_id, o.name, o.slug, o.committee, o.administers, t.from_day, t.until_day, t.how, o.position`

func (t *Term) fields() []any {
	return []any{&t.ID, &t.MemberID, &t.Office, &t.OfficeSlug, &t.Committee, &t.Administers, &t.From, &t.Until, &t.How, &t.position}
}

// On tells whether the term covers the day.
func (t Term) On(day models.Day) bool { return t.From <= day && day <= t.Until }

// Span says the years of the term: "2026–2028", "since 2026" for one without an end.
func (t Term) Span() string {
	from, until := strconv.Itoa(t.From.Year()), strconv.Itoa(t.Until.Year())
	switch {
	case t.Until == models.Forever:
		return "since " + from
	case from == until:
		return from
	}
	return from + "–" + until
}

// Gives tells whether the office brings the power.
func (t Term) Gives(p Power) bool {
	switch p {
	case Moderate:
		return t.Committee
	case Admit:
		return t.Committee || t.Administers
	case Administer:
		return t.Administers
	}
	return false
}

// Holds tells whether the member has the power at a moment. Someone suspended has none.
func (m Member) Holds(p Power, at time.Time) bool {
	if !m.IsMember() {
		return false
	}
	day := models.DayOf(at)
	for _, t := range m.Terms {
		if t.On(day) && t.Gives(p) {
			return true
		}
	}
	return false
}

// termsOf reads the terms of a member, those that are over too.
func termsOf(ctx context.Context, q db.Queryer, id int64) ([]Term, error) {
	return db.All(ctx, q, (*Term).fields, `
		SELECT `+termCols+`
		FROM terms t JOIN offices o ON o.id = t.office_id
		WHERE t.member_id = $1
		ORDER BY o.position, t.from_day`, id)
}
