package facts_test

import (
	"errors"
	"testing"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

func TestReadQuantity(t *testing.T) {
	b := starterBook(t)
	for _, c := range []struct {
		text, metric, language string
		value                  string
		scale                  int
		unit                   string
		bound                  briefs.Bound
	}{
		{"36.0%", facts.Share, "en", "36.0", 0, "percent", briefs.Exact},
		{"36,5 %", facts.Share, "fr", "36.5", 0, "percent", briefs.Exact},
		{"36", facts.Share, "en", "36", 0, "percent", briefs.Exact},
		{"about 46 bn usd", "cloud_spend", "en", "46", 9, "usd", briefs.About},
		{"US$9.20bn", "cloud_spend", "en", "9.20", 9, "usd", briefs.Exact},
		{"460亿美元", "cloud_spend", "zh", "460", 8, "usd", briefs.Exact},
		{"约1206.69亿元", "revenue", "zh", "1206.69", 8, "cny", briefs.About},
		{"380 milliards de yuans", "pledge", "fr", "380", 9, "cny", briefs.Exact},
		{"au moins 1,5 milliard de dollars", "revenue", "fr", "1.5", 9, "usd", briefs.AtLeast},
		{"RMB39,824m", "revenue", "en", "39824", 6, "cny", briefs.Exact},
		{"12.5 million", "shipments", "en", "12.5", 6, "units", briefs.Exact},
		{"131 million", "users", "en", "131", 6, "users", briefs.Exact},
		{"2 percentage points", facts.Share, "en", "2", 0, "points", briefs.Exact},
	} {
		q, ok := b.ReadQuantity(c.text, c.metric, c.language)
		if !ok || q.Value.String() != c.value || q.Scale != c.scale || q.Unit != c.unit || q.Bound != c.bound {
			t.Errorf("%q: %v %+v", c.text, ok, q)
		}
	}
	if q, ok := b.ReadQuantity("Qwen3-Max", "model_release", "en"); !ok || q.Word != "Qwen3-Max" {
		t.Errorf("a release: %+v", q)
	}
	for _, text := range []string{"", "many", "36% or 37%", "46", "bn usd"} {
		if q, ok := b.ReadQuantity(text, "cloud_spend", "en"); ok {
			t.Errorf("%q is read as %+v", text, q)
		}
	}
}

func TestMeant(t *testing.T) {
	b := starterBook(t)
	for _, c := range []struct{ name, metric, market, want string }{
		{"alibaba", facts.Share, "m-cn-infra", "alibaba-cloud"},
		{"alibaba", "capex", "", "alibaba"},
		{"阿里云", "revenue", "", "alibaba-cloud"},
		{"geo:cn-mainland", "cloud_spend", "m-cn-infra", "geo:cn-mainland"},
	} {
		if got, err := b.Meant(c.name, c.metric, c.market); err != nil || got != c.want {
			t.Errorf("%s as %s: %q, %v", c.name, c.metric, got, err)
		}
	}
	var unknown *facts.UnknownName
	if _, err := b.Meant("alibabba", "capex", ""); !errors.As(err, &unknown) || len(unknown.Suggestions) == 0 {
		t.Errorf("a slip: %v", err)
	}
	if got, err := b.MarketMeant("", facts.Share); err != nil || got != "m-cn-infra" {
		t.Errorf("the usual market: %q, %v", got, err)
	}
}

func TestOverdue(t *testing.T) {
	b := newBook(t,
		fact(t, "A", "40", briefs.QuarterOf(2024, 1), nil), fact(t, "B", "41", briefs.YearOf(2024), nil),
		fact(t, "C", "42", briefs.QuarterOf(2024, 3), func(f *briefs.Fact) { f.Subject = "other" }),
		fact(t, "D", "30", briefs.YearOf(2030), func(f *briefs.Fact) { f.Nature, f.Market = briefs.Forecast, "n" }),
		fact(t, "E", "43", briefs.QuarterOf(2026, 1), by("Rival Firm")),
	)
	due := b.Overdue(today)
	if len(due) != 2 || due[0].Fact.ID != "B" || due[1].Fact.ID != "C" {
		t.Errorf("overdue: %+v", due)
	}
	layered, err := b.With(fact(t, "F", "44", briefs.QuarterOf(2026, 1), nil))
	if err != nil {
		t.Fatal(err)
	}
	if due := layered.Overdue(today); len(due) != 1 || due[0].Fact.ID != "C" {
		t.Errorf("overdue in a layer: %+v", due)
	}
}
