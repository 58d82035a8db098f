package moderation

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Action is what the committee did about something, as the log shows it: everything but whose
// words it was and where they are.
type Action struct {
	ID      int64
	PostID  int64 // only from ActionsOn: the log gives no way to the words
	Verb    Verb
	Target  string // OnThread or OnPost
	Kind    string // of the thread: discussion, practice or project
	Number  int    // of the post in its thread; 0 for the thread itself
	Space   string // the name of the board
	ToSpace string // where a move went
	Rule    int    // 0 for none
	Reason  string
	By      string // who acted; empty for a reader who is not told
	At      time.Time
}

const actionCols = `a.id, a.verb, a.target, t.kind, coalesce(p.number, 0), s.name, coalesce(z.name, ''),
	coalesce(a.rule_number, 0), a.reason, a.made_at`

// actionFrom reads an action with the board it stood in then.
const actionFrom = `actions a
	JOIN spaces s ON s.id = a.space_id
	LEFT JOIN spaces z ON z.id = a.to_space_id
	JOIN threads t ON t.id = a.thread_id
	LEFT JOIN posts p ON p.id = a.post_id
	JOIN members m ON m.id = a.by_id`

func (a *Action) fields() []any {
	return []any{&a.ID, &a.Verb, &a.Target, &a.Kind, &a.Number, &a.Space, &a.ToSpace, &a.Rule, &a.Reason, &a.At, &a.By}
}

func (a *Action) fieldsOn() []any { return append(a.fields(), &a.PostID) }

// Noun says what sort of thing it was done to: "reply", "practice".
func (a Action) Noun() string {
	switch {
	case a.Verb == Split:
		return "post"
	case a.Verb == Merge:
		return "thread"
	case a.Target == OnPost && a.Kind == "discussion" && a.Number == 1:
		return "opening post"
	case a.Target == OnPost && a.Kind == "discussion":
		return "reply"
	case a.Target == OnPost:
		return "comment"
	case a.Kind == "practice", a.Kind == "project":
		return a.Kind
	}
	return "thread"
}

// What says it at the beginning of a sentence: "A reply", "An opening post".
func (a Action) What() string {
	if noun := a.Noun(); noun[0] != 'o' {
		return "A " + noun
	}
	return "An " + a.Noun()
}

// Done says what was done: "hidden", "opened again".
func (a Action) Done() string {
	switch a.Verb {
	case Hide:
		return "hidden"
	case Restore:
		return "shown again"
	case Lock:
		return "closed to replies"
	case Unlock:
		return "opened to replies again"
	case Pin:
		return "pinned"
	case Unpin:
		return "unpinned"
	case Split:
		return "made a thread of its own"
	case Merge:
		return "joined to another"
	case Slow:
		return "slowed down"
	case Unslow:
		return "put back to its usual pace"
	case Revert:
		return "taken back to what it said before"
	}
	return "moved to " + a.ToSpace
}

// Heading tells the act without its reason: "A reply in Interoperability was hidden".
func (a Action) Heading() string {
	return fmt.Sprintf("%s in %s was %s", a.What(), a.Space, a.Done())
}

// Sentence tells the whole act: "A reply in Interoperability was hidden under rule 3: It is
// about another subject."
func (a Action) Sentence() string {
	under := ""
	if a.Rule > 0 {
		under = fmt.Sprintf(" under rule %d", a.Rule)
	}
	return fmt.Sprintf("%s%s: %s", a.Heading(), under, a.Reason)
}

// Anchor marks the act on a page.
func (a Action) Anchor() string { return "action-" + strconv.FormatInt(a.ID, 10) }

// Signed says who acted: by name to members, and as a body to everybody else.
func (a Action) Signed() string {
	if a.By == "" {
		return "the committee"
	}
	return a.By
}

func (a Action) cursor() models.Cursor { return models.Cursor{At: a.At, ID: a.ID} }

// logPage is how many actions stand on a page of the log.
const logPage = 25

// Log reads what the committee did in public and members-only boards, newest first. It tells of
// the act, the rule and the reason, never of whose words they were; by name it tells only
// members who acted.
func (s *Store) Log(ctx context.Context, by member.Member, cursor string) (page models.Page[Action], err error) {
	defer models.Wrap(&err, "read the moderation log")
	from, err := models.ParseCursor(cursor)
	if err != nil {
		return page, err
	}
	// The thread and the post are read for their kind and number only, so the predicate of
	// who sees them has no say here.
	list, err := db.All(ctx, s.db, (*Action).fields, `
		SELECT `+actionCols+`, CASE WHEN $1 THEN m.name ELSE '' END
		FROM `+actionFrom+`
		WHERE s.readers <> 'private' AND (z.id IS NULL OR z.readers <> 'private')
		  AND (a.made_at, a.id) < ($2, $3)
		ORDER BY a.made_at DESC, a.id DESC
		LIMIT $4`, by.IsMember(), from.At, from.ID, logPage+1)
	return models.PageOf(list, logPage, Action.cursor), err
}

// ActionsOn reads what was done about a thread and its posts, newest first, for the committee;
// anybody else reads what was done about their own words there, and why the thread was slowed. It
// answers "why is my post hidden?".
func (s *Store) ActionsOn(ctx context.Context, by member.Member, threadID int64) (list []Action, err error) {
	defer models.Wrap(&err, "read the actions on thread %d", threadID)
	if by.IsVisitor() {
		return nil, nil
	}
	return db.All(ctx, s.db, (*Action).fieldsOn, `
		SELECT `+actionCols+`, CASE WHEN $2 THEN m.name ELSE '' END, coalesce(a.post_id, 0)
		FROM (
			SELECT x.* FROM actions x WHERE x.thread_id = $4
			UNION
			-- what was done to posts before they came here from another thread
			SELECT x.*
			FROM actions h
			JOIN post_places l ON l.thread_id = h.from_thread_id
			JOIN actions x ON x.post_id = l.post_id
			WHERE h.thread_id = $4) a
		JOIN threads t ON t.id = $4
		JOIN spaces s ON s.id = t.space_id
		LEFT JOIN spaces z ON z.id = a.to_space_id
		LEFT JOIN posts p ON p.id = a.post_id
		JOIN members m ON m.id = a.by_id
		WHERE (p.id IS NULL OR p.thread_id = $4) AND (a.subject_id = $1 OR a.verb = 'slow' OR $3 AND s.readers <> 'private') AND `+space.Sees+`
		ORDER BY a.made_at DESC, a.id DESC
		LIMIT 200`, space.As(by, s.db.Now(), threadID)...)
}
