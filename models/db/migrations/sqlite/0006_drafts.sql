-- +goose Up

-- What members have begun to write and not sent yet. A draft holds the fields of its form, whatever
-- form that is. Each form has a key of its own: the one that saved last goes on without being asked,
-- any other must have read what it replaces.
CREATE TABLE drafts (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	member_id INTEGER NOT NULL REFERENCES members (id),
	place     TEXT NOT NULL CHECK (place IN ('reply', 'thread', 'post', 'practice', 'project')),
	thread_id INTEGER REFERENCES threads (id), -- the thread that is answered, or the document that is changed
	post_id   INTEGER REFERENCES posts (id), -- the post that is changed
	fields    TEXT NOT NULL, -- as JSON: {"body": ["…"]}
	seq       INTEGER NOT NULL DEFAULT 1 CHECK (seq > 0), -- how often it was saved
	key       TEXT NOT NULL, -- of the form that saved it last
	turn      INTEGER NOT NULL CHECK (turn >= 0), -- how often that form had tried to
	made_at   TIMESTAMP NOT NULL,
	saved_at  TIMESTAMP NOT NULL,
	UNIQUE (member_id, key)
);
CREATE INDEX drafts_by_member ON drafts (member_id, saved_at);
CREATE INDEX drafts_by_age ON drafts (saved_at);
