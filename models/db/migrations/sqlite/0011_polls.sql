-- +goose Up

-- Whether a discussion is a question: what its author said it is, not how its title is worded.
-- For those begun before somebody could say so, the mark at the end of the title does, or that it
-- was counted as one.
ALTER TABLE threads ADD COLUMN asks BOOLEAN NOT NULL DEFAULT FALSE CHECK (NOT asks OR kind = 'discussion');
UPDATE threads SET asks = TRUE WHERE kind = 'discussion' AND (title LIKE '%?' OR heat > 0);

-- A poll hangs on the post that asks it. What each option has is counted where it stands, so that a
-- result costs as little with 100,000 votes as with ten.
ALTER TABLE posts ADD COLUMN polled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE threads ADD COLUMN polled BOOLEAN NOT NULL DEFAULT FALSE; -- its first post was

CREATE TABLE polls (
	post_id   INTEGER PRIMARY KEY REFERENCES posts (id),
	question  TEXT NOT NULL, -- empty where the title of the thread asks it
	sort      TEXT NOT NULL CHECK (sort IN ('single', 'multiple', 'ranked')),
	secret    BOOLEAN NOT NULL,
	closes_at TIMESTAMP NOT NULL,
	voters    INTEGER NOT NULL DEFAULT 0,
	sealed    BOOLEAN NOT NULL DEFAULT FALSE, -- secret and closed: who chose what is deleted
	CHECK (secret OR NOT sealed)
);
CREATE INDEX polls_to_seal ON polls (closes_at) WHERE secret AND NOT sealed;

CREATE TABLE poll_options (
	post_id INTEGER NOT NULL REFERENCES polls (post_id),
	number  INTEGER NOT NULL CHECK (number > 0),
	words   TEXT NOT NULL,
	chosen  INTEGER NOT NULL DEFAULT 0, -- by how many
	firsts  INTEGER NOT NULL DEFAULT 0, -- how many put it first
	points  INTEGER NOT NULL DEFAULT 0, -- what its places in a ranking come to
	PRIMARY KEY (post_id, number)
);

-- What each voter chose; of a secret poll only until it closes. A vote can be changed until then.
CREATE TABLE poll_votes (
	post_id   INTEGER NOT NULL,
	member_id INTEGER NOT NULL REFERENCES members (id),
	number    INTEGER NOT NULL,
	place     INTEGER NOT NULL CHECK (place > 0), -- in a ranking; 1 where nothing is ranked
	points    INTEGER NOT NULL CHECK (points > 0),
	PRIMARY KEY (post_id, member_id, number),
	FOREIGN KEY (post_id, number) REFERENCES poll_options (post_id, number)
);
CREATE INDEX poll_votes_by_option ON poll_votes (post_id, number, place, member_id);
CREATE INDEX poll_votes_of_member ON poll_votes (member_id);
