package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/delivery"
	"briefbot/internal/feed"
	"briefbot/internal/store"
)

// press is a server of feeds that tests write.
type press struct {
	*httptest.Server
	mu    sync.Mutex
	items map[string][]map[string]string // by feed
}

func newPress(t *testing.T) *press {
	p := &press{items: map[string][]map[string]string{}}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		_ = json.NewEncoder(w).Encode(map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": r.URL.Path, "items": p.items[strings.Trim(r.URL.Path, "/")]})
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *press) prints(feed, title, at string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	url := "https://" + feed + ".example/" + strings.ReplaceAll(title, " ", "-")
	p.items[feed] = append(p.items[feed], map[string]string{"id": url, "url": url, "title": title, "date_published": strings.Replace(at, " ", "T", 1) + ":00Z"})
}

// TestNewSource adds sources amid operation: what they held before they were read is kept and is no news, unless that was asked for.
// What they bring afterwards is news, and so is what the sources of a new installation hold.
func TestNewSource(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.prints("first", "Alpha opens", "2026-03-02 07:00")
	watch := &clock{}
	watch.set(moment(t, "2026-03-02 08:00"))
	b := &board{now: watch.now}
	path := filepath.Join(t.TempDir(), "b.db")
	run := func(sources string) (*App, func()) {
		t.Helper()
		c, err := config.Parse([]byte(fmt.Sprintf("database: {path: %q}\nfetch: {allow_loopback: true, interval: 1m, ports: [%s]}\nsources:\n  starter: false\n  add:\n%s"+
			"schedules:\n  - {name: morning, when: daily 9:00, channels: [\"console:W/C\"]}\n", path, p.URL[strings.LastIndex(p.URL, ":")+1:], sources)), "test.yaml", nil)
		if err != nil {
			t.Fatal(err)
		}
		c.Schedules[0].Topics, c.Digest.Topics = nil, nil
		a, err := New(t.Context(), Options{
			Config: c, Log: slog.New(slog.DiscardHandler), Now: watch.now, Extra: []bot.Adapter{b},
			Delivery: delivery.Options{Idle: 50 * time.Millisecond}, Poll: feed.PollerOptions{Every: 50 * time.Millisecond, Stagger: time.Millisecond},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- a.Run(ctx) }()
		stop := sync.OnceFunc(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		})
		t.Cleanup(stop)
		return a, stop
	}
	kept := func(a *App, titles ...string) {
		t.Helper()
		eventually(t, strings.Join(titles, " and ")+" came in", func() bool {
			list, err := a.store.Articles.Latest(t.Context(), "", watch.now(), 50, nil)
			all := ""
			for _, x := range list {
				all += x.Title + "\n"
			}
			for _, title := range titles {
				if err != nil || !strings.Contains(all, title+"\n") {
					return false
				}
			}
			return true
		})
	}
	digest := func(a *App, at, want string) {
		t.Helper()
		watch.set(moment(t, at))
		a.Poke()
		heads := func() string {
			b.mu.Lock()
			defer b.mu.Unlock()
			var out []string
			for _, m := range b.posts {
				for _, s := range m.Message.Sections {
					for _, l := range s.Lines {
						out = append(out, l.Text)
					}
				}
			}
			b.posts = nil
			return strings.Join(out, ", ")
		}
		var got string
		eventually(t, "the digest of "+at, func() bool { got = heads(); return got != "" })
		if got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
	source := func(name, more string) string {
		return fmt.Sprintf("    - {name: %s, url: %q%s}\n", name, p.URL+"/"+name, more)
	}

	a, stop := run(source("first", ""))
	kept(a, "Alpha opens")
	time.Sleep(100 * time.Millisecond) // the schedule has been met
	digest(a, "2026-03-02 09:00", "Alpha opens")
	stop()

	p.prints("first", "Beta grows", "2026-03-03 06:00")
	p.prints("second", "Gamma old", "2026-03-02 20:00")
	p.prints("second", "Delta old", "2026-03-03 07:30")
	p.prints("asked", "Epsilon wanted", "2026-03-03 07:00")
	p.prints("asked", "Zeta ancient", "2026-02-20 07:00")
	watch.set(moment(t, "2026-03-03 08:00"))
	a, stop = run(source("first", "") + source("second", "") + source("asked", ", backfill: true"))
	kept(a, "Beta grows", "Gamma old", "Delta old", "Epsilon wanted", "Zeta ancient")
	p.prints("second", "Eta new", "2026-03-03 08:10")
	watch.set(moment(t, "2026-03-03 08:50"))
	kept(a, "Eta new")
	digest(a, "2026-03-03 09:00", "Eta new, Epsilon wanted, Beta grows")
	stop()
}

// headOf returns a headline that is about nothing that another one is about.
func headOf(i int) string {
	syllables := []string{"ba", "co", "di", "fu", "ge", "ha", "ki", "lo", "mu"}
	return strings.ToUpper(syllables[i%9]) + syllables[i/9%9] + syllables[(i+i/9)%9]
}

// TestBurst has far more come in than a digest shows: the rest is in its thread, and what is too much even for that is counted. A
// new schedule of the same channel repeats none of it.
func TestBurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "2026-03-02 08:59")
		h.keep(func(s *store.Store) {
			var items []store.Item
			for i := range 80 {
				at := moment(t, "2026-03-02 08:00").Add(-time.Duration(i) * time.Minute)
				items = append(items, store.Item{Article: briefs.Article{
					URL: fmt.Sprint("https://news.example/", i), Title: headOf(i), Outlet: "News", Feed: "https://news.example/rss", Language: "en", Published: at,
				}})
			}
			if _, err := s.Articles.Add(context.Background(), moment(t, "2026-03-02 08:00"), items); err != nil {
				t.Fatal(err)
			}
		})
		h.start(morning)
		time.Sleep(3 * time.Minute)
		var lines []int
		footer := ""
		for _, p := range h.pinned() {
			n := 0
			for _, s := range p.Message.Sections {
				n += len(s.Lines)
			}
			if lines = append(lines, n); p.Parent == "" {
				footer = p.Message.Footer
			}
		}
		if want := []int{5, 50}; len(lines) != 2 || lines[0] != want[0] || lines[1] != want[1] {
			t.Errorf("messages of %v lines, want %v", lines, want)
		}
		if want := "50 more stories in the thread · 25 more stories not shown"; !strings.HasPrefix(footer, want) {
			t.Errorf("the footer is %q, want %q", footer, want)
		}
		h.posted()
		h.stop()
		h.start(morning, "evening|0 18 * * *|console:W/C")
		time.Sleep(48 * time.Hour)
		for _, line := range strings.Split(h.posted(), "\n") {
			for i := range 55 {
				if strings.Contains(line+",", headOf(i)+",") {
					t.Errorf("%s comes again: %s", headOf(i), line)
				}
			}
		}
		h.stop()
	})
}
