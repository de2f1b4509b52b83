package app

import (
	"testing"
	"time"
)

// TestAnswersWaitForPlaces: who asks what a digest would be waits a moment for articles that are in no story yet, and not as long as a digest does.
func TestAnswersWaitForPlaces(t *testing.T) {
	const one, two = "\nQwen 4 is out · Alpha, Beta · 1 more article", "\nQwen 4 in numbers · Beta"
	for _, line := range []string{"now", "preview morning"} {
		for _, c := range []struct {
			name  string
			after time.Duration // in which it is placed; zero: never
			took  time.Duration
			want  string
		}{
			{"placed soon", 2 * time.Second, 2 * time.Second, one},
			{"not placed", 0, 5 * time.Second, two},
		} {
			t.Run(line+", "+c.name, func(t *testing.T) {
				story(t, "2026-03-02 08:30", func(h *house) {
					h.start(morning)
					h.until("2026-03-02 08:35")
					h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
					h.until("2026-03-02 08:39")
					place := h.unplaced("s1", "Beta", "Qwen 4 in numbers", "2026-03-02 08:38")
					if c.after > 0 {
						time.AfterFunc(c.after-time.Second/2, place)
					}
					asked := time.Now()
					h.within(line, h.ask(line), c.want)
					if took := time.Since(asked).Truncate(time.Second); took != c.took {
						t.Errorf("%s took %v, want %v", line, took, c.took)
					}
				})
			})
		}
	}
}
