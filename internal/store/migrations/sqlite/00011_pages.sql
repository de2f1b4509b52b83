-- +goose Up
-- Articles whose pages are read: when a page was asked for last, and since when its server has said each time that there is none (0: there is one).
CREATE TABLE article_pages (
    article TEXT NOT NULL PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    asked   INTEGER NOT NULL,
    missing INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX article_pages_asked ON article_pages (asked);

-- What publishers show beside their articles as related: weak links, which make nothing one story.
CREATE TABLE article_links (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    place   INTEGER NOT NULL,               -- from 0, as on the page
    address TEXT NOT NULL,             -- canonical, so that it finds articles that come in later too
    url     TEXT NOT NULL,         -- as printed
    title   TEXT NOT NULL,
    PRIMARY KEY (article, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_links_address ON article_links (address);

-- +goose Down
DROP TABLE article_links;
DROP TABLE article_pages;
