-- +goose Up
-- Of the requests made again because a message was not there, those after the platform had given no answer: deaths of the program are
-- counted apart.
ALTER TABLE deliveries ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE deliveries DROP COLUMN silent;
