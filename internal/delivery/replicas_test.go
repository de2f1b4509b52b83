package delivery

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/internal/store"
	"briefbot/internal/store/storetest"
)

// each runs a test with databases in memory and with ones of PostgreSQL; at makes an empty one.
func each(t *testing.T, f func(t *testing.T, at func(*testing.T) string)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) { f(t, func(*testing.T) string { return store.Memory }) })
	t.Run("postgres", func(t *testing.T) { f(t, func(t *testing.T) string { return storetest.Postgres(t) }) })
}

// TestTwoProcessesPostOnce has two couriers plan and send the same digests, each on connections of its own to one database. One of
// them stops in the middle, and is started again.
func TestTwoProcessesPostOnce(t *testing.T) {
	two := func(t *testing.T, at string) {
		const channels = 20
		p := &platform{takes: time.Millisecond}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		var group sync.WaitGroup
		process := func(ctx context.Context) {
			s, err := store.Open(context.Background(), at)
			if err != nil {
				t.Error(err)
				return
			}
			c := New(s.Deliveries, []bot.Adapter{p}, Options{Pace: time.Nanosecond, Idle: 10 * time.Millisecond, Lease: 5 * time.Second, Settle: 200 * time.Millisecond, Retry: 50 * time.Millisecond}, slog.New(slog.DiscardHandler))
			group.Go(func() {
				defer s.Close()
				if err := c.Serve(ctx); err != nil {
					t.Error(err)
				}
			})
			group.Go(func() {
				for i := range channels {
					to := place
					to.Channel = fmt.Sprint("C", i)
					if err := c.Plan(context.Background(), run, to, bot.Message{Title: "digest"}, []bot.Message{{Title: "reply 1"}, {Title: "reply 2"}}, nil); err != nil && ctx.Err() == nil {
						t.Error(err)
					}
				}
			})
		}
		short, stop := context.WithCancel(ctx)
		defer stop()
		process(ctx)
		process(short)
		count := func() int {
			p.mu.Lock()
			defer p.mu.Unlock()
			return len(p.posts)
		}
		wait := func(n int) {
			for count() < n && ctx.Err() == nil {
				time.Sleep(time.Millisecond)
			}
		}
		wait(channels)
		stop()
		process(ctx)
		wait(3 * channels)
		time.Sleep(100 * time.Millisecond) // for what comes twice
		cancel()
		group.Wait()
		byKey := map[string]int{}
		heads := map[string][]string{}
		for _, m := range p.posts {
			byKey[m.Key]++
			channel, _, _ := strings.Cut(strings.TrimPrefix(m.To, "fake:W/"), "/")
			heads[channel] = append(heads[channel], m.Text)
		}
		for key, n := range byKey {
			if n != 1 {
				t.Errorf("message %s was posted %d times", key, n)
			}
		}
		if len(heads) != channels {
			t.Errorf("%d of %d channels were served", len(heads), channels)
		}
		for channel, list := range heads {
			if !slices.Equal(list, []string{"digest", "reply 1", "reply 2"}) {
				t.Errorf("%s shows %v", channel, list)
			}
		}
	}
	t.Run("file", func(t *testing.T) { two(t, filepath.Join(t.TempDir(), "b.db")) })
	t.Run("postgres", func(t *testing.T) { two(t, storetest.Postgres(t)) })
}
