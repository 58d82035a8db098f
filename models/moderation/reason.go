package moderation

import (
	"context"
	"regexp"
	"strings"

	"commonroom/models"
	"commonroom/models/db"
)

// pointer is what would lead a reader of the log to a person or to the words: a mention, or an
// address on this site or elsewhere.
var pointer = regexp.MustCompile(`(?i)(^|[^\pL\pN])@[\pL\pN]|https?:|www\.|/(threads|posts|practices|projects|members)/`)

// checkNames refuses a reason that names the person concerned or links their words: the log is
// read by everybody and tells of acts, never of people.
func (d Decision) checkNames(ctx context.Context, tx *db.Tx) error {
	if pointer.MatchString(d.Reason) {
		return models.Invalid("reason", "The log is public: leave out links and @names. The person concerned is told which words it is about.")
	}
	who, err := db.One(ctx, tx, func(n *names) []any { return []any{&n.name, &n.handle} }, `
		SELECT m.name, m.handle FROM members m WHERE m.id = $1`, d.Target.SubjectID)
	if err != nil {
		return err
	}
	if who.in(d.Reason) {
		return models.Invalid("reason", "The log is public: leave out the name of the person concerned.")
	}
	return nil
}

// names are what the person concerned is called.
type names struct{ name, handle string }

// in tells whether text has the name or the handle as words of their own.
func (n names) in(text string) bool {
	words := wordsOf(text)
	return strings.Contains(words, wordsOf(n.name)) || strings.Contains(words, wordsOf(n.handle))
}

var notWord = regexp.MustCompile(`[^\pL\pN]+`)

// wordsOf gives the words of text in lower case, each with a space around it.
func wordsOf(text string) string {
	return " " + strings.Trim(notWord.ReplaceAllString(strings.ToLower(text), " "), " ") + " "
}
