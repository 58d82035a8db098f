-- +goose Up

-- What answers a post.
CREATE INDEX posts_answering ON posts (thread_id, reply_to, number) WHERE reply_to > 0;

-- A discussion whose title, summary or tags were changed after the silent minutes has a history: what
-- stood above it before each change, and when that was changed by whom.
ALTER TABLE threads ADD COLUMN retitled BOOLEAN NOT NULL DEFAULT FALSE;
CREATE TABLE thread_revisions (
	thread_id  BIGINT NOT NULL REFERENCES threads (id),
	version    BIGINT NOT NULL,
	title      TEXT COLLATE "C" NOT NULL,
	summary    TEXT COLLATE "C" NOT NULL,
	tags       TEXT COLLATE "C" NOT NULL, -- their names, joined by commas
	by_id      BIGINT NOT NULL REFERENCES members (id),
	changed_at TIMESTAMPTZ NOT NULL,
	PRIMARY KEY (thread_id, version)
);

-- A place that a post has left for another thread: its number is given to no other, and leads to
-- where the post stands now.
CREATE TABLE post_places (
	thread_id BIGINT NOT NULL REFERENCES threads (id),
	number    BIGINT NOT NULL CHECK (number > 0),
	post_id   BIGINT NOT NULL REFERENCES posts (id),
	reply_to  BIGINT NOT NULL DEFAULT 0, -- what the post answered there
	left_at   TIMESTAMPTZ NOT NULL,
	PRIMARY KEY (thread_id, number)
);
CREATE INDEX post_places_of_post ON post_places (post_id);

-- A discussion whose posts have all joined another thread. Its own row stays, as a draft of nobody,
-- which nobody sees, so that what refers to it goes on doing so.
CREATE TABLE thread_merges (
	thread_id BIGINT PRIMARY KEY REFERENCES threads (id),
	into_id   BIGINT NOT NULL REFERENCES threads (id),
	made_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX thread_merges_into ON thread_merges (into_id);

-- Further acts of the committee. What a column may hold cannot be widened in SQLite, so another takes
-- its place; each row is written with its verb, and the default stands there only to add the column.
ALTER TABLE actions ADD COLUMN act TEXT COLLATE "C" NOT NULL DEFAULT 'pin'
	CHECK (act IN ('hide', 'restore', 'lock', 'unlock', 'pin', 'unpin', 'move', 'revert', 'split', 'merge', 'slow', 'unslow'));
UPDATE actions SET act = verb;
ALTER TABLE actions DROP COLUMN verb;
ALTER TABLE actions RENAME COLUMN act TO verb;
ALTER TABLE actions ADD COLUMN from_thread_id BIGINT REFERENCES threads (id); -- where posts came from

-- These words stand behind a thread's number for pages of their own from now on.
UPDATE threads SET slug = 'about-' || slug WHERE slug IN ('ask', 'follow', 'merge', 'read', 'slow', 'split', 'unslow');
