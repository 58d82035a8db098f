package handlers

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
)

// spot is where a thing stands and in what state, as far as permissions care.
type spot struct {
	readers string // of the space: public, members or private
	own     bool   // the one who knocks made it; otherwise another did
	self    bool   // it is the one who knocks
	gone    bool   // there is none: its number was never given
	hidden  bool
	locked  bool
	pinned  bool
	slow    bool
	draft   bool
	taken   bool // back, by whoever wrote it
}

// thing is what somebody knocks about. Its token is what names it in the address.
type thing struct {
	token  string
	params map[string]string // further parts of the address, such as :n
	cookie string            // of a session of its own to knock with
}

// maker makes a thing for an owner, by SQL alone: no model may have a say in how the board is
// set up on which it is tested.
type maker func(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error)

// farOff is where the numbers of things begin in a furnished town, so that one stands out in
// the bytes of a page.
const farOff = 700_000_000

// noSuch is a number of the same length that no thing has.
const noSuch = "799999999"

// furnish readies a town for knocks: boards and rooms of every sort, and numbers that stand out.
func (w *town) furnish(ctx context.Context, tx *db.Tx) error {
	for _, table := range []string{"threads", "posts", "reports", "sessions", "identities", "members", "feed_addresses", "drafts", "uploads"} {
		if err := startAt(ctx, tx, table, farOff); err != nil {
			return err
		}
	}
	for _, holds := range []string{"practice", "project"} {
		for readers, kind := range map[string]string{"members": "board", "private": "group"} {
			_, err := db.Exec(ctx, tx, `
				INSERT INTO spaces (kind, slug, name, purpose, readers, holds, position, made_at)
				VALUES ($1, $2, $2, '', $3, $4, 9, $5)`, kind, readers+"-"+holds, readers, holds, tx.Now)
			if err != nil {
				return err
			}
		}
	}
	_, err := db.Exec(ctx, tx, `
		INSERT INTO space_members (space_id, member_id, role, here, joined_at)
		SELECT s.id, r.member_id, r.role, r.here, r.joined_at
		FROM spaces s CROSS JOIN space_members r
		WHERE s.readers = 'private' AND s.id <> r.space_id AND r.space_id = $1`, w.group)
	return err
}

// startAt has the next row of a table numbered from n on.
func startAt(ctx context.Context, tx *db.Tx, table string, n int64) error {
	if dbtest.Postgres() {
		_, err := db.Value[int64](ctx, tx, `SELECT setval(pg_get_serial_sequence($1, 'id'), $2)`, table, n)
		return err
	}
	if _, err := db.Exec(ctx, tx, `DELETE FROM sqlite_sequence WHERE name = $1`, table); err != nil {
		return err
	}
	_, err := db.Exec(ctx, tx, `INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)`, table, n)
	return err
}

// slugs are the spaces in which things are made, by who reads them and what they hold.
var slugs = map[string]string{
	"public discussion": "interoperability", "members discussion": "welcome", "private discussion": "rotas",
	"public practice": "practices", "members practice": "members-practice", "private practice": "private-practice",
	"public project": "projects", "members project": "members-project", "private project": "private-project",
}

// makeThread starts a thread of a kind. A document has its maker among its authors.
func makeThread(ctx context.Context, tx *db.Tx, kind string, at spot, owner int64) (int64, error) {
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO threads (space_id, kind, title, slug, author_id, published, hidden, locked, pinned,
			last_post_at, last_post_by, made_at, published_at)
		SELECT s.id, $2, 'Top calls', 'top-calls', $3, $4, $5, $6, $7, $8, $3, $8, $8 FROM spaces s WHERE s.slug = $1
		RETURNING id`,
		slugs[at.readers+" "+kind], kind, owner, !at.draft, at.hidden, at.locked, at.pinned, tx.Now)
	if err != nil {
		return 0, err
	}
	if at.slow {
		if _, err := db.Exec(ctx, tx, `UPDATE threads SET slow_minutes = 60 WHERE id = $1`, id); err != nil {
			return 0, err
		}
	}
	_, err = db.Exec(ctx, tx, `INSERT INTO thread_authors (thread_id, member_id) VALUES ($1, $2)`, id, owner)
	return id, err
}

// makePost adds a post that was edited once, so that it has a history.
func makePost(ctx context.Context, tx *db.Tx, threadID int64, hidden bool, owner int64) (id int64, err error) {
	number, err := db.Value[int](ctx, tx, `UPDATE threads SET post_count = post_count + 1 WHERE id = $1 RETURNING post_count`, threadID)
	if err != nil {
		return 0, err
	}
	id, err = db.Value[int64](ctx, tx, `
		INSERT INTO posts (thread_id, number, author_id, body, html, renderer, version, edited, edited_at, hidden, made_at)
		VALUES ($1, $2, $3, 'Now.', '<p>Now.</p>', 1, 2, TRUE, $4, $5, $4) RETURNING id`,
		threadID, number, owner, tx.Now, hidden)
	if err != nil {
		return 0, err
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO post_revisions (post_id, version, body, html, by_id, made_at)
		VALUES ($1, 1, 'Before.', '<p>Before.</p>', $2, $3)`, id, owner, tx.Now)
	return id, err
}

func numbered(id int64) thing {
	return thing{token: fmt.Sprint(id), params: map[string]string{"slug": "top-calls", "after": "0"}}
}

// discussion is a thread that stands alone, with its first post.
func discussion(ctx context.Context, tx *db.Tx, _ *town, at spot, owner int64) (thing, error) {
	id, err := makeThread(ctx, tx, "discussion", at, owner)
	if err != nil {
		return thing{}, err
	}
	if _, err := makePost(ctx, tx, id, false, owner); err != nil {
		return thing{}, err
	}
	elsewhere, err := db.Value[string](ctx, tx, `SELECT CAST(id AS TEXT) FROM spaces WHERE slug = 'questions'`)
	th := numbered(id)
	th.params["elsewhere"] = elsewhere
	return th, err
}

// reply is a post of the owner's in somebody else's thread; it alone is hidden, not its thread.
func reply(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	hidden := at.hidden
	at.hidden = false
	id, err := makeThread(ctx, tx, "discussion", at, w.people["ex_insider"].ID)
	if err != nil {
		return thing{}, err
	}
	if id, err = makePost(ctx, tx, id, hidden, owner); err != nil {
		return thing{}, err
	}
	_, err = db.Exec(ctx, tx, `UPDATE posts SET withdrawn = $2 WHERE id = $1`, id, at.taken)
	return numbered(id), err
}

// joinable is a discussion with a reply, beside another that it can join.
func joinable(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	other, err := makeThread(ctx, tx, "discussion", inMembers, w.people["other"].ID)
	if err != nil {
		return thing{}, err
	}
	if _, err := makePost(ctx, tx, other, false, w.people["other"].ID); err != nil {
		return thing{}, err
	}
	th, err := discussion(ctx, tx, w, at, owner)
	if err != nil {
		return th, err
	}
	th.params["into"] = fmt.Sprint(other)
	_, err = makePost(ctx, tx, number(th.token), false, w.people["ex_insider"].ID)
	return th, err
}

// lengthened is a reply that says more than it said first.
func lengthened(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	th, err := reply(ctx, tx, w, at, owner)
	if err != nil {
		return th, err
	}
	th.params["n"] = "1"
	_, err = db.Exec(ctx, tx, `UPDATE posts SET body = 'Before. And now.' WHERE id = $1`, number(th.token))
	return th, err
}

// replyToQuestion is somebody's answer to a question of the owner's.
func replyToQuestion(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	th, err := discussion(ctx, tx, w, at, owner)
	if err != nil {
		return thing{}, err
	}
	if _, err := db.Exec(ctx, tx, `UPDATE threads SET asks = TRUE WHERE id = $1`, number(th.token)); err != nil {
		return thing{}, err
	}
	id, err := makePost(ctx, tx, number(th.token), false, w.people["ex_insider"].ID)
	return numbered(id), err
}

// solution is the same, marked as the answer.
func solution(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	th, err := replyToQuestion(ctx, tx, w, at, owner)
	if err != nil {
		return thing{}, err
	}
	_, err = db.Exec(ctx, tx, `
		UPDATE threads SET answer_id = $1, state = 'answered' WHERE id = (SELECT p.thread_id FROM posts p WHERE p.id = $1)`, number(th.token))
	return th, err
}

// longTalk is a discussion with as many posts as a summary takes.
func longTalk(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	th, err := discussion(ctx, tx, w, at, owner)
	if err != nil {
		return thing{}, err
	}
	_, err = db.Exec(ctx, tx, `UPDATE threads SET post_count = 60 WHERE id = $1`, number(th.token))
	return th, err
}

// replyUnder is a post in a thread that may be hidden.
func replyUnder(ctx context.Context, tx *db.Tx, _ *town, at spot, owner int64) (thing, error) {
	id, err := makeThread(ctx, tx, "discussion", at, owner)
	if err != nil {
		return thing{}, err
	}
	id, err = makePost(ctx, tx, id, false, owner)
	return numbered(id), err
}

// practiceOf is a practice in its third version, published in the second.
func practiceOf(ctx context.Context, tx *db.Tx, _ *town, at spot, owner int64) (thing, error) {
	id, err := makeThread(ctx, tx, "practice", at, owner)
	if err != nil {
		return thing{}, err
	}
	published, day := 2, models.DayOf(tx.Now)
	if at.draft {
		published, day = 0, ""
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO practices (thread_id, body, html, renderer, version, published_version, published_day, edited_at)
		VALUES ($1, 'Do this.', '<p>Do this.</p>', 1, 3, $2, $3, $4)`, id, published, day, tx.Now)
	for version := 1; version <= 3 && err == nil; version++ {
		_, err = db.Exec(ctx, tx, `
			INSERT INTO practice_revisions (thread_id, version, title, summary, tags, body, note, by_id, made_at)
			VALUES ($1, $2, 'Top calls', '', '', $3, '', $4, $5)`, id, version, fmt.Sprint("Do this ", version), owner, tx.Now)
	}
	return numbered(id), err
}

// projectOf is a project.
func projectOf(ctx context.Context, tx *db.Tx, _ *town, at spot, owner int64) (thing, error) {
	id, err := makeThread(ctx, tx, "project", at, owner)
	if err != nil {
		return thing{}, err
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO projects (thread_id, organisation, team, status, problem, problem_html, aim, aim_html, renderer, edited_at)
		VALUES ($1, 'Example Trust', '', 'running', 'Queues.', '<p>Queues.</p>', 'None.', '<p>None.</p>', 1, $2)`, id, tx.Now)
	return numbered(id), err
}

// complaint is a report about a thread of the owner's.
func complaint(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	threadID, err := makeThread(ctx, tx, "discussion", at, owner)
	if err != nil {
		return thing{}, err
	}
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO reports (target, thread_id, space_id, subject_id, reason, words, reporter_id, made_at)
		SELECT 'thread', t.id, t.space_id, t.author_id, 'other', 'Look at this.', $2, $3 FROM threads t WHERE t.id = $1
		RETURNING id`, threadID, w.people["insider"].ID, tx.Now)
	return numbered(id), err
}

// grievance is a report about the owner themselves, and nothing they wrote.
func grievance(ctx context.Context, tx *db.Tx, w *town, _ spot, owner int64) (thing, error) {
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO reports (target, subject_id, reason, words, reporter_id, made_at)
		VALUES ('member', $1, 'other', 'Look at them.', $2, $3) RETURNING id`, owner, w.people["insider"].ID, tx.Now)
	return numbered(id), err
}

// room is the space itself, named by its slug.
func room(_ context.Context, _ *db.Tx, _ *town, at spot, _ int64) (thing, error) {
	return thing{token: slugs[at.readers+" discussion"]}, nil
}

// absent is the thing that is not there, named as the given one is.
func (th thing) absent() thing {
	gone := th
	if gone.token = noSuch; strings.Trim(th.token, "0123456789") != "" {
		gone.token = "no-such-name"
	}
	return gone
}

// polled is the first post of a thread, with a poll that is open.
func polled(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	th, err := replyUnder(ctx, tx, w, at, owner)
	if err != nil {
		return thing{}, err
	}
	return th, makePoll(ctx, tx, number(th.token))
}

// makePoll hangs an open poll of two options on a post.
func makePoll(ctx context.Context, tx *db.Tx, postID int64) error {
	if _, err := db.Exec(ctx, tx, `UPDATE posts SET polled = TRUE WHERE id = $1`, postID); err != nil {
		return err
	}
	_, err := db.Exec(ctx, tx, `
		INSERT INTO polls (post_id, question, sort, secret, closes_at) VALUES ($1, 'Where?', 'single', FALSE, $2)`,
		postID, tx.Now.AddDate(0, 0, 7))
	for option := 1; option <= 2 && err == nil; option++ {
		_, err = db.Exec(ctx, tx, `INSERT INTO poll_options (post_id, number, words) VALUES ($1, $2, 'Here')`, postID, option)
	}
	return err
}

// inAFortnight gives a thread another time.
func inAFortnight(*asking) url.Values {
	return url.Values{"later_day": {string(models.DayOf(time.Now().AddDate(0, 0, 14)))}}
}

// coming is a discussion that is due in a week.
func coming(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	th, err := discussion(ctx, tx, w, at, owner)
	if err != nil {
		return thing{}, err
	}
	_, err = db.Exec(ctx, tx, `INSERT INTO scheduled_threads (thread_id, due_at) VALUES ($1, $2)`, number(th.token), tx.Now.AddDate(0, 0, 7))
	return th, err
}
