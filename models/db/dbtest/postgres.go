package dbtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	_ "embed"
	"encoding/hex"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // to make and drop databases

	"commonroom/models/db"
)

// postgresVariable names the server that tests make their databases on.
const postgresVariable = "COMMONROOM_TEST_POSTGRES"

// postgres lends databases to the tests of this process, each to one test at a time. A database
// that comes back is emptied and lent again: making one costs as much as ten tests.
type postgres struct {
	address  string
	admin    *sql.DB // one connection that stays open: that it is there shows that the process lives
	process  string  // begins the names of this process's databases
	template string

	mu   sync.Mutex
	made int
	free []string
}

func postgresURL(t testing.TB) string {
	t.Helper()
	p, err := thePostgres()
	if err != nil {
		t.Fatal(err)
	}
	name, err := p.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.giveBack(context.Background(), name) })
	return at(p.address, name)
}

var thePostgres = sync.OnceValues(func() (*postgres, error) {
	ctx := context.Background()
	p := &postgres{address: os.Getenv(postgresVariable), process: "test_" + strings.ToLower(rand.Text()[:12])}
	var err error
	if p.template, err = templateName(); err != nil {
		return nil, err
	}
	if p.admin, err = sql.Open("pgx", at(p.address, "", "application_name", p.process)); err != nil {
		return nil, err
	}
	p.admin.SetMaxOpenConns(1)
	if err := p.clear(ctx); err != nil {
		return nil, err
	}
	return p, p.prepare(ctx)
})

// clear drops what processes have left that are gone.
func (p *postgres) clear(ctx context.Context) error {
	var names sql.NullString
	err := p.admin.QueryRowContext(ctx, `
		SELECT string_agg(d.datname, ' ')
		FROM pg_database d
		WHERE d.datname ~ '^test_[a-z2-7]{12}_[0-9]+$' AND NOT EXISTS (
			SELECT 1 FROM pg_stat_activity a WHERE a.application_name = substring(d.datname, 1, 17))`).Scan(&names)
	for name := range strings.FieldsSeq(names.String) {
		p.drop(ctx, name)
	}
	return err
}

func (p *postgres) drop(ctx context.Context, name string) {
	_, _ = p.admin.ExecContext(ctx, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`) // or the next process will
}

// templateLock keeps two test processes from making the same template at once.
const templateLock = 0x74656d70

// prepare makes the template where it is missing.
func (p *postgres) prepare(ctx context.Context) error {
	if _, err := p.admin.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, templateLock); err != nil {
		return err
	}
	defer p.admin.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, templateLock)
	var there bool
	err := p.admin.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, p.template).Scan(&there)
	if err != nil || there {
		return err
	}
	making := p.template + "_making"
	p.drop(ctx, making)
	if _, err := p.admin.ExecContext(ctx, `CREATE DATABASE `+making); err != nil {
		return err
	}
	if err := furnish(ctx, at(p.address, making)); err != nil {
		return err
	}
	_, err = p.admin.ExecContext(ctx, `ALTER DATABASE `+making+` RENAME TO `+p.template)
	return err
}

//go:embed seed.sql
var seed string

// furnish migrates a database, and has it remember what every site starts with.
func furnish(ctx context.Context, address string) error {
	d, err := db.Open(address)
	if err != nil {
		return err
	}
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	if err := d.Close(); err != nil {
		return err
	}
	return run(ctx, address, seed)
}

// run sends statements through a connection of their own.
func run(ctx context.Context, address, statements string) error {
	d, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer d.Close()
	_, err = d.ExecContext(ctx, statements)
	return err
}

// take lends a database that is as the migrations leave it.
func (p *postgres) take(ctx context.Context) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if last := len(p.free) - 1; last >= 0 {
		name := p.free[last]
		p.free = p.free[:last]
		return name, nil
	}
	p.made++
	name := p.process + "_" + strconv.Itoa(p.made)
	_, err := p.admin.ExecContext(ctx, `CREATE DATABASE `+name+` TEMPLATE `+p.template)
	return name, err
}

// giveBack empties a database for the next test. One that cannot be emptied is dropped.
func (p *postgres) giveBack(ctx context.Context, name string) {
	err := run(ctx, at(p.address, name), `SELECT seed.restore()`)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.drop(ctx, name)
		return
	}
	p.free = append(p.free, name)
}

// templateName changes with the migrations, so that a server kept between runs serves both.
func templateName() (string, error) {
	sum := sha256.New()
	sum.Write([]byte(seed))
	err := fs.WalkDir(db.Migrations(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(db.Migrations(), path)
		sum.Write(text)
		return err
	})
	return "blank_" + hex.EncodeToString(sum.Sum(nil))[:16], err
}

// at is the address of another database on the same server (the same one if name is empty), with
// further parameters.
func at(server, name string, parameters ...string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	if name != "" {
		u.Path = "/" + name
	}
	query := u.Query()
	for i := 0; i+1 < len(parameters); i += 2 {
		query.Set(parameters[i], parameters[i+1])
	}
	u.RawQuery = query.Encode()
	return u.String()
}
