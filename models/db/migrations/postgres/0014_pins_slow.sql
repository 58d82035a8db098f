-- +goose Up

-- The last day on which a pinned thread stands at the top of its board, London's; a pin without an
-- end has the last day there is.
ALTER TABLE threads ADD COLUMN pinned_until TEXT COLLATE "C" NOT NULL DEFAULT '9999-12-31' CHECK (length(pinned_until) = 10);
CREATE INDEX threads_pinned_until ON threads (pinned_until) WHERE pinned;

-- In slow mode a member waits this long between two posts of theirs in the thread, in minutes; 0 is
-- the usual mode.
ALTER TABLE threads ADD COLUMN slow_minutes BIGINT NOT NULL DEFAULT 0 CHECK (slow_minutes >= 0);
