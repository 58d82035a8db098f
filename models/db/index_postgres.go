package db

import (
	"fmt"
	"strconv"
	"strings"
)

// mostPlaces is the last place that a tsvector can tell from the next.
const mostPlaces = 16383

// putWords writes the words as a tsvector, each with the places it stands in.
func (postgres) putWords(words []string) (insert, text string) {
	places := make(map[string][]string, len(words))
	var order []string
	for i, word := range words {
		if places[word] == nil {
			order = append(order, word)
		}
		places[word] = append(places[word], strconv.Itoa(min(i+1, mostPlaces)))
	}
	var b strings.Builder
	for _, word := range order {
		b.WriteString(lexeme(word) + ":" + strings.Join(places[word], ",") + " ")
	}
	return `INSERT INTO search_index (id, words) VALUES ($1, $2::tsvector)`, b.String()
}

// lexeme quotes a word for a tsvector or a tsquery.
func lexeme(word string) string {
	return "'" + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(word) + "'"
}

func (postgres) indexID() string { return "id" }

// listing is one SELECT of Matching, with the numbers of its arguments.
func (postgres) listing(want, match, first, last, most int) string {
	return fmt.Sprintf(`SELECT %d, coalesce(string_agg(x.id::text, ',' ORDER BY x.id DESC), '') FROM (
		SELECT i.id FROM search_index i
		WHERE i.words @@ $%d::tsquery AND i.id BETWEEN $%d AND $%d
		ORDER BY i.id DESC LIMIT $%d) x`, want, match, first, last, most)
}

// match writes a Match as a tsquery.
func (d postgres) match(m Match) string {
	switch m.asks {
	case inARow:
		parts := make([]string, len(m.words))
		for i, word := range m.words {
			parts[i] = lexeme(word)
		}
		return "(" + strings.Join(parts, " <-> ") + ")"
	case without:
		return "(" + d.match(m.parts[0]) + " & !" + d.match(m.parts[1]) + ")"
	}
	parts := make([]string, len(m.parts))
	for i, part := range m.parts {
		parts[i] = d.match(part)
	}
	return "(" + strings.Join(parts, map[asking]string{allOf: " & ", anyOf: " | "}[m.asks]) + ")"
}

func (postgres) each(arg string) string {
	return "(SELECT e.value FROM json_array_elements_text((" + arg + ")::json) AS e(value))"
}

func (postgres) clearWords() string { return `TRUNCATE search_index` }

func (postgres) tidyWords(bool) string { return "" }

func (postgres) allWords() string {
	return `
		SELECT i.id::text || ' ' || (p.place - 1)::text || ' ' || w.lexeme
		FROM search_index i CROSS JOIN unnest(i.words) w CROSS JOIN unnest(w.positions) p(place)
		ORDER BY i.id, p.place`
}
