package bottest

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"briefbot/bot"
)

// hostile holds texts as an enemy of the readers would put them into a headline. Each also says something, which must
// stay readable to the letter.
var hostile = [...]string{
	"@everyone Alibaba buys @here and @channel",
	"<!channel> <!here> <!everyone> Tencent rises",
	"<@U1> <@123456789012345678> <@!123456789012345678> <@&123456789012345678> Baidu falls",
	"<#C1> <#123456789012345678> Huawei ships",
	"<!subteam^S1> <!subteam^S1|@group> ByteDance hires",
	"<!date^1392734382^{date}|now> JD.com waits",
	"</brief:123456789012345678> <:smile:123456789012345678> <id:customize> Kimi talks",
	"x](https://evil.example) [y closes a bracket",
	"[a](https://evil.example) looks like a link",
	"<https://evil.example|x> looks like another",
	"<https://evil.example> stands in angles",
	"*b* _i_ ~s~ `c` ||sp|| **bb** __uu__ ~~ss~~ ```cc``` marks up",
	"# heading at the start",
	"> quote at the start",
	"- list at the start",
	"1. number at the start",
	"-# small at the start",
	"&lt;!channel&gt; &amp;amp; is escaped already",
	`back\slash \* \_ C:\path`,
	":tada: :smile: t<1 & t>2",
}

// hidden holds texts whose dangerous part does not show; what remains must be what bot.CleanLine says.
var hidden = [...]string{
	"Rever\u202esed\u202c text \u2066isolated\u2069 and \u200fmarked",
	"zero\u200bwidth\u2060joined\ufeff text @every\u200bone",
	"broken \xff\xfe utf-8 \xc3 text",
	"line one\r\nline two\x00\x1b[31mred\x07",
}

// links are addresses as an enemy would give them, with whether they may be linked at all.
var links = [...]struct {
	url  string
	safe bool
}{
	{"https://example.com/a>b|c)d(e", true},
	{"https://example.com/?q=<!channel>&r=\"x\"", true},
	{"https://example.com/a b\\c`d", true},
	{"javascript:alert(1)", false},
	{"JAVASCRIPT:alert(1)", false},
	{"data:text/html,<b>x</b>", false},
	{"https://user:pass@evil.example/", false},
	{"//evil.example/x", false},
	{"https://evil.example\n/x", false},
}

// hostileMessage has every hostile text at least once as a headline with a link.
func hostileMessage() bot.Message {
	m := bot.Message{Title: "Hostile @everyone <!here> *t*", Lead: "Lead <@U1> [l](https://evil.example)", Language: "en",
		Footer: "Footer <!channel> _f_", Thread: "Thread @here <#C1>"}
	var lines []bot.Line
	for i, text := range append(hostile[:], hidden[:]...) {
		lines = append(lines, bot.Line{Text: text, URL: fmt.Sprintf("https://example.com/h/%d", i), Note: "note " + hostile[i%len(hostile)]})
	}
	return bot.Message{Title: m.Title, Lead: m.Lead, Footer: m.Footer, Thread: m.Thread, Language: m.Language,
		Sections: []bot.Section{{Heading: "Heading <!channel> `h`", Lines: lines}}}
}

// allowed returns the links that a message may show.
func allowed(m bot.Message) []string {
	var out []string
	for _, section := range m.Sections {
		for _, l := range section.Lines {
			if u := bot.SafeURL(l.URL); u != "" {
				out = append(out, u)
			}
		}
	}
	return out
}

// harmless checks a visible text with its links and pings against the message that was meant.
func (s *suite) harmless(m bot.Message, text string, links []string, pings int) {
	s.Helper()
	if pings != 0 {
		s.Errorf("it pings %d", pings)
	}
	want := allowed(m)
	for _, l := range links {
		if !slices.Contains(want, l) && !slices.Contains(want, bot.SafeURL(l)) {
			s.Errorf("it links to %q, which nobody meant; given: %q", l, want)
		}
	}
	if bad := strings.IndexFunc(text, func(r rune) bool {
		return r != '\n' && unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
	}); bad >= 0 {
		s.Errorf("a control character is visible at byte %d of %q", bad, text)
	}
}

// readable checks that the text shows the words to the letter, wherever lines break.
func (s *suite) readable(text, words string) {
	s.Helper()
	if !strings.Contains(squeeze(text), squeeze(bot.CleanLine(words))) {
		s.Errorf("%q is not readable to the letter in:\n%s", bot.CleanLine(words), text)
	}
}

// squeeze drops what people do not see: spaces that adapters add or break at, and characters of no width.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

func checkHostilePosts(s *suite) {
	for i, text := range append(hostile[:], hidden[:]...) {
		m := bot.Message{Title: fmt.Sprintf("Hostile-%d-", i), Lead: text, Footer: text, Thread: text, Language: "en",
			Sections: []bot.Section{{Heading: text, Lines: []bot.Line{
				{Text: text, URL: fmt.Sprintf("https://example.com/%d", i), Note: text}, {Text: text},
			}}},
			Actions: []bot.Action{{Label: "Button " + bot.Cut(text, 20), Line: "quick alpha"}},
			Image:   &bot.Image{Name: text, Alt: text, Drawing: text + "\n```\n" + text + "\n``" + text},
		}
		s.post(s.p.Channel, m.Title, m)
		got := s.once(m.Title)
		s.harmless(m, got.Text, got.Links, got.Pings)
		s.readable(got.Text, text)
		if !slices.Contains(got.Links, fmt.Sprintf("https://example.com/%d", i)) {
			s.Errorf("%q lost its link: %q", text, got.Links)
		}
	}
	s.hostileTitles()
	s.hostileLinks()
	s.hostileLength()
}

// hostileTitles checks the places that a text has to itself: title, thread and edit.
func (s *suite) hostileTitles() {
	plain := bot.Message{Title: "Plain-title", Lead: "Before the edit.", Language: "en"}
	at := s.post(s.p.Channel, "plain", plain)
	m := hostileMessage()
	parts := s.renderer().Split(m)
	ctx, cancel := s.timeout()
	defer cancel()
	if err := s.keep(s.adapter.Edit(ctx, at, Key("plain"), parts[0])); err != nil {
		s.Fatalf("editing: %v", err)
	}
	for i, part := range parts[1:] {
		s.post(at, fmt.Sprintf("hostile part %d", i+1), part)
	}
	s.post(at, "hostile reply", bot.Message{Title: m.Title, Lead: "hostile-reply- " + m.Lead, Thread: m.Thread, Language: "en"})
	for _, got := range s.p.Seen(s.p.Channel) {
		if got.At == at || got.Thread == at.Message {
			s.harmless(m, got.Text, got.Links, got.Pings)
		}
		if got.At == at {
			s.readable(got.Text, m.Title)
		}
	}
	s.readable(s.once("hostile-reply-").Text, m.Lead)
}

func (s *suite) hostileLinks() {
	for i, l := range links {
		m := bot.Message{Title: fmt.Sprintf("Link-%d-", i), Language: "en",
			Sections: []bot.Section{{Lines: []bot.Line{{Text: "A headline", URL: l.url, Note: "An outlet"}}}},
			Actions:  []bot.Action{{Label: "Open", URL: l.url}}}
		s.post(s.p.Channel, m.Title, m)
		got := s.once(m.Title)
		s.harmless(m, got.Text, got.Links, got.Pings)
		s.readable(got.Text, "A headline")
		if l.safe == (len(got.Links) == 0) {
			s.Errorf("%q: links %q, want a link: %v", l.url, got.Links, l.safe)
		}
	}
}

// hostileLength checks that texts far beyond every limit are cut, not refused.
func (s *suite) hostileLength() {
	long := strings.Repeat("云计算 cloud 👩🏽‍💻 ", 700)
	m := bot.Message{Title: "Long- " + long, Lead: long, Footer: long, Thread: long, Language: "en",
		Sections: []bot.Section{{Heading: long, Lines: []bot.Line{
			{Text: "Headline- " + long, URL: "https://example.com/long", Note: long},
			{Text: "Address-", URL: "https://example.com/" + strings.Repeat("x", 3000)},
		}}},
		Actions: []bot.Action{{Label: long, Line: "quick alpha"}},
		Image:   &bot.Image{Name: long, Alt: "Alt- " + long, Drawing: strings.Repeat("drawn █ ", 17) + strings.Repeat("\n"+strings.Repeat("▇`<&", 30), 100)},
	}
	parts := s.renderer().Split(m)
	first := s.post(s.p.Channel, "long", parts[0])
	for i, part := range parts[1:] {
		s.post(first, fmt.Sprintf("long %d", i), part)
	}
	s.post(first, "long, whole", m) // Post itself cuts what nobody split
	var text strings.Builder
	for _, got := range s.p.Seen(s.p.Channel) {
		if got.At == first || got.Thread == first.Message {
			s.harmless(m, got.Text, got.Links, got.Pings)
			text.WriteString(got.Text)
		}
	}
	for _, words := range []string{"Long- 云计算 cloud", "Headline- 云计算 cloud", "Address-", "Alt- 云计算 cloud", "drawn █ drawn"} {
		s.readable(text.String(), words)
	}
}

func checkHostileAnswers(s *suite) {
	s.serve()
	a := s.ask("ada", "hostile")
	s.harmless(hostileMessage(), a.Text, a.Links, a.Pings)
	s.readable(a.Text, "Hostile @everyone <!here> *t*")
	s.readable(a.Text, hostile[0])
	if !slices.Contains(a.Labels, "Post to channel") {
		s.Fatalf("buttons %q", a.Labels)
	}
	public := s.press("ada", a, "Post to channel")
	if public.Private {
		s.Error("the public answer is private")
	}
	for _, got := range s.p.Seen(s.p.Channel) {
		s.harmless(hostileMessage(), got.Text, got.Links, got.Pings)
	}
	a = s.ask("ada", "shout @everyone <!channel> <@U1> *b* hello")
	s.says(a, "hello")
	s.readable(a.Text, "@everyone <!channel> <@U1> *b* hello")
}
