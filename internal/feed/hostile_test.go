package feed

import (
	"context"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"briefbot/internal/datatest"
)

// TestHostileDocuments: each document is read or refused as its table says, in little time and memory.
func TestHostileDocuments(t *testing.T) {
	dir := datatest.Dir(t, "feeds", "hostile")
	for _, row := range datatest.CSV(t, filepath.Join(dir, "expected.csv")) {
		t.Run(row["file"], func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			doc, err := Test(context.Background(), filepath.Join(dir, row["file"]), TestOptions{Now: today})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			// All that was allocated, collected or not: an upper bound of what was held at one time.
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 10*time.Second || mb > 300 {
				t.Errorf("took %v and %d MB", took, mb)
			}
			switch {
			case row["outcome"] == "refuse" && err == nil:
				t.Fatalf("was read with %d items, want a refusal", len(doc.Items))
			case row["outcome"] == "read" && err != nil:
				t.Fatalf("was refused: %v", err)
			case err != nil:
				if strings.ContainsAny(err.Error(), "\n") || len(err.Error()) < 15 {
					t.Errorf("the refusal is not a sentence: %q", err)
				}
				t.Log(err)
				return
			}
			if want, _ := strconv.Atoi(row["items"]); len(doc.Items) < want {
				t.Errorf("%d items, want %d", len(doc.Items), want)
			}
			if want := row["title"]; want != "" && doc.Items[0].Title != want {
				t.Errorf("first title %q, want %q", doc.Items[0].Title, want)
			}
			t.Log(doc.Problems)
		})
	}
}

// TestHostileGenerated: the shapes of attack, made here, so that they are tested where the collected ones are absent.
func TestHostileGenerated(t *testing.T) {
	item := "<item><title>t</title></item>"
	cases := []struct{ name, doc, want string }{
		{"nested", "<rss><channel>" + strings.Repeat("<a>", 1_000_000), "more than 256 nested elements"},
		{"nested in a text", "<rss><channel><description>" + strings.Repeat("<a>", 1_000_000), "more than 256 nested elements"},
		{"many elements", "<rss><channel>" + strings.Repeat("<a/>", 300_000), "more than 200,000 elements"},
		{"nested json", `{"items":` + strings.Repeat("[", 100_000), "more than 256 nested values"},
		{"large", "<rss>" + strings.Repeat(" ", 11<<20), "larger than 10 MB"},
		{"empty", "  \n", "empty"},
		{"no markup", "hello", "not a feed"},
		{"json without items", `{"a":1}`, "not a feed"},
		{"broken json", `{"a":`, "not a feed"},
		{"opml", "<opml version='1.0'><body/></opml>", "OPML"},
		{"sitemap", "<urlset/>", "sitemap"},
		{"other xml", "<a>" + strings.Repeat("<b/>", 50) + "</a>", "not a feed"},
		{"gzip", "\x1f\x8b\x08", "still compressed"},
		{"pdf", "%PDF-1.4", "PDF"},
		{"page with a feed", `<html><head><link rel="alternate" type="application/rss+xml" href="/f.xml"></head></html>`, "it names a feed at https://example.org/f.xml"},
	}
	for _, c := range cases {
		start := time.Now()
		_, err := Parse([]byte(c.doc), ParseOptions{URL: "https://example.org/"})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %v", c.name, took)
		}
	}
	slow := []string{"</", "<a b='", "<a b=", "<!--", "<![CDATA[", "<?", "<!", "&", "</item ", "<item>", "<item><title>", "<title", "</channel", "<x:y "}
	for _, unit := range slow {
		start := time.Now()
		_, _ = Parse([]byte("<rss><channel>"+item+strings.Repeat(unit, (2<<20)/len(unit))), ParseOptions{})
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("2 MB of %q took %v", unit, took)
		}
	}
}

// TestWorstCasesStaySmall: documents just within the limits, made of the cheapest items there are.
func TestWorstCasesStaySmall(t *testing.T) {
	for name, doc := range map[string]string{
		"xml":    "<rss><channel>" + strings.Repeat("<item/>", 199_990),
		"json":   `{"items":[` + strings.Repeat("{},", 199_990) + `{}]}`,
		"text":   "<rss><channel>" + strings.Repeat("<item><description>"+strings.Repeat("&amp;lt;", 120_000)+"</description></item>", 10),
		"utf-16": "\xfe\xff" + strings.Repeat("\x4e\x00", 5<<20-10),
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		doc, err := Parse([]byte(doc), ParseOptions{})
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		mb := (after.TotalAlloc - before.TotalAlloc) >> 20
		t.Logf("%s: %v, %d MB allocated in all", name, took, mb)
		if took > 10*time.Second || mb > 300 {
			t.Errorf("%s took %v and %d MB", name, took, mb)
		}
		if name != "utf-16" && (err != nil || len(doc.Items) > DefaultLimits.Items) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestManyItemsKeepsTheNewest(t *testing.T) {
	var b strings.Builder
	b.WriteString("<rss><channel>")
	for i := range 2500 {
		at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Hour)
		b.WriteString("<item><guid>" + strconv.Itoa(i) + "</guid><title>t</title><pubDate>" + at.Format(time.RFC1123Z) + "</pubDate></item>")
	}
	doc, err := Parse([]byte(b.String()+"</channel></rss>"), ParseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Items) != 2000 || doc.Items[0].ID != "500" || doc.Items[1999].ID != "2499" {
		t.Errorf("%d items from %s to %s", len(doc.Items), doc.Items[0].ID, doc.Items[len(doc.Items)-1].ID)
	}
	if !hasProblem(doc, ProblemManyItems) {
		t.Errorf("no problem says so: %v", doc.Problems)
	}
}

func hasProblem(doc *Document, kind string) bool {
	for _, p := range doc.Problems {
		if p.Kind == kind {
			return true
		}
	}
	return false
}
