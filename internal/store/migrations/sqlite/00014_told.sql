-- +goose Up
-- Which feeds the admins of a workspace know to fail.
CREATE TABLE feeds_told (
    workspace TEXT NOT NULL,
    feed      TEXT NOT NULL,           -- the configured address
    at        INTEGER NOT NULL,        -- when they were told
    PRIMARY KEY (workspace, feed)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE feeds_told;
