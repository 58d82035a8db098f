package member

import (
	"context"
	"errors"
	"time"

	"commonroom/models"
	"commonroom/models/db"
)

// refusal is a failure that the security log keeps: what it did must be nothing, because the
// transaction that notes it is committed.
type refusal struct {
	reason string // a stable word, for operators
	said   error  // for the person
}

func refuse(reason string, said error) error { return &refusal{reason, said} }

func (r *refusal) Error() string { return r.reason }

// settle runs act, which tells whom the event concerns, and notes in the security log that it
// happened or that it was refused. What is refused must have written nothing before.
func (s *Store) settle(ctx context.Context, in Login, event string, act func(tx *db.Tx) (int64, error)) error {
	var said error
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		id, err := act(tx)
		if no, ok := errors.AsType[*refusal](err); ok {
			said = no.said
			return note(ctx, tx, "refused", id, in, no.reason)
		}
		if err != nil {
			return err
		}
		return note(ctx, tx, event, id, in, "")
	})
	if err != nil {
		return err
	}
	return said
}

// note adds a line to the security log. It holds no secret, no e-mail address and no one's words.
func note(ctx context.Context, tx *db.Tx, event string, id int64, in Login, reason string) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO security_log (at, event, member_id, provider, reason, address)
		VALUES ($1, $2, nullif($3, 0), $4, $5, $6)`, tx.Now, event, id, in.Provider, reason, in.Address)
	return err
}

// LogRefusal notes that a sign-in came to nothing before anybody was known: reason is a stable
// word, never what the provider or the browser sent.
func (s *Store) LogRefusal(ctx context.Context, provider, reason, address string) (err error) {
	defer models.Wrap(&err, "note a refused sign-in")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return note(ctx, tx, "refused", 0, Login{Provider: provider, Address: address}, reason)
	})
}

// FirstReturn tells whether a sign-in, named by its state, comes back for the first time. It is
// noted among the forms that were taken, and forgotten with them: long after it has run out.
func (s *Store) FirstReturn(ctx context.Context, state string) (first bool, err error) {
	defer models.Wrap(&err, "note a sign-in that came back")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `
			INSERT INTO once_keys (by_id, key, result_id, made_at) VALUES (0, $1, 0, $2)
			ON CONFLICT DO NOTHING`, "sign-in "+digest(state), tx.Now)
		first = n == 1
		return err
	})
	return first, err
}

// How long traces of sign-ins are kept: network addresses for a month, as long as an attack may
// take to come to light; what happened for a year. The privacy page says so.
const (
	keepAddresses = 30 * 24 * time.Hour
	keepLog       = 365 * 24 * time.Hour
)

// Sweep forgets sessions that have run out and traces of sign-ins that are old. The server
// calls it once a day.
func (s *Store) Sweep(ctx context.Context) (err error) {
	defer models.Wrap(&err, "sweep the sessions")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		old, now := tx.Now.Add(-keepAddresses), tx.Now
		for _, purge := range []struct {
			query string
			args  []any
		}{
			{`DELETE FROM sessions WHERE made_at < $1 OR seen_at < $2 OR (seen_at < $3 AND NOT keep)`,
				[]any{now.Add(-longest), now.Add(-idleKept), now.Add(-idle)}},
			{`UPDATE sessions SET address = '' WHERE made_at < $1 AND address <> ''`, []any{old}},
			{`DELETE FROM security_log WHERE at < $1`, []any{now.Add(-keepLog)}},
			{`UPDATE security_log SET address = '' WHERE at < $1 AND address <> ''`, []any{old}},
		} {
			if _, err := db.Exec(ctx, tx, purge.query, purge.args...); err != nil {
				return err
			}
		}
		return nil
	})
}
