package page

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"briefbot/briefs/lexicon"
	"briefbot/internal/feed/date"
	"briefbot/internal/feed/plain"
)

// meta is what a page says of itself to machines, by what is asked for: "author", "published", "title"; the most believable first.
type meta map[string][]string

// first returns the first that is no address, or what else there is.
func (m meta) first(what, otherwise string) string {
	for _, v := range m[what] {
		if v != "" && !strings.Contains(v, "://") {
			return v
		}
	}
	return otherwise
}

// metaNames says under which names pages tell what.
var metaNames = map[string]string{
	"article:published_time": "published", "og:published_time": "published", "og:article:published_time": "published", "datepublished": "published",
	"pubdate": "published", "publishdate": "published", "publish-date": "published", "publication_date": "published", "date": "published",
	"dc.date": "published", "dc.date.issued": "published", "dcterms.issued": "published", "dcterms.created": "published", "parsely-pub-date": "published",
	"sailthru.date": "published", "weibo:article:create_at": "published", "bytedance:published_time": "published",
	"author": "author", "article:author": "author", "dc.creator": "author", "parsely-author": "author", "sailthru.author": "author",
	"og:title": "title",
}

// metaOf reads JSON-LD first, then the meta elements.
func metaOf(doc *html.Node) meta {
	m := meta{}
	var tags []*html.Node
	for n := range elements(doc) {
		switch {
		case n.DataAtom == atom.Meta:
			tags = append(tags, n)
		case n.DataAtom == atom.Script && strings.EqualFold(attr(n, "type"), "application/ld+json") && n.FirstChild != nil:
			m.linked(n.FirstChild.Data)
		}
	}
	for _, n := range tags {
		for _, name := range []string{attr(n, "property"), attr(n, "name"), attr(n, "itemprop")} {
			if what := metaNames[strings.ToLower(strings.TrimSpace(name))]; what != "" {
				m[what] = append(m[what], strings.TrimSpace(attr(n, "content")))
			}
		}
	}
	return m
}

// ld is what is read of JSON-LD; its authors are names, objects, or lists of either.
type ld struct {
	Type     json.RawMessage `json:"@type"`
	Graph    []ld            `json:"@graph"`
	Headline string          `json:"headline"`
	Date     string          `json:"datePublished"`
	Author   json.RawMessage `json:"author"`
}

// ldMost is the length of the longest JSON-LD worth reading, in bytes.
const ldMost = 1 << 20

// linked reads one JSON-LD element.
func (m meta) linked(text string) {
	if len(text) > ldMost {
		return
	}
	var one ld
	if json.Unmarshal([]byte(text), &one) == nil {
		m.node(one, 0)
		return
	}
	var many []ld
	if json.Unmarshal([]byte(text), &many) == nil {
		for _, n := range many {
			m.node(n, 0)
		}
	}
}

func (m meta) node(n ld, depth int) {
	if kind := string(n.Type); strings.Contains(kind, "Article") || strings.Contains(kind, "Posting") || strings.Contains(kind, "Report") {
		m["published"] = append(m["published"], n.Date)
		m["title"] = append(m["title"], n.Headline)
		if names := authors(n.Author, 0); len(names) > 0 {
			m["author"] = append(m["author"], strings.Join(names, ", "))
		}
	}
	for _, inner := range n.Graph {
		if depth < 3 {
			m.node(inner, depth+1)
		}
	}
}

func authors(raw json.RawMessage, depth int) []string {
	var name string
	var who struct {
		Name string `json:"name"`
	}
	var many []json.RawMessage
	switch {
	case len(raw) == 0 || depth > 2:
	case json.Unmarshal(raw, &name) == nil && name != "":
		return []string{name}
	case json.Unmarshal(raw, &many) == nil:
		var out []string
		for _, r := range many[:min(len(many), 5)] {
			out = append(out, authors(r, depth+1)...)
		}
		return out
	case json.Unmarshal(raw, &who) == nil && who.Name != "":
		return []string{who.Name}
	}
	return nil
}

// headline returns the title: what the page tells machines, where its only first heading says the same or more, that, and else
// what was found.
func headline(doc *html.Node, m meta, found string) string {
	var first []string
	for n := range elements(doc) {
		if n.DataAtom == atom.H1 {
			if t := text(n, 500); utf8.RuneCountInString(t) > 5 {
				first = append(first, t)
			}
		}
	}
	told := plain.Line(m.first("title", found))
	if len(first) == 1 && (told == "" || strings.HasPrefix(told, first[0]) || strings.HasPrefix(first[0], strings.TrimRight(told, ".…"))) {
		return first[0]
	}
	if told == "" && len(first) > 0 {
		return first[0]
	}
	return told
}

var (
	by        = regexp.MustCompile(`(?i)^(?:par|by|de|written by|rédigé par|publié par|posted by|auteur|author|作者|记者|文|撰文|来源)\s*(?:[:：|/]\s*|\s)\s*`)
	afterName = regexp.MustCompile(`(?i)\s*(?:\||·|•|–|—|,?\s+(?:le|on|publié|published|updated|mis à jour)\b|,?\s+\d{1,2}[/. ]|\d{4}[-年/]).*$`)
)

// authorRunes is the longest that a name, or several, can be.
const authorRunes = 100

// byline returns who wrote the article, without the words and dates around the name; empty when it is the outlet itself.
func byline(s, outlet string) string {
	s = plain.Line(s)
	if m := by.FindString(s); m != "" && len(m) < len(s) {
		s = s[len(m):]
	}
	s = strings.TrimSpace(afterName.ReplaceAllString(s, ""))
	if strings.EqualFold(s, outlet) || utf8.RuneCountInString(s) > authorRunes || strings.Contains(s, "://") {
		return ""
	}
	return s
}

// signed matches what a Chinese page prints beside its title: "来源：… 作者：…".
var signed = regexp.MustCompile(`(?:作者|撰文|记者)\s*[:：]\s*(\p{Han}{2,4}|[\pL·. ]{2,30})(?:\s|$)`)

// signature returns the author that is printed beside the title of a Chinese page.
func signature(doc *html.Node) string {
	for n := range elements(doc) {
		if inside := text(n, 100); n.DataAtom != atom.P && utf8.RuneCountInString(inside) <= 80 {
			if m := signed.FindStringSubmatch(inside); m != nil {
				return strings.TrimSpace(m[1])
			}
		}
	}
	return ""
}

// languageOf returns the language: what the text shows before what the page claims, since templates claim wrong.
func languageOf(doc *html.Node, text string) string {
	for n := range elements(doc) {
		if n.DataAtom != atom.Html {
			continue
		}
		claimed, _, _ := strings.Cut(strings.ToLower(attr(n, "lang")), "-")
		claimed, _, _ = strings.Cut(claimed, "_")
		if shown := lexicon.Language(text[:cutAt(text, 2000)]); shown != "" {
			return shown
		}
		if len(claimed) == 2 {
			return claimed
		}
	}
	return ""
}

// cutAt returns the end of the last whole rune within limit bytes.
func cutAt(s string, limit int) int {
	if len(s) <= limit {
		return len(s)
	}
	for !utf8.RuneStart(s[limit]) {
		limit--
	}
	return limit
}

// dateName matches classes and ids of elements that print when an article came out.
var dateName = regexp.MustCompile(`(?i)(?:date|time|publi|posted)`)

// printed matches a date in a line that says more: "2025年07月01日 09:30 来源：…".
var printed = regexp.MustCompile(`\d{4}\s*(?:年|-|/|\.)\s*\d{1,2}\s*(?:月|-|/|\.)\s*\d{1,2}\s*日?(?:[T ]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?`)

// published returns when the article came out: as told to machines, as marked up, or as printed beside the title. In a Chinese page
// a time without a zone is China's unless a zone was given.
func published(doc *html.Node, m meta, zone *time.Location, chinese bool) time.Time {
	o := date.Options{Zone: zone, Chinese: chinese}
	if zone == nil && chinese {
		o.Zone = time.FixedZone("CST", 8*3600)
	}
	for _, v := range m["published"] {
		if r, err := date.Parse(v, o); err == nil {
			return r.Time
		}
	}
	for n := range elements(doc) {
		if n.DataAtom == atom.Time {
			if r, err := date.Parse(attr(n, "datetime"), o); err == nil {
				return r.Time
			}
		}
	}
	for n := range elements(doc) {
		if n.DataAtom != atom.Time && !dateName.MatchString(attr(n, "class")+" "+attr(n, "id")) {
			continue
		}
		t := text(n, 120)
		for _, v := range []string{t, printed.FindString(t)} {
			if r, err := date.Parse(v, o); err == nil && v != "" {
				return r.Time
			}
		}
	}
	return time.Time{}
}
