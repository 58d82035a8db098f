package db_test

import (
	"database/sql"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // to look at what the migrations made

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
)

// TestBothFoldersHoldTheSameMigrations compares names, and what has to hold of each row: the
// databases keep CHECKs in words of their own, so these are read from the files.
func TestBothFoldersHoldTheSameMigrations(t *testing.T) {
	t.Parallel()
	checks := map[string][]string{}
	names := map[string][]string{}
	for _, folder := range []string{"sqlite", "postgres"} {
		files, err := fs.Glob(db.Migrations(), "migrations/"+folder+"/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := fs.ReadFile(db.Migrations(), file)
			if err != nil {
				t.Fatal(err)
			}
			names[folder] = append(names[folder], filepath.Base(file))
			checks[folder] = append(checks[folder], checksIn(string(text))...)
		}
		slices.Sort(checks[folder])
	}
	if !slices.Equal(names["sqlite"], names["postgres"]) {
		t.Errorf("the folders hold %v and %v", names["sqlite"], names["postgres"])
	}
	for i, name := range names["sqlite"] {
		if !strings.HasPrefix(name, fmt.Sprintf("%04d_", i+1)) {
			t.Errorf("%s is number %d", name, i+1)
		}
	}
	differ(t, "CHECKs", checks["sqlite"], checks["postgres"])
	if len(checks["sqlite"]) < 10 {
		t.Errorf("found %d CHECKs only", len(checks["sqlite"]))
	}
}

var (
	comment = regexp.MustCompile(`--.*`)
	creates = regexp.MustCompile(`(?i)(?:CREATE|ALTER) TABLE (\w+)`)
	blank   = regexp.MustCompile(`\s+`)
)

// checksIn finds each CHECK (…) of a migration with the table it is about.
func checksIn(text string) (list []string) {
	text = comment.ReplaceAllString(text, "")
	for _, statement := range strings.Split(text, ";") {
		table := creates.FindStringSubmatch(statement)
		for at := strings.Index(statement, "CHECK ("); at >= 0 && table != nil; at = strings.Index(statement, "CHECK (") {
			statement = statement[at+len("CHECK "):]
			list = append(list, table[1]+": "+blank.ReplaceAllString(statement[:closing(statement)], " "))
		}
	}
	return list
}

// closing is the place after the bracket that closes the one text begins with.
func closing(text string) int {
	open := 0
	for i, r := range text {
		switch r {
		case '(':
			open++
		case ')':
			open--
		}
		if open == 0 {
			return i + 1
		}
	}
	return len(text)
}

// differ fails a test for every line that only one database has.
func differ(t *testing.T, what string, sqlite, postgres []string) {
	t.Helper()
	for _, line := range sqlite {
		if !slices.Contains(postgres, line) {
			t.Errorf("%s: SQLite alone has %s", what, line)
		}
	}
	for _, line := range postgres {
		if !slices.Contains(sqlite, line) {
			t.Errorf("%s: PostgreSQL alone has %s", what, line)
		}
	}
}

// TestBothDatabasesHaveTheSameSchema asks both what the migrations made of them: the columns,
// the kinds of their values, what may be missing, what is unique, refers and is indexed, and the
// rows that every site starts with.
func TestBothDatabasesHaveTheSameSchema(t *testing.T) {
	t.Parallel()
	if !dbtest.Postgres() {
		t.Skip("COMMONROOM_TEST_POSTGRES names no server")
	}
	file := filepath.Join(t.TempDir(), "site.db")
	if err := openFile(t, file).Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	lite, post := look(t, "sqlite3", file), look(t, "pgx", dbtest.URL(t))
	for _, part := range []struct{ what, sqlite, postgres string }{
		{"columns", sqliteColumns, postgresColumns},
		{"keys and indexes", sqliteIndexes, postgresIndexes},
		{"references", sqliteReferences, postgresReferences},
	} {
		got, want := lines(t, lite, part.sqlite), lines(t, post, part.postgres)
		if len(got) < 20 {
			t.Errorf("%s: found %d only", part.what, len(got))
		}
		differ(t, part.what, got, want)
	}
	if odd := lines(t, post, postgresUncollated); len(odd) > 0 {
		t.Errorf("PostgreSQL sorts these by the words of its place, not by their bytes: %v", odd)
	}
	for _, table := range []struct{ name, cols string }{
		{"cohorts", "number, years, partners"},
		{"perspectives", "slug, name, position"},
		{"offices", "id, slug, name, CAST(committee AS INTEGER), CAST(administers AS INTEGER), position"},
		{"rules", "number, title, body"},
		{"spaces", "id, kind, slug, name, purpose, readers, holds, position"},
	} {
		query := "SELECT " + table.cols + " FROM " + table.name
		got := lines(t, lite, query)
		if len(got) == 0 {
			t.Errorf("%s is empty", table.name)
		}
		differ(t, table.name, got, lines(t, post, query))
	}
}

func look(t *testing.T, driver, address string) *sql.DB {
	t.Helper()
	pool, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

// lines are the rows of a query, one line each.
func lines(t *testing.T, pool *sql.DB, query string) (list []string) {
	t.Helper()
	rows, err := pool.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		cells, places := make([]sql.NullString, len(names)), make([]any, len(names))
		for i := range cells {
			places[i] = &cells[i]
		}
		if err := rows.Scan(places...); err != nil {
			t.Fatal(err)
		}
		var line strings.Builder
		for _, cell := range cells {
			line.WriteString(cell.String + " | ")
		}
		list = append(list, line.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// What each database says of itself, in the same words. The index of words is left out: it is each
// database's own. SQLite counts an INTEGER PRIMARY KEY as
// one that may be missing; it may not.
const (
	sqliteColumns = `
		SELECT m.name, c.name,
			CASE c.type WHEN 'INTEGER' THEN 'number' WHEN 'TEXT' THEN 'text' WHEN 'TIMESTAMP' THEN 'time' WHEN 'BOOLEAN' THEN 'truth' WHEN 'REAL' THEN 'fraction' ELSE c.type END,
			CASE WHEN c."notnull" = 1 OR (c.pk = 1 AND c.type = 'INTEGER') THEN 'always' ELSE 'may be missing' END,
			lower(coalesce(c.dflt_value, 'none'))
		FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%' AND m.name <> 'goose_db_version'`
	postgresColumns = `
		SELECT c.table_name, c.column_name,
			CASE c.data_type WHEN 'bigint' THEN 'number' WHEN 'text' THEN 'text' WHEN 'timestamp with time zone' THEN 'time' WHEN 'boolean' THEN 'truth' WHEN 'double precision' THEN 'fraction' ELSE c.data_type END,
			CASE c.is_nullable WHEN 'NO' THEN 'always' ELSE 'may be missing' END,
			lower(coalesce(replace(c.column_default, '::text', ''), 'none'))
		FROM information_schema.columns c
		WHERE c.table_schema = 'public' AND c.table_name <> 'search_index' AND c.table_name <> 'goose_db_version'`
	postgresUncollated = `
		SELECT c.table_name, c.column_name
		FROM information_schema.columns c
		WHERE c.table_schema = 'public' AND c.table_name <> 'search_index' AND c.table_name <> 'goose_db_version' AND c.data_type = 'text' AND coalesce(c.collation_name, '') <> 'C'`

	// An INTEGER PRIMARY KEY has no index of its own in SQLite. Indexes with a name of ours are
	// compared by it; the others by what they are for.
	sqliteIndexes = `
		SELECT m.name, CASE i.origin WHEN 'c' THEN i.name WHEN 'pk' THEN 'primary key' ELSE 'unique' END,
			CASE WHEN i."unique" = 1 THEN 'once' ELSE 'often' END, CASE WHEN i.partial = 1 THEN 'some rows' ELSE 'all rows' END,
			(SELECT group_concat(x.name) FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) x)
		FROM sqlite_master m JOIN pragma_index_list(m.name) i
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%' AND m.name <> 'goose_db_version'
		UNION ALL
		SELECT m.name, 'primary key', 'once', 'all rows', c.name
		FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%' AND m.name <> 'goose_db_version' AND c.pk = 1 AND c.type = 'INTEGER'
			AND NOT EXISTS (SELECT 1 FROM pragma_index_list(m.name) p WHERE p.origin = 'pk')`
	postgresIndexes = `
		SELECT t.relname,
			CASE WHEN i.indisprimary THEN 'primary key' WHEN k.oid IS NOT NULL THEN 'unique' ELSE n.relname END,
			CASE WHEN i.indisunique THEN 'once' ELSE 'often' END, CASE WHEN i.indpred IS NOT NULL THEN 'some rows' ELSE 'all rows' END,
			(SELECT string_agg(a.attname, ',' ORDER BY u.ord)
			 FROM unnest(i.indkey) WITH ORDINALITY u (num, ord) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.num)
		FROM pg_index i
		JOIN pg_class t ON t.oid = i.indrelid
		JOIN pg_class n ON n.oid = i.indexrelid
		LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype = 'u'
		WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'search_index' AND t.relname <> 'goose_db_version'`

	sqliteReferences = `
		SELECT m.name, f."from", f."table", coalesce(f."to", p.name), lower(f.on_delete)
		FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
		LEFT JOIN pragma_table_info(f."table") p ON p.pk = 1
		WHERE m.type = 'table'`
	postgresReferences = `
		SELECT t.relname, a.attname, o.relname, b.attname,
			CASE k.confdeltype WHEN 'a' THEN 'no action' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'r' THEN 'restrict' ELSE 'set default' END
		FROM pg_constraint k
		JOIN pg_class t ON t.oid = k.conrelid
		JOIN pg_class o ON o.oid = k.confrelid
		CROSS JOIN LATERAL unnest(k.conkey, k.confkey) u (mine, other)
		JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.mine
		JOIN pg_attribute b ON b.attrelid = o.oid AND b.attnum = u.other
		WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace`
)
