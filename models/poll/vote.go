package poll

import (
	"context"
	"slices"
	"strconv"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// NewVote is what a voter fills in. In a ranking they give each option, in the order in which these
// are written, its place or nothing; otherwise they name the options they choose.
type NewVote struct {
	Choice   []string `form:"choice"`    // numbers of options
	Place    []string `form:"place"`     // of each option in turn: "1", "2", … or ""
	TakeBack string   `form:"take_back"` // anything: the vote is taken back, whatever else is filled in
	Key      string   `form:"key"`
}

// CanVote tells why votes are not taken at a moment; nil if they are. Whether by may write where
// the poll stands has been asked before.
func (p Poll) CanVote(now time.Time) error {
	if !p.Open(now) {
		return models.Forbidden("This poll has closed. What was chosen stays as it is.")
	}
	return nil
}

// Take reads what a voter has filled in for this poll.
func (p Poll) Take(in NewVote) (Vote, error) {
	switch {
	case in.TakeBack != "":
		return nil, nil
	case p.Sort == Ranked:
		return p.ranking(in.Place)
	}
	var vote Vote
	for _, text := range in.Choice {
		number, err := strconv.Atoi(text)
		if err != nil || number < 1 || number > len(p.Options) {
			return nil, models.Invalid("choice", "Choose among the options of this poll.")
		}
		if !vote.Has(number) {
			vote = append(vote, number)
		}
	}
	switch {
	case len(vote) == 0:
		return nil, models.Invalid("choice", "Choose an option first.")
	case p.Sort == Single && len(vote) > 1:
		return nil, models.Invalid("choice", "Choose one option only.")
	}
	slices.Sort(vote)
	return vote, nil
}

// ranking reads the place of each option. Places that nobody was given are closed up: who gives a
// first and a third place alone means a first and a second.
func (p Poll) ranking(places []string) (vote Vote, err error) {
	if len(places) > len(p.Options) {
		return nil, models.Invalid("place", "Give places to the options of this poll.")
	}
	at := make(Vote, len(p.Options)+1) // by place
	for i, text := range places {
		if text == "" {
			continue
		}
		place, err := strconv.Atoi(text)
		if err != nil || place < 1 || place > len(p.Options) {
			return nil, models.Invalid("place", "Give places to the options of this poll.")
		}
		if at[place] != 0 {
			return nil, models.Invalid("place", "Two options have place "+text+". Give each a place of its own.")
		}
		at[place] = i + 1
	}
	vote = slices.DeleteFunc(at, func(number int) bool { return number == 0 })
	if len(vote) == 0 {
		return nil, models.Invalid("place", "Give at least one option a place first.")
	}
	return vote, nil
}

// Cast puts the vote of a member in place of the one they cast before; an empty one takes that back.
// It tells whether anything changed: the same vote again changes nothing.
func Cast(ctx context.Context, tx *db.Tx, by member.Member, p Poll, vote Vote) (changed bool, err error) {
	defer models.Wrap(&err, "cast a vote in the poll of post %d", p.PostID)
	mine, err := Mine(ctx, tx, by, p.PostID)
	if err != nil {
		return false, err
	}
	old := mine[p.PostID]
	if slices.Equal(old, vote) {
		return false, nil
	}
	if len(old) > 0 {
		if err := drop(ctx, tx, by, p); err != nil {
			return false, err
		}
	}
	for i, number := range vote { // mostOptions at most
		place := 1
		if p.Sort == Ranked {
			place = i + 1
		}
		_, err := db.Exec(ctx, tx, `
			INSERT INTO poll_votes (post_id, member_id, number, place, points) VALUES ($1, $2, $3, $4, $5)`,
			p.PostID, by.ID, number, place, len(p.Options)-place+1)
		if err != nil {
			return false, err
		}
	}
	return true, tally(ctx, tx, by, p, `+`)
}

// drop takes the vote of a member off the totals and out of what is kept.
func drop(ctx context.Context, tx *db.Tx, by member.Member, p Poll) error {
	if err := tally(ctx, tx, by, p, `-`); err != nil {
		return err
	}
	_, err := db.Exec(ctx, tx, `DELETE FROM poll_votes WHERE post_id = $1 AND member_id = $2`, p.PostID, by.ID)
	return err
}

// tally adds what a member chose to the totals, or takes it off, as sign says.
func tally(ctx context.Context, tx *db.Tx, by member.Member, p Poll, sign string) error {
	n, err := db.Exec(ctx, tx, `
		UPDATE poll_options SET
			chosen = chosen `+sign+` 1,
			firsts = firsts `+sign+` CASE WHEN v.place = 1 THEN 1 ELSE 0 END,
			points = poll_options.points `+sign+` v.points
		FROM poll_votes v
		WHERE v.post_id = $1 AND v.member_id = $2
			AND poll_options.post_id = v.post_id AND poll_options.number = v.number`, p.PostID, by.ID)
	if err != nil || n == 0 {
		return err
	}
	_, err = db.Exec(ctx, tx, `UPDATE polls SET voters = voters `+sign+` 1 WHERE post_id = $1`, p.PostID)
	return err
}
