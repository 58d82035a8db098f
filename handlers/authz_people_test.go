package handlers

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"commonroom/models/db"
)

// oneself is somebody with the rights of the one who knocks: who signs out, or signs others out,
// must not do so to those who walk elsewhere at the same time.
var oneself = spot{own: true, self: true}

func peopleKnocks() []knock {
	deciding := []door{at("waiting", inPublic, "M02"), at("not there", nowhere, rowAbsent)}
	noProvider := []door{at("not there", nowhere, rowAbsent)}
	asOneself := []door{at("as oneself", oneself)}
	return []knock{
		page("/sign-in"),
		{method: "POST", path: "/sign-out", about: double, doors: asOneself, keyless: true},
		{method: "POST", path: "/auth/:provider", about: provider, doors: noProvider, keyless: true, form: fields("purpose", "sign-in")},
		{method: "GET", path: "/auth/:provider/callback", about: provider, doors: noProvider},

		page("/join"),
		{method: "POST", path: "/join", keyless: true, form: fields("words", "Cohort 2.")},
		page("/committee/applicants"),
		{method: "GET", path: "/committee/applicants/:id", about: waiting, doors: deciding},
		{method: "POST", path: "/committee/applicants/:id", about: waiting, doors: deciding, form: fields("outcome", "admit", "reason", "I know them.")},

		{method: "GET", path: "/welcome", ok: http.StatusSeeOther},
		{method: "POST", path: "/welcome", about: double, doors: asOneself, keyless: true, form: choosing},
		page("/settings/profile"),
		{method: "POST", path: "/settings/profile", about: double, doors: asOneself,
			form: fields("name", "Mo Ember", "job_title", "Nurse", "organisation", "", "region", "", "about", "Hello.", "perspectives", "medical", "version", "1")},
		{method: "POST", path: "/settings/keys", keyless: true, form: fields("off", "true")},
		page("/settings/sessions"),
		{method: "POST", path: "/settings/sessions/revoke", about: double, doors: asOneself, keyless: true},
		{method: "POST", path: "/settings/sessions/:id/revoke", about: sessionOf, doors: possessions("M03"), keyless: true},
		page("/settings/sign-ins"),
		{method: "POST", path: "/settings/sign-ins/:id/remove", about: identityOf, doors: possessions("M03"), keyless: true},

		page("/members"),
		{method: "GET", path: "/members/:handle", about: profileOf, doors: []door{
			at("another's", inPublic, "M04"), at("own", inPublic.mine(), "M04"), at("not there", nowhere, rowAbsent)}},
		{method: "GET", path: "/members/:handle", about: waiting, doors: []door{at("an applicant's", inPublic, rowAbsent)}},
	}
}

// possessions are what only its owner may touch; to others there is none.
func possessions(row string) []door {
	return []door{at("own", oneself, row), at("another's", inPublic, rowAbsent), at("not there", nowhere, rowAbsent)}
}

func choosing(a *asking) url.Values { return url.Values{"handle": {"h-" + a.token}} }

// double is somebody of the same state as the owner, signed in by a session of their own. They
// have not been welcomed yet. The double of nobody is nobody.
func double(ctx context.Context, tx *db.Tx, _ *town, _ spot, owner int64) (thing, error) {
	if owner == 0 {
		return numbered(0), nil
	}
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO members (handle, name, name_key, state, joined_at, admitted_at)
		SELECT $2, m.name, m.name_key, m.state, m.joined_at, m.admitted_at FROM members m WHERE m.id = $1
		RETURNING id`, owner, "d-"+strings.ToLower(rand.Text()))
	if err != nil {
		return thing{}, err
	}
	th := numbered(id)
	_, th.cookie, err = opened(ctx, tx, id)
	return th, err
}

// opened is a new session of a person, and the cookie that opens it.
func opened(ctx context.Context, tx *db.Tx, memberID int64) (id int64, cookie string, err error) {
	token := rand.Text()
	sum := sha256.Sum256([]byte(token))
	id, err = db.Value[int64](ctx, tx, `
		INSERT INTO sessions (token_hash, member_id, device, address, keep, made_at, seen_at, confirmed_at)
		VALUES ($1, $2, 'a test', '', FALSE, $3, $3, $3) RETURNING id`, hex.EncodeToString(sum[:]), memberID, tx.Now)
	return id, "local-session=" + token, err
}

// possessor is who a possession belongs to: a double of the one who knocks, or somebody else.
// Only the former knocks as such.
func possessor(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (id int64, cookie string, err error) {
	th, err := double(ctx, tx, w, at, owner)
	if err != nil {
		return 0, "", err
	}
	if _, err := fmt.Sscan(th.token, &id); err != nil {
		return 0, "", err
	}
	if at.self {
		cookie = th.cookie
	}
	return id, cookie, nil
}

// sessionOf is a session beside the one that knocks.
func sessionOf(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	id, cookie, err := possessor(ctx, tx, w, at, owner)
	if err != nil || id == 0 {
		return numbered(0), err
	}
	session, _, err := opened(ctx, tx, id)
	th := numbered(session)
	th.cookie = cookie
	return th, err
}

// identityOf is one of two sign-ins.
func identityOf(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	id, cookie, err := possessor(ctx, tx, w, at, owner)
	if err != nil || id == 0 {
		return numbered(0), err
	}
	th := thing{}
	for range 2 {
		identity, err := db.Value[int64](ctx, tx, `
			INSERT INTO identities (member_id, issuer, subject, provider, email, email_key, trusted, name, linked_at, used_at)
			VALUES ($1, 'https://issuer.example', $2, 'demo', '', '', FALSE, '', $3, $3) RETURNING id`, id, rand.Text(), tx.Now)
		if err != nil {
			return thing{}, err
		}
		th = numbered(identity)
	}
	th.cookie = cookie
	return th, nil
}

// waiting is an applicant whom nobody has decided about.
func waiting(ctx context.Context, tx *db.Tx, _ *town, _ spot, _ int64) (thing, error) {
	handle := "a-" + strings.ToLower(rand.Text())
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO members (handle, name, name_key, state, joined_at, admitted_at)
		VALUES ($1, 'Eve', 'eve', 'applicant', $2, $2) RETURNING id`, handle, tx.Now)
	if err != nil {
		return thing{}, err
	}
	_, err = db.Exec(ctx, tx, `INSERT INTO applications (member_id, made_at) VALUES ($1, $2)`, id, tx.Now)
	th := numbered(id)
	th.params["handle"] = handle
	return th, err
}

// profileOf is the page of the owner.
func profileOf(ctx context.Context, tx *db.Tx, _ *town, _ spot, owner int64) (thing, error) {
	handle, err := db.Value[string](ctx, tx, `SELECT m.handle FROM members m WHERE m.id = $1`, owner)
	return thing{token: handle}, err
}

// provider is a way to sign in. The town has none: those that sign people in are elsewhere.
func provider(context.Context, *db.Tx, *town, spot, int64) (thing, error) {
	return thing{token: "demo"}, nil
}
