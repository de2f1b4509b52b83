package opml

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"briefbot/internal/datatest"
)

// says returns a list in a line an entry: "3 Title https://… [tags]", and "4 double https://…" of what is wrong.
func says(l List) string {
	var out []string
	for _, f := range l.Feeds {
		s := fmt.Sprintf("%d %s %s", f.Line, f.Title, f.URL)
		for _, more := range []string{f.Home, f.Language, strings.Join(f.Tags, "+")} {
			if more != "" {
				s += " " + more
			}
		}
		out = append(out, s)
	}
	for _, p := range l.Problems {
		out = append(out, fmt.Sprintf("%d ! %s %s", p.Line, p.Code, p.Text))
	}
	return strings.Join(out, "\n")
}

func opml(body string) string {
	return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\"><head><title>Mine</title></head><body>\n" + body + "\n</body></opml>"
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"flat", opml(`<outline text="A" type="rss" xmlUrl="https://a.example/rss" htmlUrl="https://a.example/"/>`), "3 A https://a.example/rss https://a.example/"},
		{"title before text", opml(`<outline text="short" title="Long name" xmlUrl="https://a.example/rss" language="zh"/>`), "3 Long name https://a.example/rss zh"},
		{"nested", opml("<outline text=\"Tech\">\n<outline text=\"AI\">\n<outline text=\"A\" xmlUrl=\"https://a.example/rss\"/>\n</outline>\n<outline text=\"B\" xmlUrl=\"https://b.example/rss\"/></outline><outline text=\"C\" xmlUrl=\"https://c.example/rss\"/>"),
			"5 A https://a.example/rss Tech+AI\n7 B https://b.example/rss Tech\n7 C https://c.example/rss"},
		{"a category", opml(`<outline text="F"><outline text="A" category="/cloud,ai" xmlUrl="https://a.example/rss"/></outline>`), "3 A https://a.example/rss cloud+ai"},
		{"a feed that holds feeds", opml(`<outline text="A" xmlUrl="https://a.example/rss"><outline text="B" xmlUrl="https://b.example/rss"/></outline>`), "3 A https://a.example/rss\n3 B https://b.example/rss A"},
		{"attributes in any case", opml(`<OUTLINE TEXT="A" XMLURL="https://a.example/rss"/>`), "3 A https://a.example/rss"},
		{"an ampersand that nobody escaped", opml(`<outline text="A & B" xmlUrl="https://a.example/rss?a=1&b=2"/>`), "3 A & B https://a.example/rss?a=1&b=2"},
		{"entities of XML", opml(`<outline text="A &amp; &#20013;" xmlUrl="https://a.example/rss?a=1&amp;b=2"/>`), "3 A & 中 https://a.example/rss?a=1&b=2"},
		{"no address", opml("<outline text=\"A\" type=\"rss\"/>\n<outline text=\"B\" htmlUrl=\"https://b.example\"/>"), "3 ! no-address A\n4 ! no-address B"},
		{"no web", opml(`<outline text="A" xmlUrl="file:///etc/passwd"/><outline text="B" xmlUrl="javascript:alert(1)"/><outline text="C" xmlUrl="https://user:secret@c.example/"/><outline text="D" xmlUrl="https://d"/>`),
			"3 ! bad-address file:///etc/passwd\n3 ! bad-address javascript:alert(1)\n3 ! bad-address https://user:secret@c.example/\n3 ! bad-address https://d"},
		{"twice", opml("<outline text=\"A\" xmlUrl=\"https://a.example/rss\"/>\n<outline text=\"B\" xmlUrl=\"https://a.example/rss#top\"/>"), "3 A https://a.example/rss\n4 ! double https://a.example/rss#top"},
		{"addresses as chats write them", opml(`<outline text="A" xmlUrl="&lt;https://a.example/rss|a.example&gt;"/>`), "3 A https://a.example/rss"},
		{"lines", "https://a.example/rss\n\n# mine\nb.example , <https://c.example/feed|c.example>\nftp://d.example", "1  https://a.example/rss\n4  https://b.example\n4  https://c.example/feed\n5 ! bad-address ftp://d.example"},
		{"lines in brackets", "<https://a.example/rss> <https://b.example>", "1  https://a.example/rss\n1  https://b.example"},
		{"words", "these are no addresses", "1 ! bad-address https://these\n1 ! bad-address https://are\n1 ! bad-address https://no\n1 ! bad-address https://addresses"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := Read([]byte(c.text))
			if err != nil || says(l) != c.want {
				t.Errorf("%v\n got %s\nwant %s", err, says(l), c.want)
			}
			if l.OPML != strings.HasPrefix(c.text, "<?xml") || l.OPML && l.Title != "Mine" {
				t.Errorf("OPML %v, title %q", l.OPML, l.Title)
			}
		})
	}
}

// TestReadRefuses holds that of a list that is broken nothing is taken, and that it says where.
func TestReadRefuses(t *testing.T) {
	whole := opml(`<outline text="A" xmlUrl="https://a.example/rss"/>`)
	for name, c := range map[string]struct {
		text string
		line int // of a BrokenError; 0: err
		err  error
	}{
		"nothing":         {"  \n", 0, ErrEmpty},
		"no entries":      {opml(""), 0, ErrEmpty},
		"too large":       {strings.Repeat("a", MaxSize+1), 0, ErrTooLarge},
		"cut":             {whole[:len(whole)-9], 4, nil},
		"cut in a tag":    {whole[:strings.Index(whole, "xmlUrl")], 3, nil},
		"HTML":            {"<!DOCTYPE html><html><body>\n<p>404</p></body></html>", 2, nil},
		"tags that cross": {"<opml><body><outline text='a'>\n</body></outline></opml>", 2, nil},
	} {
		l, err := Read([]byte(c.text))
		var broken *BrokenError
		switch {
		case c.err != nil && !errors.Is(err, c.err):
			t.Errorf("%s: %v, want %v", name, err, c.err)
		case c.err == nil && (!errors.As(err, &broken) || broken.Line != c.line):
			t.Errorf("%s: %v, want line %d", name, err, c.line)
		case len(l.Feeds) > 0:
			t.Errorf("%s: half of it is taken: %s", name, says(l))
		}
	}
}

// TestEntitiesAreNotExpanded holds that a document that grows by its own entities, or names files, does neither.
func TestEntitiesAreNotExpanded(t *testing.T) {
	bomb := "<!DOCTYPE opml [\n<!ENTITY a \"aaaaaaaaaa\">"
	for c := 'b'; c <= 'z'; c++ {
		bomb += fmt.Sprintf("\n<!ENTITY %c \"%s\">", c, strings.Repeat("&"+string(c-1)+";", 10))
	}
	bomb += "\n<!ENTITY file SYSTEM \"file:///etc/passwd\">]>\n<opml><body><outline text=\"&z;&file;\" xmlUrl=\"https://a.example/&z;\"/></body></opml>"
	begin := time.Now()
	l, err := Read([]byte(bomb))
	if err != nil || len(l.Feeds) != 1 || len(l.Feeds[0].Title) > 20 || len(l.Feeds[0].URL) > 40 || strings.Contains(l.Feeds[0].Title, "root:") {
		t.Errorf("%s, %v", says(l), err)
	}
	if took := time.Since(begin); took > time.Second {
		t.Errorf("it took %v", took)
	}
	deep := strings.Repeat(`<outline text="x">`, 5000) + `<outline text="A" xmlUrl="https://a.example/rss"/>` + strings.Repeat("</outline>", 5000)
	if l, err := Read([]byte(opml(deep))); err != nil || len(l.Feeds) != 0 || len(l.Problems) == 0 || l.Problems[0].Code != Deep {
		t.Errorf("a deep one: %d feeds, %v", len(l.Feeds), err)
	}
}

// TestWriteAndRead holds that what is written is read again as it was.
func TestWriteAndRead(t *testing.T) {
	feeds := []Feed{
		{Line: 7, Title: `A "quoted" & <b>`, URL: "https://a.example/rss?a=1&b=2", Home: "https://a.example/", Language: "zh", Tags: []string{"cloud", "ai"}},
		{Line: 8, Title: "阿里云", URL: "https://b.example/feed"},
		{Line: 9, Title: "https://c.example/feed", URL: "https://c.example/feed"},
	}
	var b bytes.Buffer
	if err := Write(&b, "Sources & more", feeds); err != nil {
		t.Fatal(err)
	}
	l, err := Read(b.Bytes())
	for i := range l.Feeds {
		l.Feeds[i].Line = i + 7
	}
	if err != nil || l.Title != "Sources & more" || !reflect.DeepEqual(l.Feeds, feeds) {
		t.Errorf("%v, %+v\n%s", err, l, b.String())
	}
}

// TestCatalogue reads a list that others wrote.
func TestCatalogue(t *testing.T) {
	raw, err := os.ReadFile(datatest.Dir(t, "catalogue") + "/feeds.opml")
	if err != nil {
		t.Skip(err)
	}
	l, err := Read(raw)
	if err != nil || len(l.Feeds) < 50 {
		t.Errorf("%d feeds, %v", len(l.Feeds), err)
	}
	t.Logf("%d feeds, %d problems", len(l.Feeds), len(l.Problems))
	for _, p := range l.Problems {
		t.Log(p)
	}
}

// FuzzRead holds that no document does harm, that what is taken can be written and read again, and that what is wrong says where.
func FuzzRead(f *testing.F) {
	f.Add([]byte(opml(`<outline text="A"><outline xmlUrl="https://a.example/rss" text="x"/></outline>`)))
	f.Add([]byte("https://a.example\nb.example <https://c.example|c>"))
	f.Add([]byte("<!DOCTYPE x [<!ENTITY a \"b\">]><opml><outline xmlUrl=\"&a;\"/></opml>"))
	f.Add([]byte("\xff\xfe<\x00o\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, err := Read(raw)
		if err != nil {
			if len(l.Feeds) > 0 {
				t.Errorf("taken of what is refused: %s", says(l))
			}
			return
		}
		for _, p := range l.Problems {
			if p.Line < 1 || p.Code == "" {
				t.Errorf("a problem nowhere: %+v", p)
			}
		}
		for _, feed := range l.Feeds {
			if web(feed.URL) != feed.URL || feed.Line < 1 {
				t.Errorf("taken: %+v", feed)
			}
		}
		var b bytes.Buffer
		if err := Write(&b, l.Title, l.Feeds); err != nil {
			t.Fatal(err)
		}
		if len(l.Feeds) == 0 {
			return
		}
		again, err := Read(b.Bytes())
		if err != nil || len(again.Feeds) != len(l.Feeds) {
			t.Errorf("read again: %d of %d, %v", len(again.Feeds), len(l.Feeds), err)
		}
	})
}
