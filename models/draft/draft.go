// Package draft is about what somebody writes and has not sent yet: how it will look, and later
// where it is kept until it is sent.
package draft

import (
	"commonroom/models/db"
)

// Store keeps what is being written.
type Store struct{ db *db.DB }

// New makes a store over d.
func New(d *db.DB) *Store { return &Store{d} }
