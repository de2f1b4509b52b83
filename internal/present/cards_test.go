package present_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/present"
	"briefbot/internal/starter"
)

func starterBook(t testing.TB) (*facts.Book, []briefs.Fact) {
	t.Helper()
	s, err := config.LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	book, err := starter.Book(s)
	if err != nil {
		t.Fatal(err)
	}
	list, err := starter.Facts(s)
	if err != nil {
		t.Fatal(err)
	}
	return book, list
}

// card words a fact as an answer to a question for it alone.
func card(v present.Voice, book *facts.Book, f briefs.Fact) bot.Message {
	a := facts.Answer{Metric: book.Metric(f.Metric), Market: book.Market(f.Market), Figure: facts.Figure{Fact: f, Sources: f.Sources}}
	for _, c := range []facts.Caveat{
		{Code: facts.Note, Text: f.Reason}, {Code: facts.Unnamed}, {Code: facts.Stale, Date: f.Period.End},
		{Code: facts.Affiliated, Publisher: f.Sources[0].Publisher, Other: book.Entity(f.Subject).Name},
	} {
		if c.Code != facts.Note || f.Reason != "" {
			a.Caveats = append(a.Caveats, c)
		}
	}
	return v.Answer(a, book)
}

// said is what a card says in words of our own: all of it but the titles of pages and the names of who printed.
func said(m bot.Message) []string {
	out := []string{m.Title, m.Lead, m.Footer}
	for i, s := range m.Sections {
		out = append(out, s.Heading)
		for _, l := range s.Lines {
			if l.URL == "" || i > 0 {
				out = append(out, l.Text)
			}
		}
	}
	return out
}

var (
	raw      = regexp.MustCompile(`\{\{|<no value>|×10|\b(unit|nature|caveat|bound|period|fact|metric|sort)-[a-z]|\b(geo|group):[a-z]|\bm-(cn|world|llm)-|[a-z]_[a-z]`)
	gap      = regexp.MustCompile(`^[\s,.:;·–]|: *$|：$|\( *\)|（）|«\s*»|“”|  | ,|, *:`)
	foreign  = regexp.MustCompile(`(?i)\b(the|of|and|with|by|than|only|growth|share|revenue|billion|million|year|quarter|users|units|cards|others?|elsewhere|printed)\b`)
	lower    = regexp.MustCompile(`\b[a-z]{4,}\b`)
	ordinary = []string{"vivo", "smartphones"}
)

// TestEveryFactCanBeSaid words all approved facts of the starter content in all languages.
func TestEveryFactCanBeSaid(t *testing.T) {
	book, list := starterBook(t)
	count := 0
	for _, f := range list {
		if f.Review != briefs.Approved {
			continue
		}
		count++
		for _, lang := range bot.Languages() {
			m := card(present.In(lang, nil), book, f)
			for _, s := range said(m) {
				if s == "" && lang != "en" {
					continue
				}
				if raw.MatchString(s) {
					t.Errorf("%s %s: %q holds what no reader knows", f.ID, lang, s)
				}
				if s != "" && gap.MatchString(s) {
					t.Errorf("%s %s: %q lacks a word", f.ID, lang, s)
				}
				if lang != "en" && foreign.MatchString(strings.ReplaceAll(s, "Frost & Sullivan", "")) {
					t.Errorf("%s %s: %q holds English", f.ID, lang, s)
				}
				if word := lower.FindString(s); lang == "zh" && word != "" && !strings.Contains(strings.Join(ordinary, " "), word) {
					t.Errorf("%s zh: %q holds the word %q", f.ID, s, word)
				}
			}
			if n := bot.Length(m.Title); n > 190 || n < 8 {
				t.Errorf("%s %s: the headline has %d characters: %s", f.ID, lang, n, m.Title)
			}
			if n := bot.Length(m.Plain()); n > 1500 {
				t.Errorf("%s %s: the card has %d characters", f.ID, lang, n)
			}
			if lang == "zh" && !strings.ContainsFunc(m.Title, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s zh: %q is not Chinese", f.ID, m.Title)
			}
		}
	}
	if count < 450 {
		t.Errorf("only %d approved facts", count)
	}
}

func TestCards(t *testing.T) {
	book, _ := starterBook(t)
	for _, c := range []struct{ id, lang, title, lead string }{
		{"F8NST", "en", "Mainland China, cloud spending: US$9.2\u00a0bn (mainland China cloud infrastructure services)", "Q1 2024 · estimate by Canalys"},
		{
			"F8NST", "fr", "Chine continentale, dépenses cloud\u202f: 9,2\u00a0Md\u00a0$US (services d’infrastructure cloud en Chine continentale)",
			"T1 2024 · estimation de Canalys",
		},
		{"F8NST", "zh", "中国大陆，云支出：92亿美元（中国大陆云基础设施服务）", "2024年第一季度 · Canalys 估算"},
		{"FDDGR", "zh", "中国云前三名（阿里、华为、腾讯）：占中国大陆云基础设施服务的72%", "2024年第一季度 · Canalys 估算"},
	} {
		f, ok := book.Fact(c.id)
		if !ok {
			t.Fatalf("no fact %s", c.id)
		}
		if m := card(present.In(c.lang, nil), book, f); m.Title != c.title || m.Lead != c.lead {
			t.Errorf("%s %s:\n%q\n%q, want\n%q\n%q", c.id, c.lang, m.Title, m.Lead, c.title, c.lead)
		}
	}
}

// TestUntranslated shows that words of records that nobody has translated stand in quotes, as somebody else's.
func TestUntranslated(t *testing.T) {
	book, list := starterBook(t)
	f := list[0]
	f.Metric, f.Label, f.Market, f.Scope, f.Reason = "other", "umbrellas sold", "", "rainy days", "Counted twice"
	m := card(present.In("fr", nil), book, f)
	if want := "Chine continentale, «\u202fumbrellas sold\u202f»\u202f: 9,2\u00a0Md\u00a0$US («\u202frainy days\u202f»)"; m.Title != want {
		t.Errorf("%q, want %q", m.Title, want)
	}
	if !strings.Contains(m.Plain(), "«\u202fCounted twice\u202f».") {
		t.Errorf("the note is not quoted: %s", m.Plain())
	}
}
