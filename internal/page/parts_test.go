package page

import (
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestBoxHeading(t *testing.T) {
	for s, want := range map[string]bool{
		"Articles sur le même thème": true, "Sur le même sujet": true, "À lire aussi :": true, "Lire aussi": true, "Related articles": true, "RELATED STORIES": true,
		"Read also:": true, "More on this topic": true, "You may also like": true, "Vous aimerez aussi": true, "相关阅读": true, "推荐阅读：": true, "延伸閱讀": true,
		"猜你喜欢": true, "Recommended for you": true, "Dans la même rubrique": true, "More from Delta Wire": true,
		"Related party transactions grow": false, "Read the room": false, "推荐系统的新方法": false, "Recommended retail prices rise": false,
		"À lire entre les lignes du rapport": false, "Also on Tuesday, the chip maker": false, "See": false, "": false, "相关部门回应": false,
	} {
		if got := boxHeading.MatchString(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestShareRow(t *testing.T) {
	for s, want := range map[string]bool{
		"Partager :": true, "Partager": true, "Partager cet article": true, "Share this article: Facebook X Email": true, "Share": true, "分享到：微信 微博 QQ空间": true,
		"Partagez sur Facebook, Twitter ou LinkedIn": true, "Follow us on X": true, "扫一扫": true,
		"Share prices of chip makers fell": false, "Partager les données de santé inquiète": false, "分享经济的兴起": false, "Share buy-back": false, "Facebook": false, "": false,
	} {
		if got := isShareRow(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestByline(t *testing.T) {
	for _, c := range [][2]string{
		{"Par Jeanne Morel", "Jeanne Morel"}, {"By Ana Lindqvist | March 4, 2025", "Ana Lindqvist"}, {"作者：李小河", "李小河"}, {"Bo Chen, 12 May", "Bo Chen"},
		{"Delta Wire", ""}, {"https://example.org/me", ""}, {strings.Repeat("a", 200), ""}, {"Jean de la Tour le 3 mai", "Jean de la Tour"}, {"", ""},
	} {
		if got := byline(c[0], "Delta Wire"); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

func TestPublished(t *testing.T) {
	at := time.Date(2025, 7, 1, 1, 30, 0, 0, time.UTC)
	for _, c := range []struct{ name, body string }{
		{"meta", `<meta property="article:published_time" content="2025-07-01T09:30:00+08:00"><p class="date">3 mai 2024</p>`},
		{"meta without zone in Chinese", `<meta name="publishdate" content="2025-07-01 09:30:00"><p>一家云厂商宣布下调价格</p>`},
		{"data for machines", `<script type="application/ld+json">[{"@type":"NewsArticle","datePublished":"2025-07-01T01:30:00Z"}]</script>`},
		{"broken data, then an element", `<script type="application/ld+json">{"@type":</script><time datetime="2025-07-01T01:30:00Z">today</time>`},
		{"printed", `<div id="pubtime">2025-07-01 09:30 来源：江海财经</div><p>一家云厂商宣布下调价格</p>`},
	} {
		doc, err := parse([]byte("<html>"+c.body), "")
		if err != nil {
			t.Fatal(err)
		}
		if got := published(doc, metaOf(doc), nil, strings.Contains(c.body, "价")); !got.Equal(at) {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	doc, _ := parse([]byte("<p>nothing of the kind"), "")
	if got := published(doc, metaOf(doc), nil, false); !got.IsZero() {
		t.Errorf("a page without a date has one: %v", got)
	}
}

// TestTextIsKept: what only looks like a box or a row stays in the text.
func TestTextIsKept(t *testing.T) {
	long := strings.Repeat("The maker of chips told investors on Tuesday that it would hire. ", 4)
	for name, body := range map[string]string{
		"a class that holds the article": `<div class="related"><p>` + long + `</p><p>` + long + `<a href="/x">a link to an article</a></p></div>`,
		"a heading over the article":     `<h2>Read more</h2><p>` + long + `</p><p>` + long + `<a href="/x">a link to an article</a></p>`,
		"a word in a sentence":           `<p>Share</p><p>` + long + `</p><p>Share prices rose. ` + long + `</p>`,
	} {
		p, err := Read([]byte("<html><body><main>"+body+"</main></body></html>"), Options{URL: "https://example.org/a"})
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(p.Text, "told investors"); n != 8 {
			t.Errorf("%s: %d of 8 sentences are left:\n%s", name, n, p.Text)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`<html lang=fr><h1>Un titre</h1><p>Du texte</p><p>Partager :</p><h2>À lire aussi</h2><a href=/a>Un autre article du site</a>`), "text/html")
	f.Add([]byte(`<base href="//x"><a rel=canonical href=javascript:x><time datetime=2025><div class=related><a href="http://[::1">lien vers rien du tout`), "")
	f.Add([]byte(`<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"a"},["b"]],"@graph":[{}]}</script><template><p>x`), "text/html; charset=gbk")
	f.Add([]byte("<table><tr><td><select><h3>相关阅读</h3><svg><a href='/x'><title>相关阅读的一篇文章标题</title>"), "text/html; charset=utf-16")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		p, err := Read(body, Options{URL: "https://example.org/a/b", ContentType: contentType})
		if err != nil {
			return
		}
		for name, s := range map[string]string{"title": p.Title, "outlet": p.Outlet, "author": p.Author} {
			if strings.ContainsAny(s, "\n\r") || !utf8.ValidString(s) {
				t.Errorf("%s %q is not one line", name, s)
			}
		}
		for line := range strings.Lines(p.Text) {
			if isShareRow(strings.TrimSpace(line)) {
				t.Errorf("a share row in the text: %q", line)
			}
		}
		if len(p.Related) > relatedMost || len(p.Text) > textMost || !utf8.ValidString(p.Text) {
			t.Errorf("%d related, %d bytes of text", len(p.Related), len(p.Text))
		}
		for _, l := range p.Related {
			if u, err := url.Parse(l.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || l.Title == "" || strings.Contains(l.Title, "\n") {
				t.Errorf("link %q", l)
			}
		}
	})
}
