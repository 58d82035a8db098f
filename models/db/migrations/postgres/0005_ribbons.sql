-- +goose Up

-- A member's mark in a thread: how far they have read, and what they want to be told of it. There
-- is a row for every thread that they have opened.
CREATE TABLE ribbons (
	member_id BIGINT NOT NULL REFERENCES members (id),
	thread_id BIGINT NOT NULL REFERENCES threads (id),
	read_to   BIGINT NOT NULL DEFAULT 0 CHECK (read_to >= 0), -- the number of the last post they read
	follow    TEXT COLLATE "C" NOT NULL DEFAULT '' CHECK (follow IN ('', 'watching', 'following', 'muted')),
	moved_at  TIMESTAMPTZ NOT NULL, -- when they read on last
	was_to    BIGINT NOT NULL DEFAULT 0, -- where it was before they marked everything as read
	clearing  BIGINT NOT NULL DEFAULT 0, -- which marking of everything moved it; 0 once it has moved since
	PRIMARY KEY (member_id, thread_id)
);
CREATE INDEX ribbons_watching ON ribbons (thread_id, member_id) WHERE follow = 'watching';

-- From when on threads are new to a member who has marked all new ones as seen.
CREATE TABLE readings (
	member_id    BIGINT PRIMARY KEY REFERENCES members (id),
	new_from     TIMESTAMPTZ NOT NULL,
	was_new_from TIMESTAMPTZ NOT NULL, -- before the last marking, to undo it
	clearing     BIGINT NOT NULL DEFAULT 0 -- the number of that marking
);

-- The last day, London's, on which the browser of a session told which posts it had shown. Of
-- others a post counts as read once its page was sent.
ALTER TABLE sessions ADD COLUMN told_day TEXT COLLATE "C" NOT NULL DEFAULT '';
