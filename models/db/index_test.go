package db_test

import (
	"slices"
	"strings"
	"testing"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
)

// texts are kept under 1, 2, 3…
var texts = []string{
	"elderberry fig grape",
	"fig elderberry",
	"=p ^fig fig a&e o\\brien c++ grape elderberry",
	"apricot (fig) \"grape it's fig.fig 'x",
}

func kept(t *testing.T) *db.DB {
	t.Helper()
	d := dbtest.Open(t)
	err := d.Write(ctx, func(tx *db.Tx) error {
		for i, text := range texts {
			if err := db.PutWords(ctx, tx, int64(i+1), strings.Fields(text)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTextsAreFoundByTheirWords(t *testing.T) {
	t.Parallel()
	d := kept(t)
	w, row := db.Word, db.InARow
	cases := []struct {
		says  string
		match db.Match
		want  []int64
	}{
		{"a word", w("fig"), []int64{3, 2, 1}},
		{"words in a row, in their order", row("fig", "grape"), []int64{1}},
		{"all of some words", db.AllOf(w("fig"), w("elderberry"), w("grape")), []int64{3, 1}},
		{"any of some words", db.AnyOf(w("apricot"), row("fig", "grape")), []int64{4, 1}},
		{"one word without another", w("elderberry").Without(w("grape")), []int64{2}},
		{"any and all and without", db.AllOf(db.AnyOf(w("grape"), w("apricot")), w("elderberry")).Without(w("=p")), []int64{1}},
		{"a word with marks of ours", db.AllOf(w("=p"), w("^fig")), []int64{3}},
		{"a word with an ampersand", w("a&e"), []int64{3}},
		{"a word with a backslash", w(`o\brien`), []int64{3}},
		{"a word with signs", w("c++"), []int64{3}},
		{"brackets are part of a word", w("(fig)"), []int64{4}},
		{"no word is syntax", w("AND"), nil},
		{"nothing of a word", w("elder"), nil},
		{"a word that nobody wrote", w("quince"), nil},
		{"parts that ask for nothing are left out", db.AllOf(db.Match{}, w("apricot"), db.AnyOf()), []int64{4}},
		{"nothing finds nothing", db.AllOf(), nil},
	}
	for _, c := range cases {
		lists, err := db.Matching(ctx, d, db.Want{Match: c.match, First: 1, Last: 9, Most: 9})
		if err != nil || !slices.Equal(lists[0], c.want) {
			t.Errorf("%s: got %v, %v, want %v", c.says, lists, err, c.want)
		}
	}
}

func TestSeveralWantsAreAnsweredAtOnceAndEachIsBounded(t *testing.T) {
	t.Parallel()
	d := kept(t)
	lists, err := db.Matching(ctx, d,
		db.Want{Match: db.Word("fig"), First: 1, Last: 9, Most: 2},
		db.Want{},
		db.Want{Match: db.Word("fig"), First: 1, Last: 2, Most: 9},
		db.Want{Match: db.Word("quince"), First: 1, Last: 9, Most: 9})
	if err != nil || len(lists) != 4 || !slices.Equal(lists[0], []int64{3, 2}) || len(lists[1]) != 0 ||
		!slices.Equal(lists[2], []int64{2, 1}) || len(lists[3]) != 0 {
		t.Errorf("got %v, %v", lists, err)
	}
}

func TestADroppedTextIsFoundNoMoreAndItsNumberIsFree(t *testing.T) {
	t.Parallel()
	d := kept(t)
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := db.DropWords(ctx, tx, 2, 3); err != nil {
			return err
		}
		return db.PutWords(ctx, tx, 3, []string{"quince"})
	})
	if err != nil {
		t.Fatal(err)
	}
	lists, err := db.Matching(ctx, d, db.Want{Match: db.AnyOf(db.Word("elderberry"), db.Word("quince")), First: 1, Last: 9, Most: 9})
	if err != nil || !slices.Equal(lists[0], []int64{3, 1}) {
		t.Errorf("got %v, %v", lists, err)
	}
}

func TestAnIndexIsClearedAtOnce(t *testing.T) {
	t.Parallel()
	d := kept(t)
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := db.ClearWords(ctx, tx); err != nil {
			return err
		}
		return db.PutWords(ctx, tx, 2, []string{"quince"})
	})
	if err != nil {
		t.Fatal(err)
	}
	if lines, err := db.WordsOf(ctx, d); err != nil || !slices.Equal(lines, []string{"2 0 quince"}) {
		t.Errorf("got %v, %v", lines, err)
	}
}

func TestTidyingLosesNothingAndEnds(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	for id := range int64(40) { // each in a piece of its own
		err := d.Write(ctx, func(tx *db.Tx) error { return db.PutWords(ctx, tx, id+1, []string{"fig", "grape"}) })
		if err != nil {
			t.Fatal(err)
		}
	}
	was, err := db.WordsOf(ctx, d)
	if err != nil || len(was) != 80 {
		t.Fatalf("%d words, %v", len(was), err)
	}
	for done, n := false, 0; !done; n++ {
		if n == 100 {
			t.Fatal("tidying does not end")
		}
		if err := d.Write(ctx, func(tx *db.Tx) (err error) {
			done, err = db.TidyWords(ctx, tx, n == 0)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if now, err := db.WordsOf(ctx, d); err != nil || !slices.Equal(now, was) {
		t.Errorf("%d words became %d, %v", len(was), len(now), err)
	}
}

func TestAnIndexCanBeReadWordByWord(t *testing.T) {
	t.Parallel()
	lines, err := db.WordsOf(ctx, kept(t))
	if err != nil || !slices.Contains(lines, "1 1 fig") || !slices.Contains(lines, "3 3 a&e") || len(lines) < 18 {
		t.Errorf("got %v, %v", lines, err)
	}
}

func TestStringsAreReadAsATable(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	list := []string{"grape", `o"brien`, "fig's", "ä"}
	text, err := db.JSON(list)
	if err != nil {
		t.Fatal(err)
	}
	got, err := db.Values[string](ctx, d, `SELECT x.value FROM `+db.Each(d, 1)+` x`, text)
	if err != nil || !slices.Equal(got, list) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestNumbersAreAskedForByTheList(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	for _, list := range [][]int64{nil, {7}, {1 << 62, 3, 7}} {
		got, err := db.Values[int64](ctx, d, `
			SELECT x.n FROM (SELECT 3 AS n UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 4611686018427387904) x
			WHERE x.n IN `+db.EachID(d, 1)+`
			ORDER BY x.n`, db.IDs(list))
		if err != nil || !slices.Equal(got, slices.Sorted(slices.Values(list))) {
			t.Errorf("of %v: got %v, %v", list, got, err)
		}
	}
}
