package schedule

import (
	"slices"
	"testing"
	"time"
)

// show previews and fails the test on a refusal.
func show(t *testing.T, q Request) Preview {
	t.Helper()
	p, err := Show(q)
	if err != nil {
		t.Fatalf("Show(%+v): %v", q, err)
	}
	return p
}

func TestCases(t *testing.T) {
	cases := []struct {
		zone, expr, from, until string
		utc                     []string
	}{
		{"Asia/Shanghai", "0 9 * * 1-5", "2026-02-12", "2026-02-18", []string{"2026-02-12T01:00", "2026-02-13T01:00", "2026-02-16T01:00", "2026-02-17T01:00"}},
		{"Europe/Paris", "30 2 * * *", "2026-03-28", "2026-03-31", []string{"2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"}},
		{"Europe/Paris", "0 3 * * *", "2026-03-28", "2026-03-31", []string{"2026-03-28T02:00", "2026-03-29T01:00", "2026-03-30T01:00"}},
		{"Europe/Paris", "30 2 * * *", "2026-10-24", "2026-10-27", []string{"2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"}},
		{"Europe/Paris", "0 9 * * 1", "2026-03-22", "2026-04-07", []string{"2026-03-23T08:00", "2026-03-30T07:00", "2026-04-06T07:00"}},
		{"America/New_York", "30 1 * * *", "2026-10-31", "2026-11-03", []string{"2026-10-31T05:30", "2026-11-01T05:30", "2026-11-02T06:30"}},
		{"Australia/Lord_Howe", "0 9 * * *", "2026-10-03", "2026-10-07", []string{"2026-10-02T22:30", "2026-10-03T22:00", "2026-10-04T22:00", "2026-10-05T22:00"}},
		{"Australia/Lord_Howe", "15 2 * * *", "2026-10-03", "2026-10-07", []string{"2026-10-02T15:45", "2026-10-03T15:30", "2026-10-04T15:15", "2026-10-05T15:15"}},
		{"Africa/Cairo", "30 0 * * 5", "2026-04-16", "2026-05-02", []string{"2026-04-16T22:30", "2026-04-23T22:00", "2026-04-30T21:30"}},
		{"America/Havana", "0 0 * * *", "2026-03-07", "2026-03-10", []string{"2026-03-07T05:00", "2026-03-08T05:00", "2026-03-09T04:00"}},
		{"Asia/Shanghai", "0 9 29 2 *", "2026-01-01", "2033-01-01", []string{"2028-02-29T01:00", "2032-02-29T01:00"}},
		{"Asia/Shanghai", "cn-workdays 9:00", "2026-02-12", "2026-03-01", []string{"2026-02-12T01:00", "2026-02-13T01:00", "2026-02-14T01:00", "2026-02-24T01:00", "2026-02-25T01:00", "2026-02-26T01:00", "2026-02-27T01:00", "2026-02-28T01:00"}},
		// A date that does not exist: Samoa went from 29 to 31 December 2011.
		{"Pacific/Apia", "0 9 * * *", "2011-12-28", "2012-01-02", []string{"2011-12-28T19:00", "2011-12-29T19:00", "2011-12-30T19:00", "2011-12-31T19:00"}},
		{"Pacific/Apia", "0 0 * * *", "2011-12-29", "2012-01-01", []string{"2011-12-29T10:00", "2011-12-30T10:00"}},
		// Several civil times onto one instant are one run.
		{"Europe/Paris", "0,20,40 2 * * *", "2026-03-29", "2026-03-30", []string{"2026-03-29T01:00"}},
		// A gap over midnight: Nuuk skips 23:00 on 28 March 2026, so 23:30 moves to midnight and stays the 28th's run.
		{"America/Nuuk", "30 23 * * *", "2026-03-28", "2026-03-29", []string{"2026-03-29T01:00"}},
		{"America/Nuuk", "30 23 * * *", "2026-03-29", "2026-03-30", []string{"2026-03-30T00:30"}},
		// Hours * and */n follow elapsed time.
		{"Europe/Paris", "0 * * * *", "2026-03-29T00:00", "2026-03-29T05:00", []string{"2026-03-28T23:00", "2026-03-29T00:00", "2026-03-29T01:00", "2026-03-29T02:00"}},
		{"Europe/Paris", "30 * * * *", "2026-10-25T01:00", "2026-10-25T04:00", []string{"2026-10-24T23:30", "2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T02:30"}},
		{"Europe/Paris", "0 1,2,3 * * *", "2026-10-25", "2026-10-26", []string{"2026-10-24T23:00", "2026-10-25T00:00", "2026-10-25T02:00"}},
	}
	for _, c := range cases {
		p := show(t, Request{Expr: c.expr, Zone: c.zone, From: c.from, Until: c.until})
		var got []string
		for _, r := range p.Runs {
			got = append(got, r.Instant.Format("2006-01-02T15:04"))
		}
		if !slices.Equal(got, c.utc) {
			t.Errorf("%s %q %s..%s\n got %v\nwant %v", c.zone, c.expr, c.from, c.until, got, c.utc)
		}
	}
}

func TestFlags(t *testing.T) {
	cases := []struct {
		zone, expr, calendar, from string
		nominal                    string
		flags                      []string
	}{
		{"Europe/Paris", "30 2 * * *", "", "2026-03-29", "2026-03-29T02:30", []string{"moved"}},
		{"Europe/Paris", "0 3 * * *", "", "2026-03-29", "2026-03-29T03:00", []string{}},
		{"Europe/Paris", "30 2 * * *", "", "2026-10-25", "2026-10-25T02:30", []string{"first_of_two"}},
		{"Europe/Paris", "0 * * * *", "", "2026-10-25T00:00:00Z", "2026-10-25T02:00", []string{"first_of_two"}},
		{"Europe/Paris", "0 * * * *", "", "2026-10-25T01:00:00Z", "2026-10-25T02:00", []string{"second_of_two"}},
		{"Asia/Shanghai", "0 9 * * 1-5", "", "2026-02-16", "2026-02-16T09:00", []string{"holiday"}},
		{"Europe/Paris", "0 9 * * 1-5", "", "2026-02-16", "2026-02-16T09:00", []string{}},
		{"Asia/Shanghai", "cn-workdays 9:00", "", "2026-02-14", "2026-02-14T09:00", []string{"makeup_workday"}},
		{"Europe/Paris", "weekdays 9:00", "cn-workdays", "2026-02-14", "2026-02-14T09:00", []string{"makeup_workday"}},
		{"Asia/Shanghai", "cn-workdays 9:00", "", "2027-02-05", "2027-02-05T09:00", []string{"no_holiday_data"}},
		{"Asia/Shanghai", "0 9 * * *", "weekdays", "2026-02-14", "2026-02-16T09:00", []string{"holiday"}},
	}
	for _, c := range cases {
		p := show(t, Request{Expr: c.expr, Zone: c.zone, Calendar: c.calendar, From: c.from, Count: 1})
		if got := p.Runs[0]; got.Nominal.String() != c.nominal || !slices.Equal(got.Flags.Names(), c.flags) {
			t.Errorf("%s %q from %s: %s %v, want %s %v", c.zone, c.expr, c.from, got.Nominal, got.Flags.Names(), c.nominal, c.flags)
		}
	}
}

func TestKeysDiffer(t *testing.T) {
	p := show(t, Request{Expr: "0,30 * * * *", Zone: "Europe/Paris", From: "2026-10-24", Until: "2026-10-27"})
	seen := map[string]bool{}
	for _, r := range p.Runs {
		if seen[r.Key()] {
			t.Errorf("two runs have the identity %s", r.Key())
		}
		seen[r.Key()] = true
	}
	if want := 2 * (3*24 + 1); len(seen) != want {
		t.Errorf("%d runs in three days of 73 hours, want %d", len(seen), want)
	}
}

func TestNextFromWithinAGap(t *testing.T) {
	rule, err := Parse("30 2 * * *")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := rule.In("Europe/Paris", All)
	if err != nil {
		t.Fatal(err)
	}
	gap := time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC)
	before, _ := plan.Next(gap.Add(-time.Second))
	after, _ := plan.Next(gap)
	if !before.Instant.Equal(gap) || before.Key() != "2026-03-29T02:30" {
		t.Errorf("a second before the gap: %s %s", before.Key(), before.Instant)
	}
	if after.Key() != "2026-03-30T02:30" {
		t.Errorf("at the gap's end: %s, want the next day", after.Key())
	}
}

// On the last day of a leap year the time package's zone bounds end before the instant, which once made the walk stand still.
func TestLastDayOfALeapYear(t *testing.T) {
	for _, zone := range []string{"Europe/Paris", "America/New_York", "Australia/Sydney", "Pacific/Auckland"} {
		for _, year := range []string{"2028", "2040", "2088", "2096"} {
			for _, expr := range []string{"0 9 * * *", "0 * * * *", "0 0,12 31 12 *"} {
				p := show(t, Request{Expr: expr, Zone: zone, From: year + "-12-30", Count: 60})
				for i := 1; i < len(p.Runs); i++ {
					if gap := p.Runs[i].Instant.Sub(p.Runs[i-1].Instant); gap < time.Hour {
						t.Errorf("%s %s: %s after %s", zone, expr, p.Runs[i].Key(), p.Runs[i-1].Key())
					}
				}
				if f := p.Flags(); f != 0 {
					t.Errorf("%s %s %s: flagged %v", zone, year, expr, f.Names())
				}
			}
		}
	}
}
