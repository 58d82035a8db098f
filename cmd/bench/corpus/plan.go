// Package corpus makes sites of any size to measure on: the same site each time, byte for byte,
// with words as people use them, threads as long as they get, and members of whom few write most.
package corpus

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Version is of all that is made here: it goes up with each change that makes another site.
const Version = 1

// Size is how many posts a site has; the rest follows from it.
type Size int

func (s Size) threads() int { return max(int(s)/10, 10) }
func (s Size) members() int { return max(int(s)/50, 40) }
func (s Size) groups() int  { return min(max(int(s)/10_000, 4), 60) }

// LongThread is how many posts the longest thread has. It is the first.
func (s Size) LongThread() int { return max(int(s)/20, 60) }

// The years the site has existed.
var (
	begins = time.Date(2019, 3, 1, 9, 0, 0, 0, time.UTC)
	ends   = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
)

// rosterSize is how many members a private group has.
const rosterSize = 12

// place is a space, by its slug, with its share of the threads in hundredths.
type place struct {
	slug, name, readers, holds string
	share                      int
}

// places are the boards of the site: those that every site starts with, and a few more. What is
// left over is said in private groups.
var places = []place{
	{"welcome", "Welcome", "members", "discussion", 8},
	{"questions", "Questions", "members", "discussion", 22},
	{"interoperability", "Interoperability", "public", "discussion", 20},
	{"practices", "Practices", "public", "practice", 2},
	{"projects", "Projects", "public", "project", 1},
	{"data-and-analysis", "Data and analysis", "public", "discussion", 17},
	{"leadership", "Leadership", "members", "discussion", 10},
	{"service-desks", "Service desks", "public", "discussion", 10},
}

// thread is what a thread is before it is written: where, of what kind, when and by whom.
type thread struct {
	place  int // into places; beyond them the groups
	author int
	posts  int
	made   time.Time
	at     []time.Time // of each post
}

// planned is the post that comes next on the site.
type planned struct {
	at             time.Time
	thread, number int
}

// first is where the first threads stand: the long one where anybody may read it, then one of
// each sort, so that the smallest site has them all.
var first = []int{2, 3, 4, len(places), 0}

// plan lays out all threads, and the order in which their posts were written.
func plan(size Size) (threads []thread, order []planned) {
	rng := rand.New(rand.NewPCG(6, uint64(size)))
	threads = make([]thread, size.threads())
	spread(rng, threads, size)
	for i := range threads {
		t := &threads[i]
		t.place = somewhere(rng, size)
		if i < len(first) {
			t.place = first[i]
		}
		t.author = size.author(rng, t.place)
		t.made = begins.Add(time.Duration(float64(ends.Sub(begins)) * float64(i) / float64(len(threads)))).Truncate(time.Millisecond)
		t.moments(rng, i == 0)
		for n, at := range t.at {
			order = append(order, planned{at, i, n + 1})
		}
	}
	slices.SortStableFunc(order, func(a, b planned) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.thread, b.thread), cmp.Compare(a.number, b.number))
	})
	return threads, order
}

// spread deals out the posts: most threads have a few, some have hundreds, the first is the long
// one, and none is without.
func spread(rng *rand.Rand, threads []thread, size Size) {
	threads[0].posts = size.LongThread()
	others := threads[1:]
	weights, total := make([]float64, len(others)), 0.0
	for i := range others {
		weights[i] = math.Exp(1.2 * rng.NormFloat64())
		total += weights[i]
	}
	left, given, soFar := int(size)-size.LongThread()-len(others), 0, 0.0
	for i := range others {
		soFar += weights[i]
		share := int(soFar/total*float64(left)) - given
		others[i].posts, given = 1+share, given+share
	}
	others[len(others)-1].posts += left - given
}

// somewhere draws where a thread stands.
func somewhere(rng *rand.Rand, size Size) int {
	at := rng.IntN(100)
	for i, p := range places {
		if at -= p.share; at < 0 {
			return i
		}
	}
	return len(places) + rng.IntN(size.groups())
}

// author draws who writes: few write most, and in a group only those who are in it.
func (s Size) author(rng *rand.Rand, place int) int {
	if place >= len(places) {
		return s.roster(place - len(places))[rng.IntN(rosterSize)]
	}
	u := rng.Float64()
	return int(u * u * u * float64(s.members()))
}

// roster is who is in a group. The first member, as whom the load reads, is in each third group.
func (s Size) roster(group int) []int {
	list := make([]int, rosterSize)
	for i := range list {
		list[i] = 1 + (group*rosterSize+i*7)%(s.members()-1)
	}
	slices.Sort(list)
	if list = slices.Compact(list); group%3 == 0 {
		list[0] = 0
	}
	for n := 1; len(list) < rosterSize; n++ {
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

// moments dates the posts: soon after the first in most threads, over all the years in the long
// one.
func (t *thread) moments(rng *rand.Rand, long bool) {
	span := ends.Sub(t.made)
	t.at = make([]time.Time, t.posts)
	for i := range t.at {
		after := time.Duration(rng.ExpFloat64() * float64(10*24*time.Hour))
		if long {
			after = time.Duration(rng.Float64() * float64(span))
		}
		t.at[i] = t.made.Add(after % max(span, time.Hour)).Truncate(time.Millisecond)
	}
	t.at[0] = t.made
	slices.SortFunc(t.at, time.Time.Compare)
}
