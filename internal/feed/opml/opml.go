// Package opml reads and writes lists of feeds: OPML of any version, and plain lists with an address a line.
package opml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"briefbot/internal/feed/charset"
)

// The limits of a list.
const (
	MaxSize  = 5 << 20 // bytes
	maxDepth = 60      // of outlines in outlines
	maxText  = 300     // characters kept of a title or a tag
	maxURL   = 2000    // bytes of an address
)

// Feed is one feed of a list.
type Feed struct {
	Line     int // where it stands, from 1
	Title    string
	URL      string // of the feed; in a plain list, perhaps of a page
	Home     string
	Language string
	Tags     []string // the folders it stands in, outermost first, or its categories
}

// Code says what is wrong with an entry.
type Code string

// What may be wrong. The comment says what Text of the Problem is.
const (
	NoAddress  Code = "no-address"  // the title
	BadAddress Code = "bad-address" // the address
	Double     Code = "double"      // the address
	Deep       Code = "deep"        // the title
)

// Problem is an entry that is left out, and why.
type Problem struct {
	Line int
	Code Code
	Text string
}

// List is what was read.
type List struct {
	Title    string
	Feeds    []Feed
	Problems []Problem
	OPML     bool // it was OPML, not a plain list
}

// Errors of a list that cannot be read at all. A *BrokenError says where.
var (
	ErrTooLarge = errors.New("opml: the list is larger than 5 MB")
	ErrEmpty    = errors.New("opml: the list is empty")
)

// BrokenError is XML that ends or breaks in its middle: nothing of it is taken, for nobody can tell what is missing.
type BrokenError struct {
	Line int
	Err  error
}

// Error says where.
func (e *BrokenError) Error() string { return fmt.Sprintf("opml: line %d: %v", e.Line, e.Err) }

// Unwrap returns the cause.
func (e *BrokenError) Unwrap() error { return e.Err }

// Read reads a list: OPML when it begins as XML does, else an address a line or between spaces. Entities that a document defines are
// never looked up, nor is anything else that it names.
func Read(raw []byte) (List, error) {
	if len(raw) > MaxSize {
		return List{}, ErrTooLarge
	}
	text := bytes.TrimSpace(charset.Decode(raw, "").Text)
	switch {
	case len(text) == 0:
		return List{}, ErrEmpty
	case text[0] == '<' && !plainLink(text):
		return readXML(text)
	}
	return readLines(string(text)), nil
}

// plainLink reports whether a text begins with an address in angle brackets, as chats write them.
func plainLink(text []byte) bool {
	return bytes.HasPrefix(text, []byte("<http://")) || bytes.HasPrefix(text, []byte("<https://"))
}

// reader collects what a document says.
type reader struct {
	list    List
	seen    map[string]bool
	folders []string
	inHead  bool
}

func readXML(text []byte) (List, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false // unescaped ampersands are common
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	r := &reader{seen: map[string]bool{}}
	r.list.OPML = true
	whole := false
	for {
		line, _ := d.InputPos()
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return List{}, broken(err, line)
		}
		switch t := token.(type) {
		case xml.StartElement:
			line, _ = d.InputPos()
			if err := r.start(d, t, line); err != nil {
				return List{}, broken(err, line)
			}
		case xml.EndElement:
			whole = r.end(t) || whole
		}
	}
	if !whole {
		line, _ := d.InputPos()
		return List{}, &BrokenError{line, errors.New("it does not end with </opml>")}
	}
	if len(r.list.Feeds)+len(r.list.Problems) == 0 {
		return List{}, ErrEmpty
	}
	return r.list, nil
}

func broken(err error, line int) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return &BrokenError{syntax.Line, errors.New(syntax.Msg)}
	}
	return &BrokenError{line, err}
}

func (r *reader) start(d *xml.Decoder, t xml.StartElement, line int) error {
	switch strings.ToLower(t.Name.Local) {
	case "head":
		r.inHead = true
	case "title":
		if r.inHead {
			var title struct {
				Text string `xml:",chardata"`
			}
			err := d.DecodeElement(&title, &t)
			r.list.Title = tidy(title.Text)
			return err
		}
	case "outline":
		r.outline(t, line)
	}
	return nil
}

// end leaves an element and reports whether it was the document's.
func (r *reader) end(t xml.EndElement) bool {
	switch strings.ToLower(t.Name.Local) {
	case "head":
		r.inHead = false
	case "outline":
		if len(r.folders) > 0 {
			r.folders = r.folders[:len(r.folders)-1]
		}
	case "opml":
		return true
	}
	return false
}

// outline takes an outline: a feed when it has an address, else a folder. A folder that names a site is one without a feed.
func (r *reader) outline(t xml.StartElement, line int) {
	at := map[string]string{}
	for _, a := range t.Attr {
		at[strings.ToLower(a.Name.Local)] = a.Value
	}
	title := tidy(at["title"])
	if title == "" {
		title = tidy(at["text"])
	}
	address := strings.TrimSpace(at["xmlurl"])
	kind := strings.ToLower(at["type"])
	switch {
	case len(r.folders) >= maxDepth:
		r.wrong(line, Deep, title)
	case address == "" && (at["htmlurl"] != "" || kind == "rss" || kind == "atom" || kind == "feed"):
		r.wrong(line, NoAddress, title)
	case address != "":
		f := Feed{Line: line, Title: title, URL: unlinked(address), Home: web(unlinked(strings.TrimSpace(at["htmlurl"]))), Language: tidy(at["language"])}
		for _, c := range strings.FieldsFunc(at["category"], func(r rune) bool { return r == ',' || r == '/' }) {
			f.Tags = append(f.Tags, tidy(c))
		}
		if len(f.Tags) == 0 {
			f.Tags = named(r.folders)
		}
		r.add(f)
	}
	r.folders = append(r.folders, title)
}

// named returns the folders that have names.
func named(folders []string) []string {
	var out []string
	for _, f := range folders {
		if f != "" {
			out = append(out, f)
		}
	}
	return out
}

func (r *reader) wrong(line int, code Code, text string) {
	r.list.Problems = append(r.list.Problems, Problem{line, code, cut(text)})
}

func (r *reader) add(f Feed) {
	address := web(f.URL)
	switch {
	case address == "":
		r.wrong(f.Line, BadAddress, f.URL)
	case r.seen[address]:
		r.wrong(f.Line, Double, f.URL)
	default:
		r.seen[address] = true
		f.URL = address
		r.list.Feeds = append(r.list.Feeds, f)
	}
}

// readLines reads a plain list. What begins with # is a comment; addresses without a scheme are of https.
func readLines(text string) List {
	r := &reader{seen: map[string]bool{}}
	for n, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r,;，；、", r) }) {
			word = unlinked(word)
			if !strings.Contains(word, "://") {
				word = "https://" + word
			}
			r.add(Feed{Line: n + 1, URL: word})
		}
	}
	return r.list
}

// unlinked takes away what chats put around addresses: <https://a.example|a.example>.
func unlinked(s string) string {
	if inner, ok := strings.CutPrefix(s, "<"); ok {
		inner, _, _ = strings.Cut(strings.TrimSuffix(inner, ">"), "|")
		return inner
	}
	return s
}

// web returns an address of the web as it is kept; empty for anything else.
func web(s string) string {
	u, err := url.Parse(s)
	if err != nil || len(s) > maxURL || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !host(u.Hostname()) || strings.ContainsFunc(s, odd) {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

// host reports whether a name may be one of the web: with a dot in it, or an address of a machine.
func host(name string) bool {
	return strings.Contains(strings.Trim(name, "."), ".") || strings.Contains(name, ":")
}

func odd(r rune) bool { return r <= ' ' || r == '"' || r == '<' || r == '>' || r == '\\' || r == 0x7f }

func tidy(s string) string { return cut(strings.Join(strings.Fields(s), " ")) }

// cut shortens a text that somebody else wrote.
func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxText {
		return s
	}
	return string([]rune(s)[:maxText])
}
