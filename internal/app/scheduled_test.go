package app

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"briefbot/bot"
)

// slowNamer is a platform that takes a second to say what a channel is called, and counts how many ask at the same time.
type slowNamer struct {
	mu           sync.Mutex
	asking, most int
}

func (n *slowNamer) count(more int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asking += more
	n.most = max(n.most, n.asking)
}

func (n *slowNamer) Called(_ context.Context, place bot.Address) string {
	n.count(1)
	defer n.count(-1)
	time.Sleep(time.Second)
	if place.Channel == "C0" {
		return ""
	}
	return "#" + place.Channel
}

// TestChannelsAreCalled asks of many channels at the same time, but not of all, of each once, and of none that no platform knows.
func TestChannelsAreCalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &slowNamer{}
		k := &core{namers: map[string]bot.Namer{"slack": n}}
		places := []string{"discord:G1/C1", "nonsense"}
		for i := range 2 * askedAtOnce {
			p := fmt.Sprintf("slack:T1/C%d", i)
			places = append(places, p, p)
		}
		begun := time.Now()
		got := k.called(t.Context(), places)
		if took := time.Since(begun); len(got) != 2*askedAtOnce-1 || got["slack:T1/C3"] != "#C3" || took != 2*time.Second || n.most != askedAtOnce {
			t.Errorf("%d names in %s, at most %d asked at once: %v", len(got), took, n.most, got)
		}
	})
}
