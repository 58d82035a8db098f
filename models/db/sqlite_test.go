package db

import (
	"context"
	"path/filepath"
	"testing"

	"commonroom/models"
)

// TestEveryConnectionKeepsOurPragmas reads the pragmas back on all connections of both pools at
// once: one connection set differently would lose writes, or foreign keys, now and then.
func TestEveryConnectionKeepsOurPragmas(t *testing.T) {
	t.Parallel()
	d, err := Open("sqlite:" + filepath.Join(t.TempDir(), "a file ?.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ctx := context.Background()
	want := map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
		"secure_delete": "1", "trusted_schema": "0", "temp_store": "2", "mmap_size": "0",
	}
	for range d.reader.Stats().MaxOpenConnections {
		held, err := d.reader.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer held.Close()
		for pragma, value := range want {
			var got string
			if err := held.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil || got != value {
				t.Errorf("reader: %s = %q, %v; want %q", pragma, got, err, value)
			}
		}
		if _, err := held.ExecContext(ctx, `CREATE TABLE x (a)`); models.KindOf(sqlite{}.translate(err)) != models.KindReadOnly {
			t.Errorf("a reader wrote: %v", err)
		}
	}
	for pragma, value := range want {
		var got string
		if err := d.writer.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != value {
			t.Errorf("writer: %s = %q, %v; want %q", pragma, got, err, value)
		}
	}
}
