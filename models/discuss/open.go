package discuss

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/poll"
	"commonroom/models/prose"
	"commonroom/models/ribbon"
	"commonroom/models/space"
)

// Bounds of what stands above a thread.
const (
	maxTitle   = 150
	MaxSummary = 300
	maxTags    = 5
	maxTag     = 40
)

// Heading is what stands above a thread: its title, a summary of a line or two, its tags.
type Heading struct {
	Title   string
	Summary string
	Tags    []Tag
}

// NewHeading checks the words of a heading. Tags are names with commas between.
func NewHeading(title, summary, tags string) (h Heading, err error) {
	var errTitle, errSummary, errTags error
	h.Title, errTitle = prose.Line("title", "a title", title, maxTitle)
	h.Summary, errSummary = prose.Optional("summary", "a summary", summary, MaxSummary)
	h.Tags, errTags = newTags(tags)
	return h, models.Check(errTitle, errSummary, errTags)
}

// TagNames writes the tags as a form takes them.
func TagNames(tags []Tag) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}

func newTags(text string) (tags []Tag, err error) {
	for name := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(name) == "" {
			continue
		}
		name, err := prose.Line("tags", "a tag", strings.Map(unmark, name), maxTag)
		if err != nil {
			return nil, err
		}
		tag := Tag{Slug: prose.Slug(name), Name: name}
		if err := tag.check(); err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(tags, func(t Tag) bool { return t.Slug == tag.Slug }) {
			tags = append(tags, tag)
		}
	}
	if len(tags) > maxTags {
		return nil, models.Invalid("tags", "Choose at most five tags.")
	}
	slices.SortFunc(tags, bySlug)
	return tags, nil
}

// check refuses a name with marks that its slug leaves out. Whoever first uses a slug names the
// tag for everybody, in whatever room or draft that was: two tags of one slug must look alike,
// and nothing of one place may stand on the pages of another.
func (t Tag) check() error {
	odd := func(r rune) bool {
		return !unicode.In(r, unicode.Latin, unicode.Nd) && !unicode.IsMark(r) && !strings.ContainsRune(" -–/.&+#'’()", r)
	}
	if strings.ContainsFunc(t.Name, odd) || t.Slug == prose.Slug("") {
		return models.Invalid("tags", "Write tags in plain letters and digits, such as data quality.")
	}
	return nil
}

// bySlug is the order in which tags are kept and shown, whatever order they were typed in: it
// makes no difference between two versions.
func bySlug(a, b Tag) int { return strings.Compare(a.Slug, b.Slug) }

// TidyTags writes tags as they would be kept. What cannot be kept stays as it was typed.
func TidyTags(text string) string {
	tags, err := newTags(text)
	if err != nil {
		return text
	}
	return TagNames(tags)
}

// unmark takes out the marks that tagList joins by.
func unmark(r rune) rune {
	if r == ':' || r == '|' {
		return ' '
	}
	return r
}

// parseTags reads tags as tagList joins them.
func parseTags(text string) (tags []Tag) {
	if text == "" {
		return nil
	}
	for part := range strings.SplitSeq(text, "|") {
		slug, name, _ := strings.Cut(part, ":")
		tags = append(tags, Tag{Slug: slug, Name: name})
	}
	slices.SortFunc(tags, bySlug)
	return tags
}

// Opening is what a new thread begins with.
type Opening struct {
	Space        int64
	Kind         Kind
	Heading      Heading
	Asks         bool       // a discussion alone may be a question
	Perspectives []string   // asked for, as newAsked gives them
	Poll         *poll.Poll // that a discussion begins with, if any
	Published    bool
	Due          time.Time // when a discussion comes out that is not published at once
	At           time.Time // when it was made; zero for now. An import gives the original time
}

// Open makes a thread for by in a space they may write in. What is made there must be of the
// sort that the space holds. A document calls it in the transaction that makes the document.
func Open(ctx context.Context, tx *db.Tx, by member.Member, o Opening) (id int64, err error) {
	in, err := space.Writable(ctx, tx, by, o.Space)
	if err != nil {
		return 0, err
	}
	if in.Holds != string(o.Kind) {
		return 0, models.Invalid("board", "Choose a board that is meant for this.")
	}
	if o.At.IsZero() {
		o.At = tx.Now
	}
	if id, err = insertThread(ctx, tx, by.ID, o); err != nil {
		return 0, err
	}
	return id, addAsked(ctx, tx, "ask", id, o.Perspectives)
}

// insertThread makes a thread of a member's.
func insertThread(ctx context.Context, tx *db.Tx, author int64, o Opening) (int64, error) {
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO threads (space_id, kind, title, slug, summary, author_id, asks, polled, published,
			last_post_at, last_post_by, made_at, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $6, $10, $10)
		RETURNING id`,
		o.Space, o.Kind, o.Heading.Title, slug(o.Heading.Title), o.Heading.Summary, author, o.Asks, o.Poll != nil, o.Published, o.At)
	if err != nil {
		return 0, err
	}
	if err := addAuthor(ctx, tx, id, author); err != nil {
		return 0, err
	}
	return id, setTags(ctx, tx, id, o.Heading.Tags)
}

// reserved are words that stand behind a thread's number for pages of their own.
var reserved = []string{"ask", "authors", "edit", "follow", "hide", "history", "lock", "merge", "move", "pin", "publish", "read", "replies", "restore", "schedule", "slow", "split", "state", "summary", "unlock", "unpin", "unschedule", "unslow"}

// slug is the title as it stands in the thread's address.
func slug(title string) string {
	s := prose.Slug(title)
	if slices.Contains(reserved, s) {
		return "about-" + s
	}
	return s
}

func addAuthor(ctx context.Context, tx *db.Tx, threadID, memberID int64) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO thread_authors (thread_id, member_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, threadID, memberID)
	return err
}

// Retitle gives a thread a new heading. Its number in links stays, its slug follows the title.
func Retitle(ctx context.Context, tx *db.Tx, threadID int64, h Heading) error {
	_, err := db.Exec(ctx, tx, `
		UPDATE threads SET title = $2, slug = $3, summary = $4, version = version + 1 WHERE id = $1`,
		threadID, h.Title, slug(h.Title), h.Summary)
	if err != nil {
		return err
	}
	return setTags(ctx, tx, threadID, h.Tags)
}

// Publish shows a draft to all who may read its space, from now on. Its authors follow what is
// said about it.
func Publish(ctx context.Context, tx *db.Tx, by member.Member, t Thread) error {
	_, err := db.Exec(ctx, tx, `
		UPDATE threads SET published = TRUE, published_at = $2, last_post_at = $2 WHERE id = $1`, t.ID, tx.Now)
	if err != nil {
		return err
	}
	if err := DateTags(ctx, tx, t.ID); err != nil {
		return err
	}
	if err := ribbon.Published(ctx, tx, t.ID); err != nil {
		return err
	}
	if err := index.Put(ctx, tx, index.Whole(t.ID)); err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.Published, SpaceID: t.Space.ID, ThreadID: t.ID})
}

func setTags(ctx context.Context, tx *db.Tx, threadID int64, tags []Tag) error {
	if _, err := db.Exec(ctx, tx, `DELETE FROM thread_tags WHERE thread_id = $1`, threadID); err != nil {
		return err
	}
	for _, tag := range tags { // five at most
		_, err := db.Exec(ctx, tx, `INSERT INTO tags (slug, name) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING`, tag.Slug, tag.Name)
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, tx, `
			INSERT INTO thread_tags (thread_id, tag_id, out_at)
			SELECT t.id, g.id, t.published_at FROM threads t CROSS JOIN tags g WHERE t.id = $1 AND g.slug = $2`, threadID, tag.Slug)
		if err != nil {
			return err
		}
	}
	return nil
}

// DateTags brings the tags of a thread to when it came out: whoever changes that calls it.
func DateTags(ctx context.Context, tx *db.Tx, threadID int64) error {
	_, err := db.Exec(ctx, tx, `
		UPDATE thread_tags SET out_at = (SELECT t.published_at FROM threads t WHERE t.id = thread_tags.thread_id) WHERE thread_id = $1`, threadID)
	return err
}

// IsAuthor tells whether a member may edit and publish the document that owns a thread.
func IsAuthor(ctx context.Context, q db.Queryer, memberID, threadID int64) (bool, error) {
	return db.Value[bool](ctx, q, `
		SELECT EXISTS (SELECT 1 FROM thread_authors WHERE thread_id = $1 AND member_id = $2)`, threadID, memberID)
}
