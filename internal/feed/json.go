package feed

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"briefbot/internal/feed/plain"
)

// parseJSON reads a JSON feed. Values of the wrong type are read where their meaning is plain, and a document that is cut
// keeps the items that were complete.
func parseJSON(text []byte, opt ParseOptions, p *problems) (*Document, error) {
	if err := jsonWithin(text, opt.Limits); err != nil {
		return nil, err
	}
	r := jsonReader{dec: json.NewDecoder(bytes.NewReader(text)), opt: opt, p: p, doc: &Document{Format: "JSON Feed"}}
	r.bases = pushBase(nil, opt.URL, 0)
	err := r.top()
	switch {
	case !r.items && !r.feed:
		if err != nil {
			return nil, refuse(Malformed, "not a feed: the document begins like JSON and is not (%v)", err)
		}
		return nil, refuse(Malformed, "not a feed: the document is JSON without a list of items")
	case err != nil:
		p.add(ProblemTruncated, "the document ends or breaks after item %d (%v)", r.doc.total, err)
	}
	r.resolve()
	return r.doc, nil
}

// jsonWithin counts values and nesting before anything is decoded.
func jsonWithin(text []byte, limits Limits) error {
	depth, containers, values := 0, 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			containers++
			if depth++; depth > limits.Depth {
				return refuse(Malformed, "refused: the document has more than %d nested values; no real feed does", limits.Depth)
			}
		case '}', ']':
			depth--
		case ',':
			values++
		}
	}
	if most := max(containers, values/4); most > limits.Elements { // an object compares with an element, its fields with attributes
		return refuse(Malformed, "refused: the document has more than %s values; no real feed does", thousands(limits.Elements))
	}
	return nil
}

// flexible is a JSON value where a text is expected: a number stands for its digits and a list for its first element.
type flexible string

// UnmarshalJSON never fails on well-formed JSON: what means no text is the empty text.
func (f *flexible) UnmarshalJSON(b []byte) error {
	*f = ""
	switch b[0] {
	case '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*f = flexible(s)
	case '[':
		var list []flexible
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		if len(list) > 0 {
			*f = list[0]
		}
	case '{', 'n', 't', 'f':
	default:
		*f = flexible(b)
	}
	return nil
}

// people is an author, a list of authors, or names.
type people []string

// UnmarshalJSON accepts every form that feeds use.
func (p *people) UnmarshalJSON(b []byte) error {
	*p = nil
	if b[0] == '[' {
		var list []people
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		for _, one := range list {
			*p = append(*p, one...)
		}
		return nil
	}
	var person struct{ Name flexible }
	if b[0] == '{' {
		if err := json.Unmarshal(b, &person); err != nil {
			return err
		}
	} else if err := person.Name.UnmarshalJSON(b); err != nil {
		return err
	}
	if name := plain.Line(string(person.Name)); name != "" {
		*p = people{name}
	}
	return nil
}

// words is a list of texts, or one text.
type words []flexible

// UnmarshalJSON accepts a single text for a list of one.
func (w *words) UnmarshalJSON(b []byte) error {
	*w = nil
	if b[0] == '[' {
		var list []flexible
		err := json.Unmarshal(b, &list)
		*w = list
		return err
	}
	var one flexible
	err := one.UnmarshalJSON(b)
	if one != "" {
		*w = words{one}
	}
	return err
}

// jsonItem is an item on the wire: JSON Feed 1.1, with names that feeds use instead.
type jsonItem struct {
	ID            flexible `json:"id"`
	GUID          flexible `json:"guid"`
	URL           flexible `json:"url"`
	Link          flexible `json:"link"`
	ExternalURL   flexible `json:"external_url"`
	Title         flexible `json:"title"`
	ContentHTML   flexible `json:"content_html"`
	ContentText   flexible `json:"content_text"`
	Summary       flexible `json:"summary"`
	DatePublished flexible `json:"date_published"`
	PubDate       flexible `json:"pubDate"`
	DateModified  flexible `json:"date_modified"`
	Author        people   `json:"author"`
	Authors       people   `json:"authors"`
	Tags          words    `json:"tags"`
}

type jsonReader struct {
	dec   *json.Decoder
	opt   ParseOptions
	p     *problems
	doc   *Document
	bases []base
	items bool // a list of items was there
	feed  bool // the document calls itself a feed
	self  flexible
}

// top reads the outer object, one field at a time, so that a broken end does not lose the beginning.
func (r *jsonReader) top() error {
	if _, err := r.dec.Token(); err != nil {
		return err
	}
	for r.dec.More() {
		key, err := r.dec.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if err := r.field(name); err != nil {
			return err
		}
	}
	_, err := r.dec.Token()
	return err
}

func (r *jsonReader) field(name string) error {
	var v flexible
	switch name {
	case "items":
		return r.list()
	case "version", "title", "home_page_url", "feed_url", "language":
		if err := r.dec.Decode(&v); err != nil {
			return err
		}
	default:
		var skipped json.RawMessage
		return r.dec.Decode(&skipped)
	}
	switch name {
	case "version":
		if _, n, ok := strings.Cut(string(v), "jsonfeed.org/version/"); ok {
			r.doc.Format, r.feed = strings.TrimSpace("JSON Feed "+strings.TrimPrefix(n, "version ")), true
		}
	case "title":
		r.doc.Title = plain.Line(string(v))
	case "home_page_url":
		r.doc.Link = strings.TrimSpace(string(v))
	case "feed_url":
		r.self = v
	case "language":
		r.doc.Language = plain.Line(string(v))
	}
	return nil
}

func (r *jsonReader) list() error {
	open, err := r.dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('[') {
		return nil
	}
	r.items = true
	var raw json.RawMessage
	var it jsonItem
	for r.dec.More() {
		if err := r.dec.Decode(&raw); err != nil {
			return err
		}
		it = jsonItem{}
		if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &it) != nil {
			continue
		}
		r.item(&it)
	}
	_, err = r.dec.Token()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

func (r *jsonReader) item(in *jsonItem) {
	it := Item{ID: first(in.ID, in.GUID), Title: plain.Line(string(in.Title)), URL: first(in.URL, in.Link, in.ExternalURL)}
	if it.URL == "" && isWeb(it.ID) {
		it.URL = it.ID
	}
	body := first(in.ContentHTML, in.ContentText)
	if len(body) > r.opt.Limits.Text {
		body = plain.Cut(body, r.opt.Limits.Text)
		r.p.add(ProblemLongText, "the content of item %d is longer than %s; the rest was left out", r.doc.total+1, size(int64(r.opt.Limits.Text)))
	}
	setTexts(&it, first(in.Summary), body)
	it.Author = strings.Join(in.Authors, ", ")
	if it.Author == "" {
		it.Author = strings.Join(in.Author, ", ")
	}
	for _, tag := range in.Tags[:min(len(in.Tags), 50)] {
		if name := plain.Line(string(tag)); name != "" {
			it.Categories = append(it.Categories, name)
		}
	}
	dates := []stamped{{1, first(in.DatePublished, in.PubDate)}, {5, string(in.DateModified)}}
	setDate(&it, r.doc.total+1, dates, r.doc.Language, r.opt, r.p)
	r.doc.add(it, r.opt.Limits.Items)
}

func first(texts ...flexible) string {
	for _, t := range texts {
		if s := strings.TrimSpace(string(t)); s != "" {
			return s
		}
	}
	return ""
}

// resolve makes addresses absolute once all of the document is known.
func (r *jsonReader) resolve() {
	if len(r.bases) == 0 {
		r.bases = pushBase(nil, string(r.self), 0)
	}
	if link := resolve(r.doc.Link, r.bases); link != "" {
		r.doc.Link = link
	}
	if len(r.bases) == 0 {
		r.bases = pushBase(nil, r.doc.Link, 0)
	}
	for i := range r.doc.Items {
		it := &r.doc.Items[i]
		it.URL, it.printed = resolve(it.URL, r.bases), it.URL
	}
}
