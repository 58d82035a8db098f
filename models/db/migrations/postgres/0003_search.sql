-- +goose Up

-- Where texts are found by their words. The words are kept in their order and nothing else:
-- what they are, and what a number means, is said in models/search.
CREATE TABLE search_index (
	id    BIGINT NOT NULL PRIMARY KEY,
	words TSVECTOR NOT NULL
);
CREATE INDEX search_index_by_word ON search_index USING gin (words);

-- The words that people here have written, for completing and correcting what is typed. docs
-- counts the texts with the word, up to a bound beyond which the word is simply common.
CREATE TABLE search_words (
	word     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
	stem     TEXT COLLATE "C" NOT NULL,
	skeleton TEXT COLLATE "C" NOT NULL,
	docs     BIGINT NOT NULL
);
CREATE INDEX search_words_by_stem ON search_words (stem);
CREATE INDEX search_words_by_skeleton ON search_words (skeleton, docs);

-- Which analysis of words the index was made with: another one makes it anew.
CREATE TABLE search_state (
	name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
	value TEXT COLLATE "C" NOT NULL
);
