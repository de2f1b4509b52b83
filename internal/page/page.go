// Package page reads the web page of an article: its text, author, date and language, and what its publisher calls related.
package page

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/publicsuffix"

	"briefbot/briefs"
	"briefbot/internal/feed/charset"
	"briefbot/internal/feed/plain"
)

// Page is an article's page as read. What the page does not say is empty.
type Page struct {
	URL       string    // where the page says it lives, else where it was read
	Title     string    // one line
	Outlet    string    // the site's name
	Author    string    // one line, without "by"
	Published time.Time // zero when the page names no date
	Language  string    // ISO 639-1; empty when unknown
	Text      string    // of the article alone, a line a paragraph; without share rows and boxes
	Related   []Link    // what the publisher puts beside the article: weak links, for `related` and never for a story
}

// Link is an article that a page points to.
type Link struct {
	URL   string // absolute, http or https
	Title string // one line
}

// Options say what a page does not.
type Options struct {
	URL         string         // where it was read, for relative links; may be empty
	ContentType string         // the HTTP header's value; may be empty
	Zone        *time.Location // of dates without one; nil is UTC
}

// Accept is what a Getter should ask for.
const Accept = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"

const (
	bodyMost     = 5 << 20 // bytes
	elementsMost = 30_000
	textMost     = 200 << 10 // bytes of text kept
)

// ErrRefused is matched by errors about pages that were not read.
var ErrRefused = errors.New("the page was not read")

// Getter fetches an address and returns the body of a 200, its content type and its final address. The feed fetcher is one, and
// holds the address guard, the limits and the manners.
type Getter interface {
	Get(ctx context.Context, address string) (body []byte, contentType, final string, err error)
}

// Fetch reads the page at an address, whatever the site's robots.txt says: for somebody who asks for that page.
func Fetch(ctx context.Context, from Getter, address string, o Options) (Page, error) {
	body, contentType, final, err := from.Get(ctx, address)
	if err != nil {
		return Page{}, err
	}
	o.URL = final
	if o.ContentType == "" {
		o.ContentType = contentType
	}
	return Read(body, o)
}

// Read reads a page. It refuses what is no page of HTML, is larger than five megabytes, has more than 30,000 elements or nests them
// deeper than 512.
func Read(body []byte, o Options) (Page, error) {
	if len(body) > bodyMost {
		return Page{}, fmt.Errorf("%w: it is larger than %d MB", ErrRefused, bodyMost>>20)
	}
	doc, err := parse(body, o.ContentType)
	if err != nil {
		return Page{}, err
	}
	base := baseOf(doc, o.URL)
	p := Page{URL: address(doc, base, o.URL)}
	m := metaOf(doc)
	p.Related = takeBoxes(doc, base, p.URL)
	takeShareRows(doc)
	article, err := mainOf(doc, base)
	if err != nil {
		return Page{}, err
	}
	p.Title = plain.Line(headline(doc, m, article.Title()))
	p.Outlet = plain.Line(article.SiteName())
	p.Author = byline(cmp.Or(m.first("author", article.Byline()), signature(doc)), p.Outlet)
	p.Text = textOf(article, p.Title)
	p.Language = languageOf(doc, p.Title+"\n"+p.Text)
	p.Published = published(doc, m, o.Zone, p.Language == "zh")
	return p, nil
}

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}\bcharset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})`)

// parse returns the tree of a document of any encoding.
func parse(body []byte, contentType string) (*html.Node, error) {
	if !strings.Contains(strings.ToLower(contentType), "charset") {
		if m := metaCharset.FindSubmatch(body[:min(len(body), 4096)]); m != nil {
			contentType = "text/html; charset=" + string(m[1])
		}
	}
	text := charset.Decode(body, contentType).Text
	if bytes.IndexByte(text, '<') < 0 || bytes.IndexByte(text, 0) >= 0 {
		return nil, fmt.Errorf("%w: it is no page of HTML", ErrRefused)
	}
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%w: its elements are nested too deep", ErrRefused)
	}
	n := 0
	for range elements(doc) {
		if n++; n > elementsMost {
			return nil, fmt.Errorf("%w: it has more than %d elements", ErrRefused, elementsMost)
		}
	}
	return doc, nil
}

// mainOf finds the article in a page.
func mainOf(doc *html.Node, base *url.URL) (readability.Article, error) {
	parser := readability.NewParser()
	article, err := parser.ParseDocument(doc, base)
	if err != nil {
		return article, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return article, nil
}

// textOf returns the article's text without its title.
func textOf(article readability.Article, title string) string {
	if article.Node == nil {
		return ""
	}
	var b strings.Builder
	if err := article.RenderHTML(&b); err != nil {
		return ""
	}
	var kept []string
	for line := range strings.Lines(plain.Text(b.String())) {
		line = strings.TrimSpace(line)
		if line == "" || isShareRow(line) || len(kept) == 0 && line == title {
			continue
		}
		kept = append(kept, line)
	}
	return plain.Cut(strings.Join(kept, "\n"), textMost)
}

// baseOf returns what relative links are relative to, nil when nothing says so.
func baseOf(doc *html.Node, at string) *url.URL {
	base, err := url.Parse(at)
	if err != nil || base.Host == "" {
		base = nil
	}
	for n := range elements(doc) {
		if n.DataAtom == atom.Base {
			if u := resolve(base, attr(n, "href")); u != nil {
				return u
			}
		}
	}
	return base
}

// resolve returns an absolute http address, nil when there is none.
func resolve(base *url.URL, href string) *url.URL {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || href == "" {
		return nil
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil
	}
	return u
}

// address returns the page's own address: the canonical one if it is of the same host, or nothing else is known.
func address(doc *html.Node, base *url.URL, at string) string {
	for n := range elements(doc) {
		if n.DataAtom != atom.Link || !strings.EqualFold(attr(n, "rel"), "canonical") {
			continue
		}
		u := resolve(base, attr(n, "href"))
		if u == nil || u.Path == "" || u.Path == "/" {
			break
		}
		if sameSite(u.String(), at) {
			return u.String()
		}
	}
	return at
}

// sameSite reports whether two addresses are of one registered domain, as far as both are addresses: advertisers' links are not the
// publisher's.
func sameSite(a, b string) bool {
	domain := func(s string) string {
		u, err := url.Parse(s)
		if err != nil {
			return ""
		}
		name, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname()))
		if err != nil {
			return u.Hostname()
		}
		return name
	}
	x, y := domain(a), domain(b)
	return x == y || x == "" || y == ""
}

// identity is what a link leads to, however it is written.
func identity(address string) string {
	if c, ok := briefs.CanonicalURL(address); ok {
		return c
	}
	return address
}
