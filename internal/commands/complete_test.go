package commands_test

import (
	"slices"
	"strings"
	"testing"

	"briefbot/bot"
	"briefbot/briefs/facts"
	"briefbot/internal/commands"
)

// proposer is a router over the starter content.
func proposer(t *testing.T) *bot.Router {
	t.Helper()
	book := starterBook(t)
	return route(t, commands.Deps{Names: names(t), Facts: func() *facts.Book { return book }, Articles: newShelf(names(t)), Desk: &desk{}})
}

// TestProposals shows what is proposed for each param while somebody types, in his language.
func TestProposals(t *testing.T) {
	r := proposer(t)
	for _, c := range []struct{ command, param, typed, locale, want string }{
		{"share", "name", "ali", "en", "Alibaba Group=Alibaba Group"},
		{"share", "name", "阿里", "zh-CN", "阿里云=阿里云"},
		{"share", "name", "阿里", "fr", "Alibaba Cloud=阿里云"},
		{"share", "period", "2024", "fr", "T4 2024=2024q4"},
		{"share", "period", "t4", "fr", "T4 2025=2025q4"},
		{"share", "period", "2024年第四", "zh-CN", "2024年第四季度=2024q4"},
		{"share", "market", "", "fr", "services d’infrastructure cloud en Chine continentale=m-cn-infra"},
		{"share", "market", "手机", "zh-CN", "中国大陆智能手机=m-cn-phone"},
		{"share", "by", "can", "en", "Canalys=Canalys"},
		{"share", "nature", "pré", "fr", "prévisions=forecast"},
		{"share", "nature", "预", "zh-CN", "预测=forecast"},
		{"share", "show", "hist", "en", "the whole series, with what was known when=history"},
		{"share", "asof", "", "fr", "31 mars 2026=2026-03-31"},
		{"share", "asof", "2025-12", "en", "31 Dec 2025=2025-12-31"},
		{"rank", "schedule", "month", "en", "monthly on the 1st 9:00=monthly on the 1st 9:00"},
		{"share", "lang", "fr", "en", "French=fr"},
		{"spend", "name", "chin", "en", "China=China"},
		{"capex", "name", "tenc", "en", "Tencent=Tencent"},
		{"capex", "name", "bytedan", "zh-CN", "字节跳动=ByteDance"},
		{"compare", "names", "alibaba hua", "en", "alibaba Huawei=alibaba Huawei"},
		{"compare", "metric", "cap", "en", "capital expenditure=capital expenditure"},
		{"compare", "metric", "资本", "zh-CN", "资本开支=capital expenditure"},
		{"trend", "name", "deeps", "en", "DeepSeek=DeepSeek"},
		{"trend", "what", "livr", "fr", "livraisons=shipments"},
		{"models", "name", "deep", "en", "DeepSeek=DeepSeek"},
		{"fact", "what", "nvid", "en", "Nvidia=Nvidia"},
		{"rank", "market", "smartph", "en", "mainland China smartphones=m-cn-phone"},
		{"market", "which", "ai cloud", "en", "China AI cloud=m-cn-aicloud"},
		{"publishers", "what", "omd", "en", "Omdia=Omdia"},
	} {
		got := r.Complete(t.Context(), bot.Invocation{Command: c.command, Locale: c.locale, From: terminal}, c.param, c.typed)
		var said []string
		for _, ch := range got {
			said = append(said, ch.Label+"="+ch.Value)
		}
		if !slices.Contains(said, c.want) {
			t.Errorf("%s %s %q in %s: %q, want %s among them", c.command, c.param, c.typed, c.locale, said, c.want)
		}
	}
}

// TestProposalsAreUnderstood: whatever is proposed for a command is taken by it.
func TestProposalsAreUnderstood(t *testing.T) {
	r := proposer(t)
	asked := 0
	for _, c := range r.Commands() {
		for _, p := range c.Params {
			if p.Complete == nil || c.Name == "preview" {
				continue
			}
			typed := map[string]string{"name": "a", "names": "a", "what": "a"}[p.Name]
			for _, ch := range r.Complete(t.Context(), bot.Invocation{Command: c.Name, Locale: "en", From: terminal}, p.Name, typed) {
				args := map[string]string{p.Name: ch.Value}
				if p.Name != "name" && p.Name != "names" && slices.ContainsFunc(c.Params, func(p bot.Param) bool { return p.Name == "name" && !p.Keyed }) && c.Name != "latest" {
					args["name"] = "alibaba"
				}
				m := r.Do(t.Context(), bot.Invocation{Command: c.Name, Args: args, Locale: "en", From: terminal})
				asked++
				for _, wrong := range []string{"I do not know", "may mean several", "is not a ", "There is no ", "Something broke", "does not understand"} {
					if strings.Contains(m.Title, wrong) && !(wrong == "may mean several" && strings.HasPrefix(p.Name, "what")) {
						t.Errorf("%s %v: %s", c.Name, args, m.Title)
					}
				}
			}
		}
	}
	if asked < 300 {
		t.Errorf("only %d proposals", asked)
	}
}

// TestButtonsAreUnderstood presses every button of many answers: each leads to an answer, and no line is too long.
func TestButtonsAreUnderstood(t *testing.T) {
	r := proposer(t)
	pressed := map[string]bool{}
	ask := func(line string) bot.Message {
		return r.DoLine(t.Context(), bot.Invocation{Locale: "en", From: terminal}, line)
	}
	for _, line := range []string{
		"share alibaba", "share alibaba by:idc", "share qwen lang:zh", "share alibabba 2024q4", "share apple", "rank ai-cloud", "rank cloud", "spend china 2025",
		"capex tencent", "revenue alibaba cloud", "compare alibaba huawei", "compare huawei apple", "compare alibaba tencent 2025q4", "trend tencent capex",
		"fact alibaba adjusted EBITA", "fact alibaba pledge", "market iaas", "share 阿里运", "sources",
		"fact doubao tokens", "fact cambricon revenue", "share huawei market:m-cn-phone",
	} {
		m := ask(line)
		if len(m.Actions) > bot.MaxActions {
			t.Errorf("%s: %d buttons", line, len(m.Actions))
		}
		for _, a := range m.Actions {
			if a.URL != "" || pressed[a.Line] {
				continue
			}
			pressed[a.Line] = true
			got := ask(a.Line)
			if len(a.Line) > bot.MaxActionLine || bot.Length(a.Label) > 75 {
				t.Errorf("%s: the button %q with %q is too long", line, a.Label, a.Line)
			}
			for _, wrong := range []string{"I do not know", "may mean several", "no such", "not measured alike", "There is no ", "Something broke"} {
				if strings.Contains(got.Title, wrong) {
					t.Errorf("%s → %s: %s", line, a.Line, got.Title)
				}
			}
		}
	}
	if len(pressed) < 40 {
		t.Errorf("only %d buttons", len(pressed))
	}
}
