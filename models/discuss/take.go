package discuss

import (
	"context"
	"slices"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/ribbon"
)

// A post that the committee takes to another thread gets that thread's next number, and keeps its
// id: what hangs on it, and every link to /posts/, goes with it. The number that it had stays a
// place in the thread it left, which leads to where it stands now. So the numbers of a thread have
// no gap, and none is given twice.

// mostTaken is how many posts are chosen one by one: as many as somebody ticks with care.
const mostTaken = 100

// goer is a post that is taken to another thread.
type goer struct {
	id     int64
	number int
	author int64
	gone   bool // hidden or withdrawn
}

func (g *goer) fields() []any { return []any{&g.id, &g.number, &g.author, &g.gone} }

// take moves posts of the thread behind those of another, in their order: a few by number, or all
// of them if numbers is empty. It gives them as they stood before.
func (t Thread) take(ctx context.Context, tx *db.Tx, to Thread, numbers []int) ([]goer, error) {
	list, err := t.goers(ctx, tx, numbers)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(list))
	for i, g := range list {
		ids[i] = g.id
	}
	picked, in := db.IDs(ids), `IN `+db.EachID(tx, 1)
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO post_places (thread_id, number, post_id, reply_to, left_at)
			SELECT p.thread_id, p.number, p.id, p.reply_to, $2 FROM posts p WHERE p.id ` + in, []any{tx.Now}},
		{`UPDATE posts SET thread_id = $2, number = $3 + m.place
			FROM (SELECT p.id, row_number() OVER (ORDER BY p.number) AS place FROM posts p WHERE p.id ` + in + `) m
			WHERE posts.id = m.id`, []any{to.ID, to.Posts}},
		// What answers a post that went too answers it there; what answers one that stayed, nothing.
		{`UPDATE posts SET reply_to = coalesce((
				SELECT q.number
				FROM post_places x
				JOIN posts q ON q.id = x.post_id
				WHERE x.thread_id = $2 AND x.number = posts.reply_to AND q.thread_id = $3), 0)
			WHERE reply_to > 0 AND id ` + in, []any{t.ID, to.ID}},
		{`UPDATE threads SET post_count = post_count + $3 WHERE id = $2 AND $1 <> ''`, []any{to.ID, len(list)}},
		{`UPDATE threads SET answer_id = NULL, state = CASE WHEN state = 'answered' AND outcome = '' THEN 'open' ELSE state END, state_version = state_version + 1
			WHERE id = $2 AND answer_id ` + in, []any{t.ID}},
		{`UPDATE notices SET thread_id = $2 WHERE post_id ` + in, []any{to.ID}},
		{`UPDATE reports SET thread_id = $2, space_id = $3 WHERE post_id ` + in, []any{to.ID, to.Space.ID}},
	} {
		if _, err := db.Exec(ctx, tx, step.sql, append([]any{picked}, step.args...)...); err != nil {
			return nil, err
		}
	}
	return list, t.settleTaken(ctx, tx, to, list)
}

// goers reads the posts to be taken, in their order.
func (t Thread) goers(ctx context.Context, tx *db.Tx, numbers []int) ([]goer, error) {
	list, err := db.All(ctx, tx, (*goer).fields, `
		SELECT p.id, p.number, p.author_id, p.hidden OR p.withdrawn
		FROM posts p
		WHERE p.thread_id = $2 AND ($3 OR p.number IN `+db.EachID(tx, 1)+`)
		ORDER BY p.number`, db.IDs(numbers), t.ID, len(numbers) == 0)
	if err == nil && (len(list) == 0 || len(numbers) > 0 && len(list) != len(numbers)) {
		err = models.Invalid("posts", "Some of these posts are not here any more. Look at the thread again, and choose anew.")
	}
	return list, err
}

// settleTaken brings in order what follows from where posts stand: how many there are, who posted last, how far
// members have read, what search finds.
func (t Thread) settleTaken(ctx context.Context, tx *db.Tx, to Thread, list []goer) error {
	if err := ribbon.Taken(ctx, tx, t.ID, to.ID, to.Posts); err != nil {
		return err
	}
	for _, threadID := range []int64{t.ID, to.ID} {
		if err := settle(ctx, tx, threadID); err != nil {
			return err
		}
		if err := index.Put(ctx, tx, index.Whole(threadID)); err != nil {
			return err
		}
	}
	// The first of a discussion belongs to its thread, and has no row of its own any more.
	return index.Put(ctx, tx, index.Post(list[0].id))
}

// tellTaken tells the authors of posts that an action took elsewhere, but for the one whom the act
// itself is told.
func tellTaken(ctx context.Context, tx *db.Tx, by member.Member, action int64, to Thread, list []goer, told int64) error {
	seen := map[int64]bool{told: true}
	for _, g := range list { // one row for each who wrote: a rare act, among few
		if seen[g.author] || g.gone {
			continue
		}
		seen[g.author] = true
		err := activity.Record(ctx, tx, activity.Entry{
			By: by.ID, Verb: activity.PostsMoved, SpaceID: to.Space.ID, ThreadID: to.ID, PostID: g.id, MemberID: g.author, ActionID: action,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Following reads posts of a thread from one on, for somebody who chooses which to take elsewhere,
// and those among them that answer it, or an answer to it.
func (s *Store) Following(ctx context.Context, by member.Member, t Thread, from int) (list []Post, chosen []int, err error) {
	defer models.Wrap(&err, "read thread %d from post %d on", t.ID, from)
	if t.Kind == Discussion {
		from = max(from, 2) // what opens it stays
	}
	all, err := s.posts(ctx, by, t, from, from+mostTaken-1)
	for _, p := range all {
		if p.Moved != nil {
			continue
		}
		list = append(list, p)
		if p.Number == from || slices.Contains(chosen, p.ReplyTo) {
			chosen = append(chosen, p.Number)
		}
	}
	if err == nil && len(list) == 0 {
		err = models.NotFound("no such post")
	}
	return list, chosen, err
}
