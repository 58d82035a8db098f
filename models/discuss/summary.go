package discuss

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Bounds of a summary: what somebody reads in five minutes, of what takes them twenty and more.
const (
	longFrom    = 51 // posts
	mostReacted = 10
)

// Long tells whether the thread has more posts than people read through, and so a summary.
func (t Thread) Long() bool { return t.Standing() >= longFrom }

// Summary is what to read of a long thread: its answer, and the posts that most members reacted
// to, in the order in which they were written.
type Summary struct {
	Thread
	Marked *Post // the answer; nil without one
	Posts  []Post
}

// Summary sums up a long thread.
func (s *Store) Summary(ctx context.Context, by member.Member, threadID int64) (sum Summary, err error) {
	defer models.Wrap(&err, "sum up thread %d", threadID)
	if sum.Thread, err = s.Thread(ctx, by, threadID); err != nil {
		return sum, err
	}
	if !sum.Long() {
		return sum, models.NotFound("no such summary")
	}
	posts, err := db.All(ctx, s.db, (*Post).fields, `
		SELECT `+postCols+`
		FROM `+PlacedFrom+`
		WHERE t.id = $4 AND NOT p.hidden AND NOT p.withdrawn AND `+space.SeesPost+` AND (p.number = $5 OR p.id IN (
			SELECT q.id FROM posts q
			WHERE q.thread_id = $4 AND NOT q.hidden AND NOT q.withdrawn AND q.thanks + q.insights + q.same_here + q.trying > 0
			ORDER BY q.thanks + q.insights + q.same_here + q.trying DESC, q.number
			LIMIT $6))
		ORDER BY p.number`, space.As(by, s.db.Now(), threadID, sum.Answer, mostReacted)...)
	for _, p := range posts {
		if p.Number == sum.Answer {
			sum.Marked = &p
		} else {
			sum.Posts = append(sum.Posts, p)
		}
	}
	return sum, err
}
