package upload

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// MaxSize is how large a file may be: a long slide set or a phone's picture, not a film.
const MaxSize = 10_000_000

// NewFile is a file as it was sent.
type NewFile struct {
	Name string
	Data []byte
}

// errOff is said where nobody has said where files are to be kept.
var errOff = models.Forbidden("This site takes no files: whoever runs it has not said where to keep them.")

// CanAdd tells why by may not add files; nil if they may.
func (s *Store) CanAdd(by member.Member) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case !by.IsMember():
		return models.Forbidden("Only members can add files.")
	case !s.Keeps():
		return errOff
	}
	return nil
}

// Take keeps a file of by's, which nobody else sees until it hangs on something that they may
// read. The same file sent again before that is the one that is there already.
func (s *Store) Take(ctx context.Context, by member.Member, in NewFile) (u Upload, err error) {
	defer models.Wrap(&err, "take a file")
	if err := s.CanAdd(by); err != nil {
		return u, err
	}
	if len(in.Data) > MaxSize {
		return u, tooLarge(int64(len(in.Data)))
	}
	if err := s.mayAdd(ctx, s.db, by, int64(len(in.Data))); err != nil {
		return u, err // before a second is spent on drawing it
	}
	leave, err := s.queue.enter(ctx, by.ID)
	if err != nil {
		return u, err
	}
	defer leave()
	d, u, err := judge(ctx, in)
	if err != nil {
		return u, err
	}
	if err := s.lay(&u, d); err != nil {
		return u, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error { return s.add(ctx, tx, by, &u) })
	return u, err
}

// judge tells what a file is, and draws a picture anew.
func judge(ctx context.Context, in NewFile) (d drawing, u Upload, err error) {
	if u.Title, err = titleOf(in.Name); err != nil {
		return d, u, err
	}
	if u.Type, err = sniff(in.Name, in.Data); err != nil {
		return d, u, err
	}
	if err := noPatients(ctx, u.Type, in.Data); err != nil {
		return d, u, err
	}
	u.Name = prose.Slug(u.Title) + "." + string(u.Type)
	d = drawing{what: u.Type, whole: in.Data}
	if !u.Picture() {
		return d, u, nil
	}
	if d, err = redraw(ctx, u.Type, in.Data); err != nil {
		return d, u, err
	}
	u.Type, u.Width, u.Height = d.what, d.width, d.height
	u.Name = fmt.Sprintf("%s-%dx%d.%s", prose.Slug(u.Title), d.width, d.height, u.Type)
	return d, u, nil
}

// tooLarge is said of a file with so many bytes.
func tooLarge(n int64) error {
	return models.Invalid(field, "This file has "+Bytes(n)+". The limit is "+strings.Replace(Bytes(MaxSize), ".0", "", 1)+": make it smaller, or add it in parts.")
}

// lay puts the bytes of a file on the shelf.
func (s *Store) lay(u *Upload, d drawing) (err error) {
	if u.digest, err = s.shelf.put(d.whole); err != nil {
		return err
	}
	u.Size = int64(len(d.whole))
	if d.shown != nil {
		u.shown, err = s.shelf.put(d.shown)
	}
	return err
}

// errSwept is what happens when a sweep took bytes away between their being laid down and their
// being noted.
var errSwept = models.Busy(errors.New("the bytes of a file were swept away while it was taken"))

// add notes a file whose bytes are there. Only one writer is at work at a time, and a sweep is
// one: what is there now stays.
func (s *Store) add(ctx context.Context, tx *db.Tx, by member.Member, u *Upload) error {
	if !s.shelf.has(u.digest) || u.shown != "" && !s.shelf.has(u.shown) {
		return errSwept
	}
	same, err := db.One(ctx, tx, (*Upload).fields, `
		UPDATE uploads AS u SET loose_at = $5
		WHERE u.by_id = $1 AND u.digest = $2 AND u.name = $3 AND u.title = $4
		AND NOT EXISTS (SELECT 1 FROM upload_places q WHERE q.upload_id = u.id)
		RETURNING `+bare, by.ID, u.digest, u.Name, u.Title, tx.Now)
	if models.KindOf(err) != models.KindNotFound {
		*u = same
		return err
	}
	if err := s.mayAdd(ctx, tx, by, u.Size); err != nil {
		return err
	}
	u.Made = tx.Now
	u.ID, err = db.Value[int64](ctx, tx, `
		INSERT INTO uploads (by_id, type, name, title, digest, size, width, height, shown_digest, made_at, loose_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
		RETURNING id`, by.ID, u.Type, u.Name, u.Title, u.digest, u.Size, u.Width, u.Height, u.shown, tx.Now)
	if err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.FileAdded})
}

// mayAdd tells why by may not add so many bytes just yet; nil if they may.
func (s *Store) mayAdd(ctx context.Context, q db.Queryer, by member.Member, size int64) error {
	if s.limits.FilesADay == 0 {
		return nil
	}
	type sum struct{ files, bytes int64 }
	had, err := db.One(ctx, q, func(t *sum) []any { return []any{&t.files, &t.bytes} }, `
		SELECT count(*), CAST(coalesce(sum(u.size), 0) AS BIGINT) FROM uploads u WHERE u.by_id = $1 AND u.made_at > $2`,
		by.ID, s.db.Now().Add(-24*time.Hour))
	if err != nil {
		return err
	}
	if had.files >= int64(s.limits.FilesADay) || had.bytes+size > s.limits.BytesADay && had.files > 0 {
		return models.Limited(fmt.Sprintf("You have added %d files (%s) in a day, about the most one member may. Try again tomorrow.", had.files, Bytes(had.bytes)), time.Hour)
	}
	return nil
}
