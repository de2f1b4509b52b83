-- +goose Up
-- Where a channel was shown what, so that follow-ups find the thread, and corrections the line, also after a restart.
ALTER TABLE shown ADD COLUMN message TEXT NOT NULL DEFAULT '';  -- key of the message of the ledger in which it stands; '' before this was kept
ALTER TABLE shown ADD COLUMN lead INTEGER NOT NULL DEFAULT 0;   -- 1: it stands for its story in the channel
CREATE INDEX shown_leads ON shown (workspace, place, at) WHERE lead = 1;
CREATE INDEX shown_article ON shown (article);

-- A message of the ledger may take the place of one that was posted before.
ALTER TABLE deliveries ADD COLUMN edits TEXT NOT NULL DEFAULT '';  -- key of that message
CREATE INDEX deliveries_edits ON deliveries (edits, planned) WHERE edits <> '';

-- The title that each feed gave an article last: another one from the same feed is a correction.
ALTER TABLE article_feeds ADD COLUMN title TEXT NOT NULL DEFAULT '';  -- '' before this was kept

-- What outlets did to their articles after these were read.
CREATE TABLE article_changes (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,             -- title, withdrawn
    was     TEXT NOT NULL,             -- the title before
    PRIMARY KEY (article, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_changes_at ON article_changes (at);

-- What editors of a team decided on stories, and who. Records are only ever added; an undo is one too.
CREATE TABLE story_edits (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace TEXT NOT NULL,
    id        TEXT NOT NULL,           -- as people quote it
    at        INTEGER NOT NULL,
    who       TEXT NOT NULL,           -- "platform:workspace/user"
    did       TEXT NOT NULL,           -- merge, split, mute, undo
    story     TEXT NOT NULL,           -- of a merge: what takes the other in; of an undo: the id of what is undone
    other     TEXT NOT NULL,           -- of a merge: what is taken in; of a split: the new story
    articles  TEXT NOT NULL,           -- of a split: the ids of what moves, with spaces between
    UNIQUE (workspace, id)
) STRICT;

-- +goose Down
DROP TABLE story_edits;
DROP TABLE article_changes;
ALTER TABLE article_feeds DROP COLUMN title;
DROP INDEX deliveries_edits;
ALTER TABLE deliveries DROP COLUMN edits;
DROP INDEX shown_article;
DROP INDEX shown_leads;
ALTER TABLE shown DROP COLUMN lead;
ALTER TABLE shown DROP COLUMN message;
