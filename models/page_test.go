package models_test

import (
	"testing"
	"time"

	"commonroom/models"
)

func TestACursorComesBackFromALink(t *testing.T) {
	t.Parallel()
	want := models.Cursor{At: time.Date(2019, 2, 8, 14, 5, 6, 789_000_000, time.UTC), ID: 41}
	got, err := models.ParseCursor(want.String())
	if err != nil || got != want {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestAWalkKnowsWhereItBegan(t *testing.T) {
	t.Parallel()
	key := func(n int) models.Key { return models.Key{At: time.UnixMilli(int64(n)).UTC(), ID: int64(n)} }
	start, err := models.ParseCursor("")
	if err != nil || start.Walked() {
		t.Fatalf("the start is %+v, %v", start, err)
	}
	page := models.WalkOf(start, []int{9, 8, 7}, 2, key)
	for _, rows := range [][]int{{7, 6, 5}, {5, 4, 3}} {
		from, err := models.ParseCursor(page.Next)
		if err != nil || from.First != key(9) {
			t.Errorf("at %v: the walk began at %+v, %v", rows, from.First, err)
		}
		page = models.WalkOf(from, rows, 2, key)
	}
	if none := models.WalkOf(start, nil, 2, key); none.Next != "" {
		t.Errorf("an empty list goes on at %q", none.Next)
	}
}

func TestTheStartOfAListComesBeforeEveryRow(t *testing.T) {
	t.Parallel()
	start, err := models.ParseCursor("")
	if err != nil || !start.At.After(time.Date(9998, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("got %v, %v", start, err)
	}
}

func FuzzParseCursor(f *testing.F) {
	f.Add("")
	f.Add(models.Cursor{At: time.Unix(0, 0), ID: 1}.String())
	f.Add(models.Cursor{At: time.Unix(0, 0), ID: 1, First: models.Key{At: time.Unix(1, 0), ID: 2}}.String())
	f.Add("AAAA")
	f.Add("LTEuLTE")
	f.Fuzz(func(t *testing.T, text string) {
		cursor, err := models.ParseCursor(text)
		if err != nil {
			if models.KindOf(err) != models.KindNotFound {
				t.Errorf("%q: %v is no page that is not there", text, err)
			}
			return
		}
		again, err := models.ParseCursor(cursor.String())
		if err != nil || !again.At.Equal(cursor.At) || again.ID != cursor.ID || again.First != cursor.First || cursor.ID < 0 {
			t.Errorf("%q: %v became %v, %v", text, cursor, again, err)
		}
	})
}

func TestAPageIsCutWhereTheNextBegins(t *testing.T) {
	t.Parallel()
	key := func(n int) models.Cursor { return models.Cursor{At: time.UnixMilli(int64(n)), ID: int64(n)} }
	page := models.PageOf([]int{5, 4, 3}, 2, key)
	if len(page.Items) != 2 || page.Next != key(4).String() {
		t.Errorf("got %v, next %q", page.Items, page.Next)
	}
	if last := models.PageOf([]int{2, 1}, 2, key); len(last.Items) != 2 || last.Next != "" {
		t.Errorf("the last page: got %v, next %q", last.Items, last.Next)
	}
}
