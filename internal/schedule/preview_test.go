package schedule

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestPreviewJSON(t *testing.T) {
	p := show(t, Request{Expr: " 30 2 * * * ", Zone: "europe/paris", From: "2026-03-28", Until: "2026-03-30"})
	got, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"expr":"30 2 * * *","zone":"Europe/Paris","runs":[` +
		`{"nominal":"2026-03-28T02:30","utc":"2026-03-28T01:30:00Z","flags":[]},` +
		`{"nominal":"2026-03-29T02:30","utc":"2026-03-29T01:00:00Z","flags":["moved"]}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	empty := show(t, Request{Expr: "0 9 29 2 *", From: "2026-01-01", Until: "2027-01-01"})
	if got, _ := json.Marshal(empty); string(got) != `{"expr":"0 9 29 2 *","zone":"UTC","runs":[]}` {
		t.Errorf("without runs: %s", got)
	}
}

func TestPreviewWindow(t *testing.T) {
	now := time.Date(2026, 3, 28, 9, 0, 0, 0, time.UTC)
	cases := []struct {
		name        string
		q           Request
		first, last string
		n           int
	}{
		{"five by default", Request{Expr: "0 9 * * *", Now: now}, "2026-03-28T09:00", "2026-04-01T09:00", 5},
		{"count", Request{Expr: "0 9 * * *", Now: now, Count: 2}, "2026-03-28T09:00", "2026-03-29T09:00", 2},
		{"from is inclusive", Request{Expr: "0 9 * * *", From: "2026-03-28T09:00:00Z", Count: 1}, "2026-03-28T09:00", "2026-03-28T09:00", 1},
		{"a second later", Request{Expr: "0 9 * * *", From: "2026-03-28T09:00:01Z", Count: 1}, "2026-03-29T09:00", "2026-03-29T09:00", 1},
		{"until is exclusive", Request{Expr: "0 9 * * *", From: "2026-03-01", Until: "2026-03-03T09:00"}, "2026-03-01T09:00", "2026-03-02T09:00", 2},
		{"until wins over the default count", Request{Expr: "0 9 * * *", From: "2026-03-01", Until: "2026-04-01"}, "2026-03-01T09:00", "2026-03-31T09:00", 31},
		{"count within a window", Request{Expr: "0 9 * * *", From: "2026-03-01", Until: "2026-04-01", Count: 3}, "2026-03-01T09:00", "2026-03-03T09:00", 3},
		{"instants with an offset", Request{Expr: "0 9 * * *", Zone: "Asia/Shanghai", From: "2026-03-28T09:00:00+08:00", Until: "2026-03-30T09:00:00+08:00"}, "2026-03-28T09:00", "2026-03-29T09:00", 2},
		{"the zone in the words wins", Request{Expr: "daily 9:00 Asia/Tokyo", Zone: "Europe/Paris", From: "2026-03-28", Count: 1}, "2026-03-28T09:00", "2026-03-28T09:00", 1},
		{"a run moved past midnight belongs to its own date", Request{Expr: "30 23 * * *", Zone: "America/Nuuk", From: "2026-03-28", Until: "2026-03-29"}, "2026-03-28T23:30", "2026-03-28T23:30", 1},
		{"a date that does not exist", Request{Expr: "0 9 * * *", Zone: "Pacific/Apia", From: "2011-12-30", Until: "2012-01-01"}, "2011-12-31T09:00", "2011-12-31T09:00", 1},
		{"seconds", Request{Expr: "0 9 * * *", From: "2026-03-01T09:00:01", Until: "2026-03-03T09:01Z"}, "2026-03-02T09:00", "2026-03-03T09:00", 2},
		{"far years", Request{Expr: "0 9 1 1 *", From: "9990-01-01", Count: 5}, "9990-01-01T09:00", "9994-01-01T09:00", 5},
		{"old years", Request{Expr: "0 9 * * *", Zone: "Europe/Paris", From: "1800-01-01", Count: 1}, "1800-01-01T09:00", "1800-01-01T09:00", 1},
	}
	for _, c := range cases {
		p := show(t, c.q)
		if len(p.Runs) != c.n {
			t.Errorf("%s: %d runs, want %d", c.name, len(p.Runs), c.n)
			continue
		}
		if first, last := p.Runs[0].Nominal.String(), p.Runs[c.n-1].Nominal.String(); first != c.first || last != c.last {
			t.Errorf("%s: %s to %s, want %s to %s", c.name, first, last, c.first, c.last)
		}
	}
}

func TestPreviewRefused(t *testing.T) {
	now := time.Date(2026, 3, 28, 9, 0, 0, 0, time.UTC)
	cases := []struct {
		q    Request
		code Code
	}{
		{Request{Expr: "0 9 * * *", Zone: "Europe/Atlantis"}, CodeUnknownZone},
		{Request{Expr: "0 9 * * *", Zone: "Local"}, CodeUnknownZone},
		{Request{Expr: "0 9 * * *", Calendar: "moon"}, CodeUnknownCalendar},
		{Request{Expr: "0 9 * * *", From: "yesterday"}, CodeBadBound},
		{Request{Expr: "0 9 * * *", From: "2026-02-30"}, CodeBadBound},
		{Request{Expr: "0 9 * * *", Until: "2026-13-01T00:00"}, CodeBadBound},
		{Request{Expr: "0 9 * * *", From: "2026-03-02", Until: "2026-03-01"}, CodeWindow},
		{Request{Expr: "0 9 * * *", Count: -1}, CodeCount},
		{Request{Expr: "0 9 * * *", Count: 1 << 40}, CodeTooMany},
		{Request{Expr: "*/15 * * * *", From: "2026-01-01", Until: "9999-01-01"}, CodeTooMany},
		{Request{Expr: "2020-01-01 9:00"}, CodeNever},
		{Request{Expr: "0 9 * * 0", Calendar: "weekdays"}, CodeNever},
		{Request{Expr: "what"}, CodeNotUnderstood},
	}
	for _, c := range cases {
		c.q.Now = now
		_, err := Show(c.q)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v: %v, want %s", c.q, err, c.code)
		}
	}
}

func TestDescribe(t *testing.T) {
	r, err := Parse("lundi et jeudi à 8h30 et 18h Europe/Paris cn-workdays sauf 2026-05-04")
	if err != nil {
		t.Fatal(err)
	}
	d := r.Describe()
	if len(d.Weekdays) != 2 || d.Weekdays[0] != time.Monday || d.Weekdays[1] != time.Thursday || d.MonthDays != nil || d.Months != nil ||
		len(d.Times) != 2 || d.Times[0] != 8*60+30 || d.Times[1] != 18*60 || d.Every != 0 || d.Zone != "Europe/Paris" ||
		d.Calendar != CNWorkdays || len(d.Except) != 1 || d.Except[0] != (Date{2026, time.May, 4}) {
		t.Errorf("%+v", d)
	}
	every := map[string]time.Duration{"every 2 hours": 2 * time.Hour, "*/15 * * * *": 15 * time.Minute, "0 */5 * * *": 0, "0 9,21 * * *": 0}
	for expr, want := range every {
		if r, err := Parse(expr); err != nil || r.Describe().Every != want {
			t.Errorf("%s: every %v, %v", expr, r.Describe().Every, err)
		}
	}
}

func TestCivilIn(t *testing.T) {
	cases := []struct{ civil, zone, want string }{
		{"2026-05-01T00:00", "Asia/Shanghai", "2026-04-30T16:00:00Z"},
		{"2026-03-29T02:30", "Europe/Paris", "2026-03-29T01:00:00Z"},
		{"2026-10-25T02:30", "Paris", "2026-10-25T00:30:00Z"},
		{"2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00:00Z"},
	}
	for _, c := range cases {
		civil, err := ParseCivil(c.civil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := civil.In(c.zone); err != nil || got.Format(time.RFC3339) != c.want {
			t.Errorf("%s in %s: %s, %v, want %s", c.civil, c.zone, got, err, c.want)
		}
	}
	if _, err := (Civil{}).In("Atlantis"); err == nil {
		t.Error("an unknown zone is taken")
	}
}
