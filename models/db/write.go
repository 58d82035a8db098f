package db

import (
	"context"
	"database/sql"
	"time"

	"commonroom/models"
)

// Tx is a write in progress. Inside it there is only the database: what must last is a row,
// what is fleeting waits for AfterCommit.
type Tx struct {
	Now   time.Time // one moment for the whole write: UTC, milliseconds
	db    *DB
	tx    *sql.Tx
	after []func()
}

// AfterCommit has act called once the write is on disk, and never if it fails.
func (tx *Tx) AfterCommit(act func()) { tx.after = append(tx.after, act) }

// Write runs act as one transaction, alone among writers. It is on disk when Write answers
// nil; on any error, or a panic, nothing of it is.
func (d *DB) Write(ctx context.Context, act func(tx *Tx) error) error {
	if broken := d.broken.Load(); broken != nil {
		return *broken
	}
	tx, err := d.commit(ctx, act)
	if err != nil {
		err = d.translate(err)
		if models.KindOf(err) == models.KindReadOnly {
			d.fault.Store(&err)
		}
		return err
	}
	d.fault.Store(nil)
	for _, then := range tx.after {
		then()
	}
	d.wake.all()
	return nil
}

func (d *DB) commit(ctx context.Context, act func(tx *Tx) error) (*Tx, error) {
	t, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = t.Rollback() }() // does nothing once committed
	if err := d.dialect.begin(ctx, t); err != nil {
		return nil, err
	}
	tx := &Tx{Now: d.Now(), db: d, tx: t}
	if err := act(tx); err != nil {
		return nil, err
	}
	return tx, t.Commit()
}

// Bounds of a form's key: long enough not to be met twice by chance, short enough to keep.
const (
	minKey = 16
	maxKey = 64
)

// keepKeys is how long a form that was taken is remembered: longer than anybody leaves a page
// open and still presses its button.
const keepKeys = 7 * 24 * time.Hour

// Once runs act as one transaction unless the same person has sent a form with the same key
// before: then it answers what act answered then, and act does not run. by is 0 for a visitor.
func (d *DB) Once(ctx context.Context, by int64, key string, act func(tx *Tx) (int64, error)) (id int64, err error) {
	if len(key) < minKey || len(key) > maxKey {
		return 0, models.Invalid("key", "This form is out of date. Nothing was saved: open the page again and send it from there.")
	}
	err = d.Write(ctx, func(tx *Tx) error {
		id, err = Value[int64](ctx, tx, `SELECT result_id FROM once_keys WHERE by_id = $1 AND key = $2`, by, key)
		if models.KindOf(err) != models.KindNotFound {
			return err
		}
		if id, err = act(tx); err != nil {
			return err
		}
		_, err = Exec(ctx, tx, `INSERT INTO once_keys (by_id, key, result_id, made_at) VALUES ($1, $2, $3, $4)`, by, key, id, tx.Now)
		return err
	})
	return id, err
}

// Sweep forgets forms that were taken long ago. The server calls it once a day.
func (d *DB) Sweep(ctx context.Context) (err error) {
	defer models.Wrap(&err, "sweep the database")
	return d.Write(ctx, func(tx *Tx) error {
		_, err := Exec(ctx, tx, `DELETE FROM once_keys WHERE made_at < $1`, tx.Now.Add(-keepKeys))
		return err
	})
}

// probe shows whether the store takes writes again. It leaves nothing, but it does write: a
// transaction that changes no row never reaches the disk, full or not.
func (d *DB) probe(ctx context.Context) error {
	return d.Write(ctx, func(tx *Tx) error {
		_, err := Exec(ctx, tx, `INSERT INTO once_keys (by_id, key, result_id, made_at) VALUES (0, 'probe', 0, $1)`, tx.Now)
		if err != nil {
			return err
		}
		_, err = Exec(ctx, tx, `DELETE FROM once_keys WHERE by_id = 0 AND key = 'probe'`)
		return err
	})
}
