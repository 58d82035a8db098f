package member

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
)

// place is the entry of the roll that a trusted e-mail address leads to; the zero place is none.
type place struct {
	EntryID int64
	Name    string
	Cohort  int
	TakenBy int64 // the member who has it, or 0
}

func (p place) isFree() bool  { return p.EntryID != 0 && p.TakenBy == 0 }
func (p place) isTaken() bool { return p.TakenBy != 0 }

func (p *place) fields() []any { return []any{&p.EntryID, &p.Name, &p.Cohort, &p.TakenBy} }

// placeFor finds the entry of a login's address. Addresses are compared whole, never by how
// they end, and only where the provider's word for them is good.
func placeFor(ctx context.Context, q db.Queryer, in Login) (place, error) {
	if !in.Trusted || in.Email == "" {
		return place{}, nil
	}
	p, err := db.One(ctx, q, (*place).fields, `
		SELECT e.id, e.name, e.cohort_number, coalesce(e.member_id, 0)
		FROM roll_emails r JOIN roll_entries e ON e.id = r.entry_id
		WHERE r.email_key = $1`, models.EmailKey(in.Email))
	if models.KindOf(err) == models.KindNotFound {
		return place{}, nil
	}
	return p, err
}

// claim marks an entry as taken and brings its cohort to the member.
func claim(ctx context.Context, tx *db.Tx, id int64, p place) error {
	n, err := db.Exec(ctx, tx, `UPDATE roll_entries SET member_id = $2 WHERE id = $1 AND member_id IS NULL`, p.EntryID, id)
	if err == nil && n == 0 {
		return errEntryTaken
	}
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `UPDATE members SET cohort_number = $2 WHERE id = $1`, id, p.Cohort)
	return err
}

// RollReport says what an import did.
type RollReport struct {
	Added, Updated, Unchanged int
}

// entry is an entry of the roll as it is kept.
type entry struct {
	id     int64
	member int64
	name   string
	cohort int
}

func (e *entry) fields() []any { return []any{&e.id, &e.member, &e.name, &e.cohort} }

// roll is what an import is compared with.
type roll struct {
	entries map[int64]entry
	byEmail map[string]int64 // an address to its entry
	cohorts map[int]bool
}

// Import adds the people of lines to the roll. An address that is on the roll already stands for
// the same person, whose name and cohort become those of the line; addresses are added, never
// taken away. It is all or nothing: with anything wrong in any line, nothing is changed.
func (s *Store) Import(ctx context.Context, lines []RollLine) (report RollReport, err error) {
	defer models.Wrap(&err, "import the roll")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		kept, err := readRoll(ctx, tx)
		if err != nil {
			return err
		}
		if err := kept.check(lines); err != nil {
			return err
		}
		for _, line := range lines {
			if err := kept.put(ctx, tx, line, &report); err != nil {
				return err
			}
		}
		return activity.Record(ctx, tx, activity.Entry{Verb: activity.RollImported})
	})
	if err != nil {
		return RollReport{}, err
	}
	return report, nil
}

func readRoll(ctx context.Context, q db.Queryer) (roll, error) {
	kept := roll{entries: map[int64]entry{}, byEmail: map[string]int64{}, cohorts: map[int]bool{}}
	entries, err := db.All(ctx, q, (*entry).fields, `
		SELECT e.id, coalesce(e.member_id, 0), e.name, e.cohort_number FROM roll_entries e`)
	if err != nil {
		return kept, err
	}
	for _, e := range entries {
		kept.entries[e.id] = e
	}
	type email struct {
		key   string
		entry int64
	}
	emails, err := db.All(ctx, q, func(e *email) []any { return []any{&e.key, &e.entry} }, `
		SELECT r.email_key, r.entry_id FROM roll_emails r`)
	if err != nil {
		return kept, err
	}
	for _, e := range emails {
		kept.byEmail[e.key] = e.entry
	}
	cohorts, err := db.Values[int](ctx, q, `SELECT c.number FROM cohorts c`)
	for _, number := range cohorts {
		kept.cohorts[number] = true
	}
	return kept, err
}

// put writes one line that has been found good.
func (r roll) put(ctx context.Context, tx *db.Tx, line RollLine, report *RollReport) (err error) {
	e := r.entries[r.entryOf(line)]
	fresh := r.unknown(line.Emails)
	switch {
	case e.id == 0:
		report.Added++
		e.id, err = db.Value[int64](ctx, tx, `
			INSERT INTO roll_entries (name, cohort_number, added_at) VALUES ($1, $2, $3) RETURNING id`, line.Name, line.Cohort, tx.Now)
	case e.name == line.Name && e.cohort == line.Cohort && len(fresh) == 0:
		report.Unchanged++
	default:
		report.Updated++
		err = e.update(ctx, tx, line)
	}
	if err != nil {
		return err
	}
	for _, key := range fresh {
		if _, err := db.Exec(ctx, tx, `INSERT INTO roll_emails (email_key, entry_id) VALUES ($1, $2)`, key, e.id); err != nil {
			return err
		}
	}
	return nil
}

// update brings an entry to what its line says. The cohort is the roll's to say, so it reaches
// the member; the name they go by is their own.
func (e entry) update(ctx context.Context, tx *db.Tx, line RollLine) error {
	_, err := db.Exec(ctx, tx, `UPDATE roll_entries SET name = $2, cohort_number = $3 WHERE id = $1`, e.id, line.Name, line.Cohort)
	if err != nil || e.member == 0 {
		return err
	}
	_, err = db.Exec(ctx, tx, `UPDATE members SET cohort_number = $2 WHERE id = $1`, e.member, line.Cohort)
	if err != nil {
		return err
	}
	return index.Put(ctx, tx, index.Member(e.member))
}
