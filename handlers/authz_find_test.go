package handlers

import (
	"testing"

	"commonroom/models/db"
	"commonroom/models/index"
)

// filtered are doors at which everybody is let in and shown what they may read: of a private or a
// missing thing, the same nothing.
var filtered = []door{
	at("in public", inPublic, "P05"), at("for members", inMembers, "P05"), at("in the group", inPrivate, "P05"), at("not there", nowhere, "P05"),
}

func searchKnocks() []knock {
	return []knock{
		page("/search"), page("/search/suggest"), page("/complete/members"), page("/complete/tags"), page("/search/similar"),
		{method: "GET", path: "/search", query: "?q=calls"},
		{method: "GET", path: "/search/suggest", query: "?q=calls"},
		{method: "GET", path: "/complete/members", query: "?q=member"},
		{method: "GET", path: "/complete/tags", query: "?q=calls"},
		{method: "GET", path: "/search/similar", query: "?title=calls"},
		{method: "GET", path: "/search", about: discussion, query: "?q=calls&thread={}", doors: filtered},
		{method: "GET", path: "/search", about: room, query: "?q=calls&board={}", doors: filtered},
		{method: "GET", path: "/search", about: profileOf, query: "?q=calls&author={}", doors: []door{at("another's", inPublic, "P05"), at("not there", nowhere, "P05")}},
	}
}

// put has everything found that was written behind the models' back.
func (w *town) put(t *testing.T) {
	t.Helper()
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		for table, ref := range map[string]func(int64) index.Ref{"threads": index.Whole, "members": index.Member} {
			ids, err := db.Values[int64](t.Context(), tx, `SELECT x.id FROM `+table+` x`)
			if err != nil {
				return err
			}
			for _, id := range ids {
				if err := index.Put(t.Context(), tx, ref(id)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
