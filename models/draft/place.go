package draft

import (
	"context"
	"strconv"
	"strings"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Form is a kind of form in which something is written.
type Form string

// The forms.
const (
	Reply    Form = "reply"    // an answer in a thread
	Thread   Form = "thread"   // a new discussion
	Post     Form = "post"     // a change of a post
	Practice Form = "practice" // a new practice, or a change of one
	Project  Form = "project"  // a new project, or a change of one
)

// Place is one form: what it answers or changes, or 0 where it makes something new.
type Place struct {
	Form Form
	ID   int64
}

// String writes the place as a form carries it: "reply-41", "thread".
func (p Place) String() string {
	if p.ID == 0 {
		return string(p.Form)
	}
	return string(p.Form) + "-" + strconv.FormatInt(p.ID, 10)
}

// ParsePlace reads what String writes.
func ParsePlace(text string) (Place, error) {
	form, id, numbered := strings.Cut(text, "-")
	p := Place{Form: Form(form)}
	if numbered {
		p.ID, _ = strconv.ParseInt(id, 10, 64)
	}
	if p.String() != text || !p.known() {
		return Place{}, models.Invalid("", "We could not read this form. Copy what you wrote, reload the page and try again.")
	}
	return p, nil
}

func (p Place) known() bool {
	switch p.Form {
	case Reply, Post:
		return p.ID > 0
	case Thread:
		return p.ID == 0
	case Practice, Project:
		return p.ID >= 0
	}
	return false
}

// canWrite tells why by has no such form before them. Whether they may send it at the moment, in a
// thread that is closed for example, is no matter: what they have written is theirs.
func (p Place) canWrite(ctx context.Context, tx *db.Tx, by member.Member) error {
	if p.ID == 0 {
		return nil
	}
	query := `SELECT 1 FROM threads t JOIN spaces s ON s.id = t.space_id WHERE t.id = $4 AND ` + space.Sees
	switch p.Form {
	case Post:
		query = `SELECT 1 FROM posts p JOIN threads t ON t.id = p.thread_id JOIN spaces s ON s.id = t.space_id
			WHERE p.id = $4 AND p.author_id = $1 AND ` + space.SeesPost
	case Practice, Project:
		query += ` AND ` + space.Authored + ` AND t.kind = '` + string(p.Form) + `'`
	}
	_, err := db.Value[int](ctx, tx, query, space.As(by, tx.Now, p.ID)...)
	if models.KindOf(err) == models.KindNotFound {
		return models.NotFound("no such form")
	}
	return err
}

// threadID and postID are what the columns of the place hold; nil is none.
func (p Place) threadID() any {
	if p.ID == 0 || p.Form == Post {
		return nil
	}
	return p.ID
}

func (p Place) postID() any {
	if p.Form != Post {
		return nil
	}
	return p.ID
}
