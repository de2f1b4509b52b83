package facts_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// question reads a line as a command with the metric would; an open one for an empty metric.
func question(t testing.TB, metric, line string) facts.Question {
	t.Helper()
	q, err := facts.ParseQuestion(line)
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	q.Metric, q.Open, q.Today = metric, metric == "", today
	return q
}

// TestOneGrammar shows that words come in any order and in three languages, and that metrics decide whose figure is meant.
func TestOneGrammar(t *testing.T) {
	b := starterBook(t)
	for _, c := range []struct{ metric, line, want string }{
		{facts.Share, "alibaba 2024q4", "alibaba-cloud market_share m-cn-infra 2024-Q4 36"},
		{facts.Share, "2024q4 alibaba", "alibaba-cloud market_share m-cn-infra 2024-Q4 36"},
		{facts.Share, "Alibaba's share of q4 2024", "alibaba-cloud market_share m-cn-infra 2024-Q4 36"},
		{facts.Share, "la part de marché d’Alibaba au T4 2024", "alibaba-cloud market_share m-cn-infra 2024-Q4 36"},
		{facts.Share, "阿里云2024年四季度的份额", "alibaba-cloud market_share m-cn-infra 2024-Q4 36"},
		{facts.Share, "alibaba 2024q4 by canalys", "alibaba-cloud market_share m-cn-infra 2024-Q4 36"},
		{facts.Share, "market:ai-cloud alibaba h1 2025", "alibaba-cloud market_share m-cn-aicloud 2025-H1 35.8"},
		{facts.Share, "qwen", "qwen market_share m-cn-ent-llm 2025-H1 17.7"},
		{facts.Share, "alibaba market:m-cn-ent-llm", "qwen market_share m-cn-ent-llm 2025-H1 17.7"},
		{"capex", "alibaba 2025q3", "alibaba capex  2025-Q3 31.5"},
		{"capex", "2025年三季度 阿里巴巴 资本开支", "alibaba capex  2025-Q3 31.5"},
		{"capex", "alibaba growth 2025q1", "alibaba capex_growth  2025-Q1 120.68"},
		{"revenue", "alibaba 2025q3", "alibaba revenue  2025-Q3 247.8"},
		{"revenue", "alibaba cloud 2025q3", "alibaba-cloud revenue  2025-Q3 39.824"},
		{"cloud_spend", "2024", "geo:cn-mainland cloud_spend m-cn-infra 2024 40"},
		{"cloud_spend", "china 2025", "geo:cn-mainland cloud_spend m-cn-infra 2025 46"},
		{"cloud_spend", "Chine 2025 croissance", "geo:cn-mainland cloud_spend_growth m-cn-infra 2025 15"},
		{"cloud_spend", "world", "geo:world cloud_spend m-world-infra 2025-Q4 119.1"},
		{"", "alibaba pledge 2025-2027", "alibaba pledge  2025..2027 380"},
		{"", "engagement alibaba 2025-2027", "alibaba pledge  2025..2027 380"},
		{"", "阿里巴巴投资承诺", "alibaba pledge  2025..2027 380"},
		{"", "alibaba adjusted EBITA", "alibaba-cloud other  2025-Q3 3.604"},
		{"", "deepseek users", "deepseek users m-cn-ai-apps 2025-05 169"},
	} {
		a, err := b.Ask(question(t, c.metric, c.line))
		f := a.Figure.Fact
		got := fmt.Sprintf("%s %s %s %s %s", f.Subject, f.Metric, f.Market, f.Period, f.Quantity.Value)
		if err != nil || got != c.want {
			t.Errorf("%s %q: %s (%v), want %s", c.metric, c.line, got, err, c.want)
		}
	}
}

// TestNoWordIsDropped shows that what is not understood is an error, with what may have been meant.
func TestNoWordIsDropped(t *testing.T) {
	b := starterBook(t)
	for _, c := range []struct {
		metric, line string
		flaw         facts.Flaw
		near         string
	}{
		{facts.Share, "alibaba capex", facts.OtherMetric, ""},
		{"capex", "alibaba part de marché", facts.OtherMetric, ""},
		{"", "alibaba capex revenue", facts.TwoMetrics, ""},
		{facts.Share, "alibaba growth", facts.NoGrowth, ""},
		{facts.Share, "alibaba 7", facts.StrayNumber, ""},
		{"", "alibaba capexx", facts.UnknownWord, "capex"},
		{"", "alibaba investisements", facts.UnknownWord, "investissements"},
	} {
		_, err := b.Ask(question(t, c.metric, c.line))
		var bad *facts.BadArgument
		if !errors.As(err, &bad) || bad.Flaw != c.flaw || c.near != "" && !slices.Contains(bad.Near, c.near) {
			t.Errorf("%s %q: %v, want %s near to %q", c.metric, c.line, err, c.flaw, c.near)
		}
	}
	for _, line := range []string{"alibaba flurb", "flurb", "alibaba 2024q4 whatever", "阿里云某某"} {
		if _, err := b.Ask(question(t, facts.Share, line)); !errors.As(err, new(*facts.UnknownName)) {
			t.Errorf("%q: %v, want an unknown name", line, err)
		}
	}
	for _, line := range []string{"--al", "show:everything"} {
		_, err := facts.ParseQuestion("alibaba " + line)
		var bad *facts.BadArgument
		if !errors.As(err, &bad) || bad.Flaw != facts.UnknownFlag || !slices.Contains(bad.Near, "all") {
			t.Errorf("%q: %v", line, err)
		}
	}
	q := question(t, facts.Share, "alibaba —all --historique show:csv")
	if !q.All || !q.History || !q.CSV {
		t.Errorf("flags: %+v", q)
	}
}

// TestVocabularyAndNames: no word for a metric is somebody's name as well.
func TestVocabularyAndNames(t *testing.T) {
	b := starterBook(t)
	for _, word := range []string{
		"share", "part", "份额", "spend", "dépenses", "支出", "capex", "investissements", "资本开支", "revenue", "CA", "营收", "pledge", "engagement",
		"承诺", "users", "utilisateurs", "用户", "tokens", "shipments", "livraisons", "出货量", "parameters", "paramètres", "参数",
	} {
		if !b.NamesMetric(facts.Question{Text: word}) {
			t.Errorf("%q names no metric", word)
		}
		if e, ok := b.One(word); ok {
			t.Errorf("%q is also a name: %s", word, e.ID)
		}
	}
}

func TestTrend(t *testing.T) {
	b := starterBook(t)
	s, err := b.Trend(question(t, "", "alibaba 4"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range s.Points {
		got = append(got, fmt.Sprintf("%s=%s gap %v", p.Period, p.Figure.Fact.Quantity.Value, p.Gap))
	}
	want := []string{"2022-Q3=36 gap false", "2024-Q4=36 gap true", "2025-Q1=33 gap false", "2025-Q4=37 gap true"}
	if !slices.Equal(got, want) || s.Left == 0 || s.Change != nil || s.Market.ID != "m-cn-infra" {
		t.Errorf("%q, %d left, change %v", got, s.Left, s.Change)
	}
	if s, err = b.Trend(question(t, "", "alibaba 2024-2025q1")); err == nil {
		t.Errorf("half a span is read: %+v", s.Points)
	}
	if s, err = b.Trend(question(t, "", "alibaba 2024")); err != nil || len(s.Points) != 1 || s.Points[0].Gap {
		t.Errorf("of one year: %+v, %v", s.Points, err)
	}
	if _, err = b.Trend(question(t, "", "alibaba 2010")); !errors.As(err, new(*facts.NoFigure)) {
		t.Errorf("of a year without figures: %v", err)
	}
	broken := newBook(t,
		fact(t, "F1", "40", briefs.QuarterOf(2024, 3), nil), fact(t, "F2", "30", briefs.QuarterOf(2024, 4), func(f *briefs.Fact) { f.Status = briefs.Break }),
		fact(t, "F3", "31.5", briefs.QuarterOf(2025, 1), nil), fact(t, "F4", "99", briefs.QuarterOf(2025, 2), func(f *briefs.Fact) { f.Nature = briefs.Forecast }),
	)
	s, err = broken.Trend(facts.Question{Text: "acme", Open: true})
	if err != nil || len(s.Points) != 3 || !s.Points[1].Break || s.Points[2].Break {
		t.Fatalf("%+v, %v", s.Points, err)
	}
	if s.Change == nil || s.Change.Points.String() != "1.5" {
		t.Errorf("the change after a break: %+v", s.Change)
	}
	s, _ = broken.Trend(facts.Question{Text: "acme 2", Open: true})
	if len(s.Points) != 2 || s.Points[0].Break || s.Left != 1 {
		t.Errorf("a break that parts nothing shown: %+v", s.Points)
	}
	s, _ = broken.Trend(facts.Question{Text: "acme", Open: true, When: mustWhen(t, "2024")})
	if len(s.Points) != 2 || s.Change != nil {
		t.Errorf("across a break there is no change: %+v", s.Change)
	}
}

func TestCompare(t *testing.T) {
	b := starterBook(t)
	for _, c := range []struct{ line, want string }{
		{"alibaba huawei", "market_share m-cn-infra 2025-Q1: alibaba-cloud huawei-cloud"},
		{"tencent alibaba huawei", "market_share m-cn-infra 2025-Q1: alibaba-cloud huawei-cloud tencent-cloud"},
		{"alibaba vs huawei 2022q3", "market_share m-cn-infra 2022-Q3: alibaba-cloud huawei-cloud"},
		{"alibaba huawei market:ai-cloud", "market_share m-cn-aicloud 2025-H1: alibaba-cloud huawei-cloud"},
		{"alibaba tencent capex", "capex  2025-Q3: alibaba tencent"},
		{"xiaomi vivo shipments", "shipments m-cn-phone 2025-Q3: vivo xiaomi"},
		{"qwen deepseek doubao", "market_share m-cn-ent-llm 2025-H1: qwen doubao deepseek"},
	} {
		got, err := b.Compare(question(t, "", c.line))
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		said := fmt.Sprintf("%s %s %s:", got.Metric.ID, got.Market.ID, got.Period)
		for _, r := range got.Rows {
			said += " " + r.Entity.ID
		}
		if said != c.want {
			t.Errorf("%s: %s, want %s", c.line, said, c.want)
		}
	}
	for _, line := range []string{"alibaba nvidia", "alibaba tencent 2025q4", "alibaba huawei capex", "alibaba huawei by:idc"} {
		_, err := b.Compare(question(t, "", line))
		if !errors.As(err, new(*facts.Mixed)) {
			t.Errorf("%s: %v, want a refusal", line, err)
		}
	}
	var bad *facts.BadArgument
	if _, err := b.Compare(question(t, "", "alibaba 阿里巴巴")); !errors.As(err, &bad) || bad.Flaw != facts.FewNames {
		t.Errorf("one name, twice: %v", err)
	}
	if _, err := b.Compare(question(t, "", "alibaba tencent huawei baidu apple vivo xiaomi")); !errors.As(err, &bad) || bad.Flaw != facts.ManyNames {
		t.Errorf("seven names: %v", err)
	}
}

// TestComparedAlike: whatever is compared, all was measured alike and may be told, and a refusal proposes only what is.
func TestComparedAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, err := facts.New(entities, markets, metrics, anyFacts(t))
		if err != nil {
			t.Fatal(err)
		}
		q := facts.Question{Text: "acme other", Today: today}
		if rapid.Bool().Draw(t, "with a publisher") {
			q.By = "Rival Firm"
		}
		c, err := b.Compare(q)
		all := []facts.Comparison{c}
		var mixed *facts.Mixed
		if errors.As(err, &mixed) {
			all = mixed.Common
		} else if err != nil {
			return
		}
		for _, c := range all {
			first := c.Rows[0].Figure.Fact
			rival := first.Sources[0].Publisher == "Rival Firm"
			for _, r := range c.Rows {
				f := r.Figure.Fact
				if f.Market != first.Market || !f.Period.Same(first.Period) || (f.Sources[0].Publisher == "Rival Firm") != rival ||
					f.Review == briefs.Candidate || f.Rank == briefs.Deprecated || !f.Known.To.IsZero() {
					t.Fatalf("%+v beside %+v", f, first)
				}
			}
			if len(c.Rows) != 2 || q.By != "" && err == nil && !rival {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func TestModels(t *testing.T) {
	b := starterBook(t)
	r, err := b.Models(question(t, "model_release", "deepseek january 2025"))
	if err != nil || len(r.List) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	one := r.List[0]
	if one.Figure.Fact.Period.String() != "2025-01-20" || len(one.Figure.Sources) != 2 || one.Parameters == nil || one.Parameters.Fact.Quantity.Value.String() != "671" {
		t.Errorf("DeepSeek-R1: %+v", one)
	}
	if r, err = b.Models(question(t, "model_release", "")); err != nil || len(r.List) != 10 || r.Left == 0 {
		t.Errorf("everybody's: %d, %d left, %v", len(r.List), r.Left, err)
	}
	for i := 1; i < len(r.List); i++ {
		if r.List[i-1].Figure.Fact.Period.End.Before(r.List[i].Figure.Fact.Period.End) {
			t.Errorf("release %d is newer than the one before", i)
		}
	}
	if r, err = b.Models(question(t, "model_release", "alibaba 3")); err != nil || len(r.List) != 3 || r.Left == 0 {
		t.Errorf("three of Alibaba: %+v, %v", r, err)
	}
	if _, err = b.Models(question(t, "model_release", "nvidia")); !errors.As(err, new(*facts.NoFigure)) {
		t.Errorf("of a chip maker: %v", err)
	}
}

func TestWhoMeasuresWhat(t *testing.T) {
	b := starterBook(t)
	list, err := b.Publishers(question(t, "", ""))
	if err != nil || list[0].Market.ID != "m-cn-infra" || list[0].Publisher != "Omdia" || list[0].Metric.ID != facts.Share {
		t.Fatalf("%+v, %v", list[:1], err)
	}
	for _, line := range []string{"idc", "by:idc"} {
		list, err = b.Publishers(question(t, "", line))
		if err != nil || slices.ContainsFunc(list, func(m facts.Measured) bool { return m.Publisher != "IDC" }) {
			t.Errorf("%s: %+v, %v", line, list, err)
		}
	}
	card, err := b.AboutMarket(question(t, "", "ai-cloud"))
	if err != nil || card.Market.ID != "m-cn-aicloud" || len(card.Measured) == 0 || card.Near[0].ID != "m-cn-infra" {
		t.Errorf("the card of a market: %+v, %v", card, err)
	}
	if card, err = b.AboutMarket(facts.Question{}); err != nil || card.Market.ID != "m-cn-infra" || len(card.Default) != 3 {
		t.Errorf("the usual market: %+v, %v", card, err)
	}
}

func TestByID(t *testing.T) {
	b := starterBook(t)
	a, ok := b.ByID(" fr3rr ", facts.Question{})
	if !ok || a.Figure.Fact.ID != "FR3RR" || a.Growth == nil || a.Growth.Fact.ID != "FVRSS" {
		t.Errorf("%+v, %v", a, ok)
	}
	hidden := newBook(t, fact(t, "FC", "1", briefs.QuarterOf(2025, 1), func(f *briefs.Fact) { f.Review = briefs.Candidate }))
	for _, id := range []string{"FC", "none", ""} {
		if _, ok := hidden.ByID(id, facts.Question{}); ok {
			t.Errorf("%q is told", id)
		}
	}
}

// TestProposals shows what is proposed while somebody types.
func TestProposals(t *testing.T) {
	b := starterBook(t)
	if got := b.CompleteMarket(facts.Share, "", 3); len(got) != 3 || got[0].ID != "m-cn-infra" {
		t.Errorf("markets: %+v", got)
	}
	if got := b.CompleteMarket(facts.Share, "smartph", 25); len(got) == 0 || got[0].ID != "m-cn-phone" {
		t.Errorf("markets like smartph: %+v", got)
	}
	if got := b.CompleteMarket("", "手机", 25); len(got) == 0 {
		t.Error("no market in Chinese")
	}
	if got := b.CompletePublisher("cana", 25); !slices.Equal(got, []string{"Canalys"}) {
		t.Errorf("publishers: %q", got)
	}
	if got := b.CompletePeriod(facts.Share, "alibaba", 2); len(got) != 2 || facts.Written(got[0]) == "" {
		t.Errorf("periods: %+v", got)
	}
	for _, p := range b.CompletePeriod(facts.Share, "", 100) {
		if asked := mustWhen(t, facts.Written(p)); !asked.Period.Same(p) {
			t.Errorf("%s is written %s and read as %s", p, facts.Written(p), asked.Period)
		}
	}
	if got := b.CompleteAny("qw", "en", 5); len(got) == 0 || !strings.HasPrefix(got[0].Name, "Qwen") {
		t.Errorf("names: %+v", got)
	}
}
