-- +goose Up
-- What the editor was called who decided on a story; empty where nobody said.
ALTER TABLE story_edits ADD COLUMN called TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE story_edits DROP COLUMN called;
