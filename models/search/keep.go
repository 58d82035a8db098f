package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// Line is expressions that mean the same, as the committee keeps them.
type Line struct {
	ID      int64
	Words   string // with commas between
	Version int64
	By      string // the name of who changed it last; nobody's if it came with the site
	At      time.Time
}

const lineCols = `x.id, x.words, x.version, coalesce(m.name, ''), x.changed_at`

func (l *Line) fields() []any { return []any{&l.ID, &l.Words, &l.Version, &l.By, &l.At} }

// EditLine is what a line is to say. Version is the one that somebody started from; of a new
// line, 0.
type EditLine struct {
	Words   string `form:"words"`
	Version int64  `form:"version"`
	Key     string `form:"key"`
}

// Bounds of the list: what a person can look over, and what costs a search nothing.
const (
	mostLines         = 1_000
	mostExpressions   = 10
	longestExpression = 60 // characters of one expression
)

// canKeep tells why by may not keep the words and what is not found; nil if they may.
func canKeep(by member.Member, now time.Time) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case !by.IsMember() || !by.Holds(member.Moderate, now):
		return models.Forbidden("Only members of the committee can do this.")
	}
	return nil
}

// Lines lists all lines in the order of their words.
func (s *Store) Lines(ctx context.Context, by member.Member) (list []Line, err error) {
	defer models.Wrap(&err, "list the words that mean the same")
	if err := canKeep(by, s.db.Now()); err != nil {
		return nil, err
	}
	list, err = lines(ctx, s.db)
	slices.SortFunc(list, func(a, b Line) int { return cmp.Compare(prose.Fold(a.Words), prose.Fold(b.Words)) })
	return list, err
}

// Line finds one line.
func (s *Store) Line(ctx context.Context, by member.Member, id int64) (l Line, err error) {
	defer models.Wrap(&err, "find line %d", id)
	if err := canKeep(by, s.db.Now()); err != nil {
		return l, err
	}
	return line(ctx, s.db, id)
}

// AddLine adds a line to the list.
func (s *Store) AddLine(ctx context.Context, by member.Member, in EditLine) (err error) {
	defer models.Wrap(&err, "add words that mean the same")
	text, err := tidied(in.Words)
	if err != nil {
		return err
	}
	return s.keep(ctx, by, in.Key, func(tx *db.Tx) (int64, error) {
		if err := canStand(ctx, tx, text, 0); err != nil {
			return 0, err
		}
		id, err := db.Value[int64](ctx, tx, `
			INSERT INTO search_same (words, changed_by, changed_at) VALUES ($1, $2, $3) RETURNING id`, text, by.ID, tx.Now)
		if err != nil {
			return 0, err
		}
		return id, activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.WordsAdded, Detail: text})
	})
}

// ChangeLine changes what a line says. If it has changed since by opened it, the answer is a
// conflict and nothing is changed.
func (s *Store) ChangeLine(ctx context.Context, by member.Member, id int64, in EditLine) (err error) {
	defer models.Wrap(&err, "change line %d", id)
	text, err := tidied(in.Words)
	if err != nil {
		return err
	}
	return s.keep(ctx, by, in.Key, func(tx *db.Tx) (int64, error) {
		was, err := unchanged(ctx, tx, id, in.Version)
		if err != nil || was.Words == text {
			return id, err
		}
		if err := canStand(ctx, tx, text, id); err != nil {
			return 0, err
		}
		_, err = db.Exec(ctx, tx, `
			UPDATE search_same SET words = $2, changed_by = $3, changed_at = $4, version = version + 1 WHERE id = $1`, id, text, by.ID, tx.Now)
		if err != nil {
			return 0, err
		}
		return id, activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.WordsChanged, Detail: was.Words + " → " + text})
	})
}

// RemoveLine takes a line off the list, and gives what it said. Adding that again undoes it.
func (s *Store) RemoveLine(ctx context.Context, by member.Member, id int64, in EditLine) (was Line, err error) {
	defer models.Wrap(&err, "remove line %d", id)
	err = s.keep(ctx, by, in.Key, func(tx *db.Tx) (int64, error) {
		if was, err = unchanged(ctx, tx, id, in.Version); err != nil {
			return 0, err
		}
		if _, err := db.Exec(ctx, tx, `DELETE FROM search_same WHERE id = $1`, id); err != nil {
			return 0, err
		}
		return id, activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.WordsRemoved, Detail: was.Words})
	})
	return was, err
}

// keep does act, which changes the list. Searches here go by the new one at once, and those on
// other nodes when what they keep is no longer fresh.
func (s *Store) keep(ctx context.Context, by member.Member, key string, act func(tx *db.Tx) (int64, error)) error {
	_, err := s.db.Once(ctx, by.ID, key, func(tx *db.Tx) (int64, error) {
		if err := canKeep(by, tx.Now); err != nil {
			return 0, err
		}
		tx.AfterCommit(s.same.forget)
		return act(tx)
	})
	return err
}

// tidied takes a line as it was typed, and writes it as it is kept.
func tidied(text string) (string, error) {
	refuse := func(format string, args ...any) (string, error) {
		return "", models.Invalid("words", fmt.Sprintf(format, args...))
	}
	text, err := prose.Line("words", "words that mean the same", text, mostExpressions*(longestExpression+2))
	if err != nil {
		return "", err
	}
	all, seen := expressionsIn(text), map[string]string{}
	for _, e := range all {
		stems := strings.Join(stemsOf(e), " ")
		switch other, twice := seen[stems]; {
		case utf8.RuneCountInString(e) > longestExpression:
			return refuse("Use at most %d characters between two commas. “%s” has more.", longestExpression, e)
		case stems == "":
			return refuse("Search leaves “%s” out, as it says too little. Take it off the line.", e)
		case twice:
			return refuse("“%s” and “%s” are the same to search already. Leave one of them out.", other, e)
		}
		seen[stems] = e
	}
	switch {
	case len(all) < 2:
		return refuse("Enter at least two, with a comma between them.")
	case len(all) > mostExpressions:
		return refuse("Use at most %d on a line. There are %d now.", mostExpressions, len(all))
	}
	return strings.Join(all, ", "), nil
}

// canStand tells why a line may not stand beside the others; nil if it may. Words in two lines
// would mean what either says and, in the end, everything.
func canStand(ctx context.Context, tx *db.Tx, text string, id int64) error {
	others, err := lines(ctx, tx)
	if err != nil {
		return err
	}
	if id == 0 && len(others) >= mostLines {
		return models.Invalid("words", fmt.Sprintf("The list is full: it has %d lines. Remove one first.", mostLines))
	}
	for _, other := range others {
		for _, e := range expressionsIn(text) {
			if other.ID != id && other.says(e) {
				return models.Invalid("words", "“"+e+"” stands on another line already: “"+other.Words+"”. Change that line, or leave “"+e+"” out here.")
			}
		}
	}
	return nil
}

// says tells whether the line has an expression that search takes for the given one.
func (l Line) says(e string) bool {
	return slices.ContainsFunc(expressionsIn(l.Words), func(own string) bool { return slices.Equal(stemsOf(own), stemsOf(e)) })
}

// unchanged finds a line that nobody has changed since the version.
func unchanged(ctx context.Context, tx *db.Tx, id, version int64) (Line, error) {
	l, err := line(ctx, tx, id)
	if err == nil && l.Version != version {
		err = models.Conflict("This line has changed since you opened it. Nothing was saved: see below what is different.")
	}
	return l, err
}

func lines(ctx context.Context, q db.Queryer) ([]Line, error) {
	return db.All(ctx, q, (*Line).fields, `
		SELECT `+lineCols+` FROM search_same x LEFT JOIN members m ON m.id = x.changed_by ORDER BY x.id`)
}

func line(ctx context.Context, q db.Queryer, id int64) (Line, error) {
	l, err := db.One(ctx, q, (*Line).fields, `
		SELECT `+lineCols+` FROM search_same x LEFT JOIN members m ON m.id = x.changed_by WHERE x.id = $1`, id)
	if models.KindOf(err) == models.KindNotFound {
		err = models.NotFound("no such line")
	}
	return l, err
}
