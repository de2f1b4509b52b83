-- +goose Up
-- The statement store: what each fact was from a record on. Records are only ever added; a fact is what its last one says.
-- Numbers of facts are exact decimals, as texts, in the JSON of facts.Shape.

CREATE TABLE facts (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of writing, by which others notice what is new
    workspace TEXT NOT NULL,           -- the team that it belongs to; '' is shared by all
    id        TEXT NOT NULL,           -- of the fact, as people quote it
    change    TEXT NOT NULL,           -- the same for all records of one change
    at        INTEGER NOT NULL,        -- when it was recorded
    who       TEXT NOT NULL,           -- who recorded it
    did       TEXT NOT NULL,           -- add, import, fix, rank, review, close, undo, retract
    why       TEXT NOT NULL,           -- in words for editors, or ''
    fact      TEXT NOT NULL            -- all of it, JSON
) STRICT;
CREATE INDEX facts_history ON facts (id, workspace, seq);
CREATE INDEX facts_changes ON facts (workspace, change, seq);

-- +goose Down
DROP TABLE facts;
