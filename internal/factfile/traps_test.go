package factfile

import (
	"strings"
	"testing"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/datatest"
)

// claim is a row as somebody enters what a page prints. Empty columns take the usual: an estimate of a quarter in percent, undated.
type claim struct {
	entity, metric, value, unit, currency, kind, period, market, nature, publisher, via, url, date, note string
}

const (
	infra  = "Mainland China; cloud infrastructure services (IaaS+PaaS, public shared or hosted private, excl. SaaS)"
	phones = "Mainland China; smartphone shipments (sell-in)"
	world  = "World; cloud infrastructure services (IaaS, PaaS, hosted private)"
	ai     = "China; AI cloud (IaaS+PaaS+MaaS revenue)"
)

func (c claim) cells(row string) cells {
	or := func(text, usual string) string {
		if text == "" {
			return usual
		}
		return text
	}
	return cells{
		"fact_id": row, "entity_id": c.entity, "metric": c.metric, "value": c.value, "unit": or(c.unit, "percent"), "currency": c.currency,
		"period_type": or(c.kind, "quarter"), "period": c.period, "geography_market_definition": or(c.market, "company total"), "nature": or(c.nature, "estimate"),
		"publisher": c.publisher, "reported_via": or(c.via, "a page"), "source_title": "A page", "source_url": or(c.url, "https://trap.example/"+row), "published_date": c.date,
		"note": c.note,
	}
}

// traps are the claims with what is known before them, beyond the starter's facts; and by what they are told: the outcome or a doubt.
var traps = []struct {
	id     string
	before []claim
	trap   claim
	told   string // an outcome, a doubt, or the beginning of why the row is refused
}{
	{"T01", nil, claim{entity: "geo:cn-mainland", metric: "cloud_spend", value: "2295", unit: "billion", currency: "USD", period: "2019-Q2", market: infra, publisher: "Canalys"}, "unit error"},
	{"T02", []claim{{entity: "tencent-cloud", metric: "market_share", value: "17.3", kind: "year", period: "2019", market: infra, publisher: "Canalys", url: "https://cloud7.news/x"}},
		claim{entity: "baidu-ai-cloud", metric: "market_share", value: "17.3", kind: "year", period: "2019", market: infra, publisher: "Canalys", url: "https://cloud7.news/x"}, "twin"},
	{"T03", nil, claim{entity: "baidu-ai-cloud", metric: "market_share", value: "8.8", period: "2021-Q3", market: infra, publisher: "Canalys"}, "ruled out"},
	{"T04", nil, claim{entity: "geo:cn", metric: "ai_cloud_market_size", value: "20.8", unit: "billion", currency: "CNY", kind: "year", period: "2025", market: ai, publisher: "Omdia"}, "misplaced"},
	{"T05", nil, claim{entity: "alibaba-cloud", metric: "revenue", value: "2.24", unit: "billion", currency: "USD", kind: "year", period: "2017", publisher: "Alibaba", nature: "reported",
		note: `{"as":[{"value":"14.89","unit":"jpy","scale":9}]}`}, "wrong rate"},
	{"T06", nil, claim{entity: "geo:cn", metric: "maas_tokens", value: "5.367", unit: "trillion", kind: "half", period: "2025-H1", market: "China; public-cloud LLM calls by external customers", publisher: "IDC"}, "unit error"},
	{"T07", []claim{{entity: "tencent", metric: "revenue", value: "180.02", unit: "billion", currency: "CNY", period: "2025-Q1", publisher: "Tencent", nature: "reported"}},
		claim{entity: "tencent", metric: "revenue", value: "1800.2", unit: "billion", currency: "CNY", period: "2025-Q1", publisher: "Tencent", nature: "reported"}, "unit error"},
	{"T08", nil, claim{entity: "tencent", metric: "capex", value: "51.3", unit: "billion", currency: "CNY", period: "2025-Q3", publisher: "Tencent", nature: "reported"}, "disputed"},
	{"T09", nil, claim{entity: "bytedance", metric: "capex", value: "1.6", unit: "trillion", currency: "CNY", kind: "year", period: "2026", publisher: "Financial Times", nature: "plan"}, "unit error"},
	{"T10", []claim{{entity: "tencent", metric: "revenue", value: "184.5", unit: "billion", currency: "CNY", period: "2025-Q2", publisher: "Tencent", nature: "reported"}},
		claim{entity: "tencent", metric: "revenue", value: "180.5", unit: "billion", currency: "CNY", period: "2025-Q2", publisher: "Tencent", nature: "reported"}, "disputed"},
	{"T11", nil, claim{entity: "group:china-operators", metric: "revenue", value: "2022", unit: "billion", currency: "CNY", kind: "year", period: "1400", publisher: "operators", nature: "reported"}, `refused: period "1400"`},
	{"T12", []claim{{entity: "group:china-operators", metric: "capex", value: "350", unit: "billion", currency: "CNY", kind: "year", period: "2022", publisher: "operators", nature: "reported"}},
		claim{entity: "group:china-operators", metric: "capex", value: "3500", unit: "billion", currency: "CNY", kind: "year", period: "2022", publisher: "operators", nature: "reported"}, "unit error"},
	{"T13", nil, claim{entity: "alibaba", metric: "capex", value: "38.6", unit: "billion", currency: "USD", period: "2025-Q2", market: "AI and cloud infrastructure", publisher: "Alibaba", nature: "reported"}, "currency error"},
	{"T14", nil, claim{entity: "qwen3", metric: "training_tokens", value: "36", unit: "trillion bytes", kind: "day", period: "2025-04-29", market: "-", publisher: "Alibaba", nature: "reported"}, "unit error"},
	{"T15", []claim{{entity: "glm", metric: "model_parameters_active", value: "32", unit: "billion", kind: "day", period: "2025-07-28", market: "-", publisher: "Zhipu AI / Z.ai", nature: "reported"}},
		claim{entity: "glm", metric: "model_parameters_active", value: "355", unit: "billion", kind: "day", period: "2025-07-28", market: "-", publisher: "Zhipu AI / Z.ai", nature: "reported"}, "disputed"},
	{"T16", nil, claim{entity: "geo:world", metric: "cloud_spend", value: "129", unit: "billion", currency: "USD", period: "2025-Q4", market: world, publisher: "Synergy Research Group"}, "disputed"},
	{"T17", nil, claim{entity: "deepseek-r1", metric: "model_release", value: "DeepSeek-R1", unit: "name", kind: "day", period: "2025-01-10", market: "-", publisher: "DeepSeek", nature: "event"}, "other day"},
	{"T18", nil, claim{entity: "deepseek-v4", metric: "model_parameters_total", value: "1000", unit: "billion", kind: "month", period: "2026-02", market: "-", publisher: "press", nature: "rumour (sources say)"}, "rumour"},
	{"T19", nil, claim{entity: "geo:cn-mainland", metric: "cloud_spend", value: "460", unit: "billion", currency: "USD", kind: "year", period: "2025", market: infra, publisher: "163.com",
		note: `{"quantity":{"value":"460","scale":8,"unit":"usd"}}`}, "forecast as fact"},
	{"T20", nil, claim{entity: "geo:cn-mainland", metric: "cloud_spend_growth_yoy", value: "15", kind: "range", period: "2024/2025", market: infra, publisher: "Canalys", nature: "forecast"}, "horizon"},
	{"T23", []claim{
		{entity: "group:china-leading-csps", metric: "capex", value: "400", unit: "billion", currency: "CNY", kind: "year", period: "2025", publisher: "Goldman Sachs", url: "https://ttm.example/1"},
		{entity: "group:china-leading-csps", metric: "capex", value: "500", unit: "billion", currency: "CNY", kind: "year", period: "2026", publisher: "Goldman Sachs", nature: "forecast", url: "https://ttm.example/1"}},
		claim{entity: "group:china-leading-csps", metric: "capex_growth_yoy", value: "20", kind: "year", period: "2026", publisher: "Goldman Sachs", nature: "forecast", url: "https://ttm.example/1"}, "arithmetic"},
	{"T25", nil, claim{entity: "geo:cn", metric: "cloud_market_growth_yoy", value: "11.3", kind: "half", period: "2024-H2", market: "China; public cloud services IaaS", publisher: "IDC"}, "disputed"},
	{"T26", nil, claim{entity: "huawei", metric: "revenue", value: "120.1", unit: "billion", currency: "USD", kind: "year", period: "2024", publisher: "Huawei", nature: "reported"}, "converted"},
	{"T27", nil, claim{entity: "group:chinese-open-source-llms", metric: "market_share", value: "30", kind: "year", period: "2025", market: "global AI usage", publisher: "OpenRouter"}, "no market"},
	{"T28", nil, claim{entity: "alibaba-cloud", metric: "market_share", value: "47", kind: "year", period: "2025", market: "China's public cloud", publisher: "Goldman Sachs"}, "no market"},
	{"T31", []claim{{entity: "bytedance", metric: "h200_purchases", value: "85", unit: "billion", currency: "CNY", kind: "year", period: "2026", publisher: "press", nature: "plan"}},
		claim{entity: "bytedance", metric: "h200_purchases", value: "850", unit: "billion", currency: "CNY", kind: "year", period: "2026", publisher: "press", nature: "plan"}, "unit error"},
	{"T32", nil, claim{entity: "huawei", metric: "smartphone_shipments", value: "10.6", unit: "million", period: "2025-Q2", market: phones, publisher: "IDC", date: "2025-11-20"}, "disputed"},
	{"T33", nil, claim{entity: "huawei", metric: "market_share", value: "18.1", period: "2025-Q2", market: phones, publisher: "Counterpoint"}, "misattributed"},
	{"T34", nil, claim{entity: "vive", metric: "market_share", value: "18.2", period: "2025-Q2", market: phones, publisher: "Canalys"}, `refused: entity_id "vive" is not known; near to it are `},
	{"T35", nil, claim{entity: "bytedance", metric: "capex", value: "85", unit: "billion", currency: "CNY", kind: "year", period: "2025", publisher: "press", nature: "plan"}, "misplaced"},
	{"T36", nil, claim{entity: "wen", metric: "monthly_active_users", value: "10", unit: "million", kind: "month", period: "2025-11", market: "China; AI apps", publisher: "press"}, `refused: entity_id "wen" is not known`},
}

// TestTrapsAreNeverApproved enters each claim that must be rejected or flagged. None becomes an approved fact or an answer.
func TestTrapsAreNeverApproved(t *testing.T) {
	v := vocabulary(t)
	_, book := load(t)
	wanted := map[string]bool{}
	for _, c := range datatest.CSV(t, datatest.Dir(t, "facts", "traps.csv")) {
		if c["expected_outcome"] != "read_right" {
			wanted[c["trap_id"]] = true
		}
	}
	for _, trap := range traps {
		delete(wanted, trap.id)
		d := book.Draft()
		for i, c := range trap.before {
			f, err := v.fact(c.cells(trap.id+"-before-"+string(rune('a'+i))), c.note)
			if err != nil {
				t.Fatalf("%s: %v", trap.id, err)
			}
			if before := d.Insert(f); before.Fact.Review != briefs.Approved {
				t.Errorf("%s: the right reading is %s: %v %v", trap.id, before.Fact.Review, before.Outcome, before.Doubts)
			}
		}
		record, _, err := v.record(trap.trap.cells(trap.id))
		if err != nil {
			if !strings.HasPrefix("refused: "+err.Error(), trap.told) {
				t.Errorf("%s is refused: %v", trap.id, err)
			}
			continue
		}
		verdict := d.Insert(record.Fact)
		if !told(verdict, trap.told) {
			t.Errorf("%s: %s against %s, doubts %v; want %s", trap.id, verdict.Outcome, verdict.Against, verdict.Doubts, trap.told)
		}
		if verdict.Keep() && verdict.Fact.Review == briefs.Approved {
			t.Errorf("%s is approved", trap.id)
		}
		silent(t, trap.id, d, record.Fact)
	}
	for id := range wanted {
		t.Errorf("%s is not tried", id)
	}
}

func told(v facts.Verdict, want string) bool {
	for _, d := range v.Doubts {
		if string(d.Code) == want {
			return true
		}
	}
	return string(v.Outcome) == want
}

// silent asks for what a trap claims: unless it is in dispute and said to be, the answer is another or none.
func silent(t *testing.T, id string, d *facts.Draft, trap briefs.Fact) {
	t.Helper()
	book, err := d.Book()
	if err != nil {
		t.Fatal(err)
	}
	a, ok := book.Best(facts.Query{Subject: trap.Subject, Metric: trap.Metric, Market: trap.Market, Period: trap.Period})
	if ok && a.Fact.ID == trap.ID && (a.Fact.Review != briefs.Disputed || len(a.Rivals) == 0) {
		t.Errorf("%s answers, %s, against %d", id, a.Fact.Review, len(a.Rivals))
	}
}
