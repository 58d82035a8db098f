package draft

import (
	"context"

	"commonroom/models"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// Text is one formatted text of a form.
type Text struct {
	Field    string // of the form, to say what is wrong where
	Words    string // Markdown
	Document bool   // has a page of its own, as a practice has: its headings stand one level higher
}

// Preview gives the page that a text would make if by sent it as it stands, or why it would not
// be taken. It goes through the same door as the text itself will, and keeps nothing.
func (s *Store) Preview(ctx context.Context, by member.Member, t Text) (html string, err error) {
	defer models.Wrap(&err, "preview %q", t.Field)
	switch {
	case by.IsVisitor():
		return "", models.SignIn()
	case by.State == member.Suspended:
		return "", models.Forbidden("Your membership is suspended, so you cannot write here.")
	}
	known, err := member.Handles(ctx, s.db, prose.Mentions(t.Words))
	if err != nil {
		return "", err
	}
	door := prose.Text
	if t.Document {
		door = prose.Document
	}
	page, err := door(ctx, t.Field, t.Words, known.Has)
	return page.HTML, err
}
