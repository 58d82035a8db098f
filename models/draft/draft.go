// Package draft is about what a member writes and has not sent yet: how it will look, and where it
// is kept until it is sent. A draft is its writer's alone, whatever becomes of their rights to the
// place it was meant for.
package draft

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// Fields are what a form holds, by the names of its fields.
type Fields map[string][]string

// Get gives the value of a field; nothing if the form has none.
func (f Fields) Get(name string) string {
	if len(f[name]) == 0 {
		return ""
	}
	return f[name][0]
}

// spoken are the fields of a form in which a person says something, the longest first.
var spoken = []string{"body", "problem", "aim", "summary", "title", "note"}

// blank tells whether nothing is said in any of them.
func (f Fields) blank() bool {
	for _, name := range spoken {
		if strings.TrimSpace(f.Get(name)) != "" {
			return false
		}
	}
	return true
}

// Draft is something begun and not sent.
type Draft struct {
	ID     int64
	Place  Place
	Fields Fields
	Seq    int64 // how often it was saved: whoever goes on with it says what they have read
	Saved  time.Time

	// What it is about, as far as its writer may see it now.
	ThreadKind  string // discussion, practice or project; empty when there is nothing to see
	ThreadTitle string
	PostNumber  int // of the post that is changed; 0 for none
}

// Words are the first words of the draft, without their marks, at most n characters.
func (d Draft) Words(n int) string {
	for _, name := range spoken {
		if words := prose.Excerpt(d.Fields.Get(name), n); words != "" {
			return words
		}
	}
	return ""
}

// Open tells whether there is a form to go on in: the thread may have been taken out of sight.
func (d Draft) Open() bool { return d.Place.ID == 0 || d.ThreadKind != "" }

// cols are written over drafts d with what they are about (from), for who reads them ($1 to $3).
const cols = `d.id, d.place, coalesce(d.thread_id, d.post_id, 0), d.fields, d.seq, d.saved_at,
	CASE WHEN ` + space.Sees + ` THEN t.kind ELSE '' END,
	CASE WHEN ` + space.Sees + ` THEN t.title ELSE '' END,
	CASE WHEN ` + space.Sees + ` THEN coalesce(p.number, 0) ELSE 0 END`

const from = `drafts d
	LEFT JOIN posts p ON p.id = d.post_id
	LEFT JOIN threads t ON t.id = coalesce(d.thread_id, p.thread_id)
	LEFT JOIN spaces s ON s.id = t.space_id`

// row is a draft as it is stored.
type row struct {
	Draft
	fields string
}

func (r *row) dest() []any {
	return []any{&r.ID, &r.Place.Form, &r.Place.ID, &r.fields, &r.Seq, &r.Saved, &r.ThreadKind, &r.ThreadTitle, &r.PostNumber}
}

// open gives what is stored as a draft.
func (r row) open() (Draft, error) {
	err := json.Unmarshal([]byte(r.fields), &r.Fields)
	return r.Draft, err
}

// Store keeps what is being written.
type Store struct{ db *db.DB }

// New gives the drafts kept in d.
func New(d *db.DB) *Store { return &Store{db: d} }

// Most is how many drafts one member may have: more than anybody finishes.
const Most = 100

// Drafts lists what by has begun, the latest first.
func (s *Store) Drafts(ctx context.Context, by member.Member) (list []Draft, err error) {
	defer models.Wrap(&err, "list the drafts of %d", by.ID)
	return s.list(ctx, by, `TRUE`)
}

// In lists what by has begun in one form, the latest first.
func (s *Store) In(ctx context.Context, by member.Member, p Place) (list []Draft, err error) {
	defer models.Wrap(&err, "list the drafts of %d in %s", by.ID, p)
	if !by.IsMember() {
		return nil, nil
	}
	return s.list(ctx, by, `d.place = $4 AND coalesce(d.thread_id, d.post_id, 0) = $5`, p.Form, p.ID)
}

// Draft finds a draft of by's.
func (s *Store) Draft(ctx context.Context, by member.Member, id int64) (d Draft, err error) {
	defer models.Wrap(&err, "read draft %d", id)
	list, err := s.list(ctx, by, `d.id = $4`, id)
	if err == nil && len(list) == 0 {
		err = models.NotFound("no such draft")
	}
	if err != nil {
		return d, err
	}
	return list[0], nil
}

func (s *Store) list(ctx context.Context, by member.Member, which string, args ...any) ([]Draft, error) {
	rows, err := db.All(ctx, s.db, (*row).dest, `
		SELECT `+cols+`
		FROM `+from+`
		WHERE d.member_id = $1 AND `+which+`
		ORDER BY d.saved_at DESC, d.id DESC`, space.As(by, s.db.Now(), args...)...)
	if err != nil {
		return nil, err
	}
	list := make([]Draft, len(rows))
	for i, r := range rows {
		if list[i], err = r.open(); err != nil {
			return nil, err
		}
	}
	return list, nil
}
