-- +goose Up

-- Files that members add. Their bytes lie in a directory, each under its digest; nothing here is
-- ever changed but loose_at.
CREATE TABLE uploads (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	by_id        INTEGER NOT NULL REFERENCES members (id),
	type         TEXT NOT NULL CHECK (type IN ('png', 'jpg', 'pdf', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'csv', 'md', 'txt')),
	name         TEXT NOT NULL, -- as it stands in its address
	title        TEXT NOT NULL, -- what its owner called it
	digest       TEXT NOT NULL CHECK (length(digest) = 64),
	size         INTEGER NOT NULL CHECK (size > 0), -- in bytes
	width        INTEGER NOT NULL, -- of a picture, in pixels; else 0
	height       INTEGER NOT NULL,
	shown_digest TEXT NOT NULL, -- of a picture as wide as a post shows it; empty where that is the whole
	made_at      TIMESTAMP NOT NULL,
	loose_at     TIMESTAMP NOT NULL -- since when it hangs on nothing, if it does not
);
CREATE INDEX uploads_of_member ON uploads (by_id, made_at);
CREATE INDEX uploads_by_digest ON uploads (digest);
CREATE INDEX uploads_by_shown ON uploads (shown_digest);
CREATE INDEX uploads_loose ON uploads (loose_at);

-- What a file hangs on: a post, or the document of a thread. Whoever may read that may have it.
CREATE TABLE upload_places (
	upload_id INTEGER NOT NULL REFERENCES uploads (id),
	post_id   INTEGER REFERENCES posts (id),
	thread_id INTEGER REFERENCES threads (id),
	version   INTEGER NOT NULL, -- of the document, the last in which it stands; of a post 0
	CHECK ((post_id IS NULL) <> (thread_id IS NULL)),
	UNIQUE (upload_id, post_id),
	UNIQUE (upload_id, thread_id)
);
CREATE INDEX upload_places_of_post ON upload_places (post_id);
CREATE INDEX upload_places_of_thread ON upload_places (thread_id);
