package search

import (
	"context"
	"fmt"

	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/ribbon"
	"commonroom/models/space"
)

// states are what is: asks for, with their names on pages. A later feature adds its line.
var states = []struct {
	word, name string
	fits       func(*Store, context.Context, member.Member) (db.Match, error)
}{
	{"unread", "With posts you have not read", (*Store).unread},
	{index.Question, "Questions", kept(index.Question)},
	{index.Answered, "Answered", kept(index.Answered)},
	{index.Unanswered, "Questions without an answer", kept(index.Unanswered)},
	{index.Decided, "Decided", kept(index.Decided)},
}

// kept fits what the index keeps in a state: discussions, and the posts that answer them.
func kept(state string) func(*Store, context.Context, member.Member) (db.Match, error) {
	return func(*Store, context.Context, member.Member) (db.Match, error) {
		return db.Word(index.Filter(index.ByState, state)), nil
	}
}

// States are what is: can ask for. Only members have something to read.
func States(members bool) (words []string) {
	for _, s := range states {
		if members || s.word != "unread" {
			words = append(words, s.word)
		}
	}
	return words
}

// StateName is what pages call a state that is: asks for; the word itself if there is none.
func StateName(word string) string {
	for _, s := range states {
		if s.word == word {
			return s.name
		}
	}
	return "is:" + word
}

// inState fits what is in the state that was asked for.
func (s *Store) inState(ctx context.Context, by member.Member, p *plan) (db.Match, error) {
	for _, state := range states {
		if state.word == p.Is {
			return state.fits(s, ctx, by)
		}
	}
	p.notes = append(p.notes, fmt.Sprintf("Nothing here is ever “%s”, so it was left out.", p.Is))
	p.Is = ""
	return db.Match{}, nil
}

// mostUnread is how many threads with new posts are looked through: those posted in last. Who has
// more of them unread looks for something else.
const mostUnread = 200

// unread fits what stands in the threads in which by has posts to read. What by may read of it is
// asked of each hit.
func (s *Store) unread(ctx context.Context, by member.Member) (db.Match, error) {
	if !by.IsMember() {
		return db.Word(index.Nothing), nil
	}
	now := s.db.Now()
	ids, err := db.Values[int64](ctx, s.db, `
		SELECT t.id
		FROM threads t
		JOIN spaces s ON s.id = t.space_id
		WHERE `+space.Sees+` AND `+ribbon.IsUnread+`
		ORDER BY t.last_post_at DESC, t.id DESC
		LIMIT $5`, space.As(by, now, now.Add(-ribbon.FreshFor), mostUnread)...)
	in := []db.Match{}
	for _, id := range ids {
		in = append(in, db.Word(index.Filter(index.ByThread, id)))
	}
	if len(in) == 0 {
		return db.Word(index.Nothing), err
	}
	return db.AnyOf(in...), err
}
