package xmlscan

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const (
	nsDefault Space = iota + 1
	nsA
)

var spaces = Spaces{Default: nsDefault, ByURI: map[string]Space{"urn:a": nsA}, ByPrefix: map[string]Space{"a": nsA}}

// trace writes the tokens of a document in a short form.
func trace(doc string, limits Limits) string {
	var b strings.Builder
	s := New([]byte(doc), spaces, limits)
	for {
		tok, err := s.Next()
		if err != nil {
			return b.String() + " !" + err.Error()
		}
		switch tok.Kind {
		case EOF:
			if s.Cut() || s.Depth() > 0 {
				fmt.Fprintf(&b, " cut in %v", s.Open())
			}
			return strings.TrimSpace(b.String())
		case Start:
			fmt.Fprintf(&b, " <%s/%d>", tok.Name, tok.Space)
		case End:
			fmt.Fprintf(&b, " </%s>", tok.Name)
		case Text:
			fmt.Fprintf(&b, " %q", Decode(tok.Data))
		case CData:
			fmt.Fprintf(&b, " [%s]", tok.Data)
		}
	}
}

func TestNext(t *testing.T) {
	cases := []struct{ doc, want string }{
		{`<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x "a>b">]><r><b/>t<!-- c --></r>`, `<r/1> <b/1> </b> "t" </r>`},
		{`<r>a &amp; b &lt;c&gt; &#65;&#x42; &nope; & d</r>`, `<r/1> "a & b <c> AB &nope; & d" </r>`},
		{`<r><![CDATA[<b>&amp;]]></r>`, `<r/1> [<b>&amp;] </r>`},
		{`<R xmlns:x="urn:a"><x:B/><y:c/><a:d/></R>`, `<r/1> <b/2> </b> <c/0> </c> <d/2> </d> </r>`},
		{`<r xmlns="urn:a"><b xmlns=""/><c/></r>`, `<r/2> <b/1> </b> <c/2> </c> </r>`},
		{`<r xmlns="urn:unknown"/>`, `<r/1> </r>`},
		{`<r><a><b></r>x`, `<r/1> <a/1> <b/1> </b> </a> </r> "x"`},
		{`<r></x></r>`, `<r/1> </r>`},
		{`<r>1 < 2 <3 </ </r>`, `<r/1> "1 < 2 <3 </ " </r>`},
		{`<r><a b=1 c='2' d = "3" e f></r`, `<r/1> <a/1> </a> </r>`},
		{`<r><a`, `<r/1> <a/1> cut in [r a]`},
		{`<r><![CDATA[x`, `<r/1> [x] cut in [r]`},
		{`<r><!-- x`, `<r/1> cut in [r]`},
		{`<r><a b="1></r>`, `<r/1> <a/1> cut in [r a]`},
		{`<r><a<b></b></a></r>`, `<r/1> <a/1> <b/1> </b> </a> </r>`},
		{``, ``},
	}
	for _, c := range cases {
		if got := trace(c.doc, Limits{Depth: 10, Elements: 100}); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.doc, got, c.want)
		}
	}
}

func TestLimits(t *testing.T) {
	limits := Limits{Depth: 3, Elements: 5}
	if got := trace("<a><b><c/><c/></b></a>", limits); strings.Contains(got, "!") {
		t.Errorf("within the limits: %s", got)
	}
	if got := trace("<a><b><c><d>", limits); !strings.HasSuffix(got, "!more than 3 nested elements") {
		t.Errorf("depth: %s", got)
	}
	if got := trace("<a><b/><b/><b/><b/><b/>", limits); !strings.HasSuffix(got, "!more than 5 elements") {
		t.Errorf("elements: %s", got)
	}
}

func TestAttr(t *testing.T) {
	s := New([]byte(`<a HREF='x?a=1&amp;b=2&copy=3' xml:base="u" rel=alternate empty="" xmlns:q="urn:a"/>`), spaces, Limits{Depth: 9, Elements: 9})
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ prefix, name, want string }{
		{"", "href", "x?a=1&b=2&copy=3"}, {"xml", "base", "u"}, {"", "base", ""}, {"", "rel", "alternate"}, {"", "empty", ""}, {"", "none", ""},
	} {
		if got := s.PrefixedAttr(c.prefix, c.name); got != c.want {
			t.Errorf("%s:%s = %q, want %q", c.prefix, c.name, got, c.want)
		}
	}
}

func TestContent(t *testing.T) {
	cases := []struct {
		inside, text, raw string
		markup, whole     bool
	}{
		{"a &amp; b</t><n/>", "a & b", "a &amp; b", false, true},
		{"<![CDATA[<b>]]> c</t><n/>", "<b> c", "<![CDATA[<b>]]> c", false, true},
		{"a<b>c</b><br>d</t><n/>", "acd", "a<b>c</b><br>d", true, true},
		{"a<t>b</t>c</t><n/>", "abc", "a<t>b</t>c", true, true},
		{"a<b>c</r>", "ac", "a<b>c", true, true},
		{"a<stop/>", "a", "a", false, true},
		{"a<b>c", "ac", "a<b>c", true, false},
		{"", "", "", false, false},
	}
	for _, c := range cases {
		s := New([]byte("<r><t>"+c.inside), spaces, Limits{Depth: 9, Elements: 99})
		_, _ = s.Next()
		_, _ = s.Next()
		got, err := s.Content(1000, func(tok Token) bool { return tok.Name == "stop" })
		if err != nil || got.Text != c.text || string(got.Raw) != c.raw || got.Markup != c.markup || got.Whole != c.whole || got.Cut {
			t.Errorf("%s: %+v, raw %q (%v)", c.inside, got, got.Raw, err)
		}
		if next, _ := s.Next(); strings.Contains(c.inside, "<n/>") && next.Name != "n" || strings.Contains(c.inside, "<stop/>") && next.Name != "stop" {
			t.Errorf("%s: followed by %+v", c.inside, next)
		}
	}
}

func TestContentIsCutBetweenCharacters(t *testing.T) {
	s := New([]byte("<t>云计算</t>"), spaces, Limits{Depth: 9, Elements: 9})
	_, _ = s.Next()
	got, err := s.Content(4, nil)
	if err != nil || got.Text != "云" || !got.Cut {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestLiftClosesWhatWasLeftOpen(t *testing.T) {
	s := New([]byte("<r><i><x><i>a</i></r>"), spaces, Limits{Depth: 9, Elements: 9})
	for range 4 {
		_, _ = s.Next()
	}
	s.Lift(2)
	if got := fmt.Sprint(s.Open()); got != "[r i]" {
		t.Errorf("open %s", got)
	}
}

// TestBalanced: every start has its end and the depth is never wrong, whatever the markup.
func TestBalanced(t *testing.T) {
	piece := rapid.SampledFrom([]string{"<a>", "<b x='1'>", "</a>", "</b>", "<c/>", "text", "&amp;", "<", ">", "<![CDATA[x]]>", "<!-- -->", "</", "<a", "'", "<x:d xmlns:x='urn:a'>", "</x:d>"})
	rapid.Check(t, func(t *rapid.T) {
		doc := strings.Join(rapid.SliceOf(piece).Draw(t, "doc"), "")
		s := New([]byte(doc), spaces, Limits{Depth: 1000, Elements: 1000})
		var open []string
		for {
			tok, err := s.Next()
			if err != nil {
				t.Fatal(err)
			}
			switch tok.Kind {
			case EOF:
				if len(open) != s.Depth() {
					t.Fatalf("%q: %v open, depth %d", doc, open, s.Depth())
				}
				return
			case Start:
				open = append(open, tok.Name)
			case End:
				if len(open) == 0 || open[len(open)-1] != tok.Name {
					t.Fatalf("%q: end of %s while %v are open", doc, tok.Name, open)
				}
				open = open[:len(open)-1]
			}
		}
	})
}
