package moderation

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// Verb is what the committee does about a thread or a post.
type Verb string

// The verbs.
const (
	Hide    Verb = "hide" // only its author and the committee still see it
	Restore Verb = "restore"
	Lock    Verb = "lock" // nobody can reply
	Unlock  Verb = "unlock"
	Pin     Verb = "pin" // keep at the top of its board
	Unpin   Verb = "unpin"
	Move    Verb = "move" // to another board
	Slow    Verb = "slow" // members wait between two posts
	Unslow  Verb = "unslow"
	Split   Verb = "split"  // posts became a thread of their own
	Merge   Verb = "merge"  // a thread joined another
	Revert  Verb = "revert" // a post to what its author wrote before, with fewer words
)

// NeedsRule tells whether the act takes something away from its author, so that it must stand
// on a rule of the code of conduct.
func (v Verb) NeedsRule() bool { return v == Hide || v == Lock || v == Revert }

// Judges tells whether the act limits somebody's words, or frees them again: nobody does that
// to their own. Pinning and moving is housekeeping.
func (v Verb) Judges() bool {
	return v == Hide || v == Restore || v == Lock || v == Unlock || v == Revert
}

// Target is the thread or post that is acted on, where it stands, and whose it is.
type Target struct {
	Kind      string // OnThread or OnPost
	ThreadID  int64
	PostID    int64 // 0 on a thread
	SpaceID   int64
	SubjectID int64 // who wrote it
}

// The kinds of Target.
const (
	OnThread = "thread"
	OnPost   = "post"
)

// Decision is one act of the committee, as the verb that does it has settled it.
type Decision struct {
	Verb         Verb
	Target       Target
	Rule         int // the number of the rule it stands on; 0 for none
	Reason       string
	FromThreadID int64 // with Split and Merge: the target is where the posts went
	ToSpaceID    int64 // with Move
}

// NewDecision is what a committee member fills in before acting.
type NewDecision struct {
	Rule    int    `form:"rule"`
	Reason  string `form:"reason"`
	ToSpace int64  `form:"to_space"`
	Version int64  `form:"version"` // with Revert: of the post as they saw it
	Until   string `form:"until"`   // with Pin: the last day; empty for no end
	Pause   int    `form:"pause"`   // with Slow: minutes between two posts of a member
	Key     string `form:"key"`
}

// On makes it the decision to do v to t.
func (in NewDecision) On(v Verb, t Target) Decision {
	return Decision{Verb: v, Target: t, Rule: in.Rule, Reason: in.Reason, ToSpaceID: in.ToSpace}
}

// MaxReason keeps a reason to what is read at a glance in the log.
const MaxReason = 500

// Record notes that by, of the committee, does d, and says so to the person concerned and in
// the public log; others whom it concerns are told with the action that it gives. The verb that
// changes the thread or post calls it in the same transaction, and changes nothing if it is refused.
func Record(ctx context.Context, tx *db.Tx, by member.Member, d Decision) (action int64, err error) {
	defer models.Wrap(&err, "record that %d did %s to %s %d", by.ID, d.Verb, d.Target.Kind, d.Target.ThreadID)
	if err := mayDecide(ctx, tx, by, d); err != nil {
		return 0, err
	}
	if d, err = d.validate(ctx, tx); err != nil {
		return 0, err
	}
	if action, err = insertAction(ctx, tx, by, d); err != nil {
		return 0, err
	}
	return action, activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: activity.Acted, SpaceID: d.Target.SpaceID, ThreadID: d.Target.ThreadID,
		PostID: d.Target.PostID, MemberID: d.Target.SubjectID, ActionID: action, Detail: string(d.Verb),
	})
}

// mayDecide tells why by may not do d; nil if they may.
func mayDecide(ctx context.Context, tx *db.Tx, by member.Member, d Decision) error {
	if err := CanModerate(by, tx.Now); err != nil {
		return err
	}
	if err := inReach(ctx, tx, d.Target.SpaceID); err != nil {
		return models.NotFound("no such thread")
	}
	if !d.Verb.Judges() {
		return nil
	}
	own, err := wrote(ctx, tx, by, d.Target)
	if own {
		return ErrOwnWords
	}
	return err
}

// CanModerate tells why by may not moderate or read reports; nil if they may.
func CanModerate(by member.Member, now time.Time) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case !by.Holds(member.Moderate, now):
		return models.Forbidden("Only members of the committee can do this.")
	}
	return nil
}

// ErrOwnWords is said to whoever would judge what they wrote.
var ErrOwnWords = models.Forbidden("These are your own words: somebody else on the committee has to decide about them.")

// inReach refuses a private space: the committee has no power there, and no view of it.
func inReach(ctx context.Context, tx *db.Tx, spaceID int64) error {
	_, err := db.Value[int64](ctx, tx, `SELECT s.id FROM spaces s WHERE s.id = $1 AND s.readers <> $2`, spaceID, space.Private)
	return err
}

// wrote tells whether by has a part in what is decided about.
func wrote(ctx context.Context, tx *db.Tx, by member.Member, t Target) (bool, error) {
	if t.SubjectID == by.ID {
		return true, nil
	}
	if t.Kind != OnThread {
		return false, nil
	}
	return db.Value[bool](ctx, tx, `
		SELECT EXISTS (SELECT 1 FROM thread_authors w WHERE w.thread_id = $1 AND w.member_id = $2)`, t.ThreadID, by.ID)
}

// validate gives d with its reason tidied.
func (d Decision) validate(ctx context.Context, tx *db.Tx) (Decision, error) {
	reason, err := prose.Line("reason", "a reason", d.Reason, MaxReason)
	d.Reason = reason
	return d, models.Check(d.checkRule(ctx, tx), d.checkPlace(ctx, tx), err, d.checkNames(ctx, tx))
}

func (d Decision) checkRule(ctx context.Context, tx *db.Tx) error {
	if d.Rule == 0 {
		if d.Verb.NeedsRule() {
			return models.Invalid("rule", "Choose the rule of the code of conduct that was broken.")
		}
		return nil
	}
	_, err := db.Value[int64](ctx, tx, `SELECT r.number FROM rules r WHERE r.number = $1`, d.Rule)
	if models.KindOf(err) == models.KindNotFound {
		return models.Invalid("rule", "Choose one of the rules in the list.")
	}
	return err
}

func (d Decision) checkPlace(ctx context.Context, tx *db.Tx) error {
	if d.Verb != Move {
		return nil
	}
	if d.ToSpaceID == 0 || d.ToSpaceID == d.Target.SpaceID {
		return models.Invalid("to_space", "Choose the board it moves to.")
	}
	err := inReach(ctx, tx, d.ToSpaceID)
	if models.KindOf(err) == models.KindNotFound {
		return models.Invalid("to_space", "Choose one of the boards in the list.")
	}
	return err
}

func insertAction(ctx context.Context, tx *db.Tx, by member.Member, d Decision) (int64, error) {
	toSpace := d.ToSpaceID
	if d.Verb != Move {
		toSpace = 0
	}
	return db.Value[int64](ctx, tx, `
		INSERT INTO actions (by_id, verb, target, thread_id, post_id, space_id, to_space_id, subject_id, rule_number, reason, made_at, from_thread_id)
		VALUES ($1, $2, $3, $4, nullif($5, 0), $6, nullif($7, 0), $8, nullif($9, 0), $10, $11, nullif($12, 0))
		RETURNING id`,
		by.ID, d.Verb, d.Target.Kind, d.Target.ThreadID, d.Target.PostID, d.Target.SpaceID, toSpace,
		d.Target.SubjectID, d.Rule, d.Reason, tx.Now, d.FromThreadID)
}
