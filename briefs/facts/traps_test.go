package facts_test

import (
	"testing"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/starter"
)

// TestTrapsStayOut: figures that were really printed and are wrong answer nothing, and stand beside no answer.
func TestTrapsStayOut(t *testing.T) {
	content, err := config.LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	list, err := starter.Facts(content)
	if err != nil {
		t.Fatal(err)
	}
	for _, trap := range []struct {
		why, subject, metric string
		period               briefs.Period
		value                string // as printed, in the amount's own unit; any scale
	}{
		{"2,295 milliards is 2.295 billion", "geo:cn-mainland", "cloud_spend", briefs.QuarterOf(2019, 2), "2295"},
		{"the second is Tencent", "baidu-ai-cloud", facts.Share, briefs.YearOf(2019), "17.3"},
		{"with 8.8 the shares exceed the whole", "baidu-ai-cloud", facts.Share, briefs.QuarterOf(2021, 3), "8.8"},
		{"亿 kept as billion", "tencent", "revenue", briefs.QuarterOf(2025, 1), "1800.2"},
		{"亿 kept as billion", "tencent", "capex", briefs.QuarterOf(2025, 1), "274.8"},
		{"the quarter's was 13.0", "tencent", "capex", briefs.QuarterOf(2025, 3), "51.3"},
		{"a digit off", "tencent", "revenue", briefs.QuarterOf(2025, 2), "180.5"},
		{"亿 kept as billion", "bytedance", "capex", briefs.YearOf(2026), "1.6"},
		{"of another quarter", "geo:world", "cloud_spend", briefs.QuarterOf(2025, 4), "129"},
		{"of another vintage", "huawei", facts.Share, briefs.QuarterOf(2025, 2), "17.1"},
		{"without a market", "alibaba-cloud", facts.Share, briefs.YearOf(2025), "47"},
		{"of the whole for 2026", "bytedance", "capex", briefs.YearOf(2025), "85"},
	} {
		for _, f := range list {
			if f.Subject == trap.subject && f.Metric == trap.metric && f.Period.Same(trap.period) && f.Quantity.Value.String() == trap.value &&
				f.Review == briefs.Approved && f.Rank != briefs.Deprecated {
				t.Errorf("%s %s is approved with %s (%s)", trap.subject, trap.metric, trap.value, trap.why)
			}
		}
	}
	// What is deprecated is kept, and not told even where it is the only figure of its market.
	for _, f := range list {
		if f.Rank != briefs.Deprecated {
			continue
		}
		b, err := facts.New(starter.Entities(content), starter.Markets(content), starter.Metrics(content), []briefs.Fact{f})
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := b.Best(facts.Query{Subject: f.Subject, Metric: f.Metric, Period: f.Period}); ok {
			t.Errorf("%s answers", said(&got.Fact))
		}
		if _, ok := b.Fact(f.ID); !ok {
			t.Errorf("%s is not kept", f.ID)
		}
	}
}
