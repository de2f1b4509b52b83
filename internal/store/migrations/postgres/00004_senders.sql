-- +goose Up
-- Who may post into a channel: one process at a time.
CREATE TABLE senders (
    place  TEXT PRIMARY KEY,        -- the channel's address
    holder TEXT NOT NULL,           -- the process, or '' for nobody
    epoch  BIGINT NOT NULL,        -- how often the right went to somebody
    beat   BIGINT NOT NULL         -- posts that were begun in this epoch: shows the others that the holder is alive
);

-- The platform's time when the first of the requests was begun that a look back has to find.
ALTER TABLE deliveries ADD COLUMN since BIGINT;

-- What is held waits for an admin.
CREATE INDEX deliveries_held ON deliveries (workspace, planned) WHERE state = 'held';
CREATE INDEX deliveries_replies ON deliveries (parent) WHERE parent <> '';

-- +goose Down
DROP INDEX deliveries_replies;
DROP INDEX deliveries_held;
ALTER TABLE deliveries DROP COLUMN since;
DROP TABLE senders;
