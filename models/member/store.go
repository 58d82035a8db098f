package member

import "commonroom/models/db"

// Store keeps members, their identities, sessions and terms.
type Store struct{ db *db.DB }

// New gives the members kept in d.
func New(d *db.DB) *Store { return &Store{db: d} }
