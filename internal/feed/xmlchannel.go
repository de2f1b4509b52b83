package feed

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"

	"briefbot/internal/feed/xmlscan"
)

// channelElement reads an element outside items: the feed's own title, address, language and rhythm. What stands deeper
// than a channel's children, such as the title of an image, is not about the feed.
func (r *xmlReader) channelElement(tok xmlscan.Token) error {
	if !isFeed(tok.Space) {
		return r.channelModule(tok)
	}
	if tok.Name == "hour" || tok.Name == "day" {
		return r.skip(tok)
	}
	if r.s.Depth() > r.channelDepth()+1 {
		return nil
	}
	switch tok.Name {
	case "title":
		text, err := r.line(tok)
		if r.doc.Title == "" {
			r.doc.Title = text
		}
		return err
	case "link":
		return r.siteLink(tok)
	case "language":
		text, err := r.line(tok)
		if text != "" {
			r.doc.Language = text
		}
		return err
	case "ttl":
		text, err := r.line(tok)
		if minutes, e := strconv.Atoi(strings.TrimSpace(text)); e == nil && minutes > 0 && minutes <= 60*24*31 {
			r.doc.Rhythm.TTL = time.Duration(minutes) * time.Minute
		}
		return err
	case "description", "tagline", "subtitle", "copyright", "rights", "info": // may hold markup that is not about the feed
		_, err := r.text(tok)
		return err
	}
	return nil
}

// channelDepth is the depth of the element whose children describe the feed: the root, or the channel in it.
func (r *xmlReader) channelDepth() int {
	open := r.s.Open()
	for i, name := range open {
		if name == "channel" || name == "feed" {
			return i + 1
		}
	}
	return 1
}

func (r *xmlReader) channelModule(tok xmlscan.Token) error {
	if r.s.Depth() > r.channelDepth()+1 {
		return nil
	}
	var to *string
	switch {
	case tok.Space == nsTombstones && tok.Name == "deleted-entry":
		r.deletedEntry()
		return nil
	case tok.Space == nsDC && tok.Name == "title":
		to = &r.doc.Title
	case tok.Space == nsDC && tok.Name == "language":
		to = &r.doc.Language
	case tok.Space == nsSyndication && tok.Name == "updateperiod":
		to = &r.period
	case tok.Space == nsSyndication && tok.Name == "updatefrequency":
		to = &r.frequency
	default:
		return nil
	}
	text, err := r.line(tok)
	if *to == "" {
		*to = text
	}
	return err
}

// deletedEntry notes an entry that the feed says was deleted (RFC 6721).
func (r *xmlReader) deletedEntry() {
	if ref := strings.TrimSpace(r.s.Attr("ref")); ref != "" && len(r.doc.Deleted) < r.opt.Limits.Items {
		r.doc.Deleted = append(r.doc.Deleted, ref)
	}
}

func (r *xmlReader) siteLink(tok xmlscan.Token) error {
	href, rank := r.s.Attr("href"), 1
	if href != "" {
		rel := r.s.Attr("rel")
		if rank = linkRank(rel, r.s.Attr("type")); rank == 0 {
			if strings.EqualFold(rel, "self") {
				r.self = href
			}
			return nil
		}
	} else {
		text, err := r.text(tok)
		if err != nil {
			return err
		}
		href = text
	}
	if rank < r.siteRank {
		link := resolve(href, r.bases)
		if link == "" {
			link = strings.TrimSpace(href)
		}
		if link != "" {
			r.doc.Link, r.siteRank = link, rank
		}
	}
	return nil
}

// resolveLate resolves what was relative while nothing was known to resolve it against: the address that the feed says it
// has, or else the site's.
func (r *xmlReader) resolveLate() {
	bases := pushBase(nil, r.self, 0)
	if link := resolve(r.doc.Link, bases); link != "" {
		r.doc.Link = link
	}
	if len(bases) == 0 {
		bases = pushBase(nil, r.doc.Link, 0)
	}
	for i := range r.doc.Items {
		if it := &r.doc.Items[i]; it.URL != "" && !isWeb(it.URL) {
			it.URL, it.printed = resolve(it.URL, bases), it.URL
		}
	}
}

// skip reads an hour or a day in which the feed does not want to be asked.
func (r *xmlReader) skip(tok xmlscan.Token) error {
	text, err := r.line(tok)
	rhythm := &r.doc.Rhythm
	if tok.Name == "day" {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(text, day.String()) && len(rhythm.SkipDays) < 7 {
				rhythm.SkipDays = append(rhythm.SkipDays, day)
			}
		}
		return err
	}
	// RSS 0.91 counts hours to 24, later versions to 23: 24 is midnight.
	if hour, e := strconv.Atoi(text); e == nil && hour >= 0 && hour <= 24 && len(rhythm.SkipHours) < 24 {
		rhythm.SkipHours = append(rhythm.SkipHours, hour%24)
	}
	return err
}

// updateInterval is how often the syndication module says that a feed changes.
func updateInterval(period, frequency string) time.Duration {
	day := 24 * time.Hour
	unit := map[string]time.Duration{"hourly": time.Hour, "daily": day, "weekly": 7 * day, "monthly": 30 * day, "yearly": 365 * day}[strings.ToLower(period)]
	n, err := strconv.Atoi(frequency)
	if err != nil || n < 1 {
		n = 1
	}
	return unit / time.Duration(n)
}

var alternate = regexp.MustCompile(`(?is)<link\b[^>]{0,400}?type\s*=\s*["']?application/(?:rss|atom|feed)\+(?:xml|json)["']?[^>]{0,400}>`)
var hrefOf = regexp.MustCompile(`(?is)\bhref\s*=\s*["']?([^"'\s>]{1,500})`)

// feedHint names the feed that a web page points to.
func feedHint(page []byte, bases []base) string {
	link := alternate.Find(page[:min(len(page), 64<<10)])
	href := hrefOf.FindSubmatch(link)
	if href == nil {
		return ""
	}
	ref := xmlscan.Decode(href[1])
	if abs := resolve(ref, bases); abs != "" {
		ref = abs
	}
	return "; it names a feed at " + shorten(ref, 200)
}

// challenges are what pages say that want to see a browser.
var challenges = [][]byte{
	[]byte("just a moment..."), []byte("cf-challenge"), []byte("challenge-platform"), []byte("captcha"), []byte("attention required! | cloudflare"),
	[]byte("enable javascript and cookies"), []byte("ddos-guard"), []byte("verify you are human"), []byte("are you a robot"), []byte("access denied"),
}

// webPageClass tells a challenge page, which means that we are blocked, from any other page.
func webPageClass(page []byte) Class {
	head := bytes.ToLower(page[:min(len(page), 64<<10)])
	for _, c := range challenges {
		if bytes.Contains(head, c) {
			return Blocked
		}
	}
	return Malformed
}
