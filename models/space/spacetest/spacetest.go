// Package spacetest makes spaces for the tests of other packages, which need them there and not how
// they came.
package spacetest

import (
	"context"

	"commonroom/models/db"
	"commonroom/models/member"
)

// Group adds a private group for discussions, with a roster of plain members, and gives its id.
func Group(ctx context.Context, tx *db.Tx, slug string, roster ...member.Member) (int64, error) {
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO spaces (kind, slug, name, purpose, readers, holds, position, made_at)
		VALUES ('group', $1, $1, '', 'private', 'discussion', 9, $2)
		RETURNING id`, slug, tx.Now)
	if err != nil {
		return 0, err
	}
	for _, m := range roster {
		_, err := db.Exec(ctx, tx, `
			INSERT INTO space_members (space_id, member_id, role, here, joined_at) VALUES ($1, $2, 'member', TRUE, $3)`, id, m.ID, tx.Now)
		if err != nil {
			return 0, err
		}
	}
	return id, nil
}
