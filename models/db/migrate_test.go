package db_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
)

// deadly names, to a copy of this test program, the file that it migrates until it is killed.
const deadly = "COMMONROOM_TEST_DEADLY"

func TestMain(m *testing.M) {
	if file := os.Getenv(deadly); file != "" {
		os.Exit(migrateTheDeadlyWay(file))
	}
	os.Exit(m.Run())
}

func migrateTheDeadlyWay(file string) int {
	d, err := db.OpenDeadly(file)
	if err == nil {
		err = db.MigrateFrom(context.Background(), d, os.DirFS(os.Getenv(deadly+"_FILES")))
	}
	fmt.Fprintln(os.Stderr, "it lives:", err)
	return 1
}

// thorough has the tests that try a sample of all cases try every one.
func thorough() bool { return os.Getenv("COMMONROOM_TEST_THOROUGH") != "" }

// script is the migration files of one database, statement by statement.
type script struct {
	folder     string
	names      []string
	statements [][]string // of each file, the first with the file's head
}

func readScript(t *testing.T, folder string) script {
	t.Helper()
	names, err := fs.Glob(db.Migrations(), "migrations/"+folder+"/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	s := script{folder: folder}
	for _, name := range names {
		text, err := fs.ReadFile(db.Migrations(), name)
		if err != nil {
			t.Fatal(err)
		}
		s.names = append(s.names, filepath.Base(name))
		s.statements = append(s.statements, statementsOf(string(text)))
	}
	return s
}

// statementsOf splits a migration where goose does: after a line that ends in a semicolon.
func statementsOf(text string) (list []string) {
	var statement strings.Builder
	for line := range strings.Lines(text) {
		statement.WriteString(line)
		if strings.HasSuffix(strings.TrimSpace(line), ";") {
			list = append(list, statement.String())
			statement.Reset()
		}
	}
	return list
}

// cuts are the places where a start can be cut short: after a number of statements of a file.
func (s script) cuts() (list [][2]int) {
	for file, statements := range s.statements {
		for n := range len(statements) + 1 {
			list = append(list, [2]int{file, n})
		}
	}
	return list
}

// cutShort is the files up to a place, and there the last word.
func (s script) cutShort(cut [2]int, last string) fstest.MapFS {
	files := fstest.MapFS{}
	for i, name := range s.names[:cut[0]+1] {
		text := strings.Join(s.statements[i], "")
		if i == cut[0] {
			text = strings.Join(s.statements[i][:cut[1]], "")
			if cut[1] == 0 {
				text = "-- +goose Up\n"
			}
			text += last + ";\n"
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// some is every nth of a list, and its last.
func some[T any](list []T, nth int) (few []T) {
	for i, item := range list {
		if i%nth == 0 || i == len(list)-1 {
			few = append(few, item)
		}
	}
	return few
}

// TestAMigrationThatFailsAnywhereIsMadeGoodByTheNextStart stops after each statement in turn,
// always on the same file, and then lets one start come through.
func TestAMigrationThatFailsAnywhereIsMadeGoodByTheNextStart(t *testing.T) {
	t.Parallel()
	d := openFile(t, filepath.Join(t.TempDir(), "site.db"))
	s := readScript(t, "sqlite")
	cuts := s.cuts()
	if !thorough() {
		cuts = some(cuts, 6)
	}
	for _, cut := range cuts {
		if err := db.MigrateFrom(ctx, d, s.cutShort(cut, "SELECT stop_here()")); err == nil || !strings.Contains(err.Error(), "stop_here") {
			t.Fatalf("%s after statement %d: %v", s.names[cut[0]], cut[1], err)
		}
	}
	comesThrough(t, d)
}

// TestAMigrationKilledAnywhereIsMadeGoodByTheNextStart does the same with kill -9.
func TestAMigrationKilledAnywhereIsMadeGoodByTheNextStart(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "site.db")
	s := readScript(t, "sqlite")
	cuts := s.cuts()
	if !thorough() {
		cuts = some(cuts, 20)
	}
	for _, cut := range cuts {
		files := t.TempDir()
		if err := os.CopyFS(files, s.cutShort(cut, "SELECT die()")); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), deadly+"="+file, deadly+"_FILES="+files)
		out, err := cmd.CombinedOutput()
		ended, ok := errors.AsType[*exec.ExitError](err)
		if !ok || ended.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("%s after statement %d: it was not killed: %v\n%s", s.names[cut[0]], cut[1], err, out)
		}
	}
	comesThrough(t, openFile(t, file))
}

// TestAMigrationWhoseConnectionIsCutIsMadeGoodByTheNextStart does the same on PostgreSQL.
func TestAMigrationWhoseConnectionIsCutIsMadeGoodByTheNextStart(t *testing.T) {
	t.Parallel()
	d := emptyPostgres(t)
	s := readScript(t, "postgres")
	cuts := s.cuts()
	if !thorough() {
		cuts = some(cuts, 20)
	}
	for _, cut := range cuts {
		if err := db.MigrateFrom(ctx, d, s.cutShort(cut, "SELECT pg_terminate_backend(pg_backend_pid())")); err == nil {
			t.Fatalf("%s after statement %d: it was not cut off", s.names[cut[0]], cut[1])
		}
	}
	comesThrough(t, d)
}

// emptyPostgres is a PostgreSQL database with nothing in it.
func emptyPostgres(t *testing.T) *db.DB {
	t.Helper()
	if !dbtest.Postgres() {
		t.Skip("COMMONROOM_TEST_POSTGRES names no server")
	}
	d := dbtest.Open(t)
	err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `DROP SCHEMA public CASCADE`)
		if err == nil {
			_, err = db.Exec(ctx, tx, `CREATE SCHEMA public`)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func openFile(t *testing.T, file string) *db.DB {
	t.Helper()
	d, err := db.Open("sqlite:" + file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// comesThrough migrates d and holds it to a database that was never interrupted.
func comesThrough(t *testing.T, d *db.DB) {
	t.Helper()
	whole := openFile(t, filepath.Join(t.TempDir(), "whole.db"))
	if !isSQLite(d) {
		whole = dbtest.Open(t)
	}
	for _, each := range []*db.DB{d, whole} {
		if err := each.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := tables(t, d), tables(t, whole); !slices.Equal(got, want) {
		t.Errorf("got tables\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, table := range []string{"cohorts", "perspectives", "offices", "rules", "spaces", "goose_db_version"} {
		count := func(d *db.DB) int64 {
			n, err := db.Value[int64](ctx, d, `SELECT count(*) FROM `+table)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if got, want := count(d), count(whole); got != want {
			t.Errorf("%s has %d rows, want %d", table, got, want)
		}
	}
}

func isSQLite(d *db.DB) bool {
	_, err := db.Value[string](ctx, d, `SELECT sqlite_version()`)
	return err == nil
}

// tables lists what a database consists of.
func tables(t *testing.T, d *db.DB) []string {
	t.Helper()
	query := `SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY type, name`
	if !isSQLite(d) {
		query = `SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns
			WHERE table_schema = 'public' ORDER BY table_name, column_name`
	}
	list, err := db.Values[string](ctx, d, query)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestNodesThatStartAtOnceMigrateOnce: on PostgreSQL nothing keeps several nodes from starting
// together on an empty database.
func TestNodesThatStartAtOnceMigrateOnce(t *testing.T) {
	t.Parallel()
	d := emptyPostgres(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := d.Migrate(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	comesThrough(t, d)
}
