package db

import (
	"context"
	"database/sql"
	"io/fs"
	"os"
	"sync"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// MigrateFrom migrates d with other files than ours.
func MigrateFrom(ctx context.Context, d *DB, files fs.FS) error { return d.migrate(ctx, files) }

// OpenDeadly opens a SQLite file so that SELECT die() is the end of this process, at once and
// without a word, as kill -9 is.
func OpenDeadly(file string) (*DB, error) {
	d, err := Open("sqlite:" + file)
	if err != nil {
		return nil, err
	}
	if err := d.writer.Close(); err != nil {
		return nil, err
	}
	registerDeadly()
	d.writer, err = sql.Open("deadly-sqlite", "file:"+file+"?"+sqlitePragmas+"&_txlock=immediate")
	d.writer.SetMaxOpenConns(1)
	return d, err
}

var registerDeadly = sync.OnceFunc(func() {
	die := func() int64 {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
	sql.Register("deadly-sqlite", &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterFunc("die", die, false)
	}})
})
