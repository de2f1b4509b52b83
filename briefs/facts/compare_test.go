package facts_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// money makes a fact of capital expenditure out of one of shares.
func money(value string, scale int, unit string) func(*briefs.Fact) {
	return func(f *briefs.Fact) {
		f.Metric, f.Market, f.Nature = "capex", "", briefs.Reported
		f.Quantity.Value, _ = briefs.ParseDecimal(value)
		f.Quantity.Scale, f.Quantity.Unit = scale, unit
	}
}

func both(changes ...func(*briefs.Fact)) func(*briefs.Fact) {
	return func(f *briefs.Fact) {
		for _, c := range changes {
			c(f)
		}
	}
}

func page(url string) func(*briefs.Fact) {
	return func(f *briefs.Fact) { f.Sources[0].URL = url }
}

// later dates a fact's page so many days after its period, printed by somebody else.
func later(days int, via string) func(*briefs.Fact) {
	return func(f *briefs.Fact) {
		f.Sources[0].Published, f.Sources[0].ReportedVia = f.Period.End.AddDays(days), via
		f.Known.From = f.Sources[0].Published.UTC()
	}
}

// TestOutcomes compares a statement with one that is known.
func TestOutcomes(t *testing.T) {
	q := briefs.QuarterOf(2025, 1)
	for name, c := range map[string]struct {
		known, next    briefs.Fact
		outcome        facts.Outcome
		review, before briefs.Review // of the next and of the known one afterwards
	}{
		"the same page again":        {fact(t, "A", "36", q, page("https://x.example/?utm_source=a")), fact(t, "B", "36.0", q, page("https://x.example/")), facts.Repeated, briefs.Approved, briefs.Approved},
		"another page, the same":     {fact(t, "A", "36", q, nil), fact(t, "B", "36", q, nil), facts.Corroborates, briefs.Approved, briefs.Approved},
		"another page, more digits":  {fact(t, "A", "36", q, nil), fact(t, "B", "36.4", q, nil), facts.Corroborates, briefs.Approved, briefs.Approved},
		"who continues the series":   {fact(t, "A", "36", q, nil), fact(t, "B", "36", q, by("New Firm")), facts.Corroborates, briefs.Approved, briefs.Approved},
		"another value":              {fact(t, "A", "36", q, nil), fact(t, "B", "31", q, nil), facts.Contradicts, briefs.Disputed, briefs.Disputed},
		"soon after, second hand":    {fact(t, "A", "36", q, later(1, "Paper")), fact(t, "B", "31", q, later(40, "Daily")), facts.Contradicts, briefs.Disputed, briefs.Disputed},
		"long after, second hand":    {fact(t, "A", "36", q, later(1, "Paper")), fact(t, "B", "31", q, later(90, "Daily")), facts.Contradicts, briefs.Disputed, briefs.Disputed},
		"long after, first hand":     {fact(t, "A", "36", q, later(1, "Paper")), fact(t, "B", "31", q, later(90, "Old Firm")), facts.Revision, briefs.Approved, briefs.Approved},
		"the older vintage late":     {fact(t, "A", "36", q, later(90, "")), fact(t, "B", "31", q, later(1, "Paper")), facts.Revision, briefs.Approved, briefs.Approved},
		"against what is first hand": {fact(t, "A", "36", q, later(1, "")), fact(t, "B", "31", q, later(2, "Paper")), facts.Contradicts, briefs.Disputed, briefs.Approved},
		"another publisher":          {fact(t, "A", "36", q, nil), fact(t, "B", "31", q, by("Rival Firm")), facts.Coexists, briefs.Approved, briefs.Approved},
		"another market":             {fact(t, "A", "36", q, nil), fact(t, "B", "31", q, func(f *briefs.Fact) { f.Market = "n" }), facts.Coexists, briefs.Approved, briefs.Approved},
		"a forecast beside it":       {fact(t, "A", "36", q, nil), fact(t, "B", "31", q, func(f *briefs.Fact) { f.Nature = briefs.Forecast }), facts.Coexists, briefs.Approved, briefs.Approved},
		"another period":             {fact(t, "A", "36", q, nil), fact(t, "B", "31", briefs.QuarterOf(2025, 2), nil), facts.Novel, briefs.Approved, briefs.Approved},
		"a power of ten":             {fact(t, "A", "36", q, money("27.48", 9, "cny")), fact(t, "B", "36", q, money("274.8", 9, "cny")), facts.UnitError, briefs.Candidate, briefs.Approved},
		"a power of ten, rounded":    {fact(t, "A", "36", q, money("2.295", 9, "usd")), fact(t, "B", "36", q, money("2300", 9, "usd")), facts.UnitError, briefs.Candidate, briefs.Approved},
		"the same in other words":    {fact(t, "A", "36", q, money("1.5", 9, "usd")), fact(t, "B", "36", q, money("1500", 6, "usd")), facts.Corroborates, briefs.Approved, briefs.Approved},
		"another currency's sign":    {fact(t, "A", "36", q, money("38.6", 9, "cny")), fact(t, "B", "36", q, money("38.6", 9, "usd")), facts.CurrencyError, briefs.Candidate, briefs.Approved},
		"an exchange rate apart":     {fact(t, "A", "36", q, money("7.3", 9, "usd")), fact(t, "B", "36", q, money("51.8", 9, "usd")), facts.CurrencyError, briefs.Candidate, briefs.Approved},
		"a conversion":               {fact(t, "A", "36", q, money("51.8", 9, "cny")), fact(t, "B", "36", q, money("7.3", 9, "usd")), facts.Corroborates, briefs.Candidate, briefs.Approved},
		"within a range": {fact(t, "A", "36", q, both(money("0", 9, "usd"), func(f *briefs.Fact) {
			f.Quantity.Low, f.Quantity.High = briefs.DecimalOf(80, 0), briefs.DecimalOf(100, 0)
		})), fact(t, "B", "36", q, money("90", 9, "usd")), facts.Corroborates, briefs.Approved, briefs.Approved},
		"beyond a bound":               {fact(t, "A", "36", q, both(money("10.7", 9, "usd"), func(f *briefs.Fact) { f.Quantity.Bound = briefs.AtLeast })), fact(t, "B", "36", q, money("10.9", 9, "usd")), facts.Corroborates, briefs.Approved, briefs.Approved},
		"what was rejected":            {fact(t, "A", "36", q, both(page("https://x.example"), func(f *briefs.Fact) { f.Review = briefs.Rejected })), fact(t, "B", "36", q, page("https://x.example")), facts.Guarded, briefs.Rejected, briefs.Rejected},
		"what was rejected, copied":    {fact(t, "A", "36", q, func(f *briefs.Fact) { f.Review = briefs.Rejected }), fact(t, "B", "36", q, nil), facts.Novel, briefs.Candidate, briefs.Rejected},
		"only a candidate against it":  {fact(t, "A", "36", q, func(f *briefs.Fact) { f.Review = briefs.Candidate }), fact(t, "B", "31", q, nil), facts.Coexists, briefs.Approved, briefs.Candidate},
		"a share of percentage points": {fact(t, "A", "36", q, nil), fact(t, "B", "2", q, func(f *briefs.Fact) { f.Quantity.Unit = "points" }), facts.UnitError, briefs.Candidate, briefs.Approved},
	} {
		d := newBook(t, c.known).Draft()
		v := d.Insert(c.next)
		known, _ := d.Fact("A")
		if v.Outcome != c.outcome || v.Fact.Review != c.review || known.Review != c.before {
			t.Errorf("%s: %s, %s beside %s, doubts %v", name, v.Outcome, v.Fact.Review, known.Review, v.Doubts)
		}
		if closed := !known.Known.To.IsZero(); closed != (name == "long after, first hand") {
			t.Errorf("%s: the known one is closed: %v", name, closed)
		}
		if v.Outcome != facts.Novel && v.Against != "A" {
			t.Errorf("%s: against %q", name, v.Against)
		}
	}
}

// TestInsertHolds: whatever comes in whatever order, shares stay within the whole, what was ruled out stays out, and nothing is approved
// that contradicts an approved figure of its series.
func TestInsertHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, err := facts.New(entities, markets, metrics, nil)
		if err != nil {
			t.Fatal(err)
		}
		d := b.Draft()
		for _, f := range anyFacts(t) {
			f.Known.To, f.Review, f.Rank = time.Time{}, briefs.Approved, briefs.Normal
			v := d.Insert(f)
			if len(v.Doubts) > 0 && v.Keep() && v.Fact.Review == briefs.Approved {
				t.Fatalf("approved in doubt: %+v", v)
			}
		}
		book, err := d.Book()
		if err != nil {
			t.Fatal(err)
		}
		var shown []briefs.Fact
		for f := range book.Facts {
			if f.Review == briefs.Approved && f.Known.To.IsZero() && f.Nature == briefs.Estimate {
				shown = append(shown, *f)
			}
		}
		for _, f := range shown {
			for _, g := range shown {
				same := f.Subject == g.Subject && f.Market == g.Market && f.Period.Same(g.Period) && f.Sources[0].Publisher == g.Sources[0].Publisher
				if same && f.Quantity.Value.Cmp(g.Quantity.Value) != 0 {
					t.Fatalf("both approved: %+v and %+v", f, g)
				}
			}
		}
	})
}
