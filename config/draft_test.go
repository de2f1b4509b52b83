package config

import (
	"strings"
	"testing"
	"time"
)

// TestDrafts reads what a file says of drafts, and refuses what cannot be.
func TestDrafts(t *testing.T) {
	schedule := func(more string) string {
		return "schedules: [{name: a, when: daily 9:00, channels: [\"slack:T024BE7LD/C2147483701\"], " + more + "}]"
	}
	for text, want := range map[string]string{
		schedule(`draft: 20m, draft_to: ["slack:T024BE7LD/C2147483702"], draft_silence: drop`): "",
		schedule(`draft: 5m`) + "\nnotices: [\"slack:T024BE7LD/C2147483703\"]":                 "",
		schedule(`draft: 20m`): "schedules[0].draft: is set, but nobody would get the draft",
		schedule(`draft: 1m, draft_to: ["slack:T024BE7LD/C2147483702"]`):                                   "schedules[0].draft: 1m0s is out of range",
		schedule(`draft: 13h, draft_to: ["slack:T024BE7LD/C2147483702"]`):                                  "schedules[0].draft: 13h0m0s is out of range",
		schedule(`draft: 20m, draft_to: [here]`):                                                           "schedules[0].draft_to[0]:",
		schedule(`draft: 20m, draft_to: ["slack:T024BE7LD/C2147483702"], draft_silence: publish`):          "schedules[0].draft_silence:",
		"schedules: [{name: \"follow:a\", when: daily 9:00, channels: [\"slack:T024BE7LD/C2147483701\"]}]": "begins with follow:",
	} {
		c, err := Parse([]byte(text), "test.yaml", nil)
		switch {
		case want == "" && (err != nil || c.Schedules[0].Draft < LeastDraft || c.Schedules[0].Draft > 20*time.Minute):
			t.Errorf("%s: %v", text, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
