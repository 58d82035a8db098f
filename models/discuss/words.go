package discuss

import (
	"context"

	"commonroom/models"
	"commonroom/models/member"
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
	known, err := member.Handles(ctx, s.db, prose.Mentions(body))
	if err != nil {
		return said, err
	}
	if len(known) > maxMentions {
		return said, models.Invalid("body", "Name at most twenty members in one post.")
	}
	said.Prose, err = prose.Text(ctx, "body", body, known.Has)
	for _, handle := range said.Mentions {
		if id := known[handle]; id != 0 {
			said.members = append(said.members, id)
		}
	}
	return said, err
}
