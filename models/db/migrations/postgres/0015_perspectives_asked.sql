-- +goose Up

-- The perspectives that whoever opened a thread would like to hear in it.
CREATE TABLE thread_perspectives (
	thread_id   BIGINT NOT NULL REFERENCES threads (id),
	perspective TEXT COLLATE "C" NOT NULL REFERENCES perspectives (slug),
	PRIMARY KEY (thread_id, perspective)
);
CREATE INDEX thread_perspectives_by_perspective ON thread_perspectives (perspective, thread_id);

-- Who has spoken in a thread, found author by author however many posts each has.
CREATE INDEX posts_spoken ON posts (thread_id, author_id) WHERE NOT hidden AND NOT withdrawn;
