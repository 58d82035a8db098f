// Package membertest makes people for the tests of other packages, which need them there and not
// how they came.
package membertest

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// Insert adds a person with the handle, name and state of m, known since m.Admitted or, without
// that, for a year. Terms are m's own: they are not stored.
func Insert(ctx context.Context, tx *db.Tx, m member.Member) (member.Member, error) {
	if m.Admitted.IsZero() {
		m.Admitted = tx.Now.AddDate(-1, 0, 0)
	}
	if m.Name == "" {
		m.Name = m.Handle
	}
	m.Joined = m.Admitted
	var err error
	m.ID, err = db.Value[int64](ctx, tx, `
		INSERT INTO members (handle, name, name_key, state, joined_at, admitted_at)
		VALUES ($1, $2, $3, $4, $5, $5)
		RETURNING id`, m.Handle, m.Name, prose.Fold(m.Name), m.State, m.Admitted)
	return m, err
}

// Confirm adds a member for each handle and puts them where it points to: their name is their handle,
// and they were admitted a year ago.
func Confirm(ctx context.Context, tx *db.Tx, people map[string]*member.Member) error {
	for handle, m := range people {
		made, err := Insert(ctx, tx, member.Member{Handle: handle, State: member.Confirmed})
		if err != nil {
			return err
		}
		*m = made
	}
	return nil
}

// OnCommittee is a seat on the committee that began long ago and does not end.
func OnCommittee() []member.Term {
	return []member.Term{{Committee: true, From: "2010-01-01", Until: models.Forever}}
}
