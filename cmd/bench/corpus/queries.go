package corpus

import (
	"math/rand/v2"
	"strings"
)

// Query is something to search for.
type Query struct {
	Kind string
	Text string
}

// Kinds are the kinds of query, from what is in next to no text to what is hard to bound.
var Kinds = []string{"rare word", "common word", "very common word", "pair", "phrase", "prefix"}

// PerKind is how many different queries there are of each kind.
const PerKind = 40

// Ranks between which words are common or very common: about one post in 50 to 500 has the former,
// one in three to 20 the latter. Above them stand the words that mean nothing alone, and those
// are searched for, too.
const (
	veryCommonFrom, veryCommonTo = 25, 140
	commonFrom, commonTo         = 200, 2_000
	rareFrom                     = 40_000
)

// Queries gives the queries for a site of a size, the same each time: PerKind of each kind, no
// text twice.
func Queries(size Size) (list []Query) {
	q := &asker{words: NewVocabulary(), size: size, rng: rand.New(rand.NewPCG(10, uint64(size))), seen: map[string]bool{}}
	makers := []func() string{q.rare, q.common, q.veryCommon, q.pair, q.phrase, q.prefix}
	for i, kind := range Kinds {
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
	words *Vocabulary
	size  Size
	rng   *rand.Rand
	seen  map[string]bool
}

func (q *asker) between(from, to int) string { return q.words.Words[from+q.rng.IntN(to-from)] }

func (q *asker) common() string { return q.between(commonFrom, commonTo) }

// rare draws from the end of the vocabulary, or from the tail.
func (q *asker) rare() string {
	if q.rng.IntN(2) == 0 {
		return Tail(q.rng.IntN(max(int(q.size)/tailShare, PerKind)))
	}
	return q.between(rareFrom, vocabularySize)
}

// veryCommon draws mostly what people speak of all the time, and now and then one of the words
// that every text is made of.
func (q *asker) veryCommon() string {
	if q.rng.IntN(5) == 0 {
		return q.between(0, veryCommonFrom)
	}
	return q.between(veryCommonFrom, veryCommonTo)
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
	thread := q.rng.IntN(q.size.threads())
	text := speak(q.words, q.size, thread).post(thread, 1+q.rng.IntN(3)).Body
	said := strings.Fields(strings.NewReplacer(".", " ", ",", " ", "?", " ", "- ", "").Replace(text))
	n := min(2+q.rng.IntN(2), len(said))
	at := q.rng.IntN(len(said) - n + 1)
	return `"` + strings.ToLower(strings.Join(said[at:at+n], " ")) + `"`
}

// prefix leaves out the end of a word that somebody is still typing.
func (q *asker) prefix() string {
	word := q.between(veryCommonFrom, 20_000)
	if q.rng.IntN(2) == 0 {
		word = q.between(veryCommonFrom, veryCommonTo)
	}
	cut := min(2+q.rng.IntN(3), len(word)-1)
	if q.rng.IntN(4) == 0 {
		return q.common() + " " + word[:cut]
	}
	return word[:cut]
}
