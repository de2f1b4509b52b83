-- +goose Up
-- The tables are those of SQLite. Texts that are compared or sorted are so by their bytes, whatever the collation of the
-- database; addresses may be longer than an entry of a tree index, so that theirs is a hash.
-- Times are milliseconds since 1970 in UTC. A workspace is "platform:id", such as "slack:T024BE7LD".

CREATE TABLE feeds (
    url       TEXT COLLATE "C" PRIMARY KEY,
    next_poll BIGINT NOT NULL,
    state     TEXT NOT NULL              -- validators, failures and health, as the reader of feeds writes them
);
CREATE INDEX feeds_due ON feeds (next_poll);

CREATE TABLE articles (
    id        TEXT COLLATE "C" PRIMARY KEY, -- briefs.ArticleID
    url       TEXT COLLATE "C" NOT NULL, -- as printed, or ''
    canonical TEXT COLLATE "C" NOT NULL, -- briefs.CanonicalURL, or ''
    title     TEXT NOT NULL,
    outlet    TEXT NOT NULL,
    language  TEXT NOT NULL,
    published BIGINT NOT NULL,
    fetched   BIGINT NOT NULL,
    summary   TEXT NOT NULL,
    body      TEXT NOT NULL,
    story     TEXT COLLATE "C" NOT NULL  -- the story it was placed in, or ''
);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_canonical ON articles USING hash (canonical) WHERE canonical <> '';
CREATE INDEX articles_story ON articles (story, published) WHERE story <> '';

-- Which feeds carried an article, and under which id of their own.
CREATE TABLE article_feeds (
    feed    TEXT COLLATE "C" NOT NULL,
    item    TEXT COLLATE "C" NOT NULL,   -- the feed's id for it, or the article's id where it has none
    article TEXT COLLATE "C" NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (feed, item)
);
CREATE INDEX article_feeds_article ON article_feeds (article, feed);

-- Names in articles, for "latest <name>".
CREATE TABLE article_names (
    name      TEXT COLLATE "C" NOT NULL, -- entity id
    published BIGINT NOT NULL,
    article   TEXT COLLATE "C" NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (name, published, article)
);
CREATE INDEX article_names_article ON article_names (article);

-- How far the decisions on a schedule have come.
CREATE TABLE schedules (
    name      TEXT COLLATE "C" PRIMARY KEY,
    rule      TEXT COLLATE "C" NOT NULL, -- as decided by; another one means that the schedule was edited
    since     BIGINT NOT NULL,           -- no run at or before this is owed
    handled   BIGINT NOT NULL            -- due time of the last run that was decided on
);

-- A run is one nominal time of one schedule. Its key makes a second one impossible.
CREATE TABLE runs (
    workspace TEXT COLLATE "C" NOT NULL,
    schedule  TEXT COLLATE "C" NOT NULL,
    nominal   TEXT COLLATE "C" NOT NULL, -- civil time, "2026-03-29T09:00"
    zone      TEXT COLLATE "C" NOT NULL,
    due       BIGINT NOT NULL,
    started   BIGINT NOT NULL,
    ended     BIGINT,                    -- NULL while it is going on
    outcome   TEXT COLLATE "C" NOT NULL, -- going, posted, empty, missed, failed
    detail    TEXT NOT NULL,             -- why, in words for operators
    PRIMARY KEY (workspace, schedule, nominal, zone)
);
CREATE INDEX runs_due ON runs (workspace, schedule, due);
CREATE INDEX runs_unfinished ON runs (due) WHERE ended IS NULL;
CREATE INDEX runs_old ON runs (due);

-- The ledger: one row a message. The payload is frozen before the first attempt.
CREATE TABLE deliveries (
    key       TEXT COLLATE "C" PRIMARY KEY, -- first 24 hex digits of SHA-256 over schedule, nominal time, destination, part
    workspace TEXT COLLATE "C" NOT NULL,
    schedule  TEXT COLLATE "C" NOT NULL,
    nominal   TEXT COLLATE "C" NOT NULL,
    zone      TEXT COLLATE "C" NOT NULL,
    place     TEXT COLLATE "C" NOT NULL, -- the channel's address
    part      INTEGER NOT NULL,
    parent    TEXT COLLATE "C" NOT NULL, -- key of the message in whose thread it goes, or ''
    payload   TEXT NOT NULL,
    state     TEXT COLLATE "C" NOT NULL, -- planned, claimed, sent, unknown, refused, held
    attempts  BIGINT NOT NULL,           -- requests that were begun
    again     BIGINT NOT NULL,           -- of these, how many were made after looking in vain
    planned   BIGINT NOT NULL,           -- when it was written down
    claimed   BIGINT,                    -- when it was last claimed
    not_before BIGINT NOT NULL,          -- earliest next step
    address   TEXT COLLATE "C" NOT NULL, -- where it stands once sent, or ''
    reason    TEXT NOT NULL,
    UNIQUE (workspace, schedule, nominal, zone, place, part)
);
CREATE INDEX deliveries_open ON deliveries (place, planned) WHERE state IN ('planned', 'claimed', 'unknown');
CREATE INDEX deliveries_settled ON deliveries (planned) WHERE state IN ('sent', 'refused', 'held');

-- What a channel was shown, so that no headline comes twice.
CREATE TABLE shown (
    workspace TEXT COLLATE "C" NOT NULL,
    place     TEXT COLLATE "C" NOT NULL,
    article   TEXT COLLATE "C" NOT NULL,
    story     TEXT COLLATE "C" NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (workspace, place, article)
);
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
