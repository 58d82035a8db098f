package db

import (
	"fmt"
	"strings"
)

// putWords hands the words to FTS5 with blanks between: its tokenizer, as the migration sets it,
// splits at nothing else.
func (sqlite) putWords(words []string) (insert, text string) {
	return `INSERT INTO search_index (rowid, words) VALUES ($1, $2)`, strings.Join(words, " ")
}

func (sqlite) indexID() string { return "rowid" }

// listing is one SELECT of Matching, with the numbers of its arguments.
func (sqlite) listing(want, match, first, last, most int) string {
	return fmt.Sprintf(`SELECT %d, coalesce(string_agg(x.id, ','), '') FROM (
		SELECT rowid AS id FROM search_index
		WHERE search_index MATCH $%d AND rowid BETWEEN $%d AND $%d
		ORDER BY rowid DESC LIMIT $%d) x`, want, match, first, last, most)
}

// match writes a Match as FTS5 reads it. Every word is quoted, so that none is taken for syntax.
func (d sqlite) match(m Match) string {
	switch m.asks {
	case inARow:
		return `"` + strings.ReplaceAll(strings.Join(m.words, " "), `"`, `""`) + `"`
	case without:
		return "(" + d.match(m.parts[0]) + ") NOT (" + d.match(m.parts[1]) + ")"
	}
	parts := make([]string, len(m.parts))
	for i, part := range m.parts {
		parts[i] = d.match(part)
		if part.asks != inARow {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, map[asking]string{allOf: " AND ", anyOf: " OR "}[m.asks])
}

func (sqlite) each(arg string) string { return "(SELECT value FROM json_each(" + arg + "))" }

func (sqlite) clearWords() string {
	return `INSERT INTO search_index (search_index) VALUES ('delete-all')`
}

// tidyWords merges about this many pages: some milliseconds' work. Whole means all into one,
// however little that would save.
func (sqlite) tidyWords(whole bool) string {
	if whole {
		return `INSERT INTO search_index (search_index, rank) VALUES ('merge', -300)`
	}
	return `INSERT INTO search_index (search_index, rank) VALUES ('merge', 300)`
}

// allWords reads the index through the table of its every word, which the migration makes.
func (sqlite) allWords() string {
	return `SELECT w.doc || ' ' || w.offset || ' ' || w.term FROM search_index_words w ORDER BY w.doc, w.offset`
}
