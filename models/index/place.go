package index

// Place is a row's number in the index: what sort of thing it is, which one, and the space it stands
// in. The index lists numbers from the highest down, so the sorts stand in the order in which a
// search should come upon them, and within a sort the newest comes first. Because a place tells sort
// and space, what was found is counted by either without reading a row.
//
//	62 60            20         0
//	[sort][  number   ][  space ]
type Place int64

// Sort is what sort of thing stands in a place.
type Sort int

// The sorts of thing, from the last to be looked at to the first.
const (
	Replies     Sort = iota // posts, but for the first of a discussion
	Discussions             // each with its first post
	Lively                  // those that many have answered
	Projects
	Practices
	People
	Pages // of the site itself
)

const (
	spaceBits  = 20
	numberBits = 40
	maxSpace   = 1<<spaceBits - 1
	maxNumber  = 1<<numberBits - 1
)

// livelyFrom is the number of posts from which a discussion is looked at before others: as many
// as several people must have found worth their time.
const livelyFrom = 8

// At is the place of a thing: its number is its id in the table of its sort.
func At(sort Sort, number, spaceID int64) Place {
	return Place(int64(sort)<<(spaceBits+numberBits) | number<<spaceBits | spaceID)
}

// Sort is what sort of thing stands there.
func (p Place) Sort() Sort { return Sort(p >> (spaceBits + numberBits)) }

// Number is the id of the thing.
func (p Place) Number() int64 { return int64(p) >> spaceBits & maxNumber }

// Space is the id of the space it stands in; 0 for a person or a page.
func (p Place) Space() int64 { return int64(p) & maxSpace }

// Span are all places from one sort to another.
func Span(from, to Sort) (first, last int64) {
	return int64(At(from, 0, 0)), int64(At(to, maxNumber, maxSpace))
}

// within are the places of one sort whose numbers lie from one to another, in any space.
func within(sort Sort, from, to int64) (first, last int64) {
	return int64(At(sort, from, 0)), int64(At(sort, to, maxSpace))
}
