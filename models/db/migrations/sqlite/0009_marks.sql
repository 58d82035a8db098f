-- +goose Up

-- What members say of a post without words: one of each kind at most.
CREATE TABLE reactions (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	post_id   INTEGER NOT NULL REFERENCES posts (id),
	member_id INTEGER NOT NULL REFERENCES members (id),
	kind      TEXT NOT NULL CHECK (kind IN ('thanks', 'insight', 'same-here', 'trying-this')),
	made_at   TIMESTAMP NOT NULL,
	UNIQUE (post_id, member_id, kind)
);
CREATE INDEX reactions_of_post ON reactions (post_id, made_at, id);
CREATE INDEX reactions_of_member ON reactions (member_id, post_id);

-- How many there are of each, counted with the reaction itself: pages and search read it with the
-- post.
ALTER TABLE posts ADD COLUMN thanks INTEGER NOT NULL DEFAULT 0 CHECK (thanks >= 0);
ALTER TABLE posts ADD COLUMN insights INTEGER NOT NULL DEFAULT 0 CHECK (insights >= 0);
ALTER TABLE posts ADD COLUMN same_here INTEGER NOT NULL DEFAULT 0 CHECK (same_here >= 0);
ALTER TABLE posts ADD COLUMN trying INTEGER NOT NULL DEFAULT 0 CHECK (trying >= 0);

-- A post that a member means to come back to, with a note for themselves. It is nobody else's to see.
CREATE TABLE bookmarks (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	member_id  INTEGER NOT NULL REFERENCES members (id),
	post_id    INTEGER NOT NULL REFERENCES posts (id),
	note       TEXT NOT NULL DEFAULT '',
	remind_day TEXT NOT NULL DEFAULT '', -- London's day on which to remind them; '' for none, and once it is done
	made_at    TIMESTAMP NOT NULL,
	version    INTEGER NOT NULL DEFAULT 1,
	UNIQUE (member_id, post_id)
);
CREATE INDEX bookmarks_of_member ON bookmarks (member_id, made_at, id);
CREATE INDEX bookmarks_due ON bookmarks (remind_day) WHERE remind_day <> '';
