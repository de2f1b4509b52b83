package app

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"briefbot/briefs"
)

func read(text string) ([]briefs.Article, error) {
	var out []briefs.Article
	err := readArticles(strings.NewReader(text), "in.jsonl", func(a briefs.Article) error {
		out = append(out, a)
		return nil
	})
	return out, err
}

func zipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text)) // into memory
	_ = z.Close()
	return b.String()
}

func TestReadArticles(t *testing.T) {
	line := `{"id":"7","published":"2025-01-28T09:00:00+08:00","lang":"zh","title":"深度求索","summary":"S","text":"T","url":"https://a.example/7","source":"36Kr"}`
	want := []briefs.Article{{
		ID: "7", URL: "https://a.example/7", Title: "深度求索", Outlet: "36Kr", Feed: "jsonl:36Kr", Language: "zh",
		Published: time.Date(2025, 1, 28, 1, 0, 0, 0, time.UTC), Summary: "S", Text: "T",
	}}
	for name, text := range map[string]string{
		"plain": line, "line end": line + "\n", "Windows": line + "\r\n\r\n", "byte order mark": "\ufeff" + line, "blank lines": "\n \n" + line + "\n\n",
		"gzipped": zipped(line), "unknown keys": strings.Replace(line, `"id"`, `"tags":["a"],"id"`, 1),
	} {
		got, err := read(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadArticlesDates(t *testing.T) {
	for text, want := range map[string]time.Time{
		"2025-01-28":                time.Date(2025, 1, 28, 0, 0, 0, 0, time.UTC),
		"2025-01-28T09:00:00Z":      time.Date(2025, 1, 28, 9, 0, 0, 0, time.UTC),
		"2025-01-28T09:00:00+08:00": time.Date(2025, 1, 28, 1, 0, 0, 0, time.UTC),
		"2025-01-28T09:00:00.5Z":    time.Date(2025, 1, 28, 9, 0, 0, 5e8, time.UTC),
		"2025-01-28T09:00:00":       time.Date(2025, 1, 28, 9, 0, 0, 0, time.UTC),
		"2025-01-28 09:00:00":       time.Date(2025, 1, 28, 9, 0, 0, 0, time.UTC),
		"2025-01":                   time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
		"2025":                      time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		got, err := read(`{"id":"1","title":"T","published":"` + text + `"}`)
		if err != nil || len(got) != 1 || !got[0].Published.Equal(want) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

func TestReadArticlesRefuses(t *testing.T) {
	good := `{"id":"1","title":"T","published":"2025-01-28"}` + "\n"
	for name, c := range map[string]struct{ text, says string }{
		"no JSON":      {good + "\n{bad", "in.jsonl, line 3: not an article as JSON"},
		"a list":       {"[1]", "line 1: not an article as JSON"},
		"wrong type":   {`{"id":1}`, "line 1: not an article as JSON"},
		"no date":      {`{"id":"1","title":"T"}`, `line 1: published "" is neither an instant such as`},
		"no title":     {good + `{"id":"1","published":"2025-01-28"}`, "line 2: the article has neither title nor text"},
		"long line":    {good + strings.Repeat("x", maxLine+1), "in.jsonl, line 2: longer than 4 MB"},
		"cut gzip":     {zipped(strings.Repeat(good, 100))[:60], "in.jsonl: the file is cut off after line "},
		"broken gzip":  {gzipMagic + "nothing", "the gzip data is broken"},
		"gzipped lies": {zipped(good + "x"), "line 2: not an article"},
	} {
		_, err := read(c.text)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	stop := errors.New("enough")
	if err := readArticles(strings.NewReader(good+good), "in", func(briefs.Article) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the taker's error is lost: %v", err)
	}
	for _, path := range []string{"absent.jsonl", "."} {
		if err := ReadArticles(path, func(briefs.Article) error { return nil }); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// FuzzReadArticles holds that no bytes crash the reader, that what is taken has a date and something to show, and that a refusal
// is one line that names the file.
func FuzzReadArticles(f *testing.F) {
	good := `{"id":"1","title":"T","published":"2025-01-28"}`
	for _, s := range []string{"", good, good + "\n" + good, zipped(good), zipped(good)[:20], "\ufeff" + good, "\xff\xfe{", "null", `{"published":"0000-01-01","title":"\u0000"}`, gzipMagic} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := 0
		err := readArticles(bytes.NewReader(data), "in.jsonl", func(a briefs.Article) error {
			lines++
			if a.Title == "" && a.Text == "" && a.Summary == "" {
				t.Error("an article without anything to show was taken")
			}
			if a.Published.Location() != time.UTC {
				t.Errorf("published is in the zone %v", a.Published.Location())
			}
			return nil
		})
		if err != nil && (!strings.HasPrefix(err.Error(), "articles in.jsonl") || strings.Contains(err.Error(), "\n")) {
			t.Errorf("the refusal is %q", err)
		}
		if err == nil && !bytes.HasPrefix(data, []byte(gzipMagic)) && lines > bytes.Count(data, []byte("\n"))+1 {
			t.Errorf("%d articles from %d lines", lines, bytes.Count(data, []byte("\n"))+1)
		}
	})
}
