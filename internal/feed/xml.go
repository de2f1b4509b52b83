package feed

import (
	"strings"

	"briefbot/internal/feed/charset"
	"briefbot/internal/feed/plain"
	"briefbot/internal/feed/xmlscan"
)

// Namespaces that mean something in a feed.
const (
	nsNone xmlscan.Space = iota + 1 // no namespace, or an unknown one as the default
	nsRSS                           // the addresses RSS 2.0 feeds wrongly declare
	nsRSS10
	nsRSS090
	nsRSS11
	nsAtom10
	nsAtom03
	nsRDF
	nsDC
	nsDCTerms
	nsContent
	nsMedia
	nsITunes
	nsXHTML
	nsSyndication
	nsTombstones
)

var namespaces = xmlscan.Spaces{
	Default: nsNone,
	ByURI: map[string]xmlscan.Space{
		"":                                                    nsNone,
		"http://backend.userland.com/rss":                     nsRSS,
		"http://backend.userland.com/rss2":                    nsRSS,
		"http://backend.userland.com/RSS2":                    nsRSS,
		"http://blogs.law.harvard.edu/tech/rss":               nsRSS,
		"http://www.rssboard.org/rss-specification":           nsRSS,
		"http://purl.org/rss/1.0/":                            nsRSS10,
		"http://my.netscape.com/rdf/simple/0.9/":              nsRSS090,
		"http://channel.netscape.com/rdf/simple/0.9/":         nsRSS090,
		"http://my.netscape.com/publish/formats/rss-0.91.dtd": nsRSS,
		"http://purl.org/net/rss1.1#":                         nsRSS11,
		"http://www.w3.org/2005/Atom":                         nsAtom10,
		"http://www.w3.org/2005/atom":                         nsAtom10,
		"https://www.w3.org/2005/Atom":                        nsAtom10,
		"http://purl.org/atom/ns#":                            nsAtom03,
		"http://example.com/newformat#":                       nsAtom03,
		"http://www.w3.org/1999/02/22-rdf-syntax-ns#":         nsRDF,
		"http://purl.org/dc/elements/1.0/":                    nsDC,
		"http://purl.org/dc/elements/1.1/":                    nsDC,
		"http://purl.org/dc/terms/":                           nsDCTerms,
		"http://purl.org/rss/1.0/modules/content/":            nsContent,
		"http://search.yahoo.com/mrss/":                       nsMedia,
		"http://search.yahoo.com/mrss":                        nsMedia,
		"http://www.itunes.com/dtds/podcast-1.0.dtd":          nsITunes,
		"http://www.itunes.com/DTDs/Podcast-1.0.dtd":          nsITunes,
		"http://www.w3.org/1999/xhtml":                        nsXHTML,
		"http://purl.org/rss/1.0/modules/syndication/":        nsSyndication,
		"http://purl.org/atompub/tombstones/1.0":              nsTombstones,
	},
	ByPrefix: map[string]xmlscan.Space{
		"rss": nsRSS, "atom": nsAtom10, "rdf": nsRDF, "dc": nsDC, "dcterms": nsDCTerms, "content": nsContent, "media": nsMedia,
		"itunes": nsITunes, "xhtml": nsXHTML, "sy": nsSyndication, "at": nsTombstones,
	},
}

// isFeed reports the namespaces in which a feed's own elements stand.
func isFeed(ns xmlscan.Space) bool { return ns >= nsNone && ns <= nsAtom03 }

func isAtom(ns xmlscan.Space) bool { return ns == nsAtom10 || ns == nsAtom03 }

// xmlReader reads one XML feed of any kind.
type xmlReader struct {
	s         *xmlscan.Scanner
	opt       ParseOptions
	doc       *Document
	p         *problems
	bases     []base
	rooted    bool
	seen      int  // elements before the root was found
	page      bool // the document is a web page, unless a feed is in it
	cdf       bool
	itemLevel int    // depth of the open item, 0 outside
	item      *draft // the open item
	count     int    // items begun
	siteRank  int    // of doc.Link; smaller is better
	self      string // the feed's own address as it says
	period    string
	frequency string
}

func parseXML(text []byte, opt ParseOptions, p *problems) (*Document, error) {
	r := &xmlReader{
		s:   xmlscan.New(text, namespaces, xmlscan.Limits{Depth: opt.Limits.Depth, Elements: opt.Limits.Elements}),
		opt: opt, p: p, doc: &Document{}, siteRank: 99,
	}
	r.bases = pushBase(nil, opt.URL, 0)
	for {
		tok, err := r.s.Next()
		if err != nil {
			return nil, refuseLimit(err)
		}
		switch tok.Kind {
		case xmlscan.EOF:
			return r.end()
		case xmlscan.Start:
			if err := r.start(tok); err != nil {
				return nil, err
			}
		case xmlscan.End:
			r.closed()
		}
	}
}

// end settles the document at its end. What was open then is incomplete: an open item is left out, because the next
// version will have it whole.
func (r *xmlReader) end() (*Document, error) {
	if !r.rooted && r.page {
		return nil, r.refusePage()
	}
	if !r.rooted {
		return nil, refuse(Malformed, "not a feed: no rss, feed or rdf element in the document")
	}
	switch {
	case r.item != nil:
		r.p.add(ProblemTruncated, "the document ends inside item %d, which was left out", r.count)
	case r.s.Cut() || r.s.Depth() > 0:
		r.p.add(ProblemTruncated, "the document ends before it is complete")
	}
	r.doc.Rhythm.TTL = max(r.doc.Rhythm.TTL, updateInterval(r.period, r.frequency))
	if len(r.bases) == 0 || r.bases[0].depth > 0 {
		r.resolveLate()
	}
	return r.doc, nil
}

// closed follows the end of an element.
func (r *xmlReader) closed() {
	depth := r.s.Depth()
	r.bases = popBases(r.bases, depth)
	if r.item != nil && depth < r.itemLevel {
		r.finishItem()
	}
}

func (r *xmlReader) start(tok xmlscan.Token) error {
	if !r.rooted {
		return r.findRoot(tok)
	}
	depth := r.s.Depth()
	if b := r.s.PrefixedAttr("xml", "base"); b != "" {
		r.bases = pushBase(r.bases, b, depth)
	}
	switch {
	case isFeed(tok.Space) && (tok.Name == "item" || tok.Name == "entry"):
		r.beginItem(depth)
		return nil
	case r.item != nil && depth == r.itemLevel+1:
		return r.itemElement(tok)
	case r.item != nil:
		return nil
	}
	return r.channelElement(tok)
}

// findRoot recognises the document's kind by its first element, or by one soon after it.
func (r *xmlReader) findRoot(tok xmlscan.Token) error {
	r.seen++
	version := strings.TrimSpace(r.s.Attr("version"))
	switch tok.Name {
	case "rss":
		r.doc.Format = strings.TrimSpace("RSS " + version)
	case "rdf":
		r.doc.Format = "RSS 1.0"
	case "channel":
		if r.page {
			return nil
		}
		r.doc.Format, r.cdf = "CDF", true
		if tok.Space == nsRSS11 {
			r.doc.Format, r.cdf = "RSS 1.1", false
		}
	case "feed":
		r.doc.Format = "Atom 1.0"
		if tok.Space == nsAtom03 || tok.Space == nsNone && version == "0.3" {
			r.doc.Format = "Atom 0.3"
		}
	case "html":
		r.page = true // a few feeds are wrapped in one
		return nil
	case "opml":
		return refuse(Malformed, "not a feed: the document is an OPML list of feeds; import the feeds it names one by one")
	case "urlset", "sitemapindex":
		return refuse(Malformed, "not a feed: the document is a sitemap")
	default:
		switch {
		case r.page && r.seen > 500:
			return r.refusePage()
		case !r.page && r.seen > 20:
			return refuse(Malformed, "not a feed: no rss, feed or rdf element at the document's beginning")
		}
		return nil
	}
	r.rooted = true
	r.doc.Language = plain.Line(r.s.PrefixedAttr("xml", "lang"))
	if b := r.s.PrefixedAttr("xml", "base"); b != "" {
		r.bases = pushBase(r.bases, b, r.s.Depth())
	}
	return nil
}

func (r *xmlReader) refusePage() error {
	page := r.s.Document()
	if webPageClass(page) == Blocked {
		return refuse(Blocked, "not a feed: the document is a challenge page, which the server shows to programs it does not want%s", feedHint(page, r.bases))
	}
	return refuse(Malformed, "not a feed: the document is a web page%s", feedHint(page, r.bases))
}

// text reads the element that just began as a text construct and returns its markup, one level of escaping removed.
func (r *xmlReader) text(tok xmlscan.Token) (string, error) {
	kind := strings.ToLower(strings.TrimSpace(r.s.Attr("type")))
	mode := strings.ToLower(r.s.Attr("mode"))
	inItem := r.item != nil
	c, err := r.s.Content(r.opt.Limits.Text, func(t xmlscan.Token) bool {
		return t.Name == "item" && isFeed(t.Space) && !isAtom(tok.Space) || t.Name == "entry" && isAtom(t.Space) && !inItem
	})
	if err != nil {
		return "", refuseLimit(err)
	}
	r.closed()
	if c.Cut {
		r.p.add(ProblemLongText, "the %s of item %d is longer than %s; the rest was left out", tok.Name, r.count, size(int64(r.opt.Limits.Text)))
	}
	switch {
	case mode == "base64" || isAtom(tok.Space) && !c.Markup && binary(kind):
		return decodeBase64(c.Text, kind), nil
	case !c.Markup:
		return charset.Repair(c.Text), nil
	case kind == "xhtml" || mode == "xml":
		return charset.Repair(dropCDATA(string(c.Raw))), nil
	}
	return charset.Repair(xmlscan.DecodeString(dropCDATA(string(c.Raw)))), nil
}

var cdataMarks = strings.NewReplacer("<![CDATA[", "", "]]>", "")

func dropCDATA(s string) string {
	if !strings.Contains(s, "<![CDATA[") {
		return s
	}
	return cdataMarks.Replace(s)
}

// line reads the element that just began as one line of plain text.
func (r *xmlReader) line(tok xmlscan.Token) (string, error) {
	s, err := r.text(tok)
	return plain.Line(s), err
}
