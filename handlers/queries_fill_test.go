package handlers

import (
	"context"
	"fmt"
	"strings"

	"commonroom/models/db"
)

// fills make n of everything, each in one statement. Whom and what they are about is written
// in capital letters.
var fills = []string{
	`INSERT INTO members (handle, name, name_key, search_key, state, welcomed, joined_at, admitted_at)
	 MANY SELECT 'm' || i, 'Member ' || i, 'member ' || i, 'member ' || i, 'member', TRUE, $2, $2 FROM n`,
	`INSERT INTO members (handle, name, name_key, state, joined_at, admitted_at)
	 MANY SELECT 'a' || i, 'Applicant ' || i, 'applicant ' || i, 'applicant', $2, $2 FROM n`,
	`INSERT INTO applications (member_id, made_at) SELECT id, joined_at FROM members WHERE state = 'applicant' AND handle LIKE 'a%' AND handle <> 'applicant'`,
	`INSERT INTO identities (member_id, issuer, subject, provider, email, email_key, trusted, name, linked_at, used_at)
	 SELECT id, 'https://issuer.example', handle, 'demo', '', '', FALSE, name, joined_at, joined_at FROM members`,
	`INSERT INTO sessions (token_hash, member_id, device, address, keep, made_at, seen_at, confirmed_at)
	 MANY SELECT 'hash ' || i, ME, 'Firefox', '', FALSE, $2, $2, $2 FROM n`,
	`INSERT INTO feed_addresses (member_id, name, token_hash, made_at) MANY SELECT ME, 'A reader', 'hash ' || i, $2 FROM n`,
	`INSERT INTO terms (member_id, office_id, from_day, until_day, how, recorded_at)
	 SELECT m.id, o.id, '2020-01-01', '2021-01-01', 'elected', m.joined_at FROM members m JOIN offices o ON o.slug = 'member' WHERE m.handle LIKE 'm%'`,
	`INSERT INTO member_perspectives (member_id, perspective) SELECT m.id, p.slug FROM members m JOIN perspectives p ON p.position < 4`,

	`INSERT INTO threads (space_id, kind, title, slug, author_id, published, last_post_at, last_post_by, made_at, published_at)
	 MANY SELECT s.id, s.holds, 'Thread ' || i, 'thread', OTHER, TRUE, $2, OTHER, $2, $2 FROM n CROSS JOIN spaces s WHERE s.slug IN ('interoperability', 'practices', 'projects')`,
	`INSERT INTO threads (space_id, kind, title, slug, author_id, published, last_post_at, last_post_by, made_at, published_at, heat, asks)
	 MANY SELECT s.id, s.holds, 'Who is on call ' || i || '?', 'who', OTHER, TRUE, $2, OTHER, $2, $2, 50 + i, TRUE FROM n CROSS JOIN spaces s WHERE s.slug = 'interoperability'`,
	`INSERT INTO threads (space_id, kind, title, slug, author_id, published, last_post_at, last_post_by, made_at, published_at)
	 MANY SELECT s.id, s.holds, 'Draft ' || i, 'draft', ME, FALSE, $2, ME, $2, $2 FROM n CROSS JOIN spaces s WHERE s.slug IN ('practices', 'projects')`,
	`INSERT INTO threads (space_id, kind, title, slug, author_id, published, last_post_at, last_post_by, made_at, published_at)
	 MANY SELECT s.id, s.holds, 'Later ' || i, 'later', ME, FALSE, $2, ME, $2, $2 FROM n CROSS JOIN spaces s WHERE s.slug = 'interoperability'`,
	`INSERT INTO scheduled_threads (thread_id, due_at) SELECT id, made_at FROM threads WHERE slug = 'later'`,
	`INSERT INTO thread_authors (thread_id, member_id) SELECT id, author_id FROM threads WHERE TRUE ON CONFLICT DO NOTHING`,
	`INSERT INTO practices (thread_id, body, html, renderer, version, published_version, published_day, edited_at)
	 SELECT id, 'Do this.', '', 1, 3, 1, DAY, made_at FROM threads WHERE kind = 'practice'`,
	`INSERT INTO practice_revisions (thread_id, version, title, summary, tags, body, note, by_id, made_at)
	 SELECT t.id, v.number, t.title, '', '', 'Do this.', '', t.author_id, t.made_at FROM threads t CROSS JOIN rules v WHERE t.kind = 'practice' AND v.number < 4`,
	`INSERT INTO projects (thread_id, organisation, team, status, problem, problem_html, aim, aim_html, renderer, edited_at)
	 SELECT id, '', '', 'running', '', '', '', '', 1, made_at FROM threads WHERE kind = 'project'`,

	// Ten posts in each thread, and two pages and more under what is read; one of them is hidden.
	`INSERT INTO posts (thread_id, number, author_id, body, html, renderer, version, edited, edited_at, hidden, made_at)
	 SELECT t.id, r.number + 7 * x.number - 7, OTHER, 'Now.', '', 1, 2, TRUE, t.made_at, r.number = 3 AND x.number = 1, t.made_at
	 FROM threads t CROSS JOIN rules r CROSS JOIN rules x WHERE t.published AND r.number + 7 * x.number <= CASE t.slug WHEN 'top-calls' THEN 56 ELSE 17 END`,
	`INSERT INTO posts (thread_id, number, author_id, body, html, renderer, edited_at, made_at)
	 MANY SELECT t.id, 2 * i + 48 + v.more, ME, 'More.', '', 1, $2, $2
	 FROM n CROSS JOIN (SELECT 0 AS more UNION SELECT 1) v CROSS JOIN threads t WHERE t.slug = 'top-calls'`,
	`INSERT INTO reactions (post_id, member_id, kind, made_at)
	 SELECT p.id, m.id, 'thanks', p.made_at FROM posts p JOIN threads t ON t.id = p.thread_id CROSS JOIN members m
	 WHERE t.slug = 'top-calls' AND p.number < 3 AND m.state = 'member'`,
	`INSERT INTO bookmarks (member_id, post_id, note, made_at)
	 SELECT ME, p.id, 'Come back.', p.made_at FROM posts p JOIN threads t ON t.id = p.thread_id WHERE t.slug = 'top-calls'`,
	`UPDATE posts SET thanks = (SELECT count(*) FROM reactions r WHERE r.post_id = posts.id)`,
	`INSERT INTO ribbons (member_id, thread_id, read_to, follow, moved_at)
	 SELECT m.id, t.id, 1, 'following', t.made_at FROM threads t CROSS JOIN members m WHERE t.slug = 'who' AND m.handle IN ('member', 'committee')`,
	`UPDATE posts SET polled = TRUE WHERE number = 1 AND thread_id IN (SELECT id FROM threads WHERE slug = 'top-calls')`,
	`INSERT INTO polls (post_id, question, sort, secret, closes_at, voters) SELECT id, 'Where?', 'single', FALSE, made_at, 9 FROM posts WHERE polled`,
	`INSERT INTO poll_options (post_id, number, words, chosen, firsts) SELECT q.post_id, r.number, 'Here', 9, 9 FROM polls q CROSS JOIN rules r`,
	`INSERT INTO poll_votes (post_id, member_id, number, place, points) SELECT q.post_id, m.id, 1 + m.id % 2, 1, 1 FROM polls q CROSS JOIN members m WHERE m.state = 'member'`,
	`UPDATE threads SET post_count = (SELECT count(*) FROM posts p WHERE p.thread_id = threads.id)`,
	`INSERT INTO post_revisions (post_id, version, body, html, by_id, made_at) SELECT id, 1, 'Before.', '', author_id, made_at FROM posts WHERE edited`,
	`UPDATE posts SET author_id = ME WHERE number = 2 AND thread_id IN (SELECT id FROM threads WHERE slug = 'who')`,
	`INSERT INTO search_same (words, changed_at) MANY SELECT 'ward ' || i || ', bay ' || i, $2 FROM n`,
	`INSERT INTO search_misses (words, state, times, last_day) MANY SELECT 'missed ' || i, 'shown', i + 2, DAY FROM n`,
	`INSERT INTO tags (slug, name) MANY SELECT 'tag-' || i, 'Tag ' || i FROM n`,
	`INSERT INTO thread_tags (thread_id, tag_id, out_at) SELECT t.id, g.id, t.published_at FROM threads t CROSS JOIN tags g WHERE g.slug IN ('tag-1', 'tag-2')`,
	`INSERT INTO member_tags (member_id, tag_id, follow, made_at) SELECT ME, g.id, CASE g.slug WHEN 'tag-9' THEN 'muted' ELSE 'following' END, t.made_at FROM tags g CROSS JOIN threads t WHERE t.slug = 'top-calls' AND t.kind = 'discussion'`,
	`INSERT INTO thread_perspectives (thread_id, perspective) SELECT t.id, v.slug FROM threads t JOIN perspectives v ON v.position < 3`,

	`INSERT INTO drafts (member_id, place, fields, key, turn, made_at, saved_at)
	 MANY SELECT ME, 'thread', '{"body": ["Words."]}', 'key ' || i, 0, $2, $2 FROM n`,
	`INSERT INTO drafts (member_id, place, thread_id, fields, key, turn, made_at, saved_at)
	 SELECT ME, 'reply', t.id, '{"body": ["Words."]}', 'key in ' || t.id, 0, t.made_at, t.made_at FROM threads t WHERE t.published`,

	`INSERT INTO reports (target, thread_id, space_id, subject_id, reason, words, made_at)
	 MANY SELECT 'thread', t.id, t.space_id, t.author_id, 'other', 'Look.', $2 FROM n CROSS JOIN threads t WHERE t.slug = 'top-calls' AND t.kind = 'discussion'`,
	`INSERT INTO actions (by_id, verb, target, thread_id, space_id, subject_id, reason, made_at)
	 MANY SELECT OTHER, 'pin', 'thread', t.id, t.space_id, t.author_id, 'It is good.', $2 FROM n CROSS JOIN threads t WHERE t.slug = 'top-calls'`,
	`INSERT INTO activity (at, by_id, verb, thread_id, member_id) MANY SELECT $2, OTHER, 'replied', t.id, ME FROM n CROSS JOIN threads t WHERE t.slug = 'top-calls'`,
	`INSERT INTO notices (member_id, activity_id, kind, thread_id, made_at) SELECT member_id, id, 'reply', thread_id, at FROM activity WHERE member_id IS NOT NULL`,
}

// fill fills the site, and remembers what is read.
func (c *crowded) fill(ctx context.Context, tx *db.Tx, n int) error {
	for kind, root := range map[string]string{"discussion": "threads", "practice": "practices", "project": "projects"} {
		id, err := makeThread(ctx, tx, kind, inPublic, c.people["member"].ID)
		if err != nil {
			return err
		}
		c.tokens[root] = fmt.Sprint(id)
	}
	word := strings.NewReplacer(
		"MANY", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)",
		"OTHER", fmt.Sprint(c.people["other"].ID), "ME", fmt.Sprint(c.people["member"].ID),
		"DAY", tx.Now.Format("'2006-01-02'"))
	for _, sql := range fills {
		var args []any
		if strings.Contains(sql, "MANY") {
			args = append(args, n)
		}
		if strings.Contains(sql, "$2") {
			args = append(args, tx.Now)
		}
		if _, err := db.Exec(ctx, tx, word.Replace(sql), args...); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	c.tokens["report"], c.tokens["search"], c.tokens["events"], c.tokens["feeds"] = c.tokens["threads"], c.tokens["threads"], c.tokens["threads"], "a-token"
	if _, err := feedAddress(ctx, tx, c.people["member"].ID, c.tokens["feeds"]); err != nil {
		return err
	}
	if err := c.hang(ctx, tx); err != nil {
		return err
	}
	return c.find(ctx, tx)
}

// hang puts a file on all the posts of one member.
func (c *crowded) hang(ctx context.Context, tx *db.Tx) error {
	id, err := c.keptFile(ctx, tx, c.people["other"].ID, "plan.txt", "A plan.")
	if err != nil {
		return err
	}
	c.tokens["files"] = fmt.Sprint(id)
	_, err = db.Exec(ctx, tx, `
		INSERT INTO upload_places (upload_id, post_id, version) SELECT $1, p.id, 0 FROM posts p WHERE p.author_id = $2`, id, c.people["other"].ID)
	return err
}

// find notes the numbers of the other things that are read.
func (c *crowded) find(ctx context.Context, tx *db.Tx) (err error) {
	for root, sql := range map[string]string{
		"drafts":   `SELECT max(id) FROM drafts WHERE member_id = ` + fmt.Sprint(c.people["member"].ID),
		"posts":    `SELECT id FROM posts WHERE number = 1 AND thread_id = ` + c.tokens["threads"],
		"reports":  `SELECT max(id) FROM reports`,
		"settings": `SELECT max(id) FROM sessions`,
	} {
		id, err := db.Value[int64](ctx, tx, sql)
		if err != nil {
			return err
		}
		c.tokens[root] = fmt.Sprint(id)
	}
	return nil
}
