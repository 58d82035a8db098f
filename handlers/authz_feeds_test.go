package handlers

import (
	"context"

	"commonroom/models/db"
)

// forAll is what is read by everybody or by nobody: a public feed is the same whoever asks.
var forAll = []door{
	at("public", inPublic, "P05"), at("of members", inMembers, rowAbsent), at("a group", inPrivate, rowAbsent),
	at("not there", nowhere, rowAbsent),
}

func feedKnocks() []knock {
	return []knock{
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
		INSERT INTO thread_tags (thread_id, tag_id)
		SELECT t.id, g.id FROM threads t CROSS JOIN tags g WHERE g.slug = $1 AND $1 = 'about-' || t.id`, th.token)
	return th, err
}
