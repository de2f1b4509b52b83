package plain

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestLine(t *testing.T) {
	cases := []struct{ in, want string }{
		{"Alibaba Cloud grows", "Alibaba Cloud grows"},
		{"  Alibaba \n\t Cloud  ", "Alibaba Cloud"},
		{"<b>Slack</b> (NYSE:WORK)", "Slack (NYSE:WORK)"},
		{"<div>Trump Insists</div>", "Trump Insists"},
		{"one<br/>two", "one two"},
		{"R&amp;D at AT&T", "R&D at AT&T"},
		{"Sutton &#038; Nicholson", "Sutton & Nicholson"},
		{"AT&amp;amp;T", "AT&T"},
		{"don&#146;t, don\u0092t", "don’t, don’t"},
		{"a &lt; b &gt; c", "a < b > c"},
		{"if a < b and c > d", "if a < b and c > d"},
		{"List<String> in Java", "List<String> in Java"},
		{"<!channel> hi", "<!channel> hi"},
		{"<@U123>", "<@U123>"},
		{"<https://evil.example|https://good.example>", "<https://evil.example|https://good.example>"},
		{"x <!-- hidden --> y", "x y"},
		{"中国\u3000云", "中国\u3000云"},
		{"Prix\u00a0: 3 000 €", "Prix\u00a0: 3 000 €"},
		{"&nbsp;&nbsp;a&nbsp;&nbsp;b&nbsp;", "a b"},
		{"\ufefftitle\x00\x07", "title"},
		{"&copy=2 &quality; &unknown; &amp", "&copy=2 &quality; &unknown; &amp"},
		{"<script>alert(1)</script>x", "x"},
		{"broken \xff byte", "broken \uFFFD byte"},
		{"<a href='x>y'>z</a>", "z"},
		{"a <b", "a <b"},
		{"", ""},
		{"   ", ""},
	}
	for _, c := range cases {
		if got := Line(c.in); got != c.want {
			t.Errorf("Line(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	in := "<h2>Cloud</h2><p>Alibaba <em>leads</em>.</p><ul><li>one</li><li>two</li></ul><style>p{}</style><o:p></o:p><x-card>card</x-card>" +
		"<table><tr><td>a</td><td>b</td></tr></table><img src=x alt=y>end"
	if got, want := Text(in), "Cloud\nAlibaba leads.\none\ntwo\ncard\na b\nend"; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
	if got, want := Summary(in), "Cloud Alibaba leads. one two card a b end"; got != want {
		t.Errorf("Summary = %q, want %q", got, want)
	}
}

func TestCut(t *testing.T) {
	if got := Cut("阿里云份额", 7); got != "阿里" {
		t.Errorf("Cut inside a character = %q", got)
	}
	if got := Cut("one two three", 9); got != "one two" {
		t.Errorf("Cut inside a word = %q", got)
	}
}

// TestHostileIsLinear: repeated beginnings of tags that never end must not be searched to the end again and again.
func TestHostileIsLinear(t *testing.T) {
	for _, unit := range []string{"<", "<a ", "<a '", `<a x="`, "<!--", "<script>", "<style></", "&", "&#", "<b", "</", "<![CDATA["} {
		start := time.Now()
		Text(strings.Repeat(unit, 1<<20/len(unit)))
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("1 MB of %q took %v", unit, d)
		}
	}
}

func TestLineIsPlain(t *testing.T) {
	piece := rapid.SampledFrom([]string{"<b>", "</b>", "<br>", "&amp;", "&lt;", " ", "\n", "阿里", "é", "x", "\u00a0", "<", ">", "\xff", "<!--", "-->", "&#8217;", "&amp;nbsp;", "&amp;#10;", "\""})
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), "")
		for _, got := range []string{Line(in), Summary(in)} {
			if !utf8.ValidString(got) || strings.ContainsAny(got, "\n\t") || strings.Contains(got, "  ") || strings.TrimSpace(got) != got {
				t.Fatalf("%q became %q", in, got)
			}
		}
	})
}
