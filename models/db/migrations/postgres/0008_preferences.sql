-- +goose Up

-- Who goes without the shortcuts that are one key.
ALTER TABLE members ADD COLUMN keys_off BOOLEAN NOT NULL DEFAULT FALSE;
