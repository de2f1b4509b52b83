-- +goose Up
-- What admins set from the chat, and the log of their changes. Documents are the JSON of internal/settings.

-- The settings as they are now.
CREATE TABLE settings (
    workspace TEXT NOT NULL,
    kind      TEXT NOT NULL,           -- schedule, source, topic, role, channel, pause
    name      TEXT NOT NULL,
    doc       TEXT NOT NULL,
    PRIMARY KEY (workspace, kind, name)
) STRICT, WITHOUT ROWID;

-- Who changed what. Rows are only ever added; a change of several settings has several, with one id.
CREATE TABLE changes (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of writing, by which others notice what is new
    workspace TEXT NOT NULL,
    change    TEXT NOT NULL,           -- short, people type it
    kind      TEXT NOT NULL,
    name      TEXT NOT NULL,
    before    TEXT NOT NULL,           -- the document, or '' when there was none
    after     TEXT NOT NULL,
    at        INTEGER NOT NULL,
    who       TEXT NOT NULL,           -- "platform:workspace/user", or where a file came from
    called    TEXT NOT NULL,           -- what they were called then, or ''
    place     TEXT NOT NULL,           -- the channel's address where it was asked, or ''
    undoes    TEXT NOT NULL,           -- the change that it takes back, or ''
    UNIQUE (workspace, change, kind, name)
) STRICT;
CREATE INDEX changes_of ON changes (workspace, seq);

-- Changes that were shown to who asked, and wait for a button.
CREATE TABLE proposals (
    workspace TEXT NOT NULL,
    id        TEXT NOT NULL,
    who       TEXT NOT NULL,
    at        INTEGER NOT NULL,
    edits     TEXT NOT NULL,           -- JSON
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposals_at ON proposals (at);

-- +goose Down
DROP TABLE proposals;
DROP TABLE changes;
DROP TABLE settings;
