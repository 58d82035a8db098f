package moderation

import (
	"context"
	"strconv"

	"commonroom/models"
	"commonroom/models/db"
)

// Rule is one numbered rule of the code of conduct. Rules are data: the committee can change
// their words without a new release.
type Rule struct {
	Number int
	Title  string
	Body   string
}

const ruleCols = `r.number, r.title, r.body`

func (r *Rule) fields() []any { return []any{&r.Number, &r.Title, &r.Body} }

// Path is where the rule stands in the code of conduct.
func (r Rule) Path() string { return "/conduct#" + r.Anchor() }

// Anchor is the rule's own place on the page.
func (r Rule) Anchor() string { return "rule-" + strconv.Itoa(r.Number) }

// Words are the rule as a list shows it: "3. Keep to the subject".
func (r Rule) Words() string { return strconv.Itoa(r.Number) + ". " + r.Title }

// Rules reads the code of conduct.
func (s *Store) Rules(ctx context.Context) (list []Rule, err error) {
	defer models.Wrap(&err, "read the rules")
	return db.All(ctx, s.db, (*Rule).fields, `SELECT `+ruleCols+` FROM rules r ORDER BY r.number LIMIT 100`)
}

// Rule reads one rule.
func (s *Store) Rule(ctx context.Context, number int) (r Rule, err error) {
	defer models.Wrap(&err, "read rule %d", number)
	r, err = db.One(ctx, s.db, (*Rule).fields, `SELECT `+ruleCols+` FROM rules r WHERE r.number = $1`, number)
	if models.KindOf(err) == models.KindNotFound {
		return r, models.NotFound("no such rule")
	}
	return r, err
}
