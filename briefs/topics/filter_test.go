package topics

import (
	"errors"
	"strings"
	"testing"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

func filterNames() *lexicon.Lexicon {
	return lexicon.New([]briefs.Entity{
		{ID: "alibaba", Name: "Alibaba", Aliases: []briefs.Alias{{Text: "阿里巴巴", Language: "zh"}}},
		{ID: "alibaba-cloud", Name: "Alibaba Cloud", Parent: "alibaba", Aliases: []briefs.Alias{{Text: "阿里云", Language: "zh"}}},
	}, nil)
}

func TestFilter(t *testing.T) {
	l := filterNames()
	topic := func(id string) *Matcher {
		if id != "chips" {
			return nil
		}
		return Compile(l, Topic{ID: "chips", Keywords: []string{"GPU", "芯片"}})
	}
	a := briefs.Article{Title: "Alibaba Cloud cuts prices of AI models", Summary: "The GPU price falls by half", Outlet: "Cloud Courier", Language: "en"}
	zh := briefs.Article{Title: "阿里云大模型降价五成", Outlet: "云端日报", Language: "zh"}
	for _, c := range []struct {
		expr    string
		a       briefs.Article
		outlets int
		want    bool
		why     string
	}{
		{"prices", a, 1, true, "prices"},
		{"price", a, 1, true, "price"}, // in the summary
		{"rice", a, 1, false, "rice"},  // whole words
		{"AI", a, 1, true, "AI"},
		{"AI", briefs.Article{Title: "j’ai dit"}, 1, false, "AI"}, // as it is written
		{"ai", a, 1, true, "ai"},
		{"降价", zh, 1, true, "降价"},
		{"name:alibaba", a, 1, true, "name:alibaba"},
		{"name:阿里巴巴", zh, 1, true, "name:阿里巴巴"},
		{`name:"alibaba cloud" and not cuts`, a, 1, false, "cuts"},
		{"rice or models", a, 1, true, "models"},
		{"rice or tea", a, 1, false, "rice tea"},
		{"(prices or 降价) lang:zh", a, 1, false, "lang:zh"},
		{"(prices or 降价) lang:zh", zh, 1, true, "降价 lang:zh"},
		{"（prices 或 降价） 且 非 lang:en", zh, 1, true, "降价 not lang:en"},
		{"prix ou prices sauf tea", a, 1, true, "prices not tea"},
		{`source:"cloud courier"`, a, 1, true, "source:cloud courier"},
		{"outlets:3", a, 2, false, "outlets:3"},
		{"outlets:>=3 and models", a, 3, true, "outlets:>=3 models"},
		{`"cuts prices"`, a, 1, true, "cuts prices"},
		{`"prices cuts"`, a, 1, false, "prices cuts"},
		{`/cuts? prices?/`, a, 1, true, "/cuts? prices?/"},
		{`/^(a+)+$/`, briefs.Article{Title: strings.Repeat("a", 5000) + "!"}, 1, false, "/^(a+)+$/"}, // in time
		{"topic:chips", briefs.Article{Title: "A new GPU"}, 1, true, "topic:chips"},
		{"not not prices", a, 1, true, "prices"},
		{`"and"`, briefs.Article{Title: "this and that"}, 1, true, "and"},
	} {
		f, err := ParseFilter(c.expr, l, topic)
		if err != nil {
			t.Errorf("%s: %v", c.expr, err)
			continue
		}
		if got, why := f.Match(c.a, c.outlets); got != c.want || strings.Join(why, " ") != c.why {
			t.Errorf("%s: %v by %q, want %v by %s", c.expr, got, why, c.want, c.why)
		}
	}
}

func TestFilterRefusals(t *testing.T) {
	for expr, want := range map[string]FilterCode{
		"": FilterEmpty, "  ": FilterEmpty, "and": FilterWord, "a or": FilterWord, "a and or b": FilterWord, "(a": FilterParen, "a)": FilterParen, "()": FilterWord,
		"not": FilterWord, "name:nobody": FilterName, "topic:none": FilterTopic, "outlets:x": FilterOutlets, "outlets:0": FilterOutlets, "/(/": FilterRegexp, "//": FilterRegexp,
		"/a{1000}{1000}/": FilterRegexp, "…": FilterWord, strings.Repeat("a ", 300): FilterLong, strings.Repeat("(", 40) + "a": FilterLong, strings.Repeat("not ", 30) + "a": FilterLong,
		"/" + strings.Repeat("a", 201) + "/": FilterRegexp,
	} {
		_, err := ParseFilter(expr, filterNames(), func(string) *Matcher { return nil })
		var refused *FilterError
		if !errors.As(err, &refused) || refused.Code != want {
			t.Errorf("%q: %v, want %s", expr, err, want)
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, s := range []string{"a and (b or not c)", `name:alibaba "x y" /z+/ outlets:2`, "（甲 或 乙） 非 丙", "((", `"`, "/", "source:", "lang:zh:en"} {
		f.Add(s)
	}
	l := filterNames()
	f.Fuzz(func(t *testing.T, expr string) {
		filter, err := ParseFilter(expr, l, func(string) *Matcher { return nil })
		if err != nil {
			return
		}
		a := briefs.Article{Title: expr, Outlet: expr, Language: "en"}
		one, _ := filter.Match(a, 1)
		if again, _ := filter.Match(a, 1); one != again {
			t.Errorf("%q is %v and then %v", expr, one, again)
		}
	})
}
