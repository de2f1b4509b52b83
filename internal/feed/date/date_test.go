package date

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Skipf("zone data for %s is absent: %v", name, err)
	}
	return loc
}

func TestParse(t *testing.T) {
	cases := []struct{ text, zone, want string }{
		// RFC 822 and its misspellings
		{"Mon, 27 Jan 2025 09:00:00 +0800", "", "2025-01-27T01:00:00Z"},
		{"Mon, 27 Jan 2025 09:00 GMT", "", "2025-01-27T09:00:00Z"},
		{"27 Jan 2025 09:00:00 Z", "", "2025-01-27T09:00:00Z"},
		{"Thu, 01 Jan 04 19:48:21 GMT", "", "2004-01-01T19:48:21Z"},
		{"Thu,01 January 2004 19:48:21 EST", "", "2004-01-02T00:48:21Z"},
		{"Thu, 5 Jul 99 10:00:00 PDT", "", "1999-07-05T17:00:00Z"},
		{"Monday, 31 March 2025 9:30 PM GMT", "", "2025-03-31T21:30:00Z"},
		{"Mon, 31 Mar 2025 09:30:00 GMT+8", "", "2025-03-31T01:30:00Z"},
		{"Mon, 31 Mar 2025 09:30:00 GMT+0800 (China Standard Time)", "", "2025-03-31T01:30:00Z"},
		{"Mon Mar 31 2025 09:30:00 GMT+0800 (CST)", "", "2025-03-31T01:30:00Z"},
		{"Mon, 31 Mar 2025 24:00:00 GMT", "", "2025-04-01T00:00:00Z"},
		{"Sat, 31 Dec 2016 23:59:60 GMT", "", "2016-12-31T23:59:59Z"},
		{"Mon, 31 Mar 2025 09:30:00 CST", "Asia/Shanghai", "2025-03-31T01:30:00Z"},
		{"Mon, 31 Mar 2025 09:30:00 CST", "America/Chicago", "2025-03-31T15:30:00Z"},
		{"Mon, 31 Mar 2025 09:30:00 IST", "", "2025-03-31T04:00:00Z"},
		{"Mon, 30 Jun 2025 09:30:00 IST", "Europe/Dublin", "2025-06-30T08:30:00Z"},
		{"Mon, 30 Jun 2025 09:30:00 ET", "", "2025-06-30T13:30:00Z"},
		{"Sun Jan  4 16:29:06 2004", "", "2004-01-04T16:29:06Z"},
		{"Sun Jan 4 16:29:06 PST 2004", "", "2004-01-05T00:29:06Z"},
		// ISO 8601 and W3CDTF
		{"2003-12-31T10:14:55-08:00", "", "2003-12-31T18:14:55Z"},
		{"2003-12-31T10:14:55.123456789012Z", "", "2003-12-31T10:14:55Z"},
		{"2003-12-31T10:14Z", "", "2003-12-31T10:14:00Z"},
		{"2003-12-31T10:14:55", "Asia/Shanghai", "2003-12-31T02:14:55Z"},
		{"2025-03-31 09:30", "", "2025-03-31T09:30:00Z"},
		{"2025-03-31 09:30", "Asia/Shanghai", "2025-03-31T01:30:00Z"},
		{"2025-03-31 09:30:00 +0800", "", "2025-03-31T01:30:00Z"},
		{"2025-3-1", "", "2025-03-01T00:00:00Z"},
		{"2003", "", "2003-01-01T00:00:00Z"},
		{"2003-12", "", "2003-12-01T00:00:00Z"},
		{"20031231", "", "2003-12-31T00:00:00Z"},
		{"20031231T101455", "", "2003-12-31T10:14:55Z"},
		{"20031231101455", "", "2003-12-31T10:14:55Z"},
		{"031231", "", "2003-12-31T00:00:00Z"},
		{"2003-335", "", "2003-12-01T00:00:00Z"},
		{"2003335", "", "2003-12-01T00:00:00Z"},
		{"2003-335T10:14:55Z", "", "2003-12-01T10:14:55Z"},
		{"2025/03/31 09:30:00", "", "2025-03-31T09:30:00Z"},
		{"Fri, 2006/09/15 08:19:53 EDT", "", "2006-09-15T12:19:53Z"},
		{"2025-03-31T09:30:00+08:00[Asia/Shanghai]", "", "2025-03-31T01:30:00Z"},
		{"1743384600", "", "2025-03-31T01:30:00Z"},
		{"1743384600123", "", "2025-03-31T01:30:00Z"},
		// Chinese and Korean
		{"2025年03月31日", "", "2025-03-31T00:00:00Z"},
		{"2025年03月31日 09:30", "Asia/Shanghai", "2025-03-31T01:30:00Z"},
		{"2025年3月31日 星期一 下午3点05分", "", "2025-03-31T15:05:00Z"},
		{"2025年3月31日周一 上午9时", "", "2025-03-31T09:00:00Z"},
		{"２０２５年３月３１日", "", "2025-03-31T00:00:00Z"},
		{"2004년 05월 28일  오후 11:31:25", "", "2004-05-28T23:31:25Z"},
		{"2004-05-25 오후 11:23:17", "", "2004-05-25T23:23:17Z"},
		// months by name in other languages
		{"31 mars 2025", "", "2025-03-31T00:00:00Z"},
		{"lun., 31 mars 2025 09:30:00 +0200", "", "2025-03-31T07:30:00Z"},
		{"mar. 1er avr. 2025 à 9h30", "", "2025-04-01T09:30:00Z"},
		{"mardi 12 août 2025", "", "2025-08-12T00:00:00Z"},
		{"jeu. 5 févr. 2026 14:05", "Europe/Paris", "2026-02-05T13:05:00Z"},
		{"31. März 2025 um 9:30 Uhr", "", "2025-03-31T09:30:00Z"},
		{"Κυρ, 11 Ιούλ 2004 12:00:00 EST", "", "2004-07-11T17:00:00Z"},
		{"2004-július-13T9:15-05:00", "", "2004-07-13T14:15:00Z"},
		{"qui, 20 set 2012 10:15:00 -0300", "", "2012-09-20T13:15:00Z"},
		{"Вт, 13 июл 2004 12:00:00 MSK", "", "2004-07-13T09:00:00Z"},
		{"March 31, 2025", "", "2025-03-31T00:00:00Z"},
		{"Mar 31st, 2025 at 9:30 am", "", "2025-03-31T09:30:00Z"},
		{"31-Mar-2025", "", "2025-03-31T00:00:00Z"},
		// numbers only
		{"31/03/2025", "", "2025-03-31T00:00:00Z"},
		{"03/31/2025", "", "2025-03-31T00:00:00Z"},
		{"04/03/2025", "", "2025-03-04T00:00:00Z"},
		{"04/03/2025", "America/New_York", "2025-04-03T04:00:00Z"},
		{"31.03.2025 09:30", "", "2025-03-31T09:30:00Z"},
	}
	for _, c := range cases {
		opt := Options{}
		if c.zone != "" {
			opt.Zone = zone(t, c.zone)
		}
		got, err := Parse(c.text, opt)
		if err != nil {
			t.Errorf("Parse(%q, %s): %v", c.text, c.zone, err)
			continue
		}
		if s := got.Time.UTC().Truncate(time.Second).Format(time.RFC3339); s != c.want {
			t.Errorf("Parse(%q, %s) = %s, want %s", c.text, c.zone, s, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", "   ", "yesterday", "3 hours ago", "昨天", "31", "99/99/9999", "2025-02-30", "2025-13-01", "0000-00-00", "0000-00-00T00:00:00Z",
		"Mon, 32 Jan 2025 09:00:00 GMT", "2025-01-01T25:00:00Z", "Mon, 27 Jan 2025 09:61:00 GMT", "2025年13月1日", "1 2 3 4", "12:30",
		"2025-03-31 09:30:00 XYZ/ABC", "Jan", "-", "+08:00", "99999999999999999999",
	} {
		if got, err := Parse(text, Options{}); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", text, got.Time)
		}
	}
}

func TestParseTellsWhatWasLeftOpen(t *testing.T) {
	day, err := Parse("2025年03月31日", Options{})
	if err != nil || !day.DayOnly || !day.NoZone {
		t.Errorf("a day without time or zone: %+v, %v", day, err)
	}
	full, err := Parse("Mon, 31 Mar 2025 09:30:00 +0800", Options{})
	if err != nil || full.DayOnly || full.NoZone {
		t.Errorf("a full date: %+v, %v", full, err)
	}
}

func TestChineseSourceMeansChinaByCST(t *testing.T) {
	got, err := Parse("Mon, 31 Mar 2025 09:30:00 CST", Options{Chinese: true})
	if want := time.Date(2025, 3, 31, 1, 30, 0, 0, time.UTC); err != nil || !got.Time.Equal(want) {
		t.Errorf("got %v, %v, want %v", got.Time, err, want)
	}
}

// TestRoundTrip: whatever Go's own formats print is read back as the same second.
func TestRoundTrip(t *testing.T) {
	layouts := []string{
		time.RFC1123Z, time.RFC3339, time.RFC3339Nano, "Mon, _2 January 2006 15:04:05 -0700", "2006-01-02 15:04:05 -0700",
		"20060102T150405-0700", "2006年01月02日 15:04:05 -07:00", "January 2, 2006 3:04:05 PM -0700", "2006/1/2 15:04:05 +00:00",
	}
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(315532800, 4102444800).Draw(t, "unix"), 0).UTC()
		layout := rapid.SampledFrom(layouts).Draw(t, "layout")
		if layout != layouts[len(layouts)-1] {
			at = at.In(time.FixedZone("", rapid.IntRange(-12*4, 14*4).Draw(t, "quarters")*900))
		}
		got, err := Parse(at.Format(layout), Options{})
		if err != nil || !got.Time.Equal(at) {
			t.Fatalf("%q read as %v (%v)", at.Format(layout), got.Time, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"Mon, 27 Jan 2025 09:00:00 +0800", "2025年03月31日 09:30", "31 mars 2025", "2003-335T10:14:55Z", "1743384600", "+1:1:1-", "99999999999999999"} {
		f.Add(s, true)
	}
	shanghai := time.FixedZone("Asia/Shanghai", 8*hour)
	f.Fuzz(func(t *testing.T, s string, chinese bool) {
		got, err := Parse(s, Options{Zone: shanghai, Chinese: chinese})
		if err == nil && (got.Time.Year() < 0 || got.Time.Year() > 292277026596) {
			t.Fatalf("%q read as the year %d", s, got.Time.Year())
		}
	})
}
