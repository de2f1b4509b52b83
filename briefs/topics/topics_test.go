package topics_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/topics"
)

func names() *lexicon.Lexicon {
	alias := func(texts ...string) (out []briefs.Alias) {
		for _, t := range texts {
			out = append(out, briefs.Alias{Text: t})
		}
		return out
	}
	return lexicon.New([]briefs.Entity{
		{ID: "alibaba", Name: "Alibaba", Kind: "company", Aliases: alias("阿里巴巴", "阿里")},
		{ID: "alibaba-cloud", Name: "Alibaba Cloud", Kind: "cloud_brand", Parent: "alibaba", Aliases: alias("阿里云")},
		{ID: "deepseek", Name: "DeepSeek", Kind: "company"},
		{ID: "deepseek-r1", Name: "DeepSeek-R1", Kind: "model", Parent: "deepseek"},
		{ID: "smic", Name: "SMIC", Kind: "company", Aliases: alias("中芯国际")},
		{ID: "nvidia", Name: "Nvidia", Kind: "company", Aliases: alias("英伟达")},
	}, nil)
}

func matcher() *topics.Matcher {
	return topics.Compile(names(), topics.Topic{
		ID:       "china-cloud-ai",
		Keywords: []string{"AI", "IA", "artificial intelligence", "cloud", "data center", "chip", "chips", "人工智能", "大模型", "云计算"},
		Places:   []string{"China", "Chinese", "Chine", "chinois", "中国", "国产"},
		Exclude:  []string{"horoscope", "cloud seeding", "彩票"},
		Watch:    []string{"alibaba-cloud", "deepseek", "smic"},
		Beside:   []string{"alibaba"},
	})
}

func TestMatch(t *testing.T) {
	m := matcher()
	for _, c := range []struct{ title, summary, want string }{
		{"DeepSeek shakes Wall Street", "", "name DeepSeek"},
		{"DeepSeek-R1 on the phone", "", "name DeepSeek-R1"},
		{"阿里云降价", "", "name 阿里云"},
		{"Alibaba opens a supermarket", "", ""},
		{"Alibaba opens a supermarket", "It says AI helps.", ""},
		{"Alibaba bets on AI", "", "name Alibaba keyword AI"},
		{"阿里巴巴押注AI大模型", "", "name 阿里巴巴 keyword AI keyword 大模型"},
		{"China to maintain its claims", "", ""},
		{"Chinese AI start-ups raise money", "", "keyword AI place Chinese"},
		{"国产AI大模型走红", "", "keyword AI keyword 大模型 place 国产"},
		{"La Chine mise sur l’IA", "", "keyword IA place Chine"},
		{"J'ai visité la Chine", "", ""},
		{"Le Smic augmente en Chine", "", ""},
		{"New AI rules", "Beijing says nothing; China does.", "keyword AI place China"},
		{"US AI stocks fall", "Nvidia lost 17 %.", ""},
		{"Nvidia loses $600bn", "DeepSeek is the cause.", ""},
		{"Cloud seeding in China", "", "exclude Cloud seeding"},
		{"DeepSeek writes your horoscope", "", "exclude horoscope"},
		{"Cloud prices in Europe", strings.Repeat("word ", 60) + "China", ""},
		{"", "DeepSeek", ""},
	} {
		ok, reasons := m.Match(briefs.Article{Title: c.title, Summary: c.summary})
		var got []string
		for _, r := range reasons {
			got = append(got, r.Kind+" "+r.Text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("Match(%q, %q) because of %q, want %q", c.title, c.summary, got, c.want)
		}
		if want := c.want != "" && !strings.HasPrefix(c.want, "exclude"); ok != want {
			t.Errorf("Match(%q, %q) = %v", c.title, c.summary, ok)
		}
	}
}

func TestKeywordsAlone(t *testing.T) {
	m := topics.Compile(names(), topics.Topic{Keywords: []string{"quantum"}})
	if ok, _ := m.Match(briefs.Article{Title: "A quantum leap"}); !ok {
		t.Error("a topic of keywords alone wants company for them")
	}
}

var noon = time.Date(2025, 1, 28, 12, 0, 0, 0, time.UTC)

func article(id, outlet, language, title string, hours, weight int) briefs.Article {
	return briefs.Article{ID: id, Outlet: outlet, Language: language, Title: title, Published: noon.Add(-time.Duration(hours) * time.Hour), Weight: weight}
}

func day() briefs.Span { return briefs.Span{From: noon.Add(-24 * time.Hour), To: noon} }

func TestCompose(t *testing.T) {
	stories := []briefs.Story{
		{ID: "alone", Articles: []briefs.Article{article("a", "X", "en", "Alibaba Cloud opens a data center in Bangkok", 1, 3)}},
		{ID: "covered", Articles: []briefs.Article{
			article("b", "Reuters", "en", "Is DeepSeek the end?", 9, 5),
			article("c", "SCMP", "en", "DeepSeek sinks chip stocks around the world", 8, 4),
			article("d", "BFM", "fr", "DeepSeek fait plonger les valeurs technologiques", 7, 3),
			article("e", "Yahoo", "en", "DeepSeek sinks chip stocks around the world - SCMP", 6, 1),
			article("f", "SCMP", "en", "What DeepSeek does to chip makers and their stocks", 5, 4),
		}},
		{ID: "old", Articles: []briefs.Article{article("g", "X", "en", "DeepSeek was founded in Hangzhou by a fund", 30, 5)}},
		{ID: "other", Articles: []briefs.Article{article("h", "X", "en", "Rain in Paris for the rest of the week", 2, 5)}},
		{ID: "column", Articles: []briefs.Article{article("i", "X", "en", "Morning brief: DeepSeek, Alibaba Cloud and more", 2, 5)}},
	}
	o := topics.Options{Title: "Brief", Topic: matcher(), Language: "en", RoundUp: func(s string) bool { return strings.HasPrefix(s, "Morning brief") }}
	d := topics.Compose(stories, day(), noon, 1, o)
	if len(d.Stories) != 1 || d.Stories[0].Story.ID != "covered" || len(d.More) != 1 || d.More[0].Story.ID != "alone" {
		t.Fatalf("stories %v, more %v", ids(d.Stories), ids(d.More))
	}
	if d.Title != "Brief" || d.Read != 8 || d.Sources != 5 {
		t.Errorf("title %q, read %d, sources %d", d.Title, d.Read, d.Sources)
	}
	top := d.Stories[0]
	if top.Lead.ID != "c" {
		t.Errorf("lead %s, want the informative one of weight", top.Lead.ID)
	}
	var related []string
	for _, a := range top.Related {
		related = append(related, a.ID)
	}
	if got := strings.Join(related, " "); got != "b d f" {
		t.Errorf("related %s, want other outlets first and no repeat of the title", got)
	}
	o.Language = "fr"
	if lead := topics.Compose(stories, day(), noon, 1, o).Stories[0].Lead; lead.ID != "d" {
		t.Errorf("lead of a French channel is %s", lead.ID)
	}
	if empty := topics.Compose(nil, day(), noon, 5, o); len(empty.Stories) != 0 {
		t.Errorf("nothing becomes %v", ids(empty.Stories))
	}
}

func TestCoverage(t *testing.T) {
	copies := []briefs.Article{article("a", "WSJ", "en", "Same title here", 1, 3), article("b", "WSJ.com", "en", "Same title here", 1, 3)}
	if n := topics.Coverage(copies); n != 1 {
		t.Errorf("copies of one title count %d times", n)
	}
	editions := []briefs.Article{article("a", "Daily (en)", "en", "One title", 1, 3), article("b", "Daily (fr)", "fr", "Un titre", 1, 3), article("c", "Weekly", "en", "Another", 1, 3)}
	if n := topics.Coverage(editions); n != 2 {
		t.Errorf("two outlets, one of them in two editions, count as %d", n)
	}
}

// TestDoubtfulArticles: what may tell another event than its story neither counts as a source nor stands for it, and comes last, but for when there
// is nothing else.
func TestDoubtfulArticles(t *testing.T) {
	surely := []briefs.Article{article("a", "Daily", "en", "DeepSeek raises its prices by half", 3, 3), article("b", "Weekly", "en", "DeepSeek makes its models dearer", 2, 3)}
	doubtful := article("c", "Post", "en", "DeepSeek hires a head of research", 1, 5)
	doubtful.Loose = true
	all := append(surely, doubtful)
	if n := topics.Coverage(all); n != 2 {
		t.Errorf("%d outlets tell it, want 2", n)
	}
	if n := topics.Coverage(all[2:]); n != 1 {
		t.Errorf("one alone counts %d times", n)
	}
	if names := (briefs.Story{Articles: all}).Outlets(); len(names) != 2 {
		t.Errorf("its outlets are %q", names)
	}
	if names := (briefs.Story{Articles: all[2:]}).Outlets(); len(names) != 1 { // a digest of it alone is not of no outlet
		t.Errorf("the outlets of one in doubt are %q", names)
	}
	e := topics.Compose([]briefs.Story{{ID: "s", Articles: all}}, day(), noon, 0, topics.Options{Topic: matcher(), Language: "en"}).Stories[0]
	if e.Lead.ID != "a" || len(e.Related) != 2 || e.Related[1].ID != "c" {
		t.Errorf("led by %s, then %v", e.Lead.ID, e.Related)
	}
	if e := topics.Compose([]briefs.Story{{ID: "s", Articles: all[2:]}}, day(), noon, 0, topics.Options{Topic: matcher()}).Stories[0]; e.Lead.ID != "c" {
		t.Errorf("alone, %s leads", e.Lead.ID)
	}
}

func ids(entries []briefs.Entry) (out []string) {
	for _, e := range entries {
		out = append(out, e.Story.ID)
	}
	return out
}

// Whatever the order in which stories come, the digest is the same; nothing is lost or shown twice.
func TestComposeIsPure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stories []briefs.Story
		for i := range rapid.IntRange(0, 12).Draw(t, "stories") {
			s := briefs.Story{ID: string(rune('a' + i))}
			for j := range rapid.IntRange(1, 4).Draw(t, "articles") {
				s.Articles = append(s.Articles, article(s.ID+string(rune('0'+j)), rapid.SampledFrom([]string{"X", "Y", "Z"}).Draw(t, "outlet"), "en",
					rapid.SampledFrom([]string{"DeepSeek one", "DeepSeek two", "Rain"}).Draw(t, "title"), rapid.IntRange(0, 30).Draw(t, "hours"), rapid.IntRange(0, 5).Draw(t, "weight")))
			}
			stories = append(stories, s)
		}
		limit := rapid.IntRange(0, 5).Draw(t, "limit")
		one := topics.Compose(stories, day(), noon, limit, topics.Options{Topic: matcher()})
		two := topics.Compose(rapid.Permutation(stories).Draw(t, "shuffled"), day(), noon, limit, topics.Options{Topic: matcher()})
		if a, b := strings.Join(ids(append(one.Stories, one.More...)), ""), strings.Join(ids(append(two.Stories, two.More...)), ""); a != b {
			t.Fatalf("order %s or %s", a, b)
		}
		if limit > 0 && len(one.Stories) > limit {
			t.Fatalf("%d stories, limit %d", len(one.Stories), limit)
		}
		for _, e := range append(one.Stories, one.More...) {
			if len(e.Related) >= len(e.Story.Articles) {
				t.Fatalf("story %s shows an article twice", e.Story.ID)
			}
		}
	})
}
