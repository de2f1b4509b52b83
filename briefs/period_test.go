package briefs_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"briefbot/briefs"
)

func date(t testing.TB, s string) briefs.Date {
	t.Helper()
	d, err := briefs.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDate(t *testing.T) {
	for _, bad := range []string{"", "2025", "2025-3-1", "2025-02-29", "2025-13-01", "20250301", "2025-03-01T00:00:00Z"} {
		if d, err := briefs.ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %v", bad, d)
		}
	}
	d := date(t, "2024-02-28")
	if got := d.AddDays(1).String(); got != "2024-02-29" {
		t.Errorf("the day after = %s", got)
	}
	if got := d.AddDays(2).String(); got != "2024-03-01" {
		t.Errorf("two days after = %s", got)
	}
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	if got := briefs.DateOf(time.Date(2025, 1, 28, 23, 30, 0, 0, time.UTC).In(shanghai)).String(); got != "2025-01-29" {
		t.Errorf("civil day in Shanghai = %s", got)
	}
}

func anyDate(t *rapid.T, name string) briefs.Date {
	return briefs.Date{Year: 1900, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 80_000).Draw(t, name))
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, e := anyDate(t, "d"), anyDate(t, "e")
		if d.Compare(e) != d.UTC().Compare(e.UTC()) || d.Before(e) != d.UTC().Before(e.UTC()) {
			t.Fatalf("%s and %s compare as %d", d, e, d.Compare(e))
		}
		back, err := briefs.ParseDate(d.String())
		if err != nil || back != d {
			t.Fatalf("%s came back as %s, %v", d, back, err)
		}
		text, err := json.Marshal(d)
		var read briefs.Date
		if err != nil || json.Unmarshal(text, &read) != nil || read != d {
			t.Fatalf("%s came back from %s as %s", d, text, read)
		}
		n := rapid.IntRange(-5000, 5000).Draw(t, "n")
		if d.AddDays(n).AddDays(-n) != d {
			t.Fatalf("%s and back by %d days = %s", d, n, d.AddDays(n).AddDays(-n))
		}
	})
	var zero briefs.Date
	if text, err := zero.MarshalText(); err != nil || len(text) != 0 || zero.UnmarshalText(nil) != nil || !zero.IsZero() {
		t.Errorf("the zero date is written as %q, %v", text, err)
	}
}

func TestPeriodNames(t *testing.T) {
	span := func(from, to string, k briefs.PeriodKind) briefs.Period {
		return briefs.Period{Start: date(t, from), End: date(t, to), Kind: k}
	}
	for _, c := range []struct {
		p    briefs.Period
		want string
		next string
	}{
		{briefs.YearOf(2024), "2024", "2025"},
		{briefs.HalfOf(2025, 1), "2025-H1", "2025-H2"},
		{briefs.HalfOf(2025, 2), "2025-H2", "2026-H1"},
		{briefs.QuarterOf(2024, 4), "2024-Q4", "2025-Q1"},
		{briefs.MonthOf(2024, time.December), "2024-12", "2025-01"},
		{briefs.DayOf(date(t, "2024-02-29")), "2024-02-29", "2024-03-01"},
		{briefs.YearsOf(2025, 2027), "2025..2027", "2028..2030"},
		{span("2019-04-01", "2020-04-01", briefs.Year), "2019-04-01..2020-03-31", "2020-04-01..2021-03-31"},
		{span("2024-05-20", "2024-06-21", briefs.Range), "2024-05-20..2024-06-20", "2024-06-21..2024-07-22"},
		{span("2025-01-27", "2025-04-28", briefs.Quarter), "2025-01-27..2025-04-27", "2025-04-28..2025-07-27"},
		{briefs.Period{}, "", ""},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("String = %q, want %q", got, c.want)
		}
		if got := c.p.Next().String(); !c.p.IsZero() && got != c.next {
			t.Errorf("%s.Next() = %q, want %q", c.p, got, c.next)
		}
	}
}

func TestPeriodProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(1990, 2100).Draw(t, "year")
		whole := briefs.YearOf(year)
		start := whole.Start
		for n := 1; n <= 4; n++ {
			q := briefs.QuarterOf(year, n)
			if q.Start != start || !whole.Contains(q) || q.Contains(whole) || !q.Overlaps(whole) || !briefs.HalfOf(year, (n+1)/2).Contains(q) {
				t.Fatalf("%s does not tile %s", q, whole)
			}
			if q.Next().Start != q.End || q.Overlaps(q.Next()) || q.Next().Kind != briefs.Quarter {
				t.Fatalf("%s is followed by %s", q, q.Next())
			}
			start = q.End
		}
		if start != whole.End || whole.Next() != briefs.YearOf(year+1) {
			t.Fatalf("the quarters of %d end on %s", year, start)
		}
	})
}

func TestQuantity(t *testing.T) {
	d := func(s string) briefs.Decimal { return mustDecimal(t, s) }
	for _, c := range []struct {
		q      briefs.Quantity
		amount string // empty: none
		ranged bool
	}{
		{briefs.Quantity{Value: d("14.7"), Scale: 9, Unit: "usd"}, "14700000000", false},
		{briefs.Quantity{Value: d("36"), Unit: "percent", Low: d("0"), High: d("0.0")}, "36", false},
		{briefs.Quantity{Low: d("80"), High: d("100"), Scale: 9, Unit: "cny"}, "", true},
		{briefs.Quantity{Word: "released"}, "", false},
		{briefs.Quantity{Value: d("999999999999"), Scale: 12}, "", false},
	} {
		got, ok := c.q.Amount()
		if ok != (c.amount != "") || ok && got.String() != c.amount || c.q.IsRange() != c.ranged {
			t.Errorf("%+v: amount %s %v, range %v", c.q, got, ok, c.q.IsRange())
		}
	}
}

func TestKnownAt(t *testing.T) {
	at := func(s string) time.Time { return date(t, s).UTC() }
	f := briefs.Fact{Known: briefs.Span{From: at("2023-07-01"), To: at("2024-07-01")}}
	for day, want := range map[string]bool{"2023-06-30": false, "2023-07-01": true, "2024-06-30": true, "2024-07-01": false} {
		if f.KnownAt(at(day)) != want {
			t.Errorf("known on %s = %v", day, !want)
		}
	}
	f.Known.To = time.Time{}
	if !f.KnownAt(at("2030-01-01")) {
		t.Error("what nobody revised is not known any more")
	}
}
