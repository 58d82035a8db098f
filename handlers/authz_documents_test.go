package handlers

import (
	"context"
	"net/url"
	"slices"

	"commonroom/models/db"
)

// documentReading is who reads a document, what it said before, and who wrote it.
var documentReading = slices.Concat(reading, drafts)

// changing is who edits a document, publishes it and names its authors.
var changing = []door{
	at("own", inPublic.mine(), "L02"),
	at("another's", inPublic, "L03"),
	at("own for members", inMembers.mine(), "L02"),
	at("another's for members", inMembers, "L03"),
	at("own draft", inPublic.mine().unsaid(), "L04", "L02"),
	at("another's draft", inPublic.unsaid(), "L04", "L03"),
	at("own and hidden", inPublic.mine().hid(), "D11", rowNobody),
	at("hidden", inPublic.hid(), "D10", "L03"),
	at("own and closed", inPublic.mine().shut(), "L02"),
	at("own in the group", inPrivate.mine(), "G03", "L02"),
	at("another's in the group", inPrivate, "G03", "L03"),
	at("not there", nowhere, rowAbsent),
}

// publishing is the same, of a draft first: of what is published it changes nothing.
var publishing = slices.Concat(changing[4:6], changing[:4], changing[6:])

// beginning is who makes a document where.
var beginning = []door{
	at("public", inPublic, "L01"), at("of members", inMembers, "L01"), at("a group", inPrivate, "G04"),
	at("not there", nowhere, rowAbsent),
}

// roomFor is a space for documents of a kind, named by its slug.
func roomFor(kind string) maker {
	return func(_ context.Context, _ *db.Tx, _ *town, at spot, _ int64) (thing, error) {
		return thing{token: slugs[at.readers+" "+kind]}, nil
	}
}

// versioned names the latest version of a practice in its address.
func versioned(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	th, err := practiceOf(ctx, tx, w, at, owner)
	if err == nil {
		th.params["n"] = "3"
	}
	return th, err
}

// shared is a document with one more author, who is of no role.
func shared(document maker) maker {
	return func(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
		th, err := document(ctx, tx, w, at, owner)
		if err != nil {
			return th, err
		}
		_, err = db.Exec(ctx, tx, `
			INSERT INTO thread_authors (thread_id, member_id) VALUES (CAST($1 AS BIGINT), $2) ON CONFLICT DO NOTHING`,
			th.token, w.people["other"].ID)
		return th, err
	}
}

// month is one of the archive. None is absent for being empty, but only for being no month.
func month(context.Context, *db.Tx, *town, spot, int64) (thing, error) {
	return thing{token: noSuch, params: map[string]string{"year": "2019"}}, nil
}

func documentKnocks() []knock {
	return slices.Concat(
		[]knock{
			page("/practices"), page("/projects"), page("/practices/archive"),
			{method: "GET", path: "/practices/archive/:year/:month", about: month, doors: []door{at("not there", nowhere, rowAbsent)}},
			{method: "GET", path: "/practices/:id/history", about: practiceOf, doors: documentReading},
			{method: "GET", path: "/practices/:id/history/:n", about: versioned, doors: documentReading},
		},
		knocksAt("/practices", "practice", practiceOf,
			fields("board", "{}", "title", "New", "summary", "", "tags", "", "body", "Words."),
			fields("title", "Top calls", "summary", "", "tags", "", "body", "Other words.", "note", "", "version", "3")),
		knocksAt("/projects", "project", projectOf,
			fields("board", "{}", "title", "New", "summary", "", "tags", "", "aim", "Fewer.", "problem", "Many.", "organisation", "", "team", "", "status", "planned"),
			fields("title", "Top calls", "summary", "", "tags", "", "aim", "Fewer.", "problem", "Many.", "organisation", "", "team", "", "status", "finished", "version", "1")),
	)
}

// knocksAt are the routes that documents of both kinds have.
func knocksAt(root, kind string, document maker, made, edited func(*asking) url.Values) []knock {
	return []knock{
		page(root + "/new"),
		{method: "GET", path: root + "/new", about: roomFor(kind), query: "?board={}", doors: beginning},
		{method: "POST", path: root, about: roomFor(kind), doors: beginning, form: made},
		{method: "GET", path: root + "/:id/:slug?", about: document, doors: documentReading},
		{method: "GET", path: root + "/:id/edit", about: document, doors: changing},
		{method: "POST", path: root + "/:id", about: document, doors: changing, form: edited},
		{method: "POST", path: root + "/:id/publish", about: document, doors: publishing, keyless: true},
		{method: "POST", path: root + "/:id/take-back", about: document, doors: changing, keyless: true},
		{method: "GET", path: root + "/:id/authors", about: document, doors: changing},
		{method: "POST", path: root + "/:id/authors", about: document, doors: changing, form: fields("handle", "insider")},
		{method: "POST", path: root + "/:id/authors/remove", about: shared(document), doors: changing, form: fields("handle", "other")},
	}
}
