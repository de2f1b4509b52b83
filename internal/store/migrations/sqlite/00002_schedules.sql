-- +goose Up
-- How far the decisions on a schedule have come, in each workspace that it posts to.
ALTER TABLE schedules RENAME TO schedules_before;
CREATE TABLE schedules (
    workspace TEXT NOT NULL,
    name      TEXT NOT NULL,
    rule      TEXT NOT NULL,           -- as decided by; another one means that the schedule was edited
    created   INTEGER NOT NULL,        -- when it was there first, or came back
    since     INTEGER NOT NULL,        -- no run at or before this is owed
    handled   INTEGER NOT NULL,        -- nominal instant of the last run that was decided on
    PRIMARY KEY (workspace, name)
) STRICT, WITHOUT ROWID;
INSERT INTO schedules (workspace, name, rule, created, since, handled)
    SELECT DISTINCT r.workspace, s.name, s.rule, 0, s.since, s.handled FROM schedules_before s JOIN runs r ON r.schedule = s.name;
DROP TABLE schedules_before;

-- Pauses of a schedule in a workspace, or of one of its channels; the last one of each. One that has ended stays: runs that were
-- due before its end are not made up for.
CREATE TABLE pauses (
    workspace TEXT NOT NULL,
    schedule  TEXT NOT NULL,
    place     TEXT NOT NULL,           -- the channel's address, or '' for the whole schedule
    since     INTEGER NOT NULL,
    until     INTEGER,                 -- runs from here on happen again; NULL until it is resumed
    reason    TEXT NOT NULL,           -- asked, refused
    detail    TEXT NOT NULL,           -- what the platform said, when it refused
    PRIMARY KEY (workspace, schedule, place)
) STRICT, WITHOUT ROWID;

-- What a run came to in each of its channels.
CREATE TABLE run_places (
    workspace TEXT NOT NULL,
    schedule  TEXT NOT NULL,
    nominal   TEXT NOT NULL,
    zone      TEXT NOT NULL,
    place     TEXT NOT NULL,
    due       INTEGER NOT NULL,        -- of the run
    outcome   TEXT NOT NULL,           -- posted, empty, paused, missed, failed
    detail    TEXT NOT NULL,           -- why, as a code
    PRIMARY KEY (workspace, schedule, nominal, zone, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_places_old ON run_places (due);

CREATE INDEX runs_recent ON runs (workspace, due);

-- The first message of each run in a channel, for what is still open and what was refused in a row.
CREATE INDEX deliveries_heads ON deliveries (workspace, schedule, place, planned) WHERE part = 0;
CREATE INDEX deliveries_refused ON deliveries (workspace, schedule, place) WHERE part = 0 AND state = 'refused' AND schedule <> '';

-- Whether a feed held the article already when it was read for the first time.
ALTER TABLE articles ADD COLUMN backlog INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE articles DROP COLUMN backlog;
DROP INDEX deliveries_refused;
DROP INDEX deliveries_heads;
DROP INDEX runs_recent;
DROP TABLE run_places;
DROP TABLE pauses;
ALTER TABLE schedules RENAME TO schedules_after;
CREATE TABLE schedules (
    name      TEXT PRIMARY KEY,
    rule      TEXT NOT NULL,
    since     INTEGER NOT NULL,
    handled   INTEGER NOT NULL
) STRICT;
INSERT INTO schedules (name, rule, since, handled) SELECT name, MAX(rule), MAX(since), MAX(handled) FROM schedules_after GROUP BY name;
DROP TABLE schedules_after;
