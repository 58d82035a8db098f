-- +goose Up

-- How many of the numbers of a thread have no reply to read any more: it was hidden or withdrawn, or
-- stands in another thread. What opens a discussion is none, whatever became of it.
ALTER TABLE threads ADD COLUMN gone_count BIGINT NOT NULL DEFAULT 0 CHECK (gone_count >= 0);

-- Those that were hidden or withdrawn: few, found by their thread and number.
CREATE INDEX posts_gone ON posts (thread_id, number) WHERE hidden OR withdrawn;

UPDATE threads SET gone_count =
	(SELECT count(*) FROM posts p
		WHERE p.thread_id = threads.id AND (p.hidden OR p.withdrawn) AND (p.number > 1 OR threads.kind <> 'discussion'))
	+ (SELECT count(*) FROM post_places x
		WHERE x.thread_id = threads.id AND (x.number > 1 OR threads.kind <> 'discussion'))
WHERE id IN (SELECT p.thread_id FROM posts p WHERE p.hidden OR p.withdrawn UNION SELECT x.thread_id FROM post_places x);
