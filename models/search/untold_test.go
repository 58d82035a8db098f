package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/search"
)

// counted is what a page tells of how much was found.
func (p *place) counted(by member.Member, q search.Query) string {
	p.Helper()
	r, err := p.search.Find(ctx, by, q)
	p.can(err)
	facets := make([]string, len(r.Facets))
	for i, f := range r.Facets {
		facets[i] = fmt.Sprint(f.Kind, f.Space.Slug, f.Count)
	}
	slices.Sort(facets)
	return fmt.Sprintf("%d, more %t, wider %t, %v, %d hits, near %q", r.Total, r.More, r.Wider, facets, len(r.Hits), r.Near)
}

// A list that ends at its bound must end for a reader where it would end if what they may not read were not there:
// or they could fill it up to the last place, and ask of any word whether it stands in a private room.
func TestCountsSayNothingOfWhatSomebodyMayNotRead(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	open := p.thread(p.ann, "questions", "Calls at night", "Who takes them?")
	secret := p.thread(p.insider, "rotas", "Nights", "Who is in?")
	said := 0
	for _, until := range []int{149, 150, 199, 230} { // a list of replies has room for 150 of 200
		for ; said < until; said++ {
			p.reply(p.ann, open, "A fig for the ward.")
		}
		queries := []search.Query{{Text: "fig OR quince"}, {Text: "fig OR medlar", Sort: "new"}, {Text: "ward fig OR quince"}, {Text: "fig quince nobody", Any: true}}
		before := make([]string, len(queries))
		for i, q := range queries {
			before[i] = p.counted(p.visitor, q) + "; " + p.counted(p.bob, q)
		}
		p.reply(p.insider, secret, "A quince and a medlar for the ward.")
		for i, q := range queries {
			if got := p.counted(p.visitor, q) + "; " + p.counted(p.bob, q); got != before[i] {
				t.Errorf("%d that members may read: %q found\n%s, and with one more of a private group\n%s", until, q.Text, before[i], got)
			}
		}
	}
}

// A half-typed word is completed where the reader finds nothing by it, whoever else has written it.
func TestAWordOfOthersIsCompletedAsOneThatNobodyWrote(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for _, stem := range []string{"Medlarq", "Quincezz"} {
		p.thread(p.ann, "questions", stem+"uu jam", "How long does it boil?")
	}
	p.thread(p.insider, "rotas", "Medlarq", "A word of the group's own.")
	for _, q := range []search.Query{{Text: "WORD"}, {Text: "jam WORD"}, {Text: "boil WORD", Any: true}, {Text: "WORD", In: "title"}} {
		ask := func(word string) string {
			q := q
			q.Text = strings.ReplaceAll(q.Text, "WORD", word)
			return p.counted(p.bob, q)
		}
		if got, want := ask("medlarq"), ask("quincezz"); got != want {
			t.Errorf("%q of a word that a private group has tells %s, of one that nobody has %s", q.Text, got, want)
		}
	}
	p.finds("a group's own word", p.insider, "medlarq", p.find(p.insider, search.Query{Text: "medlarq", Board: "rotas"})...)
}

// Words of a private room tell nothing of themselves by what is similar without them.
func TestWhatIsSimilarSaysNothingOfOthersWords(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.thread(p.ann, "questions", "Smartcards lost at night", "Smartcards.")
	p.thread(p.insider, "rotas", "Elderberry", "A word of the group's own.")
	for _, text := range []string{"smartcards WORD", "smartcards lost WORD", "WORD"} {
		ask := func(word string) int {
			hits, err := p.search.Similar(ctx, p.bob, strings.ReplaceAll(text, "WORD", word), 0)
			p.can(err)
			return len(hits)
		}
		if got, want := ask("elderberry"), ask("nobodys"); got != want {
			t.Errorf("%d are similar to %q with a word that a private group has, %d with one that nobody has", got, text, want)
		}
	}
}

// Titles of a private room leave those that somebody may read their place among what is suggested.
func TestTitlesOfOthersPushNothingOutOfWhatIsSuggested(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for i := range 6 {
		p.thread(p.ann, "questions", fmt.Sprintf("Elderberry wine, glass %d", i), "A glass.")
	}
	before, err := p.search.Suggest(ctx, p.bob, "elderb")
	p.can(err)
	for i := range 25 {
		p.thread(p.insider, "rotas", fmt.Sprintf("Elderberry rota %d", i), "Nights.")
	}
	after, err := p.search.Suggest(ctx, p.bob, "elderb")
	if err != nil || len(before) != 5 || !slices.Equal(before, after) {
		t.Errorf("%v are suggested, and with titles of a private group %v, %v", before, after, err)
	}
}

// Where spaces of different readers share a slot, a place tells nothing, and each is still told what
// is theirs alone.
func TestSpacesThatShareASlotKeepTheirReaders(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	open := p.thread(p.ann, "questions", "Quince jam", "A quince.")
	shares := p.space("questions") + int64(index.Slots) - 1
	if index.SlotOf(shares) != index.SlotOf(p.space("questions")) {
		t.Fatalf("space %d shares no slot", shares)
	}
	p.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			INSERT INTO spaces (id, kind, slug, name, purpose, readers, holds, position, made_at)
			VALUES ($1, 'group', 'far', 'Far', '', 'private', 'discussion', 9, $2)`, shares, tx.Now)
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, tx, `
			INSERT INTO space_members (space_id, member_id, role, here, joined_at) VALUES ($1, $2, 'member', TRUE, $3)`, shares, p.insider.ID, tx.Now)
		return err
	})
	p.search = search.New(p.db) // it kept the spaces as they were
	secret := p.thread(p.insider, "far", "Quince rota", "A quince and a medlar.")
	p.finds("their own", p.insider, "quince", open.Path(), secret.Path())
	p.finds("what is for all", p.bob, "quince", open.Path())
	p.finds("nothing", p.bob, "medlar")
	p.finds("nothing", p.visitor, "quince")
	if got, want := p.counted(p.bob, search.Query{Text: "quince"}), "1, more false, wider false, [discussion1], 1 hits, near \"\""; got != want {
		t.Errorf("of a slot that is shared is told %s, want %s", got, want)
	}
	if got, want := p.counted(p.bob, search.Query{Text: "medlar"}), "0, more false, wider false, [], 0 hits, near \"\""; got != want {
		t.Errorf("of what is in the group alone is told %s, want %s", got, want)
	}
}

// The words that complete and correct what is typed are everybody's: what stands in a private room
// takes no place among them.
func TestWordsOfPrivateRoomsAreNotLearnt(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.thread(p.insider, "rotas", "Elderberry", "Quinces of our own.")
	p.thread(p.ann, "welcome", "Medlars", "Figs for members.")
	words, err := db.Values[string](ctx, p.db, `SELECT w.word FROM search_words w ORDER BY w.word`)
	if err != nil || !slices.Contains(words, "medlars") || slices.Contains(words, "elderberry") || slices.Contains(words, "quinces") {
		t.Errorf("the words that are known are %v, %v", words, err)
	}
}
