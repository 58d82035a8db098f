// Package upload keeps the files that members add to what they write. A file is judged by what is
// in it, never by its name; a picture is drawn anew, so that nothing is left of where and when it
// was taken. The bytes lie in a directory, each named by its digest; who may have them is what the
// post or the document says that they hang on, asked anew each time.
package upload

import (
	"fmt"
	"strconv"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/markdown"
)

// Upload is one file that a member added.
type Upload struct {
	ID     int64
	Type   Type
	Name   string // as it stands in its address: ward-board-1200x800.png
	Title  string // what its owner called it
	Size   int64  // in bytes
	Width  int    // of a picture, in pixels
	Height int
	Made   time.Time

	digest string // of the bytes
	shown  string // of a picture as wide as a post shows it; empty where the whole is
}

const (
	bare = `id, type, name, title, size, width, height, made_at, digest, shown_digest`
	cols = `u.id, u.type, u.name, u.title, u.size, u.width, u.height, u.made_at, u.digest, u.shown_digest`
)

func (u *Upload) fields() []any {
	return []any{&u.ID, &u.Type, &u.Name, &u.Title, &u.Size, &u.Width, &u.Height, &u.Made, &u.digest, &u.shown}
}

// Path is the address of the file.
func (u Upload) Path() string { return "/files/" + strconv.FormatInt(u.ID, 10) + "/" + u.Name }

// Shown is the address of what a page shows: of a wide picture a smaller one.
func (u Upload) Shown() string { return markdown.Smaller(u.Path()) }

// Picture tells whether it is a picture, and no other file.
func (u Upload) Picture() bool { return u.Type.picture() }

// Markdown is what shows the file in a text: a picture with the words that describe it, or a link
// that says what one gets.
func (u Upload) Markdown(words string) string {
	if u.Picture() {
		return "![" + escape(words) + "](" + u.Path() + ")"
	}
	return "[" + escape(u.Title) + " (" + u.Type.Word() + ", " + Bytes(u.Size) + ")](" + u.Path() + ")"
}

// Bytes writes a size as people say it: 640 kB, 1.2 MB.
func Bytes(n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10) + " bytes"
	case n < 999_500:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// Store keeps uploads: what is known of them in the database, their bytes on a shelf.
type Store struct {
	db     *db.DB
	limits models.Limits
	shelf  *shelf
	queue  *queue
}

// New gives the uploads kept in d, whose bytes lie in the directory folder. It is made when
// it is needed; an empty name keeps no files at all.
func New(d *db.DB, limits models.Limits, folder string) *Store {
	return &Store{db: d, limits: limits, shelf: &shelf{folder: folder}, queue: &queue{before: map[int64]chan struct{}{}}}
}

// Keeps tells whether the site takes files.
func (s *Store) Keeps() bool { return s.shelf.folder != "" }

// Prepare makes the directory, so that whoever starts a server hears at once that it cannot be made.
func (s *Store) Prepare() (err error) {
	defer models.Wrap(&err, "the directory for files")
	if !s.Keeps() {
		return nil
	}
	_, err = s.shelf.open()
	return err
}

// Close lets go of the directory.
func (s *Store) Close() error { return s.shelf.close() }
