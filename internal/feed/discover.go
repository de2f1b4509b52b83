package feed

import (
	"context"
	"errors"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Found is a feed at an address, or one that a page names. Of one that was not read yet Document is nil.
type Found struct {
	URL      string
	Title    string
	Document *Document
}

// ErrNoFeed is the error of a page that names no feed.
var ErrNoFeed = errors.New("feed: it is no feed, and names none")

// mostFound is how many feeds of one page are listed.
const mostFound = 10

// Discover reads a feed at an address or finds those that the page there names. One alone is read.
func Discover(ctx context.Context, f *Fetcher, address string) ([]Found, error) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	body, header, final, err := f.Get(ctx, address)
	if err != nil {
		return nil, err
	}
	if doc, err := Parse(body, ParseOptions{ContentType: header, URL: final, Now: f.opt.Now()}); err == nil {
		return []Found{{address, doc.Title, doc}}, nil
	}
	found := named(body, final)
	switch len(found) {
	case 0:
		return nil, ErrNoFeed
	case 1:
		body, header, final, err := f.Get(ctx, found[0].URL)
		if err != nil {
			return nil, err
		}
		found[0].Document, err = Parse(body, ParseOptions{ContentType: header, URL: final, Now: f.opt.Now()})
		return found, err
	}
	return found, nil
}

var titleOf = regexp.MustCompile(`(?is)\btitle\s*=\s*(?:"([^"]{0,200})"|'([^']{0,200})')`)

// named returns the feeds that a page names, in its order.
func named(page []byte, at string) []Found {
	where, err := url.Parse(at)
	if err != nil {
		return nil
	}
	var out []Found
	for _, link := range alternate.FindAll(page[:min(len(page), 256<<10)], 4*mostFound) {
		href := hrefOf.FindSubmatch(link)
		if href == nil {
			continue
		}
		ref, err := where.Parse(strings.TrimSpace(html.UnescapeString(string(href[1]))))
		if err != nil || !isWeb(ref.String()) || slices.ContainsFunc(out, func(f Found) bool { return f.URL == ref.String() }) {
			continue
		}
		one := Found{URL: ref.String()}
		if t := titleOf.FindSubmatch(link); t != nil {
			one.Title = html.UnescapeString(string(t[1]) + string(t[2]))
		}
		if out = append(out, one); len(out) == mostFound {
			break
		}
	}
	return out
}
