package discuss

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// State says where a discussion stands. Most have none: they are talk.
type State string

// The states that somebody may give a discussion.
const (
	StateOpen     State = "open"     // it goes on
	StateAnswered State = "answered" // who asked has what they looked for
	StateDecided  State = "decided"  // those who talked have come to an end
)

// MaxOutcome is how long the line on what came of a discussion may be: one that a list can show.
const MaxOutcome = 200

// EditState is what somebody says about where a discussion stands. Version is the one they started
// from.
type EditState struct {
	State   State  `form:"state"`
	Outcome string `form:"outcome"`
	Version int64  `form:"version"`
	Key     string `form:"key"`
}

// Settle says where a discussion stands, with one line on what came of it.
func (s *Store) Settle(ctx context.Context, by member.Member, threadID int64, in EditState) (t Thread, err error) {
	defer models.Wrap(&err, "settle thread %d", threadID)
	if t, err = s.Thread(ctx, by, threadID); err != nil {
		return t, err
	}
	if err := t.CanSettle(by, s.db.Now()); err != nil {
		return t, err
	}
	outcome, err := in.validate(t.Answer > 0)
	if err != nil {
		return t, err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		t, err := Find(ctx, tx, by, tx.Now, Discussion, threadID)
		if err != nil {
			return 0, err
		}
		return t.ID, t.settle(ctx, tx, by, in, outcome)
	})
	if err != nil {
		return t, err
	}
	return s.Thread(ctx, by, threadID)
}

// validate gives the line as it is kept. An open discussion needs none, nor does one in which the
// answer is marked; of another that is over, somebody who only sees the list wants to know how it
// ended.
func (in EditState) validate(marked bool) (outcome string, err error) {
	switch {
	case in.State == StateOpen, in.State == StateAnswered && marked:
		return prose.Optional("outcome", "one line", in.Outcome, MaxOutcome)
	case in.State == StateAnswered:
		return prose.Line("outcome", "the answer in one line", in.Outcome, MaxOutcome)
	case in.State == StateDecided:
		return prose.Line("outcome", "what was decided, in one line", in.Outcome, MaxOutcome)
	}
	return "", models.Invalid("state", "Choose where the discussion stands.")
}

func (t Thread) settle(ctx context.Context, tx *db.Tx, by member.Member, in EditState, outcome string) error {
	switch err := t.CanSettle(by, tx.Now); {
	case err != nil:
		return err
	case t.StateVersion != in.Version:
		return models.Conflict("Somebody has said where this stands since you opened it. Nothing was saved: see below what is different.")
	case t.State == in.State && t.Outcome == outcome:
		return nil
	}
	_, err := db.Exec(ctx, tx, `
		UPDATE threads SET state = $2, outcome = $3, state_version = state_version + 1 WHERE id = $1`, t.ID, in.State, outcome)
	if err != nil {
		return err
	}
	if err := index.Put(ctx, tx, index.Thread(t.ID)); err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: activity.Settled, SpaceID: t.Space.ID, ThreadID: t.ID, Detail: string(in.State),
	})
}

// Stands is where the discussion stands for those who read it: one whose answer is gone, and of which
// nobody said what it was, is open again.
func (t Thread) Stands() State {
	if t.State == StateAnswered && t.Answer == 0 && t.Outcome == "" {
		return StateOpen
	}
	return t.State
}
