-- +goose Up
-- Times are milliseconds since 1970 in UTC. A workspace is "platform:id", such as "slack:T024BE7LD".

CREATE TABLE feeds (
    url       TEXT PRIMARY KEY,
    next_poll INTEGER NOT NULL,
    state     TEXT NOT NULL            -- validators, failures and health, as the reader of feeds writes them
) STRICT;
CREATE INDEX feeds_due ON feeds (next_poll);

CREATE TABLE articles (
    id        TEXT PRIMARY KEY,        -- briefs.ArticleID
    url       TEXT NOT NULL,           -- as printed, or ''
    canonical TEXT NOT NULL,           -- briefs.CanonicalURL, or ''
    title     TEXT NOT NULL,
    outlet    TEXT NOT NULL,
    language  TEXT NOT NULL,
    published INTEGER NOT NULL,
    fetched   INTEGER NOT NULL,
    summary   TEXT NOT NULL,
    body      TEXT NOT NULL,
    story     TEXT NOT NULL            -- the story it was placed in, or ''
) STRICT;
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_canonical ON articles (canonical) WHERE canonical <> '';
CREATE INDEX articles_story ON articles (story, published) WHERE story <> '';

-- Which feeds carried an article, and under which id of their own.
CREATE TABLE article_feeds (
    feed    TEXT NOT NULL,
    item    TEXT NOT NULL,             -- the feed's id for it, or the article's id where it has none
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (feed, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_feeds_article ON article_feeds (article, feed);

-- Names in articles, for "latest <name>".
CREATE TABLE article_names (
    name      TEXT NOT NULL,           -- entity id
    published INTEGER NOT NULL,
    article   TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (name, published, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_names_article ON article_names (article);

-- How far the decisions on a schedule have come.
CREATE TABLE schedules (
    name      TEXT PRIMARY KEY,
    rule      TEXT NOT NULL,           -- as decided by; another one means that the schedule was edited
    since     INTEGER NOT NULL,        -- no run at or before this is owed
    handled   INTEGER NOT NULL         -- due time of the last run that was decided on
) STRICT;

-- A run is one nominal time of one schedule. Its key makes a second one impossible.
CREATE TABLE runs (
    workspace TEXT NOT NULL,
    schedule  TEXT NOT NULL,
    nominal   TEXT NOT NULL,           -- civil time, "2026-03-29T09:00"
    zone      TEXT NOT NULL,
    due       INTEGER NOT NULL,
    started   INTEGER NOT NULL,
    ended     INTEGER,                 -- NULL while it is going on
    outcome   TEXT NOT NULL,           -- going, posted, empty, missed, failed
    detail    TEXT NOT NULL,           -- why, in words for operators
    PRIMARY KEY (workspace, schedule, nominal, zone)
) STRICT, WITHOUT ROWID;
CREATE INDEX runs_due ON runs (workspace, schedule, due);
CREATE INDEX runs_unfinished ON runs (due) WHERE ended IS NULL;
CREATE INDEX runs_old ON runs (due);

-- The ledger: one row a message. The payload is frozen before the first attempt.
CREATE TABLE deliveries (
    key       TEXT PRIMARY KEY,        -- first 24 hex digits of SHA-256 over schedule, nominal time, destination, part
    workspace TEXT NOT NULL,
    schedule  TEXT NOT NULL,
    nominal   TEXT NOT NULL,
    zone      TEXT NOT NULL,
    place     TEXT NOT NULL,           -- the channel's address
    part      INTEGER NOT NULL,
    parent    TEXT NOT NULL,           -- key of the message in whose thread it goes, or ''
    payload   TEXT NOT NULL,
    state     TEXT NOT NULL,           -- planned, claimed, sent, unknown, refused, held
    attempts  INTEGER NOT NULL,        -- requests that were begun
    again     INTEGER NOT NULL,        -- of these, how many were made after looking in vain
    planned   INTEGER NOT NULL,        -- when it was written down
    claimed   INTEGER,                 -- when it was last claimed
    not_before INTEGER NOT NULL,       -- earliest next step
    address   TEXT NOT NULL,           -- where it stands once sent, or ''
    reason    TEXT NOT NULL,
    UNIQUE (workspace, schedule, nominal, zone, place, part)
) STRICT;
CREATE INDEX deliveries_open ON deliveries (place, planned) WHERE state IN ('planned', 'claimed', 'unknown');
CREATE INDEX deliveries_settled ON deliveries (planned) WHERE state IN ('sent', 'refused', 'held');

-- What a channel was shown, so that no headline comes twice.
CREATE TABLE shown (
    workspace TEXT NOT NULL,
    place     TEXT NOT NULL,
    article   TEXT NOT NULL,
    story     TEXT NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (workspace, place, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX shown_at ON shown (at);

-- +goose Down
DROP TABLE shown;
DROP TABLE deliveries;
DROP TABLE runs;
DROP TABLE schedules;
DROP TABLE article_names;
DROP TABLE article_feeds;
DROP TABLE articles;
DROP TABLE feeds;
