// Package db keeps everything Commonroom knows, in one SQLite file or in PostgreSQL. Features
// write their SQL once, in standard words with $1 placeholders; what really differs between
// the two databases stands in sqlite.go and postgres.go and nowhere else.
package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"

	"commonroom/models"
)

//go:embed migrations
var migrations embed.FS

// DB is an open database: one writer at a time, many readers.
type DB struct {
	dialect dialect
	writer  *sql.DB
	reader  *sql.DB
	clock   atomic.Pointer[func() time.Time]
	wake    wake
	fault   atomic.Pointer[error] // why the last write could not be stored, if the store itself failed
	broken  atomic.Pointer[error] // that what is stored was found damaged; for as long as the process lives
}

// dialect is what differs between the databases.
type dialect interface {
	// rebind turns $1 placeholders into what the driver counts by.
	rebind(query string) string
	// begin makes the transaction the only writer until it ends.
	begin(ctx context.Context, tx *sql.Tx) error
	// translate gives a driver's error its kind.
	translate(err error) error
	// migrations names the folder of the database's migrations and goose's word for it.
	migrations() (folder string, name goose.Dialect)
	// The index of words: see index.go.
	putWords(words []string) (insert, text string)
	indexID() string
	listing(want, match, first, last, most int) string
	match(m Match) string
	each(arg string) string
	allWords() string
	clearWords() string
	tidyWords(whole bool) string // empty where the database does it by itself
	// alone runs act while no other node runs its own.
	alone(ctx context.Context, pool *sql.DB, act func() error) error
}

// Open opens the database at url, "sqlite:FILE" or "postgres://…", without migrating it. A
// SQLite file that is not there is made.
func Open(url string) (*DB, error) {
	kind, rest, _ := strings.Cut(url, ":")
	var d *DB
	var err error
	switch kind {
	case "sqlite":
		d, err = openSQLite(rest)
	case "postgres", "postgresql":
		d, err = openPostgres(url)
	default:
		return nil, fmt.Errorf("database %q: it has to be sqlite:FILE or postgres://…, nothing else", kind)
	}
	if err != nil {
		return nil, fmt.Errorf("open the %s database: %w", kind, err)
	}
	d.SetClock(time.Now)
	d.wake.channel = make(chan struct{})
	return d, nil
}

// Close ends every connection. Writes under way end first.
func (d *DB) Close() error {
	return errors.Join(d.reader.Close(), d.writer.Close())
}

// Migrate brings the schema up to date. Each file of it is one transaction, so that a start cut
// short is made good by the next.
func (d *DB) Migrate(ctx context.Context) (err error) {
	defer models.Wrap(&err, "migrate the database")
	folder, _ := d.dialect.migrations()
	files, err := fs.Sub(migrations, "migrations/"+folder)
	if err != nil {
		return err
	}
	return d.migrate(ctx, files)
}

func (d *DB) migrate(ctx context.Context, files fs.FS) error {
	_, name := d.dialect.migrations()
	provider, err := goose.NewProvider(name, d.writer, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	return d.dialect.alone(ctx, d.reader, func() error {
		_, err := provider.Up(ctx)
		return err
	})
}

// SetClock sets the one clock that writes are dated by. Tests move it.
func (d *DB) SetClock(clock func() time.Time) { d.clock.Store(&clock) }

// Now is the moment by the database's clock: UTC, to the millisecond, as it is stored.
func (d *DB) Now() time.Time { return stored((*d.clock.Load())()) }

// stored is t as a database gives it back.
func stored(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// Ready tells whether the database answers and takes writes.
func (d *DB) Ready(ctx context.Context) error {
	if broken := d.broken.Load(); broken != nil {
		return *broken
	}
	if d.fault.Load() != nil {
		if err := d.probe(ctx); err != nil {
			return err
		}
	}
	_, err := Value[int64](ctx, d, `SELECT 1`)
	return err
}

// wake tells followers of the database that something was committed.
type wake struct {
	mu      sync.Mutex
	channel chan struct{}
}

// Committed gives a channel that is closed at the next commit made through d. Commits of other
// processes do not show here: a follower looks by itself now and then as well.
func (d *DB) Committed() <-chan struct{} {
	d.wake.mu.Lock()
	defer d.wake.mu.Unlock()
	return d.wake.channel
}

func (w *wake) all() {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.channel)
	w.channel = make(chan struct{})
}

// Migrations are the migration files of both databases, one folder each.
func Migrations() fs.FS { return migrations }
