package feed

import (
	"compress/gzip"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"briefbot/internal/datatest"
)

// today stands for the clock in tests on collected documents: later than all of them.
var today = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// captured returns the rows of the index of captured documents.
func captured(t testing.TB) (dir string, rows []map[string]string) {
	dir = datatest.Dir(t, "feeds", "captured")
	return dir, datatest.CSV(t, filepath.Join(dir, "index.csv"))
}

func readJSON(t testing.TB, path string, into any) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(z).Decode(into); err != nil {
		t.Fatal(err)
	}
}

func TestCapturedDocumentsAreRead(t *testing.T) {
	dir, rows := captured(t)
	read := 0
	for _, row := range rows {
		body, err := os.ReadFile(filepath.Join(dir, row["file"]))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Parse(body, ParseOptions{Now: today})
		want, _ := strconv.Atoi(row["items"])
		switch {
		case err != nil:
			t.Logf("%s: %v", row["file"], err)
		case len(doc.Items) < want:
			t.Logf("%s: %d items, the index says %d; %v", row["file"], len(doc.Items), want, doc.Problems)
		default:
			read++
		}
	}
	t.Logf("read %d of %d", read, len(rows))
	if read < 570 {
		t.Errorf("read %d of %d captured documents, want at least 570", read, len(rows))
	}
}

type expectedFeed struct {
	File, Version, Title, Link string
	N                          int
	Entries                    []struct{ Title, Link, ID, Published string }
}

// share counts how often something agrees.
type share struct{ good, all int }

func (s *share) add(good bool) bool {
	s.all++
	if good {
		s.good++
	}
	return good
}

func (s share) percent() float64 { return 100 * float64(s.good) / float64(max(s.all, 1)) }

func TestCapturedAgreesWithReference(t *testing.T) {
	dir, _ := captured(t)
	var expected []expectedFeed
	readJSON(t, datatest.Dir(t, "feeds", "captured-expected.json.gz"), &expected)
	var titles, links, strictLinks, dates, feedTitles, feedLinks share
	for _, want := range expected {
		body, err := os.ReadFile(filepath.Join(dir, want.File))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Parse(body, ParseOptions{Now: today})
		if err != nil {
			t.Errorf("%s: %v", want.File, err)
			continue
		}
		if !feedTitles.add(sameText(doc.Title, want.Title)) {
			t.Logf("%s: feed title %q, want %q", want.File, doc.Title, want.Title)
		}
		if !feedLinks.add(sameLink(doc.Link, want.Link)) {
			t.Logf("%s: feed link %q, want %q", want.File, doc.Link, want.Link)
		}
		for i, e := range want.Entries {
			var it Item
			if i < len(doc.Items) {
				it = doc.Items[i]
			}
			if !titles.add(sameText(it.Title, e.Title)) {
				t.Logf("%s %d: title %q, want %q", want.File, i, it.Title, e.Title)
			}
			strictLinks.add(it.URL == e.Link || it.URL == "" && it.printed == e.Link)
			if !links.add(sameLink(it.URL, e.Link)) {
				t.Logf("%s %d: link %q, want %q", want.File, i, it.URL, e.Link)
			}
			at := ""
			if !it.Published.IsZero() {
				at = it.Published.UTC().Format("2006-01-02T15:04:05Z")
			}
			if !dates.add(at == e.Published) {
				t.Logf("%s %d: date %q, want %q", want.File, i, at, e.Published)
			}
		}
	}
	t.Logf("titles %.2f %%, links %.2f %% (byte for byte %.2f %%), dates %.2f %% of %d entries; feed titles %.2f %%, feed links %.2f %%",
		titles.percent(), links.percent(), strictLinks.percent(), dates.percent(), titles.all, feedTitles.percent(), feedLinks.percent())
	if titles.percent() < 99 || links.percent() < 98 || dates.percent() < 98 {
		t.Error("want titles >= 99 %, links and dates >= 98 %")
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// sameText compares as plain text: the reference keeps a title's HTML.
func sameText(got, want string) bool {
	flat := func(s string) string {
		return strings.Join(strings.Fields(html.UnescapeString(html.UnescapeString(tags.ReplaceAllString(s, "")))), "")
	}
	return flat(got) == flat(want)
}

// sameLink allows that we resolve what the reference, which knew no address, left relative, and that we leave out what is
// no web address.
func sameLink(got, want string) bool {
	if got == want || want == "" && got == "" {
		return true
	}
	if !isWeb(want) && want != "" {
		return got == "" && strings.Contains(want, ":") || isWeb(got) && strings.HasSuffix(got, strings.TrimLeft(want, "./"))
	}
	return false
}

type feedparserCase struct {
	File   string
	Oracle struct {
		N       int
		Version string
		Title   string
		Entries []struct{ Title, Link, ID string }
	}
}

var headerComment = regexp.MustCompile(`(?im)^Header:\s*Content-type:\s*(.+)$`)

func TestFeedparserDocumentsAreRead(t *testing.T) {
	var cases []feedparserCase
	readJSON(t, datatest.Dir(t, "feeds", "feedparser-expected.json.gz"), &cases)
	documents := map[string][]byte{}
	for _, f := range datatest.TarGz(t, datatest.Dir(t, "feeds", "feedparser.tar.gz")) {
		documents[f.Name] = f.Body
	}
	read := 0
	var titles, links share
	for _, c := range cases {
		body, ok := documents[c.File]
		if !ok {
			t.Fatalf("%s is not in the archive", c.File)
		}
		opt := ParseOptions{Now: today}
		if m := headerComment.FindSubmatch(body); m != nil {
			opt.ContentType = strings.TrimSpace(string(m[1]))
		}
		doc, err := Parse(body, opt)
		switch {
		case err != nil:
			t.Logf("%s: %v", c.File, err)
			continue
		case len(doc.Items) < c.Oracle.N:
			t.Logf("%s: %d items, want %d; %v", c.File, len(doc.Items), c.Oracle.N, doc.Problems)
			continue
		}
		read++
		for i, e := range c.Oracle.Entries {
			if !titles.add(sameText(doc.Items[i].Title, e.Title)) && testing.Verbose() {
				t.Logf("%s: title %q, reference %q", c.File, doc.Items[i].Title, e.Title)
			}
			if !links.add(sameLink(doc.Items[i].URL, e.Link)) && testing.Verbose() {
				t.Logf("%s: link %q, reference %q", c.File, doc.Items[i].URL, e.Link)
			}
		}
	}
	t.Logf("read %d of %d; titles agree %.1f %%, links %.1f %%", read, len(cases), titles.percent(), links.percent())
	if read < 1062 {
		t.Errorf("read %d of %d documents, want at least 1062", read, len(cases))
	}
}
