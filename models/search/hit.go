package search

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"commonroom/models/member"
	"commonroom/models/space"
	"commonroom/models/words"
)

// Hit is one thing that was found, as a page of results shows it.
type Hit struct {
	Kind     Kind
	Of       Kind // of a reply: what the thread belongs to
	ID       int64
	ThreadID int64 // 0 of what is in no thread
	Title    Passage
	Passage  Passage // where the words stand
	Author   member.Member
	Space    space.Space
	Number   int // of a reply in its thread
	Replies  int
	Asks     bool // its thread is a question
	Locked   bool
	Answered bool // a discussion whose answer is marked, or the post that is its answer
	Reacted  int  // how many reactions it has; of a discussion, its first post
	At       time.Time
	Others   int // further posts of the thread that fit

	slug   string  // or the path of a page
	share  float64 // of the title that was asked for
	says   float64 // how much the text says the words
	called float64 // how much it calls things what they were called, from 0 to 1
	row    bool    // it has the words one after the other, as they were typed
	score  float64
	title  string
	html   string
	text   string // the beginning of it, without tags
	named  []spot // where the words stand in the title
	spots  []spot // and in the text
}

// Path leads to the thing itself: of a reply, to the very post.
func (h Hit) Path() string {
	id := strconv.FormatInt(h.ID, 10)
	switch h.Kind {
	case Reply:
		return "/posts/" + id
	case Practice:
		return "/practices/" + id + "/" + h.slug
	case Project:
		return "/projects/" + id + "/" + h.slug
	case Person:
		return "/members/" + h.Author.Handle
	case Page:
		return h.slug
	}
	return "/threads/" + id + "/" + h.slug
}

// glance is how much of a text, in bytes, is looked at to tell how much it says the words: what
// it is about is said by then.
const glance = 1500

// leaf is how much of it is leafed through for a passage to show, where the words do not stand in
// the beginning.
const leaf = 8000

// weigh looks at the title and the beginning of the text.
func (h *Hit) weigh(m marker) {
	h.named = m.spots(h.title)
	if len(h.named) > 0 {
		h.share = float64(len(h.named)) / float64(max(len(h.named), len(words.All(h.title))))
	}
	h.text = words.Plain(beginning(h.html, glance))
	h.spots = m.spots(h.text)
	h.says = saying(len(h.spots), len(h.text)) * m.covered(h.spots)
	h.row = m.inRow(h.named) || m.inRow(h.spots)
	h.called = m.called(slices.Concat(h.named, h.spots))
}

// beginning is the first part of some HTML, up to the end of a tag.
func beginning(html string, most int) string {
	if len(html) <= most {
		return html
	}
	return html[:strings.LastIndexByte(html[:most], '>')+1]
}

// show fills in what a page shows of the title and the text: a later part of it, where the words do
// not stand in the beginning.
func (h *Hit) show(m marker) {
	h.Title = cut(h.title, 0, len(h.title), h.named)
	if len(h.spots) == 0 && len(h.html) > glance {
		h.text = words.Plain(beginning(h.html, leaf))
		h.spots = m.spots(h.text)
	}
	h.Passage = m.passage(h.text, h.spots)
	h.title, h.html, h.text, h.spots, h.named = "", "", "", nil, nil
}
