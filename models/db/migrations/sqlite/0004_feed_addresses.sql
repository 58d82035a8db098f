-- +goose Up

-- The addresses by which feed readers, which cannot sign in, read what a member may. Of the token
-- in such an address only the digest is kept.
CREATE TABLE feed_addresses (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	member_id  INTEGER NOT NULL REFERENCES members (id),
	name       TEXT NOT NULL, -- what the member calls it
	token_hash TEXT NOT NULL UNIQUE,
	made_at    TIMESTAMP NOT NULL,
	used_day   TEXT NOT NULL DEFAULT '' -- the last day on which it was read; London's
);
CREATE INDEX feed_addresses_of_member ON feed_addresses (member_id, made_at);
