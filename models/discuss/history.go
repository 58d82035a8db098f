package discuss

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// perHistory is how many changes a page of a history tells: each is compared word by word when
// somebody asks.
const perHistory = 10

// Change is one step in the history of a post.
type Change struct {
	Version int64
	At      time.Time
	Words   []prose.Change // how it came to be from what it said before
	Was     Wording        // what it said before
	Taken   bool           // by the committee, which took the post back to earlier words
}

// History is what a post said before, newest change first. First is set on the last page.
type History struct {
	Placed
	Changes []Change
	First   *Wording
	Older   int64 // the version from which the next page goes on; 0 on the last
}

// Wording is what a post said at one time.
type Wording struct {
	Version int64
	At      time.Time
	Body    string

	taken, nowTaken bool // it, and what the post says now, came to be by the committee's taking back
}

func (w *Wording) fields() []any {
	return []any{&w.Version, &w.At, &w.Body, &w.taken, &w.nowTaken}
}

// takenBack tells whether it was the committee that had post p say at a time what it said from then
// on: a decision is recorded in the transaction, and so at the moment, of what it does.
const takenBack = `EXISTS (SELECT 1 FROM actions a WHERE a.post_id = p.id AND a.verb = 'revert' AND a.made_at = `

// History tells whoever may read a post how it has changed; of a post that is hidden or
// withdrawn, nobody. It begins with the version before, or the latest if that is 0.
func (s *Store) History(ctx context.Context, by member.Member, postID, before int64) (h History, err error) {
	defer models.Wrap(&err, "read the history of post %d", postID)
	if h.Placed, err = s.Post(ctx, by, postID); err != nil {
		return h, err
	}
	if h.Post.Hidden || h.Post.Withdrawn || h.Thread.Hidden {
		return History{}, models.NotFound("no such history")
	}
	if before == 0 {
		before = h.Post.Version
	}
	list, err := s.wordings(ctx, by, postID, before)
	if err != nil {
		return History{}, err
	}
	if before >= h.Post.Version {
		now := Wording{Version: h.Post.Version, At: h.Post.EditedAt, Body: h.Post.Body}
		if len(list) > 0 {
			now.taken = list[0].nowTaken
		}
		list = append([]Wording{now}, list...)
	}
	h.compare(list)
	return h, nil
}

// wordings reads what the post said at a version and earlier, but for what it says now, newest
// first.
func (s *Store) wordings(ctx context.Context, by member.Member, postID, from int64) ([]Wording, error) {
	return db.All(ctx, s.db, (*Wording).fields, `
		SELECT v.version, v.made_at, v.body, `+takenBack+`v.made_at), `+takenBack+`p.edited_at)
		FROM post_revisions v
		JOIN posts p ON p.id = v.post_id
		JOIN threads t ON t.id = p.thread_id
		JOIN spaces s ON s.id = t.space_id
		WHERE v.post_id = $4 AND v.version <= $5 AND NOT p.hidden AND NOT p.withdrawn AND `+space.SeesPost+`
		ORDER BY v.version DESC
		LIMIT $6`, space.As(by, s.db.Now(), postID, from, perHistory+1)...)
}

// Wording reads what a post said in one of its versions, for whoever may read its history.
func (s *Store) Wording(ctx context.Context, by member.Member, postID, version int64) (w Wording, err error) {
	defer models.Wrap(&err, "read version %d of post %d", version, postID)
	list, err := s.wordings(ctx, by, postID, version)
	if err == nil && (len(list) == 0 || list[0].Version != version) {
		err = models.NotFound("no such version")
	}
	if err != nil {
		return w, err
	}
	return list[0], nil
}

// compare tells each wording's difference from the one before it.
func (h *History) compare(list []Wording) {
	for i := range min(len(list)-1, perHistory) {
		h.Changes = append(h.Changes, Change{
			Version: list[i].Version, At: list[i].At, Words: prose.Diff(list[i+1].Body, list[i].Body), Was: list[i+1], Taken: list[i].taken,
		})
	}
	switch n := len(list); {
	case n == 0:
	case n <= perHistory:
		h.First = &list[n-1]
	default:
		h.Older = list[perHistory].Version
	}
}
