// Package leader has one of the processes that share a database do what one alone must do.
package leader

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"
)

// Lease is what the processes agree with; see store.Leases. Of all who want it at most one has it at a time.
type Lease interface {
	// Acquire takes the lease when nobody has it and returns the number of the term that begins, at least 1.
	Acquire(ctx context.Context, ttl time.Duration) (epoch int64, ok bool, err error)
	// Renew makes the term last for ttl from now; false when it has ended because another has the lease.
	Renew(ctx context.Context, epoch int64, ttl time.Duration) (bool, error)
	// Release ends the term, so that another can begin at once.
	Release(ctx context.Context, epoch int64) error
}

// Options are the durations of the protocol. The zero value of each means its default.
type Options struct {
	Lease time.Duration // how long a term lasts unless it is renewed; it is, three times in that; 15 s
	Log   *slog.Logger  // nil discards
}

// Leader holds a lease whenever it can.
type Leader struct {
	lease Lease
	ttl   time.Duration
	log   *slog.Logger
	epoch atomic.Int64 // of the term under way; 0 while another leads
	terms atomic.Int64 // that began here
}

// New returns a leader that does not want to lead yet.
func New(lease Lease, o Options) *Leader {
	l := &Leader{lease: lease, ttl: cmp.Or(o.Lease, 15*time.Second), log: o.Log}
	if l.log == nil {
		l.log = slog.New(slog.DiscardHandler)
	}
	return l
}

// Leads reports whether this process leads, as far as it knows.
func (l *Leader) Leads() bool { return l.epoch.Load() > 0 }

// Terms returns how many terms began in this process.
func (l *Leader) Terms() int64 { return l.terms.Load() }

// The reasons why a term ends.
var (
	errLost    = errors.New("another instance has taken the lead")
	errExpired = errors.New("the lease could not be renewed in time")
)

// Run tries to lead until ctx ends, and calls lead for each term with a context that ends with it. Two calls never overlap. A term
// in which lead fails is given up, and another tried for.
func (l *Leader) Run(ctx context.Context, lead func(ctx context.Context, epoch int64) error) error {
	following := false
	for ctx.Err() == nil {
		begun := time.Now()
		epoch, ok, err := l.acquire(ctx)
		wait := l.ttl / 3
		switch {
		case ctx.Err() != nil && !ok:
			return nil
		case err != nil:
			l.log.Error("nobody knows who leads; it is tried again", "error", err, "in", wait)
		case ok:
			following = false
			if l.term(ctx, epoch, begun, lead) {
				wait = l.ttl / 2 // another one leads, and is to notice first that we let go
			}
		case !following:
			following = true
			l.log.Info("another instance leads; this one answers and posts")
		}
		sleep(ctx, wait)
	}
	return nil
}

func (l *Leader) acquire(ctx context.Context) (int64, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, l.ttl)
	defer cancel()
	return l.lease.Acquire(ctx, l.ttl)
}

// term leads until ctx ends, the lease is lost or lead returns, and reports whether it was lost.
func (l *Leader) term(ctx context.Context, epoch int64, begun time.Time, lead func(context.Context, int64) error) (lost bool) {
	term, end := context.WithCancelCause(ctx)
	defer end(nil)
	log := l.log.With("epoch", epoch)
	log.Info("this instance leads: it reads the feeds and decides on schedules")
	l.terms.Add(1)
	l.epoch.Store(epoch)
	done := make(chan error, 1)
	go func() { done <- lead(term, epoch) }()
	err := l.keep(term, end, epoch, begun, done)
	l.epoch.Store(0)
	cause := context.Cause(term)
	lost = errors.Is(cause, errLost) || errors.Is(cause, errExpired)
	switch {
	case lost:
		log.Warn("this instance leads no longer", "reason", cause)
	case ctx.Err() != nil:
	case err == nil:
		log.Error("what leads has ended by itself; it is begun again")
	default:
		log.Error("this instance could not go on leading; it is tried again", "error", err)
	}
	l.release(ctx, epoch)
	return lost
}

// keep renews the lease until lead has returned. It ends the term when the lease is lost, and some time before it may be: the steady
// clock runs on while the process is stopped.
func (l *Leader) keep(term context.Context, end context.CancelCauseFunc, epoch int64, begun time.Time, done <-chan error) error {
	lasts := l.ttl * 4 / 5
	expiry := time.AfterFunc(time.Until(begun.Add(lasts)), func() { end(errExpired) })
	defer expiry.Stop()
	tick := time.NewTicker(l.ttl / 3)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-term.Done():
			return <-done
		case <-tick.C:
		}
		asked := time.Now()
		ok, err := l.renew(term, epoch)
		switch {
		case term.Err() != nil:
		case err != nil:
			l.log.Warn("the lease could not be renewed; it is tried again", "epoch", epoch, "error", err)
		case !ok:
			end(errLost)
		default:
			expiry.Reset(time.Until(asked.Add(lasts)))
		}
	}
}

func (l *Leader) renew(ctx context.Context, epoch int64) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, l.ttl/3)
	defer cancel()
	return l.lease.Renew(ctx, epoch, l.ttl)
}

// release lets go of the lease, also when the program is being stopped, but does not insist: it runs out by itself.
func (l *Leader) release(ctx context.Context, epoch int64) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), min(l.ttl/3, 2*time.Second))
	defer cancel()
	if err := l.lease.Release(ctx, epoch); err != nil {
		l.log.Warn("the lease could not be released; it runs out by itself", "epoch", epoch, "error", err)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
