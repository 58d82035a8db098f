package search

import (
	"slices"

	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/space"
)

// slots tell from a place alone whether somebody may read what stands there. To ask the index who
// may read each text costs about as much as to find it, because nearly every text is one that the
// asker may read; so a list is asked for without, and what they may not read is left out of it by
// its slot. Where spaces of different readers share a slot, it says yes to neither, and the index
// is asked.
type slots struct {
	member bool
	reads  [index.Slots]bool
	mixed  bool // some space that may be read is not told by its slot
}

// readable are the slots that by may read: own are the private spaces they are part of.
func (r rooms) readable(by member.Member, own []int64) slots {
	s := slots{member: by.IsMember()}
	for _, in := range r.list {
		reads := opens(in, by, own)
		slot := index.SlotOf(in.ID)
		switch {
		case reads && r.slots[slot] == 1:
			s.reads[slot] = true
		case reads:
			s.mixed = true
		}
	}
	return s
}

// opens tells whether by, whose private spaces are own, may read a space.
func opens(in space.Space, by member.Member, own []int64) bool {
	return in.Readers == space.Public || in.Readers == space.Members && by.IsMember() || slices.Contains(own, in.ID)
}

func (s slots) tell(p index.Place) bool {
	switch p.Sort() {
	case index.Pages:
		return true
	case index.People:
		return s.member
	}
	return s.reads[p.Slot()]
}
