package member

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
)

// ChooseKeys keeps whether by goes without the shortcuts that are one key: somebody who speaks to
// their device, or whose hand shakes, presses keys they do not mean.
func (s *Store) ChooseKeys(ctx context.Context, by Member, off bool) (err error) {
	defer models.Wrap(&err, "choose the keys of %d", by.ID)
	if err := canEdit(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `UPDATE members SET keys_off = $2 WHERE id = $1 AND keys_off <> $2`, by.ID, off)
		if err != nil || n == 0 {
			return err
		}
		return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.KeysChosen, MemberID: by.ID})
	})
}
