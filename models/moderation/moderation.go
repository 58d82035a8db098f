// Package moderation is how the community keeps its own rules: what members and outsiders
// report, what the committee does about it, under which rule and why, and the public log of
// that. The log tells of acts, never of people.
package moderation

import (
	"net/url"

	"commonroom/models"
	"commonroom/models/db"
)

// Store keeps reports and actions.
type Store struct {
	db     *db.DB
	limits models.Limits
	site   *url.URL
}

// New gives the reports and actions kept in d. site is the public address of this site, by
// which a pasted address is known as one of ours.
func New(d *db.DB, limits models.Limits, site *url.URL) *Store {
	return &Store{db: d, limits: limits, site: site}
}
