package app

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"briefbot/briefs"
	"briefbot/internal/store"
)

// articleLine is one article in a JSONL file, as "stories replay" and "try --articles" read it.
type articleLine struct {
	ID        string `json:"id"`
	Published string `json:"published"` // an instant, or a date
	Language  string `json:"lang"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Text      string `json:"text"`
	URL       string `json:"url"`
	Source    string `json:"source"`
}

// maxLine is the longest line that is read, in bytes.
const maxLine = 4 << 20

// ReadArticles calls take for each article of a JSONL file, which may be gzipped. A line that cannot be read ends the reading with
// an error that names it.
func ReadArticles(path string, take func(briefs.Article) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("articles: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return fmt.Errorf("articles: %s is a folder; name a JSONL file", path)
	}
	return readArticles(f, path, take)
}

// gzipMagic begins every gzip file (RFC 1952), and no text.
const gzipMagic = "\x1f\x8b"

// byteOrderMark is what some editors put before UTF-8 text.
var byteOrderMark = []byte("\ufeff")

func readArticles(in io.Reader, path string, take func(briefs.Article) error) error {
	head := bufio.NewReader(in)
	var r io.Reader = head
	if magic, _ := head.Peek(len(gzipMagic)); string(magic) == gzipMagic {
		z, err := gzip.NewReader(head)
		if err != nil {
			return fmt.Errorf("articles %s: the gzip data is broken: %w", path, err)
		}
		defer z.Close()
		r = z
	}
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, maxLine)
	n := 0
	for scanner.Scan() {
		n++
		line := bytes.TrimSpace(bytes.TrimPrefix(scanner.Bytes(), byteOrderMark))
		if len(line) == 0 {
			continue
		}
		a, err := parseArticle(line)
		if err != nil && scanner.Err() != nil {
			n-- // half a line, before the reading failed
			break
		}
		if err != nil {
			return fmt.Errorf("articles %s, line %d: %w", path, n, err)
		}
		if err := take(a); err != nil {
			return err
		}
	}
	err := scanner.Err()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("articles %s, line %d: longer than %d MB", path, n+1, maxLine>>20)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("articles %s: the file is cut off after line %d", path, n)
	}
	return fmt.Errorf("articles %s, after line %d: %w", path, n, err)
}

func parseArticle(line []byte) (briefs.Article, error) {
	var l articleLine
	if err := json.Unmarshal(line, &l); err != nil {
		return briefs.Article{}, fmt.Errorf("not an article as JSON: %w", err)
	}
	at, err := parseWhen(l.Published)
	if err != nil {
		return briefs.Article{}, err
	}
	if l.Title == "" && l.Text == "" && l.Summary == "" {
		return briefs.Article{}, errors.New("the article has neither title nor text")
	}
	return briefs.Article{
		ID: l.ID, URL: l.URL, Title: l.Title, Outlet: l.Source, Feed: "jsonl:" + l.Source, Language: l.Language, Published: at,
		Summary: cmp.Or(l.Summary, l.Text), Text: l.Text,
	}, nil
}

// parseWhen reads an instant or a date; a date means its first moment in UTC.
func parseWhen(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("published %q is neither an instant such as 2025-01-28T09:00:00+08:00 nor a date", s)
}

// items turns read articles into what the store takes. Their ids are the collection's own and serve as the feed's.
func items(list []briefs.Article) []store.Item {
	out := make([]store.Item, len(list))
	for i, a := range list {
		id := a.ID
		a.ID = ""
		out[i] = store.Item{Article: a, ItemID: id}
	}
	return out
}
