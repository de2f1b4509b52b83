package factfile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/datatest"
	"briefbot/internal/starter"
)

// empty returns a book with all names and no facts.
func empty(t testing.TB) *facts.Book {
	t.Helper()
	s, _ := load(t)
	b, err := facts.New(starter.Entities(s), starter.Markets(s), starter.Metrics(s), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// inserted takes all given rows in, one after the other, and returns the draft and the verdicts by row.
func inserted(t *testing.T) (*facts.Draft, map[string]facts.Verdict) {
	t.Helper()
	d, verdicts := empty(t).Draft(), map[string]facts.Verdict{}
	for _, r := range given(t) {
		if r.Err != nil {
			t.Fatalf("line %d: %v", r.Line, r.Err)
		}
		verdicts[r.Record.Fact.Row] = d.Insert(r.Record.Fact)
	}
	return d, verdicts
}

// TestAllGivenRowsLoad: none of the 491 rows is dropped, every metric name means something, and every one comes out as a fact with a source.
func TestAllGivenRowsLoad(t *testing.T) {
	rows := given(t)
	names, other := map[string]bool{}, map[string]bool{}
	for i, c := range datatest.CSV(t, datatest.Dir(t, "facts", "facts.csv")) {
		if rows[i].Err != nil {
			t.Errorf("line %d: %v", rows[i].Line, rows[i].Err)
			continue
		}
		f := rows[i].Record.Fact
		names[c["metric"]] = true
		if f.Metric == facts.Other {
			other[c["metric"]] = true
			if f.Label == "" {
				t.Errorf("%s: %s became other without a label", f.Row, c["metric"])
			}
		}
		if definition := c["geography_market_definition"]; f.Market == "" && f.Scope == "" && definition != "-" && !strings.HasPrefix(definition, "company total") &&
			definition != "China" && definition != "leading China cloud service providers" {
			t.Errorf("%s: nothing is left of %q", f.Row, definition)
		}
		if c["published_date"] == "" && (!f.Known.From.Equal(f.Period.End.UTC()) || !f.Sources[0].Published.IsZero()) {
			t.Errorf("%s is undated and known from %v, its period ends %v", f.Row, f.Known.From, f.Period.End)
		}
	}
	d, verdicts := inserted(t)
	book, err := d.Book()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 491 || len(verdicts) != 491 || book.Len() != 491 || len(names) != 59 || len(other) != 36 {
		t.Errorf("%d rows, %d verdicts, %d facts; %d metric names, %d kept as other", len(rows), len(verdicts), book.Len(), len(names), len(other))
	}
	count := map[facts.Outcome]int{}
	for _, v := range verdicts {
		count[v.Outcome]++
		if len(v.Doubts) > 0 {
			t.Errorf("%s is in doubt: %v", v.Fact.Row, v.Doubts)
		}
	}
	want := map[facts.Outcome]int{facts.Novel: 418, facts.Coexists: 38, facts.Corroborates: 32, facts.Contradicts: 2, facts.Revision: 1}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Error(diff)
	}
}

// TestConflictGroups says of each row of a group how it comes out, against which row, and why. The rows come in the file's order.
func TestConflictGroups(t *testing.T) {
	_, verdicts := inserted(t)
	rows := map[string]string{} // by fact id
	for row, v := range verdicts {
		rows[v.Fact.ID] = row
	}
	groups := map[string]bool{}
	for _, c := range datatest.CSV(t, datatest.Dir(t, "facts", "facts.csv")) {
		if c["conflict_group"] != "" {
			groups[c["conflict_group"]] = true
		}
	}
	for _, g := range conflicts {
		delete(groups, g.group)
		for _, want := range g.rows {
			v := verdicts[want.row]
			got := strings.TrimSpace(fmt.Sprint(v.Outcome, " ", rows[v.Against]))
			if got != want.outcome {
				t.Errorf("%s, %s: %s, want %s, because %s", g.group, want.row, got, want.outcome, want.why)
			}
		}
	}
	if len(groups) > 0 {
		t.Errorf("groups without an expectation: %v", slices.Sorted(maps.Keys(groups)))
	}
}

type expected struct{ row, outcome, why string }

var conflicts = []struct {
	group string
	rows  []expected
}{
	{"cn_growth_2024", []expected{
		{"F0010", "new", "it is the first figure of the year: a forecast"},
		{"F0053", "coexists F0010", "what was measured stands beside the forecast of the same publisher, whose nature is another"},
		{"F0058", "corroborates F0053", "another page prints the same 13 %"},
	}},
	{"alibaba_2021Q1", []expected{{"F0027", "new", "the table with 39.8 comes later in the file"}, {"F0079", "corroborates F0027", "39.8 is 40 within what 40 prints"}}},
	{"alibaba_pledge_usd", []expected{
		{"F0055", "new", "it is the first"},
		{"F0234", "corroborates F0055", "the same yuan; dollars are as cited and not compared"},
		{"F0459", "corroborates F0055", "at least 380 leaves room for 380"},
		{"F0463", "corroborates F0055", "the same yuan"},
	}},
	{"baidu_2021Q3", []expected{
		{"F0077", "new", "it is the first"},
		{"F0093", "disputed F0077", "one release of one publisher, printed within six days as 8.2 and 8.8"},
	}},
	{"alibaba_2020Q3", []expected{{"F0134", "corroborates F0128", "41 is 40.9 rounded"}}},
	{"cn_growth_2023", []expected{{"F0154", "coexists F0008", "a forecast stands beside what was measured"}}},
	{"alibaba_share_2022", []expected{{"F0183", "new", "no other share of his half-year: the quarters of Canalys are other periods and another market"}}},
	{"cn_2020", []expected{{"F0189", "coexists F0177", "another publisher and another market"}}},
	{"cn_ai_cloud_2024", []expected{
		{"F0198", "new", "it is the first"},
		{"F0201", "corroborates F0198", "19.59 is 19.6 within what 19.6 prints"},
		{"F0217", "coexists F0198", "another publisher and another market"},
	}},
	{"ai_cloud_2025H1", []expected{
		{"F0204", "new", "it is the first of Volcano Engine's half-year"}, {"F0205", "new", "the first of Alibaba Cloud's"}, {"F0206", "new", "the first of Baidu's"},
		{"F0210", "coexists F0205", "Omdia measures revenue, IDC tokens"}, {"F0211", "coexists F0204", "as above"}, {"F0212", "new", "IDC has no figure of Huawei"},
		{"F0213", "new", "nor of Tencent"}, {"F0214", "coexists F0206", "as above"},
	}},
	{"cn_ai_cloud_2025", []expected{
		{"F0216", "new", "it is the first: a forecast"},
		{"F0219", "coexists F0216", "what was measured stands beside the forecast, which stays known as one"},
	}},
	{"alibaba_2025", []expected{
		{"F0227", "coexists F0220", "another publisher, and a market that nobody defines: deprecated on the way in"},
		{"F0489", "new", "no other share of his second quarter"},
	}},
	{"alibaba_growth_2025Q1", []expected{{"F0237", "coexists F0045", "the company's whole segment beside Canalys' mainland"}}},
	{"tencent_capex_2025", []expected{
		{"F0270", "new", "it is the first: a broker's range"},
		{"F0276", "coexists F0270", "guidance of the company in words beside a broker's forecast"},
		{"F0278", "new", "a share of revenue is another figure"},
	}},
	{"tencent_capex_2025Q3", []expected{{"F0275", "new", "it is the first"}, {"F0277", "corroborates F0275", "13.0 is 12.98 rounded"}}},
	{"bytedance_capex_2026", []expected{
		{"F0291", "new", "it is the first"},
		{"F0294", "coexists F0291", "other publishers, and of AI alone"},
		{"F0464", "corroborates F0291", "another page prints what the Financial Times said"},
	}},
	{"huawei_cloud_scope", []expected{
		{"F0298", "new", "it is of 2023"},
		{"F0300", "new", "it is of 2024, and of another scope: nothing to compare"},
	}},
	{"operators_share_2024", []expected{{"F0308", "new", "no other share of theirs in a market that nobody defines"}}},
	{"gartner_2022", []expected{
		{"F0321", "new", "the vintage of 2024 comes first in the file"},
		{"F0322", "revision F0321", "the vintage of 2023 of the same publisher came late: it is closed where that of 2024 begins"},
	}},
	{"world_2025Q4", []expected{{"F0326", "new", "the page with 129 is not among the facts"}}},
	{"rank_2024", []expected{{"F0333", "new", "an order in words; Canalys' shares are other figures"}}},
	{"cn_phone_2025Q3", []expected{
		{"F0335", "new", "the first: Omdia"}, {"F0337", "new", "the first: Omdia"}, {"F0338", "new", "the first: Omdia"}, {"F0340", "new", "the first: Omdia"},
		{"F0343", "new", "Omdia gives no count of the market"}, {"F0345", "coexists F0335", "IDC counts by itself"},
		{"F0347", "coexists F0337", "IDC counts by itself"}, {"F0348", "coexists F0340", "IDC counts by itself"}, {"F0350", "coexists F0338", "IDC counts by itself"},
	}},
	{"phone_618_2024", []expected{
		{"F0372", "new", "the first: Counterpoint"},
		{"F0373", "coexists F0372", "TechInsights counts by itself"},
	}},
	{"chips_2025", []expected{{"F0407", "new", "the only figure of imported chips as TrendForce counts them"}}},
	{"r1_cost", []expected{
		{"F0435", "new", "it is the first"},
		{"F0436", "coexists F0435", "of V3, as Epoch AI reckons: another scope and another publisher"},
	}},
	{"openrouter_2025", []expected{
		{"F0440", "new", "it is the first: the average"},
		{"F0441", "disputed F0440", "the peak, by the same publisher and of the same page: until an editor rules that one of them is the figure of the year"},
	}},
	{"bytedance_capex_2025", []expected{{"F0465", "coexists F0292", "another publisher, and a plan beside an estimate"}}},
	{"cn_phone_2025Q2", []expected{
		{"F0467", "new", "the only count"}, {"F0468", "new", "the only count"}, {"F0471", "new", "the page with 8.1 million is not among the facts"},
	}},
}

// TestVintages: what a revision and a dispute leave behind.
func TestVintages(t *testing.T) {
	d, verdicts := inserted(t)
	late := verdicts["F0322"].Fact
	newer, _ := d.Fact(verdicts["F0321"].Fact.ID)
	if !late.Known.To.Equal(newer.Known.From) || !newer.Known.To.IsZero() {
		t.Errorf("the vintage of 2023 is known to %v, that of 2024 from %v to %v", late.Known.To, newer.Known.From, newer.Known.To)
	}
	misprint, right := verdicts["F0093"], verdicts["F0077"]
	now, _ := d.Fact(right.Fact.ID)
	if misprint.Fact.Review != briefs.Disputed || now.Review != briefs.Disputed {
		t.Errorf("8.8 is %s and 8.2 %s: both are one page", misprint.Fact.Review, now.Review)
	}
	book, err := d.Book()
	if err != nil {
		t.Fatal(err)
	}
	q := facts.Query{Subject: "geo:world", Metric: "market_size", Market: "m-world-iaas", Period: briefs.YearOf(2022)}
	if a, _ := book.Best(q); a.Fact.Row != "F0321" || len(a.Rivals) != 0 {
		t.Errorf("now: %s, against %v", a.Fact.Row, a.Rivals)
	}
	q.AsOf = briefs.Date{Year: 2024, Month: 1, Day: 31}
	if a, _ := book.Best(q); a.Fact.Row != "F0322" {
		t.Errorf("as of January 2024: %q", a.Fact.Row)
	}
}
