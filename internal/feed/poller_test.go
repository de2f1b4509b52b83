package feed

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// memory is a small honest States.
type memory struct {
	mu     sync.Mutex
	states map[string]State
	saves  int
}

func (m *memory) Due(_ context.Context, now time.Time, limit int) ([]Polled, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var due []Polled
	for key, st := range m.states {
		if st.Due(now) {
			due = append(due, Polled{Key: key, State: st})
		}
	}
	slices.SortFunc(due, func(a, b Polled) int { return a.State.NextPoll.Compare(b.State.NextPoll) })
	return due[:min(len(due), limit)], nil
}

func (m *memory) Save(_ context.Context, key string, st State) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.states[key] = st
	m.saves++
	return nil
}

func newPoller(f *Fetcher, m *memory, c *clock, handle Handle) *Poller {
	return NewPoller(f, m, handle, PollerOptions{Stagger: time.Millisecond, Now: c.now, Every: time.Millisecond})
}

func TestPollerAsksEachAddressOnce(t *testing.T) {
	s := newScript(t, feedWith("ETag", `"1"`))
	c := &clock{start}
	m := &memory{states: map[string]State{
		"channel a": {URL: s.URL + "/one"}, "channel b": {URL: s.URL + "/one"}, "channel c": {URL: s.URL + "/one"}, "other": {URL: s.URL + "/two"},
		"later": {URL: s.URL + "/later", NextPoll: start.Add(time.Minute)}, "gone": {URL: s.URL + "/gone", Gone: true},
	}}
	var mu sync.Mutex
	handled := map[string]int{}
	p := newPoller(newFetcher(c), m, c, func(_ context.Context, due Polled, r Result, err error) error {
		mu.Lock()
		defer mu.Unlock()
		if err != nil || r.Document == nil {
			t.Errorf("%s: %v", due.Key, err)
		}
		handled[due.Key]++
		return nil
	})
	if n, err := p.RunOnce(context.Background()); n != 2 || err != nil || s.count() != 2 {
		t.Errorf("%d addresses, %d requests, %v; want 2", n, s.count(), err)
	}
	for _, key := range []string{"channel a", "channel b", "channel c", "other"} {
		if handled[key] != 1 || m.states[key].ETag != `"1"` || !m.states[key].NextPoll.After(start) {
			t.Errorf("%s: handled %d times, state %+v", key, handled[key], m.states[key])
		}
	}
	if n, _ := p.RunOnce(context.Background()); n != 0 || s.count() != 2 {
		t.Errorf("asked again at once: %d addresses", n)
	}

	// A restart: the stored time is kept, so there is no burst; a channel that is new to the address gets the whole feed.
	s.then(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		feedWith("ETag", `"1"`)(w, r)
	})
	again := newPoller(newFetcher(c), m, c, func(_ context.Context, due Polled, r Result, err error) error {
		if due.Key == "channel d" && r.Document == nil {
			t.Error("the new channel got no document")
		}
		return err
	})
	if n, _ := again.RunOnce(context.Background()); n != 0 {
		t.Errorf("after a restart %d addresses were asked at once", n)
	}
	c.at = start.Add(time.Hour)
	m.states["channel d"] = State{URL: s.URL + "/one"}
	if n, err := again.RunOnce(context.Background()); n != 3 || err != nil {
		t.Errorf("an hour later %d addresses (%v), want 3", n, err)
	}
}

func TestPollerKeepsValidatorsOnlyOfWhatWasHandled(t *testing.T) {
	s := newScript(t, feedWith("ETag", `"1"`))
	c := &clock{start}
	m := &memory{states: map[string]State{"a": {URL: s.URL, ETag: `"0"`}}}
	p := newPoller(newFetcher(c), m, c, func(context.Context, Polled, Result, error) error { return errors.New("disk full") })
	if _, err := p.RunOnce(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := m.states["a"]; got.ETag != `"0"` || !got.NextPoll.Equal(start.Add(5*time.Minute)) {
		t.Errorf("state %+v", got)
	}
}

func TestPollerStopsCleanly(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	var mu sync.Mutex
	open, most := 0, 0
	client := Guard{Loopback: true}.Client()
	answer := func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		open++
		most = max(most, open)
		mu.Unlock()
		time.Sleep(10 * time.Millisecond)
		mu.Lock()
		open--
		mu.Unlock()
		_, _ = io.WriteString(w, sampleFeed)
	}
	c := &clock{start}
	m := &memory{states: map[string]State{}}
	var servers []*script
	for i := range 12 { // each a host of its own, so that only the poller's limit holds
		s := newScript(t, answer)
		servers = append(servers, s)
		m.states[strconv.Itoa(i)] = State{URL: s.URL}
	}
	f := NewFetcher(FetcherOptions{Client: client, Now: c.now})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	p := newPoller(f, m, c, func(context.Context, Polled, Result, error) error { return nil })
	go func() { done <- p.Run(ctx) }()
	for {
		m.mu.Lock()
		saves := m.saves
		m.mu.Unlock()
		if saves >= 12 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Run returned %v", err)
	}
	if most > 4 {
		t.Errorf("%d fetches at one time, want at most 4", most)
	}
	client.CloseIdleConnections()
	for _, s := range servers {
		s.Close()
	}
}
