package topics_test

import (
	"testing"

	"briefbot/briefs"
	"briefbot/briefs/topics"
)

func TestSlight(t *testing.T) {
	for title, want := range map[string]bool{
		"What to know about the new model of DeepSeek":                               true,
		"Alibaba Cloud sells less, and here is why":                                  false,
		"From chips to clouds: How Alibaba grew":                                     true,
		"How Huawei builds its chips":                                                true,
		"Howard Lutnick meets the makers of chips":                                   false,
		"Is DeepSeek the end of Nvidia?🤔":                                            true,
		"[DeepSeek] how I pay for tokens":                                            true,
		"Show HN: Qwen on a telephone":                                               true,
		"Tencent Q1 Earnings Call Transcript":                                        true,
		"The Asia newsletter: chips are dear":                                        true,
		"Why, asks Tencent":                                                          true,
		"Pourquoi Baidu change de modèle":                                            true,
		"Décryptage : les puces de Huawei":                                           true,
		"Baidu lance un modèle":                                                      false,
		"Commentaires ouverts : Pékin publie un projet de règles":                    false,
		"实测新模型":                                                                      true,
		"對話某公司創始人":                                                                   true,
		"某行：維持腾讯「增持」評級":                                                              true,
		"中美举行人工智能对话":                                                                 false,
		"某公司：尚未有业务合作":                                                                true,
		"某公司与阿里云达成合作":                                                                false,
		"深度求索发布新模型":                                                                  false,
		"Xi on AI, Trump blasts China, US tariffs":                                   true,
		"Chip sales, which doubled, lift Huawei":                                     false,
		"Export rules hit chips, Beijing officials say, with data":                   false,
		"Exports of Chinese chips doubled, Huawei leads, official data shows":        false,
		"New rules on chips come into force, ministry in Beijing says":               false,
		"Chips Sales Rise in China, Huawei Leads Again, Nvidia Sells Less":           true,
		"Baidu, Alibaba, Tencent raise prices":                                       false,
		"Alibaba Cloud, Tencent Cloud raise prices":                                  false,
		"Tencent Cloud Opens a Region, Alibaba Cloud Closes One, Officials Say":      false,
		"Tencent Cloud Opens a Region, Alibaba Cloud Closes One, Huawei Cloud Moves": true,
	} {
		if got := topics.Slight(title); got != want {
			t.Errorf("%q: %v", title, got)
		}
	}
}

func TestHeadline(t *testing.T) {
	for _, c := range []struct{ outlet, title, want string }{
		{"Reuters", "DeepSeek makes its own chip - Reuters", "DeepSeek makes its own chip"},
		{"Reuters", "DeepSeek makes its own chip - reuters.com", "DeepSeek makes its own chip"},
		{"Wall Street Journal", "Tencent earns less - WSJ", "Tencent earns less"},
		{"The Verge AI", "Kimi is out | The Verge", "Kimi is out"},
		{"The Verge", "Kimi is out | Verge", "Kimi is out"},
		{"WSJ.com: Markets", "Tencent earns less - WSJ.com", "Tencent earns less"},
		{"Bloomberg", "Alibaba rises | The China Show | 8/3/2026", "Alibaba rises"},
		{"36Kr", "36氪首发丨某公司获融资|深氪", "某公司获融资"},
		{"Yahoo Finance", "DeepSeek makes its own chip - Reuters", "DeepSeek makes its own chip - Reuters"}, // who says it, and not who prints it
		{"Reuters", "Qwen 3.8 - Max", "Qwen 3.8 - Max"},
		{"Reuters", "Reuters", "Reuters"},
		{"A", "Kimi K3 - a", "Kimi K3"},
		{"", "Kimi K3 - open", "Kimi K3 - open"},
	} {
		if got := topics.Headline(briefs.Article{Outlet: c.outlet, Title: c.title}); got != c.want {
			t.Errorf("%q of %q: %q, want %q", c.title, c.outlet, got, c.want)
		}
	}
}

func TestHouse(t *testing.T) {
	for outlet, want := range map[string]string{
		"Daily (fr)": "Daily", "WSJ.com: Markets": "WSJ.com", "Readhub · AI": "Readhub", "TechCrunch AI": "TechCrunch", "Yahoo Finance": "Yahoo Finance", "AI": "AI", "": "", ": x": ": x",
	} {
		if got := topics.House(outlet); got != want {
			t.Errorf("%q: %q, want %q", outlet, got, want)
		}
	}
}
