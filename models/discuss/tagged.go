package discuss

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/member"
	"commonroom/models/ribbon"
)

// followedFor is how long a thread with a tag that somebody follows stands on their home page, unless
// they have opened it before: a month is as far as anybody catches up.
const followedFor = 30 * 24 * time.Hour

// InFollowedTags lists the n newest threads with a tag that by follows, which they have not opened.
func (s *Store) InFollowedTags(ctx context.Context, by member.Member, n int) (list []Thread, err error) {
	defer models.Wrap(&err, "list what is new in the tags of %d", by.ID)
	return s.threads(ctx, by, `
		t.published = TRUE AND NOT t.hidden
			AND t.id IN (
				SELECT x.thread_id
				FROM member_tags f JOIN thread_tags x ON x.tag_id = f.tag_id
				WHERE f.member_id = $1 AND f.follow = 'following' AND x.out_at > $4)
			AND NOT EXISTS (SELECT 1 FROM thread_authors w WHERE w.thread_id = t.id AND w.member_id = $1)
			AND NOT EXISTS (SELECT 1 FROM ribbons r WHERE r.thread_id = t.id AND r.member_id = $1)
			AND `+ribbon.NotMuted+`
		ORDER BY t.published_at DESC, t.id DESC
		LIMIT $5`, s.db.Now().Add(-followedFor), n)
}
