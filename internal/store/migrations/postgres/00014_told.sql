-- +goose Up
-- Which feeds the admins of a workspace know to fail.
CREATE TABLE feeds_told (
    workspace TEXT COLLATE "C" NOT NULL,
    feed      TEXT COLLATE "C" NOT NULL,           -- the configured address
    at        BIGINT NOT NULL,        -- when they were told
    PRIMARY KEY (workspace, feed)
);

-- +goose Down
DROP TABLE feeds_told;
