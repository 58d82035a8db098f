// Package dbtest opens a fresh, migrated database for a test: a SQLite file, or a PostgreSQL
// database when COMMONROOM_TEST_POSTGRES names a server to make one on.
package dbtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // to make and drop databases

	"commonroom/models/db"
)

// Open gives t a database of its own, gone when t ends.
func Open(t testing.TB) *db.DB {
	t.Helper()
	d, err := db.Open(URL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// URL makes a migrated database for t and gives its address, for tests that open it themselves.
func URL(t testing.TB) string {
	t.Helper()
	if server := os.Getenv("COMMONROOM_TEST_POSTGRES"); server != "" {
		return postgresURL(t, server)
	}
	file := filepath.Join(t.TempDir(), "test.db")
	blank, err := blankSQLite()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, blank, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + file
}

// At sets the clock of d to stand at one moment.
func At(d *db.DB, moment time.Time) { d.SetClock(func() time.Time { return moment }) }

// Postgres tells whether the tests run on PostgreSQL.
func Postgres() bool { return os.Getenv("COMMONROOM_TEST_POSTGRES") != "" }

// blankSQLite is a migrated file, made once and copied for each test.
var blankSQLite = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "commonroom-test")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "blank.db")
	d, err := db.Open("sqlite:" + file)
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(context.Background()); err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil { // the last connection brings the log into the file
		return nil, err
	}
	return os.ReadFile(file)
})

// templateLock keeps two test processes from making the same template at once.
const templateLock = 0x74656d70

func postgresURL(t testing.TB, server string) string {
	t.Helper()
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	name := "test_" + strings.ToLower(rand.Text())
	template := templateName(t)
	ctx := context.Background()
	conn, err := admin.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := makeFrom(ctx, conn, server, template, name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { drop(server, name) })
	return at(server, name)
}

// makeFrom copies the template, making it first where it is missing. The lock is also what
// lets one process copy at a time: PostgreSQL copies only a template nobody is connected to.
func makeFrom(ctx context.Context, conn *sql.Conn, server, template, name string) error {
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, templateLock); err != nil {
		return err
	}
	defer conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, templateLock)
	var there bool
	if err := conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, template).Scan(&there); err != nil {
		return err
	}
	if !there {
		if err := makeTemplate(ctx, conn, server, template); err != nil {
			return err
		}
	}
	_, err := conn.ExecContext(ctx, `CREATE DATABASE `+name+` TEMPLATE `+template)
	return err
}

func makeTemplate(ctx context.Context, conn *sql.Conn, server, template string) error {
	making := template + "_making"
	if _, err := conn.ExecContext(ctx, `DROP DATABASE IF EXISTS `+making); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, `CREATE DATABASE `+making); err != nil {
		return err
	}
	d, err := db.Open(at(server, making))
	if err != nil {
		return err
	}
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	if err := d.Close(); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `ALTER DATABASE `+making+` RENAME TO `+template)
	return err
}

func drop(server, name string) {
	admin, err := sql.Open("pgx", server)
	if err != nil {
		return
	}
	defer admin.Close()
	_, _ = admin.Exec(`DROP DATABASE IF EXISTS ` + name + ` WITH (FORCE)`)
}

// templateName changes with the migrations, so that a server kept between runs serves both.
func templateName(t testing.TB) string {
	sum := sha256.New()
	err := fs.WalkDir(db.Migrations(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(db.Migrations(), path)
		sum.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return "blank_" + hex.EncodeToString(sum.Sum(nil))[:16]
}

func at(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + name
	return u.String()
}
