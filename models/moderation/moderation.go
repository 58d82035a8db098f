// Package moderation is how the community keeps its own rules: what members and outsiders
// report, what the committee does about it, under which rule and why, and the public log of
// that. The log tells of acts, never of people.
package moderation

import (
	"commonroom/models"
	"commonroom/models/db"
)

// Store keeps reports and actions.
type Store struct {
	db     *db.DB
	limits models.Limits
}

// New gives the reports and actions kept in d.
func New(d *db.DB, limits models.Limits) *Store { return &Store{db: d, limits: limits} }
