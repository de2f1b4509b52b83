package app

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"briefbot/internal/feed"
	"briefbot/internal/present"
)

const (
	probeTime = 3500 * time.Millisecond // without any feed by then there is no network
	readTime  = 20 * time.Second        // what has not come by then is left out
	readAtOne = 16                      // feeds read at the same time
	giveUp    = 12                      // with so many servers that cannot be reached, and none that can, there is no network
)

// fromNetwork reads the starter's feeds, the weighty ones first, and returns how many could be read. Without a network it
// returns 0 within five seconds.
func (t Trial) fromNetwork(ctx context.Context, k *core, v present.Voice) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	p := &progress{say: v, out: t.Err, live: isTerminal(t.Err), all: len(k.feeds)}
	probe := time.AfterFunc(probeTime, func() {
		if p.read() == 0 {
			cancel()
		}
	})
	defer probe.Stop()
	fetcher := newFetcher(k.config, k.now)
	sources := slices.Clone(k.feeds)
	slices.SortStableFunc(sources, func(a, b source) int { return b.weight - a.weight })
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(readAtOne)
	for _, s := range sources {
		group.Go(func() error {
			if gctx.Err() != nil {
				return nil
			}
			result, err := fetcher.Fetch(gctx, feed.NewState(s.url, k.now(), 0), feed.Source{Zone: s.location(), Language: s.language})
			if err != nil || result.Document == nil {
				if p.failed(result.Status != 0) {
					cancel()
				}
				return nil // one feed that cannot be read does not spoil the trial
			}
			_, err = k.intake.take(context.WithoutCancel(gctx), k.now(), itemsOf(result.Document, s, k.now(), k.now()))
			p.done(err == nil)
			return err
		})
	}
	err := group.Wait()
	p.end()
	return p.read(), err
}

// progress tells how far a long work has come: on a terminal in one line that changes, else in one line at the end.
type progress struct {
	say  present.Voice
	out  interface{ Write([]byte) (int, error) }
	live bool
	all  int

	mu                  sync.Mutex
	good, over, reached int
}

// failed counts a feed that could not be read, and returns true when it seems that none can.
func (p *progress) failed(reached bool) bool {
	p.done(false)
	p.mu.Lock()
	defer p.mu.Unlock()
	if reached {
		p.reached++
	}
	return p.good+p.reached == 0 && p.over >= giveUp
}

func (p *progress) done(good bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over++
	if good {
		p.good++
	}
	if p.live {
		fmt.Fprintf(p.out, "\r\x1b[K%s", p.line())
	}
}

func (p *progress) read() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.good
}

func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.live:
		fmt.Fprint(p.out, "\r\x1b[K")
	case p.good > 0:
		fmt.Fprintln(p.out, p.line())
	}
}

func (p *progress) line() string {
	return p.say.Say("try-progress", "Done", p.say.Number(p.over), "All", p.say.Number(p.all), "Read", p.say.Number(p.good))
}
