package index

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/words"
)

// text is what the index keeps of one thing.
type text struct {
	Place
	standing bool // it stands on the site: neither a draft, nor hidden, nor withdrawn
	threadID int64
	spaceID  int64
	title    string
	context  string // the title of the thread that a reply stands in
	summary  string
	html     string
	poll     string // the question of the poll in it, and its options
	readers  string // of its space
	tags     string // their slugs and names, as tagged joins them
	authors  string // their ids, joined by blanks
	states   string // such as "answered", joined by blanks
	cohort   int    // of a person
	made     time.Time
}

// Marks begin the words of the index that say something beside the text. The analysis makes no word
// that begins with one.
const (
	InTitle   = "^" // the word stands in the title
	IsAbout   = "~" // the thing is about the word: it stands in a heading, or often
	InContext = ">" // the word stands in the title of the thread
	isOf      = "=" // what a filter asks for
)

// Filter writes the word by which a filter finds things, such as =b12 for what stands in space 12.
func Filter(by byte, value any) string { return fmt.Sprintf("%s%c%v", isOf, by, value) }

// Nothing is a word that no text has.
const Nothing = isOf + "nothing"

// What things are filtered by.
const (
	ByAccess = 'p' // who may read it: "p" for everybody, "m" for members, or a private space's id
	ByBoard  = 'b'
	ByThread = 'h'
	ByAuthor = 'a'
	ByCohort = 'c'
	ByTag    = 't'
	ByState  = 's'
	ByYear   = 'y'
	ByMonth  = 'm'
	ByDay    = 'd'
	ByHas    = 'x' // what stands in the text beside words: HasFile, HasPicture, HasPoll
)

// What a text may have beside words.
const (
	HasFile    = "file" // of any kind
	HasPicture = "picture"
	HasPoll    = "poll"
)

// often is how many times a word stands in a text that is about it, and mostAbout how many such
// words count: a long text is not about everything in it.
const (
	often     = 3
	mostAbout = 12
)

// words writes the text for the index: its words in their order, then what is said about it. plain
// are the words as people write them, each once.
func (t text) words() (list, plain []string) {
	title := words.All(t.title)
	body := t.title + "\n" + t.summary + "\n" + tagNames(t.tags) + "\n" + words.Plain(t.html) + "\n" + t.poll
	count := map[string]int{}
	seen := map[string]bool{}
	for _, token := range words.All(body) {
		list = append(list, token.Stem)
		count[token.Stem]++
		if word := words.Fold(body[token.Start:token.End]); !seen[word] {
			seen[word] = true
			plain = append(plain, word)
		}
	}
	for _, token := range title {
		list = append(list, InTitle+token.Stem)
	}
	list = append(list, t.about(title, count)...)
	list = append(list, t.surroundings()...)
	return append(list, t.filters()...), plain
}

// about are the words that the text is about.
func (t text) about(title []words.Token, count map[string]int) (list []string) {
	about := map[string]bool{}
	for _, token := range title {
		about[token.Stem] = true
	}
	said := t.summary + "\n" + tagNames(t.tags) + "\n" + strings.Join(words.Headings(t.html), "\n")
	for _, token := range words.All(said) {
		about[token.Stem] = true
	}
	frequent := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	for _, stem := range frequent[:min(len(frequent), mostAbout)] {
		if count[stem] >= often {
			about[stem] = true
		}
	}
	for _, stem := range slices.Sorted(maps.Keys(about)) {
		list = append(list, IsAbout+stem)
	}
	return list
}

// surroundings are the words of the title that a reply stands under.
func (t text) surroundings() (list []string) {
	for _, token := range words.All(t.context) {
		if word := InContext + token.Stem; !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// filters are the words by which filters find the text.
func (t text) filters() (list []string) {
	list = append(list, Access(t.readers, t.spaceID))
	if t.spaceID != 0 {
		list = append(list, Filter(ByBoard, t.spaceID), Filter(ByThread, t.threadID))
	}
	for author := range strings.FieldsSeq(t.authors) {
		list = append(list, Filter(ByAuthor, author))
	}
	for state := range strings.FieldsSeq(t.states) {
		list = append(list, Filter(ByState, state))
	}
	if t.cohort != 0 {
		list = append(list, Filter(ByCohort, t.cohort))
	}
	for tag := range strings.SplitSeq(t.tags, "|") {
		if slug, _, found := strings.Cut(tag, ":"); found {
			list = append(list, Filter(ByTag, slug))
		}
	}
	if strings.Contains(t.html, `="/files/`) { // as the renderer writes it: in words the quotes are written out
		list = append(list, Filter(ByHas, HasFile))
	}
	if strings.Contains(t.html, `<img src="/files/`) {
		list = append(list, Filter(ByHas, HasPicture))
	}
	if t.poll != "" {
		list = append(list, Filter(ByHas, HasPoll))
	}
	if t.made.IsZero() {
		return list
	}
	day := strings.ReplaceAll(string(models.DayOf(t.made)), "-", "")
	return append(list, Filter(ByYear, day[:4]), Filter(ByMonth, day[:6]), Filter(ByDay, day))
}

// Access is the filter of who may read what stands in a space: readers is a space.Readers, which is
// kept above this package. Of a space that is not private the id does not count.
func Access(readers string, spaceID int64) string {
	switch readers {
	case "public":
		return Filter(ByAccess, "p")
	case "members":
		return Filter(ByAccess, "m")
	}
	return Filter(ByAccess, spaceID)
}

// tagNames are the names in tags as tagged joins them.
func tagNames(tags string) string {
	var names []string
	for tag := range strings.SplitSeq(tags, "|") {
		_, name, _ := strings.Cut(tag, ":")
		names = append(names, name)
	}
	return strings.Join(names, "\n")
}

// tagged joins the tags of thread t; a name has neither of the two marks.
const tagged = `(SELECT coalesce(string_agg(g.slug || ':' || g.name, '|' ORDER BY g.slug), '')
	FROM thread_tags tt JOIN tags g ON g.id = tt.tag_id WHERE tt.thread_id = t.id)`

// TextOf is the stored HTML of thread t by its kind: of a document its text, of a discussion its
// first post.
const TextOf = `coalesce(CASE t.kind
	WHEN 'practice' THEN (SELECT d.html FROM practices d WHERE d.thread_id = t.id)
	WHEN 'project' THEN (SELECT d.aim_html || d.problem_html FROM projects d WHERE d.thread_id = t.id)
	ELSE (SELECT f.html FROM posts f WHERE f.thread_id = t.id AND f.number = 1 AND NOT f.hidden AND NOT f.withdrawn) END, '')`

// pollOf is what the poll of post p asks and offers; empty if none hangs on it.
const pollOf = `CASE WHEN p.polled THEN coalesce((SELECT q.question || ' ' || (SELECT string_agg(o.words, ' · ' ORDER BY o.number) FROM poll_options o WHERE o.post_id = q.post_id)
	FROM polls q WHERE q.post_id = p.id), '') ELSE '' END`

// firstPoll is what the poll of the first post of thread t asks and offers, for as long as the post
// stands.
const firstPoll = `CASE WHEN t.polled THEN coalesce((SELECT ` + pollOf + ` FROM posts p
	WHERE p.thread_id = t.id AND p.number = 1 AND NOT p.hidden AND NOT p.withdrawn), '') ELSE '' END`

// The states in which a discussion may be, and what answers it: a post that is marked as the answer
// answers for as long as it stands.
const (
	Question   = "question"
	Answered   = "answered"
	Unanswered = "unanswered"
	Decided    = "decided"
)

// statesOf are the states of thread t. A question waits for its answer unless it was decided.
const statesOf = `CASE WHEN t.asks THEN 'question ' ELSE '' END || CASE t.state WHEN 'decided' THEN 'decided ' ELSE '' END ||
	CASE WHEN t.state = 'answered' AND t.outcome <> '' OR EXISTS (SELECT 1 FROM posts n
		WHERE n.id = t.answer_id AND n.thread_id = t.id AND NOT n.hidden AND NOT n.withdrawn) THEN 'answered'
	WHEN t.asks AND t.state <> 'decided' THEN 'unanswered' ELSE '' END`

// threadText reads a thread as the index keeps it.
func threadText(ctx context.Context, q db.Queryer, which string, args ...any) ([]text, error) {
	list, err := db.All(ctx, q, (*threadRow).fields, `
		SELECT t.id, t.kind, t.published AND NOT t.hidden, t.title, t.outcome || ' ' || t.summary, `+TextOf+`, t.post_count - t.gone_count, t.published_at,
			s.id, s.readers, `+tagged+`, `+statesOf+`, `+firstPoll+`,
			coalesce((SELECT string_agg(CAST(w.member_id AS TEXT), ' ' ORDER BY w.member_id) FROM thread_authors w WHERE w.thread_id = t.id), '')
		FROM threads t
		JOIN spaces s ON s.id = t.space_id
		WHERE `+which, args...)
	texts := make([]text, len(list))
	for i, r := range list {
		texts[i] = r.text
		texts[i].Place = At(sortOf(r.kind, r.posts), r.threadID, r.spaceID)
	}
	return texts, err
}

type threadRow struct {
	text
	kind  string
	posts int
}

func (r *threadRow) fields() []any {
	return []any{&r.threadID, &r.kind, &r.standing, &r.title, &r.summary, &r.html, &r.posts, &r.made,
		&r.spaceID, &r.readers, &r.tags, &r.states, &r.poll, &r.authors}
}

// sortOf is the sort of a thread of a kind with so many posts.
func sortOf(kind string, posts int) Sort {
	switch {
	case kind == "practice":
		return Practices
	case kind == "project":
		return Projects
	case posts >= livelyFrom:
		return Lively
	}
	return Discussions
}

// postText reads posts as the index keeps them.
func postText(ctx context.Context, q db.Queryer, which string, args ...any) ([]text, error) {
	list, err := db.All(ctx, q, (*postRow).fields, `
		SELECT p.id, p.number, t.kind, t.post_count, t.published AND NOT t.hidden AND NOT p.hidden AND NOT p.withdrawn,
			t.id, t.title, p.html, p.made_at, s.id, s.readers, `+tagged+`,
			CASE t.answer_id WHEN p.id THEN 'answered' ELSE '' END, `+pollOf+`, CAST(p.author_id AS TEXT)
		FROM posts p
		JOIN threads t ON t.id = p.thread_id
		JOIN spaces s ON s.id = t.space_id
		WHERE `+which, args...)
	texts := make([]text, 0, len(list))
	for _, r := range list {
		if !r.opens() {
			r.Place = At(Replies, r.id, r.spaceID)
			r.tags = tagSlugs(r.tags)
			texts = append(texts, r.text)
		}
	}
	return texts, err
}

type postRow struct {
	text
	id            int64
	kind          string
	number, posts int
}

func (r *postRow) fields() []any {
	return []any{&r.id, &r.number, &r.kind, &r.posts, &r.standing, &r.threadID, &r.context, &r.html, &r.made,
		&r.spaceID, &r.readers, &r.tags, &r.states, &r.poll, &r.authors}
}

// opens tells whether the post is the first of a discussion, which is kept with its thread.
func (r *postRow) opens() bool { return r.number == 1 && r.kind == "discussion" }

// tagSlugs leaves the names out of tags: a reply is found by its thread's tags, but not by their
// words, which are not its own.
func tagSlugs(tags string) string {
	var slugs []string
	for tag := range strings.SplitSeq(tags, "|") {
		if slug, _, found := strings.Cut(tag, ":"); found {
			slugs = append(slugs, slug+":")
		}
	}
	return strings.Join(slugs, "|")
}

// memberText reads members as the index keeps them.
func memberText(ctx context.Context, q db.Queryer, which string, args ...any) ([]text, error) {
	list, err := db.All(ctx, q, (*memberRow).fields, `
		SELECT m.id, m.state = 'member', m.name, m.job_title || ', ' || m.organisation || ', ' || m.region, m.about_html,
			coalesce(m.cohort_number, 0),
			(SELECT coalesce(string_agg(v.name, ', ' ORDER BY v.position), '')
				FROM member_perspectives c JOIN perspectives v ON v.slug = c.perspective WHERE c.member_id = m.id)
		FROM members m
		WHERE `+which, args...)
	texts := make([]text, len(list))
	for i, r := range list {
		texts[i] = r.text
		texts[i].Place = At(People, r.id, 0)
		texts[i].readers, texts[i].authors = "members", strconv.FormatInt(r.id, 10)
		texts[i].summary += "\n" + r.perspectives
	}
	return texts, err
}

type memberRow struct {
	text
	id           int64
	perspectives string
}

func (r *memberRow) fields() []any {
	return []any{&r.id, &r.standing, &r.title, &r.summary, &r.html, &r.cohort, &r.perspectives}
}
