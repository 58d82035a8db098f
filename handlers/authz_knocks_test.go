package handlers

import (
	"net/http"
	"net/url"
	"slices"
)

// door is a spot at which somebody knocks, with the rows of the matrix that say who gets in. The
// first row that refuses says how. Before them all stands the policy of the route itself.
type door struct {
	name string
	at   spot
	rows []string
}

// Rows that no matrix needs to hold.
const (
	rowAbsent = "absent" // there is none, for anybody
	rowNobody = "nobody" // who sees it may not do this all the same

	unseen = " unseen" // behind a row: whom it refuses is told that there is none
)

// knock is a route with the doors at which everybody knocks. Without doors it is a page that
// is about nothing in particular.
type knock struct {
	method, path string
	about        maker
	doors        []door
	ok           int    // the status of being let in; 0 for the usual one
	keyless      bool   // the form has no key
	query        string // with {} for the token
	form         func(*asking) url.Values
}

// asking is one person in front of one door.
type asking struct {
	*town
	role string
	thing
}

func (k knock) let() int {
	switch {
	case k.ok != 0:
		return k.ok
	case k.method == http.MethodGet:
		return http.StatusOK
	}
	return http.StatusSeeOther
}

func at(name string, s spot, rows ...string) door { return door{name, s, rows} }

// Spots.
var (
	inPublic  = spot{readers: "public"}
	inMembers = spot{readers: "members"}
	inPrivate = spot{readers: "private"}
	nowhere   = spot{gone: true}
)

func (s spot) mine() spot   { s.own = true; return s }
func (s spot) hid() spot    { s.hidden = true; return s }
func (s spot) shut() spot   { s.locked = true; return s }
func (s spot) onTop() spot  { s.pinned = true; return s }
func (s spot) slowed() spot { s.slow = true; return s }
func (s spot) back() spot   { s.taken = true; return s }
func (s spot) unsaid() spot { s.draft = true; return s }

// reading is who reads what stands in a space.
var reading = []door{
	at("in public", inPublic, "P02"),
	at("for members", inMembers, "D01"),
	at("hidden", inPublic.hid(), "D10"),
	at("own and hidden", inPublic.mine().hid(), "D11"),
	at("in the group", inPrivate, "G03"),
	at("own in the group", inPrivate.mine(), "G03"),
	at("hidden in the group", inPrivate.hid(), "G03", "G05"),
	at("not there", nowhere, rowAbsent),
}

// drafts is who reads a document that is not published.
var drafts = []door{
	at("another's draft", inPublic.unsaid(), "L04"),
	at("own draft", inPublic.mine().unsaid(), "L04"),
	at("own draft in the group", inPrivate.mine().unsaid(), "G03", "L04"),
	at("another's draft in the group", inPrivate.unsaid(), "G03", "L04"),
}

// answering is who replies where.
var answering = []door{
	at("in public", inPublic, "D02"),
	at("for members", inMembers, "D02"),
	at("closed", inPublic.shut(), rowNobody),
	at("hidden", inPublic.hid(), "D10", rowNobody),
	at("own and hidden", inPublic.mine().hid(), "D11", rowNobody),
	at("in the group", inPrivate, "G04"),
	at("own in the group", inPrivate.mine(), "G04"),
	at("not there", nowhere, rowAbsent),
}

// reacting is who says something of a post with one press: nobody of their own, and of what is
// hidden nobody at all.
var reacting = []door{
	at("in public", inPublic, "P02"),
	at("for members", inMembers, "D01"),
	at("in a closed thread", inPublic.shut(), "P02"),
	at("own", inPublic.mine(), rowNobody),
	at("hidden", inPublic.hid(), "D10", rowNobody),
	at("own and hidden", inPublic.mine().hid(), "D11", rowNobody),
	at("in the group", inPrivate, "G03"),
	at("own in the group", inPrivate.mine(), "G03", rowNobody),
	at("not there", nowhere, rowAbsent),
}

// quoting is who quotes a post: whoever may answer it, where it has words.
var quoting = slices.Concat(answering, []door{at("withdrawn", inPublic.back(), rowNobody), at("own and withdrawn", inPublic.mine().back(), rowNobody)})

// shaping is who says what threads on a board begin with.
var shaping = []door{
	at("in public", inPublic, "C16"),
	at("for members", inMembers, "C16"),
	at("in the group", inPrivate, "G03"),
	at("not there", nowhere, rowAbsent),
}

// settling is who says what came of a discussion: whoever asked, and the committee.
var settling = []door{
	at("own", inPublic.mine(), "D05"),
	at("another's", inPublic, "D05"),
	at("own for members", inMembers.mine(), "D05"),
	at("another's for members", inMembers, "D05"),
	at("own and hidden", inPublic.mine().hid(), "D11", rowNobody),
	at("hidden", inPublic.hid(), "D10", rowNobody),
	at("own in the group", inPrivate.mine(), "G04", "D05"),
	at("another's in the group", inPrivate, "G03", rowNobody),
	at("not there", nowhere, rowAbsent),
}

// scheduling is who says when a thread comes out that is not out yet.
var scheduling = []door{
	at("own", inPublic.mine().unsaid(), "L04"),
	at("another's", inPublic.unsaid(), "L04"),
	at("own in the group", inPrivate.mine().unsaid(), "G03", "L04"),
	at("another's in the group", inPrivate.unsaid(), "G03", "L04"),
	at("not there", nowhere, rowAbsent),
}

// editing is who changes a post.
var editing = []door{
	at("own", inPublic.mine(), "D03"),
	at("another's", inPublic, "D03"),
	at("own for members", inMembers.mine(), "D03"),
	at("another's for members", inMembers, "D03"),
	at("own and hidden", inPublic.mine().hid(), "D11", rowNobody),
	at("hidden", inPublic.hid(), "D10", rowNobody),
	at("own in the group", inPrivate.mine(), "G04", "D03"),
	at("another's in the group", inPrivate, "G03", "D03"),
	at("not there", nowhere, rowAbsent),
}

// withdrawing differs in that one may take back what is hidden.
var withdrawing = slices.Concat(editing[:4], []door{
	at("own and hidden", inPublic.mine().hid(), "D11", "D03"),
	at("hidden", inPublic.hid(), "D10", rowNobody),
}, editing[6:])

// each gives the same doors with all things in another state.
func each(doors []door, state func(spot) spot) (list []door) {
	for _, d := range doors {
		d.at = state(d.at)
		list = append(list, d)
	}
	return list
}

// moderated is what the committee acts on, in the state that the act expects; own is the row
// for a committee member's own words.
func moderated(own string, state func(spot) spot) []door {
	return []door{
		at("in public", state(inPublic), "C01"),
		at("for members", state(inMembers), "C01"),
		at("own", state(inPublic.mine()), own),
		at("in the group", state(inPrivate), "G03"),
		at("own in the group", state(inPrivate.mine()), "G03"),
		at("not there", nowhere, rowAbsent),
	}
}

// complained is who handles a report. One about a committee member is not shown to them at all,
// which is more than C02 asks: they are not to learn of it.
var complained = []door{
	at("in public", inPublic, "C03"),
	at("for members", inMembers, "C03"),
	at("about oneself", inPublic.mine(), rowAbsent),
	at("in the group", inPrivate, "G03"),
	at("not there", nowhere, rowAbsent),
}

// aboutPeople is who handles a report about somebody.
var aboutPeople = []door{at("about another", inPublic, "C03"), at("about oneself", inPublic.mine(), rowAbsent), at("not there", nowhere, rowAbsent)}

// reporting is who reports what: nobody can point at what they do not see.
var reporting = slices.Concat(reading[:1], []door{at("for members", inMembers, "D01"+unseen)}, reading[2:])

// histories tell how a post changed; of one that is hidden, nobody.
var histories = []door{
	at("in public", inPublic, "P02"),
	at("for members", inMembers, "D01"),
	at("hidden", inPublic.hid(), rowAbsent),
	at("own and hidden", inPublic.mine().hid(), rowAbsent),
	at("in the group", inPrivate, "G03"),
	at("own in the group", inPrivate.mine(), "G03"),
	at("not there", nowhere, rowAbsent),
}

// anywhere is a page that is the same whatever it is about.
var anywhere = []door{at("in public", inPublic), at("in the group", inPrivate), at("not there", nowhere)}

// writingIn is who starts something in a space.
var writingIn = []door{
	at("public", inPublic, "D02"), at("of members", inMembers, "D02"), at("a group", inPrivate, "G04"),
	at("not there", nowhere, rowAbsent),
}

// rooms is who reads a space.
var rooms = []door{
	at("public", inPublic, "P02"), at("of members", inMembers, "D01"), at("a group", inPrivate, "G03"),
	at("not there", nowhere, rowAbsent),
}

func fields(pairs ...string) func(*asking) url.Values {
	return func(a *asking) url.Values {
		form := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			value := pairs[i+1]
			if value == "{}" {
				value = a.token
			}
			form.Set(pairs[i], value)
		}
		return form
	}
}

// page is a knock at a page that is about nothing in particular.
func page(path string) knock { return knock{method: "GET", path: path} }
