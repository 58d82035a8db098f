package index

// Place is a row's number in the index: what sort of thing it is, which one, and the slot of the
// space it stands in. The index lists numbers from the highest down, so the sorts stand in the
// order in which a search should come upon them, and within a sort the newest comes first.
// Because a place tells sort and slot, what was found is counted by either without reading a row.
// A slot is the last eight bits of the space's id: the index keeps the steps between numbers, and
// each bit more would make every word of every text dearer.
//
//	62  58           8         0
//	[sort][  number  ][  slot  ]
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
	slotBits   = 8
	numberBits = 50
	maxSlot    = 1<<slotBits - 1
	maxNumber  = 1<<numberBits - 1
)

// Slots is how many slots there are.
const Slots = maxSlot + 1

// Slot is a number between 0 and 255 that stands for a space; several spaces may share one.
type Slot uint8

// SlotOf is the slot of a space. Only of no space it is 0.
func SlotOf(spaceID int64) Slot {
	if spaceID == 0 {
		return 0
	}
	return Slot(1 + (spaceID-1)%maxSlot)
}

// livelyFrom is the number of posts from which a discussion is looked at before others: as many
// as several people must have found worth their time.
const livelyFrom = 8

// At is the place of a thing: its number is its id in the table of its sort.
func At(sort Sort, number, spaceID int64) Place {
	return Place(int64(sort)<<(slotBits+numberBits) | number<<slotBits | int64(SlotOf(spaceID)))
}

// Sort is what sort of thing stands there.
func (p Place) Sort() Sort { return Sort(p >> (slotBits + numberBits)) }

// Number is the id of the thing.
func (p Place) Number() int64 { return int64(p) >> slotBits & maxNumber }

// Slot is the slot of the space it stands in; 0 for a person or a page.
func (p Place) Slot() Slot { return Slot(p & maxSlot) }

// Span are all places from one sort to another.
func Span(from, to Sort) (first, last int64) {
	return int64(At(from, 0, 0)), int64(At(to, maxNumber, maxSlot))
}

// within are the places of one sort whose numbers lie from one to another, in any space.
func within(sort Sort, from, to int64) (first, last int64) {
	return int64(At(sort, from, 0)), int64(At(sort, to, maxSlot))
}
