package handlers

import (
	"context"
	"fmt"
	"net/url"

	"commonroom/models/db"
)

// wordKnocks are the doors to the words that search knows, to what it misses, and to the top
// questions.
func wordKnocks() []knock {
	kept := []door{at("there", inPublic, "C14"), at("not there", nowhere, rowAbsent)}
	return []knock{
		page("/questions"),
		{method: "GET", path: "/questions", about: room, query: "?board={}", doors: rooms},
		page("/committee/words"),
		{method: "POST", path: "/committee/words", form: fields("words", "bed board, patient flow board")},
		{method: "GET", path: "/committee/words/:id", about: lineOf, doors: kept},
		{method: "POST", path: "/committee/words/:id", about: lineOf, doors: kept, form: otherWords},
		{method: "POST", path: "/committee/words/:id/remove", about: lineOf, doors: kept, form: fields("version", "1")},
		page("/committee/missed"),
		{method: "POST", path: "/committee/missed/:id/dismiss", about: missOf, doors: kept, keyless: true},
	}
}

// lineOf is a line of words that mean the same.
func lineOf(ctx context.Context, tx *db.Tx, _ *town, _ spot, _ int64) (thing, error) {
	id, err := db.Value[int64](ctx, tx, `INSERT INTO search_same (words, changed_at) VALUES ('', $1) RETURNING id`, tx.Now)
	if err != nil {
		return thing{}, err
	}
	_, err = db.Exec(ctx, tx, `UPDATE search_same SET words = $2 WHERE id = $1`, id, fmt.Sprintf("ward%d, bay%d", id, id))
	return numbered(id), err
}

// otherWords change a line to what no other line has.
func otherWords(a *asking) url.Values {
	return url.Values{"words": {"floor" + a.token + ", wing" + a.token}, "version": {"1"}}
}

// missOf is something that members look for in vain.
func missOf(ctx context.Context, tx *db.Tx, _ *town, _ spot, _ int64) (thing, error) {
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO search_misses (words, state, times, last_day)
		SELECT 'missed ' || count(*), 'shown', 3, '2026-05-04' FROM search_misses RETURNING id`)
	return numbered(id), err
}
