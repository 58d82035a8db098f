package discuss

import (
	"testing"

	"commonroom/models"
	"commonroom/models/db"
)

// What machines are told of a thread hangs on Public, and what a visitor is shown on the predicate:
// in every state of a thread the two say the same.
func TestAThreadIsPublicWhereAVisitorSeesIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	made := s.thread(s.ann, "interoperability", "Rotas")
	seen := 0
	for _, board := range []string{"interoperability", "welcome", "rotas"} {
		for state := range 4 {
			published, hidden := state&1 == 0, state&2 == 0
			s.write(func(tx *db.Tx) error {
				_, err := db.Exec(ctx, tx, `UPDATE threads SET space_id = (SELECT id FROM spaces WHERE slug = $2), published = $3, hidden = $4 WHERE id = $1`,
					made.ID, board, published, hidden)
				return err
			})
			thread, err := db.One(ctx, s.db, (*Thread).Fields, `SELECT `+Cols+` FROM `+From+` WHERE t.id = $1`, made.ID)
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Thread(ctx, s.visitor, made.ID)
			if models.KindOf(err) == models.KindInternal && err != nil {
				t.Fatal(err)
			}
			if got, want := thread.Public(), err == nil; got != want {
				t.Errorf("on %s, published %t, hidden %t: got %t, want %t", board, published, hidden, got, want)
			}
			if err == nil {
				seen++
			}
		}
	}
	if seen != 1 {
		t.Errorf("a visitor sees %d of 12 states, want 1", seen)
	}
}
