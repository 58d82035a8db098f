package corpus

import (
	"math"
	"math/rand/v2"
	"strings"
	"sync"
)

// How many words there are, and how steeply their use falls with the rank: as Zipf and Mandelbrot
// found it for English. The tail comes on top of that: words of one or two posts, as names,
// slips of the pen and codes are, of which a real site has more than of all others.
const (
	vocabularySize = 60_000
	steepness      = 1.05
	flatTop        = 2.7
	tailShare      = 6 // one word of the tail for so many posts
)

// Vocabulary is the words that texts are made of, the most used first.
type Vocabulary struct {
	Words []string
	until []float64 // the share of all words in use that stands up to and with each
	guide []int32   // where in until to begin to look, by the first bits of a share
}

// guideSize makes finding a word a matter of a step or two.
const guideSize = 1 << 16

// vocabulary is made once: it is the same each time.
var vocabulary = sync.OnceValue(newVocabulary)

func newVocabulary() *Vocabulary {
	v := &Vocabulary{Words: madeUp(known(), vocabularySize)}
	v.until, v.guide = make([]float64, len(v.Words)), make([]int32, guideSize)
	total := 0.0
	for i := range v.Words {
		total += math.Pow(float64(i)+1+flatTop, -steepness)
		v.until[i] = total
	}
	at := 0
	for i := range v.until {
		v.until[i] /= total
		for ; at < guideSize && float64(at)/guideSize < v.until[i]; at++ {
			v.guide[at] = int32(i)
		}
	}
	return v
}

// known are the real words, in the order in which they are used: what every English text is full
// of, and from the 25th on, in turn with it, what this community speaks of.
func known() []string {
	const plain = 25
	common, ours := strings.Fields(commonWords), strings.Fields(ourWords)
	all := append([]string(nil), common[:plain]...)
	common = common[plain:]
	for len(common) > 0 || len(ours) > 0 {
		all, common = take(all, common)
		all, ours = take(all, ours)
	}
	return all
}

func take(to, from []string) (longer, rest []string) {
	if len(from) == 0 {
		return to, nil
	}
	return append(to, from[0]), from[1:]
}

var (
	onsets = strings.Fields("b c d f g h j k l m n p r s t v w z b c d f g h l m n p r s t ch dr fl gr pl qu sh st th tr")
	vowels = strings.Fields("a e i o u a e i o u a e i o u ai ea oa ou")
	codas  = strings.Fields("b d g l m n p r s t x ck ft nd rm st") // most syllables end open
)

// madeUp fills words up to n with pronounceable ones, the shorter the more they are used.
func madeUp(words []string, n int) []string {
	seen := make(map[string]bool, n)
	for _, word := range words {
		seen[word] = true
	}
	rng := rand.New(rand.NewPCG(1, vocabularySize))
	for len(words) < n {
		syllables := 2
		if len(words) > 20_000 {
			syllables = 3
		}
		if word := pronounce(rng, syllables); !seen[word] {
			seen[word] = true
			words = append(words, word)
		}
	}
	return words
}

func pronounce(rng *rand.Rand, syllables int) string {
	var b strings.Builder
	for range syllables {
		b.WriteString(onsets[rng.IntN(len(onsets))])
		b.WriteString(vowels[rng.IntN(len(vowels))])
		if rng.IntN(3) == 0 {
			b.WriteString(codas[rng.IntN(len(codas))])
		}
	}
	return b.String()
}

// Tail gives the nth word of the tail.
func Tail(n int) string { return pronounce(rand.New(rand.NewPCG(2, uint64(n))), 4) }

// Rank draws a word by how much it is used, and gives its place in Words.
func (v *Vocabulary) Rank(rng *rand.Rand) int {
	u := rng.Float64()
	at := int(v.guide[int(u*guideSize)])
	for v.until[at] < u && at < len(v.until)-1 {
		at++
	}
	return at
}

// topic draws a word that a thread may be about: neither one that is in every text nor one that
// nobody knows, and each size of use as likely as the next.
func (v *Vocabulary) topic(rng *rand.Rand) string {
	const from, to = 150, 20_000
	return v.Words[int(from*math.Pow(to/from, rng.Float64()))]
}
