package search

import (
	"context"
	"fmt"

	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
)

// had is what has: asks for, with its names on pages.
var had = map[string]string{
	index.HasFile:    "With pictures or files",
	index.HasPicture: "With pictures",
}

// HasName is what pages call what has: asks for.
func HasName(word string) string {
	if name, known := had[word]; known {
		return name
	}
	return "has:" + word
}

// having fits what has in it what was asked for.
func (s *Store) having(_ context.Context, _ member.Member, p *plan) (db.Match, error) {
	if _, known := had[p.Has]; known {
		return db.Word(index.Filter(index.ByHas, p.Has)), nil
	}
	p.notes = append(p.notes, fmt.Sprintf("Search does not know what “%s” would be in a text, so it was left out. Write has:file or has:picture.", p.Has))
	p.Has = ""
	return db.Match{}, nil
}
