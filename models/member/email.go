package member

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
)

// ByEmail finds the one person whom an e-mail address belongs to: by an identity whose provider
// is trusted to know it, or by the roll entry they took.
func ByEmail(ctx context.Context, q db.Queryer, email string) (Member, error) {
	ids, err := db.Values[int64](ctx, q, `
		SELECT i.member_id FROM identities i WHERE i.trusted AND i.email_key = $1
		UNION
		SELECT e.member_id FROM roll_emails r JOIN roll_entries e ON e.id = r.entry_id
		WHERE r.email_key = $1 AND e.member_id IS NOT NULL`, models.EmailKey(email))
	switch {
	case err != nil:
		return Member{}, err
	case len(ids) == 0:
		return Member{}, models.NotFound("no such member: nobody has signed in with this address")
	case len(ids) > 1:
		return Member{}, models.Conflict("More than one person has this address. Use the handle.")
	}
	return Of(ctx, q, ids[0])
}
