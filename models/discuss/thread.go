// Package discuss is conversation: threads and the posts in them. A thread stands alone, as a
// discussion on a board, or belongs to a document (a practice, a project), which shares its
// id; either way it is read, answered, reported and moderated by the same rules, written here.
package discuss

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Kind says what a thread belongs to.
type Kind string

// The kinds of thread.
const (
	Discussion Kind = "discussion" // nothing: it stands alone
	Practice   Kind = "practice"
	Project    Kind = "project"
)

// Tag is a subject that threads share.
type Tag struct{ Slug, Name string }

// Thread is a conversation, or a document with its conversation, as lists show it.
type Thread struct {
	ID           int64
	Kind         Kind
	Space        space.Space
	Title        string
	Slug         string
	Summary      string
	Author       member.Member // who made it: name and role only
	Asks         bool          // it is a question, and waits for an answer
	Polled       bool          // it began with a poll
	Answer       int           // the number of the post marked as its answer; 0 for none that stands
	State        State         // as somebody said; see Stands
	Outcome      string        // what came of it, in one line
	StateVersion int64         // of these three together
	Published    bool
	Hidden       bool
	Locked       bool
	Pinned       bool
	Until        models.Day // the last day of the pin
	SlowMinutes  int        // see Pause
	Retitled     bool       // its heading has a history
	Posts        int        // the highest number of a post
	Gone         int        // how many numbers have no reply to read any more; see Replies
	LastPost     time.Time
	LastBy       string // the name of who posted last
	Made         time.Time
	Out          time.Time // when it was published
	Version      int64
	Tags         []Tag
}

// Cols are the columns that Fields reads, over the tables of From.
const Cols = `t.id, t.kind, t.title, t.slug, t.summary, t.asks, t.polled, ` + answered + `, t.state, t.outcome, t.state_version,
	t.published, t.hidden, t.locked, t.pinned, t.pinned_until, t.slow_minutes, t.retitled,
	t.post_count, t.gone_count, t.last_post_at, l.name, t.made_at, t.published_at, t.version,
	m.id, m.handle, m.name, m.job_title, m.organisation, m.state,
	(SELECT coalesce(` + tagList + `, '') FROM thread_tags tt JOIN tags g ON g.id = tt.tag_id WHERE tt.thread_id = t.id), ` + space.Cols

// tagList joins a thread's tags in the one query that reads the thread; a name has neither of
// the two marks.
const tagList = `string_agg(g.slug || ':' || g.name, '|')`

// From are the tables Cols are read from. Whoever reads adds WHERE … AND space.Sees.
const From = `threads t
	JOIN spaces s ON s.id = t.space_id
	JOIN members m ON m.id = t.author_id
	JOIN members l ON l.id = t.last_post_by`

// Fields are where the columns Cols go.
func (t *Thread) Fields() []any {
	return append([]any{&t.ID, &t.Kind, &t.Title, &t.Slug, &t.Summary, &t.Asks, &t.Polled,
		&t.Answer, &t.State, &t.Outcome, &t.StateVersion, &t.Published, &t.Hidden, &t.Locked, &t.Pinned, &t.Until, &t.SlowMinutes, &t.Retitled,
		&t.Posts, &t.Gone, &t.LastPost, &t.LastBy, &t.Made, &t.Out, &t.Version,
		&t.Author.ID, &t.Author.Handle, &t.Author.Name, &t.Author.JobTitle, &t.Author.Organisation, &t.Author.State,
		(*tagText)(t)}, t.Space.Fields()...)
}

// tagText reads the tags of a thread as tagList joins them, in the order of their names.
type tagText Thread

// Scan is what database/sql calls.
func (t *tagText) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("tags are %T, not text", value)
	}
	t.Tags = parseTags(text)
	return nil
}

// Path is the address of the thread's page.
func (t Thread) Path() string {
	return "/" + t.Kind.plural() + "/" + strconv.FormatInt(t.ID, 10) + "/" + t.Slug
}

func (k Kind) plural() string {
	switch k {
	case Practice:
		return "practices"
	case Project:
		return "projects"
	}
	return "threads"
}

// perPage is how many posts a page of a thread has: about ten minutes' reading.
const perPage = 25

// PageOf gives the page of the thread on which the post with the number stands, from 1.
func PageOf(number int) int { return (max(number, 1)-1)/perPage + 1 }

// Pages is how many pages the thread has; one without posts has one.
func (t Thread) Pages() int { return PageOf(t.Posts) }

// Public tells whether a visitor may see the thread: what space.Sees says of nobody in particular.
func (t Thread) Public() bool {
	return t.Space.Readers == space.Public && t.Published && !t.Hidden
}

// PostPath is the address of one post of the thread, on its page.
func (t Thread) PostPath(number int) string {
	path := t.Path()
	if page := PageOf(number); page > 1 {
		path += "?page=" + strconv.Itoa(page)
	}
	return path + "#post-" + strconv.Itoa(number)
}

// CanReply tells why by may not answer in the thread; nil if they may.
func (t Thread) CanReply(by member.Member) error {
	switch err := t.Space.CanWrite(by); {
	case err != nil:
		return err
	case !t.Published:
		return models.Forbidden("This is a draft. Others can write here once it is published.")
	case t.Locked:
		return models.Forbidden("The committee has closed this thread to new posts.")
	case t.Hidden:
		return models.Forbidden("The committee has hidden this thread. Nobody can add to it.")
	}
	return nil
}

// Find reads a thread for someone who may see it. Of a thread that any member may read, others
// are told that it is for members; of any other, that there is none. A kind may be named, or
// left empty for any.
func Find(ctx context.Context, q db.Queryer, by member.Member, now time.Time, kind Kind, id int64) (Thread, error) {
	one := func(by member.Member) (Thread, error) {
		return db.One(ctx, q, (*Thread).Fields, `
			SELECT `+Cols+`
			FROM `+From+`
			WHERE t.id = $4 AND ($5 = '' OR t.kind = $5) AND `+space.Sees, space.As(by, now, id, string(kind))...)
	}
	t, err := one(by)
	return t, space.Shut(err, by, "no such "+kind.word(), func(any member.Member) error {
		_, err := one(any)
		return err
	})
}

func (k Kind) word() string { return strings.TrimSuffix(k.plural(), "s") }

// Store keeps threads and posts.
type Store struct {
	db     *db.DB
	limits models.Limits
}

// New gives the threads kept in d, with the limits that posting keeps to.
func New(d *db.DB, limits models.Limits) *Store { return &Store{db: d, limits: limits} }

// Thread finds a thread of any kind.
func (s *Store) Thread(ctx context.Context, by member.Member, id int64) (t Thread, err error) {
	defer models.Wrap(&err, "find thread %d", id)
	return Find(ctx, s.db, by, s.db.Now(), "", id)
}

// Replies is how many posts answer what the thread begins with: all of them on a document,
// all but the first in a discussion. What was hidden or withdrawn, or has left for another thread,
// is not among them, though its number stays taken.
func (t Thread) Replies() int {
	if t.Kind == Discussion {
		return max(t.Standing()-1, 0)
	}
	return t.Standing()
}

// Standing is how many posts stand in the thread, what opens a discussion always among them.
func (t Thread) Standing() int { return max(t.Posts-t.Gone, 0) }
