package discuss

import (
	"context"
	"strconv"
	"strings"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/prose"
)

// maxMentions is how many members one post may name: enough for a team, too few to tell
// everybody about something.
const maxMentions = 20

// words are a text that may be posted, with the members it names.
type words struct {
	prose.Prose
	members []int64
}

// listen takes the words of a post: their length, their marks, whom they name.
func (s *Store) listen(ctx context.Context, body string) (said words, err error) {
	known, err := knownHandles(ctx, s.db, prose.Mentions(body))
	if err != nil {
		return said, err
	}
	if len(known) > maxMentions {
		return said, models.Invalid("body", "Name at most twenty members in one post.")
	}
	said.Prose, err = prose.Text(ctx, "body", body, known.has)
	for _, handle := range said.Mentions {
		if id := known[handle]; id != 0 {
			said.members = append(said.members, id)
		}
	}
	return said, err
}

// known are the ids of members by their handles.
type known map[string]int64

func (k known) has(handle string) bool { return k[handle] != 0 }

// handle is a member's handle with their id.
type handle struct {
	id   int64
	name string
}

func (h *handle) fields() []any { return []any{&h.id, &h.name} }

// maxHandles bounds how many words with an @ are looked up: a text of nothing else is no post.
const maxHandles = 200

// knownHandles finds those of the handles that are members'.
func knownHandles(ctx context.Context, q db.Queryer, handles []string) (known, error) {
	if len(handles) == 0 {
		return nil, nil
	}
	handles = handles[:min(len(handles), maxHandles)]
	places, args := make([]string, len(handles)), make([]any, len(handles))
	for i, handle := range handles {
		places[i], args[i] = "$"+strconv.Itoa(i+1), handle
	}
	return findHandles(ctx, q, ` AND m.handle IN (`+strings.Join(places, ", ")+`)`, args...)
}

// findHandles reads the handles of members that more narrows.
func findHandles(ctx context.Context, q db.Queryer, more string, args ...any) (known, error) {
	list, err := db.All(ctx, q, (*handle).fields, `
		SELECT m.id, m.handle FROM members m WHERE m.state = 'member'`+more, args...)
	k := make(known, len(list))
	for _, h := range list {
		k[h.name] = h.id
	}
	return k, err
}
