package feed

import (
	"context"
	"sync"
	"time"
)

// hosts lets one request at a time go to each host, and not sooner than a spacing after the one before.
type hosts struct {
	spacing time.Duration
	now     func() time.Time
	mu      sync.Mutex
	gates   map[string]*gate
}

type gate struct {
	turn  chan struct{} // holds one token while the host is free
	users int
	next  time.Time // not to be asked before
}

// enter waits for a turn with the host and returns the function that gives it back.
func (h *hosts) enter(ctx context.Context, host string) (leave func(), err error) {
	g := h.gate(host)
	select {
	case <-g.turn:
	case <-ctx.Done():
		h.release(host, g)
		return nil, ctx.Err()
	}
	if wait := g.next.Sub(h.now()); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			g.turn <- struct{}{}
			h.release(host, g)
			return nil, ctx.Err()
		}
	}
	return func() {
		g.next = h.now().Add(h.spacing)
		g.turn <- struct{}{}
		h.release(host, g)
	}, nil
}

func (h *hosts) gate(host string) *gate {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.gates == nil {
		h.gates = make(map[string]*gate)
	}
	g := h.gates[host]
	if g == nil {
		g = &gate{turn: make(chan struct{}, 1)}
		g.turn <- struct{}{}
		h.gates[host] = g
	}
	g.users++
	return g
}

// release forgets gates that nobody uses and whose spacing is over, so that the map does not grow for ever.
func (h *hosts) release(host string, g *gate) {
	h.mu.Lock()
	defer h.mu.Unlock()
	g.users--
	if len(h.gates) < 256 {
		return
	}
	for name, old := range h.gates {
		if old.users == 0 && !old.next.After(h.now()) {
			delete(h.gates, name)
		}
	}
}
