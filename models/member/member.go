// Package member knows who is who: the people of the community, the identities they sign in
// with, the roll of those entitled to a place, and the terms by which some hold authority.
package member

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/db"
)

// State says whether a person's place is confirmed.
type State string

// The states.
const (
	Applicant State = "applicant" // signed in, not yet confirmed
	Confirmed State = "member"
	Declined  State = "declined"  // an applicant the committee did not admit
	Suspended State = "suspended" // reads what a visitor reads, and their own standing
	Former    State = "former"    // has left
)

// Member is a person. The zero Member is a visitor: nobody is signed in.
type Member struct {
	ID           int64
	Handle       string
	Name         string
	JobTitle     string
	Organisation string
	Region       string
	State        State
	Cohort       int       // 0 when not known
	Welcomed     bool      // has chosen a handle and perspectives
	Joined       time.Time // first signed in
	Admitted     time.Time // place confirmed
	Version      int64     // of the profile, for edits
	KeysOff      bool      // goes without the shortcuts that are one key
	Terms        []Term    // all of them, those that are over too
}

// Cols are the columns of members m that Fields reads.
const Cols = `m.id, m.handle, m.name, m.job_title, m.organisation, m.region, m.state,
	coalesce(m.cohort_number, 0), m.welcomed, m.joined_at, m.admitted_at, m.version, m.keys_off`

// Fields are where the columns Cols go.
func (m *Member) Fields() []any {
	return []any{&m.ID, &m.Handle, &m.Name, &m.JobTitle, &m.Organisation, &m.Region, &m.State,
		&m.Cohort, &m.Welcomed, &m.Joined, &m.Admitted, &m.Version, &m.KeysOff}
}

// IsVisitor tells whether nobody is signed in.
func (m Member) IsVisitor() bool { return m.ID == 0 }

// IsMember tells whether the person's place is confirmed and in force.
func (m Member) IsMember() bool { return m.State == Confirmed }

// IsNew tells whether the member was admitted less than span before now.
func (m Member) IsNew(now time.Time, span time.Duration) bool {
	return now.Sub(m.Admitted) < span
}

// Path is the address of the person's profile, which only members can read.
func (m Member) Path() string { return "/members/" + m.Handle }

// Of reads a person by id, with their terms.
func Of(ctx context.Context, q db.Queryer, id int64) (m Member, err error) {
	m, err = db.One(ctx, q, (*Member).Fields, `SELECT `+Cols+` FROM members m WHERE m.id = $1`, id)
	if err != nil {
		return Member{}, absent(err)
	}
	m.Terms, err = termsOf(ctx, q, id)
	return m, err
}

// absent says what is missing in the member's words.
func absent(err error) error {
	if models.KindOf(err) == models.KindNotFound {
		return models.NotFound("no such member")
	}
	return err
}
