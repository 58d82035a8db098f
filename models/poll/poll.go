// Package poll asks members to choose: one option, several, or an order. A poll hangs on the post
// that asks it, closes on a day, and is open or secret for good.
//
// Who sees what. Of an open poll a member sees who chose what, and how it stands, once they have
// voted; everybody who may read it sees how it ended once it has closed, and members also who
// chose what. Of a secret poll nobody sees how it stands before it has closed, not even who asks it
// or the committee, and nobody ever sees who chose what; with fewer than three votes nobody is
// shown how it ended either, since each voter could work out what the others chose.
//
// What the database holds. A vote can be changed until the poll closes, so until then it is kept
// with the member who cast it, without the time. When a secret poll closes, Seal deletes who chose
// what within a minute or so, and the totals alone remain: there is nothing left to join. Until
// then, somebody with the database file in their hands could read it; so could they in a backup
// taken meanwhile. The record of activity says that somebody voted and when, never what.
package poll

import (
	"cmp"
	"context"
	"slices"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// Sort is how one chooses.
type Sort string

// The sorts of poll.
const (
	Single   Sort = "single"   // one option
	Multiple Sort = "multiple" // any number of them
	Ranked   Sort = "ranked"   // an order of as many as one likes
)

// Poll is a question with its options and what each has so far.
type Poll struct {
	PostID   int64
	Question string // empty where the title of the thread asks it
	Sort     Sort
	Secret   bool
	Closes   time.Time
	Voters   int
	Options  []Option // as they were written

	sealed bool // who chose what is deleted
}

// Option is one answer on offer, with how many chose it. In a ranking each place counts points, as
// many as there are options for the first and one fewer for each one after; what somebody left out
// counts none. (That is Borda's rule. It puts all options in an order of how much the voters care
// for them, which is what a board asks a ranking for; it elects nobody.)
type Option struct {
	Number int
	Words  string
	Chosen int // by how many voters
	Firsts int // how many put it first
	Points int
}

// Vote is what one member chose: the numbers of the options, in a ranking the first place first.
type Vote []int

// Has tells whether the option was chosen.
func (v Vote) Has(number int) bool { return slices.Contains(v, number) }

// Place is the option's place in a ranking, or 0 if it was left out.
func (v Vote) Place(number int) int { return slices.Index(v, number) + 1 }

// Open tells whether votes are taken. One that was sealed stays closed whatever a clock says that
// was set back, or is slower on another node: nobody knows any more who has voted.
func (p Poll) Open(now time.Time) bool { return now.Before(p.Closes) && !p.sealed }

// LastDay is the last day on which votes are taken.
func (p Poll) LastDay() models.Day { return models.DayOf(p.Closes.Add(-time.Millisecond)) }

// fewestSecret is how many votes a secret poll must have for its result to be shown: of two, each
// voter knows from their own what the other chose.
const fewestSecret = 3

// Shows tells whether somebody who may read the poll sees what each option has; mine is what they
// chose themselves.
func (p Poll) Shows(mine Vote, now time.Time) bool {
	switch {
	case p.Voters == 0:
		return false
	case p.Secret:
		return !p.Open(now) && p.Voters >= fewestSecret
	}
	return !p.Open(now) || len(mine) > 0
}

// Names tells whether by sees who chose what.
func (p Poll) Names(by member.Member, mine Vote, now time.Time) bool {
	return !p.Secret && by.IsMember() && p.Shows(mine, now)
}

// Weight is what the options are compared by: points in a ranking, voters otherwise.
func (p Poll) Weight(o Option) int {
	if p.Sort == Ranked {
		return o.Points
	}
	return o.Chosen
}

// Result is the options in the order of what they have. Of options with as many points, the one
// that more put first stands before the other; then they stand as they were written.
func (p Poll) Result() []Option {
	return slices.SortedStableFunc(slices.Values(p.Options), func(a, b Option) int {
		return cmp.Or(cmp.Compare(p.Weight(b), p.Weight(a)), cmp.Compare(b.Firsts, a.Firsts))
	})
}

const cols = `q.post_id, q.question, q.sort, q.secret, q.closes_at, q.sealed, q.voters, o.number, o.words, o.chosen, o.firsts, o.points`

// row is an option with its poll.
type row struct {
	Poll
	option Option
}

func (r *row) fields() []any {
	return []any{&r.PostID, &r.Question, &r.Sort, &r.Secret, &r.Closes, &r.sealed, &r.Voters,
		&r.option.Number, &r.option.Words, &r.option.Chosen, &r.option.Firsts, &r.option.Points}
}

// Of finds the poll of a post that the reader has been shown.
func Of(ctx context.Context, q db.Queryer, postID int64) (Poll, error) {
	polls, err := On(ctx, q, postID)
	if err == nil && len(polls) == 0 {
		err = models.NotFound("no such poll")
	}
	if err != nil {
		return Poll{}, err
	}
	return polls[0], nil
}

// On finds the polls of posts that the reader has been shown.
func On(ctx context.Context, q db.Queryer, postIDs ...int64) (polls []Poll, err error) {
	rows, err := db.All(ctx, q, (*row).fields, `
		SELECT `+cols+`
		FROM polls q JOIN poll_options o ON o.post_id = q.post_id
		WHERE q.post_id IN `+db.EachID(q, 1)+`
		ORDER BY q.post_id, o.number`, db.IDs(postIDs))
	for _, r := range rows {
		if len(polls) == 0 || polls[len(polls)-1].PostID != r.PostID {
			polls = append(polls, r.Poll)
		}
		last := &polls[len(polls)-1]
		last.Options = append(last.Options, r.option)
	}
	return polls, err
}

// cast is one line of what somebody chose.
type cast struct {
	postID int64
	number int
}

// Mine finds what by chose in the polls of posts: by post, and nothing where they have not voted or
// where it is not kept any more.
func Mine(ctx context.Context, q db.Queryer, by member.Member, postIDs ...int64) (map[int64]Vote, error) {
	if !by.IsMember() {
		return nil, nil
	}
	rows, err := db.All(ctx, q, func(c *cast) []any { return []any{&c.postID, &c.number} }, `
		SELECT v.post_id, v.number
		FROM poll_votes v
		WHERE v.member_id = $1 AND v.post_id IN `+db.EachID(q, 2)+`
		ORDER BY v.post_id, v.place, v.number`, by.ID, db.IDs(postIDs))
	mine := map[int64]Vote{}
	for _, r := range rows {
		mine[r.postID] = append(mine[r.postID], r.number)
	}
	return mine, err
}
