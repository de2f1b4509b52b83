package store

import (
	"context"
	"errors"
)

// Fence is a term as the holder of a lease. Writes under it are kept only while it lasts: who was deposed without noticing, for it
// was stopped or cut off, writes nothing more.
type Fence struct {
	Lease  string
	Holder string
	Epoch  int64
}

// ErrDeposed is the error of writes under a fence that stands no longer: somebody else has taken the lease.
var ErrDeposed = errors.New("another instance leads now")

// Under returns the store with articles, feeds, schedules, runs and drafts written under a fence. It shares everything else with s,
// which is to be closed, not it.
func (s *Store) Under(f Fence) *Store {
	under := *s
	under.Articles, under.Feeds = &Articles{s.db, &f}, &Feeds{s.db, &f}
	under.Schedules, under.Runs = &Schedules{s.db, &f}, &Runs{s.db, &f}
	under.Drafts = &Drafts{s.db, &f}
	return &under
}

// fenced is tx under a fence, which may be nil. Looking at the fence comes last and locks its row to the end of the transaction: who
// takes the lease waits for that, and then sees what was written.
func (p *pool) fenced(ctx context.Context, f *Fence, tables string, do func(txn) error) error {
	return p.tx(ctx, tables, func(tx txn) error {
		if err := do(tx); err != nil || f == nil {
			return err
		}
		n, err := tx.exec(ctx, `UPDATE leases SET epoch = epoch WHERE name = $1 AND holder = $2 AND epoch = $3`, f.Lease, f.Holder, f.Epoch)
		if err == nil && n == 0 {
			err = ErrDeposed
		}
		return err
	})
}

// execFenced is exec under a fence, which may be nil.
func (p *pool) execFenced(ctx context.Context, f *Fence, tables, statement string, args ...any) (n int64, err error) {
	if f == nil {
		return p.exec(ctx, statement, args...)
	}
	err = p.fenced(ctx, f, tables, func(tx txn) error {
		n, err = tx.exec(ctx, statement, args...)
		return err
	})
	return n, err
}
