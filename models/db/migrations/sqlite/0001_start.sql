-- +goose Up

-- Who ---------------------------------------------------------------------------------------

CREATE TABLE cohorts (
	number   INTEGER PRIMARY KEY CHECK (number > 0),
	years    TEXT NOT NULL,
	partners TEXT NOT NULL
);

CREATE TABLE perspectives (
	slug     TEXT NOT NULL PRIMARY KEY,
	name     TEXT NOT NULL,
	position INTEGER NOT NULL
);

-- Everybody who ever signed in. state says whether their place is confirmed.
CREATE TABLE members (
	id             INTEGER PRIMARY KEY AUTOINCREMENT,
	handle         TEXT NOT NULL UNIQUE CHECK (length(handle) BETWEEN 2 AND 40),
	name           TEXT NOT NULL,
	name_key       TEXT NOT NULL,
	job_title      TEXT NOT NULL DEFAULT '',
	organisation   TEXT NOT NULL DEFAULT '',
	region         TEXT NOT NULL DEFAULT '',
	search_key     TEXT NOT NULL DEFAULT '',
	about          TEXT NOT NULL DEFAULT '',
	about_html     TEXT NOT NULL DEFAULT '',
	about_renderer INTEGER NOT NULL DEFAULT 0,
	state          TEXT NOT NULL CHECK (state IN ('applicant', 'member', 'declined', 'suspended', 'former')),
	cohort_number  INTEGER REFERENCES cohorts (number),
	welcomed       BOOLEAN NOT NULL DEFAULT FALSE,
	joined_at      TIMESTAMP NOT NULL,
	admitted_at    TIMESTAMP NOT NULL,
	version        INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX members_by_name ON members (state, name_key, id);

CREATE TABLE member_perspectives (
	member_id   INTEGER NOT NULL REFERENCES members (id),
	perspective TEXT NOT NULL REFERENCES perspectives (slug),
	PRIMARY KEY (member_id, perspective)
);

-- One OAuth or OIDC login. Who somebody is, is issuer and subject, never an e-mail address.
CREATE TABLE identities (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	member_id  INTEGER NOT NULL REFERENCES members (id),
	issuer     TEXT NOT NULL,
	subject    TEXT NOT NULL,
	provider   TEXT NOT NULL,
	email      TEXT NOT NULL,
	email_key  TEXT NOT NULL,
	trusted    BOOLEAN NOT NULL,
	name       TEXT NOT NULL,
	linked_at  TIMESTAMP NOT NULL,
	used_at    TIMESTAMP NOT NULL,
	UNIQUE (issuer, subject)
);
CREATE INDEX identities_of_member ON identities (member_id);

-- The people entitled to a place. member_id is set once the entry has been taken.
CREATE TABLE roll_entries (
	id            INTEGER PRIMARY KEY AUTOINCREMENT,
	name          TEXT NOT NULL,
	cohort_number INTEGER NOT NULL REFERENCES cohorts (number),
	member_id     INTEGER UNIQUE REFERENCES members (id),
	added_at      TIMESTAMP NOT NULL
);

CREATE TABLE roll_emails (
	email_key TEXT NOT NULL PRIMARY KEY,
	entry_id  INTEGER NOT NULL REFERENCES roll_entries (id)
);
CREATE INDEX roll_emails_of_entry ON roll_emails (entry_id);

-- An applicant's own words, and what was decided.
CREATE TABLE applications (
	member_id  INTEGER PRIMARY KEY REFERENCES members (id),
	words      TEXT NOT NULL DEFAULT '',
	outcome    TEXT NOT NULL DEFAULT 'waiting' CHECK (outcome IN ('waiting', 'admitted', 'declined')),
	reason     TEXT NOT NULL DEFAULT '',
	decided_by INTEGER REFERENCES members (id),
	made_at    TIMESTAMP NOT NULL,
	decided_at TIMESTAMP
);
CREATE INDEX applications_waiting ON applications (outcome, made_at, member_id);

CREATE TABLE sessions (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	token_hash   TEXT NOT NULL UNIQUE,
	member_id    INTEGER NOT NULL REFERENCES members (id),
	device       TEXT NOT NULL,
	address      TEXT NOT NULL,
	keep         BOOLEAN NOT NULL,
	made_at      TIMESTAMP NOT NULL,
	seen_at      TIMESTAMP NOT NULL,
	confirmed_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_of_member ON sessions (member_id, seen_at);

-- A position that members hold for a term; committee and administers say what it lets them do.
CREATE TABLE offices (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	slug       TEXT NOT NULL UNIQUE,
	name       TEXT NOT NULL,
	committee  BOOLEAN NOT NULL,
	administers BOOLEAN NOT NULL,
	position   INTEGER NOT NULL
);

-- Who held which office from when to when; until_day is the last day of power.
CREATE TABLE terms (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	member_id   INTEGER NOT NULL REFERENCES members (id),
	office_id   INTEGER NOT NULL REFERENCES offices (id),
	from_day    TEXT NOT NULL CHECK (length(from_day) = 10),
	until_day   TEXT NOT NULL CHECK (length(until_day) = 10),
	how         TEXT NOT NULL CHECK (how IN ('elected', 'co-opted', 'officer', 'appointed')),
	recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX terms_of_member ON terms (member_id);
CREATE INDEX terms_of_office ON terms (office_id, until_day);

-- Sign-ins, refusals and other matters of security. No secrets, no text of anybody's.
CREATE TABLE security_log (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	at        TIMESTAMP NOT NULL,
	event     TEXT NOT NULL,
	member_id INTEGER REFERENCES members (id),
	provider  TEXT NOT NULL DEFAULT '',
	reason    TEXT NOT NULL DEFAULT '',
	address   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX security_log_by_time ON security_log (at);

-- Where -------------------------------------------------------------------------------------

CREATE TABLE spaces (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	kind     TEXT NOT NULL CHECK (kind IN ('board', 'group', 'committee', 'conversation')),
	slug     TEXT NOT NULL UNIQUE,
	name     TEXT NOT NULL,
	purpose  TEXT NOT NULL,
	readers  TEXT NOT NULL CHECK (readers IN ('public', 'members', 'private')),
	holds    TEXT NOT NULL CHECK (holds IN ('discussion', 'practice', 'project')),
	position INTEGER NOT NULL,
	made_at  TIMESTAMP NOT NULL,
	CHECK ((kind = 'board') = (readers <> 'private'))
);

CREATE TABLE space_members (
	space_id  INTEGER NOT NULL REFERENCES spaces (id),
	member_id INTEGER NOT NULL REFERENCES members (id),
	role      TEXT NOT NULL CHECK (role IN ('member', 'facilitator')),
	here      BOOLEAN NOT NULL DEFAULT TRUE, -- false once they have left
	joined_at TIMESTAMP NOT NULL,
	PRIMARY KEY (space_id, member_id)
);
CREATE INDEX space_members_of_member ON space_members (member_id);

-- What is said ------------------------------------------------------------------------------

-- A thread stands alone (a discussion) or belongs to a document, which shares its id.
CREATE TABLE threads (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	space_id     INTEGER NOT NULL REFERENCES spaces (id),
	kind         TEXT NOT NULL CHECK (kind IN ('discussion', 'practice', 'project')),
	title        TEXT NOT NULL,
	slug         TEXT NOT NULL,
	summary      TEXT NOT NULL DEFAULT '',
	author_id    INTEGER NOT NULL REFERENCES members (id),
	published    BOOLEAN NOT NULL,
	hidden       BOOLEAN NOT NULL DEFAULT FALSE,
	locked       BOOLEAN NOT NULL DEFAULT FALSE,
	pinned       BOOLEAN NOT NULL DEFAULT FALSE,
	post_count   INTEGER NOT NULL DEFAULT 0, -- the highest number given, withdrawn and hidden posts too
	last_post_at TIMESTAMP NOT NULL,         -- of a document without comments: when it was published
	last_post_by INTEGER NOT NULL REFERENCES members (id),
	made_at      TIMESTAMP NOT NULL,
	published_at TIMESTAMP NOT NULL,         -- of a draft: when it was made
	version      INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX threads_by_last_post ON threads (space_id, pinned, last_post_at, id);
CREATE INDEX threads_lately ON threads (published, last_post_at, id);
CREATE INDEX threads_newest ON threads (kind, published, published_at, id);
CREATE INDEX threads_of_author ON threads (author_id, made_at);

-- Those who may edit and publish a document, its maker among them.
CREATE TABLE thread_authors (
	thread_id INTEGER NOT NULL REFERENCES threads (id),
	member_id INTEGER NOT NULL REFERENCES members (id),
	PRIMARY KEY (thread_id, member_id)
);
CREATE INDEX thread_authors_of_member ON thread_authors (member_id);

CREATE TABLE tags (
	id   INTEGER PRIMARY KEY AUTOINCREMENT,
	slug TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL
);

CREATE TABLE thread_tags (
	thread_id INTEGER NOT NULL REFERENCES threads (id),
	tag_id    INTEGER NOT NULL REFERENCES tags (id),
	PRIMARY KEY (thread_id, tag_id)
);
CREATE INDEX thread_tags_by_tag ON thread_tags (tag_id, thread_id);

CREATE TABLE posts (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	thread_id INTEGER NOT NULL REFERENCES threads (id),
	number    INTEGER NOT NULL CHECK (number > 0),
	author_id INTEGER NOT NULL REFERENCES members (id),
	reply_to  INTEGER NOT NULL DEFAULT 0, -- the number of a post of the same thread, or 0
	body      TEXT NOT NULL,
	html      TEXT NOT NULL,
	renderer  INTEGER NOT NULL,
	version   INTEGER NOT NULL DEFAULT 1,
	edited    BOOLEAN NOT NULL DEFAULT FALSE, -- changed after the silent minutes: has a history
	edited_at TIMESTAMP NOT NULL,
	hidden    BOOLEAN NOT NULL DEFAULT FALSE,
	withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
	made_at   TIMESTAMP NOT NULL,
	UNIQUE (thread_id, number)
);
CREATE INDEX posts_of_author ON posts (author_id, made_at, id);
CREATE INDEX posts_by_renderer ON posts (renderer, id);

-- What a post said before each edit that stands in its history.
CREATE TABLE post_revisions (
	post_id INTEGER NOT NULL REFERENCES posts (id),
	version INTEGER NOT NULL,
	body    TEXT NOT NULL,
	html    TEXT NOT NULL,
	by_id   INTEGER NOT NULL REFERENCES members (id),
	made_at TIMESTAMP NOT NULL,
	PRIMARY KEY (post_id, version)
);

CREATE TABLE post_mentions (
	post_id   INTEGER NOT NULL REFERENCES posts (id),
	member_id INTEGER NOT NULL REFERENCES members (id),
	PRIMARY KEY (post_id, member_id)
);

CREATE TABLE practices (
	thread_id     INTEGER PRIMARY KEY REFERENCES threads (id),
	body          TEXT NOT NULL,
	html          TEXT NOT NULL,
	renderer      INTEGER NOT NULL,
	version       INTEGER NOT NULL DEFAULT 1,
	published_version INTEGER NOT NULL DEFAULT 0, -- which version was published; earlier ones stay with the authors
	published_day TEXT NOT NULL DEFAULT '', -- London's day, for the monthly archive
	edited_at     TIMESTAMP NOT NULL
);
CREATE INDEX practices_by_day ON practices (published_day, thread_id);

CREATE TABLE practice_revisions (
	thread_id INTEGER NOT NULL REFERENCES practices (thread_id),
	version   INTEGER NOT NULL,
	title     TEXT NOT NULL,
	summary   TEXT NOT NULL,
	tags      TEXT NOT NULL, -- their names, joined by commas
	body      TEXT NOT NULL,
	note      TEXT NOT NULL,
	by_id     INTEGER NOT NULL REFERENCES members (id),
	made_at   TIMESTAMP NOT NULL,
	PRIMARY KEY (thread_id, version)
);

-- The files that practices were imported from, so that importing one again changes nothing.
CREATE TABLE practice_imports (
	source    TEXT NOT NULL PRIMARY KEY, -- the path of the file in its folder
	thread_id INTEGER NOT NULL UNIQUE REFERENCES practices (thread_id),
	hash      TEXT NOT NULL, -- of the file as it was read last
	version   INTEGER NOT NULL -- of the practice that it made
);

CREATE TABLE projects (
	thread_id    INTEGER PRIMARY KEY REFERENCES threads (id),
	organisation TEXT NOT NULL,
	team         TEXT NOT NULL,
	status       TEXT NOT NULL CHECK (status IN ('planned', 'running', 'finished', 'stopped')),
	problem      TEXT NOT NULL,
	problem_html TEXT NOT NULL,
	aim          TEXT NOT NULL,
	aim_html     TEXT NOT NULL,
	renderer     INTEGER NOT NULL,
	version      INTEGER NOT NULL DEFAULT 1,
	edited_at    TIMESTAMP NOT NULL
);

-- How we moderate ---------------------------------------------------------------------------

CREATE TABLE rules (
	number INTEGER PRIMARY KEY CHECK (number > 0),
	title  TEXT NOT NULL,
	body   TEXT NOT NULL
);

CREATE TABLE reports (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	target      TEXT NOT NULL CHECK (target IN ('thread', 'post', 'member', 'page')),
	thread_id   INTEGER REFERENCES threads (id),
	post_id     INTEGER REFERENCES posts (id),
	space_id    INTEGER REFERENCES spaces (id),
	subject_id  INTEGER REFERENCES members (id), -- whose words or profile it is about
	page        TEXT NOT NULL DEFAULT '',        -- what an outsider wrote about where it is
	reason      TEXT NOT NULL CHECK (reason IN ('patient data', 'harassment', 'off topic', 'spam', 'copyright', 'illegal content', 'other')),
	words       TEXT NOT NULL,
	reporter_id INTEGER REFERENCES members (id),
	contact     TEXT NOT NULL DEFAULT '',
	state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
	outcome     TEXT NOT NULL DEFAULT '',
	closed_by   INTEGER REFERENCES members (id),
	closed_at   TIMESTAMP,
	made_at     TIMESTAMP NOT NULL
);
CREATE INDEX reports_by_state ON reports (state, made_at, id);
CREATE INDEX reports_of_reporter ON reports (reporter_id, made_at);

-- What the committee did about something. Never edited: undoing is another action.
CREATE TABLE actions (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	by_id       INTEGER NOT NULL REFERENCES members (id),
	verb        TEXT NOT NULL CHECK (verb IN ('hide', 'restore', 'lock', 'unlock', 'pin', 'unpin', 'move')),
	target      TEXT NOT NULL CHECK (target IN ('thread', 'post')),
	thread_id   INTEGER NOT NULL REFERENCES threads (id),
	post_id     INTEGER REFERENCES posts (id),
	space_id    INTEGER NOT NULL REFERENCES spaces (id), -- where it stood when the committee acted
	to_space_id INTEGER REFERENCES spaces (id),          -- where a move took it
	subject_id  INTEGER NOT NULL REFERENCES members (id),
	rule_number INTEGER REFERENCES rules (number),
	reason      TEXT NOT NULL,
	made_at     TIMESTAMP NOT NULL
);
CREATE INDEX actions_by_time ON actions (made_at, id);
CREATE INDEX actions_on_post ON actions (post_id, id);
CREATE INDEX actions_on_thread ON actions (thread_id, id);

-- Consequences ------------------------------------------------------------------------------

-- Who did what. Everything that follows from an act is derived from its row.
CREATE TABLE activity (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	at        TIMESTAMP NOT NULL,
	by_id     INTEGER REFERENCES members (id), -- nobody when a visitor or the server acted
	verb      TEXT NOT NULL,
	space_id  INTEGER REFERENCES spaces (id),
	thread_id INTEGER REFERENCES threads (id),
	post_id   INTEGER REFERENCES posts (id),
	member_id INTEGER REFERENCES members (id), -- the person it concerns
	action_id INTEGER REFERENCES actions (id), -- what the committee decided
	detail    TEXT NOT NULL DEFAULT ''
);

CREATE TABLE followers (
	name        TEXT NOT NULL PRIMARY KEY,
	activity_id INTEGER NOT NULL -- the last row this follower has dealt with
);

CREATE TABLE notices (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	member_id   INTEGER NOT NULL REFERENCES members (id),
	activity_id INTEGER NOT NULL REFERENCES activity (id),
	kind        TEXT NOT NULL,
	thread_id   INTEGER REFERENCES threads (id),
	post_id     INTEGER REFERENCES posts (id),
	read        BOOLEAN NOT NULL DEFAULT FALSE,
	made_at     TIMESTAMP NOT NULL,
	UNIQUE (member_id, activity_id)
);
CREATE INDEX notices_of_member ON notices (member_id, made_at, id);
CREATE INDEX notices_unread ON notices (member_id) WHERE NOT read;

-- Forms already taken, so that one sent twice makes one thing.
CREATE TABLE once_keys (
	by_id     INTEGER NOT NULL, -- 0 for a visitor
	key       TEXT NOT NULL,
	result_id INTEGER NOT NULL,
	made_at   TIMESTAMP NOT NULL,
	PRIMARY KEY (by_id, key)
);
CREATE INDEX once_keys_by_time ON once_keys (made_at);
