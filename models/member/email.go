package member

import (
	"context"

	"commonroom/models/db"
)

// ByEmail finds the one member whom an e-mail address belongs to: by an identity whose provider
// is trusted to know it, or by the roll entry they took. db.ErrNone if there is none, or more
// than one.
func ByEmail(ctx context.Context, q db.Queryer, email string) (id int64, err error) {
	ids, err := db.All(ctx, q, func(v *int64) []any { return []any{v} }, `
		SELECT i.member_id
		FROM identities i JOIN members m ON m.id = i.member_id
		WHERE i.email_key = $1 AND i.trusted AND m.state = 'member'
		UNION
		SELECT e.member_id
		FROM roll_emails r JOIN roll_entries e ON e.id = r.entry_id JOIN members m ON m.id = e.member_id
		WHERE r.email_key = $1 AND m.state = 'member'`, emailKey(email))
	if err == nil && len(ids) != 1 {
		return 0, db.ErrNone
	}
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}
