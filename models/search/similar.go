package search

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/words"
)

const (
	mostSimilar  = 5   // how many similar threads are shown: more would not be looked at
	telling      = 8   // how many words of a text tell what it is about
	mostOfWord   = 150 // how many threads of one word are looked at
	leastSimilar = 2   // how many of the words a thread must be about to be called similar
)

// Similar finds discussions and documents about the same as a text, for by: what was asked before
// while a question is typed, what else there is beside a thread. not is the thread that the text is
// of, or 0.
func (s *Store) Similar(ctx context.Context, by member.Member, text string, not int64) (hits []Hit, err error) {
	defer models.Wrap(&err, "find what is similar")
	stems, weights, err := s.tellingWords(ctx, text)
	if err != nil || len(stems) == 0 {
		return nil, err
	}
	p := plan{from: index.Discussions, to: index.Practices}
	if err := s.filter(ctx, by, &p); err != nil {
		return nil, err
	}
	first, last := index.Span(p.from, p.to)
	wants := make([]want, len(stems))
	for i, stem := range stems {
		wants[i] = want{db.Want{Match: db.Word(index.IsAbout + stem), First: first, Last: last, Most: mostOfWord}, weights[i], false}
	}
	var f found
	if err := s.take(ctx, &f, p, wants); err != nil {
		return nil, err
	}
	// A word that stands only where by may not read counts as one that nobody wrote.
	told := len(slices.DeleteFunc(slices.Clone(f.ids), func(ids []int64) bool { return len(ids) == 0 }))
	list := slices.DeleteFunc(f.candidates(), func(c candidate) bool {
		return c.Number() == not || f.in(c) < min(leastSimilar, told)
	})
	if hits, err = s.hits(ctx, by, p, list[:min(len(list), 2*mostSimilar)]); err != nil {
		return nil, err
	}
	hits = hits[:min(len(hits), mostSimilar)]
	for i := range hits {
		hits[i].show(marker{})
	}
	return hits, nil
}

// in is how many of the lists hold the candidate.
func (l lists) in(c candidate) (n int) {
	for _, ids := range l.ids {
		if slices.Contains(ids, int64(c.Place)) {
			n++
		}
	}
	return n
}

// tellingWords are the words of a text that are rare among what is written here, with what each
// is worth: more the rarer it is. A word that nobody else has written tells nothing.
func (s *Store) tellingWords(ctx context.Context, text string) (stems []string, weights []float64, err error) {
	count := map[string]int{}
	for _, token := range words.All(text) {
		count[token.Stem]++
	}
	list, err := db.JSON(slices.Sorted(maps.Keys(count)))
	if err != nil {
		return nil, nil, err
	}
	rows, err := db.All(ctx, s.db, func(k *known) []any { return []any{&k.stem, &k.docs} }, `
		SELECT w.stem, max(w.docs)
		FROM search_words w
		WHERE w.stem IN (SELECT x.value FROM `+db.Each(s.db, 1)+` x) AND w.docs > 0
		GROUP BY w.stem`, list)
	if err != nil {
		return nil, nil, err
	}
	worth := func(k known) float64 {
		return (1 + math.Log(float64(count[k.stem]))) * (1 + math.Log(2*index.Common/float64(min(k.docs, index.Common))))
	}
	slices.SortFunc(rows, func(a, b known) int { return cmp.Or(cmp.Compare(worth(b), worth(a)), cmp.Compare(a.stem, b.stem)) })
	for _, k := range rows[:min(len(rows), telling)] {
		stems, weights = append(stems, k.stem), append(weights, worth(k))
	}
	return stems, weights, nil
}
