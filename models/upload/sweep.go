package upload

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
)

// keepLoose is how long a file that hangs on nothing is kept: long enough to finish writing over a
// weekend what it was added to.
const keepLoose = 48 * time.Hour

// mostSwept is how many files are forgotten in one transaction: others want to write too.
const mostSwept = 200

// Sweep throws away the files that hang on nothing for long, and whatever lies on the shelf without
// being anybody's file. The server calls it once a day.
func (s *Store) Sweep(ctx context.Context) (err error) {
	defer models.Wrap(&err, "sweep the files")
	if !s.Keeps() {
		return nil
	}
	for n := int64(mostSwept); n == mostSwept; {
		err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
			n, err = forget(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	for folder := range 256 {
		if err := s.clear(ctx, fmt.Sprintf("%02x", folder)); err != nil {
			return err
		}
	}
	return nil
}

// forget strikes out files that hang on nothing for long, and that their owner has in no draft. Their
// bytes are left to clear, which asks once more whose they are.
func forget(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.Exec(ctx, tx, `
		DELETE FROM uploads
		WHERE id IN (SELECT u.id FROM uploads u
			WHERE u.loose_at < $1 AND NOT EXISTS (SELECT 1 FROM upload_places q WHERE q.upload_id = u.id)
			AND NOT EXISTS (SELECT 1 FROM drafts f
				WHERE f.member_id = u.by_id AND f.fields LIKE '%/files/' || CAST(u.id AS TEXT) || '/%')
			ORDER BY u.loose_at LIMIT $2)`, tx.Now.Add(-keepLoose), mostSwept)
}

// settled is how old bytes are that nobody has just laid down to note them in a moment. It goes by
// the clock of the disk.
const settled = time.Hour

// clear throws away what lies in one folder of the shelf and is nobody's. It is a write, although it
// writes no row: while it is at work nobody notes a file whose bytes it is about to throw away.
func (s *Store) clear(ctx context.Context, folder string) error {
	names, err := s.shelf.old(folder, time.Now().Add(-settled))
	if err != nil || len(names) == 0 {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		digests, err := db.Values[string](ctx, tx, `
			SELECT u.digest FROM uploads u WHERE u.digest BETWEEN $1 AND $2
			UNION
			SELECT u.shown_digest FROM uploads u WHERE u.shown_digest BETWEEN $1 AND $2`, folder, folder+"~")
		if err != nil {
			return err
		}
		return s.clearBut(folder, names, digests)
	})
}

func (s *Store) clearBut(folder string, names, digests []string) error {
	for _, name := range names {
		if slices.Contains(digests, name) {
			continue
		}
		if !strings.HasPrefix(name, folder) && !strings.HasPrefix(name, halfMark) {
			continue // nothing of ours
		}
		if err := s.shelf.remove(folder, name); err != nil {
			return err
		}
	}
	return nil
}
