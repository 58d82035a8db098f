-- +goose Up

-- The skeleton of a first post on a board: the form of a new thread begins with it. No row, no
-- skeleton.
CREATE TABLE board_templates (
	space_id   BIGINT PRIMARY KEY REFERENCES spaces (id),
	body       TEXT COLLATE "C" NOT NULL, -- empty where there was one
	version    BIGINT NOT NULL DEFAULT 1,
	changed_by BIGINT NOT NULL REFERENCES members (id),
	changed_at TIMESTAMPTZ NOT NULL
);

-- Discussions that are drafts of their author until they come out.
CREATE TABLE scheduled_threads (
	thread_id BIGINT PRIMARY KEY REFERENCES threads (id),
	due_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX scheduled_threads_by_time ON scheduled_threads (due_at, thread_id);
CREATE INDEX threads_unpublished ON threads (author_id, id) WHERE NOT published;

-- These words stand behind a thread's number for pages of their own from now on.
UPDATE threads SET slug = 'about-' || slug WHERE slug IN ('schedule', 'unschedule');
