package discuss

import (
	"context"
	"strconv"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Post is one entry of a thread. Numbers count from 1 in each thread, are never used twice,
// and have no gaps: a post that was withdrawn or hidden keeps its place.
type Post struct {
	ID        int64
	ThreadID  int64
	Number    int
	Author    member.Member // name and role only
	ReplyTo   int           // the number of the post it answers; 0 for none
	Body      string        // Markdown, as it was written
	HTML      string        // rendered and cleaned when it was written
	Version   int64
	Edited    bool // has a history
	EditedAt  time.Time
	Hidden    bool
	Withdrawn bool
	Polled    bool // a poll hangs on it that the reader may see
	Made      time.Time
	Reactions Tally
	Moved     *Moved  // set on a place that its post has left; there is nothing else of it then
	Replies   Replies // as a page of the thread knows them; none where a post stands alone
}

// Moved says where a post stands that has left its place; it is empty for somebody who may not
// see that.
type Moved struct {
	Title, Path string
	Here        int // its number by now, where it came back to the thread that it left; 0 elsewhere
}

// Replies are the posts that answer a post, but for those that were hidden or withdrawn.
type Replies struct {
	Count int
	First int // the number of the first
}

// postCols blank the words of a withdrawn post for all but its author, and words and author of a
// post hidden from the reader, so that no page can show them by mistake.
const postCols = `p.id, p.thread_id, p.number, p.reply_to,
	CASE WHEN (p.withdrawn AND p.author_id <> $1) OR NOT ` + space.ShowsPost + ` THEN '' ELSE p.body END,
	CASE WHEN (p.withdrawn AND p.author_id <> $1) OR NOT ` + space.ShowsPost + ` THEN '' ELSE p.html END,
	p.version, p.edited, p.edited_at, p.hidden, p.withdrawn, (p.polled AND NOT p.withdrawn AND ` + space.ShowsPost + `), p.made_at,
	p.thanks, p.insights, p.same_here, p.trying,
	CASE WHEN ` + space.ShowsPost + ` THEN a.id ELSE 0 END,
	CASE WHEN ` + space.ShowsPost + ` THEN a.handle ELSE '' END,
	CASE WHEN ` + space.ShowsPost + ` THEN a.name ELSE '' END,
	CASE WHEN ` + space.ShowsPost + ` THEN a.job_title ELSE '' END,
	CASE WHEN ` + space.ShowsPost + ` THEN a.organisation ELSE '' END,
	a.state`

func (p *Post) fields() []any {
	return []any{&p.ID, &p.ThreadID, &p.Number, &p.ReplyTo, &p.Body, &p.HTML, &p.Version, &p.Edited, &p.EditedAt,
		&p.Hidden, &p.Withdrawn, &p.Polled, &p.Made,
		&p.Reactions.Thanks, &p.Reactions.Insights, &p.Reactions.SameHere, &p.Reactions.Trying,
		&p.Author.ID, &p.Author.Handle, &p.Author.Name, &p.Author.JobTitle,
		&p.Author.Organisation, &p.Author.State}
}

func (p *Post) fieldsOnPage() []any { return append(p.fields(), &p.Replies.Count, &p.Replies.First) }

// Posts reads one page of a thread that by has been shown, each post with how many answer it. A
// post hidden from by is there without its words; one that was withdrawn is there without its
// words for everybody.
func (s *Store) Posts(ctx context.Context, by member.Member, t Thread, page int) (list []Post, err error) {
	defer models.Wrap(&err, "read page %d of thread %d", page, t.ID)
	if page < 1 || page > t.Pages() {
		return nil, models.NotFound("no such page of this thread")
	}
	return s.posts(ctx, by, t, (page-1)*perPage+1, page*perPage)
}

// PostsAfter reads the posts of a thread behind the one with a number, as Posts does: as many as a
// page has.
func (s *Store) PostsAfter(ctx context.Context, by member.Member, t Thread, number int) (list []Post, err error) {
	defer models.Wrap(&err, "read thread %d after post %d", t.ID, number)
	return s.posts(ctx, by, t, number+1, number+perPage)
}

func (s *Store) posts(ctx context.Context, by member.Member, t Thread, first, last int) ([]Post, error) {
	list, err := db.All(ctx, s.db, (*Post).fieldsOnPage, `
		SELECT `+postCols+`, coalesce(r.answers, 0), coalesce(r.first, 0)
		FROM posts p
		JOIN members a ON a.id = p.author_id
		JOIN threads t ON t.id = p.thread_id
		JOIN spaces s ON s.id = t.space_id
		LEFT JOIN (
			SELECT q.reply_to, count(*) AS answers, min(q.number) AS first
			FROM posts q
			WHERE q.thread_id = $4 AND q.reply_to > 0 AND q.reply_to BETWEEN $5 AND $6 AND NOT q.hidden AND NOT q.withdrawn
			GROUP BY q.reply_to) r ON r.reply_to = p.number
		WHERE p.thread_id = $4 AND p.number BETWEEN $5 AND $6 AND `+space.Sees+`
		ORDER BY p.number`, space.As(by, s.db.Now(), t.ID, first, last)...)
	if err != nil || len(list) >= min(last, t.Posts)-first+1 {
		return list, err
	}
	return s.withPlaces(ctx, by, t, first, last, list)
}

// perReplies is how many answers a page lists: each is read in full.
const perReplies = 25

// RepliesTo reads a post with those that answer it, by their numbers from after on: what talk
// it set off, without what was said in between.
func (s *Store) RepliesTo(ctx context.Context, by member.Member, postID int64, after int) (p Placed, list []Post, next int, err error) {
	defer models.Wrap(&err, "read the replies to post %d", postID)
	if p, err = s.Post(ctx, by, postID); err != nil {
		return p, nil, 0, err
	}
	list, err = db.All(ctx, s.db, (*Post).fields, `
		SELECT `+postCols+`
		FROM posts p
		JOIN members a ON a.id = p.author_id
		JOIN threads t ON t.id = p.thread_id
		JOIN spaces s ON s.id = t.space_id
		WHERE p.thread_id = $4 AND p.reply_to = $5 AND p.reply_to > 0 AND p.number > $6
			AND NOT p.hidden AND NOT p.withdrawn AND `+space.Sees+`
		ORDER BY p.number
		LIMIT $7`, space.As(by, s.db.Now(), p.Thread.ID, p.Post.Number, after, perReplies+1)...)
	if len(list) > perReplies {
		list = list[:perReplies]
		next = list[perReplies-1].Number
	}
	return p, list, next, err
}

// Placed is a post with the thread it stands in.
type Placed struct {
	Thread Thread
	Post   Post
}

// Fields are where the columns PlacedCols go.
func (p *Placed) Fields() []any { return append(p.Thread.Fields(), p.Post.fields()...) }

// PlacedCols are the columns that Fields reads, over the tables of PlacedFrom. Whoever reads adds
// WHERE … AND space.SeesPost, with the arguments that space.As gives.
const (
	PlacedCols = Cols + `, ` + postCols

	PlacedFrom = From + `
	JOIN posts p ON p.thread_id = t.id
	JOIN members a ON a.id = p.author_id`

	placed = `SELECT ` + PlacedCols + ` FROM ` + PlacedFrom
)

// Path is the post's address, on its page of the thread.
func (p Placed) Path() string { return p.Thread.PostPath(p.Post.Number) }

// Title names the post: "post 7 by Ann Ward in “Top calls”".
func (p Placed) Title() string {
	return "post " + strconv.Itoa(p.Post.Number) + " by " + p.Post.Author.Name + " in “" + p.Thread.Title + "”"
}

// Post finds a post with its thread for someone who may see it. One that was withdrawn is
// found, without its words for all but its author.
func (s *Store) Post(ctx context.Context, by member.Member, id int64) (p Placed, err error) {
	defer models.Wrap(&err, "find post %d", id)
	return FindPost(ctx, s.db, by, s.db.Now(), id)
}

// FindPost reads a post with its thread for someone who may see it, in a write too.
func FindPost(ctx context.Context, q db.Queryer, by member.Member, now time.Time, id int64) (Placed, error) {
	one := func(by member.Member) (Placed, error) {
		return db.One(ctx, q, (*Placed).Fields, placed+` WHERE p.id = $4 AND `+space.SeesPost, space.As(by, now, id)...)
	}
	p, err := one(by)
	return p, space.Shut(err, by, "no such post", func(any member.Member) error {
		_, err := one(any)
		return err
	})
}
