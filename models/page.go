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
}

// Cursor is the sort key of the last row a reader has seen: rows are walked from there, so a
// row that did not move is met exactly once whatever others write meanwhile.
type Cursor struct {
	At time.Time // the moment the list is sorted by, newest first
	ID int64     // breaks ties
}

// newest sorts before every row of a list that goes from newest to oldest.
var newest = Cursor{At: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), ID: 1<<63 - 1}

// String writes the cursor for a link.
func (c Cursor) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(c.At.UnixMilli(), 36) + "." + strconv.FormatInt(c.ID, 36)))
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
	at, id, ok := strings.Cut(string(raw), ".")
	ms, err1 := strconv.ParseInt(at, 36, 64)
	n, err2 := strconv.ParseInt(id, 36, 64)
	if !ok || err1 != nil || err2 != nil || n < 0 || ms < 0 || ms > newest.At.UnixMilli() {
		return Cursor{}, NotFound("no such page")
	}
	return Cursor{At: time.UnixMilli(ms).UTC(), ID: n}, nil
}

// PageOf cuts rows, read with a limit of size+1, to one page; key tells a row's place.
func PageOf[T any](rows []T, size int, key func(T) Cursor) Page[T] {
	if len(rows) <= size {
		return Page[T]{Items: rows}
	}
	rows = rows[:size]
	return Page[T]{Items: rows, Next: key(rows[size-1]).String()}
}
