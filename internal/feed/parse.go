package feed

import (
	"bytes"
	"fmt"
	"strings"

	"briefbot/internal/feed/charset"
)

// Parse reads one feed from body, which is not compressed. It returns a *RefusedError for what is no feed or goes beyond
// the limits; everything else that is wrong is a Problem of the document.
func Parse(body []byte, opt ParseOptions) (*Document, error) {
	opt.Limits = opt.Limits.orDefault()
	if int64(len(body)) > opt.Limits.Body {
		return nil, refuse(Malformed, "refused: the document is larger than %s", size(opt.Limits.Body))
	}
	if err := plausible(body); err != nil {
		return nil, err
	}
	text := charset.Decode(body, opt.ContentType)
	p := &problems{}
	p.charset(text)
	doc, err := parseText(text.Text, opt, p)
	if err != nil {
		return nil, err
	}
	doc.Encoding = text.Name
	finish(doc, opt.Limits, p)
	doc.Problems = p.list()
	return doc, nil
}

func parseText(text []byte, opt ParseOptions, p *problems) (*Document, error) {
	start := bytes.TrimLeft(text, "\ufeff \t\r\n\x00")
	if len(start) > 0 && start[0] == '{' {
		return parseJSON(start, opt, p)
	}
	if i := bytes.IndexByte(start, '<'); i < 0 {
		return nil, refuse(Malformed, "not a feed: the document holds no markup (it begins with %s)", excerpt(start))
	}
	return parseXML(text, opt, p)
}

// plausible refuses what is no text at all before anything is spent on it.
func plausible(body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return refuse(Malformed, "the document is empty")
	}
	switch {
	case bytes.HasPrefix(body, []byte("\x1f\x8b")):
		return refuse(Malformed, "the document is still compressed (gzip): the server compressed it twice or did not say that it did")
	case bytes.HasPrefix(body, []byte("%PDF-")):
		return refuse(Malformed, "not a feed: the document is a PDF")
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		return refuse(Malformed, "not a feed: the document is a ZIP archive")
	}
	return nil
}

// excerpt quotes the beginning of a document for a message.
func excerpt(b []byte) string {
	s := strings.ToValidUTF8(string(b[:min(len(b), 24)]), "\uFFFD")
	return fmt.Sprintf("%q", s)
}

func size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
