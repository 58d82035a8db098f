package mark

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
)

// perPage is how many reactions stand on a page of those who gave them.
const perPage = 50

// Reacted is one reaction with who gave it, by name and role only.
type Reacted struct {
	ID   int64
	By   member.Member
	Said discuss.Reaction
	At   time.Time
}

const reactedCols = `r.id, r.kind, r.made_at, m.id, m.handle, m.name, m.job_title, m.organisation, m.state`

func (r *Reacted) fields() []any {
	return []any{&r.ID, &r.Said, &r.At, &r.By.ID, &r.By.Handle, &r.By.Name, &r.By.JobTitle, &r.By.Organisation, &r.By.State}
}

// Who is a page of those who reacted to a post, the latest first.
type Who struct {
	discuss.Placed
	Reacted []Reacted
	Next    string // the cursor of the following page; empty on the last
}

// Who lists who reacted to a post that by may see. It is for members: visitors see how many.
func (s *Store) Who(ctx context.Context, by member.Member, postID int64, cursor string) (w Who, err error) {
	defer models.Wrap(&err, "list who reacted to post %d", postID)
	if err := member.CanRead(by); err != nil {
		return w, err
	}
	from, err := models.ParseCursor(cursor)
	if err != nil {
		return w, err
	}
	if w.Placed, err = discuss.FindPost(ctx, s.db, by, s.db.Now(), postID); err != nil {
		return w, err
	}
	if w.Post.Hidden || w.Post.Withdrawn {
		return w, models.NotFound("no such post")
	}
	rows, err := db.All(ctx, s.db, (*Reacted).fields, `
		SELECT `+reactedCols+`
		FROM reactions r JOIN members m ON m.id = r.member_id
		WHERE r.post_id = $1 AND (r.made_at, r.id) < ($2, $3)
		ORDER BY r.made_at DESC, r.id DESC
		LIMIT $4`, postID, from.At, from.ID, perPage+1)
	page := models.PageOf(rows, perPage, func(r Reacted) models.Cursor { return models.Cursor{At: r.At, ID: r.ID} })
	w.Reacted, w.Next = page.Items, page.Next
	return w, err
}
