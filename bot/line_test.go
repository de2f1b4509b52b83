package bot

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func nothing(context.Context, Invocation) (Message, error) { return Message{}, nil }

// ask has every kind of param.
var ask = Command{
	Name: "share", Names: Text{"fr": "part", "zh": "份额"}, Summary: Text{"en": "market share"}, Run: nothing,
	Params: []Param{
		{Name: "name", Summary: Text{"en": "who"}, Names: Text{"fr": "nom", "zh": "名称"}},
		{Name: "period", Summary: Text{"en": "when"}, Names: Text{"fr": "période"}},
		{Name: "text", Summary: Text{"en": "what"}, Rest: true},
		{Name: "market", Summary: Text{"en": "where"}, Names: Text{"fr": "marché", "zh": "市场"}, Keyed: true},
	},
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in   string
		want map[string]string
	}{
		{"", map[string]string{}},
		{"alibaba", map[string]string{"name": "alibaba"}},
		{"  alibaba\t2024q4  ", map[string]string{"name": "alibaba", "period": "2024q4"}},
		{"阿里云　2024年", map[string]string{"name": "阿里云", "period": "2024年"}},
		{`"Alibaba Cloud" 2024`, map[string]string{"name": "Alibaba Cloud", "period": "2024"}},
		{"“Alibaba Cloud” 2024", map[string]string{"name": "Alibaba Cloud", "period": "2024"}},
		{`"say ""hi"" now"`, map[string]string{"name": `say "hi" now`}},
		{`Alibaba" Cloud"`, map[string]string{"name": "Alibaba Cloud"}},
		{`"never closed 2024`, map[string]string{"name": "never closed 2024"}},
		{"a b the rest of it", map[string]string{"name": "a", "period": "b", "text": "the rest of it"}},
		{"market:china alibaba", map[string]string{"market": "china", "name": "alibaba"}},
		{"alibaba MARKET:China", map[string]string{"market": "China", "name": "alibaba"}},
		{"alibaba marché:chine", map[string]string{"market": "chine", "name": "alibaba"}},
		{"alibaba 市场：中国", map[string]string{"market": "中国", "name": "alibaba"}},
		{`market:"mainland China"`, map[string]string{"market": "mainland China"}},
		{"period:2024", map[string]string{"period": "2024"}},
		{"period:2024 alibaba word", map[string]string{"period": "2024", "name": "alibaba", "text": "word"}},
		{`"market:china"`, map[string]string{"name": "market:china"}},
		{"https://example.com/a:b?c=d", map[string]string{"name": "https://example.com/a:b?c=d"}},
		{"market://x", map[string]string{"name": "market://x"}},
		{`market:"//x"`, map[string]string{"market": "//x"}},
		{"12:30", map[string]string{"name": "12:30"}},
		{":x", map[string]string{"name": ":x"}},
		{`""`, map[string]string{"name": ""}},
	} {
		got, problem := ask.Parse(c.in)
		if diff := cmp.Diff(c.want, got); diff != "" || problem != nil {
			t.Errorf("Parse(%q): %+v (-want +got):\n%s", c.in, problem, diff)
		}
	}
}

func TestParseProblems(t *testing.T) {
	short := Command{Name: "x", Params: []Param{{Name: "name"}}}
	for _, c := range []struct {
		in   string
		want Problem
	}{
		{"one two three", Problem{Kind: TooMany, Value: "two three"}},
		{"one markt:china", Problem{Kind: NoSuchKey, Param: "markt", Value: "markt:china"}},
		{"one 12:30", Problem{Kind: TooMany, Value: "12:30"}},
		{"one tw\u202eo", Problem{Kind: TooMany, Value: "two"}},
		{"one " + strings.Repeat("x", 200), Problem{Kind: TooMany, Value: strings.Repeat("x", 59) + "…"}},
		{"name:one name:two", Problem{Kind: TooMany, Value: "name:two"}},
		{"name:", Problem{Kind: Missing, Param: "name"}},
	} {
		_, got := short.Parse(c.in)
		if got == nil || *got != c.want {
			t.Errorf("Parse(%q): %+v, want %+v", c.in, got, c.want)
		}
	}
}

func TestLine(t *testing.T) {
	for _, c := range []struct {
		args map[string]string
		want string
	}{
		{nil, "share"},
		{map[string]string{"name": "alibaba", "period": "2024q4"}, "share alibaba 2024q4"},
		{map[string]string{"name": "Alibaba Cloud"}, `share "Alibaba Cloud"`},
		{map[string]string{"period": "2024"}, "share period:2024"},
		{map[string]string{"name": "https://example.com/a"}, "share https://example.com/a"},
		{map[string]string{"name": "market:x"}, `share "market:x"`},
		{map[string]string{"market": "two words"}, `share market:"two words"`},
		{map[string]string{"name": "a", "period": "b", "text": "many words here"}, "share a b many words here"},
		{map[string]string{"name": "a", "period": "b", "text": "many  words"}, `share a b "many  words"`},
		{map[string]string{"name": `5"`}, `share "5"""`},
		{map[string]string{"other": "x"}, "share"},
	} {
		if got := ask.Line(c.args); got != c.want {
			t.Errorf("Line(%q) = %s, want %s", c.args, got, c.want)
		}
	}
}

// Whatever the arguments are, the line that a button carries asks for the same again.
func TestLineRoundTrip(t *testing.T) {
	value := rapid.OneOf(
		rapid.StringOf(rapid.RuneFrom([]rune("ab:：\"“” /\n云.market"))),
		rapid.SampledFrom([]string{"", `"`, `""`, "market:china", "市场：中国", "//x", "https://a/b", "name:", ":", "a b", "“x”", "période:1", " ", "share"}),
		rapid.String(),
	)
	rapid.Check(t, func(t *rapid.T) {
		args := map[string]string{}
		for _, p := range ask.Params {
			if v := Clean(value.Draw(t, p.Name)); v != "" {
				args[p.Name] = v
			}
		}
		line := ask.Line(args)
		got, problem := ask.Parse(strings.TrimPrefix(line, ask.Name))
		if diff := cmp.Diff(args, got); diff != "" || problem != nil {
			t.Fatalf("%s: %+v (-want +got):\n%s", line, problem, diff)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(`alibaba market:"x y" “z” """`)
	f.Add("\xff:\" ：")
	f.Fuzz(func(t *testing.T, line string) {
		args, problem := ask.Parse(line)
		if (args == nil) == (problem == nil) {
			t.Errorf("Parse(%q) = %v, %+v", line, args, problem)
		}
		for name := range args {
			if ask.param(name) == nil {
				t.Errorf("Parse(%q) made up %q", line, name)
			}
		}
	})
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"share", "share", 0}, {"shrae", "share", 1}, {"shar", "share", 1}, {"shareX", "share", 1}, {"kitten", "sitting", 3}, {"最新", "最近", 1}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

// TestPlainWords sees that a line of plain words, which is split on a quicker way, is split as beside a letter that is not plain.
func TestPlainWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringMatching(`[a-c:/ ]{0,20}`).Draw(t, "line")
		plain, beside := words(nil, line+" x"), words(nil, line+" é")
		if diff := cmp.Diff(plain[:len(plain)-1], beside[:len(beside)-1], cmp.AllowUnexported(word{})); diff != "" {
			t.Fatalf("%q:\n%s", line, diff)
		}
	})
}
