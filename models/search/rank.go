package search

import (
	"cmp"
	"math"
	"slices"
	"time"

	"commonroom/models/index"
)

// How good a hit is, is a sum of a few parts, each with its weight here. The first sum orders the
// candidates by what the index alone tells; only the best of them are read, and the second sum
// orders those by what they say as well.
//
//	first  = how the words fit (fitsTitle … fitsAnywhere, each list that the hit is in) + what it is
//	second = first + share of the title that was asked for + how much the text says it + words in a row
//	         + its name as it was typed + freshness + answers + what others made of it
//
// A question is answered by what is about it, so a title that has all the words counts more than
// anything else can; then a heading, a summary, a tag, or a word that stands often. Words that
// stand side by side as they were typed mean what was typed. A practice was written to be found,
// a reply to be read after what it answers. Freshness, answers, and what those who asked and those
// who read made of it only decide between hits that fit alike.
const (
	fitsTitle    = 4.0
	fitsAbout    = 2.0
	fitsInARow   = 1.5
	fitsAnywhere = 1.0

	titleShare = 2.0 // for a title of nothing but the words that were asked for
	says       = 1.2 // for a text that says the words again and again
	sameName   = 1.0 // for the name that was typed, where another name of it fits too
	onDocument = 0.3 // for a comment on a practice or a project
	freshest   = 0.5 // for what was said today
	answered   = 0.5 // for as many answers as many ever have
	solved     = 0.4 // for a question whose answer is marked, and for that answer
	reacted    = 0.4 // for as many reactions as many ever have

	halfLife      = 2 * 365 * 24 * time.Hour // an answer of two years ago is worth half as much for its freshness
	manyAnswers   = 50
	manyReactions = 20 // of some 700 members, nearly all who read a post

	// The two constants of BM25 (Robertson and Zaragoza, 2009), with less regard to length than
	// is usual for texts that are written to the point; and the lengths of a text, in bytes, that
	// are taken for usual and for the least: a post of some 80 words, and one line.
	saturation  = 1.2
	lengthRatio = 0.4
	usualLength = 500
	leastLength = 120
)

// standing is what a hit is worth for being what it is.
var standing = [...]float64{
	index.Replies: 0, index.Discussions: 0.5, index.Lively: 0.8, index.Projects: 0.9, index.Practices: 1.2, index.People: 1, index.Pages: 0.6,
}

// candidate is a place that fits, with the first sum.
type candidate struct {
	index.Place
	score float64
}

// lists are the places that fit in each way, as the index gave them.
type lists struct {
	ids    [][]int64
	weight []float64
}

// empty tells whether nothing fits in any way.
func (l lists) empty() bool {
	return !slices.ContainsFunc(l.ids, func(ids []int64) bool { return len(ids) > 0 })
}

// candidates are what the lists hold, in order. Every list has the highest place first, so that
// they are merged by looking at their heads.
func (l lists) candidates() []candidate {
	total, at := 0, make([]int, len(l.ids))
	for _, ids := range l.ids {
		total += len(ids)
	}
	list := make([]candidate, 0, total)
	for {
		highest := int64(-1)
		for i, ids := range l.ids {
			if at[i] < len(ids) && ids[at[i]] > highest {
				highest = ids[at[i]]
			}
		}
		if highest < 0 {
			slices.SortFunc(list, candidate.compare)
			return list
		}
		c := candidate{index.Place(highest), standing[index.Place(highest).Sort()]}
		for i, ids := range l.ids {
			if at[i] < len(ids) && ids[at[i]] == highest {
				c.score += l.weight[i]
				at[i]++
			}
		}
		list = append(list, c)
	}
}

// compare orders candidates: the best first, of equals the one in the higher place.
func (c candidate) compare(d candidate) int {
	if c.score != d.score {
		return cmp.Compare(d.score, c.score)
	}
	return cmp.Compare(d.Place, c.Place)
}

// second is the second sum of a hit that was read.
func (h Hit) second(first float64, now time.Time) float64 {
	age := max(now.Sub(h.At), 0)
	fresh := freshest * math.Exp2(-float64(age)/float64(halfLife))
	answers := answered * share(h.Replies, manyAnswers)
	liked := reacted * share(h.Reacted, manyReactions)
	if h.Answered {
		first += solved
	}
	if h.row {
		first += fitsInARow
	}
	if h.Of == Practice || h.Of == Project {
		first += onDocument
	}
	return first + titleShare*h.share + says*h.says + sameName*h.called + fresh + answers + liked
}

// share is how near a number comes to many, from 0 to 1: the first few count most.
func share(n, many int) float64 {
	return math.Log1p(float64(min(n, many))) / math.Log1p(float64(many))
}

// saying is how much a text says words that stand in it so many times, from 0 towards 1: each
// further time counts less, and so does a time in a long text.
func saying(times, length int) float64 {
	n := float64(times)
	return n / (n + saturation*(1-lengthRatio+lengthRatio*float64(max(length, leastLength))/usualLength))
}
