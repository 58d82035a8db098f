package corpus

import (
	"context"
	"fmt"
	"strings"

	"commonroom/models/db"
)

// mostArguments is how many arguments one statement takes: both databases allow more, and
// neither gains by more.
const mostArguments = 4_000

// insert writes rows of a table, many in a statement.
func insert(ctx context.Context, tx *db.Tx, table, columns string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	width := len(rows[0])
	for many := mostArguments / width; len(rows) > 0; {
		n := min(many, len(rows))
		args := make([]any, 0, n*width)
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		if _, err := db.Exec(ctx, tx, `INSERT INTO `+table+` (`+columns+`) VALUES `+values(n, width), args...); err != nil {
			return fmt.Errorf("insert into %s: %w", table, err)
		}
		rows = rows[n:]
	}
	return nil
}

// values gives the places of n rows: ($1, $2), ($3, $4)…
func values(n, width int) string {
	var b strings.Builder
	for i := range n * width {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	return b.String() + ")"
}

// commitAfter is how many rows are committed together: a crash costs little, a commit as good as
// nothing.
const commitAfter = 10_000

// inParts writes the rows of a table, a part in each commit. made gives one row.
func inParts(ctx context.Context, d *db.DB, table, columns string, n int, made func(i int) []any) error {
	for from := 0; from < n; from += commitAfter {
		rows := make([][]any, 0, commitAfter)
		for i := from; i < min(from+commitAfter, n); i++ {
			if row := made(i); row != nil {
				rows = append(rows, row)
			}
		}
		err := d.Write(ctx, func(tx *db.Tx) error { return insert(ctx, tx, table, columns, rows) })
		if err != nil {
			return err
		}
	}
	return nil
}
