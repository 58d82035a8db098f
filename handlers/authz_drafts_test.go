package handlers

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"

	"commonroom/models/db"
)

func draftKnocks() []knock {
	changed := []door{at("own", inPublic.mine(), "D03"), at("own for members", inMembers.mine(), "D03"), at("another's", inPublic, rowAbsent), at("not there", nowhere, rowAbsent)}
	return []knock{
		page("/drafts"),
		{method: "POST", path: "/drafts", about: discussion, doors: reading, form: keeping("reply-")},
		{method: "POST", path: "/drafts", about: reply, doors: changed, form: keeping("post-")},
		{method: "GET", path: "/drafts/:id", about: ownDraft, doors: possessions("D04")},
		{method: "GET", path: "/drafts/:id/state", about: ownDraft, doors: possessions("D04"), ok: http.StatusOK},
		{method: "POST", path: "/drafts/:id/remove", about: ownDraft, doors: possessions("D04"), keyless: true},
	}
}

// keeping is the form in a place about a thing, to be kept and not sent.
func keeping(place string) func(*asking) url.Values {
	return func(a *asking) url.Values {
		return url.Values{"draft_place": {place + a.token}, "draft": {"0"}, "draft_seq": {"0"}, "save": {"draft"}, "body": {"Words."}}
	}
}

// ownDraft is what somebody has begun to write.
func ownDraft(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	id, cookie, err := possessor(ctx, tx, w, at, owner)
	if err != nil || id == 0 {
		return numbered(0), err
	}
	kept, err := makeDraft(ctx, tx, id, 0, "Words.")
	th := numbered(kept)
	th.cookie = cookie
	return th, err
}

// makeDraft keeps words for a thread, or with 0 for a new one.
func makeDraft(ctx context.Context, tx *db.Tx, owner, threadID int64, words string) (int64, error) {
	return db.Value[int64](ctx, tx, `
		INSERT INTO drafts (member_id, place, thread_id, fields, key, turn, made_at, saved_at)
		VALUES ($1, CASE WHEN CAST($2 AS BIGINT) = 0 THEN 'thread' ELSE 'reply' END, nullif(CAST($2 AS BIGINT), 0), $3, $4, 0, $5, $5) RETURNING id`,
		owner, threadID, `{"body": ["`+words+`"]}`, rand.Text(), tx.Now)
}

// begun is what somebody has not sent yet, and a draft for the group by somebody who has left it.
func (p *planted) begun(ctx context.Context, tx *db.Tx) error {
	p.fields["drafts.fields"] = true
	id, err := makeDraft(ctx, tx, p.people["other"].ID, 0, p.word("dunnartdraft"))
	if err != nil {
		return err
	}
	p.tokens["drafts"] = append(p.tokens["drafts"], fmt.Sprint(id))
	thread, err := makeThread(ctx, tx, "discussion", inPrivate, p.people["insider"].ID)
	if err != nil {
		return err
	}
	if err := p.mark(ctx, tx, "threads", "quolldraft", fmt.Sprint("id = ", thread), "title"); err != nil {
		return err
	}
	id, err = makeDraft(ctx, tx, p.people["ex_insider"].ID, thread, "Words.")
	p.tokens["drafts"] = append(p.tokens["drafts"], fmt.Sprint(id))
	return err
}
