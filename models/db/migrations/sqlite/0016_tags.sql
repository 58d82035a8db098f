-- +goose Up

-- What a tag is for, in the committee's words.
ALTER TABLE tags ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE tags ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- The page of a tag lists its threads by when they came out, so that moment is kept beside each tag
-- of a thread, and a page costs the same however many there are.
CREATE TABLE dated_tags (
	thread_id INTEGER NOT NULL REFERENCES threads (id),
	tag_id    INTEGER NOT NULL REFERENCES tags (id),
	out_at    TIMESTAMP NOT NULL, -- the thread's published_at
	PRIMARY KEY (thread_id, tag_id)
);
INSERT INTO dated_tags (thread_id, tag_id, out_at)
SELECT x.thread_id, x.tag_id, t.published_at FROM thread_tags x JOIN threads t ON t.id = x.thread_id;
DROP TABLE thread_tags;
ALTER TABLE dated_tags RENAME TO thread_tags;
CREATE INDEX thread_tags_by_tag ON thread_tags (tag_id, thread_id);
CREATE INDEX thread_tags_by_time ON thread_tags (tag_id, out_at, thread_id);

-- The tags that a member follows or mutes.
CREATE TABLE member_tags (
	member_id INTEGER NOT NULL REFERENCES members (id),
	tag_id    INTEGER NOT NULL REFERENCES tags (id),
	follow    TEXT NOT NULL CHECK (follow IN ('following', 'muted')),
	made_at   TIMESTAMP NOT NULL,
	PRIMARY KEY (member_id, tag_id)
);
