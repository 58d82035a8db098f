package member

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"

	"commonroom/models"
	"commonroom/models/db"
)

// Bounds of the directory.
const (
	pageOfMembers  = 50
	maxQueryLength = 100
	maxQueryWords  = 5
)

// Find lists members by name, for members. Each word of q must be somewhere in the name, the
// job title, the organisation or the region; nothing finds everybody.
func (s *Store) Find(ctx context.Context, by Member, q, cursor string) (page models.Page[Member], err error) {
	defer models.Wrap(&err, "find members")
	if err := CanRead(by); err != nil {
		return page, err
	}
	key, id, err := parseNameCursor(cursor)
	if err != nil {
		return page, err
	}
	args := append([]any{key, id, pageOfMembers + 1}, patterns(q)...)
	rows, err := db.All(ctx, s.db, (*Member).Fields, `
		SELECT `+Cols+`
		FROM members m
		WHERE m.state = 'member' AND (m.name_key, m.id) > ($1, $2)
			AND m.search_key LIKE $4 ESCAPE '\' AND m.search_key LIKE $5 ESCAPE '\' AND m.search_key LIKE $6 ESCAPE '\'
			AND m.search_key LIKE $7 ESCAPE '\' AND m.search_key LIKE $8 ESCAPE '\'
		ORDER BY m.name_key, m.id
		LIMIT $3`, args...)
	if err != nil || len(rows) <= pageOfMembers {
		return models.Page[Member]{Items: rows}, err
	}
	rows = rows[:pageOfMembers]
	last := rows[pageOfMembers-1]
	return models.Page[Member]{Items: rows, Next: nameCursor(fold(last.Name), last.ID)}, nil
}

// patterns makes what the search key must be like, always as many; those left over fit everything.
func patterns(q string) []any {
	words := strings.Fields(fold(q[:min(len(q), maxQueryLength)]))
	list := make([]any, maxQueryWords)
	for i := range list {
		list[i] = "%"
		if i < len(words) {
			list[i] = "%" + escapeLike.Replace(words[i]) + "%"
		}
	}
	return list
}

// nameCursor is the place in the directory after which the next page begins.
func nameCursor(key string, id int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(id, 36) + "." + key))
}

func parseNameCursor(text string) (key string, id int64, err error) {
	if text == "" {
		return "", 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	number, key, ok := strings.Cut(string(raw), ".")
	id, err2 := strconv.ParseInt(number, 36, 64)
	if err != nil || err2 != nil || !ok || id < 1 || strings.ContainsRune(key, 0) || strings.ToValidUTF8(key, "") != key {
		return "", 0, models.NotFound("no such page")
	}
	return key, id, nil
}

// mostHandles bounds how many handles one text may have looked up.
const mostHandles = 200

// Known are the ids of members by their handles.
type Known map[string]int64

// Has tells whether a handle is a member's.
func (k Known) Has(handle string) bool { return k[handle] != 0 }

// Handles finds which of some handles, in small letters, belong to members. Those of anybody
// else mention nobody.
func Handles(ctx context.Context, q db.Queryer, handles []string) (Known, error) {
	handles = handles[:min(len(handles), mostHandles)]
	if len(handles) == 0 {
		return nil, nil
	}
	var args []any
	for _, handle := range handles {
		args = append(args, handle)
	}
	type hit struct {
		handle string
		id     int64
	}
	hits, err := db.All(ctx, q, func(h *hit) []any { return []any{&h.handle, &h.id} }, `
		SELECT m.handle, m.id FROM members m
		WHERE m.state = 'member' AND m.handle IN (`+marks(len(args))+`)`, args...)
	known := Known{}
	for _, h := range hits {
		known[h.handle] = h.id
	}
	return known, err
}

// Named finds the members who have a name, or whose name begins with these words, at most so many.
func Named(ctx context.Context, q db.Queryer, name string, most int) ([]int64, error) {
	key := strings.Join(strings.Fields(fold(name)), " ")
	if key == "" {
		return nil, nil
	}
	return db.Values[int64](ctx, q, `
		SELECT m.id FROM members m
		WHERE m.state = 'member' AND (m.name_key = $1 OR (m.name_key > $2 AND m.name_key < $3))
		ORDER BY m.name_key, m.id
		LIMIT $4`, key, key+" ", key+"!", most)
}

// mostBeginning is how many members are offered for a name that somebody is typing.
const mostBeginning = 5

// Beginning lists the members whose handle, or a word of whose name, begins with what was typed, for
// members. Those whose handle does come first.
func (s *Store) Beginning(ctx context.Context, by Member, typed string) (list []Member, err error) {
	defer models.Wrap(&err, "find members by the beginning of a name")
	if err := CanRead(by); err != nil {
		return nil, err
	}
	key := escapeLike.Replace(strings.Join(strings.Fields(fold(strings.ToValidUTF8(typed[:min(len(typed), maxQueryLength)], ""))), " "))
	if key == "" {
		return nil, nil
	}
	return db.All(ctx, s.db, (*Member).Fields, `
		SELECT `+Cols+`
		FROM members m
		WHERE m.state = 'member'
			AND (m.handle LIKE $1 ESCAPE '\' OR m.name_key LIKE $1 ESCAPE '\' OR m.name_key LIKE $2 ESCAPE '\')
		ORDER BY CASE WHEN m.handle LIKE $1 ESCAPE '\' THEN 0 ELSE 1 END, m.name_key, m.id
		LIMIT $3`, key+"%", "% "+key+"%", mostBeginning)
}

// escapeLike has the signs of a pattern mean themselves.
var escapeLike = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// marks writes n placeholders, "$1, $2, $3".
func marks(n int) string { return marksFrom(1, n) }

func marksFrom(first, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = "$" + strconv.Itoa(first+i)
	}
	return strings.Join(list, ", ")
}
