package discuss

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// MaxTemplate is how many characters a template has at most: headings and hints for a first post,
// and not the post itself.
const MaxTemplate = 2000

// Template is the skeleton text with which the form of a new thread on a board begins. Version 0 is
// that of a board that never had one.
type Template struct {
	Space   space.Space
	Body    string // empty for none
	Version int64
	By      string // the name of who changed it last; empty if nobody has
	At      time.Time
}

func (t *Template) fields() []any { return []any{&t.Body, &t.Version, &t.By, &t.At} }

// EditTemplate is what the committee changes a template to. Version is the one they started from.
type EditTemplate struct {
	Body    string `form:"body" prose:"post"`
	Version int64  `form:"version"`
	Key     string `form:"key"`
}

// Skeleton is what a first post on the board begins with; empty for none. Whoever asks has been
// shown the board.
func (s *Store) Skeleton(ctx context.Context, in space.Space) (body string, err error) {
	defer models.Wrap(&err, "read the template of board %d", in.ID)
	t, err := template(ctx, s.db, in)
	return t.Body, err
}

// Template finds the template of a board for somebody of the committee, who may change it.
func (s *Store) Template(ctx context.Context, by member.Member, slug string) (t Template, err error) {
	defer models.Wrap(&err, "read the template of %q", slug)
	in, err := space.New(s.db).Space(ctx, by, slug)
	if err != nil {
		return t, err
	}
	if err := canShape(in, by, s.db.Now()); err != nil {
		return t, err
	}
	return template(ctx, s.db, in)
}

// canShape tells why by may not say what threads on a board begin with; nil if they may.
func canShape(in space.Space, by member.Member, now time.Time) error {
	switch err := canModerate(in, by, now); {
	case err != nil:
		return err
	case in.Holds != string(Discussion):
		return models.Forbidden("Only boards of discussions have a template.")
	}
	return nil
}

func template(ctx context.Context, q db.Queryer, in space.Space) (Template, error) {
	t, err := db.One(ctx, q, (*Template).fields, `
		SELECT b.body, b.version, m.name, b.changed_at
		FROM board_templates b JOIN members m ON m.id = b.changed_by
		WHERE b.space_id = $1`, in.ID)
	t.Space = in
	if models.KindOf(err) == models.KindNotFound {
		return t, nil
	}
	return t, err
}

// SaveTemplate changes the template of a board; without words the board has none any more. If
// somebody has changed it since by opened it, the answer is a conflict and nothing is changed.
func (s *Store) SaveTemplate(ctx context.Context, by member.Member, slug string, in EditTemplate) (t Template, err error) {
	defer models.Wrap(&err, "save the template of %q", slug)
	if t, err = s.Template(ctx, by, slug); err != nil {
		return t, err
	}
	body, err := newTemplate(ctx, in.Body)
	if err != nil {
		return t, err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		if err := canShape(t.Space, by, tx.Now); err != nil {
			return 0, err
		}
		return t.Space.ID, t.save(ctx, tx, by, body, in.Version)
	})
	if err != nil {
		return t, err
	}
	return template(ctx, s.db, t.Space)
}

// newTemplate takes the words of a template as those of a post are taken, but that it tells nobody
// anything.
func newTemplate(ctx context.Context, body string) (string, error) {
	if utf8.RuneCountInString(body) > MaxTemplate {
		return "", models.Invalid("body", "Use at most 2,000 characters: a template is a skeleton, and each of its readers has to write over it.")
	}
	said, err := prose.OptionalText(ctx, "body", body, nil)
	return said.Source, err
}

func (t Template) save(ctx context.Context, tx *db.Tx, by member.Member, body string, version int64) error {
	now, err := template(ctx, tx, t.Space)
	switch {
	case err != nil:
		return err
	case now.Version != version:
		return models.Conflict("This template has changed since you opened it. Nothing was saved: see below what is different.")
	case now.Body == body:
		return nil
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO board_templates (space_id, body, changed_by, changed_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (space_id) DO UPDATE SET
			body = excluded.body, changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = board_templates.version + 1`,
		t.Space.ID, body, by.ID, tx.Now)
	if err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.TemplateSaved, SpaceID: t.Space.ID})
}

// filled tells why words cannot be posted that are the board's template and nothing else; nil if
// somebody has written something.
func (s *Store) filled(ctx context.Context, in space.Space, body string) error {
	skeleton, err := s.Skeleton(ctx, in)
	if err == nil && skeleton != "" && strings.Join(strings.Fields(skeleton), " ") == strings.Join(strings.Fields(body), " ") {
		err = models.Invalid("body", "These are still the words of the board’s template. Write your own in their place.")
	}
	return err
}
