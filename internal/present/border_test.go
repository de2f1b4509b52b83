package present

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestBorders(t *testing.T) {
	for _, c := range []struct{ lang, id, name, value, want string }{
		{"fr", "nature-estimate", "By", "Omdia", "estimation d’Omdia"},
		{"fr", "nature-estimate", "By", "IDC", "estimation d’IDC"},
		{"fr", "nature-estimate", "By", "Epoch AI", "estimation d’Epoch AI"},
		{"fr", "nature-estimate", "By", "Canalys", "estimation de Canalys"},
		{"fr", "nature-pledge", "By", "Huawei", "engagement de Huawei"},
		{"fr", "nature-pledge", "By", "Yicai", "engagement de Yicai"},
		{"fr", "nature-pledge", "By", "", "engagement de "},
		{"fr", "latest-none", "Name", "Île de Alibaba", "Aucun article sur Île de Alibaba pour l’instant."},
		{"fr", "bound-over", "V", "11\u00a0M", "plus de 11\u00a0M"},
		{"zh", "nature-estimate", "By", "Canalys", "Canalys 估算"},
		{"zh", "nature-estimate", "By", "高盛", "高盛估算"},
		{"zh", "latest-title-name", "Name", "Nvidia", "Nvidia 的最新文章"},
		{"zh", "latest-title-name", "Name", "英伟达", "英伟达的最新文章"},
		{"zh", "unknown-name", "Name", "云cloud云", "没有找到名称“云cloud云”。"},
		{"en", "nature-estimate", "By", "Omdia", "estimate by Omdia"},
	} {
		if got := In(c.lang, nil).Say(c.id, c.name, c.value); got != c.want {
			t.Errorf("%s: %s with %q is %q, want %q", c.lang, c.id, c.value, got, c.want)
		}
	}
}

func TestTypeset(t *testing.T) {
	for in, want := range map[string]string{
		"中国公有云IaaS": "中国公有云 IaaS", "中国云(未说明口径)": "中国云（未说明口径）", "OpenRouter调用量": "OpenRouter 调用量", "IaaS (IDC)": "IaaS (IDC)",
		"2025年Q1": "2025年 Q1", "仅R1强化学习阶段": "仅 R1 强化学习阶段", "第3方": "第3方", "中国 AI 云": "中国 AI 云", "": "",
	} {
		if got := typeset(in); got != want || typeset(got) != got {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// Whatever a value holds, it stands in the wording as it is, and no mark is left.
func TestValuesStayAsTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringOf(rapid.RuneFrom([]rune("de Alibaba云’ A\ue000o{}."))).Draw(t, "value")
		for _, lang := range []string{"en", "fr", "zh"} {
			got := In(lang, nil).Say("unknown-name", "Name", value)
			if lang != "en" && strings.Contains(got, mark) || !utf8.ValidString(got) {
				t.Fatalf("%s: a mark is left in %q", lang, got)
			}
			if plain := strings.ReplaceAll(value, mark, ""); lang != "en" && !strings.Contains(got, plain) {
				t.Fatalf("%s: %q does not hold %q", lang, got, plain)
			}
		}
	})
}
