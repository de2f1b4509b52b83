package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"briefbot/bot"
	"briefbot/bot/discord/discordtest"
)

// squeeze drops spaces and characters of no width, which nobody reads.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

var dangerous = []string{
	"@everyone", "@here", "@EveryOne", "@HERE", "<@123456789012345678>", "<@!1>", "<@&1>", "<#1>", "</brief:1>", "<:a:1>", "<a:b:2>", "<t:1:f>", "<id:customize>",
	"https://evil.example/x", "<https://evil.example>", "[a](https://evil.example)", "x](https://evil.example) [y", "](<https://evil.example>)",
	"[[a]](https://evil.example)", "[a](<https://evil.example> \"t\")", "\\", "\\\\", "\\[", "*b*", "**", "_i_", "__u__", "~~s~~", "||sp||", "`c`", "```",
	"# h", "## h", "-# s", "- l", "* l", "1. n", "12) n", "> q", ">>> q", ":tada:", "::", "http://", "hxxp", "(", ")", "]", "[", "\n", "\n\n", " ", "阿里云", "é",
	"👩🏽‍💻", "🇨🇳", "a\u0301", "@\u200beveryone", "discord.gg/x", "+1", "=", "&lt;", "{x}", "!", "$1", "中文：字",
}

func hostileText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(dangerous), rapid.StringN(0, 5, 20)), 0, 8).Draw(t, "parts")
		return strings.Join(parts, rapid.SampledFrom([]string{"", " "}).Draw(t, "glue"))
	})
}

func TestEscapeShowsToTheLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := bot.Clean(hostileText().Draw(t, "text"))
		got := discordtest.Read(escape(text))
		if squeeze(got.Visible) != squeeze(text) || len(got.Links)+len(got.Live) > 0 {
			t.Fatalf("%q is written %q and read as %q with links %q and live %q", text, escape(text), got.Visible, got.Links, got.Live)
		}
	})
}

// TestEscapeBreaksWhatIsFoundByItsLetters looks for what Discord's servers find in the raw text, whatever stands before it.
func TestEscapeBreaksWhatIsFoundByItsLetters(t *testing.T) {
	raw := regexp.MustCompile(`(?i)@(everyone|here)|<@[!&]?\d+>|<#\d+>|://|\]\(`)
	rapid.Check(t, func(t *rapid.T) {
		text := bot.Clean(hostileText().Draw(t, "text"))
		if found := raw.FindString(escape(text)); found != "" {
			t.Fatalf("%q is written %q, which holds %q", text, escape(text), found)
		}
	})
}

func TestLinkLeadsWhereItShould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := bot.CleanLine(hostileText().Draw(t, "text"))
		address := bot.SafeURL("https://news.example/" + rapid.StringN(0, 10, 40).Draw(t, "path") + rapid.SampledFrom([]string{"", "@everyone", "[x](y)", "?a=b&c"}).Draw(t, "end"))
		before, after := bot.CleanLine(hostileText().Draw(t, "before")), bot.CleanLine(hostileText().Draw(t, "after"))
		if address == "" {
			return
		}
		written := escape(before) + "\n" + link(text, address) + "\n-# " + escape(after)
		got := discordtest.Read(written)
		if !slices.Equal(got.Links, []string{target(address)}) || !strings.Contains(squeeze(got.Visible), squeeze(text)) || len(got.Live) > 0 {
			t.Fatalf("%q to %q is written %q: links %q, visible %q", text, address, written, got.Links, got.Visible)
		}
	})
}

func TestLinkForms(t *testing.T) {
	long := "https://news.example/" + strings.Repeat("x", maxLink)
	for _, c := range []struct{ text, address, want string }{
		{"Alibaba rises", "https://a.example/x", "[Alibaba rises](<https://a.example/x>)"},
		{"[Exclusive] Alibaba", "https://a.example/x", `\[Exclusive\] Alibaba [↗](<https://a.example/x>)`},
		{"", "https://a.example/x", "[a.example](<https://a.example/x>)"},
		{"Too far", long, "Too far"},
		{"No link", "", "No link"},
		{"Path", "https://a.example/@everyone?q[]=1", "[Path](<https://a.example/%40everyone?q%5B%5D=1>)"},
	} {
		if got := link(c.text, c.address); got != c.want {
			t.Errorf("link(%q, %.40q) = %q, want %q", c.text, c.address, got, c.want)
		}
	}
}

// TestManyStoriesFit fills messages with more stories than can have a text display each, and so with empty lines between.
func TestManyStoriesFit(t *testing.T) {
	for size := 1; size < 90; size++ {
		var m bot.Message
		m.Sections = make([]bot.Section, 1)
		for i := range 120 {
			m.Sections[0].Lines = append(m.Sections[0].Lines, bot.Line{Text: fmt.Sprintf("Line%dx %s", i, strings.Repeat("w", size)), Note: "n"})
		}
		checkFits(t, m)
	}
}

// message draws a message of any shape.
func message(text *rapid.Generator[string]) *rapid.Generator[bot.Message] {
	return rapid.Custom(func(t *rapid.T) bot.Message {
		grown := func(name string) string {
			return strings.Repeat(text.Draw(t, name), rapid.SampledFrom([]int{1, 1, 1, 1, 30, 300}).Draw(t, "times"))
		}
		m := bot.Message{Title: grown("title"), Lead: grown("lead"), Footer: grown("footer"), Thread: grown("thread")}
		id := 0
		for range rapid.IntRange(0, 30).Draw(t, "sections") {
			s := bot.Section{Heading: grown("heading")}
			for range rapid.IntRange(0, 4).Draw(t, "lines") {
				id++
				l := bot.Line{Text: fmt.Sprintf("Line%dx ", id) + grown("line"), Note: grown("note")}
				if rapid.Bool().Draw(t, "linked") {
					l.URL = "https://news.example/" + strings.Repeat("p", rapid.SampledFrom([]int{1, 400, 3000}).Draw(t, "length"))
				}
				if rapid.Bool().Draw(t, "dated") {
					l.At = time.Unix(1738026000, 0)
				}
				s.Lines = append(s.Lines, l)
			}
			m.Sections = append(m.Sections, s)
		}
		for i := range rapid.IntRange(0, 7).Draw(t, "actions") {
			a := bot.Action{Label: grown("label") + "x", Line: "share alibaba", Public: i%2 == 0}
			if i == 3 {
				a.URL = "https://news.example/" + strings.Repeat("u", rapid.SampledFrom([]int{1, 900}).Draw(t, "length"))
			}
			m.Actions = append(m.Actions, a)
		}
		if rapid.Bool().Draw(t, "pictured") {
			m.Image = &bot.Image{Name: grown("file"), Alt: grown("alt"), PNG: []byte("png")}
		}
		return m
	})
}

func TestEveryMessageFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkFits(t, message(hostileText()).Draw(t, "message")) })
}

type fataler interface {
	Fatalf(format string, args ...any)
}

// checkFits checks that all parts are within limits, that no line is lost or doubled, and that nothing is alive in them.
func checkFits(t fataler, m bot.Message) {
	var visible strings.Builder
	for i, part := range split(m) {
		p, err := render(part, "0123456789abcdef01234567")
		if errors.Is(err, errEmpty) && i == 0 && len(split(m)) == 1 {
			return
		}
		if err != nil {
			t.Fatalf("part %d: %v", i, err)
		}
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatalf("part %d: %v", i, err)
		}
		if err := discordtest.CheckMessage(raw); err != nil {
			t.Fatalf("part %d: %v\n%s", i, err, raw)
		}
		text, pings := discordtest.ReadMessage(raw)
		if pings != 0 || len(text.Live) > 0 {
			t.Fatalf("part %d: %d pings, alive: %q", i, pings, text.Live)
		}
		for _, l := range text.Links {
			if !strings.HasPrefix(l, "https://news.example/") {
				t.Fatalf("part %d links to %q", i, l)
			}
		}
		components, length := weigh(p.Components)
		if components > maxComponents || length > maxText {
			t.Fatalf("part %d has %d components and %d characters", i, components, length)
		}
		visible.WriteString(squeeze(text.Visible))
	}
	for _, s := range m.Sections {
		for _, l := range s.Lines {
			name, _, _ := strings.Cut(bot.CleanLine(l.Text), " ")
			if strings.HasPrefix(name, "Line") && strings.Count(visible.String(), name) != 1 {
				t.Fatalf("%q is there %d times", name, strings.Count(visible.String(), name))
			}
		}
	}
}

func weigh(cs []component) (n, length int) {
	for _, c := range cs {
		inner, text := weigh(c.Components)
		n, length = n+1+inner, length+text+bot.Length(c.Content)
	}
	return n, length
}

func FuzzRender(f *testing.F) {
	for _, s := range dangerous {
		f.Add(s, s, "https://news.example/x", s)
	}
	f.Add(strings.Repeat("e\u0301\u0302", 9000), strings.Repeat("y\u0336", 5000), "https://news.example/\x00", "\xff\xfe")
	f.Fuzz(func(t *testing.T, title, text, address, note string) {
		if u := bot.SafeURL(address); u != "" && !strings.HasPrefix(u, "https://news.example/") {
			return
		}
		checkFits(t, bot.Message{Title: title, Lead: text, Footer: note, Sections: []bot.Section{{Heading: note, Lines: []bot.Line{
			{Text: text, URL: address, Note: note}, {Text: note}, {Text: title, URL: address},
		}}}, Actions: []bot.Action{{Label: title, Line: "help"}, {Label: note, URL: address}}})
	})
}

func TestPlainLinesGoOn(t *testing.T) {
	words := strings.TrimSpace(strings.Repeat("云计算 cloud ", 1200))
	var got []string
	parts := split(bot.Message{Title: "Long", Lead: words, Sections: []bot.Section{{Heading: "All", Lines: []bot.Line{{Text: words, Note: "end"}}}}})
	for _, p := range parts {
		got = append(got, p.Lead)
		for _, s := range p.Sections {
			for _, l := range s.Lines {
				got = append(got, l.Text)
			}
		}
	}
	if squeeze(strings.Join(got, "")) != squeeze(words+words) {
		t.Error("words are lost between the parts")
	}
	if len(parts) < 8 || parts[0].Title != "Long" || parts[1].Title != "" {
		t.Errorf("%d parts; titles %q, %q", len(parts), parts[0].Title, parts[1].Title)
	}
}

func TestPayloadForm(t *testing.T) {
	a := &Adapter{}
	m := bot.Message{Title: "China cloud & AI", Lead: "3 stories", Sections: []bot.Section{{Heading: "AI", Lines: []bot.Line{
		{Text: "DeepSeek *shakes* Wall Street", URL: "https://news.example/1", Note: "Les Échos, 36氪", At: time.Unix(1738026000, 0)}}}},
		Actions: []bot.Action{{Label: "Share", Line: "share alibaba", Public: true}, {Label: "Open", URL: "https://news.example/"}}, Footer: "2 sources"}
	got, err := a.Payload(bot.Address{}, "abc", m)
	if err != nil {
		t.Fatal(err)
	}
	first, second := marks("abc")
	want := fmt.Sprintf(`{"allowed_mentions":{"parse":[]},"components":[{"type":17,"id":%d,"accent_color":3108830,"components":[`+
		`{"type":10,"id":%d,"content":"## China cloud \u0026 AI\n3 stories"},`+
		`{"type":14,"divider":true,"spacing":1},`+
		`{"type":10,"content":"**AI**\n[DeepSeek \\*shakes\\* Wall Street](\u003chttps://news.example/1\u003e)\n-# Les Échos, 36氪 · \u003ct:1738026000:f\u003e"},`+
		`{"type":14,"divider":false,"spacing":1},{"type":10,"content":"-# 2 sources"},`+
		`{"type":1,"components":[{"type":2,"style":2,"label":"Share","custom_id":"b0p:share alibaba"},{"type":2,"style":5,"label":"Open","url":"https://news.example/"}]}]}],`+
		`"flags":32772,"nonce":"abc","enforce_nonce":true}`, first, second)
	if string(got) != want {
		t.Errorf("payload\n%s\nwant\n%s", got, want)
	}
	if _, err := a.Payload(bot.Address{}, "abc", bot.Message{Language: "en"}); err == nil {
		t.Error("an empty message has a payload")
	}
}

// TestStoriesStandApart sees that a line with a note has a text display to itself, and, where there are too many lines for
// that, empty lines around it.
func TestStoriesStandApart(t *testing.T) {
	story := func(i int) bot.Line { return bot.Line{Text: fmt.Sprint("S", i), Note: "n"} }
	texts := func(m bot.Message) (out []string) {
		t.Helper()
		p, err := render(split(m)[0], "k")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range p.Components[0].Components {
			if c.Type == typeText {
				out = append(out, c.Content)
			}
		}
		return out
	}
	got := texts(bot.Message{Title: "T", Footer: "f", Sections: []bot.Section{
		{Heading: "H", Lines: []bot.Line{story(1), {Text: "a"}, {Text: "b"}, story(2), {Text: "c"}}},
		{Heading: "only"},
		{Lines: []bot.Line{{Text: "d"}, {Text: "e"}}},
		{Heading: "I", Lines: []bot.Line{{Text: "g"}, story(3)}},
	}})
	want := []string{"## T", "**H**\nS1\n-# n", "a\nb", "S2\n-# n", "c", "**only**", "d\ne", "**I**\ng", "S3\n-# n", "-# f"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	full := bot.Message{Title: "T", Footer: "f", Actions: []bot.Action{{Label: "a", Line: "help"}}, Sections: []bot.Section{{Heading: "H"}}}
	for n := 1; n <= 40; n++ {
		full.Sections[0].Lines = append(full.Sections[0].Lines, story(n))
		got, want := len(texts(full)), n+2
		if n > 31 { // 38 less container, title, separator, footer with its own, row and button
			want = 3
		}
		if got != want {
			t.Errorf("%d stories stand in %d texts, want %d", n, got, want)
		}
	}
	if all := texts(full)[1]; !strings.HasPrefix(all, "**H**\nS1\n-# n\n\nS2\n-# n\n\nS3") {
		t.Errorf("too many stories: %.60q", all)
	}
}

func TestMarks(t *testing.T) {
	seen := map[[2]int]bool{}
	for i := range 20000 {
		a, b := marks(fmt.Sprint(i))
		if a == b || a < 1<<30 || b < 1<<30 || a >= 1<<31 || b >= 1<<31 {
			t.Fatalf("key %d: ids %d and %d", i, a, b)
		}
		seen[[2]int{a, b}] = true
	}
	if len(seen) != 20000 {
		t.Errorf("%d different marks of 20000", len(seen))
	}
}

func TestPressIDs(t *testing.T) {
	for _, c := range []struct {
		id   string
		want press
		ok   bool
	}{
		{press{true, "share alibaba"}.id(0), press{true, "share alibaba"}, true},
		{press{false, "latest a:b"}.id(4), press{false, "latest a:b"}, true},
		{press{false, strings.Repeat("l", bot.MaxActionLine)}.id(4), press{false, strings.Repeat("l", bot.MaxActionLine)}, true},
		{"", press{}, false}, {"b0x:share", press{}, false}, {"share", press{}, false}, {"b0p", press{}, false},
	} {
		got, ok := parsePress(c.id)
		if got != c.want || ok != c.ok || len(c.id) > 100 {
			t.Errorf("%q: %+v, %v", c.id, got, ok)
		}
	}
}
