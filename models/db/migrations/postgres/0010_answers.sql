-- +goose Up

-- Where a discussion stands, as its author or the committee says, with one line on what came of it;
-- and the post that was marked as the answer of a question.
ALTER TABLE threads ADD COLUMN state TEXT COLLATE "C" NOT NULL DEFAULT '' CHECK (state IN ('', 'open', 'answered', 'decided'));
ALTER TABLE threads ADD COLUMN outcome TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE threads ADD COLUMN state_version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE threads ADD COLUMN answer_id BIGINT REFERENCES posts (id);
CREATE INDEX threads_by_answer ON threads (answer_id) WHERE answer_id IS NOT NULL;

-- The posts of a thread that most members reacted to, for its summary.
CREATE INDEX posts_by_reactions ON posts (thread_id, (thanks + insights + same_here + trying)) WHERE thanks + insights + same_here + trying > 0;
