package models

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// Page is one page of a list that is walked by key. Next is the cursor of the following page
// and is empty on the last one.
type Page[T any] struct {
	Items []T
	Next  string
	Newer int // how many rows have come to stand above where the walk began, as far as that is counted
}

// MostNewer is how far Newer is counted: beyond it a page says "100 or more".
const MostNewer = 100

// Key is the place of a row in a list that goes from newest to oldest.
type Key struct {
	At time.Time // the moment the list is sorted by
	ID int64     // breaks ties
}

// After tells whether a row at k stands above one at other.
func (k Key) After(other Key) bool {
	return k.At.After(other.At) || k.At.Equal(other.At) && k.ID > other.ID
}

// Cursor is the sort key of the last row a reader has seen: rows are walked from there, so a
// row that did not move is met exactly once whatever others write meanwhile.
type Cursor struct {
	At    time.Time // the moment the list is sorted by, newest first
	ID    int64     // breaks ties
	First Key       // of the row that stood first when the walk began; zero where that is not kept
}

// Walked tells whether the cursor knows where its walk began.
func (c Cursor) Walked() bool { return c.First.ID != 0 }

// newest sorts before every row of a list that goes from newest to oldest.
var newest = Cursor{At: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), ID: 1<<63 - 1}

// String writes the cursor for a link.
func (c Cursor) String() string {
	text := Key{c.At, c.ID}.String()
	if c.Walked() {
		text += "." + c.First.String()
	}
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

// String writes the key as a cursor holds it.
func (k Key) String() string {
	return strconv.FormatInt(k.At.UnixMilli(), 36) + "." + strconv.FormatInt(k.ID, 36)
}

// ParseCursor reads a cursor from a link; nothing stands for the start of the list.
func ParseCursor(text string) (Cursor, error) {
	if text == "" {
		return newest, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return Cursor{}, NotFound("no such page")
	}
	parts := strings.Split(string(raw), ".")
	if len(parts) != 2 && len(parts) != 4 {
		return Cursor{}, NotFound("no such page")
	}
	at, err := parseKey(parts[0], parts[1])
	c := Cursor{At: at.At, ID: at.ID}
	if err == nil && len(parts) == 4 {
		c.First, err = parseKey(parts[2], parts[3])
	}
	return c, err
}

func parseKey(at, id string) (Key, error) {
	ms, err1 := strconv.ParseInt(at, 36, 64)
	n, err2 := strconv.ParseInt(id, 36, 64)
	if err1 != nil || err2 != nil || n < 0 || ms < 0 || ms > newest.At.UnixMilli() {
		return Key{}, NotFound("no such page")
	}
	return Key{At: time.UnixMilli(ms).UTC(), ID: n}, nil
}

// PageOf cuts rows, read with a limit of size+1, to one page; key tells a row's place.
func PageOf[T any](rows []T, size int, key func(T) Cursor) Page[T] {
	if len(rows) <= size {
		return Page[T]{Items: rows}
	}
	rows = rows[:size]
	return Page[T]{Items: rows, Next: key(rows[size-1]).String()}
}

// WalkOf is PageOf for a list that says what has come since the walk began: from is where the page
// begins, and every cursor of the walk knows the row that stood first at its beginning. A list that
// has rows above these says itself which that was.
func WalkOf[T any](from Cursor, rows []T, size int, key func(T) Key) Page[T] {
	first := from.First
	if !from.Walked() && from.At.Equal(newest.At) && len(rows) > 0 {
		first = key(rows[0])
	}
	return PageOf(rows, size, func(row T) Cursor {
		k := key(row)
		return Cursor{At: k.At, ID: k.ID, First: first}
	})
}
