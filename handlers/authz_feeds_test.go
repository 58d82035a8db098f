package handlers

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"commonroom/models"
	"commonroom/models/db"
)

// forAll is what is read by everybody or by nobody: a public feed is the same whoever asks.
var forAll = []door{
	at("public", inPublic, "P05"), at("of members", inMembers, rowAbsent), at("a group", inPrivate, rowAbsent),
	at("not there", nowhere, rowAbsent),
}

// byAddress is where somebody's feed reader knocks by an address of theirs.
func byAddress(more ...door) []door {
	return append(more, at("not there", nowhere, rowAbsent))
}

// followed is a thing in a space of some readers, for the feed reader of the one who knocks.
func followed(readers string) spot { return spot{readers: readers, own: true, self: true} }

func feedKnocks() []knock {
	plain := byAddress(at("own", oneself, "M12"))
	inSpaces := byAddress(at("public", followed("public"), "M12"), at("of members", followed("members"), "M12"), at("a group", followed("private"), "M12", "G03"))
	return []knock{
		{method: "GET", path: "/feeds/private/:token/threads.atom", about: addressed(nil), doors: plain},
		{method: "GET", path: "/feeds/private/:token/practices.atom", about: addressed(nil), doors: plain},
		{method: "GET", path: "/feeds/private/:token/projects.atom", about: addressed(nil), doors: plain},
		{method: "GET", path: "/feeds/private/:token/log.atom", about: addressed(nil), doors: plain},
		{method: "GET", path: "/feeds/private/:token/boards/:slug.atom", about: addressed(room), doors: inSpaces},
		{method: "GET", path: "/feeds/private/:token/tags/:slug.atom", about: addressed(subject), doors: append(inSpaces, at("hidden", followed("public").hid(), rowAbsent))},
		{method: "GET", path: "/feeds/private/:token/members/:handle.atom", about: addressed(profileOf), doors: plain},
		{method: "GET", path: "/feeds/private/:token/members/:handle.atom", about: addressed(waiting), doors: byAddress(at("an applicant's", oneself, rowAbsent))},

		page("/settings/feeds"),
		{method: "POST", path: "/settings/feeds", about: double, doors: []door{at("as oneself", oneself)}, form: fields("name", "On my phone")},
		{method: "POST", path: "/settings/feeds/:id/revoke", about: ownAddress, doors: possessions("M11"), keyless: true},

		page("/feeds/threads.atom"), page("/feeds/practices.atom"), page("/feeds/projects.atom"), page("/feeds/log.atom"),
		{method: "GET", path: "/feeds/boards/:slug.atom", about: room, doors: forAll},
		{method: "GET", path: "/feeds/tags/:slug.atom", about: subject, doors: append(forAll, at("hidden", inPublic.hid(), rowAbsent))},
	}
}

// subject is a tag that only one thread has.
func subject(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	th, err := discussion(ctx, tx, w, at, owner)
	if err != nil {
		return th, err
	}
	th.token = "about-" + th.token
	delete(th.params, "slug")
	_, err = db.Exec(ctx, tx, `INSERT INTO tags (slug, name) VALUES ($1, $1)`, th.token)
	if err != nil {
		return th, err
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO thread_tags (thread_id, tag_id, out_at)
		SELECT t.id, g.id, t.published_at FROM threads t CROSS JOIN tags g WHERE g.slug = $1 AND $1 = 'about-' || t.id`, th.token)
	return th, err
}

// addressed is a thing of somebody else's, and the address of the owner's feed reader to ask for it
// by. Nobody has no address.
func addressed(about maker) maker {
	return func(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (th thing, err error) {
		if about != nil {
			if th, err = about(ctx, tx, w, at, w.people["ex_insider"].ID); err != nil {
				return th, err
			}
		}
		name := th.token
		if handle := th.params["handle"]; handle != "" {
			name = handle
		}
		th.params = map[string]string{"slug": name, "handle": name}
		if th.token = rand.Text(); owner != 0 {
			_, err = feedAddress(ctx, tx, owner, th.token)
		}
		return th, err
	}
}

// feedAddress keeps an address of somebody's by its token. It was read today.
func feedAddress(ctx context.Context, tx *db.Tx, owner int64, token string) (int64, error) {
	sum := sha256.Sum256([]byte(token))
	return db.Value[int64](ctx, tx, `
		INSERT INTO feed_addresses (member_id, name, token_hash, made_at, used_day)
		VALUES ($1, 'A reader', $2, $3, $4) RETURNING id`, owner, hex.EncodeToString(sum[:]), tx.Now, models.DayOf(tx.Now))
}

// ownAddress is an address by its number, as the page that lists it names it.
func ownAddress(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	id, cookie, err := possessor(ctx, tx, w, at, owner)
	if err != nil || id == 0 {
		return numbered(0), err
	}
	address, err := feedAddress(ctx, tx, id, rand.Text())
	th := numbered(address)
	th.cookie = cookie
	return th, err
}
