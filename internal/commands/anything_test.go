package commands_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"briefbot/bot"
)

// pieces are what lines are made of: names, periods, metrics, filters, flags, and what nobody should type.
var pieces = []string{
	"alibaba", "阿里云", "huawei", "tencent", "deepseek", "qwen", "china", "world", "top three", "nvidia", "apple", "alibabba", "zzz", "某某",
	"2024", "2024q4", "q4", "t4 2024", "h1 2025", "2025年一季度", "latest", "2020-2025", "1990", "2030",
	"capex", "revenue", "share", "growth", "croissance", "份额", "增速", "users", "adjusted EBITA", "tokens",
	"market:ai-cloud", "market:iaas", "market:m-cn-phone", "market:x", "marché:cloud", "by:idc", "by:omdia", "par:personne", "asof:2024", "asof:2030-01-01",
	"nature:forecast", "nature:pledge", "lang:zh", "lang:de", "show:all", "--all", "--history", "--csv", "—csv", "--x", "metric:capex", "period:2024",
	"7", "99", "0", "-1", "$", "dollars", "euros", "人民币", "the", "of", "'s", "l'", "\"", "“", "”", ":", "：", "<!channel>", "`", "a:b:c", "\u202e", "\x00", "=",
	"ai cloud", "smartphones", "cloud", "iaas", "FR3RR", "F", "schedule:\"daily 9:00\"",
}

// TestAnything: whatever is typed, there is an answer that is not a fault, in the asker's language, with buttons that platforms take.
func TestAnything(t *testing.T) {
	r := proposer(t)
	commands := []string{"share", "rank", "spend", "capex", "revenue", "compare", "trend", "models", "fact", "market", "publishers", "sources facts", "份额", "part", "阿里云份额"}
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom(commands).Draw(t, "command") + " " + strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "pieces"), " ")
		in := bot.Invocation{From: terminal, Locale: rapid.SampledFrom(bot.Languages()).Draw(t, "language"), Access: bot.Admin}
		m := r.DoLine(t.Context(), in, line)
		broke := map[string]string{"en": "Something broke", "fr": "Une erreur s’est produite", "zh": "我这边出了问题"}
		for _, words := range broke {
			if strings.Contains(m.Title, words) {
				t.Fatalf("%q: %s", line, m.Plain())
			}
		}
		if m.Title == "" || strings.Contains(m.Plain(), "{{") || strings.Contains(m.Plain(), "<no value>") || len(m.Actions) > bot.MaxActions {
			t.Fatalf("%q: %+v", line, m)
		}
		for _, a := range m.Actions {
			if len(a.Line) > bot.MaxActionLine || a.Label == "" || a.URL == "" && a.Line == "" {
				t.Fatalf("%q: the button %+v", line, a)
			}
		}
	})
}
