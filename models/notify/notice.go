package notify

import (
	"context"
	"strconv"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/space"
)

// The kinds of notice that are not named after the act itself.
const (
	reply   = "reply"
	mention = "mention"
	watch   = "watched"
)

// Notice is one thing a member is told.
type Notice struct {
	ID     int64
	Kind   string
	At     time.Time
	Read   bool
	Detail string // of the act: an office, or what the committee did
	Who    string // who did it, by name; empty for the server
	Rule   int    // with an act of the committee
	Reason string

	action moderation.Action
	thread discuss.Thread // enough of it for words and links; empty if it may not be seen
	post   int            // the number of the post, or 0
}

// seen is whether the reader may see what the notice is about today. It is asked when notices
// are shown, not when they were made: what was hidden or left since tells nothing.
const (
	seen     = `(n.thread_id IS NULL OR (` + space.Sees + ` AND (n.post_id IS NULL OR ` + space.ShowsPost + `)))`
	tellable = `(n.kind = 'acted' OR ` + seen + `)` // what was done to my words I am told in any case

	noticeFrom = `notices n
		JOIN activity a ON a.id = n.activity_id
		LEFT JOIN members m ON m.id = a.by_id
		LEFT JOIN actions x ON x.id = a.action_id
		LEFT JOIN spaces xs ON xs.id = x.to_space_id
		LEFT JOIN threads t ON t.id = n.thread_id
		LEFT JOIN spaces s ON s.id = t.space_id
		LEFT JOIN posts p ON p.id = n.post_id`

	noticeCols = `n.id, n.kind, n.made_at, n.read, a.detail, coalesce(m.name, ''),
		coalesce(x.rule_number, 0), coalesce(x.reason, ''), coalesce(x.verb, ''), coalesce(xs.name, ''),
		CASE WHEN ` + seen + ` THEN coalesce(t.id, 0) ELSE 0 END, coalesce(t.kind, ''),
		CASE WHEN ` + seen + ` THEN coalesce(t.title, '') ELSE '' END, coalesce(t.slug, ''), coalesce(p.number, 0)`
)

func (n *Notice) fields() []any {
	return []any{&n.ID, &n.Kind, &n.At, &n.Read, &n.Detail, &n.Who, &n.Rule, &n.Reason, &n.action.Verb, &n.action.ToSpace,
		&n.thread.ID, &n.thread.Kind, &n.thread.Title, &n.thread.Slug, &n.post}
}

// perPage is how many notices stand on a page.
const perPage = 30

// Notices lists what by is told, newest first, from a cursor on.
func (s *Store) Notices(ctx context.Context, by member.Member, from string) (page models.Page[Notice], err error) {
	defer models.Wrap(&err, "list notices of %d", by.ID)
	return s.list(ctx, by, from, perPage)
}

// Newest gives the n newest notices of by.
func (s *Store) Newest(ctx context.Context, by member.Member, n int) (list []Notice, err error) {
	defer models.Wrap(&err, "list the newest notices of %d", by.ID)
	page, err := s.list(ctx, by, "", n)
	return page.Items, err
}

func (s *Store) list(ctx context.Context, by member.Member, from string, size int) (page models.Page[Notice], err error) {
	cursor, err := models.ParseCursor(from)
	if err != nil {
		return page, err
	}
	rows, err := db.All(ctx, s.db, (*Notice).fields, `
		SELECT `+noticeCols+`
		FROM `+noticeFrom+`
		WHERE n.member_id = $1 AND (n.made_at, n.id) < ($4, $5) AND `+tellable+`
		ORDER BY n.made_at DESC, n.id DESC
		LIMIT $6`, space.As(by, s.db.Now(), cursor.At, cursor.ID, size+1)...)
	return models.PageOf(rows, size, func(n Notice) models.Cursor { return models.Cursor{At: n.At, ID: n.ID} }), err
}

// mostUnread bounds the count in the header: beyond it the number says no more than "many".
const mostUnread = 100

// Unread counts the notices that by has not read, up to a hundred.
func (s *Store) Unread(ctx context.Context, by member.Member) (n int, err error) {
	defer models.Wrap(&err, "count notices of %d", by.ID)
	return db.Value[int](ctx, s.db, `
		SELECT count(*) FROM (
			SELECT 1 AS one
			FROM `+noticeFrom+`
			WHERE n.member_id = $1 AND NOT n.read AND `+tellable+`
			LIMIT $4) u`, space.As(by, s.db.Now(), mostUnread)...)
}

// ReadAll marks every notice of by that stands at or before the given one as read; 0 stands
// for all of them.
func (s *Store) ReadAll(ctx context.Context, by member.Member, upTo int64) (err error) {
	defer models.Wrap(&err, "mark notices of %d read", by.ID)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			UPDATE notices SET read = TRUE WHERE member_id = $1 AND NOT read AND (id <= $2 OR $2 = 0)`, by.ID, upTo)
		tx.AfterCommit(func() { s.hub.recount(by.ID) })
		return err
	})
}

// ReadIn marks as read what by was told of the posts of a thread, up to the one with a number: they
// have been shown those posts.
func (s *Store) ReadIn(ctx context.Context, by member.Member, threadID int64, number int) (err error) {
	defer models.Wrap(&err, "mark notices of %d read in thread %d", by.ID, threadID)
	const told = `member_id = $1 AND thread_id = $2 AND NOT read AND kind IN ('reply', 'mention', 'watched')
		AND post_id IN (SELECT p.id FROM posts p WHERE p.thread_id = $2 AND p.number <= $3)`
	waits, err := db.Value[bool](ctx, s.db, `SELECT EXISTS (SELECT 1 FROM notices WHERE `+told+`)`, by.ID, threadID, number)
	if err != nil || !waits {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		tx.AfterCommit(func() { s.hub.recount(by.ID) })
		_, err := db.Exec(ctx, tx, `UPDATE notices SET read = TRUE WHERE `+told, by.ID, threadID, number)
		return err
	})
}

// Path is where the notice leads: the very post, or the page about it.
func (n Notice) Path() string {
	switch {
	case n.thread.ID != 0 && n.post > 0:
		return n.thread.PostPath(n.post)
	case n.thread.ID != 0:
		return n.thread.Path()
	case n.Kind == string(activity.TermGranted), n.Kind == string(activity.TermEnded):
		return "/committee"
	case n.Kind == string(activity.Declined):
		return "/join"
	}
	return ""
}

// Text says what happened, in a sentence.
func (n Notice) Text() string {
	switch n.Kind {
	case reply:
		return n.Who + " replied in “" + n.thread.Title + "”"
	case mention:
		return n.Who + " mentioned you in “" + n.thread.Title + "”"
	case watch:
		return n.Who + " posted in “" + n.thread.Title + "”"
	case string(activity.Acted):
		return n.acted()
	case string(activity.AnswerMarked):
		return n.Who + " marked your post as the answer to “" + n.thread.Title + "”"
	case string(activity.Reminded):
		return "You wanted to come back to post " + strconv.Itoa(n.post) + " in “" + n.thread.Title + "”"
	}
	return n.settled()
}

func (n Notice) settled() string {
	switch activity.Verb(n.Kind) {
	case activity.Admitted:
		return "Your place is confirmed. Welcome."
	case activity.Declined:
		return "The committee did not confirm your place."
	case activity.TermGranted:
		return "You now hold an office: " + n.Detail
	case activity.TermEnded:
		return "Your term of office has ended: " + n.Detail
	case activity.AuthorAdded:
		return n.Who + " made you a co-author of “" + n.thread.Title + "”"
	case activity.AuthorRemoved:
		return "You are no longer a co-author of a document"
	case activity.PostsMoved:
		return "The committee moved a post of yours to “" + n.thread.Title + "”"
	case activity.ReportClosed:
		return "The committee has looked at what you reported"
	}
	return "Something concerning you has changed"
}

// quoted is a title in quotation marks, or other words where the reader may not see it.
func quoted(title, otherwise string) string {
	if title == "" {
		return otherwise
	}
	return "“" + title + "”"
}

// acted says what the committee did to the member's words, under which rule.
func (n Notice) acted() string {
	if n.action.Verb == moderation.Merge {
		return "Your thread was joined to " + quoted(n.thread.Title, "another")
	}
	if n.action.Verb == moderation.Split {
		return "A post of yours opens a thread of its own: " + quoted(n.thread.Title, "you can read it there")
	}
	done := n.action
	done.Target, done.Kind, done.Number = moderation.OnThread, string(n.thread.Kind), n.post
	if n.post > 0 {
		done.Target = moderation.OnPost
	}
	text := "Your " + done.Noun()
	if n.thread.Title != "" {
		if n.post > 0 {
			text += " in"
		}
		text += " “" + n.thread.Title + "”"
	}
	text += " was " + done.Done()
	if n.Rule > 0 {
		text += " under rule " + strconv.Itoa(n.Rule)
	}
	return text
}
