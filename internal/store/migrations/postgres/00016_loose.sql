-- +goose Up
-- Whether an article may tell another event than the story that it is in.
ALTER TABLE articles ADD COLUMN loose BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE articles DROP COLUMN loose;
