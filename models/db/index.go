package db

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
)

// The index keeps, for a number, the words of one text in their order, so that texts are found by
// the words they hold. What a word is, is decided by whoever puts it there: the index of either
// database (FTS5, tsvector) only keeps words as they are given and finds them again. Numbers are
// listed from the highest down, so a number is also a place in the order that a search looks in.

// PutWords keeps the words of a text under a number that has none yet.
func PutWords(ctx context.Context, tx *Tx, id int64, words []string) error {
	insert, text := tx.db.dialect.putWords(words)
	_, err := Exec(ctx, tx, insert, id, text)
	return err
}

// DropWords forgets every text with a number from first to last.
func DropWords(ctx context.Context, tx *Tx, first, last int64) error {
	_, err := Exec(ctx, tx, `DELETE FROM search_index WHERE `+tx.db.dialect.indexID()+` BETWEEN $1 AND $2`, first, last)
	return err
}

// ClearWords forgets every text at once.
func ClearWords(ctx context.Context, tx *Tx) error {
	_, err := Exec(ctx, tx, tx.db.dialect.clearWords())
	return err
}

// TidyWords puts together what was kept piece by piece, a bounded part at a time, so that looking
// takes fewer steps; whole begins to put all of it together. It tells whether there is nothing left
// to do.
func TidyWords(ctx context.Context, tx *Tx, whole bool) (done bool, err error) {
	query := tx.db.dialect.tidyWords(whole)
	if query == "" {
		return true, nil
	}
	before, err := Value[int64](ctx, tx, `SELECT total_changes()`)
	if err != nil {
		return false, err
	}
	if _, err := Exec(ctx, tx, query); err != nil {
		return false, err
	}
	after, err := Value[int64](ctx, tx, `SELECT total_changes()`)
	return after-before < 2, err // FTS5 says so of its merge command: fewer than two changes are none
}

// Match says what words a text must have. The zero value asks for nothing and fits no text.
type Match struct {
	asks  asking
	words []string
	parts []Match
}

// asking is what a match asks for.
type asking byte

const (
	nothing asking = iota
	inARow         // its words one after the other, or its only word
	allOf          // all its parts
	anyOf          // one of its parts
	without        // its first part, and not the second
)

// Word fits a text that has the word.
func Word(word string) Match { return InARow(word) }

// InARow fits a text that has the words one after the other.
func InARow(words ...string) Match { return Match{asks: inARow, words: words} }

// AllOf fits a text that every one of parts fits. Empty parts are left out.
func AllOf(parts ...Match) Match { return joined(allOf, parts) }

// AnyOf fits a text that one of parts fits. Empty parts are left out.
func AnyOf(parts ...Match) Match { return joined(anyOf, parts) }

func joined(how asking, parts []Match) Match {
	var full []Match
	for _, part := range parts {
		if !part.Empty() {
			full = append(full, part)
		}
	}
	if len(full) == 1 {
		return full[0]
	}
	if len(full) == 0 {
		return Match{}
	}
	return Match{asks: how, parts: full}
}

// Without fits a text that m fits and not does not.
func (m Match) Without(not Match) Match {
	if m.Empty() || not.Empty() {
		return m
	}
	return Match{asks: without, parts: []Match{m, not}}
}

// Empty tells whether m asks for nothing.
func (m Match) Empty() bool { return m.asks == nothing }

// Want asks for the numbers, from Last down to First, of the texts that Match fits: Most of them.
type Want struct {
	Match       Match
	First, Last int64
	Most        int
}

// Matching answers several wants in one query: the numbers of each, the highest first. A want
// whose Match is empty gets none.
func Matching(ctx context.Context, q Queryer, wants ...Want) ([][]int64, error) {
	var query strings.Builder
	var args []any
	for i, want := range wants {
		if want.Match.Empty() {
			continue
		}
		if query.Len() > 0 {
			query.WriteString(" UNION ALL ")
		}
		n := len(args)
		query.WriteString(q.dialectOf().listing(i, n+1, n+2, n+3, n+4))
		args = append(args, q.dialectOf().match(want.Match), want.First, want.Last, want.Most)
	}
	lists := make([][]int64, len(wants))
	if query.Len() == 0 {
		return lists, nil
	}
	type row struct {
		want int
		ids  string
	}
	rows, err := All(ctx, q, func(r *row) []any { return []any{&r.want, &r.ids} }, query.String(), args...)
	for _, r := range rows {
		lists[r.want] = numbers(r.ids)
	}
	return lists, err
}

// numbers reads ids joined by commas. They were listed highest first, and stay so.
func numbers(text string) []int64 {
	ids := make([]int64, 0, strings.Count(text, ",")+1)
	for part := range strings.SplitSeq(text, ",") {
		if id, err := strconv.ParseInt(part, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// Each writes a table of one column, value, that holds the strings that JSON gives as argument n.
func Each(q Queryer, n int) string { return q.dialectOf().each("$" + strconv.Itoa(n)) }

// JSON writes strings as Each reads them.
func JSON(list []string) (string, error) {
	text, err := json.Marshal(append([]string{}, list...)) // of none, an empty list and not null
	return string(text), err
}

// IDs writes numbers as EachID reads them.
func IDs[N int | int64](list []N) string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = strconv.FormatInt(int64(n), 10)
	}
	return "[" + strings.Join(texts, ",") + "]"
}

// EachID writes what stands behind IN for the numbers that IDs gives as argument n. There may be none
// of them.
func EachID(q Queryer, n int) string {
	return `(SELECT CAST(e.value AS BIGINT) FROM ` + Each(q, n) + ` e)`
}

// WordsOf gives the words kept under a number, each with the places it stands in, in a form that
// is the same for the same text. It is slow: it is how a test compares two indexes.
func WordsOf(ctx context.Context, q Queryer) (lines []string, err error) {
	return Values[string](ctx, q, q.dialectOf().allWords())
}
