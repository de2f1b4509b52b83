package schedule

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestParseUntil(t *testing.T) {
	now := time.Date(2026, 3, 4, 8, 30, 0, 0, time.UTC) // a Wednesday, 09:30 in Paris
	for text, want := range map[string]string{
		"2026-03-09":              "2026-03-08T23:00:00Z",
		"until 2026-03-09":        "2026-03-08T23:00:00Z",
		"2026-03-09 14:00":        "2026-03-09T13:00:00Z",
		"2026-03-29 02:30":        "2026-03-29T01:00:00Z", // in the gap
		"Monday":                  "2026-03-08T23:00:00Z",
		"until Monday at 8am":     "2026-03-09T07:00:00Z",
		"Wednesday":               "2026-03-10T23:00:00Z", // today's has begun
		"tomorrow":                "2026-03-04T23:00:00Z",
		"14:00":                   "2026-03-04T13:00:00Z",
		"9:00":                    "2026-03-05T08:00:00Z", // over for today
		"9 March":                 "2026-03-08T23:00:00Z",
		"March 9th":               "2026-03-08T23:00:00Z",
		"3 February":              "2027-02-02T23:00:00Z",
		"3 days":                  "2026-03-07T08:30:00Z",
		"for 12h":                 "2026-03-04T20:30:00Z",
		"2 weeks":                 "2026-03-18T08:30:00Z",
		"2026-03-09 Asia/Tokyo":   "2026-03-08T15:00:00Z",
		"jusqu’au 9 mars":         "2026-03-08T23:00:00Z",
		"jusqu'au 1er août à 9 h": "2026-08-01T07:00:00Z",
		"lundi":                   "2026-03-08T23:00:00Z",
		"demain à 18h":            "2026-03-05T17:00:00Z",
		"3 jours":                 "2026-03-07T08:30:00Z",
		"14 juillet":              "2026-07-13T22:00:00Z",
		"直到2026年3月9日":             "2026-03-08T23:00:00Z",
		"3月9日":                    "2026-03-08T23:00:00Z",
		"到周一":                     "2026-03-08T23:00:00Z",
		"明天 9:00":                 "2026-03-05T08:00:00Z",
		"3天":                      "2026-03-07T08:30:00Z",
	} {
		at, err := ParseUntil(text, now, "Europe/Paris")
		if err != nil || at.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q: %s, %v, want %s", text, at.UTC().Format(time.RFC3339), err, want)
		}
	}
	for text, code := range map[string]Code{
		"":                        CodeUntil,
		"soon":                    CodeUntil,
		"weekdays":                CodeUntil,
		"Monday Tuesday":          CodeUntil,
		"9:00 18:00":              CodeUntil,
		"2026-02-30":              CodeUntil,
		"2026-03-03":              CodePast,
		"2026-03-04":              CodePast,
		"0 days":                  CodePast,
		"2126-03-04":              CodeUntil,
		"900 weeks":               CodeUntil,
		"2026-03-09 2026-03-10":   CodeUntil,
		"every 2 hours":           CodeUntil,
		"\xff":                    CodeUntil,
		"31 February":             CodeUntil,
		"2026-03-09 Europe/Parys": CodeUntil,
	} {
		at, err := ParseUntil(text, now, "Europe/Paris")
		var e *Error
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("%q: %s, %v, want %s", text, at, err, code)
		}
	}
	if _, err := ParseUntil("tomorrow", now, "Mars/Olympus"); err == nil {
		t.Error("an unknown zone is taken")
	}
}

// FuzzParseUntil: no text crashes, refusals are worded, and what is understood lies ahead, but not further than a pause may last.
func FuzzParseUntil(f *testing.F) {
	for _, seed := range []string{"2026-03-09", "until Monday at 8am", "9 March", "jusqu’au 1er août à 9 h", "3月9日", "3 jours", "9:00 Asia/Tokyo", "\xff", "", "31 February", "周一三点"} {
		f.Add(seed)
	}
	now := time.Date(2026, 3, 4, 8, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		at, err := ParseUntil(text, now, "Europe/Paris")
		if err == nil && (!at.After(now) || at.After(now.Add(longestPause))) {
			t.Fatalf("%q is %s", text, at)
		}
		if s := fmt.Sprint(err); err != nil && (strings.ContainsAny(s, "\n\r\x1b") || strings.Contains(s, "%!") && !strings.Contains(text, "%")) {
			t.Fatalf("%q: %q", text, s)
		}
	})
}
