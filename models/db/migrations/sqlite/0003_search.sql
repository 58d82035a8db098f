-- +goose Up

-- Where texts are found by their words. The words are kept in their order and nothing else:
-- what they are, and what a number means, is said in models/search. The tokenizer splits at blanks
-- and at the double quote alone.
CREATE VIRTUAL TABLE search_index USING fts5(words, content = '', contentless_delete = 1,
	tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'");

-- Every word of the index with its place, to compare two indexes by.
CREATE VIRTUAL TABLE search_index_words USING fts5vocab('search_index', 'instance');

-- The words that people here have written, for completing and correcting what is typed. docs
-- counts the texts with the word, up to a bound beyond which the word is simply common.
CREATE TABLE search_words (
	word     TEXT NOT NULL PRIMARY KEY,
	stem     TEXT NOT NULL,
	skeleton TEXT NOT NULL,
	docs     INTEGER NOT NULL
);
CREATE INDEX search_words_by_stem ON search_words (stem);
CREATE INDEX search_words_by_skeleton ON search_words (skeleton, docs);

-- Which analysis of words the index was made with: another one makes it anew.
CREATE TABLE search_state (
	name  TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
);

-- The pages of the site itself, as they were when the server last started.
CREATE TABLE search_pages (
	id    INTEGER PRIMARY KEY AUTOINCREMENT,
	path  TEXT NOT NULL UNIQUE,
	title TEXT NOT NULL,
	html  TEXT NOT NULL
);

-- Expressions that mean the same, with commas between: "EPR, electronic patient record". The
-- committee keeps the list.
CREATE TABLE search_same (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	words      TEXT NOT NULL,
	version    INTEGER NOT NULL DEFAULT 1,
	changed_by INTEGER REFERENCES members (id), -- nobody who has changed it: it came with the site
	changed_at TIMESTAMP NOT NULL
);
