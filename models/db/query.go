package db

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"
	"time"

	"commonroom/models"
)

// ErrNone is what One and Value answer when there is no such row.
var ErrNone = models.NotFound("no such row")

// Queryer reads: a DB from its readers, a Tx from within its write.
type Queryer interface {
	query(ctx context.Context, query string, args []any) (*sql.Rows, error)
	translate(err error) error
	dialectOf() dialect
}

func (d *DB) dialectOf() dialect { return d.dialect }

func (tx *Tx) dialectOf() dialect { return tx.db.dialect }

func (d *DB) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	count(ctx)
	return d.reader.QueryContext(ctx, d.dialect.rebind(query), bind(args)...)
}

func (d *DB) translate(err error) error {
	err = d.dialect.translate(err)
	if errors.Is(err, errBroken) {
		d.broken.Store(&err)
	}
	return err
}

func (tx *Tx) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	count(ctx)
	return tx.tx.QueryContext(ctx, tx.db.dialect.rebind(query), bind(args)...)
}

func (tx *Tx) translate(err error) error { return tx.db.translate(err) }

// All reads every row; fields names where the columns of a row go.
func All[T any](ctx context.Context, q Queryer, fields func(*T) []any, query string, args ...any) (list []T, err error) {
	rows, err := q.query(ctx, query, args)
	if err != nil {
		return nil, q.translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		var item T
		if err := rows.Scan(fields(&item)...); err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, q.translate(rows.Err())
}

// One reads one row; ErrNone if there is none.
func One[T any](ctx context.Context, q Queryer, fields func(*T) []any, query string, args ...any) (item T, err error) {
	rows, err := q.query(ctx, query, args)
	if err != nil {
		return item, q.translate(err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return item, q.translate(err)
		}
		return item, ErrNone
	}
	if err := rows.Scan(fields(&item)...); err != nil {
		return item, err
	}
	return item, q.translate(rows.Close())
}

// Value reads one column of one row; ErrNone if there is none. It also serves
// INSERT … RETURNING id.
func Value[T any](ctx context.Context, q Queryer, query string, args ...any) (T, error) {
	return One(ctx, q, func(v *T) []any { return []any{v} }, query, args...)
}

// Values reads one column of every row.
func Values[T any](ctx context.Context, q Queryer, query string, args ...any) ([]T, error) {
	return All(ctx, q, func(v *T) []any { return []any{v} }, query, args...)
}

// Exec writes, and tells how many rows it touched.
func Exec(ctx context.Context, tx *Tx, query string, args ...any) (int64, error) {
	count(ctx)
	result, err := tx.tx.ExecContext(ctx, tx.db.dialect.rebind(query), bind(args)...)
	if err != nil {
		return 0, tx.translate(err)
	}
	return result.RowsAffected()
}

// bind makes every time one that the database gives back as it was.
func bind(args []any) []any {
	for i, arg := range args {
		if t, ok := arg.(time.Time); ok {
			args[i] = stored(t)
		}
	}
	return args
}

// errTaken marks a row refused because its key is taken already.
var errTaken = errors.New("the key is taken")

// errBroken marks damage to what is stored. Writing on could spread it, and nothing here mends
// it: that takes somebody with a backup.
var errBroken = errors.New("the database is damaged: stop the server and restore a backup")

// Taken tells whether err says that a row's key is taken already.
func Taken(err error) bool { return errors.Is(err, errTaken) }

// Counter counts the queries made for one request.
type Counter struct{ n atomic.Int64 }

// Queries is how many there were so far.
func (c *Counter) Queries() int64 { return c.n.Load() }

type counterKey struct{}

// Counting has the queries made under the context it gives counted by c.
func Counting(ctx context.Context, c *Counter) context.Context {
	return context.WithValue(ctx, counterKey{}, c)
}

func count(ctx context.Context) {
	if c, ok := ctx.Value(counterKey{}).(*Counter); ok {
		c.n.Add(1)
	}
}
