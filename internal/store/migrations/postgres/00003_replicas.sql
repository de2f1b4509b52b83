-- +goose Up
-- What processes that share a database agree on. Times here are by the clock of the database.

-- Who may do what one process alone does, and until when unless it is renewed.
CREATE TABLE leases (
    name   TEXT COLLATE "C" PRIMARY KEY,
    holder TEXT COLLATE "C" NOT NULL,             -- id of an instance
    epoch  BIGINT NOT NULL,          -- one more each time somebody takes it; writes name theirs
    until  BIGINT NOT NULL
);

-- Processes that run, each with a heartbeat.
CREATE TABLE instances (
    id      TEXT COLLATE "C" PRIMARY KEY,         -- new at each start
    host    TEXT NOT NULL,
    version TEXT NOT NULL,
    started BIGINT NOT NULL,
    seen    BIGINT NOT NULL
);

-- What platforms delivered lately, so that nothing is answered twice. Nothing of what was asked, nor of who asked.
CREATE TABLE events (
    platform TEXT COLLATE "C" NOT NULL,
    event    TEXT COLLATE "C" NOT NULL,           -- first 32 hex digits of the SHA-256 of the platform's id for it
    holder   TEXT COLLATE "C" NOT NULL,           -- the instance that answers it
    at       BIGINT NOT NULL,
    answered BIGINT NOT NULL,        -- 0 or 1
    PRIMARY KEY (platform, event)
);
CREATE INDEX events_at ON events (at);

-- To count what went wrong without reading the whole ledger.
CREATE INDEX deliveries_wrong ON deliveries (state, workspace) WHERE state IN ('refused', 'held');

-- +goose Down
DROP INDEX deliveries_wrong;
DROP TABLE events;
DROP TABLE instances;
DROP TABLE leases;
