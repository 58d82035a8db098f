package practice

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// Outcome is what an import did with one file.
type Outcome string

// The outcomes.
const (
	Made      Outcome = "made"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
	Refused   Outcome = "refused"
)

// Imported says what an import did with one file, and for one it refused, why.
type Imported struct {
	File    string
	Outcome Outcome
	Path    string // the address of the practice
	Faults  []Fault
}

func (i Imported) String() string {
	line := fmt.Sprintf("%-9s  %s", i.Outcome, i.File)
	if i.Path != "" {
		line += "  " + i.Path
	}
	for _, f := range i.Faults {
		line += "\n           " + f.String()
	}
	return line
}

// Import makes published practices of the Markdown files in a folder and the folders in it,
// dated as they say. It remembers each file by its path: run again, it updates those that have
// changed and leaves the others alone. A file it must refuse does not stop the others; an
// error is the database's or the folder's, and what was done before it stays.
func (s *Store) Import(ctx context.Context, folder fs.FS) (done []Imported, err error) {
	defer models.Wrap(&err, "import practices")
	err = fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(path.Base(name), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !entry.Type().IsRegular() || strings.ToLower(path.Ext(name)) != ".md":
			return nil
		}
		result, err := s.importFile(ctx, folder, name)
		done = append(done, result)
		return err
	})
	return done, err
}

func (s *Store) importFile(ctx context.Context, folder fs.FS, name string) (result Imported, err error) {
	result = Imported{File: name, Outcome: Refused}
	text, err := read(folder, name)
	if err != nil {
		return result, err
	}
	f, faults := parse(text)
	if len(faults) > 0 {
		result.Faults = faults
		return result, nil
	}
	v, err := s.validate(ctx, EditPractice{Title: f.Title, Summary: f.summary(), Tags: strings.Join(f.Tags, ","), Body: f.body})
	if err == nil {
		sum := sha256.Sum256(text)
		from := origin{source: name, hash: hex.EncodeToString(sum[:])}
		err = s.db.Write(ctx, func(tx *db.Tx) error { return take(ctx, tx, from, f, v, &result) })
	}
	if err == nil {
		return result, nil
	}
	faults, err = f.faults(err)
	return Imported{File: name, Outcome: Refused, Faults: faults}, err
}

func read(folder fs.FS, name string) (text []byte, err error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return io.ReadAll(io.LimitReader(file, maxFile+1))
}

// faults says what is wrong with a file in terms of its lines. A failure that is not the
// file's is returned.
func (f file) faults(err error) ([]Fault, error) {
	problems := models.ProblemsOf(err)
	switch models.KindOf(err) {
	case models.KindInvalid, models.KindForbidden, models.KindNotFound, models.KindConflict:
	default:
		return nil, err
	}
	var faults []Fault
	for _, p := range problems {
		if p.Field == "body" { // whose own lines the message may count
			p.Message = "In the text that begins here: " + p.Message
		}
		faults = append(faults, Fault{f.lines[p.Field], p.Message})
	}
	return faults, nil
}

// origin is the file that a practice came from, and what it held when it was read last.
type origin struct {
	source, hash string
	thread       int64
	version      int64 // of the practice, as the file made it
	slug         string
}

func (o *origin) fields() []any { return []any{&o.hash, &o.thread, &o.version, &o.slug} }

// take does with one file what is to be done.
func take(ctx context.Context, tx *db.Tx, from origin, f file, v version, result *Imported) error {
	was, err := db.One(ctx, tx, (*origin).fields, `
		SELECT i.hash, i.thread_id, i.version, t.slug
		FROM practice_imports i JOIN threads t ON t.id = i.thread_id
		WHERE i.source = $1`, from.source)
	known := err == nil
	if err != nil && models.KindOf(err) != models.KindNotFound {
		return err
	}
	if known && was.hash == from.hash {
		result.Outcome = Unchanged
		result.Path = discuss.Thread{ID: was.thread, Kind: discuss.Practice, Slug: was.slug}.Path()
		return nil
	}
	if f.at.After(tx.Now) {
		return models.Invalid("date", "The date is still to come.")
	}
	by, err := author(ctx, tx, f.email)
	if err != nil {
		return err
	}
	var t discuss.Thread
	if known {
		result.Outcome = Updated
		from.thread, from.version = was.thread, was.version
		t, err = bringAgain(ctx, tx, by, from, f, v)
	} else {
		result.Outcome = Made
		t, err = bring(ctx, tx, by, from, f, v)
	}
	result.Path = t.Path()
	return err
}

// author finds the member whom an e-mail address belongs to.
func author(ctx context.Context, tx *db.Tx, email string) (by member.Member, err error) {
	by, err = member.ByEmail(ctx, tx, email)
	switch kind := models.KindOf(err); {
	case kind == models.KindNotFound, kind == models.KindConflict, err == nil && !by.IsMember():
		return by, models.Invalid("author", "No member has this e-mail address: "+email+".")
	}
	return by, err
}

// bring makes a practice of a file, published at its date.
func bring(ctx context.Context, tx *db.Tx, by member.Member, from origin, f file, v version) (t discuss.Thread, err error) {
	board, err := db.One(ctx, tx, (*space.Space).Fields, `SELECT `+space.Cols+` FROM spaces s WHERE s.slug = $1`, f.board())
	if models.KindOf(err) == models.KindNotFound {
		return t, models.Invalid("board", "There is no board called "+f.board()+".")
	}
	if err != nil {
		return t, err
	}
	id, err := discuss.Open(ctx, tx, by, discuss.Opening{
		Space: board.ID, Kind: discuss.Practice, Heading: v.heading, Published: true, At: f.at})
	if err != nil {
		return t, err
	}
	if err := insert(ctx, tx, id, v, f.at); err != nil {
		return t, err
	}
	if err := out(ctx, tx, id, f.at); err != nil {
		return t, err
	}
	if err := keep(ctx, tx, by, id, 1, v, f.at); err != nil {
		return t, err
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO practice_imports (source, thread_id, hash, version) VALUES ($1, $2, $3, 1)`, from.source, id, from.hash)
	if err != nil {
		return t, err
	}
	return found(ctx, tx, by, activity.Published, id)
}

// bringAgain brings a practice up to date with the file it came from, unless its authors have
// gone on writing here: their words are not written over.
func bringAgain(ctx context.Context, tx *db.Tx, by member.Member, from origin, f file, v version) (t discuss.Thread, err error) {
	was, err := editable(ctx, tx, by, from.thread)
	switch {
	case err != nil:
		return t, err
	case f.Board != "" && f.Board != was.Space.Slug:
		return t, models.Invalid("board", "This practice stands in "+was.Space.Name+" now. An import moves nothing: put its board here or leave this line out.")
	case was.Version != from.version:
		return t, models.Conflict("Its authors have changed this practice here since it was imported. Make the change there too.")
	}
	if err := edit(ctx, tx, by, was, from.version, v); err != nil {
		return t, err
	}
	if err := redate(ctx, tx, from.thread, f); err != nil {
		return t, err
	}
	_, err = db.Exec(ctx, tx, `
		UPDATE practice_imports SET hash = $2, version = (SELECT d.version FROM practices d WHERE d.thread_id = $3)
		WHERE source = $1`, from.source, from.hash, from.thread)
	if err != nil {
		return t, err
	}
	return discuss.Find(ctx, tx, by, tx.Now, discuss.Practice, from.thread)
}

// redate corrects when a practice came out, and when it was first written.
func redate(ctx context.Context, tx *db.Tx, id int64, f file) error {
	_, err := db.Exec(ctx, tx, `
		UPDATE threads SET made_at = $2, published_at = $2,
			last_post_at = CASE WHEN post_count = gone_count THEN $2 ELSE last_post_at END
		WHERE id = $1`, id, f.at)
	if err != nil {
		return err
	}
	if err := discuss.DateTags(ctx, tx, id); err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `UPDATE practices SET published_day = $2 WHERE thread_id = $1`, id, models.DayOf(f.at))
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `UPDATE practice_revisions SET made_at = $2 WHERE thread_id = $1 AND version = 1`, id, f.at)
	return err
}

// found reads what was made, and records it as the server's act: the author is not there.
func found(ctx context.Context, tx *db.Tx, by member.Member, verb activity.Verb, id int64) (t discuss.Thread, err error) {
	t, err = discuss.Find(ctx, tx, by, tx.Now, discuss.Practice, id)
	if err != nil {
		return t, err
	}
	if err := index.Put(ctx, tx, index.Whole(id)); err != nil {
		return t, err
	}
	return t, activity.Record(ctx, tx, activity.Entry{Verb: verb, SpaceID: t.Space.ID, ThreadID: id, Detail: "imported"})
}

// summary is what the file says, or the first words of its text.
func (f file) summary() string {
	if f.Summary != "" {
		return f.Summary
	}
	return prose.Excerpt(f.body, excerpt)
}

// excerpt is how many characters stand for a summary where a file has none: two lines.
const excerpt = 160

func (f file) board() string {
	if f.Board == "" {
		return "practices"
	}
	return f.Board
}
