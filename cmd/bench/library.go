package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"commonroom/cmd/bench/corpus"
	"commonroom/models/db"
	"commonroom/models/index"
)

// library is the folder in which sites are kept, so that only the first run has to make them.
type library struct {
	Data string `default:"data/bench" placeholder:"FOLDER" type:"path" help:"Where the sites and the runs are kept (data/bench)."`
}

// shelved is a site that is ready to be measured, and what is known of its making.
type shelved struct {
	file string

	Posts   corpus.Size `json:"posts"`
	Schema  []string    `json:"schema"`      // digests of the migrations it was made with
	Text    int64       `json:"text_bytes"`  // of what is searched: titles, summaries and sources, not the pages made of them
	Plain   int64       `json:"plain_bytes"` // of the database without the index
	Index   int64       `json:"index_bytes"` // what the index adds
	Filled  float64     `json:"fill_seconds"`
	Indexed float64     `json:"index_seconds"`
}

func (s shelved) url() string { return "sqlite:" + s.file }

// share is the size of the index against that of the text.
func (s shelved) share() float64 { return float64(s.Index) / float64(s.Text) }

// site gives the site of a size from the folder, and makes it if it is not there, or was made by
// another version of the generator or in a schema that has not only grown since. The index is made
// anew when told, or when it is out of date.
func (l library) site(ctx context.Context, size corpus.Size, reindex bool) (s shelved, err error) {
	now, err := schema()
	if err != nil {
		return s, err
	}
	s = shelved{file: filepath.Join(l.Data, fmt.Sprintf("posts-%d-made-%d.db", size, corpus.Version)), Posts: size}
	about, err := os.ReadFile(s.file + ".json")
	if err == nil {
		err = json.Unmarshal(about, &s)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !grown(s.Schema, now):
		s.Schema = now
		err = errors.Join(l.clear(size), s.make(ctx))
		return s, err
	case err != nil:
		return s, fmt.Errorf("%s.json: %w", s.file, err)
	}
	return s, s.refresh(ctx, now, reindex)
}

// schema gives a digest of each migration, in their order.
func schema() (digests []string, err error) {
	files, err := fs.Glob(db.Migrations(), "migrations/sqlite/*.sql") // sorted
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, errors.New("there are no migrations"))
	}
	for _, file := range files {
		content, err := fs.ReadFile(db.Migrations(), file)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(content)
		digests = append(digests, hex.EncodeToString(sum[:8]))
	}
	return digests, nil
}

// grown tells whether a schema is what it was, with nothing but further migrations.
func grown(was, now []string) bool {
	return len(was) > 0 && len(was) <= len(now) && slices.Equal(was, now[:len(was)])
}

// clear throws out what is left of a size: sites of another version, or one half made.
func (l library) clear(size corpus.Size) error {
	old, err := filepath.Glob(filepath.Join(l.Data, fmt.Sprintf("posts-%d-*", size)))
	for _, file := range old {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}

// make fills a new file and makes its index. The note beside it is written last: a site without
// one is made anew.
func (s *shelved) make(ctx context.Context) error {
	if err := os.MkdirAll(filepath.Dir(s.file), 0o750); err != nil {
		return err
	}
	d, err := db.Open(s.url())
	if err != nil {
		return err
	}
	if err := errors.Join(s.fill(ctx, d), d.Close()); err != nil {
		return err
	}
	return s.note()
}

func (s *shelved) fill(ctx context.Context, d *db.DB) (err error) {
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	began := time.Now()
	if err := corpus.Fill(ctx, d, s.Posts, progress(fmt.Sprintf("making a site of %d posts", s.Posts))); err != nil {
		return err
	}
	s.Filled = time.Since(began).Seconds()
	if s.Text, err = db.Value[int64](ctx, d, textSize); err != nil {
		return err
	}
	if s.Plain, err = used(ctx, d); err != nil {
		return err
	}
	return s.index(ctx, d)
}

// textSize is the bytes of all that is searched, as it was written.
const textSize = `SELECT
	(SELECT sum(octet_length(p.body)) FROM posts p) +
	(SELECT sum(octet_length(t.title) + octet_length(t.summary)) FROM threads t) +
	(SELECT coalesce(sum(octet_length(p.body)), 0) FROM practices p) +
	(SELECT coalesce(sum(octet_length(p.problem) + octet_length(p.aim)), 0) FROM projects p) +
	(SELECT sum(octet_length(m.search_key) + octet_length(m.about)) FROM members m)`

// used is the bytes of a SQLite file that are in use. What the index adds to it is its size, with
// whatever it keeps beside it: nobody has to know in which tables.
func used(ctx context.Context, d *db.DB) (int64, error) {
	return db.Value[int64](ctx, d, `
		SELECT (c.page_count - f.freelist_count) * s.page_size
		FROM pragma_page_count c, pragma_freelist_count f, pragma_page_size s`)
}

// index makes the index, and takes its time and its size.
func (s *shelved) index(ctx context.Context, d *db.DB) error {
	began, told := time.Now(), progress("making the index")
	if err := index.Rebuild(ctx, d, func(n, _ int64) { told(int(n)) }); err != nil {
		return err
	}
	if err := index.Tidy(ctx, d); err != nil { // as a server does that has been up for a while
		return err
	}
	s.Indexed = time.Since(began).Seconds()
	all, err := used(ctx, d)
	s.Index = all - s.Plain
	return err
}

// refresh brings a site up to date, and makes its index anew if that is out of date.
func (s *shelved) refresh(ctx context.Context, now []string, always bool) (err error) {
	d, err := db.Open(s.url())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	changed := len(now) > len(s.Schema)
	if changed {
		if err := d.Migrate(ctx); err != nil {
			return err
		}
		s.Schema = now
	}
	stale, err := index.Stale(ctx, d)
	if err != nil {
		return err
	}
	if stale || always {
		changed, err = true, s.index(ctx, d)
	}
	if err != nil || !changed {
		return err
	}
	return s.note()
}

func (s *shelved) note() error {
	about, err := json.MarshalIndent(s, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(s.file+".json", about, 0o600)
}

// progress tells on the terminal how far something long has come, once in a while.
func progress(what string) func(n int) {
	began, told := time.Now(), time.Now()
	return func(n int) {
		if time.Since(told) < 5*time.Second {
			return
		}
		told = time.Now()
		fmt.Fprintf(os.Stderr, "%s: %d after %.0f s\n", what, n, time.Since(began).Seconds())
	}
}
