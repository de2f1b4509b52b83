package facts_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/starter"
)

var today = briefs.Date{Year: 2026, Month: 5, Day: 15}

func starterBook(t testing.TB) *facts.Book {
	t.Helper()
	content, err := config.LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	book, err := starter.Book(content)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// ask parses and answers a line; the metric may stand before a bar.
func ask(b *facts.Book, line string) (facts.Answer, error) {
	metric, text, ok := strings.Cut(line, "|")
	if !ok {
		metric, text = facts.Share, line
	}
	q, err := facts.ParseQuestion(text)
	if err != nil {
		return facts.Answer{}, err
	}
	q.Metric, q.Today = metric, today
	return b.Ask(q)
}

// said writes a figure as "alibaba-cloud 36 percent 2024-Q4 m-cn-infra Canalys".
func said(f *briefs.Fact) string {
	q := f.Quantity
	value := q.Value.String()
	switch {
	case q.IsRange():
		value = q.Low.String() + "-" + q.High.String()
	case q.Word != "":
		value = q.Word
	}
	return fmt.Sprintf("%s %s %s %s %s %s", f.Subject, value, q.Unit, f.Period, f.Market, f.Sources[0].Publisher)
}

func codes(list []facts.Caveat) string {
	var out []string
	for _, c := range list {
		out = append(out, string(c.Code))
	}
	return strings.Join(out, " ")
}

func TestAnswers(t *testing.T) {
	b := starterBook(t)
	for _, c := range []struct{ line, want string }{
		{"alibaba", "alibaba-cloud 37 percent 2025-Q4 m-cn-infra Omdia"},
		{"latest alibaba", "alibaba-cloud 37 percent 2025-Q4 m-cn-infra Omdia"},
		{"最新 阿里云", "alibaba-cloud 37 percent 2025-Q4 m-cn-infra Omdia"},
		{"alibaba 2024q4", "alibaba-cloud 36 percent 2024-Q4 m-cn-infra Canalys"},
		{"T4 2024 Alibaba Cloud", "alibaba-cloud 36 percent 2024-Q4 m-cn-infra Canalys"},
		{"阿里云2024年四季度", "alibaba-cloud 36 percent 2024-Q4 m-cn-infra Canalys"},
		{"阿里巴巴 2024年第四季度", "alibaba-cloud 36 percent 2024-Q4 m-cn-infra Canalys"},
		{"ＡＬＩＢＡＢＡ　２０２４Ｑ４", "alibaba-cloud 36 percent 2024-Q4 m-cn-infra Canalys"},
		{"d’Alibaba au 4e trimestre 2024", "alibaba-cloud 36 percent 2024-Q4 m-cn-infra Canalys"},
		{"aliyun in q4 2024", "alibaba-cloud 36 percent 2024-Q4 m-cn-infra Canalys"},
		{"alibaba asof:2025-03-31", "alibaba-cloud 36 percent 2024-Q4 m-cn-infra Canalys"},
		{"alibaba asof:2025-07-10", "alibaba-cloud 36 percent 2024-Q4 m-cn-infra Canalys"},
		{"alibaba asof:2025-07-11", "alibaba-cloud 33 percent 2025-Q1 m-cn-infra Canalys"},
		{"alibaba by:canalys 2025q1", "alibaba-cloud 33 percent 2025-Q1 m-cn-infra Canalys"},
		{"alibaba by:omdia 2025q1", "alibaba-cloud 33 percent 2025-Q1 m-cn-infra Canalys"}, // one series
		{`alibaba market:"ai cloud"`, "alibaba-cloud 38.1 percent 2025 m-cn-aicloud Omdia"},
		{"alibaba market:maas", "alibaba-cloud 27 percent 2025-H1 m-cn-maas IDC"},
		{"qwen market:m-cn-ent-llm", "qwen 17.7 percent 2025-H1 m-cn-ent-llm Frost & Sullivan"},
		{"alibaba market:m-world-iaas", "alibaba 7.9 percent 2023 m-world-iaas Gartner"},
		{"huawei", "huawei-cloud 18 percent 2025-Q1 m-cn-infra Canalys"},
		{"华为 2025年一季度", "huawei-cloud 18 percent 2025-Q1 m-cn-infra Canalys"},
		{"huawei market:m-cn-phone 2025q3 by:idc", "huawei 15.2 percent 2025-Q3 m-cn-phone IDC"},
		{"tencent", "tencent-cloud 10 percent 2025-Q1 m-cn-infra Canalys"},
		{"騰訊", "tencent-cloud 10 percent 2025-Q1 m-cn-infra Canalys"},
		{"baidu", "baidu-ai-cloud 9 percent 2022-Q2 m-cn-infra Canalys"},
		{"baidu 2021q3", "baidu-ai-cloud 8.2 percent 2021-Q3 m-cn-infra Canalys"}, // not the misprinted 8.8
		{"alibaba 2020q3", "alibaba-cloud 40.9 percent 2020-Q3 m-cn-infra Canalys"},
		{"capex|alibaba", "alibaba 26.9 cny 2026-Q1  Alibaba Group"},
		{"revenue|alibaba cloud 2025q3", "alibaba-cloud 39.824 cny 2025-Q3  Alibaba Group"},
		{"capex|bytedance", "bytedance 150 cny 2025  Financial Times"}, // the plan of 160 is no measured figure
		{"revenue|tencent 2024", "tencent 660.3 cny 2024  Tencent"},
		{"cloud_spend|china", "geo:cn-mainland 14.7 usd 2025-Q4 m-cn-infra Omdia"},
		{"cloud_spend|2025 chine", "geo:cn-mainland 46 usd 2025 m-cn-infra Canalys"},
		{"cloud_spend_growth|中国 2024年", "geo:cn-mainland 13 percent 2024 m-cn-infra Canalys"},
		{"cloud_spend_growth|china 2025", "geo:cn-mainland 15 percent 2025 m-cn-infra Canalys"},
		{"pledge|alibaba", "alibaba 380 cny 2025..2027  Alibaba Group"},
	} {
		a, err := ask(b, c.line)
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		if got := said(&a.Figure.Fact); got != c.want {
			t.Errorf("%s: %s, want %s", c.line, got, c.want)
		}
		if len(a.Figure.Sources) == 0 || a.Figure.Sources[0].URL == "" {
			t.Errorf("%s: an answer without a source", c.line)
		}
	}
}

// TestManySharesOfAlibaba: the true shares that were in print come out under their own markets and publishers, and none stands
// beside another as if they were measured alike.
func TestManySharesOfAlibaba(t *testing.T) {
	a, err := ask(starterBook(t), "alibaba")
	if err != nil {
		t.Fatal(err)
	}
	var also []string
	for _, f := range a.Also {
		also = append(also, said(f))
	}
	for _, want := range []string{
		"alibaba-cloud 38.1 percent 2025 m-cn-aicloud Omdia", "alibaba-cloud 35.8 percent 2025-H1 m-cn-aicloud Omdia",
		"alibaba-cloud 26.8 percent 2025-Q2 m-cn-pub-iaas IDC", "alibaba-cloud 27 percent 2025-H1 m-cn-maas IDC",
		"alibaba-cloud 25 percent 2024 m-cn-ai-pub IDC", "alibaba-cloud 31.9 percent 2022-H2 m-cn-pub-iaas-paas IDC",
		"alibaba-cloud 5 percent 2022-Q4 m-world-infra Synergy Research Group", "qwen 17.7 percent 2025-H1 m-cn-ent-llm Frost & Sullivan",
		"alibaba 7.9 percent 2023 m-world-iaas Gartner",
	} {
		if !slices.Contains(also, want) {
			t.Errorf("also lacks %s", want)
		}
	}
	for _, f := range a.Also {
		if f.Quantity.Value.String() == "47" {
			t.Errorf("also holds the share without a market definition: %s", said(f))
		}
	}
	if got := said(a.Earlier[0]); got != "alibaba-cloud 33 percent 2025-Q1 m-cn-infra Canalys" {
		t.Errorf("the figure before is %s", got)
	}
	for _, f := range a.Earlier {
		if f.Market != "m-cn-infra" || f.Period.Kind != briefs.Quarter {
			t.Errorf("the series holds %s", said(f))
		}
	}
	if got := codes(a.Caveats); got != "undated continued" {
		t.Errorf("caveats: %s", got)
	}
	if a.Named.ID != "alibaba" || a.Subject.ID != "alibaba-cloud" || a.Market.ID != "m-cn-infra" || a.Metric.ID != facts.Share {
		t.Errorf("named %s, subject %s, market %s, metric %s", a.Named.ID, a.Subject.ID, a.Market.ID, a.Metric.ID)
	}
}

// TestEarlier: a series is told without gaps, also where several facts of one period agree.
func TestEarlier(t *testing.T) {
	b := starterBook(t)
	for line, want := range map[string]string{
		"alibaba 2024q4":           "2022-Q3 36, 2022-Q2 34, 2022-Q1 36.7, 2021-Q3 38.3, 2021-Q2 33.8, 2021-Q1 39.8, 2020-Q4 40.3, 2020-Q3 40.9",
		"alibaba 2021q2":           "2021-Q1 39.8, 2020-Q4 40.3, 2020-Q3 40.9, 2020-Q2 40.1, 2020-Q1 44.5, 2019-Q4 46.4, 2019-Q3 45, 2019-Q2 43",
		"alibaba 2019q3":           "2019-Q2 43",
		"alibaba 2019q2":           "",
		"alibaba 2021":             "2019 46.1",
		"cloud_spend|china 2025":   "2024 40, 2022 30.3, 2021 27.4, 2019 10.7",
		"revenue|tencent 2024":     "",
		"cloud_spend|china 2023q3": "2023-Q2 8.7, 2022-Q4 7.9, 2022-Q3 7.8, 2022-Q2 7.3, 2022-Q1 7.3, 2021-Q4 7.7, 2021-Q3 7.2, 2021-Q1 6",
	} {
		a, err := ask(b, line)
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		var got []string
		for _, f := range a.Earlier {
			got = append(got, f.Period.String()+" "+f.Quantity.Value.String())
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: before it %s, want %s", line, strings.Join(got, ", "), want)
		}
	}
}

func TestPlaces(t *testing.T) {
	b := starterBook(t)
	for line, want := range map[string]facts.Place{
		"huawei":                                 {Position: 2, Of: 3},
		"tencent":                                {Position: 3, Of: 3},
		"alibaba 2025q1":                         {Position: 1, Of: 3},
		"baidu 2021q3":                           {Position: 4, Of: 4},
		"alibaba":                                {}, // nobody else was named for that quarter
		"volcano engine market:maas 2025-h1":     {Position: 1, Of: 3},
		"capex|alibaba":                          {},
		"cloud_spend|china":                      {},
		"huawei market:m-cn-phone by:idc 2025q3": {Position: 3, Of: 6},
	} {
		a, err := ask(b, line)
		if err != nil || a.Place != want {
			t.Errorf("%s: place %+v, %v; want %+v", line, a.Place, err, want)
		}
	}
}

func TestCaveats(t *testing.T) {
	b := starterBook(t)
	for line, want := range map[string]string{
		"huawei":                       "stale", // the quarter after ended in June 2025
		"alibaba 2025q1":               "",      // asked for, so never stale
		"alibaba asof:2025-08-01":      "",
		"cloud_spend|china 2025":       "nature undated",
		"cloud_spend|china 2023q2":     "undated note break",
		"revenue|huawei cloud":         "part note stale definition",
		"alibaba 2024q4":               "undated affiliated", // the South China Morning Post is Alibaba's
		"capex|bytedance 2026":         "nature unnamed undated part",
		"alibaba market:maas 2025-h1":  "note",
		"revenue|alibaba cloud 2026q1": "undated part",
	} {
		a, err := ask(b, line)
		if err != nil {
			t.Errorf("%s: %v", line, err)
		} else if got := codes(a.Caveats); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	a, err := ask(b, "huawei")
	if err != nil || a.Caveats[0].Date.String() != "2025-10-29" {
		t.Errorf("huawei is stale since %+v, %v", a.Caveats, err)
	}
}

func TestCorroboration(t *testing.T) {
	a, err := ask(starterBook(t), "cloud_spend|china 2025")
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Figure.Sources) != 2 || len(a.Figure.Rivals) != 0 {
		t.Errorf("%d sources, %d rivals", len(a.Figure.Sources), len(a.Figure.Rivals))
	}
	a, err = ask(starterBook(t), "revenue|alibaba cloud 2025q3")
	if err != nil || len(a.Figure.Sources) != 3 {
		t.Errorf("39.82, 39.8 and 39.824 bn: %d sources, %v", len(a.Figure.Sources), err)
	}
}

func TestNoFigure(t *testing.T) {
	b := starterBook(t)
	describe := func(f *facts.Figure) string {
		if f == nil {
			return ""
		}
		return f.Fact.Subject + " " + f.Fact.Period.String()
	}
	for _, c := range []struct{ line, within, before, after, group, ahead string }{
		{"alibaba 2024", "alibaba-cloud 2024-Q4", "alibaba-cloud 2022-Q3", "alibaba-cloud 2025-Q1", "", ""},
		{"alibaba 2024q3", "", "alibaba-cloud 2022-Q3", "alibaba-cloud 2024-Q4", "group:top-3 2024-Q3", ""},
		{"baidu 2022", "baidu-ai-cloud 2022-Q2", "baidu-ai-cloud 2021", "", "group:top-4 2022", ""},
		{"alibaba 2027", "", "alibaba-cloud 2025-Q4", "", "", ""},
		{"alibaba 2010", "", "", "alibaba-cloud 2019", "", ""},
		{"vivo 2031", "", "vivo 2025-Q4", "", "", ""},
	} {
		_, err := ask(b, c.line)
		var none *facts.NoFigure
		if !errors.As(err, &none) {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		got := []string{describe(none.Within), describe(none.Before), describe(none.After), describe(none.Group), describe(none.Ahead)}
		if want := []string{c.within, c.before, c.after, c.group, c.ahead}; !slices.Equal(got, want) {
			t.Errorf("%s: within, before, after, group, ahead = %q, want %q", c.line, got, want)
		}
	}
}

// TestSeveralMarkets shows that a share asked without a market, of somebody who is not measured in the usual one, is answered only
// where there is no choice.
func TestSeveralMarkets(t *testing.T) {
	b := starterBook(t)
	var several *facts.SeveralMarkets
	if _, err := ask(b, "vivo"); !errors.As(err, &several) || several.Figures[0].Fact.Market != "m-cn-phone" {
		t.Fatalf("vivo: %v", err)
	}
	if _, err := ask(b, "alibaba by:idc"); !errors.As(err, &several) || several.By != "idc" || len(several.Figures) != 4 {
		t.Fatalf("IDC does not measure the usual market: %v", err)
	}
	for _, f := range several.Figures {
		if f.Fact.Sources[0].Publisher != "IDC" {
			t.Errorf("asked for IDC, got %s", said(&f.Fact))
		}
	}
	for line, want := range map[string]string{
		"nvidia": "nvidia m-cn-accelerators", "qwen": "qwen m-cn-ent-llm", "deepseek": "deepseek m-cn-ent-llm", "alibaba by:gartner": "alibaba m-world-iaas",
		"alibaba by:frost": "qwen m-cn-ent-llm",
	} {
		a, err := ask(b, line)
		if got := a.Figure.Fact.Subject + " " + a.Figure.Fact.Market; err != nil || got != want || !a.Implied {
			t.Errorf("%s: %s (%v), want %s", line, got, err, want)
		}
	}
}

func TestNamesNotKnown(t *testing.T) {
	b := starterBook(t)
	for _, c := range []struct {
		line, name string
		role       facts.Role
		first      string // the first suggestion; empty for none
	}{
		{"alibabba", "alibabba", facts.AsSubject, "alibaba"},
		{"alibaba clod", "alibaba clod", facts.AsSubject, "alibaba-cloud"},
		{"tencnet 2025q1", "tencnet", facts.AsSubject, "tencent"},
		{"阿里云云", "阿里云云", facts.AsSubject, "alibaba-cloud"},
		{"腾訊", "腾訊", facts.AsSubject, "tencent"},
		{"zzzzqqq", "zzzzqqq", facts.AsSubject, ""},
		{"alibaba by:canalis", "canalis", facts.AsPublisher, "canalys"},
		{"alibaba market:zzzzqqq", "zzzzqqq", facts.AsMarket, ""},
	} {
		_, err := ask(b, c.line)
		var unknown *facts.UnknownName
		if !errors.As(err, &unknown) || unknown.Name != c.name || unknown.Role != c.role {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		first := ""
		if len(unknown.Suggestions) > 0 {
			first = unknown.Suggestions[0].ID
		}
		if first != c.first {
			t.Errorf("%s: suggests %q, want %q", c.line, first, c.first)
		}
	}
	var many *facts.TooManyNames
	if _, err := ask(b, "huawei tencent"); !errors.As(err, &many) || !slices.Equal(many.Names, []string{"huawei", "tencent"}) {
		t.Errorf("two subjects: %v", err)
	}
	if _, err := ask(b, "2024q4"); !errors.Is(err, facts.ErrNoSubject) {
		t.Errorf("nobody: %v", err)
	}
	var ambiguous *facts.AmbiguousName
	if _, err := ask(b, "huawei market:phone"); !errors.As(err, &ambiguous) || ambiguous.Role != facts.AsMarket || len(ambiguous.Choices) < 2 {
		t.Errorf("several markets: %v", err)
	}
}

func TestRank(t *testing.T) {
	b := starterBook(t)
	for _, c := range []struct{ line, want string }{
		{"", "2025-Q1 m-cn-infra: alibaba-cloud 33, huawei-cloud 18, tencent-cloud 10"},
		{"2021q3", "2021-Q3 m-cn-infra: alibaba-cloud 38.3, huawei-cloud 17, tencent-cloud 16.6, baidu-ai-cloud 8.2"},
		{"ai cloud", "2025-H1 m-cn-aicloud: alibaba-cloud 35.8, volcano-engine 14.8, huawei-cloud 13.1, tencent-cloud 7, baidu-ai-cloud 6.1"},
		{"maas", "2025-H1 m-cn-maas: volcano-engine 49.2, alibaba-cloud 27, baidu-ai-cloud 17"},
		{"2025q3 by:idc m-cn-phone", "2025-Q3 m-cn-phone: vivo 17.3, apple 15.8, huawei 15.2, xiaomi 14.7, oppo 14.5, honor 14.4"},
	} {
		q, err := facts.ParseQuestion(c.line)
		if err != nil {
			t.Fatal(err)
		}
		r, err := b.Rank(q)
		if err != nil {
			t.Errorf("rank %s: %v", c.line, err)
			continue
		}
		var rows []string
		for i, row := range r.Rows {
			rows = append(rows, row.Entity.ID+" "+row.Figure.Fact.Quantity.Value.String())
			if row.Place.Position != i+1 || row.Place.Of != len(r.Rows) {
				t.Errorf("rank %s: place %+v", c.line, row.Place)
			}
		}
		if got := fmt.Sprintf("%s %s: %s", r.Period, r.Market.ID, strings.Join(rows, ", ")); got != c.want {
			t.Errorf("rank %s: %s, want %s", c.line, got, c.want)
		}
	}
	var none *facts.NoFigure
	if _, err := b.Rank(facts.Question{Text: "maas", When: mustWhen(t, "2019")}); !errors.As(err, &none) {
		t.Errorf("a ranking of a year without figures: %v", err)
	}
	var unknown *facts.UnknownName
	if _, err := b.Rank(facts.Question{Text: "turnips"}); !errors.As(err, &unknown) || unknown.Role != facts.AsMarket {
		t.Errorf("a ranking of turnips: %v", err)
	}
}

func TestComplete(t *testing.T) {
	b := starterBook(t)
	for _, c := range []struct{ prefix, language, want string }{
		{"ali", "en", "Aliyun/Alibaba Cloud, Alibaba Group/Alibaba Group"},
		{"阿里", "zh", "阿里/阿里巴巴, 阿里云/阿里云"},
		{"騰", "zh", "騰訊/腾讯, 騰訊雲/腾讯云"},
		{"HUAWEI c", "fr", "Huawei Cloud/Huawei Cloud"},
		{"scm", "en", ""}, // a newspaper has no market share
		{"", "en", ""},
		{"\xff", "en", ""},
	} {
		var got []string
		for _, x := range b.Complete(facts.Share, c.prefix, c.language, 5) {
			got = append(got, x.Match+"/"+x.Name)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("Complete(%q) = %q, want %q", c.prefix, strings.Join(got, ", "), c.want)
		}
	}
	if got := b.Complete(facts.Share, "a", "en", 2); len(got) != 2 {
		t.Errorf("%d completions, want 2", len(got))
	}
	if got := b.Complete("capex", "阿里", "zh", 9); len(got) == 0 || got[0].Entity.ID != "alibaba" {
		t.Errorf("who has capital expenditure: %+v", got)
	}
}
