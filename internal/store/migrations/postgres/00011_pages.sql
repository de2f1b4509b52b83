-- +goose Up
-- Articles whose pages are read: when a page was asked for last, and since when its server has said each time that there is none (0: there is one).
CREATE TABLE article_pages (
    article TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    asked   BIGINT NOT NULL,
    missing BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX article_pages_asked ON article_pages (asked);

-- What publishers show beside their articles as related: weak links, which make nothing one story.
CREATE TABLE article_links (
    article TEXT COLLATE "C" NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    place   BIGINT NOT NULL,               -- from 0, as on the page
    address TEXT COLLATE "C" NOT NULL,             -- canonical, so that it finds articles that come in later too
    url     TEXT COLLATE "C" NOT NULL,         -- as printed
    title   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (article, place)
);
CREATE INDEX article_links_address ON article_links (address);

-- +goose Down
DROP TABLE article_links;
DROP TABLE article_pages;
