-- +goose Up
-- Questions that are asked again on a timetable, and answered in their channel.
CREATE TABLE questions (
    workspace TEXT NOT NULL,
    id        TEXT NOT NULL,           -- short, people type it
    place     TEXT NOT NULL,           -- the channel's address
    line      TEXT NOT NULL,           -- as it would be typed
    timing    TEXT NOT NULL,           -- as it was typed
    zone      TEXT NOT NULL,
    language  TEXT NOT NULL,
    asker     TEXT NOT NULL,           -- the platform's id of who set it up
    created   INTEGER NOT NULL,        -- no run at or before this is owed
    handled   INTEGER NOT NULL,        -- due time of the last run that was decided on
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE questions;
