package feed

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// States is where the poller finds and keeps what is remembered about feeds.
type States interface {
	// Due returns at most limit states whose NextPoll is not after now and that are not gone, the longest due first.
	Due(ctx context.Context, now time.Time, limit int) ([]Polled, error)
	// Save stores the state of the feed that was asked under key, whose address may have changed.
	Save(ctx context.Context, key string, st State) error
}

// Polled is a feed that is due.
type Polled struct {
	Key    string // the store's name for the feed, such as its id; stays when the address changes
	State  State
	Source Source
}

// Handle takes the result of one fetch; err is why it failed, or nil. If it returns an error the result counts as not
// delivered: validators are not stored, and the feed is asked for all of it again soon.
type Handle func(ctx context.Context, p Polled, r Result, err error) error

// PollerOptions configure a Poller. Zero fields take the value named beside them.
type PollerOptions struct {
	Parallel int              // fetches at one time; 4
	Stagger  time.Duration    // between the starts of two fetches; 250 ms
	Every    time.Duration    // between looks for what is due; 15 seconds
	Retry    time.Duration    // after a result that could not be handled; 5 minutes
	Now      func() time.Time // time.Now
	Log      *slog.Logger     // none

	Fetched func(class Class, took time.Duration) // is called after each fetch that was not cut short; none
}

// Poller fetches what is due: each address once, however many keys share it, a few at a time and never all at once.
type Poller struct {
	fetcher *Fetcher
	states  States
	handle  Handle
	opt     PollerOptions
}

// NewPoller returns a Poller that hands every result to handle.
func NewPoller(fetcher *Fetcher, states States, handle Handle, opt PollerOptions) *Poller {
	if opt.Parallel <= 0 {
		opt.Parallel = 4
	}
	if opt.Stagger <= 0 {
		opt.Stagger = 250 * time.Millisecond
	}
	if opt.Every <= 0 {
		opt.Every = 15 * time.Second
	}
	if opt.Retry <= 0 {
		opt.Retry = 5 * time.Minute
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	return &Poller{fetcher: fetcher, states: states, handle: handle, opt: opt}
}

// Run polls until ctx ends and returns its error.
func (p *Poller) Run(ctx context.Context) error {
	for {
		if _, err := p.RunOnce(ctx); err != nil && ctx.Err() == nil {
			p.opt.Log.Error("feed: poll", "error", err)
		}
		if err := pause(ctx, p.opt.Every); err != nil {
			return err
		}
	}
}

// batch is how many feeds are taken up in one go.
const batch = 256

// RunOnce fetches everything that is due now and returns how many addresses were asked.
func (p *Poller) RunOnce(ctx context.Context) (int, error) {
	due, err := p.states.Due(ctx, p.opt.Now(), batch)
	if err != nil {
		return 0, fmt.Errorf("feed: look for what is due: %w", err)
	}
	groups := byAddress(due)
	var wg sync.WaitGroup
	places := make(chan struct{}, p.opt.Parallel)
	for i, group := range groups {
		if i > 0 {
			err = pause(ctx, p.opt.Stagger)
		}
		if err != nil {
			break
		}
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			p.poll(ctx, group)
		})
	}
	wg.Wait()
	return len(groups), ctx.Err()
}

// byAddress groups feeds that share an address, in order.
func byAddress(due []Polled) [][]Polled {
	place := map[string]int{}
	var groups [][]Polled
	for _, d := range due {
		i, ok := place[d.State.URL]
		if !ok {
			i = len(groups)
			place[d.State.URL] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], d)
	}
	return groups
}

// poll asks for one address and settles everyone who wants it.
func (p *Poller) poll(ctx context.Context, group []Polled) {
	asked := group[0]
	for _, member := range group { // one that has read nothing yet must not be answered with a 304
		if member.State.ETag == "" && member.State.LastModified == "" {
			asked = member
		}
	}
	begin := time.Now()
	result, err := p.fetcher.Fetch(ctx, asked.State, asked.Source)
	if ctx.Err() != nil {
		return
	}
	if p.opt.Fetched != nil {
		p.opt.Fetched(result.Class, time.Since(begin))
	}
	if err != nil {
		p.opt.Log.Warn("feed: fetch failed", "url", asked.State.URL, "class", result.Class, "reason", result.State.Reason, "failures", result.State.Failures)
	}
	for _, member := range group {
		st := result.State
		if handleErr := p.handle(ctx, member, result, err); handleErr != nil {
			p.opt.Log.Error("feed: result not kept", "url", member.State.URL, "error", handleErr)
			st = member.State
			st.NextPoll = p.opt.Now().Add(p.opt.Retry).Truncate(time.Millisecond)
		}
		if saveErr := p.states.Save(ctx, member.Key, st); saveErr != nil {
			p.opt.Log.Error("feed: state not kept", "url", member.State.URL, "error", saveErr)
		}
	}
}

// pause waits, unless ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
