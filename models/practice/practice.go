// Package practice is the library: what members found to work, written up so that others can
// copy it. A practice is a document with a life. It begins as a draft of its authors', is
// published once, and every save after that stands in its history.
package practice

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Practice is one practice with its text. It shares the id of its thread, where its title,
// summary, tags and comments are.
type Practice struct {
	discuss.Thread
	Body         string     // Markdown, as it was written
	HTML         string     // rendered and cleaned when it was written
	Version      int64      // of the text; an edit says which one it began from
	PublishedDay models.Day // London's day; none of a draft
	EditedAt     time.Time  // when the latest version was saved
	Mine         bool       // the reader is among its authors
	published    int64      // the version that was published; 0 of a draft
}

const cols = `d.body, d.html, d.version, d.published_day, d.edited_at, d.published_version,
	` + space.Authored + `, ` + discuss.Cols

func (p *Practice) fields() []any {
	return append([]any{&p.Body, &p.HTML, &p.Version, &p.PublishedDay, &p.EditedAt, &p.published, &p.Mine}, p.Thread.Fields()...)
}

// CanEdit tells why the person the practice was read for may not edit or publish it; nil if
// they may. Only its authors may, whatever office others hold, and nobody what the committee has
// hidden: what it decided about stays to be read by whoever looks at the decision again.
func (p Practice) CanEdit() error {
	switch {
	case !p.Mine:
		return models.Forbidden("Only the authors of a practice can change it. Say in a comment what you would write differently.")
	case p.Hidden:
		return discuss.ErrHidden
	}
	return nil
}

// Edited tells whether the text was saved again after it was published.
func (p Practice) Edited() bool { return p.Published && p.Version > p.published }

// Store keeps practices.
type Store struct {
	db     *db.DB
	limits models.Limits
}

// New gives the practices kept in d, with the limits that starting one keeps to.
func New(d *db.DB, limits models.Limits) *Store { return &Store{db: d, limits: limits} }

// Practice finds a practice for someone who may see it. A draft is its authors' alone: anybody
// else is told there is none.
func (s *Store) Practice(ctx context.Context, by member.Member, id int64) (p Practice, err error) {
	defer models.Wrap(&err, "find practice %d", id)
	return find(ctx, s.db, by, s.db.Now(), id)
}

func find(ctx context.Context, q db.Queryer, by member.Member, now time.Time, id int64) (Practice, error) {
	p, err := db.One(ctx, q, (*Practice).fields, `
		SELECT `+cols+`
		FROM `+discuss.From+` JOIN practices d ON d.thread_id = t.id
		WHERE t.id = $4 AND `+space.Sees, space.As(by, now, id)...)
	return p, shut(ctx, q, by, now, id, err)
}

// shut says why by was not shown a practice, where err says that there was no row.
func shut(ctx context.Context, q db.Queryer, by member.Member, now time.Time, id int64, err error) error {
	if models.KindOf(err) != models.KindNotFound {
		return err
	}
	if _, err := discuss.Find(ctx, q, by, now, discuss.Practice, id); err != nil {
		return err
	}
	return models.NotFound("no such practice")
}

// editable finds a practice that by means to change.
func editable(ctx context.Context, tx *db.Tx, by member.Member, id int64) (Practice, error) {
	p, err := find(ctx, tx, by, tx.Now, id)
	if err != nil {
		return p, err
	}
	return p, p.CanEdit()
}
