-- +goose Up
-- Drafts of digests that editors were shown before a run. What they decided stands in the log of changes, as kind "draft".
CREATE TABLE drafts (
    workspace TEXT NOT NULL,
    schedule  TEXT NOT NULL,
    nominal   TEXT NOT NULL,           -- of the run, civil time
    zone      TEXT NOT NULL,
    id        TEXT NOT NULL,           -- short, buttons name it
    due       INTEGER NOT NULL,
    made      INTEGER NOT NULL,
    doc       TEXT NOT NULL,           -- JSON: the stories in their order, and the messages
    PRIMARY KEY (workspace, schedule, nominal, zone)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX drafts_id ON drafts (workspace, id);
CREATE INDEX changes_about ON changes (workspace, kind, name, seq);

-- +goose Down
DROP INDEX changes_about;
DROP TABLE drafts;
