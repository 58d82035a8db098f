package index

import (
	"context"
	"strconv"
	"strings"

	"commonroom/models"
	"commonroom/models/db"
)

// analysis is the version of how texts are turned into words and places here. An index made by
// another fits no more: it is emptied, and made anew when a server starts.
const analysis = 3

// Stale tells whether the index was made by another version of the analysis, or never.
func Stale(ctx context.Context, d *db.DB) (bool, error) {
	now, err := state(ctx, d)
	return now != strconv.Itoa(analysis), err
}

// Rebuild makes every row of the index anew from what is stored, a batch in a transaction, while
// everybody goes on searching and writing: at each moment each thing is found as it stands. done
// is told after each batch how many things of how many have been looked at.
func Rebuild(ctx context.Context, d *db.DB, done func(n, of int64)) (err error) {
	defer models.Wrap(&err, "rebuild the index")
	if err := prepare(ctx, d); err != nil {
		return err
	}
	of, err := howMany(ctx, d)
	if err != nil {
		return err
	}
	var n int64
	for _, p := range parts {
		for from, more := int64(1), true; more; from += batch {
			if err := ctx.Err(); err != nil {
				return err
			}
			if more, err = rebuild(ctx, d, p, from); err != nil {
				return err
			}
			n += batch
			done(min(n, of), of)
		}
	}
	if err := tidy(ctx, d, true); err != nil {
		return err
	}
	return settle(ctx, d)
}

// part is one table whose rows have rows in the index.
type part struct {
	table    string
	from, to Sort // that they may be of
	read     func(ctx context.Context, q db.Queryer, which string, args ...any) ([]text, error)
	which    string // reads those with ids from $1 to $2
}

var parts = []part{
	{"threads", Discussions, Practices, threadText, `t.id BETWEEN $1 AND $2`},
	{"posts", Replies, Replies, postText, `p.id BETWEEN $1 AND $2`},
	{"members", People, People, memberText, `m.id BETWEEN $1 AND $2`},
	{"search_pages", Pages, Pages, pageText, `g.id BETWEEN $1 AND $2`},
}

// howMany is how many things there are to be looked at, counting those of each table by its last
// id.
func howMany(ctx context.Context, d *db.DB) (of int64, err error) {
	for _, p := range parts {
		last, err := db.Value[int64](ctx, d, `SELECT coalesce(max(x.id), 0) FROM `+p.table+` x`)
		if err != nil {
			return 0, err
		}
		of += last
	}
	return of, nil
}

// rebuild puts one batch anew, and drops the rows of what is not there any more.
func rebuild(ctx context.Context, d *db.DB, p part, from int64) (more bool, err error) {
	ctx = context.WithoutCancel(ctx) // a batch is short, and SQLite is quicker when nobody can interrupt it
	err = d.Write(ctx, func(tx *db.Tx) error {
		to := from + batch - 1
		texts, err := p.read(ctx, tx, p.which, from, to)
		if err != nil {
			return err
		}
		if err := replace(ctx, tx, rows{p.from, p.to, from, to}, texts); err != nil {
			return err
		}
		more, err = db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM `+p.table+` x WHERE x.id > $1)`, to)
		return err
	})
	return more, err
}

// making is noted while an index is being made by this analysis: who begins another one beside it
// must not empty what the first has made.
const making = "making "

// prepare has the words that people use counted from nothing. They stay known meanwhile; and so
// does every row, unless another analysis made them.
func prepare(ctx context.Context, d *db.DB) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `UPDATE search_words SET docs = 0`); err != nil {
			return err
		}
		now, err := state(ctx, tx)
		if err != nil || strings.TrimPrefix(now, making) == strconv.Itoa(analysis) {
			return err
		}
		if err := db.ClearWords(ctx, tx); err != nil {
			return err
		}
		return note(ctx, tx, making+strconv.Itoa(analysis))
	})
}

// settle drops the words that nobody uses any more, and notes which analysis made the index.
func settle(ctx context.Context, d *db.DB) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `DELETE FROM search_words WHERE docs = 0`); err != nil {
			return err
		}
		return note(ctx, tx, strconv.Itoa(analysis))
	})
}

// state is which analysis made the index, or is making it; empty if none ever did.
func state(ctx context.Context, q db.Queryer) (string, error) {
	value, err := db.Value[string](ctx, q, `SELECT value FROM search_state WHERE name = 'analysis'`)
	if models.KindOf(err) == models.KindNotFound {
		return "", nil
	}
	return value, err
}

// note keeps what state answers.
func note(ctx context.Context, tx *db.Tx, value string) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO search_state (name, value) VALUES ('analysis', $1)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, value)
	return err
}

// Tidy puts together what was put piece by piece, a part in a transaction, so that a search takes
// fewer steps and writers wait a few milliseconds at most.
func Tidy(ctx context.Context, d *db.DB) (err error) {
	defer models.Wrap(&err, "tidy the index")
	return tidy(ctx, d, false)
}

// tidy goes on until there is nothing left to do; whole begins by putting all of it together.
func tidy(ctx context.Context, d *db.DB, whole bool) (err error) {
	for done := false; !done && err == nil && ctx.Err() == nil; whole = false {
		err = d.Write(ctx, func(tx *db.Tx) error {
			done, err = db.TidyWords(ctx, tx, whole)
			return err
		})
	}
	return err
}
