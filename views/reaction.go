package views

import (
	"strconv"

	"commonroom/models/discuss"
	"commonroom/models/mark"
	"commonroom/models/member"
)

// Reactions is what members said of a post without words, as one of them or a visitor sees it.
type Reactions struct {
	Post   int64
	Number int
	Row    []Reaction // in the row: those that somebody gave, and for who may react always thanks
	Rest   []Reaction // the others that may be given, behind "React"
	Open   bool       // the reader may react
	Keep   bool       // the reader may keep the post
	Kept   bool       // and does
	Who    bool       // the reader may see who did, and somebody has
}

// Reaction is one of them with how many gave it.
type Reaction struct {
	Said  discuss.Reaction
	Count int
	Mine  bool // the reader among them
}

// ReactionsOf makes the row of a post for by, who has left own there.
func ReactionsOf(by member.Member, p discuss.Placed, own mark.Own) Reactions {
	r := Reactions{
		Post: p.Post.ID, Number: p.Post.Number,
		Open: mark.CanReact(by, p) == nil,
		Keep: mark.CanKeep(by, p) == nil,
		Kept: own.Kept,
		Who:  by.IsMember() && p.Post.Reactions.Total() > 0,
	}
	for _, said := range discuss.EveryReaction {
		one := Reaction{Said: said, Count: p.Post.Reactions.Of(said), Mine: own.Said[said]}
		switch {
		case one.Count > 0 || r.Open && said == discuss.Thanks:
			r.Row = append(r.Row, one)
		case r.Open:
			r.Rest = append(r.Rest, one)
		}
	}
	return r
}

// there tells whether the post has such a row at all: one that is hidden or withdrawn has none.
func (r Reactions) there() bool { return r.Post != 0 }

// Path is where the row is read anew, and where its buttons go.
func (r Reactions) Path() string { return postHref(r.Post, "/reactions") }

// Name is what the button sends: pressed once it gives the reaction, pressed again it takes it back.
func (r Reaction) Name() string {
	if r.Mine {
		return "remove"
	}
	return "add"
}

// count is how many gave it, where somebody has.
func (r Reaction) count() string {
	if r.Count == 0 {
		return ""
	}
	return Thousands(r.Count)
}

// pressed says to those who hear the page whether they have given it.
func (r Reaction) pressed() string { return strconv.FormatBool(r.Mine) }

// The ids of what may have the focus, so that a script finds it again in a row put anew.
func (r Reactions) buttonID(one Reaction) string { return string(one.Said) + "-" + itoa64(r.Post) }

func (r Reactions) menuID() string { return "react-" + itoa64(r.Post) }

func (r Reactions) keepID() string { return "save-" + itoa64(r.Post) }
