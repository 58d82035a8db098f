// Package feed is what a feed reader is told: the newest threads, practices and projects, and
// the posts of a board or of a member. It shows what stands published and in sight at this
// moment and nothing else: what is hidden or withdrawn is in no feed, not even its author's.
package feed

import (
	"context"
	"slices"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/space"
)

// most is how many entries a feed has: at the pace of a busy board, what a reader may miss who
// looks once a day.
const most = 40

// Entry is one text in a feed: a post, or a document.
type Entry struct {
	Thread    discuss.Thread
	PostID    int64    // 0 of a document
	Number    int      // of the post in its thread
	Authors   []string // by name; none in a private space
	HTML      string   // rendered and cleaned when it was written; of a project its aim
	Problem   string   // of a project, the same way
	Published time.Time
	Updated   time.Time // when its words were saved last
}

// Opens tells whether the entry is what its thread began with.
func (e Entry) Opens() bool {
	return e.PostID == 0 || e.Number == 1 && e.Thread.Kind == discuss.Discussion
}

// Store reads feeds.
type Store struct{ db *db.DB }

// New gives the feeds of what is kept in d.
func New(d *db.DB) *Store { return &Store{db: d} }

// Threads gives the newest discussions with what they began with.
func (s *Store) Threads(ctx context.Context, by member.Member) (list []Entry, err error) {
	defer models.Wrap(&err, "read the feed of threads")
	return s.openings(ctx, by, `t.kind = $5`, discuss.Discussion)
}

// Practices gives the newest practices with their texts.
func (s *Store) Practices(ctx context.Context, by member.Member) (list []Entry, err error) {
	defer models.Wrap(&err, "read the feed of practices")
	return s.openings(ctx, by, `t.kind = $5`, discuss.Practice)
}

// Projects gives the newest projects with their aims.
func (s *Store) Projects(ctx context.Context, by member.Member) (list []Entry, err error) {
	defer models.Wrap(&err, "read the feed of projects")
	return s.openings(ctx, by, `t.kind = $5`, discuss.Project)
}

// tagWindow is among how many of the threads with a tag, the latest begun, a feed looks for the
// newest, so that it costs the same however often the tag is used.
const tagWindow = 1000

// Tagged gives the newest threads, practices and projects with a tag. Where by may read none,
// there is no such feed: a tag may be a word out of a room that is not theirs.
func (s *Store) Tagged(ctx context.Context, by member.Member, slug string) (tag discuss.Tag, list []Entry, err error) {
	defer models.Wrap(&err, "read the feed of tag %q", slug)
	list, err = s.openings(ctx, by, `t.id IN (
		SELECT x.thread_id FROM thread_tags x
		WHERE x.tag_id = (SELECT y.id FROM tags y WHERE y.slug = $5)
		ORDER BY x.thread_id DESC
		LIMIT $6)`, slug, tagWindow)
	if err != nil {
		return tag, nil, err
	}
	for _, e := range list {
		if i := slices.IndexFunc(e.Thread.Tags, func(g discuss.Tag) bool { return g.Slug == slug }); i >= 0 {
			return e.Thread.Tags[i], list, nil
		}
	}
	return tag, nil, models.NotFound("no such tag")
}

// openings reads what the newest published threads that also meet where begin with. Its own
// arguments count from $5. The ids are picked first, so that nothing long is sorted.
func (s *Store) openings(ctx context.Context, by member.Member, where string, args ...any) ([]Entry, error) {
	rows, err := db.All(ctx, s.db, (*opening).fields, `
		SELECT `+discuss.Cols+`, (
				SELECT coalesce(string_agg(z.name, '`+"\n"+`' ORDER BY z.name_key, z.id), '')
				FROM thread_authors w JOIN members z ON z.id = w.member_id
				WHERE w.thread_id = t.id AND z.id <> t.author_id),
			coalesce(p.id, 0), coalesce(p.html, d.html, j.aim_html, ''), coalesce(j.problem_html, ''),
			p.edited_at, d.edited_at, j.edited_at
		FROM `+discuss.From+`
		LEFT JOIN posts p ON p.thread_id = t.id AND p.number = 1 AND t.kind = 'discussion' AND NOT p.withdrawn AND NOT p.hidden
		LEFT JOIN practices d ON d.thread_id = t.id
		LEFT JOIN projects j ON j.thread_id = t.id
		WHERE (t.kind <> 'discussion' OR p.id IS NOT NULL) AND `+space.Sees+` AND t.id IN (
			SELECT t.id
			FROM threads t JOIN spaces s ON s.id = t.space_id
			WHERE t.published = TRUE AND NOT t.hidden AND `+space.Sees+` AND `+where+`
			ORDER BY t.published_at DESC, t.id DESC
			LIMIT $4)
		ORDER BY t.published_at DESC, t.id DESC`, space.As(by, s.db.Now(), append([]any{most}, args...)...)...)
	list := make([]Entry, len(rows))
	for i, row := range rows {
		list[i] = row.entry()
	}
	return list, err
}

// opening is a row of openings: of the three texts it may have, a thread has the one of its kind.
type opening struct {
	Entry
	others string // the names of its further authors, a line each
	edited [3]*time.Time
}

func (o *opening) fields() []any {
	return append(o.Thread.Fields(), &o.others, &o.PostID, &o.HTML, &o.Problem, &o.edited[0], &o.edited[1], &o.edited[2])
}

func (o opening) entry() Entry {
	e := o.Entry
	if e.PostID != 0 {
		e.Number = 1
	}
	e.Published, e.Updated = e.Thread.Out, e.Thread.Out
	for _, edited := range o.edited {
		if edited != nil && edited.After(e.Updated) {
			e.Updated = *edited
		}
	}
	e.Authors = []string{e.Thread.Author.Name}
	if o.others != "" && e.Thread.Kind != discuss.Discussion {
		e.Authors = append(e.Authors, strings.Split(o.others, "\n")...)
	}
	return e.discreet()
}

// discreet leaves the names out of what was said in a private space. A feed reader takes its
// copy to another house, and who said something in the group is to stay in the group.
func (e Entry) discreet() Entry {
	if e.Thread.Space.Readers == space.Private {
		e.Authors = nil
	}
	return e
}
