package space

import (
	"context"
	"slices"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
)

// Shift says which board goes one place up or down in the list of boards.
type Shift struct {
	Board string `form:"board"` // its slug
	Way   string `form:"way"`
	Key   string `form:"key"`
}

// The ways that a board can go.
const (
	Up   = "up"
	Down = "down"
)

// Shift has a board change places with its neighbour, as by, of the committee, wants it.
func (st *Store) Shift(ctx context.Context, by member.Member, in Shift) (err error) {
	defer models.Wrap(&err, "shift board %q", in.Board)
	_, err = st.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		if !by.Holds(member.Moderate, tx.Now) {
			return 0, models.Forbidden("Only members of the committee can do this.")
		}
		list, err := db.All(ctx, tx, (*Space).Fields, `
			SELECT `+Cols+` FROM spaces s WHERE s.kind = 'board' ORDER BY s.position, s.id`)
		if err != nil {
			return 0, err
		}
		at, err := shifted(list, in)
		if err != nil {
			return 0, err
		}
		for i, s := range list { // a few dozen boards at most
			if _, err := db.Exec(ctx, tx, `UPDATE spaces SET position = $2 WHERE id = $1 AND position <> $2`, s.ID, i+1); err != nil {
				return 0, err
			}
		}
		return list[at].ID, activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.BoardShifted, SpaceID: list[at].ID, Detail: in.Way})
	})
	return err
}

// shifted has the board change places in the list, and tells where it stands then.
func shifted(list []Space, in Shift) (at int, err error) {
	from := slices.IndexFunc(list, func(s Space) bool { return s.Slug == in.Board })
	to := from + map[string]int{Up: -1, Down: 1}[in.Way]
	switch {
	case from < 0:
		return 0, models.NotFound("no such board")
	case to == from:
		return 0, models.Invalid("way", "Choose up or down.")
	case to < 0 || to >= len(list):
		return 0, models.Conflict("This board stands at the end of the list already.")
	}
	list[from], list[to] = list[to], list[from]
	return to, nil
}
