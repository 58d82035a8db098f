package corpus

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// Query is something to search for.
type Query struct {
	Kind string
	Text string
}

// Kinds are the kinds of query of the mixed set, from what is in next to no text to what is hard
// to bound.
var Kinds = []string{"rare word", "common word", "very common word", "pair", "phrase", "prefix"}

// Misspelt is a kind beside the mixed set: words with a slip of the pen, which nobody wrote.
const Misspelt = "misspelt word"

// PerKind is how many different queries there are of each kind.
const PerKind = 40

// Ranks between which words are common: about one post in 50 to 500 has one. The first words of
// our own are very common: one post in three to 20 has one. Above them stand those that mean
// little alone, and people type those, too.
const (
	commonFrom, commonTo = 200, 2_000
	oursVeryCommon       = 60
	plainVeryCommon      = 120
)

// Queries gives the queries for a site of a size, the same each time: PerKind of each kind, no
// text twice.
func Queries(size Size) (list []Query) {
	q := &asker{
		words: vocabulary(), size: size, rng: rand.New(rand.NewPCG(10, uint64(size))), seen: map[string]bool{},
		plain: strings.Fields(commonWords)[:plainVeryCommon], ours: strings.Fields(ourWords)[:oursVeryCommon],
	}
	makers := []func() string{q.rare, q.common, q.veryCommon, q.pair, q.phrase, q.prefix, q.misspelt}
	for i, kind := range append(slices.Clone(Kinds), Misspelt) {
		for n := 0; n < PerKind; {
			if text := makers[i](); !q.seen[text] {
				q.seen[text] = true
				list = append(list, Query{kind, text})
				n++
			}
		}
	}
	return list
}

// asker makes up queries.
type asker struct {
	words       *Vocabulary
	plain, ours []string
	size        Size
	rng         *rand.Rand
	seen        map[string]bool
}

func (q *asker) common() string { return q.words.Words[commonFrom+q.rng.IntN(commonTo-commonFrom)] }

// rare takes the rarest word of some post.
func (q *asker) rare() (word string) {
	rarest := -1
	for _, said := range q.said() {
		rank := slices.Index(q.words.Words, said)
		if rank < 0 { // of the tail, or bent
			rank = len(q.words.Words)
		}
		if rank > rarest {
			word, rarest = said, rank
		}
	}
	return word
}

// said gives the words of one of the first posts of some thread.
func (q *asker) said() []string {
	thread := q.rng.IntN(q.size.threads())
	text := speak(q.words, q.size, thread).post(thread, 1+q.rng.IntN(3)).Body
	return strings.Fields(strings.ToLower(strings.NewReplacer(".", " ", ",", " ", "?", " ", "- ", "").Replace(text)))
}

// veryCommon draws mostly what people speak of all the time, and now and then one of the words
// that every text is made of.
func (q *asker) veryCommon() string {
	if q.rng.IntN(8) == 0 {
		return q.plain[q.rng.IntN(len(q.plain))]
	}
	return q.ours[q.rng.IntN(len(q.ours))]
}

// misspelt turns two letters of a word round.
func (q *asker) misspelt() string {
	word := []byte(q.common())
	if q.rng.IntN(3) == 0 {
		word = []byte(q.ours[q.rng.IntN(len(q.ours))])
	}
	at := q.rng.IntN(len(word) - 1)
	word[at], word[at+1] = word[at+1], word[at]
	return string(word)
}

func (q *asker) pair() string {
	first, second := q.common, q.common
	switch q.rng.IntN(4) {
	case 0:
		first, second = q.veryCommon, q.veryCommon
	case 1:
		first = q.veryCommon
	case 2:
		second = q.rare
	}
	return first() + " " + second()
}

// phrase takes two or three words as they stand in some post, one of the field's terms, or two
// words that are in every other text.
func (q *asker) phrase() string {
	switch q.rng.IntN(4) {
	case 0:
		return `"` + terms[q.rng.IntN(len(terms))] + `"`
	case 1:
		return `"` + q.veryCommon() + " " + q.veryCommon() + `"`
	}
	said := q.said()
	n := min(2+q.rng.IntN(2), len(said))
	at := q.rng.IntN(len(said) - n + 1)
	return `"` + strings.Join(said[at:at+n], " ") + `"`
}

// prefix leaves out the end of a word that somebody is still typing.
func (q *asker) prefix() string {
	word := q.words.topic(q.rng)
	if q.rng.IntN(2) == 0 {
		word = q.ours[q.rng.IntN(len(q.ours))]
	}
	cut := min(2+q.rng.IntN(3), len(word)-1)
	if q.rng.IntN(4) == 0 {
		return q.common() + " " + word[:cut]
	}
	return word[:cut]
}
