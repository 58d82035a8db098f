package db_test

import (
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"commonroom/models/db"
)

// before migrates d with the files that come before one, and gives a step that writes rows as they
// were then.
func (s script) before(t *testing.T, d *db.DB, name string) (write func(query string)) {
	t.Helper()
	files := fstest.MapFS{}
	for i, n := range s.names[:slices.Index(s.names, name)] {
		var text string
		for _, statement := range s.statements[i] {
			text += statement
		}
		files[n] = &fstest.MapFile{Data: []byte(text)}
	}
	if err := db.MigrateFrom(ctx, d, files); err != nil {
		t.Fatal(err)
	}
	return func(query string) {
		t.Helper()
		if err := d.Write(ctx, func(tx *db.Tx) error { _, err := db.Exec(ctx, tx, query, tx.Now); return err }); err != nil {
			t.Fatal(err)
		}
	}
}

func TestThreadsFromBeforeLearnWhichRepliesAreGone(t *testing.T) {
	t.Parallel()
	t.Run("in SQLite", func(t *testing.T) {
		t.Parallel()
		learnsWhatIsGone(t, openFile(t, filepath.Join(t.TempDir(), "old.db")), "sqlite")
	})
	t.Run("in PostgreSQL", func(t *testing.T) {
		t.Parallel()
		learnsWhatIsGone(t, emptyPostgres(t), "postgres")
	})
}

func learnsWhatIsGone(t *testing.T, d *db.DB, folder string) {
	t.Helper()
	write := readScript(t, folder).before(t, d, "0017_gone_posts.sql")
	write(`INSERT INTO members (id, handle, name, name_key, state, joined_at, admitted_at) VALUES (1, 'ann', 'Ann', 'ann', 'member', $1, $1)`)
	// A discussion without its first and third, and with a fifth that left; a practice without its first;
	// a discussion in which all stand.
	write(`INSERT INTO threads (id, space_id, kind, title, slug, author_id, published, post_count, last_post_at, last_post_by, made_at, published_at)
		SELECT v.column1, min(s.id), v.column2, 'Talk', 'talk', 1, TRUE, v.column3, $1, 1, $1, $1
		FROM (VALUES (1, 'discussion', 5), (2, 'practice', 2), (3, 'discussion', 3)) v CROSS JOIN spaces s GROUP BY v.column1, v.column2, v.column3`)
	write(`INSERT INTO posts (id, thread_id, number, author_id, body, html, renderer, hidden, withdrawn, edited_at, made_at)
		SELECT v.column1 * 10 + v.column2, v.column1, v.column2, 1, '', '', 1, v.column3, v.column4, $1, $1
		FROM (VALUES (1, 1, TRUE, FALSE), (1, 2, FALSE, FALSE), (1, 3, TRUE, TRUE), (1, 4, FALSE, FALSE),
			(2, 1, FALSE, TRUE), (2, 2, FALSE, FALSE), (3, 1, FALSE, FALSE), (3, 2, FALSE, FALSE), (3, 3, FALSE, FALSE)) v`)
	write(`INSERT INTO post_places (thread_id, number, post_id, left_at) VALUES (1, 5, 33, $1)`)
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	got, err := db.All(ctx, d, func(n *int) []any { return []any{n} }, `SELECT gone_count FROM threads ORDER BY id`)
	if want := []int{2, 1, 0}; err != nil || !slices.Equal(got, want) {
		t.Errorf("gone are %v, %v, want %v", got, err, want)
	}
}
