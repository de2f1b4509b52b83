package feed

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

// Report is what `briefbot feed test --json` prints. Its shape is a promise to scripts.
type Report struct {
	Title    string          `json:"title"`
	Link     string          `json:"link"`
	Language string          `json:"language"`
	Format   string          `json:"format"`
	Items    []ReportItem    `json:"items"`
	Problems []ReportProblem `json:"problems"`
}

// ReportItem is an item of a Report. Published is RFC 3339 in UTC, or null.
type ReportItem struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	URL        string   `json:"url"`
	Published  *string  `json:"published"`
	Summary    string   `json:"summary"`
	Author     string   `json:"author"`
	Categories []string `json:"categories"`
}

// ReportProblem is a problem of a Report.
type ReportProblem struct {
	Kind   string `json:"kind"`
	Detail string `json:"detail"`
}

// Report returns the document in the shape of `briefbot feed test --json`. A relative address that nothing was known to
// resolve against is shown as printed.
func (d *Document) Report() Report {
	r := Report{
		Title: d.Title, Link: d.Link, Language: d.Language, Format: d.Format,
		Items: make([]ReportItem, 0, len(d.Items)), Problems: make([]ReportProblem, 0, len(d.Problems)),
	}
	for _, it := range d.Items {
		item := ReportItem{ID: it.ID, Title: it.Title, URL: it.URL, Summary: it.Summary, Author: it.Author, Categories: it.Categories}
		if item.URL == "" {
			item.URL = it.printed
		}
		if item.Categories == nil {
			item.Categories = []string{}
		}
		if !it.Published.IsZero() {
			at := it.Published.UTC().Format(time.RFC3339)
			item.Published = &at
		}
		r.Items = append(r.Items, item)
	}
	for _, p := range d.Problems {
		r.Problems = append(r.Problems, ReportProblem(p))
	}
	return r
}

// TestOptions are the flags of `briefbot feed test`.
type TestOptions struct {
	ContentType string         // stands for the HTTP header's value of a file; replaces the server's for an address
	Zone        *time.Location // of dates without one; nil is UTC
	Now         time.Time
	Limits      Limits
	Fetcher     *Fetcher // for an address; nil fetches with the default guard
}

// Test reads a feed from a file, or fetches it from an address, once and without any stored state. A name ending in .gz is
// read as a response with Content-Encoding: gzip.
func Test(ctx context.Context, where string, opt TestOptions) (*Document, error) {
	parse := ParseOptions{ContentType: opt.ContentType, Zone: opt.Zone, Now: opt.Now, Limits: opt.Limits}
	if isWeb(where) {
		return testURL(ctx, where, opt, parse)
	}
	f, err := os.Open(where)
	if err != nil {
		return nil, fmt.Errorf("feed: open the file: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("feed: %s is a folder; name a file or an address", where)
	}
	encoding := ""
	if strings.HasSuffix(strings.ToLower(where), ".gz") {
		encoding = "gzip"
	}
	body, err := readBody(f, encoding, opt.Limits.orDefault())
	if err != nil {
		return nil, err
	}
	return Parse(body, parse)
}

func testURL(ctx context.Context, address string, opt TestOptions, parse ParseOptions) (*Document, error) {
	fetcher := opt.Fetcher
	if fetcher == nil {
		fetcher = NewFetcher(FetcherOptions{})
	}
	body, header, final, err := fetcher.Get(ctx, address)
	if err != nil {
		return nil, err
	}
	parse.URL = final
	if parse.ContentType == "" {
		parse.ContentType = header
	}
	return Parse(body, parse)
}
