package poll

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// Seen is a poll as one reader sees it.
type Seen struct {
	Poll
	Mine Vote    // what they chose; nothing if they have not voted, or if it is not kept any more
	Who  []Voter // chose what, as far as the reader is told
}

// perOption is how many names stand beside an option: a glance. How many more there are is said.
const perOption = 25

// Voter is a member who chose an option, or put it first in a ranking.
type Voter struct {
	Number int // of the option
	Handle string
	Name   string

	postID int64
	state  member.State
}

func (v *Voter) fields() []any { return []any{&v.postID, &v.Number, &v.Handle, &v.Name, &v.state} }

// See gives the polls of posts that by has been shown, by post. The polls are the same for
// everybody; what by chose, and what follows from it, is read apart.
func See(ctx context.Context, q db.Queryer, by member.Member, now time.Time, postIDs ...int64) (seen map[int64]Seen, err error) {
	defer models.Wrap(&err, "read the polls of posts %v", postIDs)
	polls, err := On(ctx, q, postIDs...)
	if err != nil {
		return nil, err
	}
	mine, err := Mine(ctx, q, by, postIDs...)
	if err != nil {
		return nil, err
	}
	seen = map[int64]Seen{}
	var named []int64
	for _, p := range polls {
		seen[p.PostID] = Seen{Poll: p, Mine: mine[p.PostID]}
		if p.Names(by, mine[p.PostID], now) {
			named = append(named, p.PostID)
		}
	}
	if len(named) == 0 {
		return seen, nil
	}
	voters, err := votersOf(ctx, q, named)
	for _, v := range voters {
		p := seen[v.postID]
		p.Who = append(p.Who, v)
		seen[v.postID] = p
	}
	return seen, err
}

// votersOf names those who chose each option of open polls, or put it first in a ranking: by name,
// and at most perOption of each.
func votersOf(ctx context.Context, q db.Queryer, postIDs []int64) (voters []Voter, err error) {
	voters, err = db.All(ctx, q, (*Voter).fields, `
		SELECT v.post_id, v.number, m.handle, m.name, m.state
		FROM polls q
		JOIN poll_options o ON o.post_id = q.post_id
		JOIN poll_votes v ON v.post_id = o.post_id AND v.number = o.number AND v.place = 1
		JOIN members m ON m.id = v.member_id
		WHERE NOT q.secret AND q.post_id IN `+db.EachID(q, 1)+`
			AND v.member_id IN (
				SELECT x.member_id FROM poll_votes x
				WHERE x.post_id = o.post_id AND x.number = o.number AND x.place = 1
				ORDER BY x.member_id
				LIMIT $2)`, db.IDs(postIDs), perOption)
	for i, v := range voters {
		if v.state != member.Confirmed {
			voters[i].Handle = "" // whose page is not there
		}
	}
	slices.SortFunc(voters, func(a, b Voter) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), strings.Compare(a.Name, b.Name), strings.Compare(a.Handle, b.Handle))
	})
	return voters, err
}
