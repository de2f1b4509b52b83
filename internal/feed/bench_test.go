package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// benchDocuments returns real feeds where they are present, and a generated one always.
func benchDocuments(b *testing.B) map[string][]byte {
	docs := map[string][]byte{"generated": generatedFeed(200)}
	dir := filepath.Join("..", "..", "..", "shared", "data", "feeds", "captured")
	for name, file := range map[string]string{"en-rss": "en/feedjira__TechCrunch.xml", "zh-rss": "zh/g0fcn__appinn.xml", "en-atom": "en/feedjira__SamRuby.xml"} {
		if body, err := os.ReadFile(filepath.Join(dir, file)); err == nil {
			docs[name] = body
		}
	}
	return docs
}

func generatedFeed(items int) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Bench</title>`)
	for i := range items {
		fmt.Fprintf(&b, `<item><title>Alibaba Cloud &amp; partner number %d</title><link>https://example.org/%d</link><guid>%d</guid><pubDate>Mon, 27 Jan 2025 09:%02d:00 +0800</pubDate>`, i, i, i, i%60)
		b.WriteString(`<category>Cloud</category><description>A short text about the market, 阿里云份额, and &lt;b&gt;growth&lt;/b&gt;.</description><content:encoded><![CDATA[`)
		b.WriteString(strings.Repeat(`<p>Spending on cloud infrastructure rose by <a href="https://example.org/r">a fifth</a> in the quarter.</p>`, 12))
		b.WriteString(`]]></content:encoded></item>`)
	}
	b.WriteString(`</channel></rss>`)
	return []byte(b.String())
}

// BenchmarkParse compares reading a feed with bare XML tokens and with gofeed, in one run on the same documents.
func BenchmarkParse(b *testing.B) {
	for name, doc := range benchDocuments(b) {
		b.Run(name+"/briefbot", func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(doc, ParseOptions{Now: today}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/encoding-xml-tokens", func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				d := xml.NewDecoder(bytes.NewReader(doc))
				d.Strict = false
				for {
					if _, err := d.RawToken(); errors.Is(err, io.EOF) {
						break
					} else if err != nil {
						b.Skip(err)
					}
				}
			}
		})
		b.Run(name+"/gofeed", func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := gofeed.NewParser().Parse(bytes.NewReader(doc)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
