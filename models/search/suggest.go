package search

import (
	"context"
	"slices"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// How many of each are suggested: what is taken in at a glance while typing.
const (
	mostTitlesSuggested = 5
	mostTagsSuggested   = 3
	mostPeopleSuggested = 3
)

// mostTitlesRead is how many titles are read to suggest the best of them.
const mostTitlesRead = 4 * mostTitlesSuggested

// mostPeopleRead is how many people are read to suggest some of them: a list is kept but for a part.
const mostPeopleRead = 2 * mostPeopleSuggested

// mostTagsLookedAt is how many tags are looked at for those that something by may read has.
const mostTagsLookedAt = 12

// Suggestion is something that what was typed so far may become.
type Suggestion struct {
	Kind Kind   // Tag for a tag
	Text string // what it is called
	More string // what tells it from others of the name
	Path string
}

// Tag is the kind of a suggestion that is a tag: a list, not a thing.
const Tag Kind = "tag"

// Suggest lists what by may read whose title, name or tag begins with the words typed so far.
func (s *Store) Suggest(ctx context.Context, by member.Member, typed string) (list []Suggestion, err error) {
	defer models.Wrap(&err, "suggest")
	a := understand(Query{Text: typed})
	if len(a.clauses) == 0 {
		return nil, nil
	}
	p := plan{asked: a, from: index.Replies, to: index.Pages}
	if err := s.filter(ctx, by, &p); err != nil {
		return nil, err
	}
	if err := s.completeAll(ctx, &p); err != nil {
		return nil, err
	}
	first, last := index.Span(index.Discussions, index.Practices)
	people, lastPerson := index.Span(index.People, index.People)
	titled := p.with(p.all(index.InTitle))
	var f found
	err = s.take(ctx, &f, p, []want{
		{db.Want{Match: titled, First: first, Last: last, Most: mostTitlesRead}, fitsTitle, false},
		{db.Want{Match: titled, First: people, Last: lastPerson, Most: mostPeopleRead}, fitsTitle, false},
	})
	if err != nil {
		return nil, err
	}
	hits, err := s.hits(ctx, by, p, f.candidates())
	if err != nil {
		return nil, err
	}
	tags, err := s.suggestTags(ctx, p, typed)
	for i := range hits {
		hits[i].show(marker{})
	}
	return append(suggested(hits), tags...), err
}

// completeAll takes the last word for the beginning of others, whether it is a word already or not.
func (s *Store) completeAll(ctx context.Context, p *plan) error {
	if len(p.last) < index.ShortestWord-1 {
		return nil
	}
	found, err := s.beginning(ctx, p.last, mostCompleted)
	p.become(found)
	return err
}

// suggested are hits as they are suggested: a few titles, then a few members.
func suggested(hits []Hit) (list []Suggestion) {
	titles, people := 0, 0
	for _, h := range hits {
		one := Suggestion{Kind: h.Kind, Text: h.Title.Text(), More: h.Space.Name, Path: h.Path()}
		if h.Kind == Person {
			if people++; people > mostPeopleSuggested {
				continue
			}
			one.More = listed(h.Author.JobTitle, h.Author.Organisation)
		} else if titles++; titles > mostTitlesSuggested {
			continue
		}
		list = append(list, one)
	}
	slices.SortStableFunc(list, func(a, b Suggestion) int { return order(a) - order(b) })
	return list
}

// order has titles before people.
func order(s Suggestion) int {
	if s.Kind == Person {
		return 1
	}
	return 0
}

// Tags lists the tags that begin with the words typed so far, and that something by may read has.
func (s *Store) Tags(ctx context.Context, by member.Member, typed string) (list []Suggestion, err error) {
	defer models.Wrap(&err, "suggest tags")
	if prose.Fold(typed) == "" || len(typed) > maxText {
		return nil, nil
	}
	p := plan{from: index.Replies, to: index.Pages}
	if err := s.filter(ctx, by, &p); err != nil {
		return nil, err
	}
	return s.suggestTags(ctx, p, typed)
}

// suggestTags finds the tags that begin with what was typed, and that something by may read has.
func (s *Store) suggestTags(ctx context.Context, p plan, typed string) (list []Suggestion, err error) {
	slug := prose.Slug(typed)
	type tag struct{ slug, name string }
	tags, err := db.All(ctx, s.db, func(t *tag) []any { return []any{&t.slug, &t.name} }, `
		SELECT g.slug, g.name FROM tags g WHERE g.slug >= $1 AND g.slug < $2 ORDER BY g.slug LIMIT $3`, slug, slug+"\U0010FFFF", mostTagsLookedAt)
	if err != nil || len(tags) == 0 {
		return nil, err
	}
	first, last := index.Span(index.Discussions, index.Practices)
	wants := make([]db.Want, len(tags))
	for i, t := range tags {
		wants[i] = db.Want{Match: db.AllOf(db.Word(index.Filter(index.ByTag, t.slug)), p.access), First: first, Last: last, Most: 1}
	}
	found, err := db.Matching(ctx, s.db, wants...)
	if err != nil {
		return nil, err
	}
	for i, t := range tags {
		if len(found[i]) > 0 && len(list) < mostTagsSuggested {
			list = append(list, Suggestion{Kind: Tag, Text: t.name, Path: "/tags/" + t.slug})
		}
	}
	return list, nil
}
