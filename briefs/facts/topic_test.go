package facts

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"briefbot/briefs"
)

// TestOverlapping sees that what overlaps a period is found as by looking at every fact of every line.
func TestOverlapping(t *testing.T) {
	periods := []briefs.Period{
		briefs.YearOf(2024), briefs.YearOf(2025), briefs.YearsOf(2023, 2028), briefs.HalfOf(2024, 2), briefs.QuarterOf(2024, 1), briefs.QuarterOf(2024, 4),
		briefs.QuarterOf(2025, 1), briefs.MonthOf(2024, 12), briefs.DayOf(briefs.Date{Year: 2024, Month: 12, Day: 31}),
	}
	rapid.Check(t, func(t *rapid.T) {
		list := make([]briefs.Fact, rapid.IntRange(1, 30).Draw(t, "n"))
		for i := range list {
			list[i] = briefs.Fact{
				ID: fmt.Sprintf("F%02d", i), Subject: "acme", Metric: Share, Period: rapid.SampledFrom(periods).Draw(t, "period"),
				Scope:    fmt.Sprint(rapid.IntRange(0, 25).Draw(t, "scope")), // without a market each is a line of its own
				Quantity: briefs.Quantity{Value: briefs.DecimalOf(36, 0), Unit: "percent"},
				Nature:   rapid.SampledFrom([]briefs.Nature{briefs.Estimate, briefs.Forecast}).Draw(t, "nature"),
				Review:   rapid.SampledFrom([]briefs.Review{briefs.Approved, briefs.Approved, briefs.Candidate}).Draw(t, "review"),
				Sources:  []briefs.Source{{Publisher: "Old Firm"}},
			}
		}
		b, err := New(nil, nil, []briefs.Metric{{ID: Share, Unit: "percent"}}, list)
		if err != nil {
			t.Fatal(err)
		}
		q := Query{Period: rapid.SampledFrom(periods).Draw(t, "asked")}
		whole := b.whole(topicKey{"acme", Share})
		found := map[*line]int{}
		for _, x := range b.overlapping(nil, whole, "acme", &q) {
			found[x.line] = x.i
		}
		for _, l := range whole.lines {
			want := -1
			for _, i := range l.facts {
				if b.at(i).Period.Overlaps(q.Period) && b.admits(i, &q) && (want < 0 || b.superior(i, want) < 0) {
					want = i
				}
			}
			got, ok := found[l]
			if ok != (want >= 0) || ok && got != want {
				t.Fatalf("%v: found fact %d, %v, want %d", q.Period, got, ok, want)
			}
		}
	})
}
