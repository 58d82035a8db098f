package member

import (
	"context"

	"commonroom/models/db"
)

// Store keeps members, their identities, sessions and terms.
type Store struct{ db *db.DB }

// New gives the members kept in d.
func New(d *db.DB) *Store { return &Store{db: d} }

// Any tells whether anybody has ever signed in.
func (s *Store) Any(ctx context.Context) (bool, error) {
	return db.Value[bool](ctx, s.db, `SELECT EXISTS (SELECT 1 FROM members m)`)
}

// Member reads a person by id, as Of does.
func (s *Store) Member(ctx context.Context, id int64) (Member, error) { return Of(ctx, s.db, id) }
