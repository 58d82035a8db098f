package discuss

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
)

// Reaction is what a member says of a post without words.
type Reaction string

// The reactions: few, and each says something that its author can use.
const (
	Thanks     Reaction = "thanks"
	Insight    Reaction = "insight"
	SameHere   Reaction = "same-here"
	TryingThis Reaction = "trying-this"
)

// EveryReaction is all of them, in the order in which they are shown.
var EveryReaction = [...]Reaction{Thanks, Insight, SameHere, TryingThis}

// tallied is the column of posts in which those of a sort are counted.
var tallied = map[Reaction]string{Thanks: "thanks", Insight: "insights", SameHere: "same_here", TryingThis: "trying"}

// Check refuses what is no reaction of ours.
func (r Reaction) Check() error {
	if tallied[r] == "" {
		return models.Invalid("", "Choose one of the reactions under the post.")
	}
	return nil
}

// Name is the reaction as it is read: "Same here".
func (r Reaction) Name() string {
	switch r {
	case Insight:
		return "Insight"
	case SameHere:
		return "Same here"
	case TryingThis:
		return "Trying this"
	}
	return "Thanks"
}

// Tally is how many members have said each to a post. It is the same for all who see the post.
type Tally struct{ Thanks, Insights, SameHere, Trying int }

// Of is how many have said r.
func (t Tally) Of(r Reaction) int {
	switch r {
	case Insight:
		return t.Insights
	case SameHere:
		return t.SameHere
	case TryingThis:
		return t.Trying
	}
	return t.Thanks
}

// Total is how many reactions there are.
func (t Tally) Total() int { return t.Thanks + t.Insights + t.SameHere + t.Trying }

// Count adds by to how many have said r to a post, in the write that keeps the reaction itself.
func (r Reaction) Count(ctx context.Context, tx *db.Tx, postID int64, by int) error {
	if err := r.Check(); err != nil {
		return err
	}
	column := tallied[r]
	_, err := db.Exec(ctx, tx, `UPDATE posts SET `+column+` = `+column+` + $2 WHERE id = $1`, postID, by)
	return err
}
