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
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/feed"
	"briefbot/internal/store"
)

// paper is an outlet's server: it says what its feed holds and notes what it is asked.
type paper struct {
	*httptest.Server
	mu    sync.Mutex
	items []string // JSON Feed items
	asked []string // If-None-Match of each request
	holds func()   // returns when a request may be answered; nil is at once
}

func newPaper(t *testing.T) *paper {
	p := &paper{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if holds := p.holds; holds != nil {
			p.mu.Unlock()
			holds()
			p.mu.Lock()
		}
		tag := fmt.Sprintf(`"v%d"`, len(p.items))
		p.asked = append(p.asked, r.Header.Get("If-None-Match"))
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprintf(w, `{"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "items": [%s]}`, strings.Join(p.items, ","))
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *paper) print(id, title, published string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	item := fmt.Sprintf(`{"id": %q, "url": "https://paper.example/%s", "title": %q`, id, id, title)
	if published != "" {
		item += fmt.Sprintf(`, "date_published": %q`, published)
	}
	p.items = append(p.items, item+"}")
}

func (p *paper) requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.asked...)
}

// open builds the bot with the paper as its only source.
func (p *paper) open(t *testing.T, path string, clock *clock, log *journal) *App {
	t.Helper()
	c, err := config.Parse(fmt.Appendf(nil, `
database: {path: %q}
fetch: {allow_loopback: true, ports: [%s], interval: 15m}
sources: {starter: false, add: [{name: Paper, url: %q}]}
schedules: [{name: morning, when: "daily 9:00", channels: ["console:W/C"]}]
`, path, p.URL[strings.LastIndex(p.URL, ":")+1:], p.URL+"/feed"), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(t.Context(), Options{
		Config: c, Now: clock.now, Log: slog.New(slog.NewTextHandler(log, nil)), Extra: []bot.Adapter{&board{now: clock.now}},
		Poll: feed.PollerOptions{Every: 10 * time.Millisecond, Stagger: time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// run runs the bot until a condition holds.
func (p *paper) run(t *testing.T, a *App, what string, until func() bool) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	eventually(t, what, until)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}

// TestValidatorsSurviveARestart holds that the next process asks conditionally, and not before it is time.
func TestValidatorsSurviveARestart(t *testing.T) {
	path, watch, p := filepath.Join(t.TempDir(), "b.db"), &clock{}, newPaper(t)
	watch.set(moment(t, "2026-03-02 08:00"))
	p.print("1", "Alibaba Cloud cuts prices", "2026-03-02T07:00:00Z")
	a := p.open(t, path, watch, &journal{})
	p.run(t, a, "the feed is kept", func() bool { _, ok, _ := a.store.Feeds.Load(context.Background(), p.URL+"/feed"); return ok })
	if got := p.requests(); len(got) != 1 || got[0] != "" {
		t.Fatalf("the first process asked %q", got)
	}
	watch.set(moment(t, "2026-03-02 08:05"))
	a = p.open(t, path, watch, &journal{})
	begin := time.Now()
	p.run(t, a, "some looks for what is due", func() bool { return time.Since(begin) > 300*time.Millisecond })
	if got := p.requests(); len(got) != 1 {
		t.Errorf("a process that started five minutes later asked again: %q", got)
	}
	watch.set(moment(t, "2026-03-02 08:30"))
	a = p.open(t, path, watch, &journal{})
	p.run(t, a, "the feed is asked again", func() bool { return len(p.requests()) > 1 })
	if got := p.requests(); got[1] != `"v1"` {
		t.Errorf("the third process asked %q", got)
	}
}

// TestStatesThatMeanNothing holds what is done about states that were damaged, or written under a clock that was ahead.
func TestStatesThatMeanNothing(t *testing.T) {
	now := moment(t, "2026-03-02 08:00")
	state := func(st feed.State) []byte {
		text, err := json.Marshal(st)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for _, c := range []struct {
		name  string
		state []byte
		due   bool
		warns bool
	}{
		{"damaged", []byte(`{"URL": 7`), true, true},
		{"empty", []byte(`{}`), true, true},
		{"fetched a year ahead", state(feed.State{URL: "https://x.example/", LastOK: now.AddDate(1, 0, 0), NextPoll: now.AddDate(1, 0, 1)}), true, false},
		{"failed an hour ahead", state(feed.State{URL: "https://x.example/", FirstFailed: now.Add(time.Hour), NextPoll: now.Add(2 * time.Hour)}), true, false},
		{"told to wait for a year", state(feed.State{URL: "https://x.example/", LastOK: now.Add(-time.Hour), NextPoll: now.AddDate(1, 0, 0)}), true, false},
		{"told to wait for a day", state(feed.State{URL: "https://x.example/", LastOK: now.Add(-time.Hour), NextPoll: now.Add(24 * time.Hour)}), false, false},
		{"gone", state(feed.State{URL: "https://x.example/", LastOK: now.AddDate(1, 0, 0), Gone: true}), false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, log := newPaper(t), &journal{}
			path, watch := filepath.Join(t.TempDir(), "b.db"), &clock{}
			watch.set(now)
			a := p.open(t, path, watch, log)
			defer a.Close()
			if err := a.store.Feeds.Save(t.Context(), store.FeedState{URL: p.URL + "/feed", State: c.state}); err != nil {
				t.Fatal(err)
			}
			states, err := a.feedStates(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			a.reader.states = states
			if _, err := a.reader.Due(t.Context(), now, 10); err != nil { // gives a feed that is read anew its moment
				t.Fatal(err)
			}
			due, err := a.reader.Due(t.Context(), now.Add(time.Minute), 10)
			if err != nil || (len(due) == 1) != c.due {
				t.Errorf("due: %v, %v, want %v", due, err, c.due)
			}
			if warned := strings.Contains(log.String(), "read anew"); warned != c.warns {
				t.Errorf("warned: %v", warned)
			}
		})
	}
}

// TestFirstReadOfASource holds that what a feed held before the bot knew it does not count as having come in now.
func TestFirstReadOfASource(t *testing.T) {
	path, watch, p := filepath.Join(t.TempDir(), "b.db"), &clock{}, newPaper(t)
	now := moment(t, "2026-03-02 10:00")
	watch.set(now)
	p.print("new", "Of this morning", "2026-03-02T09:30:00Z")
	p.print("older", "Of the day before yesterday", "2026-02-28T20:00:00Z")
	p.print("undated", "Of no date", "")
	p.print("ancient", "Of the year before last", "2024-06-01T20:00:00Z")
	p.print("", "", "2026-03-02T09:30:00Z")
	a := p.open(t, path, watch, &journal{})
	var kept []store.Placed
	all := briefs.Span{From: now.AddDate(-3, 0, 0), To: now.AddDate(1, 0, 0)}
	p.run(t, a, "the articles are kept", func() bool {
		kept, _ = a.store.Articles.Between(context.Background(), all, nil)
		_, ok, _ := a.store.Feeds.Load(context.Background(), p.URL+"/feed")
		return len(kept) >= 3 && ok
	})
	for _, k := range kept {
		if want := map[string]time.Duration{"Of this morning": 30 * time.Minute, "Of the day before yesterday": 38 * time.Hour, "Of no date": oldNews}[k.Title]; want == 0 ||
			now.Sub(k.Published).Round(time.Minute) != want || !k.Fetched.Equal(k.Published) {
			t.Errorf("%s: published %v before, came in %v before", k.Title, now.Sub(k.Published), now.Sub(k.Fetched))
		}
	}
	p.print("late", "Of last night", "2026-03-01T22:00:00Z")
	p.print("undated2", "Of no date, later", "")
	watch.set(now.Add(20 * time.Minute))
	a = p.open(t, path, watch, &journal{})
	p.run(t, a, "later articles are kept", func() bool {
		kept, _ = a.store.Articles.Between(context.Background(), all, nil)
		return len(kept) >= 5
	})
	for _, k := range kept {
		if came := k.Fetched.Sub(now); (k.Title == "Of last night" || k.Title == "Of no date, later") && (came < 20*time.Minute || came > 21*time.Minute) {
			t.Errorf("%s came in after %v", k.Title, came)
		}
	}
}

// TestRunWaitsForTheNightsNews starts the bot some minutes late, with feeds that were not read in the night: the digest has what they bring.
func TestRunWaitsForTheNightsNews(t *testing.T) {
	path, watch, p := filepath.Join(t.TempDir(), "b.db"), &clock{}, newPaper(t)
	watch.set(moment(t, "2026-03-01 20:00"))
	p.print("1", "Alibaba Cloud opens a region in Mexico", "2026-03-01T19:00:00Z")
	a := p.open(t, path, watch, &journal{})
	p.run(t, a, "the feed is kept", func() bool { _, ok, _ := a.store.Feeds.Load(context.Background(), p.URL+"/feed"); return ok })
	p.print("2", "Alibaba Cloud cuts the price of Qwen3 by half", "2026-03-02T06:00:00Z")
	watch.set(moment(t, "2026-03-02 09:10"))
	log := &journal{}
	a = p.open(t, path, watch, log)
	waits := func() bool { return strings.Contains(log.String(), "a run waits for feeds") }
	p.mu.Lock()
	p.holds = func() { // a feed that is read before the schedule is looked at leaves nothing to wait for
		for end := time.Now().Add(20 * time.Second); !waits() && time.Now().Before(end); {
			time.Sleep(5 * time.Millisecond)
		}
	}
	p.mu.Unlock()
	b := a.adapters[0].(*board)
	p.run(t, a, "the digest is posted", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return len(b.posts) > 0 })
	if text := b.posts[0].Message.Plain(); !strings.Contains(text, "Qwen3") {
		t.Errorf("the digest does not have the night's news: %s", text)
	}
	if !waits() {
		t.Error("the log does not say why the run waited")
	}
}
