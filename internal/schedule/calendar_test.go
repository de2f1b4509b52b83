package schedule

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"briefbot/internal/datatest"
)

// TestAnnouncedIsTheCollectedData compares the carried days with the collected notices, year by year.
func TestAnnouncedIsTheCollectedData(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(datatest.Dir(t, "calendar"), "cn-*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no calendars: %v", err)
	}
	h := Announced()
	listed := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var notice struct {
			Year int
			Days []struct {
				Date     string
				IsOffDay bool
			}
		}
		if err := json.Unmarshal(raw, &notice); err != nil {
			t.Fatal(err)
		}
		if h.Has(notice.Year) != (len(notice.Days) > 0) {
			t.Errorf("%d: carried %v, the notice has %d days", notice.Year, h.Has(notice.Year), len(notice.Days))
		}
		for _, day := range notice.Days {
			d, err := ParseDate(day.Date)
			if err != nil {
				t.Fatal(err)
			}
			want := makeUp
			if day.IsOffDay {
				want = holiday
			}
			if got := h.kind(d.number()); got != want {
				t.Errorf("%s is %d, want %d", d, got, want)
			}
			listed++
		}
	}
	if listed != len(h.work) {
		t.Errorf("%d days carried, %d in the notices", len(h.work), listed)
	}
}

func TestCalendars(t *testing.T) {
	cases := []struct {
		expr, calendar, from, until string
		want                        []int // days of the month
	}{
		{"daily 9:00", "all", "2026-10-01", "2026-10-11", []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		{"daily 9:00", "weekdays", "2026-10-01", "2026-10-11", []int{1, 2, 5, 6, 7, 8, 9}},
		{"daily 9:00", "cn-workdays", "2026-10-01", "2026-10-11", []int{8, 9, 10}},
		// Weekdays under the Chinese calendar are its working days; other days of the week stay what they are.
		{"0 9 * * 1-5", "cn-workdays", "2026-10-01", "2026-10-11", []int{8, 9, 10}},
		{"0 9 * * 5", "cn-workdays", "2026-10-01", "2026-10-17", []int{9, 16}},
		{"saturday 9:00", "cn-workdays", "2026-10-01", "2026-10-31", []int{10}},
		{"weekends 9:00", "weekdays", "2026-10-01", "2026-10-31", nil},
		// The expression's own calendar wins over the one beside it.
		{"cn-workdays 9:00", "all", "2026-10-01", "2026-10-11", []int{8, 9, 10}},
		{"cn-workdays 9:00 except 2026-10-09", "", "2026-10-01", "2026-10-11", []int{8, 10}},
		{"2026-10-03, 2026-10-05 at 9:00", "", "2026-10-01", "2026-10-11", []int{3, 5}},
		{"2026-10-03, 2026-10-05 at 9:00", "weekdays", "2026-10-01", "2026-10-11", []int{5}},
		// Without a notice: weekdays.
		{"cn-workdays 9:00", "", "2027-10-01", "2027-10-11", []int{1, 4, 5, 6, 7, 8}},
	}
	for _, c := range cases {
		p := show(t, Request{Expr: c.expr, Zone: "Asia/Shanghai", Calendar: c.calendar, From: c.from, Until: c.until})
		var got []int
		for _, r := range p.Runs {
			got = append(got, r.Nominal.Day)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q %s from %s: %v, want %v", c.expr, c.calendar, c.from, got, c.want)
		}
	}
}

func TestReadHolidays(t *testing.T) {
	h, err := ReadHolidays(strings.NewReader("# a notice\n2030-05-01,off,2030\n2030-05-04,work,2030\n"))
	if err != nil || !h.Has(2030) || h.Has(2031) {
		t.Fatalf("%+v, %v", h, err)
	}
	rule, err := Parse("cn-workdays 9:00")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := rule.in("Asia/Shanghai", "", h)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for run := range plan.Runs(Civil{Date: Date{2030, 4, 30}}.instant(plan.loc)) {
		if got = append(got, fmt.Sprint(run.Nominal.Date, run.Flags.Names())); len(got) == 4 {
			break
		}
	}
	want := []string{"2030-04-30 []", "2030-05-02 []", "2030-05-03 []", "2030-05-04 [makeup_workday]"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, bad := range []string{"2030-02-30,off,2030", "2030-05-01,free,2030", "2030-05-01,off", "2030-05-01,off,x", "\"", "{}"} {
		if _, err := ReadHolidays(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	if empty, err := ReadHolidays(strings.NewReader("# nothing yet\n")); err != nil || empty.Has(2027) {
		t.Errorf("an empty file: %+v, %v", empty, err)
	}
}

func TestParseCalendar(t *testing.T) {
	for in, want := range map[string]Calendar{"": All, "all": All, " Weekdays ": Weekdays, "cn-workdays": CNWorkdays} {
		if got, err := ParseCalendar(in); err != nil || got != want {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	if _, err := ParseCalendar("us-holidays"); err == nil || !strings.Contains(err.Error(), "cn-workdays") {
		t.Errorf("an unknown calendar: %v", err)
	}
}
