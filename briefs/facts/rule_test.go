package facts_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// The small world of these tests: a maker with a division, two firms that continue each other's series and one that does not.
var (
	entities = []briefs.Entity{
		{ID: "acme", Name: "Acme", Kind: "company", Aliases: []briefs.Alias{{Text: "极品", Language: "zh-Hans"}}},
		{ID: "acme-cloud", Name: "Acme Cloud", Kind: "cloud_brand", Parent: "acme"},
		{ID: "acme-chips", Name: "Acme Chips", Kind: "cloud_brand", Parent: "acme"},
		{ID: "other", Name: "Other", Kind: "company"},
		{ID: "group:two", Name: "Both", Kind: "group", Members: []string{"acme-cloud", "other"}},
		{ID: "old-firm", Name: "Old Firm", Kind: "research_firm"}, {ID: "new-firm", Name: "New Firm", Kind: "research_firm"},
		{ID: "rival-firm", Name: "Rival Firm", Kind: "research_firm"},
		{ID: "daily", Name: "The Daily", Kind: "publisher", Parent: "acme"},
	}
	markets = []briefs.Market{
		{ID: "m", Name: map[string]string{"en": "the cloud"}, Publishers: []string{"new-firm", "old-firm"}, OneSeries: []string{"old-firm", "new-firm"}, DefaultFor: []string{facts.Share}},
		{ID: "n", Name: map[string]string{"en": "the chips"}},
	}
	metrics = []briefs.Metric{{ID: facts.Share, Unit: "percent", Stale: 210, Markets: true}, {ID: "capex", Unit: "money", Stale: 210}, {ID: "other"}}
)

// fact makes an approved estimate of Acme Cloud's share; change says what is different.
func fact(t testing.TB, id, value string, p briefs.Period, change func(*briefs.Fact)) briefs.Fact {
	t.Helper()
	v, err := briefs.ParseDecimal(value)
	if err != nil {
		t.Fatal(err)
	}
	f := briefs.Fact{
		ID: id, Subject: "acme-cloud", Metric: facts.Share, Market: "m", Period: p, Quantity: briefs.Quantity{Value: v, Unit: "percent"},
		Nature: briefs.Estimate, Review: briefs.Approved, Known: briefs.Span{From: p.End.UTC()},
		Sources: []briefs.Source{{Publisher: "Old Firm", Title: "Page of " + id, URL: "https://example.com/" + id, Published: p.End}},
	}
	if change != nil {
		change(&f)
	}
	return f
}

func newBook(t testing.TB, list ...briefs.Fact) *facts.Book {
	t.Helper()
	b, err := facts.New(entities, markets, metrics, list)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func by(publisher string) func(*briefs.Fact) {
	return func(f *briefs.Fact) { f.Sources[0].Publisher = publisher }
}

// TestBestAnswerRule gives two facts that differ in one thing; the first must answer.
func TestBestAnswerRule(t *testing.T) {
	q1, q2 := briefs.QuarterOf(2025, 1), briefs.QuarterOf(2025, 2)
	for name, pair := range map[string][2]briefs.Fact{
		"approved before disputed":   {fact(t, "Z", "1", q1, nil), fact(t, "A", "2", q2, func(f *briefs.Fact) { f.Review = briefs.Disputed })},
		"preferred before normal":    {fact(t, "Z", "1", q1, func(f *briefs.Fact) { f.Rank = briefs.Preferred }), fact(t, "A", "2", q2, nil)},
		"estimate before forecast":   {fact(t, "Z", "1", q1, nil), fact(t, "A", "2", q2, func(f *briefs.Fact) { f.Nature = briefs.Forecast })},
		"reported before a plan":     {fact(t, "Z", "1", q1, func(f *briefs.Fact) { f.Nature = briefs.Reported }), fact(t, "A", "2", q2, func(f *briefs.Fact) { f.Nature = briefs.Plan })},
		"the latest period":          {fact(t, "Z", "1", q2, nil), fact(t, "A", "2", q1, nil)},
		"the quarter, not its year":  {fact(t, "Z", "1", briefs.QuarterOf(2025, 4), nil), fact(t, "A", "2", briefs.YearOf(2025), nil)},
		"the market's publishers":    {fact(t, "Z", "1", q1, by("New Firm")), fact(t, "A", "2", q1, nil)},
		"listed publishers first":    {fact(t, "Z", "1", q1, nil), fact(t, "A", "2", q1, by("Rival Firm"))},
		"the latest vintage":         {fact(t, "Z", "1", q1, func(f *briefs.Fact) { f.Known.From = f.Known.From.AddDate(0, 0, 9) }), fact(t, "A", "2", q1, nil)},
		"the id, when all is equal":  {fact(t, "A", "1", q1, nil), fact(t, "Z", "2", q1, nil)},
		"deprecated never":           {fact(t, "Z", "1", q1, nil), fact(t, "A", "2", q2, func(f *briefs.Fact) { f.Rank = briefs.Deprecated })},
		"candidates never":           {fact(t, "Z", "1", q1, nil), fact(t, "A", "2", q2, func(f *briefs.Fact) { f.Review = briefs.Candidate })},
		"rejected never":             {fact(t, "Z", "1", q1, nil), fact(t, "A", "2", q2, func(f *briefs.Fact) { f.Review = briefs.Rejected })},
		"what was revised, no more":  {fact(t, "Z", "1", q1, nil), fact(t, "A", "2", q2, func(f *briefs.Fact) { f.Known.To = f.Known.From.AddDate(0, 1, 0) })},
		"another market never":       {fact(t, "Z", "1", q1, nil), fact(t, "A", "2", q2, func(f *briefs.Fact) { f.Market = "n" })},
		"another subject never":      {fact(t, "Z", "1", q1, nil), fact(t, "A", "2", q2, func(f *briefs.Fact) { f.Subject = "other" })},
		"a group never for a member": {fact(t, "Z", "1", q1, nil), fact(t, "A", "2", q2, func(f *briefs.Fact) { f.Subject = "group:two" })},
	} {
		for _, list := range [][]briefs.Fact{{pair[0], pair[1]}, {pair[1], pair[0]}} {
			a, err := newBook(t, list...).Share(facts.Question{Text: "acme"})
			if err != nil || a.Figure.Fact.ID != pair[0].ID {
				t.Errorf("%s: %q answers, %v", name, a.Figure.Fact.ID, err)
			}
		}
	}
}

func TestForecastIsNeverTheLatest(t *testing.T) {
	forecast := fact(t, "A", "40", briefs.YearOf(2027), func(f *briefs.Fact) { f.Nature = briefs.Forecast })
	b := newBook(t, forecast)
	var none *facts.NoFigure
	if _, err := b.Share(facts.Question{Text: "acme"}); !errors.As(err, &none) || none.Ahead == nil || none.Ahead.Fact.ID != "A" {
		t.Fatalf("only a forecast: %+v, %v", none, err)
	}
	a, err := b.Share(facts.Question{Text: "acme", When: mustWhen(t, "2027")})
	if err != nil || a.Figure.Fact.Nature != briefs.Forecast || codes(a.Caveats) != "nature" {
		t.Errorf("asked for 2027: %+v, %v", a, err)
	}
	a, err = b.Share(facts.Question{Text: "acme", Nature: briefs.Forecast})
	if err != nil || a.Figure.Fact.ID != "A" {
		t.Errorf("asked for a forecast: %v", err)
	}
}

func TestCandidatesAndDisputes(t *testing.T) {
	q1 := briefs.QuarterOf(2025, 1)
	candidate := fact(t, "A", "40", q1, func(f *briefs.Fact) { f.Review, f.Sources = briefs.Candidate, nil })
	var none *facts.NoFigure
	if _, err := newBook(t, candidate).Share(facts.Question{Text: "acme cloud"}); !errors.As(err, &none) || none.Candidates != 1 {
		t.Errorf("only a candidate: %+v", none)
	}
	disputed := func(f *briefs.Fact) { f.Review = briefs.Disputed }
	a, err := newBook(t, fact(t, "A", "40", q1, disputed), fact(t, "B", "44", q1, disputed)).Share(facts.Question{Text: "acme"})
	if err != nil || len(a.Figure.Rivals) != 1 || a.Figure.Rivals[0].ID != "B" || codes(a.Caveats) != "disputed contested" {
		t.Errorf("both disputed: %+v, %v", a, err)
	}
	a, err = newBook(t, fact(t, "A", "40", q1, nil), fact(t, "B", "44", q1, nil)).Share(facts.Question{Text: "acme"})
	if err != nil || len(a.Figure.Rivals) != 1 || codes(a.Caveats) != "contested" {
		t.Errorf("two values: %+v, %v", a, err)
	}
}

func TestAgreement(t *testing.T) {
	q1 := briefs.QuarterOf(2025, 1)
	billion := func(scale int) func(*briefs.Fact) {
		return func(f *briefs.Fact) { f.Quantity.Scale, f.Quantity.Unit = scale, "usd" }
	}
	for _, c := range []struct {
		a, b           briefs.Fact
		sources, rival int
	}{
		{fact(t, "A", "36", q1, nil), fact(t, "B", "36.0", q1, nil), 2, 0},
		{fact(t, "A", "40", q1, nil), fact(t, "B", "39.8", q1, nil), 2, 0},
		{fact(t, "A", "40", q1, nil), fact(t, "B", "39.4", q1, nil), 1, 1},
		{fact(t, "A", "8.2", q1, nil), fact(t, "B", "8.8", q1, nil), 1, 1},
		{fact(t, "A", "1.5", q1, billion(9)), fact(t, "B", "1500", q1, billion(6)), 2, 0},
		{fact(t, "A", "1.5", q1, billion(9)), fact(t, "B", "1500", q1, billion(9)), 1, 1},
		{fact(t, "A", "36", q1, nil), fact(t, "B", "36", q1, by("Rival Firm")), 1, 0}, // another series: it stands under also
		{fact(t, "A", "36", q1, nil), fact(t, "B", "36", q1, by("New Firm")), 2, 0},
		{fact(t, "A", "36", q1, nil), fact(t, "B", "30", q1, func(f *briefs.Fact) { f.Nature = briefs.Forecast }), 1, 0},
	} {
		a, err := newBook(t, c.a, c.b).Share(facts.Question{Text: "acme"})
		if err != nil || len(a.Figure.Sources) != c.sources || len(a.Figure.Rivals) != c.rival {
			t.Errorf("%s and %s: %d sources, %d rivals, %v", c.a.Quantity.Value, c.b.Quantity.Value, len(a.Figure.Sources), len(a.Figure.Rivals), err)
		}
	}
}

func TestAmbiguousParts(t *testing.T) {
	q1 := briefs.QuarterOf(2025, 1)
	b := newBook(t, fact(t, "A", "36", q1, nil), fact(t, "B", "20", q1, func(f *briefs.Fact) { f.Subject = "acme-chips" }))
	var ambiguous *facts.AmbiguousName
	if _, err := b.Share(facts.Question{Text: "极品"}); !errors.As(err, &ambiguous) || len(ambiguous.Choices) != 2 {
		t.Errorf("two divisions: %v", err)
	}
	if a, err := b.Share(facts.Question{Text: "acme chips"}); err != nil || a.Figure.Fact.ID != "B" {
		t.Errorf("one of them: %v", err)
	}
}

func TestBreaks(t *testing.T) {
	broken := func(f *briefs.Fact) { f.Status = briefs.Break }
	list := func(i int) []briefs.Fact {
		var out []briefs.Fact
		for n := range 4 {
			var change func(*briefs.Fact)
			if n == i {
				change = broken
			}
			out = append(out, fact(t, fmt.Sprint("F", n), fmt.Sprint(30+n), briefs.QuarterOf(2025, n+1), change))
		}
		return out
	}
	for i, want := range []string{"", "break", "break", "break"} { // a break in the oldest shown figure parts nothing
		a, err := newBook(t, list(i)...).Share(facts.Question{Text: "acme"})
		if err != nil || codes(a.Caveats) != want {
			t.Errorf("break in figure %d: %q, %v", i, codes(a.Caveats), err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	q1 := briefs.QuarterOf(2025, 1)
	good := fact(t, "A", "1", q1, nil)
	for want, bad := range map[string]briefs.Fact{
		"no id":             fact(t, "", "1", q1, nil),
		"the same id":       good,
		"about nobody":      fact(t, "B", "1", q1, func(f *briefs.Fact) { f.Subject = "" }),
		"unknown metric":    fact(t, "B", "1", q1, func(f *briefs.Fact) { f.Metric = "vibes" }),
		"unknown market":    fact(t, "B", "1", q1, func(f *briefs.Fact) { f.Market = "moon" }),
		"without a source":  fact(t, "B", "1", q1, func(f *briefs.Fact) { f.Sources = nil }),
		`fact 2, "B": it i`: fact(t, "B", "1", q1, func(f *briefs.Fact) { f.Sources = nil }),
	} {
		if _, err := facts.New(entities, markets, metrics, []briefs.Fact{good, bad}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q: %v", want, err)
		}
	}
	empty := newBook(t)
	var none *facts.NoFigure
	if _, err := empty.Share(facts.Question{Text: "acme"}); !errors.As(err, &none) {
		t.Errorf("an empty book: %v", err)
	}
	if _, err := empty.Rank(facts.Question{}); !errors.As(err, &none) {
		t.Errorf("a ranking of an empty book: %v", err)
	}
}

// anyFacts draws facts of a small world, so that many compete.
func anyFacts(t *rapid.T) []briefs.Fact {
	n := rapid.IntRange(1, 30).Draw(t, "n")
	out := make([]briefs.Fact, n)
	for i := range out {
		p := rapid.SampledFrom([]briefs.Period{
			briefs.QuarterOf(2024, 4), briefs.QuarterOf(2025, 1), briefs.QuarterOf(2025, 2), briefs.YearOf(2024), briefs.YearOf(2025),
		}).Draw(t, "period")
		day := p.End.AddDays(rapid.IntRange(0, 200).Draw(t, "vintage"))
		out[i] = briefs.Fact{
			ID: fmt.Sprintf("F%02d", i), Metric: facts.Share, Period: p,
			Subject:  rapid.SampledFrom([]string{"acme", "acme-cloud", "other", "group:two"}).Draw(t, "subject"),
			Market:   rapid.SampledFrom([]string{"m", "n"}).Draw(t, "market"),
			Quantity: briefs.Quantity{Value: briefs.DecimalOf(int64(rapid.IntRange(10, 60).Draw(t, "value")), 0), Unit: "percent"},
			Nature:   rapid.SampledFrom([]briefs.Nature{briefs.Estimate, briefs.Estimate, briefs.Reported, briefs.Forecast, briefs.Plan}).Draw(t, "nature"),
			Review:   rapid.SampledFrom([]briefs.Review{briefs.Approved, briefs.Approved, briefs.Approved, briefs.Disputed, briefs.Candidate, briefs.Rejected}).Draw(t, "review"),
			Rank:     rapid.SampledFrom([]briefs.Rank{briefs.Normal, briefs.Normal, briefs.Preferred, briefs.Deprecated}).Draw(t, "rank"),
			Known:    briefs.Span{From: day.UTC()},
			Sources:  []briefs.Source{{Publisher: rapid.SampledFrom([]string{"Old Firm", "New Firm", "Rival Firm"}).Draw(t, "publisher"), URL: fmt.Sprint("https://example.com/", i)}},
		}
		if rapid.IntRange(0, 3).Draw(t, "revised") == 0 {
			out[i].Known.To = day.AddDays(rapid.IntRange(1, 90).Draw(t, "days")).UTC()
		}
	}
	return out
}

// bestByHand is the rule as it is written, over a plain list.
func bestByHand(list []briefs.Fact, q facts.Query) (best briefs.Fact, ok bool) {
	publishers := map[string]int{"mNew Firm": 0, "mOld Firm": 1, "mRival Firm": 2, "nNew Firm": 0, "nOld Firm": 0, "nRival Firm": 0}
	key := func(f briefs.Fact) []int64 {
		future := map[briefs.Nature]int64{briefs.Forecast: 2, briefs.Plan: 1}[f.Nature]
		disputed := int64(0)
		if f.Review == briefs.Disputed {
			disputed = 1
		}
		return []int64{
			disputed, -int64(f.Rank), future, -f.Period.End.UTC().Unix(), -f.Period.Start.UTC().Unix(),
			int64(publishers[f.Market+f.Sources[0].Publisher]), -f.Known.From.Unix(),
		}
	}
	before := func(f, g briefs.Fact) bool {
		x, y := key(f), key(g)
		for i := range x {
			if x[i] != y[i] {
				return x[i] < y[i]
			}
		}
		return f.ID < g.ID
	}
	for _, f := range list {
		asOf := q.AsOf.AddDays(1).UTC().Add(-time.Second)
		known := q.AsOf.IsZero() && f.Known.To.IsZero() || !q.AsOf.IsZero() && f.KnownAt(asOf)
		latest := q.Period.IsZero() && (f.Nature == briefs.Forecast || f.Nature == briefs.Plan)
		if f.Subject != q.Subject || q.Market != "" && f.Market != q.Market || f.Rank == briefs.Deprecated || !known || latest ||
			f.Review != briefs.Approved && f.Review != briefs.Disputed || !q.Period.IsZero() && !f.Period.Same(q.Period) {
			continue
		}
		if !ok || before(f, best) {
			best, ok = f, true
		}
	}
	return best, ok
}

func TestBestByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := anyFacts(t)
		b, err := facts.New(entities, markets, metrics, list)
		if err != nil {
			t.Fatal(err)
		}
		q := facts.Query{
			Metric: facts.Share, Subject: rapid.SampledFrom([]string{"acme", "acme-cloud", "other", "nobody"}).Draw(t, "asked subject"),
			Market: rapid.SampledFrom([]string{"m", "n", ""}).Draw(t, "asked market"),
			Period: rapid.SampledFrom([]briefs.Period{{}, briefs.QuarterOf(2025, 1), briefs.YearOf(2025)}).Draw(t, "asked period"),
			AsOf:   rapid.SampledFrom([]briefs.Date{{}, {Year: 2025, Month: 5, Day: 1}, {Year: 2025, Month: 9, Day: 30}}).Draw(t, "as of"),
		}
		got, ok := b.Best(q)
		want, any := bestByHand(list, q)
		if ok != any || got.Fact.ID != want.ID {
			t.Fatalf("%+v: %q %v, by hand %q %v", q, got.Fact.ID, ok, want.ID, any)
		}
	})
}

// TestNothingLeaks: whatever is asked, only what people may be told comes out, every figure has a source, and rows of a
// ranking were measured alike.
func TestNothingLeaks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, err := facts.New(entities, markets, metrics, anyFacts(t))
		if err != nil {
			t.Fatal(err)
		}
		q := facts.Question{Text: rapid.SampledFrom([]string{"acme", "acme cloud", "other", "both"}).Draw(t, "text"), Today: today}
		if rapid.Bool().Draw(t, "with a period") {
			q.When.Period = rapid.SampledFrom([]briefs.Period{briefs.QuarterOf(2025, 1), briefs.YearOf(2024), briefs.HalfOf(2025, 1)}).Draw(t, "when")
		}
		a, err := b.Share(q)
		shown := append([]*briefs.Fact{&a.Figure.Fact}, append(a.Earlier, a.Also...)...)
		var none *facts.NoFigure
		var several *facts.SeveralMarkets
		if errors.As(err, &several) {
			shown = nil
			for i := range several.Figures {
				shown = append(shown, &several.Figures[i].Fact)
			}
			if len(shown) < 2 {
				t.Fatalf("a choice among %d", len(shown))
			}
		} else if errors.As(err, &none) {
			shown = none.Also
			for _, f := range []*facts.Figure{none.Within, none.Before, none.After, none.Ahead, none.Group} {
				if f != nil {
					shown = append(shown, &f.Fact)
				}
			}
		} else if err != nil {
			t.Fatal(err)
		}
		for _, f := range shown {
			if (f.Review != briefs.Approved && f.Review != briefs.Disputed) || f.Rank == briefs.Deprecated || !f.Known.To.IsZero() || len(f.Sources) == 0 {
				t.Fatalf("shown: %+v", f)
			}
		}
		if err == nil && (a.Figure.Fact.Market != "m" && !a.Implied || strings.HasPrefix(a.Figure.Fact.Subject, "group:") != (q.Text == "both")) {
			t.Fatalf("answered with %+v", a.Figure.Fact)
		}
		r, err := b.Rank(facts.Question{When: q.When})
		if err != nil {
			return
		}
		for i, row := range r.Rows {
			f := row.Figure.Fact
			if !f.Period.Same(r.Period) || f.Market != "m" || (f.Sources[0].Publisher == "Rival Firm") != (r.Rows[0].Figure.Fact.Sources[0].Publisher == "Rival Firm") {
				t.Fatalf("row %d of %s is %+v", i, r.Period, f)
			}
			if i > 0 && f.Quantity.Value.Cmp(r.Rows[i-1].Figure.Fact.Quantity.Value) > 0 {
				t.Fatalf("row %d is larger than the one before", i)
			}
		}
	})
}

// TestAsOfIsThePast: as known on a day is what a book of that day would have answered.
func TestAsOfIsThePast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := anyFacts(t)
		day := briefs.Date{Year: 2025, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 600).Draw(t, "day"))
		var then []briefs.Fact
		for _, f := range list {
			if f.KnownAt(day.AddDays(1).UTC().Add(-time.Second)) {
				f.Known.To = time.Time{}
				then = append(then, f)
			}
		}
		now, err := facts.New(entities, markets, metrics, list)
		if err != nil {
			t.Fatal(err)
		}
		past, err := facts.New(entities, markets, metrics, then)
		if err != nil {
			t.Fatal(err)
		}
		for _, subject := range []string{"acme", "acme-cloud", "other"} {
			q := facts.Query{Subject: subject, Metric: facts.Share, Market: "m"}
			want, wantOK := past.Best(q)
			q.AsOf = day
			got, ok := now.Best(q)
			if ok != wantOK || got.Fact.ID != want.Fact.ID || !cmp.Equal(got.Sources, want.Sources) {
				t.Fatalf("%s as of %s: %q, then %q", subject, day, got.Fact.ID, want.Fact.ID)
			}
		}
	})
}
