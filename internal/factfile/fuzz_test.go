package factfile

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// header is the first line of tables.
const header = "fact_id,entity,entity_id,metric,value,unit,currency,period_type,period,geography_market_definition,nature,publisher,reported_via,source_title,source_url,published_date,conflict_group,note\n"

// FuzzReadTable: whatever a table holds, its rows are facts that a store can keep or say why not; and what is written of them is read
// again as the same.
func FuzzReadTable(f *testing.F) {
	f.Add([]byte(header + "1,Alibaba,alibaba,capex,80-100,billion,CNY,year,2025,company total,\"plan (unconfirmed, people familiar)\",FT,,T,https://a.example,~2025-11,,lower bound; USD 28 billion as cited\n"))
	f.Add([]byte(header + "2,DeepSeek,deepseek,model_release,R1,name,,day,2025-01-20,-,event,DeepSeek,,T,,,,\"{\"\"review\"\":\"\"rejected\"\",\"\"rank\"\":\"\"deprecated\"\"} no\"\n"))
	f.Add([]byte(header + "3,X,group:x,odd_metric,1,HKD per share,HKD,fiscal_year,FY2020 (2019-04-01/2020-03-31),World; x,rumour,P,,T,,2020,,{}\n"))
	f.Add([]byte("\xef\xbb\xbf" + header + "4,\"a\"b,,,\n\"open"))
	if data, err := os.ReadFile("../../../shared/data/facts/facts.csv"); err == nil {
		for lines := bytes.SplitAfter(data, []byte("\n")); len(lines) > 20; lines = lines[20:] {
			f.Add(append([]byte(header), bytes.Join(lines[1:20], nil)...))
		}
	}
	v := vocabulary(f)
	_, book := load(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := v.ReadTable(bytes.NewReader(data))
		if err != nil {
			return
		}
		var list []briefs.Fact
		draft := book.Draft()
		for _, r := range rows {
			if r.Err != nil {
				continue
			}
			if err := book.Check(&r.Record.Fact); err != nil {
				continue // said to whoever imports
			}
			list = append(list, r.Record.Fact)
			if got := draft.Insert(r.Record.Fact); got.Keep() && got.Fact.Review == briefs.Approved && len(got.Doubts) > 0 {
				t.Errorf("approved in doubt: %+v", got)
			}
		}
		var out bytes.Buffer
		if err := v.WriteTable(&out, list); err != nil {
			t.Fatal(err)
		}
		again, err := v.ReadTable(bytes.NewReader(out.Bytes()))
		if err != nil || len(again) != len(list) {
			t.Fatalf("%d rows of %d, %v:\n%s", len(again), len(list), err, out.Bytes())
		}
		for i, r := range again {
			if diff := cmp.Diff(list[i], r.Record.Fact, same); diff != "" || r.Err != nil {
				t.Fatalf("%v %s\n%s", r.Err, diff, out.Bytes())
			}
		}
	})
}

// FuzzReadLines: records come back as they were written.
func FuzzReadLines(f *testing.F) {
	f.Add([]byte(`{"workspace":"slack:T1","at":"2026-01-01T00:00:00Z","did":"fix","fact":{"id":"F1","subject":"alibaba","metric":"capex","period":{"kind":"year","start":"2025-01-01","end":"2026-01-01"},"quantity":{"value":"36.0","unit":"cny"},"nature":"plan","review":"candidate"}}`))
	f.Add([]byte("{}\n\n[1]\n{\"fact\":{}}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := ReadLines(bytes.NewReader(data))
		if err != nil {
			return
		}
		var records []facts.Record
		for _, r := range rows {
			if r.Err == nil {
				records = append(records, r.Record)
			}
		}
		var out bytes.Buffer
		if err := WriteLines(&out, func(yield func(facts.Record) bool) {
			for _, r := range records {
				if !yield(r) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
		again, err := ReadLines(bytes.NewReader(out.Bytes()))
		if err != nil || len(again) != len(records) {
			t.Fatalf("%d records of %d, %v", len(again), len(records), err)
		}
		for i, r := range again {
			if diff := cmp.Diff(records[i], r.Record, same); diff != "" || r.Err != nil {
				t.Fatalf("%v %s", r.Err, diff)
			}
		}
	})
}

// FuzzRow: each column by itself may hold anything.
func FuzzRow(f *testing.F) {
	f.Add("alibaba", "capex", "80-100", "billion", "CNY", "fiscal_year", "FY2026", "company total", "plan (unconfirmed)", "FT", "https://a.example", "~2025-11", "about; USD 3 billion as cited")
	f.Add("group:x", "market_share", "36.0", "percent", "", "other", "2025 (peak)", "China; AI apps", "estimate", "IDC", "", "2024", `{"label":"x"} why`)
	f.Add("geo:cn", "odd", "1", "trillion bytes", "", "other", "fiscal quarter ended 2025-04-27", "-", "actual", "P", "u", "", "lower bound")
	f.Add("geo:x", "capex", "1", "billion", "USD", "year", "2025", "-", "actual", "P", "u", "", `{"sources":null,"id":"FX","row":null,"known_from":null,"quantity":{"word":"w"},"as":[{"value":"1"}],"period":{"kind":"day","start":"1999-01-01","end":"2001-01-01"},"subject":"alibaba cloud","nature":"plan"}`)
	f.Add("deepseek", "model_release", "R1", "name", "", "range", "2023-03/2025-11", "World; y", "event", "P", "u", "2025-02", "")
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, id, metric, value, unit, currency, kind, period, definition, nature, publisher, url, date, note string) {
		c := cells{
			"fact_id": "r1", "entity_id": id, "entity": "E", "metric": metric, "value": value, "unit": unit, "currency": currency, "period_type": kind, "period": period,
			"geography_market_definition": definition, "nature": nature, "publisher": publisher, "source_url": url, "source_title": "T", "published_date": date, "note": note,
		}
		for name := range c {
			c[name] = cell(c[name])
		}
		r, _, err := v.record(c)
		if err != nil {
			return
		}
		want := r.Fact
		marked := strings.HasPrefix(c["note"], "{")
		if !want.Period.Start.Before(want.Period.End) || !marked && (want.Known.From.IsZero() || len(want.Sources) != 1 || want.Sources[0].Publisher == "") {
			t.Fatalf("%+v", want)
		}
		var out bytes.Buffer
		if err := v.WriteTable(&out, []briefs.Fact{want}); err != nil {
			t.Fatal(err)
		}
		again, err := v.ReadTable(bytes.NewReader(out.Bytes()))
		if err != nil || len(again) != 1 || again[0].Err != nil || !cmp.Equal(want, again[0].Record.Fact, same) {
			t.Fatalf("%v %+v\n%+v\n%s", err, again, want, out.Bytes())
		}
	})
}
