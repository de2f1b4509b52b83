package page

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Report is what `briefbot page test --json` prints. Its shape is a promise to scripts.
type Report struct {
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Outlet    string       `json:"outlet"`
	Author    string       `json:"author"`
	Published *string      `json:"published"` // RFC 3339 in UTC, or null
	Language  string       `json:"language"`
	Text      string       `json:"text"`
	Related   []ReportLink `json:"related"`
}

// ReportLink is a related article of a Report.
type ReportLink struct {
	URL   string `json:"url"`
	Title string `json:"title"`
}

// Report returns the page in the shape of `briefbot page test --json`.
func (p Page) Report() Report {
	r := Report{URL: p.URL, Title: p.Title, Outlet: p.Outlet, Author: p.Author, Language: p.Language, Text: p.Text, Related: []ReportLink{}}
	if !p.Published.IsZero() {
		at := p.Published.UTC().Format(time.RFC3339)
		r.Published = &at
	}
	for _, l := range p.Related {
		r.Related = append(r.Related, ReportLink(l))
	}
	return r
}

// Test reads a page from a file, or fetches it from an address.
func Test(ctx context.Context, from Getter, where string, o Options) (Page, error) {
	if strings.Contains(where, "://") {
		return Fetch(ctx, from, where, o)
	}
	f, err := os.Open(where)
	if err != nil {
		return Page{}, fmt.Errorf("page: open the file: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return Page{}, fmt.Errorf("page: %s is a folder; name a file or an address", where)
	}
	body, err := io.ReadAll(io.LimitReader(f, bodyMost+1))
	if err != nil {
		return Page{}, fmt.Errorf("page: read the file: %w", err)
	}
	return Read(body, o)
}
