package page_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related"
	"briefbot/internal/datatest"
	"briefbot/internal/feed"
	"briefbot/internal/page"
)

const site = "https://quotidien-asie.example"

func read(t *testing.T, file, at string) page.Page {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	p, err := page.Read(body, page.Options{URL: at})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func addresses(all []page.Link) []string {
	var out []string
	for _, l := range all {
		out = append(out, l.URL)
	}
	return out
}

// TestShareRowAndBox: a page with a row of share buttons under the text and the publisher's box under that.
func TestShareRowAndBox(t *testing.T) {
	p := read(t, "share-row.fr.html", site+"/cloud/depenses-cloud-chine/?utm_source=x")
	if p.URL != site+"/cloud/depenses-cloud-chine/" || p.Title != "Les dépenses cloud progressent en Chine" || p.Outlet != "Le Quotidien Asie" ||
		p.Author != "Jeanne Morel" || p.Language != "fr" || !p.Published.Equal(time.Date(2025, 7, 3, 6, 15, 0, 0, time.UTC)) {
		t.Errorf("read %+v", p)
	}
	lines := strings.Split(p.Text, "\n")
	if len(lines) != 5 || !strings.HasPrefix(lines[0], "Le marché chinois") || !strings.HasSuffix(lines[4], "résume l’auteure de la note.") {
		t.Errorf("the text has %d lines:\n%s", len(lines), p.Text)
	}
	for _, foreign := range []string{"Partager", "Facebook", "même thème", "Ovis", "Qwen3", "Bouillie", "festival", "Mentions", "Accueil"} {
		if strings.Contains(strings.ToLower(p.Text), strings.ToLower(foreign)) {
			t.Errorf("%q came into the text", foreign)
		}
	}
	want := []page.Link{
		{URL: site + "/ia/ovis-u1/", Title: "Ovis-U1, un modèle qui lit le texte et l’image"},
		{URL: site + "/ia/qwen3-mlx/", Title: "Qwen3 tourne désormais sur les puces d’Apple"},
		{URL: site + "/societe/bouillie-ia/", Title: "La « bouillie d’IA » inonde les réseaux chinois"},
		{URL: site + "/commerce/618-telephones/", Title: "Téléphones : qui a gagné le festival du 18 juin"},
	}
	if !slices.Equal(p.Related, want) {
		t.Errorf("related %q", p.Related)
	}
}

// TestBoxIsNoStory: what a publisher calls related is attached to the article and never becomes its story.
func TestBoxIsNoStory(t *testing.T) {
	p := read(t, "share-row.fr.html", site+"/cloud/depenses-cloud-chine/")
	e := related.New(lexicontest.Compiled(t), related.Options{})
	article := func(address, title, text string, day int) briefs.Article {
		canonical, _ := briefs.CanonicalURL(address)
		return briefs.Article{ID: briefs.ArticleID(canonical, "", "", ""), URL: canonical, Title: title, Text: text, Language: "fr", Outlet: p.Outlet,
			Published: time.Date(2025, 7, day, 8, 0, 0, 0, time.UTC)}
	}
	stories := map[string]bool{}
	var pointed []string
	for i, l := range p.Related {
		a := article(l.URL, l.Title, "", 2-i%2)
		stories[e.Add(a).Story] = true
		pointed = append(pointed, a.ID)
	}
	own := article(p.URL, p.Title, p.Text, 3)
	e.Point(own.ID, pointed) // before it is held: nothing comes of it
	place := e.Add(own)
	e.Point(own.ID, pointed)
	if place.Joined || stories[place.Story] || len(stories) != len(p.Related) {
		t.Fatalf("placed as %+v beside %v", place, stories)
	}
	var linked []string
	for _, n := range e.Related(own.ID, 10) {
		if n.Linked && !stories[n.Story] {
			t.Errorf("%+v is not in its own story any more", n)
		}
		if n.Linked {
			linked = append(linked, n.Article)
		}
	}
	slices.Sort(linked)
	slices.Sort(pointed)
	if !slices.Equal(linked, pointed) {
		t.Errorf("linked %v, want %v", linked, pointed)
	}
}

// TestInlineAndAside: a line "Read also" in the text, a list of buttons above it, a box beside it, and data for machines.
func TestInlineAndAside(t *testing.T) {
	p := read(t, "inline.en.html", "https://www.deltawire.example/2025/03/wuxi")
	if p.Title != "Chip maker opens a plant in Wuxi" || p.Author != "Ana Lindqvist, Bo Chen" || p.Outlet != "Delta Wire" || p.Language != "en" ||
		!p.Published.Equal(time.Date(2025, 3, 4, 1, 30, 0, 0, time.UTC)) {
		t.Errorf("read %+v", p)
	}
	if n := strings.Count(p.Text, "\n"); n != 3 || strings.Contains(p.Text, "Read also") || strings.Contains(p.Text, "Memory prices") || strings.Contains(p.Text, "Share") {
		t.Errorf("text:\n%s", p.Text)
	}
	want := []string{"https://www.deltawire.example/2025/02/memory-prices", "https://deltawire.example/2025/01/hefei"}
	if got := addresses(p.Related); !slices.Equal(got, want) {
		t.Errorf("related %q", p.Related)
	}
}

// TestChinese: an old encoding, a printed date in China's time, a signature, and a row of share links.
func TestChinese(t *testing.T) {
	p := read(t, "gb2312.zh.html", "https://jianghai.example/2025/0701/a3.html")
	if p.Title != "某云厂商下调模型价格" || p.Author != "李小河" || p.Language != "zh" || !p.Published.Equal(time.Date(2025, 7, 1, 1, 30, 0, 0, time.UTC)) {
		t.Errorf("read %+v", p)
	}
	if strings.Count(p.Text, "\n") != 2 || strings.Contains(p.Text, "分享") || strings.Contains(p.Text, "相关") {
		t.Errorf("text:\n%s", p.Text)
	}
	want := []string{"https://jianghai.example/2025/0612/a1.html", "https://jianghai.example/2025/0520/a2.html"}
	if got := addresses(p.Related); !slices.Equal(got, want) {
		t.Errorf("related %q", got)
	}
}

// TestSeed: the article that started the project, in a page of the simplest kind.
func TestSeed(t *testing.T) {
	content, err := os.ReadFile(datatest.Dir(t, "seed", "article.fr.txt"))
	if err != nil {
		t.Fatal(err)
	}
	text, teasers, _ := strings.Cut(string(content), "Articles sur le même thème")
	var b strings.Builder
	b.WriteString(`<html lang="fr"><body><main>`)
	var own []string
	for i, line := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i == 0 {
			b.WriteString("<h1>" + line + "</h1>")
			continue
		}
		b.WriteString("<p>" + line + "</p>")
		if !strings.HasPrefix(line, "Partager") {
			own = append(own, line)
		}
	}
	b.WriteString("<h2>Articles sur le même thème</h2>")
	others := strings.Split(strings.TrimSpace(teasers), "\n\n")
	for i, line := range others {
		b.WriteString(`<a href="/article-` + string(rune('a'+i)) + `"><p>` + line + "</p></a>")
	}
	b.WriteString("</main></body></html>")
	p, err := page.Read([]byte(b.String()), page.Options{URL: site + "/croissance"})
	if err != nil {
		t.Fatal(err)
	}
	if p.Text != strings.Join(own, "\n") {
		t.Errorf("the text is\n%s\nwant\n%s", p.Text, strings.Join(own, "\n"))
	}
	if len(p.Related) != len(others) {
		t.Errorf("%d related articles, want %d: %q", len(p.Related), len(others), p.Related)
	}
}

// TestHostile: pages made to cost are refused, or read in little time.
func TestHostile(t *testing.T) {
	long := strings.Repeat("mot ", 300)
	for _, c := range []struct{ name, body, refused string }{
		{"nothing", "", "no page of HTML"},
		{"no HTML", "just words", "no page of HTML"},
		{"bytes", "<html>\x00\x01\x02</html>", "no page of HTML"},
		{"nested", strings.Repeat("<div>", 1_000_000), "nested too deep"},
		{"many elements", strings.Repeat("<i>a</i>", 40_000), "more than 30000 elements"},
		{"large", "<p>" + strings.Repeat("a", 6<<20), "larger than 5 MB"},
		{"many links in a box", "<p>" + long + "</p><h2>Related articles</h2>" + strings.Repeat(`<a href="/x">`+"some article about something</a>", 14_000), ""},
		{"many headings", strings.Repeat("<h2>Related articles</h2>", 14_000) + "<a href=/x>some article about it</a>", ""},
		{"nested boxes", strings.Repeat(`<div class="related"><a href="/y">`+"some article</a>", 240), ""},
		{"deep share rows", strings.Repeat("<span>", 400) + "Share" + strings.Repeat("</span>", 400), ""},
		{"many paragraphs", strings.Repeat("<p>Par un matin de mai, "+long[:200]+"</p>", 14_000), ""},
		{"data for machines", `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 5000) + "</script><p>" + long, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := used(t)
			_, err := page.Read([]byte(c.body), page.Options{URL: site})
			if took := used(t) - start; took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			switch {
			case c.refused == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.refused != "" && (!errors.Is(err, page.ErrRefused) || !strings.Contains(err.Error(), c.refused)):
				t.Errorf("error %v, want one of %q", err, c.refused)
			}
		})
	}
}

// used returns how much of the processors' time the program took so far: it does not depend on what else a machine does.
func used(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestFetch: pages come through the address guard of feeds.
func TestFetch(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept") != page.Accept || r.URL.Path != "/article" {
			http.NotFound(w, r)
			return
		}
		http.ServeFile(w, r, "testdata/share-row.fr.html")
	}))
	defer server.Close()
	fetcher := func(loopback bool) *feed.Fetcher {
		return feed.NewFetcher(feed.FetcherOptions{Client: feed.Guard{Loopback: loopback}.Client(), Accept: page.Accept, Spacing: time.Millisecond})
	}
	p, err := page.Test(context.Background(), fetcher(true), server.URL+"/article", page.Options{})
	if err != nil || len(p.Related) != 4 || !strings.HasPrefix(p.Related[0].URL, server.URL) {
		t.Errorf("read %+v, %v", p, err)
	}
	if _, err := page.Test(context.Background(), fetcher(true), server.URL+"/elsewhere", page.Options{}); err == nil || !strings.Contains(err.Error(), "nothing at this address") {
		t.Errorf("error %v", err)
	}
	if _, err := page.Test(context.Background(), fetcher(false), server.URL+"/article", page.Options{}); err == nil || !strings.Contains(err.Error(), "may not be fetched") {
		t.Errorf("the guard let it pass: %v", err)
	}
}
