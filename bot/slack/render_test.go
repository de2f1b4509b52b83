package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"briefbot/bot"
	"briefbot/bot/slack/slacktest"
)

// offline returns an adapter that is never asked to connect.
func offline(t testing.TB) *Adapter {
	t.Helper()
	a, err := New(Options{BotToken: "xoxb-1", AppToken: "xapp-1"})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// digest is a message with one of everything.
var digest = bot.Message{
	Title: "China cloud & AI, 28 Jan", Lead: "Two stories <today>.", Footer: "From 31 sources", Language: "en",
	Sections: []bot.Section{{Heading: "AI", Lines: []bot.Line{
		{Text: "DeepSeek *shakes* Wall Street", URL: "https://example.com/a?x=1&y=2", Note: "Reuters & 3 more", At: time.Unix(1738026000, 0).UTC()},
		{Text: "A note-less headline", URL: "https://example.com/b"},
		{Text: "A plain line"},
	}}},
	Image: &bot.Image{Name: "chart.png", Alt: "Bars: Alibaba 36 %"},
	Actions: []bot.Action{
		{Label: "More", Line: "latest deepseek & co"}, {Label: "Post", Line: "share alibaba", Public: true}, {Label: "Page", URL: "https://example.com/p"},
	},
}

func TestBlocks(t *testing.T) {
	raw, err := offline(t).Payload(bot.Address{Platform: "slack", Workspace: "T1", Channel: "C1", Message: "17.1"}, "0123abcd", digest)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"channel":"C1","thread_ts":"17.1",
"text":"China cloud &amp; AI, 28 Jan. Two stories &lt;today&gt;. AI. DeepSeek *shakes* Wall Street, Reuters &amp; 3 more, 2025-01-28 01:00. A note-less headline. A plain line. Bars: Alibaba 36 %. From 31 sources.",
"blocks":[
{"type":"header","block_id":"briefbot-0123abcd","text":{"type":"plain_text","text":"China cloud &amp; AI, 28 Jan","emoji":false}},
{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Two stories <today>."}]}]},
{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"AI","style":{"bold":true}}]}]},
{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://example.com/a?x=1&y=2","text":"DeepSeek *shakes* Wall Street","style":{"bold":true}}]}]},
{"type":"context","elements":[{"type":"plain_text","text":"Reuters &amp; 3 more","emoji":false},{"type":"mrkdwn","text":"· <!date^1738026000^{date_short_pretty} {time}|2025-01-28 01:00>","verbatim":true}]},
{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://example.com/b","text":"A note-less headline"},{"type":"text","text":"\n"},{"type":"text","text":"A plain line"}]}]},
{"type":"context","elements":[{"type":"plain_text","text":"Bars: Alibaba 36 %","emoji":false}]},
{"type":"actions","elements":[
{"type":"button","text":{"type":"plain_text","text":"More","emoji":false},"action_id":"ask-0","value":"latest+deepseek+%26+co"},
{"type":"button","text":{"type":"plain_text","text":"Post","emoji":false},"action_id":"post-1","value":"share+alibaba"},
{"type":"button","text":{"type":"plain_text","text":"Page","emoji":false},"action_id":"open-2","url":"https://example.com/p"}]},
{"type":"context","elements":[{"type":"plain_text","text":"From 31 sources","emoji":false}]}],
"metadata":{"event_type":"briefbot_delivery","event_payload":{"key":"0123abcd"}},"mrkdwn":false,"unfurl_links":false,"unfurl_media":false}`
	if diff := cmp.Diff(tree(t, []byte(want)), tree(t, raw)); diff != "" {
		t.Errorf("payload (-want +got):\n%s", diff)
	}
	lint(t, raw)
}

func tree(t testing.TB, raw []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return v
}

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

// lint has the stand-in's linter look at a payload and returns its blocks.
func lint(t fataler, raw []byte) json.RawMessage {
	t.Helper()
	var body struct {
		Text   string          `json:"text"`
		Blocks json.RawMessage `json:"blocks"`
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		t.Fatalf("payload: %v", err)
	}
	if problems := slacktest.Lint(body.Blocks); len(problems) > 0 {
		t.Fatalf("Slack would refuse: %q in %s", problems, body.Blocks)
	}
	if body.Text == "" || bot.Length(body.Text) > 4000 {
		t.Fatalf("the text beside the blocks has %d characters", bot.Length(body.Text))
	}
	return body.Blocks
}

func TestFallback(t *testing.T) {
	for _, c := range []struct {
		m    bot.Message
		want string
	}{
		{bot.Message{Title: "Digest", Lead: "Ready!"}, "Digest. Ready!"},
		{bot.Message{Title: "简报", Lead: "今天", Language: "zh"}, "简报。今天。"},
		{bot.Message{Title: "<!channel> & co"}, "&lt;!channel&gt; &amp; co."},
		{bot.Message{Actions: []bot.Action{{Label: "More", Line: "latest"}}}, "More."},
		{bot.Message{Sections: []bot.Section{{Lines: []bot.Line{{URL: "https://example.com/"}}}}}, "…"},
	} {
		if got := fallback(c.m); got != c.want {
			t.Errorf("fallback %q, want %q", got, c.want)
		}
	}
}

func TestEmptyMessage(t *testing.T) {
	for _, m := range []bot.Message{{}, {Title: "\u200b"}, {Lead: "\n"}, {Actions: []bot.Action{{Label: "x"}}}} {
		if raw, err := offline(t).Payload(bot.Address{Channel: "C1"}, "k", m); err == nil {
			t.Errorf("%+v became %s", m, raw)
		}
	}
}

func TestEscapeCut(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"a & b", 9, "a &amp; b"},
		{"a & b", 8, "a &amp;…"},
		{"a & b", 7, "a…"},
		{"<<<<", 9, "&lt;&lt;…"},
		{"👩🏽‍💻👩🏽‍💻", 8, "👩🏽‍💻…"},
		{"一二三四", 3, "一二…"},
	} {
		if got := escapeCut(c.in, c.limit); got != c.want || bot.Length(got) > c.limit {
			t.Errorf("escapeCut(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func TestButtonRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringN(1, 40, bot.MaxActionLine).Draw(t, "line")
		public := rapid.Bool().Draw(t, "public")
		raw, err := json.Marshal(button(bot.Action{Label: "L", Line: line, Public: public}, 3))
		if err != nil {
			t.Fatal(err)
		}
		var b struct {
			ID    string `json:"action_id"`
			Value string `json:"value"`
		}
		if err := json.Unmarshal(raw, &b); err != nil {
			t.Fatal(err)
		}
		if b.Value != escape(b.Value) || len(b.Value) > 2000 {
			t.Fatalf("value %q would not come back as it is", b.Value)
		}
		got, forAll, ok := pressed(b.ID, b.Value)
		if !ok || got != line || forAll != public {
			t.Fatalf("%q, %v came back as %q, %v, %v", line, public, got, forAll, ok)
		}
	})
	for _, id := range []string{"open-0", "", "other"} {
		if _, _, ok := pressed(id, "share"); ok {
			t.Errorf("the foreign button %q is taken for ours", id)
		}
	}
}

// texts draws what a headline may hold, long and hostile ones included.
func texts() *rapid.Generator[string] {
	bits := rapid.SampledFrom([]string{
		"Alibaba", " ", "云计算", "👩🏽‍💻", "&", "<!channel>", "<@U1>", "|", "*b*", `"`, `\`, "\n", ":tada:", "é", "🇨🇳", "https://evil.example/x", "\u202e", "\xff",
	})
	return rapid.Custom(func(t *rapid.T) string {
		s := strings.Join(rapid.SliceOfN(bits, 0, 12).Draw(t, "bits"), "")
		return strings.Repeat(s, rapid.SampledFrom([]int{1, 1, 1, 3, 40, 400}).Draw(t, "times"))
	})
}

func addresses() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		tail := rapid.SampledFrom([]string{"", "a", "?a=1&b=2", "|x>", "阿里", "\"", "javascript:"}).Draw(t, "tail")
		return rapid.SampledFrom([]string{"", "https://example.com/", "javascript:"}).Draw(t, "head") +
			strings.Repeat(tail, rapid.SampledFrom([]int{1, 1, 50, 600}).Draw(t, "times"))
	})
}

// messages draws any message. Each line begins with its number, so that it can be found again.
func messages() *rapid.Generator[bot.Message] {
	return rapid.Custom(func(t *rapid.T) bot.Message {
		text, address := texts(), addresses()
		m := bot.Message{
			Title: text.Draw(t, "title"), Lead: text.Draw(t, "lead"), Footer: text.Draw(t, "footer"), Thread: text.Draw(t, "thread"),
			Language: rapid.SampledFrom([]string{"", "en", "fr", "zh"}).Draw(t, "language"),
		}
		n := 0
		for range rapid.IntRange(0, 5).Draw(t, "sections") {
			s := bot.Section{Heading: text.Draw(t, "heading")}
			for range rapid.IntRange(0, 12).Draw(t, "lines") {
				l := bot.Line{Text: fmt.Sprintf("№%d %s", n, text.Draw(t, "text")), URL: address.Draw(t, "url"), Note: text.Draw(t, "note")}
				if rapid.Bool().Draw(t, "dated") {
					l.At = time.Unix(rapid.Int64Range(-1e9, 4e9).Draw(t, "at"), 0)
				}
				s.Lines = append(s.Lines, l)
				n++
			}
			m.Sections = append(m.Sections, s)
		}
		for range rapid.IntRange(0, 7).Draw(t, "actions") {
			m.Actions = append(m.Actions, bot.Action{Label: text.Draw(t, "label"), Line: "share x", URL: address.Draw(t, "page")})
		}
		if rapid.Bool().Draw(t, "picture") {
			m.Image = &bot.Image{Alt: text.Draw(t, "alt")}
		}
		return m
	})
}

func TestEveryMessageFits(t *testing.T) {
	t.Parallel()
	a := offline(t)
	rapid.Check(t, func(t *rapid.T) {
		m := messages().Draw(t, "message")
		want := 0
		for _, s := range m.Sections {
			want += len(s.Lines)
		}
		parts := a.Split(m)
		var seen []string
		for _, part := range parts {
			raw, err := a.Payload(bot.Address{Channel: "C1"}, "0123456789abcdef01234567", part)
			if err != nil {
				if len(parts) == 1 && want == 0 {
					continue // there was nothing to show
				}
				t.Fatalf("a part is empty: %v", err)
			}
			blocks := lint(t, raw)
			var all []json.RawMessage
			if err := json.Unmarshal(blocks, &all); err != nil || len(all) > maxBlocks {
				t.Fatalf("%d blocks, %v", len(all), err)
			}
			if strings.Contains(string(blocks), `{"text":"…"`) {
				t.Fatalf("a part of Split was cut again: %s", blocks)
			}
			for _, s := range part.Sections {
				for _, l := range s.Lines {
					seen = append(seen, l.Text)
				}
			}
		}
		if len(seen) != want {
			t.Fatalf("%d lines, %d in the parts", want, len(seen))
		}
		for i, text := range seen {
			if !strings.HasPrefix(text, fmt.Sprintf("№%d", i)) {
				t.Fatalf("line %d is %q", i, text)
			}
		}
		// What nobody split is cut, not refused.
		if raw, err := a.Payload(bot.Address{Channel: "C1"}, "k", m); err == nil {
			lint(t, raw)
		}
	})
}

func TestSplitKeepsHeadings(t *testing.T) {
	m := bot.Message{Title: "T", Footer: "F", Actions: []bot.Action{{Label: "A", Line: "x"}}, Thread: "Thread", Private: true}
	for i := range 3 {
		s := bot.Section{Heading: fmt.Sprintf("H%d", i)}
		for j := range 20 {
			s.Lines = append(s.Lines, bot.Line{Text: fmt.Sprintf("L%d-%d", i, j), URL: "https://example.com/", Note: "N"})
		}
		m.Sections = append(m.Sections, s)
	}
	parts := split(m)
	if len(parts) != 3 {
		t.Fatalf("%d parts, want 3", len(parts))
	}
	for i, p := range parts {
		if (len(p.Actions) > 0) != (i == 0) || (p.Title != "") != (i == 0) || (p.Footer != "") != (i == len(parts)-1) || p.Thread != "Thread" || !p.Private {
			t.Errorf("part %d: %+v", i, p)
		}
		for _, s := range p.Sections {
			if len(s.Lines) == 0 || !strings.HasPrefix(s.Lines[0].Text, "L"+s.Heading[1:]) {
				t.Errorf("part %d: heading %q over %+v", i, s.Heading, s.Lines)
			}
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add("Title", "Lead", "Text", "https://example.com/", "Note", int64(1738026000))
	f.Add("<!channel>", "&lt;", "x](https://evil) [y", "javascript:x", "@everyone", int64(-1))
	f.Add(strings.Repeat("云", 500), strings.Repeat("&", 9000), "\xff\x00", "https://example.com/"+strings.Repeat("é", 900), "`", int64(1)<<60)
	f.Fuzz(func(t *testing.T, title, lead, text, url, note string, at int64) {
		a := offline(t)
		m := bot.Message{Title: title, Lead: lead, Footer: note, Sections: []bot.Section{{Heading: note, Lines: []bot.Line{
			{Text: text, URL: url, Note: note, At: time.Unix(at, 0)}, {Text: text}, {Text: note, URL: url},
		}}}, Actions: []bot.Action{{Label: text, Line: "share x"}, {Label: note, URL: url}}}
		for _, part := range a.Split(m) {
			if raw, err := a.Payload(bot.Address{Channel: "C1"}, "k", part); err == nil {
				lint(t, raw)
			}
		}
	})
}

// TestSplitIsQuick splits what no digest ever is, in no time worth mentioning.
func TestSplitIsQuick(t *testing.T) {
	m := bot.Message{Title: "T"}
	for range 6 {
		s := bot.Section{Heading: "H"}
		for range 50 {
			s.Lines = append(s.Lines, bot.Line{Text: strings.Repeat("云计算 cloud ", 800), URL: "https://example.com/", Note: "N"})
		}
		m.Sections = append(m.Sections, s)
	}
	begin := time.Now()
	parts := offline(t).Split(m)
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("%d parts took %v", len(parts), took)
	}
	t.Logf("%d parts in %v", len(parts), time.Since(begin))
}
