package handlers

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"commonroom/models/activity"
	"commonroom/models/db"
)

// readersOf are those who may meet the words that begin with a stem. Each stem stands for one sort
// of thing that is not for everybody; no page has such a word by chance.
var readersOf = map[string]string{
	"quoll":   "insider facilitator",                                                                               // of the private group
	"quokka":  "insider",                                                                                           // drafts, and what a practice said before it was published
	"numbat":  "committee other",                                                                                   // hidden by the committee, and who wrote it
	"wombat":  "member other insider facilitator committee officer assessor administrator ex_insider ex_committee", // for members
	"bilby":   "committee",                                                                                         // what was reported, and what is missed
	"dunnart": "other",                                                                                             // how somebody signs in
	"potoroo": "applicant committee administrator",                                                                 // what an applicant wrote
}

// unshown are the words that nobody at all is shown in this release: what was hidden or withdrawn
// has no tags of its own and no history to read and no form that changes it, revisions are compared by their source, and
// how somebody signs in is kept for the sign-in alone.
var unshown = strings.Fields(`
	quollreportwords quollreportcontact quollreportpage quollreportoutcome quollactionreason quollpaperbody quollpaperproblem quollpaperaim
	quollwithdrawnpollquestion quollwithdrawnpollwords quollwithdrawnbody quollwithdrawnhtml quollwithdrawnoldbody quollwithdrawnoldhtml
	quollhiddenoldbody quollhiddenoldhtml numbatoldbody numbatoldhtml numbatpostoldbody numbatpostoldhtml
	numbatearlytitle numbatearlysummary numbatearlytags
	numbatpaperbody numbatpaperproblem numbatpaperaim quolloldhtml wombatoldhtml
	quokkatagdescription numbattagdescription numbatpapertagdescription
	dunnartissuer dunnartsubject dunnartname dunnartaddress
	quollfiletitle quollhiddenfiletitle quollwithdrawnfiletitle quollpaperfiletitle quokkafiletitle numbatfiletitle numbatpostfiletitle
	numbatpaperfiletitle wombatfiletitle wombatpaperfiletitle quollwithdrawnfilename quollwithdrawnfilebytes`)

// planted is a town with words in every field of things that are not for everybody, and what
// names those things in addresses.
type planted struct {
	*town
	tokens     map[string][]string // by the first word of a route's path
	words      []string
	feedTokens map[string]string // of each role's feed reader
	fileNames  map[string]string // by their numbers
	fields     map[string]bool   // columns that hold a word
}

func plant(t *testing.T) *planted {
	t.Helper()
	p := &planted{town: walkTown(t), tokens: map[string][]string{}, fields: map[string]bool{}, feedTokens: map[string]string{}, fileNames: map[string]string{}}
	ctx := t.Context()
	err := p.db.Write(ctx, func(tx *db.Tx) error {
		for _, step := range []func(context.Context, *db.Tx) error{p.group, p.drafted, p.concealed, p.membersOnly, p.personal} {
			if err := step(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Notices.Deliver(ctx); err != nil {
		t.Fatal(err)
	}
	p.put(t)
	return p
}

// word notes that a word was planted.
func (p *planted) word(text string) string {
	p.words = append(p.words, text)
	return text
}

// mark writes the stem and their own name into columns of the row that where picks.
func (p *planted) mark(ctx context.Context, tx *db.Tx, table, stem, where string, columns ...string) error {
	var set []string
	for _, column := range columns {
		p.fields[table+"."+column] = true
		word := p.word(stem + strings.ReplaceAll(column, "_", ""))
		if strings.HasSuffix(column, "html") {
			word = "<p>" + word + "</p>"
		}
		set = append(set, column+" = '"+word+"'")
	}
	n, err := db.Exec(ctx, tx, `UPDATE `+table+` SET `+strings.Join(set, ", ")+` WHERE `+where)
	if err == nil && n == 0 {
		return fmt.Errorf("no words in %s where %s", table, where)
	}
	return err
}

// speak makes a discussion with every sort of post that a stem needs, and words in all of it.
func (p *planted) speak(ctx context.Context, tx *db.Tx, stem string, at spot, author int64) (threadID int64, err error) {
	threadID, err = makeThread(ctx, tx, "discussion", at, author)
	if err != nil {
		return 0, err
	}
	id := fmt.Sprint(threadID)
	if err := p.mark(ctx, tx, "threads", stem, "id = "+id, "title", "slug", "summary", "outcome"); err != nil {
		return 0, err
	}
	if err := p.retitle(ctx, tx, stem, id, author); err != nil {
		return 0, err
	}
	p.tokens["threads"] = append(p.tokens["threads"], id)
	if err := p.ask(ctx, tx, id); err != nil {
		return 0, err
	}
	if err := p.tag(ctx, tx, stem, threadID); err != nil {
		return 0, err
	}
	_, err = p.say(ctx, tx, stem, threadID, false, author)
	return threadID, err
}

// retitle gives a thread a title that it had before.
func (p *planted) retitle(ctx context.Context, tx *db.Tx, stem, id string, author int64) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO thread_revisions (thread_id, version, title, summary, tags, by_id, changed_at) VALUES ($1, 0, '', '', '', $2, $3)`, number(id), author, tx.Now)
	if err != nil {
		return err
	}
	if _, err := db.Exec(ctx, tx, `UPDATE threads SET retitled = TRUE WHERE id = $1`, number(id)); err != nil {
		return err
	}
	return p.mark(ctx, tx, "thread_revisions", stem+"early", "thread_id = "+id, "title", "summary", "tags")
}

// ask makes a thread a question that is read more than any other, with an answer.
func (p *planted) ask(ctx context.Context, tx *db.Tx, id string) error {
	if _, err := db.Exec(ctx, tx, `UPDATE threads SET title = title || '?', asks = TRUE, heat = 100 WHERE id = `+id); err != nil {
		return err
	}
	_, err := makePost(ctx, tx, number(id), false, p.people["ex_committee"].ID)
	return err
}

// tag gives a thread a tag whose name is a word, under an address that is none.
func (p *planted) tag(ctx context.Context, tx *db.Tx, stem string, threadID int64) error {
	slug := fmt.Sprint("about-", threadID)
	p.tokens["tags"] = append(p.tokens["tags"], slug)
	id, err := db.Value[int64](ctx, tx, `INSERT INTO tags (slug, name, description) VALUES ($1, $2, $3) RETURNING id`, slug, p.word(stem+"tag"), p.word(stem+"tagdescription"))
	p.fields["tags.description"] = true
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `INSERT INTO thread_tags (thread_id, tag_id, out_at) VALUES ($1, $2, $3)`, threadID, id, tx.Now)
	return err
}

// say adds a post that mentions everybody, and has it told to them.
func (p *planted) say(ctx context.Context, tx *db.Tx, stem string, threadID int64, hidden bool, author int64) (postID int64, err error) {
	if postID, err = makePost(ctx, tx, threadID, hidden, author); err != nil {
		return 0, err
	}
	id := fmt.Sprint(postID)
	p.tokens["posts"] = append(p.tokens["posts"], id)
	if err := p.mark(ctx, tx, "posts", stem, "id = "+id, "body", "html"); err != nil {
		return 0, err
	}
	if err := p.mark(ctx, tx, "post_revisions", stem+"old", "post_id = "+id, "body", "html"); err != nil {
		return 0, err
	}
	if err := p.poll(ctx, tx, stem, postID); err != nil {
		return 0, err
	}
	if err := p.hang(ctx, tx, stem, "post_id", postID, author); err != nil {
		return 0, err
	}
	_, err = db.Exec(ctx, tx, `INSERT INTO post_mentions (post_id, member_id) SELECT $1, m.id FROM members m`, postID)
	if err != nil {
		return 0, err
	}
	return postID, activity.Record(ctx, tx, activity.Entry{By: author, Verb: activity.Replied, ThreadID: threadID, PostID: postID})
}

// poll hangs a poll with words in it on a post.
func (p *planted) poll(ctx context.Context, tx *db.Tx, stem string, postID int64) error {
	if err := makePoll(ctx, tx, postID); err != nil {
		return err
	}
	where := fmt.Sprint("post_id = ", postID)
	if err := p.mark(ctx, tx, "polls", stem+"poll", where, "question"); err != nil {
		return err
	}
	return p.mark(ctx, tx, "poll_options", stem+"poll", where+" AND number = 2", "words")
}

// hang puts a file with a word in it on a post, or on the document of a thread.
func (p *planted) hang(ctx context.Context, tx *db.Tx, stem, column string, on, author int64) error {
	id, err := p.keptFile(ctx, tx, author, "plan.txt", p.word(stem+"filebytes"))
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `INSERT INTO upload_places (upload_id, `+column+`, version) VALUES ($1, $2, 3)`, id, on)
	if err != nil {
		return err
	}
	p.tokens["files"] = append(p.tokens["files"], fmt.Sprint(id))
	p.fileNames[fmt.Sprint(id)] = stem + "filename"
	return p.mark(ctx, tx, "uploads", stem+"file", fmt.Sprint("id = ", id), "name", "title")
}

// write makes a practice and a project with words in them.
func (p *planted) write(ctx context.Context, tx *db.Tx, stem string, at spot, author int64) error {
	practice, err := practiceOf(ctx, tx, p.town, at, author)
	if err != nil {
		return err
	}
	project, err := projectOf(ctx, tx, p.town, at, author)
	if err != nil {
		return err
	}
	p.tokens["practices"] = append(p.tokens["practices"], practice.token)
	p.tokens["projects"] = append(p.tokens["projects"], project.token)
	if err := p.mark(ctx, tx, "threads", stem, "id IN ("+practice.token+", "+project.token+")", "title", "slug", "summary"); err != nil {
		return err
	}
	if err := p.mark(ctx, tx, "practices", stem, "thread_id = "+practice.token, "body", "html"); err != nil {
		return err
	}
	if err := p.mark(ctx, tx, "practice_revisions", stem+"old", "version = 3 AND thread_id = "+practice.token, "title", "summary", "tags", "body", "note"); err != nil {
		return err
	}
	id, err := strconv.ParseInt(practice.token, 10, 64)
	if err != nil {
		return err
	}
	if err := p.tag(ctx, tx, stem, id); err != nil {
		return err
	}
	if err := p.hang(ctx, tx, stem, "thread_id", id, author); err != nil {
		return err
	}
	return p.mark(ctx, tx, "projects", stem, "thread_id = "+project.token, "organisation", "team", "problem", "problem_html", "aim", "aim_html")
}

// group is what the private group holds. Most of it was written by somebody who has left it.
func (p *planted) group(ctx context.Context, tx *db.Tx) error {
	gone, insider := p.people["ex_insider"].ID, p.people["insider"].ID
	if err := p.mark(ctx, tx, "spaces", "quoll", "slug = 'rotas'", "name", "purpose"); err != nil {
		return err
	}
	if err := p.mark(ctx, tx, "spaces", "quolldocs", "slug IN ('private-practice', 'private-project')", "name", "purpose"); err != nil {
		return err
	}
	thread, err := p.speak(ctx, tx, "quoll", inPrivate, gone)
	if err != nil {
		return err
	}
	if _, err := p.say(ctx, tx, "quollhidden", thread, true, insider); err != nil {
		return err
	}
	post, err := p.say(ctx, tx, "quollwithdrawn", thread, false, gone)
	if err != nil {
		return err
	}
	if _, err := db.Exec(ctx, tx, `UPDATE posts SET withdrawn = TRUE WHERE id = $1`, post); err != nil {
		return err
	}
	if err := p.judge(ctx, tx, "quoll", p.word("quollactionreason"), thread); err != nil {
		return err
	}
	if err := p.tell(ctx, tx, thread, gone); err != nil {
		return err
	}
	return p.write(ctx, tx, "quollpaper", inPrivate, gone)
}

// judge has a thread acted on, and a report about it dealt with.
func (p *planted) judge(ctx context.Context, tx *db.Tx, stem, reason string, thread int64) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO actions (by_id, verb, target, thread_id, space_id, subject_id, rule_number, reason, made_at)
		SELECT $2, 'lock', 'thread', t.id, t.space_id, t.author_id, 3, $3, $4 FROM threads t WHERE t.id = $1`,
		thread, p.people["committee"].ID, reason, tx.Now)
	if err != nil {
		return err
	}
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO reports (target, thread_id, space_id, subject_id, reason, words, contact, state, closed_by, closed_at, made_at)
		SELECT 'thread', t.id, t.space_id, t.author_id, 'other', $2, $3, 'closed', $5, $4, $4 FROM threads t WHERE t.id = $1 RETURNING id`,
		thread, p.word(stem+"reportwords"), p.word(stem+"reportcontact"), tx.Now, p.people["committee"].ID)
	if err != nil {
		return err
	}
	p.tokens["reports"] = append(p.tokens["reports"], fmt.Sprint(id))
	return p.mark(ctx, tx, "reports", stem+"report", fmt.Sprint("id = ", id), "page", "outcome")
}

// tell has somebody told what was done to a thread of theirs, which they may not read by now.
func (p *planted) tell(ctx context.Context, tx *db.Tx, thread, memberID int64) error {
	action, err := db.Value[int64](ctx, tx, `
		INSERT INTO actions (by_id, verb, target, thread_id, space_id, subject_id, rule_number, reason, made_at)
		SELECT $2, 'lock', 'thread', t.id, t.space_id, $3, 3, 'It is about another subject.', $4 FROM threads t WHERE t.id = $1
		RETURNING id`, thread, p.people["facilitator"].ID, memberID, tx.Now)
	if err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{
		By: p.people["facilitator"].ID, Verb: activity.Acted, ThreadID: thread, MemberID: memberID, ActionID: action,
	})
}

// drafted is what an insider has written and not published, and what one practice said before.
func (p *planted) drafted(ctx context.Context, tx *db.Tx) error {
	insider := p.people["insider"].ID
	if err := p.write(ctx, tx, "quokka", inPublic.unsaid(), insider); err != nil {
		return err
	}
	out, err := practiceOf(ctx, tx, p.town, inPublic, insider)
	if err != nil {
		return err
	}
	p.tokens["practices"] = append(p.tokens["practices"], out.token)
	return p.mark(ctx, tx, "practice_revisions", "quokkaearly", "version = 1 AND thread_id = "+out.token, "title", "summary", "tags", "body", "note")
}

// concealed is what the committee has hidden.
func (p *planted) concealed(ctx context.Context, tx *db.Tx) error {
	other := p.people["other"].ID
	thread, err := p.speak(ctx, tx, "numbat", inPublic.hid(), other)
	if err != nil {
		return err
	}
	if err := p.write(ctx, tx, "numbatpaper", inPublic.hid(), other); err != nil {
		return err
	}
	if err := p.judge(ctx, tx, "bilby", "It is about another subject.", thread); err != nil {
		return err
	}
	if thread, err = makeThread(ctx, tx, "discussion", inPublic, p.people["member"].ID); err != nil {
		return err
	}
	if _, err := makePost(ctx, tx, thread, false, p.people["member"].ID); err != nil {
		return err
	}
	_, err = p.say(ctx, tx, "numbatpost", thread, true, other)
	return err
}

// membersOnly is what any member may read and nobody else.
func (p *planted) membersOnly(ctx context.Context, tx *db.Tx) error {
	other := p.people["other"].ID
	if _, err := p.speak(ctx, tx, "wombat", inMembers, other); err != nil {
		return err
	}
	if err := p.write(ctx, tx, "wombatpaper", inMembers, other); err != nil {
		return err
	}
	if err := p.shape(ctx, tx, "wombat", "welcome"); err != nil {
		return err
	}
	return p.mark(ctx, tx, "members", "wombat", fmt.Sprint("id = ", other), "region", "about", "about_html")
}

// shape gives a board a template.
func (p *planted) shape(ctx context.Context, tx *db.Tx, stem, board string) error {
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO board_templates (space_id, body, changed_by, changed_at)
		SELECT s.id, '', $2, $3 FROM spaces s WHERE s.slug = $1 RETURNING space_id`, board, p.people["committee"].ID, tx.Now)
	if err != nil {
		return err
	}
	return p.mark(ctx, tx, "board_templates", stem+"template", fmt.Sprint("space_id = ", id), "body")
}

// personal is what is kept of how somebody signs in, and what an applicant wrote.
func (p *planted) personal(ctx context.Context, tx *db.Tx) error {
	other := p.people["other"].ID
	p.words = append(p.words, "dunnartissuer", "dunnartsubject", "dunnartmail", "dunnartname")
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO identities (member_id, issuer, subject, provider, email, email_key, trusted, name, linked_at, used_at)
		VALUES ($1, 'dunnartissuer', 'dunnartsubject', 'demo', 'dunnartmail@trust.example', 'dunnartmail@trust.example', TRUE, 'dunnartname', $2, $2)
		RETURNING id`, other, tx.Now)
	if err != nil {
		return err
	}
	p.tokens["settings"] = append(p.tokens["settings"], fmt.Sprint(id))
	if err := p.mark(ctx, tx, "sessions", "dunnart", fmt.Sprint("member_id = ", other), "device", "address"); err != nil {
		return err
	}
	if err := p.follow(ctx, tx); err != nil {
		return err
	}
	if err := p.bookmark(ctx, tx, other); err != nil {
		return err
	}
	if err := p.begun(ctx, tx); err != nil {
		return err
	}
	if _, err := missOf(ctx, tx, p.town, spot{}, 0); err != nil {
		return err
	}
	if err := p.mark(ctx, tx, "search_misses", "bilby", "state = 'shown'", "words"); err != nil {
		return err
	}
	p.tokens["committee"] = append(p.tokens["committee"], fmt.Sprint(p.people["applicant"].ID))
	return p.mark(ctx, tx, "applications", "potoroo", fmt.Sprint("member_id = ", p.people["applicant"].ID), "words")
}

// bookmark has somebody keep a post that everybody reads: what they note of it is theirs alone.
func (p *planted) bookmark(ctx context.Context, tx *db.Tx, memberID int64) error {
	thread, err := makeThread(ctx, tx, "discussion", inPublic, p.people["member"].ID)
	if err != nil {
		return err
	}
	post, err := makePost(ctx, tx, thread, false, p.people["member"].ID)
	if err != nil {
		return err
	}
	if _, err := db.Exec(ctx, tx, `INSERT INTO bookmarks (member_id, post_id, made_at) VALUES ($1, $2, $3)`, memberID, post, tx.Now); err != nil {
		return err
	}
	p.tokens["posts"] = append(p.tokens["posts"], fmt.Sprint(post))
	return p.mark(ctx, tx, "bookmarks", "dunnartbookmark", fmt.Sprint("member_id = ", memberID), "note")
}

// follow gives everybody an address for a feed reader; what one calls it is one's own.
func (p *planted) follow(ctx context.Context, tx *db.Tx) error {
	p.feedTokens["visitor"] = "no-such-token"
	for _, role := range roles {
		p.feedTokens[role] = rand.Text()
		id, err := feedAddress(ctx, tx, p.people[role].ID, p.feedTokens[role])
		if err != nil {
			return err
		}
		p.tokens["settings"] = append(p.tokens["settings"], fmt.Sprint(id))
	}
	return p.mark(ctx, tx, "feed_addresses", "dunnartfeed", fmt.Sprint("member_id = ", p.people["other"].ID), "name")
}
