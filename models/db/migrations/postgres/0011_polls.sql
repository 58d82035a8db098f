-- +goose Up

-- Whether a discussion is a question: what its author said it is, not how its title is worded.
-- For those begun before somebody could say so, the mark at the end of the title does, or that it
-- was counted as one.
ALTER TABLE threads ADD COLUMN asks BOOLEAN NOT NULL DEFAULT FALSE CHECK (NOT asks OR kind = 'discussion');
UPDATE threads SET asks = TRUE WHERE kind = 'discussion' AND (title LIKE '%?' OR heat > 0);
