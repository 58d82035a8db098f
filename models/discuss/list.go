package discuss

import (
	"context"
	"strconv"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/ribbon"
	"commonroom/models/space"
)

// Sizes of lists: a page of a board is read in a minute or two.
const (
	perBoard   = 25
	maxPinned  = 20
	perProfile = 20
)

// Board is one page of the threads of a space. What the committee has pinned stands above the
// first page and nowhere else.
type Board struct {
	Pinned  []Thread
	Threads []Thread
	Next    string // the cursor of the following page; empty on the last
	Newer   int    // threads with new posts since the walk through the pages began
}

// Board lists the threads of a space that by has been shown, the latest post first: those with
// a tag, or all if its slug is empty.
func (s *Store) Board(ctx context.Context, by member.Member, in space.Space, tag, cursor string) (b Board, err error) {
	defer models.Wrap(&err, "list board %d", in.ID)
	from, err := models.ParseCursor(cursor)
	if err != nil {
		return b, err
	}
	if cursor == "" {
		if b.Pinned, err = s.threads(ctx, by, `
			t.space_id = $4 AND t.pinned = TRUE AND t.published AND `+tagged+`
			ORDER BY t.last_post_at DESC, t.id DESC
			LIMIT $6`, in.ID, tag, maxPinned); err != nil {
			return b, err
		}
	}
	rows, err := s.threads(ctx, by, `
		t.space_id = $4 AND t.pinned = FALSE AND t.published AND `+tagged+` AND (t.last_post_at, t.id) < ($6, $7)
		ORDER BY t.last_post_at DESC, t.id DESC
		LIMIT $8`, in.ID, tag, from.At, from.ID, perBoard+1)
	if err != nil {
		return b, err
	}
	walk := from
	for _, t := range append(b.Pinned, rows...) { // what is pinned stands above what was posted in later
		if k := byLastPost(t); cursor == "" && k.After(walk.First) {
			walk.First = k
		}
	}
	page := models.WalkOf(walk, rows, perBoard, byLastPost)
	b.Threads, b.Next = page.Items, page.Next
	b.Newer, err = s.newer(ctx, by, from, `
		t.space_id = $4 AND t.pinned IN (TRUE, FALSE) AND t.published AND `+tagged+` AND (t.last_post_at, t.id) > ($6, $7)`, in.ID, tag)
	return b, err
}

// byLastPost and byOut are the places of a thread in lists by its last post, and by when it came out.
func byLastPost(t Thread) models.Key { return models.Key{At: t.LastPost, ID: t.ID} }

func byOut(t Thread) models.Key { return models.Key{At: t.Out, ID: t.ID} }

// newer counts those of a list that have come to stand above where a walk began, up to a bound. Rest
// picks the list: its arguments count from $4, and the last two are that place.
func (s *Store) newer(ctx context.Context, by member.Member, from models.Cursor, rest string, args ...any) (int, error) {
	return Newer(ctx, s.db, by, s.db.Now(), from, rest, args...)
}

// Newer does the same for the lists of documents.
func Newer(ctx context.Context, q db.Queryer, by member.Member, now time.Time, from models.Cursor, rest string, args ...any) (int, error) {
	if !from.Walked() {
		return 0, nil
	}
	args = append(args, from.First.At, from.First.ID)
	return db.Value[int](ctx, q, `
		SELECT count(*) FROM (
			SELECT 1 AS one
			FROM threads t JOIN spaces s ON s.id = t.space_id
			WHERE `+space.Sees+` AND `+rest+`
			LIMIT `+strconv.Itoa(models.MostNewer)+`) u`, space.As(by, now, args...)...)
}

// tagged keeps the threads with the tag whose slug is $5, or all.
const tagged = `($5 = '' OR EXISTS (SELECT 1 FROM thread_tags c JOIN tags g ON g.id = c.tag_id WHERE c.thread_id = t.id AND g.slug = $5))`

// Newest lists the n threads of a kind that came out last in all the spaces by may read.
func (s *Store) Newest(ctx context.Context, by member.Member, kind Kind, n int) (list []Thread, err error) {
	defer models.Wrap(&err, "list the newest of %s", kind)
	return s.threads(ctx, by, `
		t.kind = $4 AND t.published = TRUE AND NOT t.hidden
		ORDER BY t.published_at DESC, t.id DESC
		LIMIT $5`, kind, n)
}

// Lately lists the n threads of any kind that were posted in last, in all the spaces by may read,
// but for those that by has muted.
func (s *Store) Lately(ctx context.Context, by member.Member, n int) (list []Thread, err error) {
	defer models.Wrap(&err, "list what was posted in lately")
	return s.threads(ctx, by, `
		t.published = TRUE AND NOT t.hidden AND `+ribbon.NotMuted+`
		ORDER BY t.last_post_at DESC, t.id DESC
		LIMIT $4`, n)
}

// Latest finds, for each space by may read, the thread that was posted in last.
func (s *Store) Latest(ctx context.Context, by member.Member) (latest map[int64]Thread, err error) {
	defer models.Wrap(&err, "find the latest thread of each space")
	// Of each space the latest pinned and the latest other, since both are found by index.
	list, err := s.threads(ctx, by, `
		t.id IN (
			SELECT (SELECT x.id FROM threads x
				WHERE x.space_id = z.id AND x.pinned = v.pinned AND x.published AND NOT x.hidden
				ORDER BY x.last_post_at DESC, x.id DESC
				LIMIT 1)
			FROM spaces z CROSS JOIN (SELECT TRUE AS pinned UNION SELECT FALSE) v)
		ORDER BY t.last_post_at, t.id`)
	latest = make(map[int64]Thread, len(list))
	for _, t := range list { // the later one stays
		latest[t.Space.ID] = t
	}
	return latest, err
}

// maxDocuments is how many stand on a member's page: what somebody takes in at a look.
const maxDocuments = 20

// DocumentsOf lists the newest practices and projects that a member wrote or helps to write,
// where by may read them.
func (s *Store) DocumentsOf(ctx context.Context, by member.Member, memberID int64) (list []Thread, err error) {
	defer models.Wrap(&err, "list the documents of member %d", memberID)
	return s.threads(ctx, by, `
		t.kind <> 'discussion' AND t.published AND NOT t.hidden
			AND t.id IN (SELECT w.thread_id FROM thread_authors w WHERE w.member_id = $4)
		ORDER BY t.published_at DESC, t.id DESC
		LIMIT $5`, memberID, maxDocuments)
}

// PostsOf lists what a member has posted where by may read it, the newest first; not what was
// withdrawn.
func (s *Store) PostsOf(ctx context.Context, by member.Member, memberID int64, cursor string) (page models.Page[Placed], err error) {
	defer models.Wrap(&err, "list the posts of member %d", memberID)
	from, err := models.ParseCursor(cursor)
	if err != nil {
		return page, err
	}
	list, err := db.All(ctx, s.db, (*Placed).Fields, placed+`
		WHERE p.author_id = $4 AND (p.made_at, p.id) < ($5, $6) AND NOT p.withdrawn AND `+space.SeesPost+`
		ORDER BY p.made_at DESC, p.id DESC
		LIMIT $7`, space.As(by, s.db.Now(), memberID, from.At, from.ID, perProfile+1)...)
	return models.PageOf(list, perProfile, func(p Placed) models.Cursor {
		return models.Cursor{At: p.Post.Made, ID: p.Post.ID}
	}), err
}

// threads reads those that rest picks (its arguments count from $4) of what by may see.
func (s *Store) threads(ctx context.Context, by member.Member, rest string, args ...any) ([]Thread, error) {
	return db.All(ctx, s.db, (*Thread).Fields, `
		SELECT `+Cols+`
		FROM `+From+`
		WHERE `+space.Sees+` AND `+rest, space.As(by, s.db.Now(), args...)...)
}
