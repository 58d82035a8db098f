package discuss

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
)

// CanTakeBack tells why by may not make a published document a draft again; nil if they may.
// Once somebody has commented it stays: their words would go with it. Authored is what
// IsAuthor answered.
func (t Thread) CanTakeBack(by member.Member, authored bool) error {
	switch err := t.Space.CanWrite(by); {
	case err != nil:
		return err
	case t.Kind == Discussion:
		return models.Forbidden("Only practices and projects can be taken back. A post of yours you can withdraw.")
	case !authored:
		return models.Forbidden("Only its authors can take this back.")
	case t.Hidden:
		return ErrHidden
	case t.Posts > 0:
		return models.Forbidden("Somebody has commented on this, so it stays for others to read. You can still edit it.")
	}
	return nil
}

// TakeBack makes a published document a draft again, seen by its authors alone. What is a draft
// already stays one.
func (s *Store) TakeBack(ctx context.Context, by member.Member, kind Kind, id int64) (t Thread, err error) {
	defer models.Wrap(&err, "take back %s %d", kind, id)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if t, err = Find(ctx, tx, by, tx.Now, kind, id); err != nil {
			return err
		}
		among, err := IsAuthor(ctx, tx, by.ID, t.ID)
		if err != nil {
			return err
		}
		if err := t.CanTakeBack(by, among); err != nil || !t.Published {
			return err
		}
		if _, err := db.Exec(ctx, tx, `UPDATE threads SET published = FALSE WHERE id = $1`, t.ID); err != nil {
			return err
		}
		if err := index.Put(ctx, tx, index.Whole(t.ID)); err != nil {
			return err
		}
		return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.TakenBack, SpaceID: t.Space.ID, ThreadID: t.ID})
	})
	return t, err
}
