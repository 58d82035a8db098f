package views

import (
	"time"

	"commonroom/models/discuss"
	"commonroom/models/member"
)

// PostHistoryPage is how a post came to say what it says, for somebody who may be able to go back.
type PostHistoryPage struct {
	discuss.History
	By  member.Member
	Now time.Time
}

// back are the ways to what the post said before a change: for its author by editing it, for the
// committee by taking away what came.
func (p PostHistoryPage) back(c discuss.Change) (links []Link) {
	hidden := ": before the change of " + When(c.At, p.Now)
	if p.CanEdit(p.By) == nil && c.Was.Body != p.Post.Body {
		links = append(links, Link{"Go back to what it said before", postHref(p.Post.ID, versionQuery("/edit", c.Was.Version)), hidden})
	}
	if p.CanRevert(c.Was, p.By, p.Now) == nil {
		links = append(links, Link{"Take it back to what it said before", postHref(p.Post.ID, "/history/"+itoa64(c.Was.Version)+"/revert"), hidden})
	}
	return links
}
