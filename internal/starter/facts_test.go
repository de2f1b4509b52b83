package starter

import (
	"testing"

	"briefbot/briefs"
	"briefbot/config"
)

func TestFactsAreTakenOver(t *testing.T) {
	s := load(t)
	list, err := Facts(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != len(s.Facts) || len(list) < 400 {
		t.Fatalf("%d facts of %d records", len(list), len(s.Facts))
	}
	byRow := map[string]briefs.Fact{}
	for i, f := range list {
		byRow[s.Facts[i].Row] = f
		if f.Period.IsZero() || !f.Period.Start.Before(f.Period.End) || f.Known.From.IsZero() || f.Nature == "" || f.Review == "" {
			t.Errorf("%s: period %v, known from %v, nature %q, review %q", f.ID, f.Period, f.Known.From, f.Nature, f.Review)
		}
		if f.Sources[0].Publisher == "" || f.Sources[0].URL == "" {
			t.Errorf("%s: source %+v", f.ID, f.Sources[0])
		}
		if _, ok := f.Quantity.Amount(); !ok && !f.Quantity.IsRange() && f.Quantity.Word == "" {
			t.Errorf("%s says nothing: %+v", f.ID, f.Quantity)
		}
	}
	pledge := byRow["F0055"]
	if pledge.Quantity.Value.String() != "380" || pledge.Quantity.Scale != 9 || pledge.Quantity.Unit != "cny" || pledge.Nature != briefs.Pledge ||
		len(pledge.As) != 1 || pledge.As[0].Value.String() != "52.4" || pledge.Period.String() != "2025..2027" {
		t.Errorf("the pledge became %+v", pledge)
	}
	capex := byRow["F0236"]
	if capex.Period.Label != "FY2026-Q1" || capex.Period.String() != "2025-Q2" || capex.Sources[0].Published.String() != "2025-08-29" {
		t.Errorf("the capital expenditure became %+v", capex)
	}
	if fiscal := byRow["F0256"].Period; fiscal.String() != "2019-04-01..2020-03-31" || fiscal.Label != "FY2020" {
		t.Errorf("the fiscal year became %v, %q", fiscal, fiscal.Label)
	}
	if s := byRow["F0441"].Sources[0]; s.Dated != "~2025-12-08" || s.Outlet != "scmp" {
		t.Errorf("the estimated date became %+v", s)
	}
	if got := byRow["F0270"].Quantity; !got.IsRange() || got.Low.String() != "80" {
		t.Errorf("the range became %+v", got)
	}
}

func TestBadFactsAreNamed(t *testing.T) {
	good := config.FactRecord{
		ID: "FAAAA", Row: "F9999", Subject: "alibaba", Metric: "capex", Value: "1", Unit: "cny", PeriodKind: "year", Start: "2024-01-01", End: "2025-01-01",
		Nature: "reported", Review: "approved", Publisher: "alibaba",
	}
	for name, spoil := range map[string]func(*config.FactRecord){
		"value":  func(r *config.FactRecord) { r.Value = "many" },
		"empty":  func(r *config.FactRecord) { r.Value = "" },
		"start":  func(r *config.FactRecord) { r.Start = "2024" },
		"end":    func(r *config.FactRecord) { r.End = "" },
		"kind":   func(r *config.FactRecord) { r.PeriodKind = "decade" },
		"nature": func(r *config.FactRecord) { r.Nature = "hunch" },
		"review": func(r *config.FactRecord) { r.Review = "" },
		"rank":   func(r *config.FactRecord) { r.Rank = "best" },
		"status": func(r *config.FactRecord) { r.Status = "odd" },
		"bound":  func(r *config.FactRecord) { r.Bound = "roughly" },
		"scale":  func(r *config.FactRecord) { r.Scale = "zillion" },
		"date":   func(r *config.FactRecord) { r.Published = "yesterday" },
		"cited":  func(r *config.FactRecord) { r.Cited = "52.4 usd" },
	} {
		r := good
		spoil(&r)
		if _, err := Facts(&config.Starter{Facts: []config.FactRecord{r}}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Facts(&config.Starter{Facts: []config.FactRecord{good}}); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func TestMarketsAndMetrics(t *testing.T) {
	s := load(t)
	book, err := Book(s)
	if err != nil {
		t.Fatal(err)
	}
	if book.Len() != len(s.Facts) {
		t.Errorf("the book holds %d of %d facts", book.Len(), len(s.Facts))
	}
	infra := book.Market("m-cn-infra")
	if infra.Name["fr"] == "" || infra.Definition == "" || len(infra.OneSeries) != 2 {
		t.Errorf("the market became %+v", infra)
	}
	share := book.Metric("market_share")
	if share.Unit != "percent" || share.High.String() != "100" || !share.Markets || share.Name["zh"] == "" {
		t.Errorf("the metric became %+v", share)
	}
	if capex := book.Metric("capex"); capex.Unit != "money" || capex.Markets {
		t.Errorf("the metric became %+v", capex)
	}
	if top := book.Entity("group:top-3"); len(top.Members) != 3 {
		t.Errorf("the group became %+v", top)
	}
}
