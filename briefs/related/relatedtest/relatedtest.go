// Package relatedtest reads labelled articles.
package relatedtest

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/related/agree"
	"briefbot/internal/datatest"
)

type row struct {
	ID         string
	Published  string
	Lang       string
	Title      string
	Summary    string
	Text       string
	URL        string
	Source     string
	ArticleID  string `json:"article_id"`
	StoryID    string `json:"story_id"`
	Story      string
	Confidence string
	Kind       string
	A, B       string
	PublishedA string `json:"published_a"`
	PublishedB string `json:"published_b"`
}

// rows reads a file of JSON lines, compressed or not; the test is skipped where it is absent.
func rows(t testing.TB, elem ...string) []row {
	t.Helper()
	path := datatest.Dir(t, elem...)
	file, err := os.Open(path)
	if err != nil {
		t.Fatalf("relatedtest: %v", err)
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			t.Fatalf("relatedtest: %s: %v", path, err)
		}
	}
	var out []row
	for d := json.NewDecoder(bufio.NewReader(in)); d.More(); {
		var r row
		if err := d.Decode(&r); err != nil {
			t.Fatalf("relatedtest: %s: %v", path, err)
		}
		out = append(out, r)
	}
	return out
}

// Instant reads an instant or a date as UTC; a test fails on anything else.
func Instant(t testing.TB, s string) time.Time {
	t.Helper()
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, s); err == nil {
			return at
		}
	}
	t.Fatalf("relatedtest: %q is no time", s)
	return time.Time{}
}

var (
	reading sync.Mutex
	streams = map[string][]briefs.Article{} // that were read, by path: reading takes longer than most tests
)

// Articles reads a collected stream, by time. The articles are the caller's.
func Articles(t testing.TB, elem ...string) []briefs.Article {
	t.Helper()
	reading.Lock()
	defer reading.Unlock()
	path := datatest.Dir(t, elem...)
	if have := streams[path]; have != nil {
		return slices.Clone(have)
	}
	var out []briefs.Article
	for _, r := range rows(t, elem...) {
		out = append(out, briefs.Article{ID: r.ID, URL: r.URL, Title: r.Title, Outlet: r.Source, Language: r.Lang,
			Published: Instant(t, r.Published), Summary: r.Summary, Text: r.Text})
	}
	slices.SortStableFunc(out, func(a, b briefs.Article) int { return a.Published.Compare(b.Published) })
	streams[path] = out
	return slices.Clone(out)
}

// Gold reads the labels of our field.
func Gold(t testing.TB) []agree.Label {
	t.Helper()
	var out []agree.Label
	for _, r := range rows(t, "stories", "gold.jsonl") {
		out = append(out, agree.Label{Article: r.ArticleID, Story: r.StoryID, Language: r.Lang, Firm: r.Confidence == "firm"})
	}
	return out
}

// Public reads the labels of a public set such as "og_eng".
func Public(t testing.TB, name string) []agree.Label {
	t.Helper()
	var out []agree.Label
	for _, r := range rows(t, "stories", "public", name+".dev.labels.jsonl") {
		out = append(out, agree.Label{Article: r.ID, Story: r.Story, Firm: true})
	}
	return out
}

// Hard reads the pairs that must be kept apart.
func Hard(t testing.TB) []agree.Apart {
	t.Helper()
	var out []agree.Apart
	for _, r := range rows(t, "stories", "hardneg.jsonl") {
		gap := Instant(t, r.PublishedA).Sub(Instant(t, r.PublishedB)).Abs()
		out = append(out, agree.Apart{A: r.A, B: r.B, Gap: gap, Near: r.Kind == "near_miss", Story: r.StoryID})
	}
	return out
}
