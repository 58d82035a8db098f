package site

import (
	"context"
	"slices"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/search"
)

// A site that was there before there was a search has no index: the server makes it while it
// serves, and its own pages are found as well.
func TestASiteWithoutAnIndexIsGivenOne(t *testing.T) {
	t.Parallel()
	database, people, thread := settle(t, 1)
	by := people[0].Member
	s := beside(t, database)
	wipe(t, s)
	if paths := find(t, s, by, "storm"); len(paths) != 0 {
		t.Fatalf("without an index is found %v", paths)
	}
	h := serveHere(t, database)
	defer h.end(t)
	for _, sought := range []struct{ words, path string }{{"storm", thread.Path()}, {"moderation log", "/committee/log"}, {"person a", "/members/person-a"}} {
		eventually(t, sought.words, func() bool { return slices.Contains(find(t, s, by, sought.words), sought.path) })
	}
}

// wipe leaves a database as one is that was just brought to the version that knows search.
func wipe(t *testing.T, s *Site) {
	t.Helper()
	err := s.db.Write(t.Context(), func(tx *db.Tx) error {
		for _, table := range []string{"search_words", "search_state", "search_pages"} {
			if _, err := db.Exec(t.Context(), tx, `DELETE FROM `+table); err != nil {
				return err
			}
		}
		return db.ClearWords(t.Context(), tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, s *Site, by member.Member, text string) (paths []string) {
	t.Helper()
	r, err := s.Search.Find(t.Context(), by, search.Query{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range r.Hits {
		paths = append(paths, h.Path())
	}
	return paths
}

// eventually waits until something is so. A busy machine is slow.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	for !so() {
		select {
		case <-ctx.Done():
			t.Fatalf("%s: not within a minute", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Whoever reindexes beside a running server is told how far it is, and finds what is there.
func TestReindexingBesideAServerSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	database, people, thread := settle(t, 1)
	h := serveHere(t, database)
	defer h.end(t)
	s := beside(t, database)
	wipe(t, s)
	var last, of int64
	if err := s.Reindex(t.Context(), func(done, all int64) { last, of = done, all }); err != nil || last == 0 || last != of {
		t.Errorf("it said %d of %d, %v", last, of, err)
	}
	if paths := find(t, s, people[0].Member, "storm"); !slices.Equal(paths, []string{thread.Path()}) {
		t.Errorf("then is found %v", paths)
	}
}
