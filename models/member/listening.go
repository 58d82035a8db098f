package member

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
)

// A page that is kept up to date asks again and again who it is for, long after the request that
// began it. It knows its session by number, and using it so does not prolong it.

// Behind finds who an open session belongs to today, with their terms. One that has ended is a
// visitor's: no error.
func Behind(ctx context.Context, d *db.DB, sessionID int64) (by Member, err error) {
	defer models.Wrap(&err, "find who is behind session %d", sessionID)
	who, err := db.One(ctx, d, (*signedIn).fields, `
		SELECT `+sessionCols+`, `+Cols+`
		FROM sessions s JOIN members m ON m.id = s.member_id
		WHERE s.id = $1`, sessionID)
	switch {
	case models.KindOf(err) == models.KindNotFound:
		return Member{}, nil
	case err != nil:
		return Member{}, err
	case who.Over(d.Now()) || who.State == Former:
		return Member{}, nil
	}
	by = who.Member
	by.Terms, err = termsOf(ctx, d, by.ID)
	return by, err
}

// held is an open session with the state of whose it is.
type held struct {
	Session
	state State
}

func (h *held) fields() []any { return append(h.Session.fields(), &h.state) }

// Open gives, of sessions by number, those that are open with the state of whose they are.
func Open(ctx context.Context, d *db.DB, sessionIDs []int64) (open map[int64]State, err error) {
	defer models.Wrap(&err, "find which of %d sessions are open", len(sessionIDs))
	list, err := db.All(ctx, d, (*held).fields, `
		SELECT `+sessionCols+`, m.state
		FROM sessions s JOIN members m ON m.id = s.member_id
		WHERE s.id IN `+db.EachID(d, 1), db.IDs(sessionIDs))
	if err != nil {
		return nil, err
	}
	open = map[int64]State{}
	for _, h := range list {
		if !h.Over(d.Now()) && h.state != Former {
			open[h.ID] = h.state
		}
	}
	return open, nil
}
