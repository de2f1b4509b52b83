-- +goose Up
-- What processes that share a database agree on. Times here are by the clock of the database.

-- Who may do what one process alone does, and until when unless it is renewed.
CREATE TABLE leases (
    name   TEXT PRIMARY KEY,
    holder TEXT NOT NULL,             -- id of an instance
    epoch  INTEGER NOT NULL,          -- one more each time somebody takes it; writes name theirs
    until  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Processes that run, each with a heartbeat.
CREATE TABLE instances (
    id      TEXT PRIMARY KEY,         -- new at each start
    host    TEXT NOT NULL,
    version TEXT NOT NULL,
    started INTEGER NOT NULL,
    seen    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What platforms delivered lately, so that nothing is answered twice. Nothing of what was asked, nor of who asked.
CREATE TABLE events (
    platform TEXT NOT NULL,
    event    TEXT NOT NULL,           -- first 32 hex digits of the SHA-256 of the platform's id for it
    holder   TEXT NOT NULL,           -- the instance that answers it
    at       INTEGER NOT NULL,
    answered INTEGER NOT NULL,        -- 0 or 1
    PRIMARY KEY (platform, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_at ON events (at);

-- To count what went wrong without reading the whole ledger.
CREATE INDEX deliveries_wrong ON deliveries (state, workspace) WHERE state IN ('refused', 'held');

-- +goose Down
DROP INDEX deliveries_wrong;
DROP TABLE events;
DROP TABLE instances;
DROP TABLE leases;
