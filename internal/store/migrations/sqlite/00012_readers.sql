-- +goose Up
-- What people chose for themselves: whom they follow, where and when they get the digest of it, and what they muted. It stands in no log.
CREATE TABLE readers (
    workspace TEXT NOT NULL,
    person    TEXT NOT NULL,           -- the platform's id
    seq       INTEGER NOT NULL,        -- of the last change, by which others notice what is new
    id        TEXT NOT NULL,           -- names the digest and its button; empty: all was taken back
    place     TEXT NOT NULL,           -- the address of the conversation
    timing    TEXT NOT NULL,           -- as it was typed
    zone      TEXT NOT NULL,
    language  TEXT NOT NULL,
    doc       TEXT NOT NULL,           -- JSON of a reading, as in internal/settings
    PRIMARY KEY (workspace, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX readers_seq ON readers (seq);

-- +goose Down
DROP TABLE readers;
