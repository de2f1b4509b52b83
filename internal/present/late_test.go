package present

import (
	"testing"
	"time"

	"briefbot/bot"
)

// TestLate holds that a digest that is posted late says so, in three languages, before what its footer says anyway.
func TestLate(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	due := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	for lang, want := range map[string]string{"en": "Late: it was due on 2 Mar 09:00", "fr": "En retard\u202f: prévu le 2 mars 09:00", "zh": "延迟发布：原定3月2日 09:00"} {
		for footer, whole := range map[string]string{"": want, "9 articles": want + " · 9 articles"} {
			if got := In(lang, zone).Late(bot.Message{Footer: footer}, due).Footer; got != whole {
				t.Errorf("%s: %q, want %q", lang, got, whole)
			}
		}
	}
}
