package views

import (
	"time"

	"commonroom/models/discuss"
)

// RepliesPage is a post with what answers it, without what was said in between.
type RepliesPage struct {
	discuss.Placed
	Entry   Entry
	Replies []Entry
	Next    int // the number after which the next page begins; 0 on the last
}

// RepliesOf makes the page from the posts of r, which answer p.
func RepliesOf(r Reading, p discuss.Post, next int, now time.Time) RepliesPage {
	page := RepliesPage{Placed: discuss.Placed{Thread: r.Thread, Post: p}, Entry: r.entry(p, now), Next: next}
	for _, answer := range r.Posts {
		page.Replies = append(page.Replies, r.entry(answer, now))
	}
	return page
}

func (p RepliesPage) first(f Frame) string {
	if f.Query == "" {
		return ""
	}
	return postHref(p.Post.ID, "/replies")
}

func (p RepliesPage) more() string {
	if p.Next == 0 {
		return ""
	}
	return postHref(p.Post.ID, "/replies?after="+itoa(p.Next))
}
