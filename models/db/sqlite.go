package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"runtime"
	"sync"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"

	"commonroom/models"
)

type sqlite struct {
	rebound *sync.Map // query as written → query as the driver counts
}

// sqlitePragmas go into the address of every connection: a PRAGMA sent by Exec reaches only
// one of the pool. FULL is what makes an acknowledged write survive a power cut.
const sqlitePragmas = "_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&_busy_timeout=5000" +
	"&_secure_delete=on&_cache_size=-20000&_stmt_cache_size=256&_loc=UTC"

var registerSQLite = sync.OnceFunc(func() {
	sql.Register("commonroom-sqlite", &sqlite3.SQLiteDriver{
		ConnectHook: func(c *sqlite3.SQLiteConn) error {
			_, err := c.Exec(`PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 0`, nil)
			return err
		},
	})
})

func openSQLite(file string) (*DB, error) {
	registerSQLite()
	path := (&url.URL{Scheme: "file", Opaque: url.PathEscape(file)}).String()
	writer, err := sql.Open("commonroom-sqlite", path+"?"+sqlitePragmas+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if err := sqliteServes(writer); err != nil {
		_ = writer.Close()
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	reader, err := sql.Open("commonroom-sqlite", path+"?"+sqlitePragmas+"&_query_only=true")
	if err != nil {
		_ = writer.Close()
		return nil, err
	}
	reader.SetMaxOpenConns(max(4, runtime.NumCPU()))
	reader.SetMaxIdleConns(max(4, runtime.NumCPU()))
	return &DB{dialect: sqlite{rebound: new(sync.Map)}, writer: writer, reader: reader}, nil
}

// sqliteServes makes the file, so that readers find it in WAL mode, and sees that full-text
// search was compiled in.
func sqliteServes(writer *sql.DB) error {
	if err := writer.Ping(); err != nil {
		return err
	}
	var has bool
	if err := writer.QueryRow(`SELECT sqlite_compileoption_used('ENABLE_FTS5')`).Scan(&has); err != nil {
		return err
	}
	if !has {
		return errors.New("this program was built without full-text search: build it with \"make build\", or with -tags sqlite_fts5")
	}
	return nil
}

var dollar = regexp.MustCompile(`\$(\d+)`)

// rebind writes ?1 for $1: SQLite would number $1 by its first appearance, and so swap
// arguments without a word.
func (s sqlite) rebind(query string) string {
	if known, ok := s.rebound.Load(query); ok {
		return known.(string)
	}
	rebound := dollar.ReplaceAllString(query, "?$1")
	s.rebound.Store(query, rebound)
	return rebound
}

// begin has nothing to do: _txlock=immediate took the write lock.
func (sqlite) begin(context.Context, *sql.Tx) error { return nil }

// alone has nothing to do: whoever migrates a file holds the lock beside it.
func (sqlite) alone(_ context.Context, _ *sql.DB, act func() error) error { return act() }

func (sqlite) migrations() (string, goose.Dialect) { return "sqlite", goose.DialectSQLite3 }

func (sqlite) translate(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return models.Busy(err)
	case sqlite3.ErrFull, sqlite3.ErrIoErr, sqlite3.ErrReadonly, sqlite3.ErrCantOpen:
		return models.ReadOnly(err)
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return models.ReadOnly(fmt.Errorf("%w: %w", errBroken, err))
	case sqlite3.ErrConstraint:
		if e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey {
			return fmt.Errorf("%w: %w", errTaken, err)
		}
	}
	return err
}
