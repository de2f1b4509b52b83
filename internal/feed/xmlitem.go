package feed

import (
	"encoding/base64"
	"slices"
	"strings"

	"briefbot/internal/feed/plain"
	"briefbot/internal/feed/xmlscan"
)

// draft is an item while it is read: of each field the best so far, with its rank; smaller ranks are better.
type draft struct {
	Item
	titleRank, linkRank, bodyRank, summaryRank, authorRank int
	body, summary                                          string // markup
	guid, about                                            string
	guidIsLink                                             bool
	dates                                                  []stamped
	authors                                                []string
	problemURL                                             string
}

const unranked = 99

func (r *xmlReader) beginItem(depth int) {
	if r.item != nil { // the item before was never closed
		r.s.Lift(r.itemLevel)
		depth = r.s.Depth()
		r.bases = popBases(r.bases, depth)
		r.finishItem()
	}
	r.count++
	r.itemLevel = depth
	r.item = &draft{titleRank: unranked, linkRank: unranked, bodyRank: unranked, summaryRank: unranked, authorRank: unranked}
	r.item.about = r.s.PrefixedAttr("rdf", "about")
	if r.cdf {
		r.setLink(r.s.Attr("href"), 0)
		r.addDate(r.s.Attr("lastmod"), 5)
	}
}

func (r *xmlReader) setLink(ref string, rank int) {
	if rank >= r.item.linkRank || strings.TrimSpace(ref) == "" {
		return
	}
	if abs := resolve(ref, r.bases); abs != "" {
		r.item.URL, r.item.linkRank, r.item.problemURL = abs, rank, ""
	} else if r.item.URL == "" && r.item.problemURL == "" {
		r.item.problemURL = ref
	}
}

func (r *xmlReader) addDate(text string, rank int) {
	if len(r.item.dates) < 16 {
		r.item.dates = append(r.item.dates, stamped{rank, text})
	}
}

// itemElement reads a direct child of an item. Each format's own elements come before those of modules.
func (r *xmlReader) itemElement(tok xmlscan.Token) error {
	switch {
	case isFeed(tok.Space):
		return r.ownItemElement(tok)
	case tok.Space == nsDC || tok.Space == nsDCTerms:
		return r.dublinCore(tok)
	case tok.Space == nsContent && tok.Name == "encoded":
		return r.itemBody(tok, 1)
	case tok.Space == nsXHTML && (tok.Name == "body" || tok.Name == "div"):
		return r.itemBody(tok, 2)
	case tok.Space == nsMedia && tok.Name == "title":
		return r.itemTitle(tok, 4)
	case tok.Space == nsMedia && tok.Name == "description":
		return r.itemSummary(tok, 6)
	case tok.Space == nsITunes:
		switch tok.Name {
		case "title":
			return r.itemTitle(tok, 3)
		case "summary":
			return r.itemSummary(tok, 4)
		case "subtitle":
			return r.itemSummary(tok, 5)
		case "author":
			return r.itemAuthor(tok, 3)
		}
	}
	return nil
}

func (r *xmlReader) ownItemElement(tok xmlscan.Token) error {
	switch tok.Name {
	case "title":
		return r.itemTitle(tok, 1)
	case "link", "a":
		return r.itemLink(tok)
	case "guid", "id":
		return r.itemID(tok)
	case "pubdate", "published", "issued":
		return r.itemDate(tok, 1)
	case "date", "created":
		return r.itemDate(tok, 4)
	case "updated", "modified", "lastbuilddate":
		return r.itemDate(tok, 5)
	case "description", "abstract":
		return r.itemSummary(tok, 1)
	case "summary", "subtitle":
		return r.itemSummary(tok, 2)
	case "content", "encoded", "fullitem", "body":
		return r.itemBody(tok, 1)
	case "author":
		return r.itemAuthor(tok, 1)
	case "category":
		return r.itemCategory(tok)
	}
	return nil
}

func (r *xmlReader) dublinCore(tok xmlscan.Token) error {
	switch tok.Name {
	case "title":
		return r.itemTitle(tok, 2)
	case "date", "issued", "available":
		return r.itemDate(tok, 2)
	case "created":
		return r.itemDate(tok, 3)
	case "modified":
		return r.itemDate(tok, 6)
	case "creator", "author":
		return r.itemAuthor(tok, 2)
	case "subject":
		return r.itemCategory(tok)
	case "description", "abstract":
		return r.itemSummary(tok, 3)
	case "identifier":
		text, err := r.line(tok)
		if r.item.about == "" {
			r.item.about = text
		}
		return err
	}
	return nil
}

func (r *xmlReader) itemTitle(tok xmlscan.Token, rank int) error {
	text, err := r.line(tok)
	if text != "" && rank < r.item.titleRank {
		r.item.Title, r.item.titleRank = text, rank
	}
	return err
}

// itemLink reads RSS's link, an address as text, and Atom's, an address with a relation; either may stand in the other's feed.
func (r *xmlReader) itemLink(tok xmlscan.Token) error {
	href := r.s.Attr("href")
	rank := 1
	if href != "" {
		rank = linkRank(r.s.Attr("rel"), r.s.Attr("type"))
		if rank == 0 {
			return nil
		}
		r.setLink(href, rank)
		return nil
	}
	text, err := r.text(tok)
	r.setLink(text, rank)
	return err
}

// linkRank ranks an Atom link as the address of what it stands in; 0 is no address at all.
func linkRank(rel, kind string) int {
	switch strings.ToLower(strings.TrimSpace(rel)) {
	case "", "alternate", "http://www.iana.org/assignments/relation/alternate":
	default:
		return 0
	}
	switch strings.ToLower(kind) {
	case "", "text/html", "application/xhtml+xml":
		return 2
	}
	return 3
}

func (r *xmlReader) itemID(tok xmlscan.Token) error {
	permalink := !strings.EqualFold(strings.TrimSpace(r.s.Attr("ispermalink")), "false")
	text, err := r.text(tok)
	if text = strings.TrimSpace(text); text == "" || r.item.guid != "" {
		return err
	}
	r.item.guid, r.item.guidIsLink = text, permalink
	return err
}

func (r *xmlReader) itemDate(tok xmlscan.Token, rank int) error {
	text, err := r.line(tok)
	r.addDate(text, rank)
	return err
}

func (r *xmlReader) itemSummary(tok xmlscan.Token, rank int) error {
	text, err := r.text(tok)
	if rank < r.item.summaryRank && strings.TrimSpace(text) != "" {
		r.item.summary, r.item.summaryRank = text, rank
	}
	return err
}

func (r *xmlReader) itemBody(tok xmlscan.Token, rank int) error {
	text, err := r.text(tok)
	if rank < r.item.bodyRank && strings.TrimSpace(text) != "" {
		r.item.body, r.item.bodyRank = text, rank
	}
	return err
}

func (r *xmlReader) itemCategory(tok xmlscan.Token) error {
	name := plain.Line(r.s.Attr("label"))
	if name == "" {
		name = plain.Line(r.s.Attr("term"))
	}
	text, err := r.line(tok)
	if name == "" {
		name = text
	}
	if name != "" && len(r.item.Categories) < 50 && !slices.Contains(r.item.Categories, name) {
		r.item.Categories = append(r.item.Categories, name)
	}
	return err
}

// itemAuthor reads a name as text, or a person with a name inside. Authors of the best rank are kept together.
func (r *xmlReader) itemAuthor(tok xmlscan.Token, rank int) error {
	name, err := r.person(tok)
	if err != nil || name == "" || rank > r.item.authorRank {
		return err
	}
	if rank < r.item.authorRank {
		r.item.authors, r.item.authorRank = nil, rank
	}
	if len(r.item.authors) < 20 && !slices.Contains(r.item.authors, name) {
		r.item.authors = append(r.item.authors, name)
	}
	return nil
}

// person returns the name in an author element: the text of a name inside, else its own text without the e-mail address
// that RSS puts there.
func (r *xmlReader) person(tok xmlscan.Token) (string, error) {
	c, err := r.s.Content(r.opt.Limits.Text, nil)
	if err != nil {
		return "", refuseLimit(err)
	}
	r.closed()
	if c.Markup {
		inner := string(c.Raw)
		if name, ok := between(inner, "name>", "</"); ok {
			return plain.Line(xmlscan.DecodeString(dropCDATA(name))), nil
		}
		return "", nil
	}
	return authorName(plain.Line(c.Text)), nil
}

func between(s, from, to string) (string, bool) {
	_, rest, ok := strings.Cut(s, from)
	if !ok {
		return "", false
	}
	inner, _, ok := strings.Cut(rest, to)
	return inner, ok
}

// authorName takes the name out of "someone@example.org (Some One)".
func authorName(s string) string {
	mail, name, ok := strings.Cut(s, "(")
	if ok && strings.Contains(mail, "@") {
		return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(name), ")"))
	}
	return s
}

// finishItem makes an Item of the draft and closes it.
func (r *xmlReader) finishItem() {
	d := r.item
	r.item, r.itemLevel = nil, 0
	d.ID = d.guid
	if d.ID == "" {
		d.ID = d.about
	}
	if d.URL == "" && d.guidIsLink && isWeb(d.guid) {
		d.URL = resolve(d.guid, r.bases)
	}
	if d.URL == "" && isWeb(d.about) {
		d.URL = resolve(d.about, r.bases)
	}
	if d.URL == "" && (len(r.bases) == 0 || r.bases[0].depth > 0) {
		d.URL = d.problemURL // unresolved; see resolveLate
	}
	setTexts(&d.Item, d.summary, d.body)
	d.Author = strings.Join(d.authors, ", ")
	setDate(&d.Item, r.count, d.dates, r.doc.Language, r.opt, r.p)
	r.doc.add(d.Item, r.opt.Limits.Items)
}

// setTexts fills Summary and Text from the markup of the short and of the long text; either may be empty.
func setTexts(it *Item, summary, body string) {
	if body == "" {
		body = summary
	}
	text := plain.Text(body)
	it.Text = plain.Cut(text, TextLimit)
	if summary == "" || summary == body {
		it.Summary = plain.Cut(strings.ReplaceAll(plain.Cut(text, SummaryLimit+100), "\n", " "), SummaryLimit)
		return
	}
	it.Summary = plain.Cut(plain.Summary(summary), SummaryLimit)
}

func binary(kind string) bool {
	if kind == "" || kind == "text" || strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "html") || strings.HasSuffix(kind, "xml") {
		return false
	}
	return strings.Contains(kind, "/")
}

// decodeBase64 returns text that was sent in base64; what is no text, or no base64, is left out.
func decodeBase64(s, kind string) string {
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil || binary(kind) && kind != "application/octet-stream" {
		return ""
	}
	return strings.ToValidUTF8(string(raw), "\uFFFD")
}
