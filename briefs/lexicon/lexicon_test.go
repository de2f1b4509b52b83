package lexicon_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/lexicon/lexicontest"
)

func own() *lexicon.Lexicon {
	alias := func(text string, guarded bool) briefs.Alias { return briefs.Alias{Text: text, Guarded: guarded} }
	return lexicon.New([]briefs.Entity{
		{ID: "alibaba", Name: "Alibaba Group", Kind: "company", Aliases: []briefs.Alias{alias("Alibaba", false), alias("阿里", false), alias("阿里巴巴", false)}},
		{ID: "alibaba-cloud", Name: "Alibaba Cloud", Kind: "cloud_brand", Parent: "alibaba", Aliases: []briefs.Alias{alias("阿里云", false), alias("Aliyun", false)}},
		{ID: "qwen", Name: "Qwen", Kind: "model_family", Parent: "alibaba", Aliases: []briefs.Alias{alias("千问", false), alias("通义千问", false)}},
		{ID: "qwen3-max", Name: "Qwen3-Max", Kind: "model", Parent: "qwen"},
		{ID: "kimi", Name: "Kimi", Kind: "model_family", Parent: "moonshot"},
		{ID: "moonshot", Name: "Moonshot AI", Kind: "company", Aliases: []briefs.Alias{alias("月之暗面", false), alias("Moonshot", false)}},
		{ID: "deepseek", Name: "DeepSeek", Kind: "company"},
		{ID: "deepseek-r1", Name: "DeepSeek-R1", Kind: "model", Parent: "deepseek", Aliases: []briefs.Alias{alias("R1", true)}},
		{ID: "honor", Name: "Honor", Kind: "company", Aliases: []briefs.Alias{alias("Honor", true), alias("荣耀", true)}},
		{ID: "vivo", Name: "vivo", Kind: "company", Aliases: []briefs.Alias{alias("vivo", true)}},
		{ID: "xiaomi", Name: "Xiaomi", Kind: "company", Aliases: []briefs.Alias{alias("小米", false)}},
		{ID: "jd", Name: "JD.com", Kind: "company", Aliases: []briefs.Alias{alias("JD", false), alias("京东", false)}},
		{ID: "618", Name: "6.18 festival", Kind: "event", Aliases: []briefs.Alias{alias("618", false)}},
		{ID: "cac", Name: "Cyberspace Administration of China", Kind: "regulator", Aliases: []briefs.Alias{alias("CAC", true), alias("网信办", false)}},
		{ID: "telecom-paris", Name: "Télécom Chine", Kind: "company"},
	}, []lexicon.Term{
		{ID: "ai", Kind: "ai", Variants: map[string][]string{"en": {"AI", "artificial intelligence"}, "fr": {"IA"}, "zh": {"人工智能"}}},
		{ID: "llm", Kind: "ai", Variants: map[string][]string{"zh": {"大模型"}}},
		{ID: "honor", Kind: lexicon.ContextKind, Variants: map[string][]string{"en": {"smartphone"}, "zh": {"手机"}}},
		{ID: "618", Kind: lexicon.ContextKind, Variants: map[string][]string{"zh": {"购物节"}}},
	})
}

func names(l *lexicon.Lexicon, text string) []string {
	var out []string
	for _, m := range l.Find(text) {
		id := m.Entity
		if id == "" {
			id = "#" + m.Term
		}
		out = append(out, id+"="+text[m.Start:m.End])
	}
	return out
}

func TestFind(t *testing.T) {
	l := own()
	for _, c := range []struct{ text, want string }{
		{"Alibaba Cloud grows", "alibaba-cloud=Alibaba Cloud"},
		{"ALIBABA  CLOUD", "alibaba-cloud=ALIBABA  CLOUD"},
		{"Ａｌｉｂａｂａ发布", "alibaba=Ａｌｉｂａｂａ"},
		{"Alibaba Cloudy weather", "alibaba=Alibaba"},
		{"阿里云与阿里巴巴", "alibaba-cloud=阿里云 alibaba=阿里巴巴"},
		{"They maintain the said plan", ""},
		{"AI大模型来了", "#ai=AI #llm=大模型"},
		{"国产AI大模型", "#ai=AI #llm=大模型"},
		{"OpenAI and AI", "#ai=AI"},
		{"J'ai vu Ai Weiwei", ""},
		{"国产ＡＩ", "#ai=ＡＩ"},
		{"l'IA en Chine", "#ai=IA"},
		{"TELECOM CHINE et télécom chine", "telecom-paris=TELECOM CHINE telecom-paris=télécom chine"},
		{"Qwen3 launched", "qwen=Qwen"},
		{"Qwen3-Max launched", "qwen3-max=Qwen3-Max"},
		{"Qwen 3 Max launched", "qwen3-max=Qwen 3 Max"},
		{"通义千问3", "qwen=通义千问"},
		{"An honor for the team", ""},
		{"The Legion of Honor in Paris", ""},
		{"Honor's new smartphone", "honor=Honor"},
		{"Xiaomi, Honor and vivo lead", "xiaomi=Xiaomi honor=Honor vivo=vivo"},
		{"a test in vivo by Xiaomi", "vivo=vivo xiaomi=Xiaomi"}, // what the guard cannot know
		{"荣耀手机销量", "honor=荣耀"},
		{"载誉归来的荣耀时刻", ""},
		{"JD Vance spoke", ""},
		{"JD and JD.com", "jd=JD jd=JD.com"},
		{"618 people", ""},
		{"618购物节", "618=618"},
		{"Le CAC 40 recule", ""},
		{"国家网信办(CAC)发布", "cac=网信办 cac=CAC"},
		{"R1 beats all", ""},
		{"DeepSeek says R1 beats all", "deepseek=DeepSeek deepseek-r1=R1"},
		{"DeepSeek-R1发布", "deepseek-r1=DeepSeek-R1"},
		{"Zero\u200bwidth Ali\u200bbaba", "alibaba=Ali\u200bbaba"},
		{"\xff\xfeAlibaba\xff", "alibaba=Alibaba"},
	} {
		if got := strings.Join(names(l, c.text), " "); got != c.want {
			t.Errorf("Find(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestEveryCollectedNameIsFound(t *testing.T) {
	entities := lexicontest.Entities(t)
	l := lexicon.New(entities, nil)
	for _, e := range entities {
		for _, a := range e.Aliases {
			exact, _ := l.Resolve(a.Text)
			if !slices.ContainsFunc(exact, func(r briefs.Entity) bool { return r.ID == e.ID }) {
				t.Errorf("Resolve(%q) does not know %s", a.Text, e.ID)
			}
		}
	}
}

func TestResolve(t *testing.T) {
	l := own()
	for _, c := range []struct{ query, exact, suggested string }{
		{"alibaba", "alibaba", ""},
		{"ＡＬＩＢＡＢＡ", "alibaba", ""},
		{"qwen 3 max", "qwen3-max", ""},
		{"qwen-3max", "", "qwen3-max"},
		{"alibba", "", "alibaba"},
		{"deepsek", "", "deepseek"},
		{"telecom chine", "telecom-paris", ""},
		{"阿里云计算", "", "alibaba-cloud"},
		{"月之暗", "", "moonshot"},
		{"moonshoot", "", "moonshot"},
		{"zzzzzz", "", ""},
		{"", "", ""},
		{" - ", "", ""},
	} {
		exact, suggested := l.Resolve(c.query)
		if got := first(exact); got != c.exact {
			t.Errorf("Resolve(%q) exactly %q, want %q", c.query, got, c.exact)
		}
		if got := first(suggested); got != c.suggested {
			t.Errorf("Resolve(%q) suggests %q, want %q", c.query, got, c.suggested)
		}
	}
}

func first(entities []briefs.Entity) string {
	if len(entities) == 0 {
		return ""
	}
	return entities[0].ID
}

func TestAmbiguousName(t *testing.T) {
	l := lexicon.New([]briefs.Entity{{ID: "a", Name: "Apollo", Kind: "company"}, {ID: "b", Name: "Apollo", Kind: "product"}}, nil)
	if exact, _ := l.Resolve("apollo"); len(exact) != 2 {
		t.Errorf("an ambiguous name gives %d entities, want both", len(exact))
	}
	if got := l.Find("Apollo"); len(got) != 2 {
		t.Errorf("an ambiguous name is found %d times, want one mention each", len(got))
	}
}

func TestComplete(t *testing.T) {
	l := own()
	for _, c := range []struct {
		prefix string
		n      int
		want   string
	}{
		{"ali", 5, "alibaba alibaba-cloud"}, {"ali", 1, "alibaba"}, {"阿", 5, "alibaba alibaba-cloud"}, {"KIM", 5, "kimi"},
		{"cloud", 5, "alibaba-cloud"}, {"", 5, ""}, {"x", 0, ""}, {"zz", 5, ""},
	} {
		var got []string
		for _, e := range l.Complete(c.prefix, c.n) {
			got = append(got, e.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("Complete(%q, %d) = %v, want %s", c.prefix, c.n, got, c.want)
		}
	}
}

func TestModels(t *testing.T) {
	l := own()
	for _, c := range []struct{ text, want string }{
		{"Qwen3 released", "qwen/3/"},
		{"Qwen3.8-Max: a new bar", "qwen/3.8/max"},
		{"Qwen 3.8 Max : nouveau modèle", "qwen/3.8/max"},
		{"Qwen3-Max-Thinking", "qwen/3/max thinking"},
		{"阿里开源千问3 仅需4张H20", "qwen/3/"},
		{"Kimi K3 weights", "kimi/k3/"},
		{"Kimi-K2.5 open", "kimi/k2.5/"},
		{"DeepSeek-R1 and DeepSeek V4 Pro", "deepseek/r1/ deepseek/4/pro"},
		{"DeepSeek-V4-Flash-0731", "deepseek/4/flash"},
		{"GPT-5.5 hallucinates", "gpt/5.5/"},
		{"LongCat-2.0, a MoE", "longcat/2.0/"},
		{"GLM5.2: 给", "glm/5.2/"},
		{"Alibaba Q3 results", ""},
		{"小米15亿美元", ""},
		{"千问3月上线", ""},
		{"阿里3800亿", ""},
		{"Top 10 of 2025", ""},
	} {
		var got []string
		for _, m := range l.Models(c.text) {
			got = append(got, m.Family+"/"+m.Version+"/"+m.Variant)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("Models(%q) = %v, want %s", c.text, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"46 milliards USD", "fr", "money:usd:46000000000"},
		{"46 milliards de dollars", "fr", "money:usd:46000000000"},
		{"53 Md $US", "fr", "money:usd:53000000000"},
		{"1,4 milliard d’euros", "fr", "money:eur:1400000000"},
		{"2 billions de dollars", "fr", "money:usd:2000000000000"},
		{"12 500 emplois", "fr", "count::12500"},
		{"US$46 bn", "en", "money:usd:46000000000"},
		{"$2B at $20B+ valuation", "en", "money:usd:2000000000 money:usd:20000000000"},
		{"US$9.2bn", "en", "money:usd:9200000000"},
		{"RMB160bn", "en", "money:cny:160000000000"},
		{"RMB39,824m", "en", "money:cny:39824000000"},
		{"$589 billion", "en", "money:usd:589000000000"},
		{"HK$1.2 trillion", "en", "money:hkd:1200000000000"},
		{"460亿美元", "zh", "money:usd:46000000000"},
		{"4６0亿美元", "zh", "money:usd:46000000000"},
		{"3800亿元", "zh", "money:cny:380000000000"},
		{"营收1928.69亿元，同比增长15%", "zh", "money:cny:192869000000 percent::15"},
		{"2.8 万亿参数", "zh", "count::2800000000000"},
		{"百分之15", "zh", "percent::15"},
		{"提高3个百分点", "zh", "points::3"},
		{"up 36.0 per cent", "en", "percent::36"},
		{"+15 % en 2025", "fr", "percent::15"},
		{"Q3 2025", "en", "quarter::3"},
		{"第三财季营收2801.5亿元", "zh", "quarter::3 money:cny:280150000000"},
		{"au troisième trimestre", "fr", "quarter::3"},
		{"T4 2024", "fr", "quarter::4"},
		{"3 dollars a month", "en", "money:usd:3"},
		{"四川泸定县发生6.8级地震", "zh", "quake::6.8"},
		{"A 6.8-magnitude quake, after one of magnitude 7.1", "en", "quake::6.8 quake::7.1"},
		{"Un séisme de magnitude 5,9", "fr", "quake::5.9"},
		{"启动三级响应，7级大风", "zh", ""},
		{"A magnitude of change", "en", ""},
		{"magnitude 50 million", "en", "count::50000000"},
		{"Qwen3 in 2025 on 3 chips", "en", ""},
		{"10 billionaires", "en", ""},
		{"99999999999999999999 dollars", "en", ""},
	} {
		var got []string
		for _, n := range lexicon.Numbers(c.text, c.lang) {
			got = append(got, n.Key())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("Numbers(%q, %s) = %v, want %s", c.text, c.lang, got, c.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"阿里云发布新模型": "zh", "DeepSeek 开源第一枪：FlashMLA 让 H800 性能飙升": "zh", "Alibaba investit dans le cloud et l’IA": "fr",
		"Croissance de 15% des dépenses cloud en Chine": "fr", "Alibaba commits US$53 billion": "", "DeepSeek V4 Pro": "", "": "",
		"ソフトバンクの投資": "", "Kimi releases K3": "", "The café of the résumé is on the way": "",
	} {
		if got := lexicon.Language(text); got != want {
			t.Errorf("Language(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestFamily(t *testing.T) {
	l := own()
	if got := l.Family("qwen3-max"); !slices.Equal(got, []string{"qwen3-max", "qwen", "alibaba"}) {
		t.Errorf("Family = %v", got)
	}
	if got := l.Actor("qwen3-max"); got != "alibaba" {
		t.Errorf("Actor = %q", got)
	}
	loop := lexicon.New([]briefs.Entity{{ID: "a", Parent: "b"}, {ID: "b", Parent: "a"}}, nil)
	if got := loop.Family("a"); len(got) != 2 {
		t.Errorf("a circle of parents gives %v", got)
	}
}

// Who is listed and reports on its own acts on its own, whoever owns it.
func TestAffiliatesAreActors(t *testing.T) {
	l := lexicontest.Compiled(t)
	for text, want := range map[string]string{
		"阿里健康：上半财年营收166.97亿元": "alibaba-health", "JD Logistics raises prices": "jd-logistics", "京东健康发布大模型": "jd-health",
		"Tencent Music : résultats du trimestre": "tencent-music", "阿里巴巴第二季度营收2478亿元": "alibaba",
	} {
		found := l.Find(text)
		if len(found) == 0 || l.Actor(found[0].Entity) != want {
			t.Errorf("%s: found %+v, want %s to act", text, found, want)
		}
	}
}

// Spans lie in the text, in order, without overlap unless equal, and on rune borders.
func TestSpansHold(t *testing.T) {
	l := own()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(rapid.SampledFrom([]string{"Alibaba", " Cloud", "阿里云", "AI", "Qwen3", "é", "ﬃ", "\u200b", "460亿美元", "1,5 Md€", "\xff", "R1", "-"}), rapid.String())).Draw(t, "parts")
		check(t, l, strings.Join(parts, ""))
	})
}

type fataler interface {
	Fatalf(format string, args ...any)
}

func check(t fataler, l *lexicon.Lexicon, text string) {
	inside := func(what string, start, end, last int) {
		if start < last || end < start || end > len(text) {
			t.Fatalf("%s of %q: span %d:%d after %d", what, text, start, end, last)
		}
		if utf8.ValidString(text) && (!utf8.ValidString(text[:start]) || !utf8.ValidString(text[start:end])) {
			t.Fatalf("%s of %q: span %d:%d cuts a character", what, text, start, end)
		}
	}
	last := 0
	for _, m := range l.Find(text) {
		inside("mention", m.Start, m.End, last)
		last = m.Start
	}
	for _, m := range l.Models(text) {
		inside("model", m.Start, m.End, 0)
	}
	for _, lang := range []string{"en", "fr", "zh"} {
		last = 0
		for _, n := range lexicon.Numbers(text, lang) {
			inside("number", n.Start, n.End, last)
			last = n.End
		}
	}
	lexicon.Language(text)
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Alibaba Cloud 阿里云", "Qwen3-Max", "\xff\xfe", "ﬃ\u0301", "Honor smartphone"} {
		f.Add(s)
	}
	l := own()
	f.Fuzz(func(t *testing.T, text string) { check(t, l, text) })
}

func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"US$46 bn", "460亿美元", "1 234 567,8 %", "1.2.3", "$", "百分之", "9223372036854775807万亿元"} {
		f.Add(s)
	}
	l := own()
	f.Fuzz(func(t *testing.T, text string) { check(t, l, text) })
}

func BenchmarkFind(b *testing.B) {
	l := lexicontest.Compiled(b)
	text := "Alibaba commits US$53 billion for AI infrastructure in largest private computing project; 阿里巴巴计划未来三年投入3800亿元用于AI和云计算基础设施"
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		l.Find(text)
	}
}
