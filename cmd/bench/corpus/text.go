package corpus

import (
	"math"
	"math/rand/v2"
	"strings"

	"commonroom/models/prose"
)

// How long posts are: half of them have fewer words than the middle, and about one in forty
// more than five times as many; 86 on average. None is longer than the product takes.
const (
	middleLength = 60
	lengthSpread = 0.85
	shortest     = 3
	longest      = 1_500
)

// Text is the words of a post as they were written, and the page they make: what the renderer
// makes of it, without its cost.
type Text struct{ Body, HTML string }

// speaker makes the texts of one thread. The same thread says the same each time.
type speaker struct {
	words *Vocabulary
	tail  int // how many words the tail has
	topic []string
}

// speak gives a speaker for the thread with a number.
func speak(v *Vocabulary, size Size, thread int) speaker {
	rng := rand.New(rand.NewPCG(3, uint64(thread)))
	s := speaker{words: v, tail: max(int(size)/tailShare, 1)}
	for range 5 {
		s.topic = append(s.topic, v.topic(rng))
	}
	return s
}

// heading is what the thread is called, and what it says of itself, if anything.
func (s speaker) heading(thread int) (title, summary string) {
	rng := rand.New(rand.NewPCG(4, uint64(thread)))
	words := []string{s.topic[rng.IntN(len(s.topic))]}
	for range 2 + rng.IntN(5) {
		words = append(words, s.word(rng))
	}
	words = append(words, s.topic[rng.IntN(len(s.topic))])
	if rng.IntN(4) == 0 {
		words[1] = term(rng)
	}
	if rng.IntN(5) < 3 {
		summary = s.sentence(rng, 8+rng.IntN(8))
	}
	return capital(strings.Join(words, " ")), summary
}

// post makes the text of the post with a number.
func (s speaker) post(thread, number int) Text {
	rng := rand.New(rand.NewPCG(uint64(thread)<<20|5, uint64(number)))
	left := min(max(int(middleLength*math.Exp(lengthSpread*rng.NormFloat64())), shortest), longest)
	var body, html strings.Builder
	for blocks := 0; left > 0; blocks++ {
		var block []string
		for range 2 + rng.IntN(3) {
			if left <= 0 {
				break
			}
			n := min(6+rng.IntN(14), left)
			block, left = append(block, s.sentence(rng, n)), left-n
		}
		write(&body, &html, block, blocks%2 == 1 && rng.IntN(6) == 0) // two lists in a row would be one
	}
	return Text{Body: strings.TrimRight(body.String(), "\n"), HTML: html.String()}
}

var escape = strings.NewReplacer("&", "&amp;")

// write adds sentences as a paragraph, or as a list, to the source and to the page.
func write(body, html *strings.Builder, sentences []string, list bool) {
	if !list {
		text := strings.Join(sentences, " ")
		body.WriteString(text + "\n\n")
		html.WriteString("<p>" + escape.Replace(text) + "</p>\n")
		return
	}
	html.WriteString("<ul>\n")
	for _, text := range sentences {
		body.WriteString("- " + text + "\n")
		html.WriteString("<li>" + escape.Replace(text) + "</li>\n")
	}
	body.WriteString("\n")
	html.WriteString("</ul>\n")
}

// sentence makes one of n words, or a few more where one of them is a term of several.
func (s speaker) sentence(rng *rand.Rand, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = s.word(rng)
	}
	if rng.IntN(8) == 0 {
		words[rng.IntN(n)] = term(rng)
	}
	if n > 10 {
		words[n/2] += ","
	}
	end := "."
	if rng.IntN(9) == 0 {
		end = "?"
	}
	return capital(strings.Join(words, " ")) + end
}

// word draws one word: what the thread is about now and then, else as words are used.
func (s speaker) word(rng *rand.Rand) string {
	switch p := rng.IntN(1_000); {
	case p < 50:
		return s.topic[rng.IntN(len(s.topic))]
	case p < 55:
		return Tail(rng.IntN(s.tail))
	}
	rank := s.words.Rank(rng)
	return s.words.Words[rank] + ending(rng, rank)
}

// ending bends a word that is not among the most used, so that stems have several forms.
func ending(rng *rand.Rand, rank int) string {
	if rank < 200 {
		return ""
	}
	switch rng.IntN(16) {
	case 0, 1:
		return "s"
	case 2:
		return "ed"
	case 3:
		return "ing"
	}
	return ""
}

// term draws one of the terms, the first of them more often.
func term(rng *rand.Rand) string {
	u := rng.Float64()
	return terms[int(u*u*float64(len(terms)))]
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// NewTexts are n texts that no post of a site of the size has.
func NewTexts(size Size, n int) []Text {
	v, list := vocabulary(), make([]Text, n)
	for i := range list {
		list[i] = speak(v, size, i%size.threads()).post(i, 2_000_000)
	}
	return list
}

// LongPath is the address of the longest thread.
func LongPath(size Size) string {
	title, _ := speak(vocabulary(), size, 0).heading(0)
	return "/threads/1/" + prose.Slug(title)
}
