package feed

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// want is an item as expected; times as RFC 3339 in UTC.
type want struct {
	ID, Title, URL, Published, Summary, Author string
	Categories                                 []string
}

func flatten(items []Item) []want {
	var out []want
	for _, it := range items {
		w := want{ID: it.ID, Title: it.Title, URL: it.URL, Summary: it.Summary, Author: it.Author, Categories: it.Categories}
		if !it.Published.IsZero() {
			w.Published = it.Published.UTC().Format(time.RFC3339)
		}
		out = append(out, w)
	}
	return out
}

func TestParseFormats(t *testing.T) {
	cases := []struct {
		name, doc, format, title, link, language string
		items                                    []want
	}{
		{
			"rss 2.0", `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
			<channel><image><title>logo</title><link>https://example.org/logo</link></image><title>Cloud &amp; AI</title><link>https://example.org/</link><language>en-gb</language>
			<item><title><![CDATA[Alibaba <b>leads</b>]]></title><link> https://example.org/1?utm_source=rss
			</link><guid isPermaLink="false">a1</guid><dc:creator>Ann Lee</dc:creator><dc:creator>Bo Li</dc:creator><category>Cloud</category><category>AI</category><category>Cloud</category>
			<pubDate>Mon, 27 Jan 2025 09:00:00 +0800</pubDate><description>&lt;p&gt;Short &amp;amp; sweet&lt;/p&gt;</description><content:encoded><![CDATA[<p>Long</p><p>text</p>]]></content:encoded>
			<media:title>other</media:title></item>
			<item><guid>https://example.org/2</guid><author>x@example.org (Cy Do)</author><description>Only a text</description></item></channel></rss>`,
			"RSS 2.0", "Cloud & AI", "https://example.org/", "en-gb",
			[]want{
				{"a1", "Alibaba leads", "https://example.org/1?utm_source=rss", "2025-01-27T01:00:00Z", "Short & sweet", "Ann Lee, Bo Li", []string{"Cloud", "AI"}},
				{"https://example.org/2", "", "https://example.org/2", "", "Only a text", "Cy Do", nil},
			},
		},
		{
			"rss 1.0", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
			<channel rdf:about="https://example.org/"><title>Old</title><link>https://example.org/</link><dc:language>fr</dc:language><items><rdf:Seq><rdf:li resource="https://example.org/1"/></rdf:Seq></items></channel>
			<item rdf:about="https://example.org/1"><title>Un</title><link>https://example.org/1</link><dc:date>2025-01-27T09:00:00+08:00</dc:date><dc:subject>IA</dc:subject></item></rdf:RDF>`,
			"RSS 1.0", "Old", "https://example.org/", "fr",
			[]want{{"https://example.org/1", "Un", "https://example.org/1", "2025-01-27T01:00:00Z", "", "", []string{"IA"}}},
		},
		{
			"rss 1.1", `<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="https://example.org/rss" xml:lang="zh">
			<title>新闻</title><link>https://example.org/</link><items rdf:parseType="Collection"><item rdf:about="https://example.org/1"><title>一</title><link>https://example.org/1</link></item></items></Channel>`,
			"RSS 1.1", "新闻", "https://example.org/", "zh",
			[]want{{"https://example.org/1", "一", "https://example.org/1", "", "", "", nil}},
		},
		{
			"atom 1.0 with bases", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/a/" xml:lang="en"><title type="html">A &amp;lt;b&gt;B&lt;/b&gt;</title>
			<link rel="self" href="feed.xml"/><link href="."/><entry xml:base="b/"><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">one &lt; <i>two</i></div></title><id>urn:1</id>
			<link rel="replies" href="r"/><link rel="alternate" type="text/html" href="../c?x=1&amp;y=2"/><updated>2025-01-28T01:00:00Z</updated><published>2025-01-27T01:00:00Z</published>
			<author><name>Ann</name><email>a@example.org</email></author><author><name>Bo</name></author><category term="cloud" label="Cloud"/><summary>short</summary><content type="html">&lt;p&gt;long&lt;/p&gt;</content>
			<source><title>elsewhere</title><id>urn:s</id><updated>2001-01-01T00:00:00Z</updated></source></entry></feed>`,
			"Atom 1.0", "A <b>B", "https://example.org/a/", "en",
			[]want{{"urn:1", "one < two", "https://example.org/a/c?x=1&y=2", "2025-01-27T01:00:00Z", "short", "Ann, Bo", []string{"Cloud"}}},
		},
		{
			"atom 0.3", `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><link rel="alternate" type="text/html" href="https://example.org/"/>
			<entry><title mode="escaped">&lt;b&gt;x&lt;/b&gt;</title><link rel="alternate" href="https://example.org/1"/><id>1</id><issued>2025-01-27T09:00:00+08:00</issued><modified>2025-01-29T09:00:00Z</modified></entry>
			<entry><title mode="base64" type="text/html">` + "SGVsbG8gPGI+d29ybGQ8L2I+" + `</title><id>2</id></entry></feed>`,
			"Atom 0.3", "T", "https://example.org/", "",
			[]want{{"1", "x", "https://example.org/1", "2025-01-27T01:00:00Z", "", "", nil}, {ID: "2", Title: "Hello world"}},
		},
		{
			"another prefix", `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:title>one</a:title><a:id>1</a:id><a:link href="https://example.org/1"/></a:entry></a:feed>`,
			"Atom 1.0", "T", "", "", []want{{ID: "1", Title: "one", URL: "https://example.org/1"}},
		},
		{
			"cdf", `<CHANNEL HREF="https://example.org/"><TITLE>Cdf</TITLE><ITEM HREF="https://example.org/1" LASTMOD="2025-01-27T09:00:00+08:00"><TITLE>one</TITLE><ABSTRACT>short</ABSTRACT></ITEM></CHANNEL>`,
			"CDF", "Cdf", "", "", []want{{"", "one", "https://example.org/1", "2025-01-27T01:00:00Z", "short", "", nil}},
		},
		{
			"json 1.1", `{"version":"https://jsonfeed.org/version/1.1","title":"J &amp; K","home_page_url":"https://example.org/","language":"zh-CN","items":[
			{"id":17,"url":"/17","title":"one","date_published":"2025-01-27T09:00:00+08:00","content_html":"<p>long</p>","summary":"short","authors":[{"name":"Ann"},{"name":"Bo"}],"tags":["Cloud","AI"]},
			{"id":"2","external_url":"https://example.org/2","content_text":"plain","author":{"name":"Cy"},"tags":"one"}, null, 3]}`,
			"JSON Feed 1.1", "J & K", "https://example.org/", "zh-CN",
			[]want{
				{"17", "one", "https://example.org/17", "2025-01-27T01:00:00Z", "short", "Ann, Bo", []string{"Cloud", "AI"}},
				{"2", "", "https://example.org/2", "", "plain", "Cy", []string{"one"}},
			},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Parse([]byte(c.doc), ParseOptions{Now: today})
			if err != nil {
				t.Fatal(err)
			}
			got := []string{doc.Format, doc.Title, doc.Link, doc.Language}
			if diff := cmp.Diff([]string{c.format, c.title, c.link, c.language}, got); diff != "" {
				t.Errorf("feed: %s", diff)
			}
			if diff := cmp.Diff(c.items, flatten(doc.Items), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("items: %s", diff)
			}
		})
	}
}

func TestBrokenMarkup(t *testing.T) {
	wrap := func(s string) string { return `<rss version="2.0"><channel><title>t</title>` + s + `</channel></rss>` }
	cases := []struct {
		name, doc string
		titles    []string
	}{
		{"naked ampersands", wrap(`<item><title>R&D at AT&T & B</title><link>https://example.org/?a=1&copy=2</link></item>`), []string{"R&D at AT&T & B"}},
		{"naked less-than", wrap(`<item><title>1 < 2 <3 >.<</title></item>`), []string{"1 < 2 <3 >.<"}},
		{"undefined entities", wrap(`<item><title>caf&eacute; &nbsp;&unknown; &hellip;</title></item>`), []string{"café &unknown; …"}},
		{"entities of the document are not expanded", `<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>` + wrap(`<item><title>&b;</title></item>`), []string{"&b;"}},
		{"escaped twice", wrap(`<item><title>AT&amp;amp;T &amp;amp;amp; co</title></item>`), []string{"AT&T & co"}},
		{"truncated in a title", `<rss><channel><item><title>one</title></item><item><title>tw`, []string{"one"}},
		{"truncated in a tag", `<rss><channel><item><title>one</title></item><item><title>two</title><link`, []string{"one"}},
		{"truncated in CDATA", `<rss><channel><item><title>one</title></item><item><title><![CDATA[two`, []string{"one"}},
		{"items that are not closed", wrap(`<item><title>one</title><item><title>two</title><item><title>three</title>`), []string{"one", "two", "three"}},
		{"a text that is not closed", wrap(`<item><title>one</title><description>x<item><title>two</title></item>`), []string{"one", "two"}},
		{"wrong end tags", wrap(`<item><title>one</titel></title><link>x</guid></item><item><title>two</title></item>`), []string{"one", "two"}},
		{"forgotten ends of tags", wrap(`<item><title>one</title</item><item ><title >two</title ></item>`), []string{"one", "two"}},
		{"html that is not escaped", wrap(`<item><title>a <b>b</b><br>c</title><description><p>x<p>y</description></item><item><title>two</title></item>`), []string{"a b c", "two"}},
		{"undeclared prefixes", wrap(`<item><title>one</title><dc:creator>x</dc:creator><foo:title>no</foo:title></item>`), []string{"one"}},
		{"attributes without quotes", `<rss version=2.0><channel><item><title type=html>one</title></item></channel></rss>`, []string{"one"}},
		{"something before the declaration", "\n\n<!-- x --><?xml version='1.0'?>" + wrap(`<item><title>one</title></item>`), []string{"one"}},
		{"no channel", `<rss><item><title>one</title></item></rss>`, []string{"one"}},
		{"a feed in a web page", `<html><body><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>one</title></entry></feed></body></html>`, []string{"one"}},
		{"json cut", `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"one"},{"id":"2","title":"tw`, []string{"one"}},
		{"control characters", wrap("<item><title>o\x00n\x01e</title></item>"), []string{"one"}},
		{"upper case", `<RSS><CHANNEL><ITEM><TITLE>one</TITLE></ITEM></CHANNEL></RSS>`, []string{"one"}},
		{"windows characters", wrap("<item><title>don\u0092t don&#146;t</title></item>"), []string{"don’t don’t"}},
	}
	for _, c := range cases {
		doc, err := Parse([]byte(c.doc), ParseOptions{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var titles []string
		for _, it := range doc.Items {
			titles = append(titles, it.Title)
		}
		if diff := cmp.Diff(c.titles, titles); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if cut := strings.Contains(c.name, "truncated") || strings.Contains(c.name, "cut"); cut != hasProblem(doc, ProblemTruncated) {
			t.Errorf("%s: problems %v", c.name, doc.Problems)
		}
	}
}

func TestLinks(t *testing.T) {
	cases := []struct{ inside, want string }{
		{`<link>https://example.org/1</link>`, "https://example.org/1"},
		{`<link>//cdn.example.org/1</link>`, "https://cdn.example.org/1"},
		{`<link>/1</link>`, "https://feed.example/1"},
		{`<link>1?a=b</link>`, "https://feed.example/dir/1?a=b"},
		{`<link>https://example.org/a b</link>`, "https://example.org/a%20b"},
		{`<link>javascript:alert(1)</link>`, ""},
		{`<link>mailto:a@example.org</link><guid>https://example.org/2</guid>`, "https://example.org/2"},
		{`<guid isPermaLink="false">https://example.org/2</guid>`, ""},
		{`<guid>17</guid>`, ""},
		{`<link/><guid>https://example.org/2</guid>`, "https://example.org/2"},
		{`<atom:link xmlns:atom="http://www.w3.org/2005/Atom" href="https://example.org/3"/>`, "https://example.org/3"},
		{`<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://example.org/3"/>`, ""},
		{`<link>http://exa[mple.org/</link>`, ""},
		{`<link>https://</link>`, ""},
	}
	for _, c := range cases {
		doc, err := Parse([]byte("<rss><channel><item>"+c.inside+"</item></channel></rss>"), ParseOptions{URL: "https://feed.example/dir/feed.xml"})
		if err != nil || doc.Items[0].URL != c.want {
			t.Errorf("%s: %q (%v), want %q", c.inside, doc.Items[0].URL, err, c.want)
		}
	}
}

func TestDatesThatAreNotBelieved(t *testing.T) {
	now := time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	cases := []struct{ date, want, problem string }{
		{"Mon, 31 Mar 2025 09:30:00 GMT", "2025-03-31T09:30:00Z", ""},
		{"2025-04-01 20:00", "2025-04-01T20:00:00Z", ""}, // within a day: a zone that was not named
		{"Fri, 31 Dec 2099 23:59:59 GMT", "", ProblemOddDate},
		{"Thu, 01 Jan 1970 00:00:00 GMT", "", ProblemOddDate},
		{"0001-01-01T00:00:00Z", "", ProblemOddDate},
		{"yesterday", "", ProblemBadDate},
		{"", "", ProblemNoDate},
	}
	for _, c := range cases {
		doc, err := Parse([]byte("<rss><channel><item><title>t</title><guid>1</guid><link>https://example.org/</link><pubDate>"+c.date+"</pubDate></item></channel></rss>"), ParseOptions{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		if got := flatten(doc.Items)[0].Published; got != c.want {
			t.Errorf("%q: %q, want %q", c.date, got, c.want)
		}
		if c.problem == "" && len(doc.Problems) != 0 || c.problem != "" && !hasProblem(doc, c.problem) {
			t.Errorf("%q: problems %v, want %q", c.date, doc.Problems, c.problem)
		}
	}
}

func TestChineseFeedsMeanChinaByCST(t *testing.T) {
	doc := func(language string) string {
		return "<rss><channel><language>" + language + "</language><item><pubDate>Mon, 31 Mar 2025 09:30:00 CST</pubDate></item></channel></rss>"
	}
	shanghai := time.FixedZone("Asia/Shanghai", 8*3600)
	cases := []struct {
		language string
		opt      ParseOptions
		want     string
	}{
		{"zh-cn", ParseOptions{}, "2025-03-31T01:30:00Z"},
		{"", ParseOptions{Language: "zh"}, "2025-03-31T01:30:00Z"},
		{"", ParseOptions{Zone: shanghai}, "2025-03-31T01:30:00Z"},
		{"en", ParseOptions{}, "2025-03-31T15:30:00Z"},
	}
	for _, c := range cases {
		got, err := Parse([]byte(doc(c.language)), c.opt)
		if err != nil || flatten(got.Items)[0].Published != c.want {
			t.Errorf("%q %v: %v (%v), want %s", c.language, c.opt, flatten(got.Items), err, c.want)
		}
	}
}

func TestTextsAreLimited(t *testing.T) {
	long := strings.Repeat("云计算 ", 200_000)
	doc, err := Parse([]byte("<rss><channel><item><title>t</title><description>"+long+"</description></item></channel></rss>"), ParseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	it := doc.Items[0]
	if len(it.Text) > TextLimit || len(it.Summary) > SummaryLimit || !utf8.ValidString(it.Text) || !utf8.ValidString(it.Summary) || len(it.Summary) < SummaryLimit/2 {
		t.Errorf("text of %d bytes, summary of %d", len(it.Text), len(it.Summary))
	}
	if !hasProblem(doc, ProblemLongText) {
		t.Errorf("problems %v", doc.Problems)
	}
}

func TestReportShape(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f.xml")
	feed := `<rss version="2.0"><channel><title>T</title><link>https://example.org/</link><item><title>a &lt; b</title><link>https://example.org/1</link><guid>1</guid><pubDate>2025-03-31 09:30</pubDate></item></channel></rss>`
	if err := os.WriteFile(path, []byte(feed), 0o600); err != nil {
		t.Fatal(err)
	}
	doc, err := Test(context.Background(), path, TestOptions{Zone: time.FixedZone("", 8*3600), Now: today})
	if err != nil {
		t.Fatal(err)
	}
	got, err := asJSON(doc.Report())
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "title": "T",
  "link": "https://example.org/",
  "language": "",
  "format": "RSS 2.0",
  "items": [
    {
      "id": "1",
      "title": "a < b",
      "url": "https://example.org/1",
      "published": "2025-03-31T01:30:00Z",
      "summary": "",
      "author": "",
      "categories": []
    }
  ],
  "problems": []
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	empty, err := Parse([]byte("<rss><channel/></rss>"), ParseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := asJSON(empty.Report()); !strings.Contains(string(got), `"items": []`) || !strings.Contains(string(got), `"problems": []`) {
		t.Errorf("empty feed: %s", got)
	}
	for _, bad := range []string{filepath.Join(dir, "none.xml"), dir} {
		if _, err := Test(context.Background(), bad, TestOptions{}); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestReportOfAnAddress(t *testing.T) {
	s := newScript(t, feedWith())
	doc, err := Test(context.Background(), s.URL+"/feed", TestOptions{Now: today, Fetcher: newFetcher(&clock{start})})
	if err != nil || doc.Items[0].URL != s.URL+"/1" {
		t.Errorf("%+v, %v", doc, err)
	}
	if _, err := Test(context.Background(), s.URL, TestOptions{}); err == nil || !strings.Contains(err.Error(), "may not be fetched") {
		t.Errorf("loopback without leave: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		sampleFeed, `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml"><div>x</div></title><link href="/a"/></entry></feed>`,
		`{"version":"https://jsonfeed.org/version/1","items":[{"id":1}]}`, "<rss><item><title><![CDATA[x", "\xff\xfe<\x00r\x00s\x00s\x00>\x00", "<rdf:RDF><item><item></item>",
		"<Channel xmlns='http://purl.org/net/rss1.1#'><items><item xml:base='b/'><link>a</link>",
	} {
		f.Add([]byte(s), "text/xml; charset=gbk")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		doc, err := Parse(body, ParseOptions{ContentType: contentType, URL: "https://example.org/feed", Now: today})
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\x00") {
				t.Fatalf("the refusal is not one line: %q", err)
			}
			return
		}
		for _, it := range doc.Items {
			for _, s := range []string{it.Title, it.Summary, it.Text, it.Author, it.URL} {
				if !utf8.ValidString(s) {
					t.Fatalf("%q is not UTF-8", s)
				}
			}
			if strings.ContainsAny(it.Title+it.Summary, "\n\r\x00") || it.URL != "" && !isWeb(it.URL) {
				t.Fatalf("%+v", it)
			}
		}
		if len(Identify(doc.Items)) != len(doc.Items) {
			t.Fatal("identities are missing")
		}
		if _, err := asJSON(doc.Report()); err != nil {
			t.Fatal(err)
		}
	})
}

// asJSON returns a report as the command prints it.
func asJSON(r Report) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(r)
	return b.Bytes(), err
}

// TestDeletedEntries: a feed says which of its entries it deleted (RFC 6721); one that is there again counts as there.
func TestDeletedEntries(t *testing.T) {
	const entry = `<entry><title>one</title><id>urn:1</id><link href="https://example.org/1"/></entry>`
	for _, c := range []struct{ name, doc, want string }{
		{"none", entry, ""},
		{"one", `<at:deleted-entry ref="urn:2" when="2025-01-29T09:00:00Z"><at:by><name>Ann</name></at:by><at:comment>Wrong</at:comment></at:deleted-entry>` + entry, "urn:2"},
		{"it came back", `<at:deleted-entry ref="urn:1" when="2025-01-29T09:00:00Z"/>` + entry, ""},
		{"without an id", `<at:deleted-entry when="2025-01-29T09:00:00Z"/><at:deleted-entry ref=" "/>` + entry, ""},
		{"of another vocabulary", `<x:deleted-entry xmlns:x="https://example.org/x" ref="urn:2"/>` + entry, ""},
		{"in an entry", `<entry><title>one</title><id>urn:1</id><at:deleted-entry ref="urn:2"/></entry>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Parse([]byte(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>T</title>`+c.doc+`</feed>`), ParseOptions{Now: today})
			if err != nil || len(doc.Items) != 1 || strings.Join(doc.Deleted, " ") != c.want {
				t.Errorf("deleted %q, %d items, %v", doc.Deleted, len(doc.Items), err)
			}
		})
	}
}
