package practice

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// Revision is one version of a practice as it was saved.
type Revision struct {
	Version int64
	Title   string
	Summary string
	Tags    string // names with commas between
	Body    string
	Note    string
	By      member.Member // who saved it: name and role only
	Made    time.Time
}

const (
	revisionHead = `r.version, r.title, r.note, r.made_at, b.handle, b.name, b.job_title, b.organisation`
	revisionCols = revisionHead + `, r.summary, r.tags, r.body`

	// revisions are the versions a reader may know: all of them for an author, for everybody
	// else those from the published one on. What a draft said before is its authors' alone.
	revisions = `practice_revisions r
		JOIN practices d ON d.thread_id = r.thread_id
		JOIN threads t ON t.id = r.thread_id
		JOIN spaces s ON s.id = t.space_id
		JOIN members b ON b.id = r.by_id
		WHERE r.thread_id = $4 AND ` + space.Sees + `
		AND (r.version >= d.published_version OR ` + space.Authored + `)`
)

func (r *Revision) head() []any {
	return []any{&r.Version, &r.Title, &r.Note, &r.Made, &r.By.Handle, &r.By.Name, &r.By.JobTitle, &r.By.Organisation}
}

func (r *Revision) fields() []any { return append(r.head(), &r.Summary, &r.Tags, &r.Body) }

// maxHistory is how many versions a history lists, the latest first. Each older one keeps its
// address.
const maxHistory = 200

// History lists the versions of a practice that by may know, the latest first, without their
// texts.
func (s *Store) History(ctx context.Context, by member.Member, id int64) (list []Revision, err error) {
	defer models.Wrap(&err, "read the history of practice %d", id)
	list, err = db.All(ctx, s.db, (*Revision).head, `
		SELECT `+revisionHead+` FROM `+revisions+`
		ORDER BY r.version DESC
		LIMIT $5`, space.As(by, s.db.Now(), id, maxHistory)...)
	if err == nil && len(list) == 0 {
		err = shut(ctx, s.db, by, s.db.Now(), id, db.ErrNone)
	}
	return list, err
}

// Revision reads one version of a practice, if by may know it.
func (s *Store) Revision(ctx context.Context, by member.Member, id, number int64) (r Revision, err error) {
	defer models.Wrap(&err, "read version %d of practice %d", number, id)
	r, err = db.One(ctx, s.db, (*Revision).fields, `
		SELECT `+revisionCols+` FROM `+revisions+` AND r.version = $5`, space.As(by, s.db.Now(), id, number)...)
	return r, shut(ctx, s.db, by, s.db.Now(), id, err)
}

// Since tells how an earlier version became r, part by part.
func (r Revision) Since(earlier Revision) []prose.Part {
	return prose.Compare(
		prose.Pair{Name: "Title", Earlier: earlier.Title, Later: r.Title},
		prose.Pair{Name: "Summary", Earlier: earlier.Summary, Later: r.Summary},
		prose.Pair{Name: "Tags", Earlier: earlier.Tags, Later: r.Tags},
		prose.Pair{Name: "Text", Earlier: earlier.Body, Later: r.Body})
}

// Again is the form of an edit with the words of the version, to go back to them.
func (r Revision) Again(in EditPractice) EditPractice {
	in.Title, in.Summary, in.Tags, in.Body = r.Title, r.Summary, r.Tags, r.Body
	in.Note = fmt.Sprintf("Back to version %d", r.Version)
	return in
}

// Against tells what saving in would change of the practice as it is now.
func (p Practice) Against(in EditPractice) []prose.Part {
	now := Revision{Title: p.Title, Summary: p.Summary, Tags: discuss.TagNames(p.Tags), Body: p.Body}
	return Revision{Title: in.Title, Summary: in.Summary, Tags: discuss.TidyTags(in.Tags), Body: in.Body}.Since(now)
}

// sameTags compares by subject, in whatever order.
func sameTags(a, b []discuss.Tag) bool { return slug(a) == slug(b) }

func slug(tags []discuss.Tag) string {
	slugs := make([]string, len(tags))
	for i, t := range tags {
		slugs[i] = t.Slug
	}
	slices.Sort(slugs)
	return strings.Join(slugs, " ")
}
