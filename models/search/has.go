package search

import (
	"context"
	"fmt"
	"slices"

	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
)

// had is what has: asks for, with its names on pages.
var had = []struct{ word, name string }{
	{index.HasFile, "With pictures or files"},
	{index.HasPicture, "With pictures"},
	{index.HasPoll, "With a poll"},
}

// Had is what has: can ask for.
func Had() (words []string) {
	for _, h := range had {
		words = append(words, h.word)
	}
	return words
}

// HasName is what pages call what has: asks for; the word itself if there is none.
func HasName(word string) string {
	for _, h := range had {
		if h.word == word {
			return h.name
		}
	}
	return "has:" + word
}

// having fits what has in it what was asked for.
func (s *Store) having(_ context.Context, _ member.Member, p *plan) (db.Match, error) {
	if slices.Contains(Had(), p.Has) {
		return db.Word(index.Filter(index.ByHas, p.Has)), nil
	}
	p.notes = append(p.notes, fmt.Sprintf("Search does not know what “%s” would be in a text, so it was left out. Write has:file, has:picture or has:poll.", p.Has))
	p.Has = ""
	return db.Match{}, nil
}
